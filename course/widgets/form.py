"""One question as one form: what prompts and tasks have in common."""

from typing import Any

from markupsafe import Markup

from course.html.controls import control, shown
from course.html.element import NOTHING
from course.html.question import question_face, setting_markup
from course.html.text import phrase
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget, script


class Form(CourseWidget):
    """A question with its control, buttons, status line and panel. Subclasses judge and answer."""

    _esm = script("controls", "form")
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
                "record": setting.record.where.as_posix(),
                "where": f"{setting.stem}/{question.id}",
                "eyebrow": eyebrow,
                "asks": phrase(question.asks),
                "setting": setting_markup(question),
                "control": self.control,
                "button": button,
                "words": dict(words),
                **spec,
            },
        )

    def more_face(self, setting: Setting) -> tuple[Markup, list[str]]:
        """Return what the static face shows below the control, as HTML and as plain lines."""
        return NOTHING, []

    def latest(self, kind: str) -> dict[str, Any]:
        """Return the body of the latest event of ``kind`` on this question, {} when there is none."""
        event = self.setting.record.latest(self.setting.stem, self.question.id, kind)
        return dict(event.body) if event else {}

    def write(self, kind: str, body: dict[str, Any]) -> str:
        """Write an event on this question and return when it was written."""
        return self.setting.record.append(self.setting.stem, self.question.id, kind, body).at

    def in_words(self, answer: dict[str, Any]) -> str:
        """Return an answer as plain text."""
        return shown(self.control, answer)

    def unsaved(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep the answer, so that it is still there when the page draws the form again."""
        return {"answer": dict(content["answer"])} if content.get("answer") else {}

    def on_draft(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep what is being typed, so that a lid closed in mid-sentence loses nothing."""
        answer = dict(content.get("answer") or {})
        if answer == self.latest("draft").get("answer"):
            return {"draft": True}
        at = self.write("draft", {"answer": answer, "round": self.state.get("round", 1)})
        return {"at": at, "draft": True, "empty": False}
