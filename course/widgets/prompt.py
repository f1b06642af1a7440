"""A discussion prompt: take a stand, then meet perspectives that differ. Nobody is told that they are right."""

from typing import Any

from markupsafe import Markup

from course.answers.done import answered
from course.answers.events import Response, Round
from course.answers.question import QuestionWork
from course.html.element import NOTHING, join
from course.html.prompt import first_answer, moved, perspectives, prompt_eyebrow
from course.html.question import NOT_CARRIED, Carried, carried
from course.model.prompt import Prompt
from course.widgets.form import Form
from course.widgets.setting import Setting


class PromptForm(Form):
    """One discussion prompt. With ``pair`` it asks twice: alone, and again after talking."""

    family = "prompt"

    def __init__(self, setting: Setting, prompt: Prompt, *, carried: Carried = NOT_CARRIED):
        self.carried = carried
        word = setting.word
        eyebrow = prompt_eyebrow(setting.words["prompt"], prompt)
        super().__init__(
            setting, prompt, eyebrow=eyebrow, button=word("prompt", "save"), reason=prompt.reason, pair=prompt.pair
        )
        self.state = self.fresh(self.read_work())

    def fresh(self, work: QuestionWork) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        rounds = work.rounds
        second = self.question.pair and 1 in rounds
        round_now: Round = 2 if second else 1
        panel = self._panel(work)
        draft = work.newer_draft if work.newer_draft and work.newer_draft.body.round == round_now else None
        saved = draft or rounds.get(round_now)
        newest = draft or work.last
        return {
            **self.standing(work),
            "ticked": answered(work),
            "round": round_now,
            "answer": saved.body.answer.plain() if saved else None,
            "draft": draft is not None,
            "at": newest.at if newest else "",
            "earlier": join((carried(self.setting, self.carried), self._earlier(work) if second else None)),
            "button": self.setting.word("prompt", "save-again" if second else "save"),
            "heard": self.setting.word("prompt", "heard") if panel else "",
            "panel": panel,
        }

    def _earlier(self, work: QuestionWork) -> Markup:
        first = work.rounds[1].body.answer
        return first_answer(self.setting, self.in_words(first), first.why or "", discuss=2 not in work.rounds)

    def _panel(self, work: QuestionWork) -> Markup:
        rounds = work.rounds
        if (2 if self.question.pair else 1) not in rounds:
            return NOTHING
        views = perspectives(self.setting, self.question.perspectives)
        if not self.question.pair or 1 not in rounds:
            return views
        before, after = self.in_words(rounds[1].body.answer), self.in_words(rounds[2].body.answer)
        return join((moved(self.setting, before, after), views))

    def on_save(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save an answer; an empty one is not an answer."""
        answer = self.given(content)
        if not self.in_words(answer):
            return {"empty": True}
        work, newer = self.write(content, Response(answer=answer, round=self.round_of(content)))
        return {"newer": newer, "empty": False} if newer else {**self.fresh(work), "empty": False}
