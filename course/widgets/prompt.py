"""A discussion prompt: take a stand, then meet perspectives that differ. Nobody is told that they are right."""

from typing import Any

from markupsafe import Markup

from course.html.element import NOTHING, join
from course.html.prompt import first_answer, moved, perspectives
from course.html.question import carried
from course.model.prompt import Prompt
from course.widgets.form import Form
from course.widgets.setting import Setting


class PromptForm(Form):
    """One discussion prompt. With ``pair`` it asks twice: alone, and again after talking."""

    family = "prompt"

    def __init__(self, setting: Setting, prompt: Prompt, *, carried: str = ""):
        self.carried = carried
        word = setting.word
        how = word("prompt", "pair" if prompt.pair else prompt.grouping)
        eyebrow = word("prompt", "eyebrow", how=how, minutes=prompt.minutes)
        super().__init__(
            setting, prompt, eyebrow=eyebrow, button=word("prompt", "save"), reason=prompt.reason, pair=prompt.pair
        )
        self.state = self._state()

    def _rounds(self) -> dict[int, dict[str, Any]]:
        """Return the latest answer of each round."""
        record = self.setting.record
        events = record.events(self.setting.stem, self.question.id, "answer")
        return {int(event.body.get("round", 1)): dict(event.body) for event in events}

    def _state(self) -> dict[str, Any]:
        rounds = self._rounds()
        draft = self.latest("draft")
        last = self.setting.record.latest(self.setting.stem, self.question.id, "answer")
        drafted = self.setting.record.latest(self.setting.stem, self.question.id, "draft")
        second = self.question.pair and 1 in rounds
        round_now = 2 if second else 1
        answer = rounds.get(round_now, {}).get("answer")
        newer = drafted and (last is None or drafted.at > last.at) and draft.get("round", 1) == round_now
        return {
            "round": round_now,
            "answer": draft.get("answer") if newer else answer,
            "draft": bool(newer),
            "at": drafted.at if newer and drafted else last.at if last else "",
            "earlier": join((carried(self.setting, self.carried), self._earlier(rounds) if second else None)),
            "button": self.setting.word("prompt", "save-again" if second else "save"),
            "panel": self._panel(rounds),
        }

    def _earlier(self, rounds: dict[int, dict[str, Any]]) -> Markup:
        first = rounds[1]["answer"]
        return first_answer(self.setting, self.in_words(first), first.get("why") or "", discuss=2 not in rounds)

    def _panel(self, rounds: dict[int, dict[str, Any]]) -> Markup:
        wanted = 2 if self.question.pair else 1
        if wanted not in rounds:
            return NOTHING
        views = perspectives(self.setting, self.question.perspectives)
        if not self.question.pair:
            return views
        before, after = self.in_words(rounds[1]["answer"]), self.in_words(rounds[2]["answer"])
        return join((moved(self.setting, before, after), views))

    def on_save(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save an answer; an empty one is not an answer."""
        answer = dict(content.get("answer") or {})
        if not self.in_words(answer):
            return {"empty": True}
        self.write("answer", {"answer": answer, "round": self.state.get("round", 1)})
        return {**self._state(), "empty": False}
