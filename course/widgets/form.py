"""One question as one form: what prompts and tasks have in common."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from course.answers.events import Body, Draft, Round, to_body
from course.answers.question import QuestionWork, read_question
from course.html.controls import control, shown, to_page
from course.html.element import NOTHING
from course.html.question import question_face, setting_markup
from course.html.text import phrase
from course.model.answer import Answer, read_answer
from course.model.event import Event
from course.record import Saved
from course.widgets.message import need, read_press, read_table
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget


class Form(CourseWidget):
    """A question with its control, buttons, status line and panel. Subclasses judge and answer."""

    entry = "form"
    family = ""

    def __init__(self, setting: Setting, question: Any, *, eyebrow: str, button: str, **spec: Any):
        self.question = question
        words = setting.words["form"]
        self.control = control(question, words)
        super().__init__(
            setting,
            face=question_face(setting, self.family, question, eyebrow, self.control, self.more_face(setting)),
            spec={
                "family": self.family,
                **setting.pocket(f"{setting.stem}/{question.id}"),
                "eyebrow": eyebrow,
                "asks": phrase(question.asks),
                "setting": setting_markup(question),
                "control": to_page(self.control),
                "button": button,
                "words": dict(words),
                **spec,
            },
        )

    def more_face(self, setting: Setting) -> tuple[Markup, list[str]]:
        """Return what the static face shows below the control, as HTML and as plain lines."""
        return NOTHING, []

    def read(self) -> QuestionWork:
        """Return what the record has on this question; this is one query."""
        return read_question(self.setting.record.events(self.setting.stem, self.question.id))

    def save(self, decide: Callable[[QuestionWork], Body | None], press: str = "") -> tuple[QuestionWork, Saved]:
        """Save what ``decide`` makes of the work so far, if anything; return the work as it then stands.

        ``press`` is the id of the press that asks for it: a press that is in the record already adds nothing.
        """

        def decided(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            body = decide(read_question(events))
            return to_body(body) if body else None

        saved = self.setting.record.save(self.setting.stem, self.question.id, decided, id=press)
        return read_question(saved.events), saved

    def in_words(self, answer: Answer) -> str:
        """Return an answer as plain text."""
        return shown(self.control, answer)

    def unsaved(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep the answer, so that it is still there when the page draws the form again."""
        answer = read_answer(content.get("answer")) if isinstance(content.get("answer"), dict) else None
        return {"answer": answer.plain()} if answer else {}

    def given(self, content: dict[str, Any]) -> Answer:
        """Return the answer in a message, a blank one where nothing is answered yet."""
        need(content, "answer")
        return read_answer(read_table(content, "answer")) or Answer()

    def round_of(self, content: dict[str, Any]) -> Round:
        """Return the round that the page showed when the button was pressed.

        A press that does not say that it was made in the second round is one of the first: a double click is no
        second vote.
        """
        return 2 if content.get("round") == 2 and self.round == 2 else 1

    @property
    def round(self) -> Round:
        """Return the round that the page shows."""
        return 2 if self.state.get("round") == 2 else 1

    def on_draft(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep what is being typed, so that a lid closed in mid-sentence loses nothing."""
        answer = self.given(content)
        if answer == Answer():
            return {"draft": True}
        round_now = self.round_of(content) if "round" in content else self.round

        def draft(work: QuestionWork) -> Draft | None:
            known = work.draft and work.draft.body.answer == answer and work.draft.body.round == round_now
            return None if known else Draft(answer=answer, round=round_now)

        _, saved = self.save(draft, read_press(content))
        return {"at": saved.event.at, "draft": True, "empty": False} if saved.event else {"draft": True}
