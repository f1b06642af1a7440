"""One question as one form: what prompts and tasks have in common."""

from typing import Any

from course.html.controls import control, shown, static_face
from course.html.face import bullets, lines, section
from course.html.text import escape, phrase, plain, prose, typed
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
        face, plain_lines = static_face(self.control, words)
        asks = phrase(question.asks)
        told = prose(question.setting) if question.setting else ""
        extra_face, extra_lines = self.more_face(setting)
        super().__init__(
            setting,
            markup=section(
                self.family, f"<p><small>{escape(eyebrow)}</small></p>", told, f"<p><strong>{asks}</strong></p>", face
            )[: -len("</section>")]
            + extra_face
            + "</section>",
            text=lines(
                eyebrow,
                plain(question.setting) if question.setting else "",
                plain(question.asks),
                *plain_lines,
                *extra_lines,
            ),
            spec={
                "family": self.family,
                "record": setting.record.where.as_posix(),
                "where": f"{setting.stem}/{question.id}",
                "eyebrow": eyebrow,
                "asks": asks,
                "setting": told,
                "control": self.control,
                "button": button,
                "words": dict(words),
                **spec,
            },
        )

    def more_face(self, setting: Setting) -> tuple[str, list[str]]:
        """Return what the static face shows below the control, as HTML and as plain lines."""
        return "", []

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


def perspectives_face(setting: Setting, perspectives: Any) -> str:
    """Return perspectives as HTML: who, what they say, where."""
    items = [
        f"<strong>{phrase(one.who)}</strong> {phrase(one.says)} <small>{setting.cited(one.sources)}</small>"
        for one in perspectives
    ]
    return bullets(items)


def carried_face(setting: Setting, carried: str) -> str:
    """Return what the learner wrote at an earlier place, "" when the question carries nothing."""
    return f"<p>{escape(setting.word('task', 'carried'))} {typed(carried)}</p>" if carried else ""
