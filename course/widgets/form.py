"""One question as one form: what prompts and tasks have in common."""

from collections.abc import Callable, Sequence
from typing import Any, get_args

import msgspec
from markupsafe import Markup

from course.answers.events import Body, Draft, Response, Round, to_body
from course.answers.question import QuestionWork, read_question
from course.answers.versions import Version
from course.html.controls import Text, control, shown, to_page
from course.html.element import NOTHING
from course.html.question import question_face, setting_markup
from course.html.text import phrase
from course.model.answer import Answer, read_answer
from course.model.event import Event
from course.record import Saved
from course.widgets.boxes import Boxed
from course.widgets.message import need, read_press, read_table
from course.widgets.setting import Setting

ROUNDS: tuple[Round, ...] = get_args(Round)


class Form(Boxed[QuestionWork]):
    """A question with its control, buttons, status line and panel. Subclasses judge and answer.

    The same question may be open on several pages: the answer of each round is a box.
    """

    entry = "form"
    family = ""
    is_ladder = False
    """Whether there is a text to write, with all that helps to write it."""

    def __init__(self, setting: Setting, question: Any, *, eyebrow: str, button: str, **spec: Any):
        self.question = question
        words = setting.words["form"]
        self.control = control(question, words)
        self.is_written = bool(spec.get("reason")) or isinstance(self.control, Text)
        super().__init__(
            setting,
            face=question_face(
                setting,
                self.family,
                question,
                eyebrow,
                self.control,
                self.more_face(setting),
                self.before_face(setting),
            ),
            spec={
                "family": self.family,
                **setting.pocket(f"{setting.stem}/{question.id}"),
                "eyebrow": eyebrow,
                "asks": phrase(question.asks),
                "setting": setting_markup(question),
                "control": to_page(self.control),
                "button": button,
                "words": {**(setting.words["ladder"] if self.is_ladder else {}), **words},
                "asksFirst": self.asks_first("1"),
                **spec,
            },
        )

    def more_face(self, setting: Setting) -> tuple[Markup, list[str]]:
        """Return what the static face shows below the control, as HTML and as plain lines."""
        return NOTHING, []

    def before_face(self, setting: Setting) -> tuple[Markup, list[str]]:
        """Return what the static face shows above the control, as HTML and as plain lines."""
        return NOTHING, []

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

    @property
    def boxes(self) -> tuple[str, ...]:
        """Return the rounds, each with a box of its own."""
        return tuple(str(number) for number in ROUNDS)

    def has_text(self, box: str) -> bool:
        """Return whether something is written there, and not only chosen."""
        return self.is_written

    def asks_first(self, box: str) -> bool:
        """Return whether what another page has saved is shown before anything takes its place.

        A check without a text may be tried on any page: every try counts, and none takes another's place.
        """
        return self.is_written or self.family == "prompt"

    def versions(self, work: QuestionWork, box: str) -> list[Version]:
        """Return every version of the answer of a round."""
        return work.versions(2 if box == "2" else 1)

    def tell(self, box: str, answer: Answer) -> str:
        """Return an answer with its reason, as plain text."""
        return "\n".join(part for part in (self.in_words(answer), answer.why) if part)

    def to_aside(self, box: str, answer: Answer) -> Body:
        """Return a draft that stands beside the answer."""
        return Draft(answer=answer, round=2 if box == "2" else 1, aside=True)

    def read_work(self) -> QuestionWork:
        """Return what the record has on this question; this is one query."""
        return read_question(self.setting.record.events(self.setting.stem, self.question.id))

    def read_all(self, widgets: Sequence[Boxed[QuestionWork]]) -> list[QuestionWork]:
        """Return what the record has on all questions of a page; this too is one query."""
        by_item: dict[str, list[Event]] = {}
        for event in self.setting.record.events(self.setting.stem):
            by_item.setdefault(event.item, []).append(event)
        return [read_question(by_item.get(form.question.id, ())) for form in widgets if isinstance(form, Form)]

    def add(self, content: dict[str, Any], box: str, decide: Callable[[QuestionWork], Body | None]) -> QuestionWork:
        """Save what ``decide`` makes of the work so far."""
        return self.save(decide, read_press(content))[0]

    def read_box(self, content: dict[str, Any]) -> tuple[str, Answer]:
        """Return the round that a message is about, and the answer that stands there on the page."""
        answer = self.given(content) if "answer" in content else Answer()
        return str(self.round_of(content)), answer

    def write(self, content: dict[str, Any], entry: Response | Draft) -> tuple[QuestionWork, dict[str, Any]]:
        """Save what was answered or typed; return the work as it then stands, and what the page must show first."""
        over = self.over(content)
        entry = msgspec.structs.replace(entry, over=over) if over else entry
        return self.place(content, str(entry.round or 1), entry.answer, entry, typed=isinstance(entry, Draft))

    def on_draft(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep what is being typed, so that a lid closed in mid-sentence loses nothing."""
        answer = self.given(content)
        if answer == Answer():
            return {"draft": True}
        round_now = self.round_of(content) if "round" in content else self.round
        work, newer = self.write(content, Draft(answer=answer, round=round_now))
        if newer:
            return {"newer": newer, "empty": False}
        now = work.current(round_now)
        change = {**self.standing(work), "empty": False}
        if round_now != self.round or now is None:
            return change
        return {**change, "answer": answer.plain(), "at": now.at, "draft": now.typed}

    def watched(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return the box of the round that the page shows, with the events that it knows of."""
        box, _ = self.read_box({"round": content.get("round", self.round)})
        return {box: content.get("based")}

    def around(self, fresh: dict[str, Any]) -> dict[str, Any]:
        """Return what the page says around its boxes, which stay as they are."""
        if not self.asks_first(str(self.round)):
            return fresh
        return {key: fresh[key] for key in ("based", "versions", "earlier", "panel")}
