"""One question as one form: what prompts and tasks have in common."""

from collections.abc import Callable
from typing import Any

from course.answers.events import Body, Draft, Round, to_body
from course.answers.question import QuestionWork, read_question
from course.html.controls import control, shown, static_face
from course.html.face import bullets, lines, section
from course.html.text import escape, phrase, plain, prose, typed
from course.model.answer import Answer, read_answer
from course.model.event import Event
from course.record import Saved
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
                **setting.pocket(f"{setting.stem}/{question.id}"),
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

    def read(self) -> QuestionWork:
        """Return what the record has on this question; this is one query."""
        return read_question(self.setting.record.events(self.setting.stem, self.question.id))

    def save(self, decide: Callable[[QuestionWork], Body | None]) -> tuple[QuestionWork, Saved]:
        """Save what ``decide`` makes of the work so far, if anything; return the work as it then stands."""

        def decided(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            body = decide(read_question(events))
            return to_body(body) if body else None

        saved = self.setting.record.save(self.setting.stem, self.question.id, decided)
        return read_question(saved.events), saved

    def in_words(self, answer: Answer) -> str:
        """Return an answer as plain text."""
        return shown(self.control, answer)

    def unsaved(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep the answer, so that it is still there when the page draws the form again."""
        answer = read_answer(content.get("answer"))
        return {"answer": answer.plain()} if answer else {}

    @property
    def round(self) -> Round:
        """Return the round that the page shows."""
        return 2 if self.state.get("round") == 2 else 1

    def on_draft(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep what is being typed, so that a lid closed in mid-sentence loses nothing."""
        answer = read_answer(content.get("answer")) or Answer()

        def draft(work: QuestionWork) -> Draft | None:
            known = work.draft and work.draft.body.answer == answer
            return None if known else Draft(answer=answer, round=self.round)

        _, saved = self.save(draft)
        return {"at": saved.event.at, "draft": True, "empty": False} if saved.event else {"draft": True}


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
