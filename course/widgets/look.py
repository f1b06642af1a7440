"""A look that asks before it shows: guesses, then "Show it", then what there is to see beside them."""

from collections.abc import Callable, Sequence
from typing import Any, get_args

import msgspec

from course.answers.events import Body, Draft, Guess, to_body
from course.answers.look import LookWork, look_item, read_look
from course.answers.versions import Version
from course.html import ask as html
from course.html.element import NOTHING
from course.html.face import Face
from course.html.text import phrase
from course.model.answer import Answer
from course.model.ask import Finding
from course.model.event import Event
from course.model.lesson import AnyLook
from course.widgets.boxes import Boxed
from course.widgets.message import OddMessage, read_press
from course.widgets.setting import Setting

BOX = "guess"
SHAPES: tuple[html.Shape, ...] = get_args(html.Shape)


class AskedLook(Boxed[LookWork]):
    """One look that asks. What is typed is kept as a draft; the first "Show it", on whatever page, opens it for good.

    ``after`` is what the look shows; ``open_drawing`` draws in full what was drawn without the bar to be guessed.
    """

    entry = "look"
    boxes: Sequence[str] = (BOX,)

    def __init__(self, setting: Setting, look: AnyLook, after: Face, open_drawing: Callable[[], None] | None = None):
        self.look, self.after, self.open_drawing = look, after, open_drawing
        words = setting.words["look"]
        asked = html.asks(look)
        self.fields = html.fields(setting, look)
        self.shape = html.SHAPES[type(asked)]
        super().__init__(
            setting,
            face=html.ask_face(setting, look, after),
            spec={
                **setting.pocket(f"{setting.stem}/{look_item(look.id)}"),
                "eyebrow": html.eyebrow(setting, look),
                "asks": phrase(asked.asks),
                "before": html.before(setting, look, slots=True),
                "after": html.after_part(setting, look, after),
                "shape": self.shape,
                "fields": [self._to_page(field) for field in self.fields],
                "button": words["show-finding" if isinstance(asked, Finding) else "show"],
                "words": {**setting.words["form"], **words},
            },
        )
        self.state = self.fresh(self.read_work())

    def _to_page(self, field: html.Field) -> dict[str, Any]:
        # What there is to see is not sent as a value: the page must not know it by heart.
        told: dict[str, Any] = msgspec.to_builtins(field)
        return {key: value for key, value in told.items() if key not in ("name", "shown", "kept")}

    def read_work(self) -> LookWork:
        """Return what the record has on this look."""
        return read_look(self.setting.record.events(self.setting.stem, look_item(self.look.id)))

    def add(self, content: dict[str, Any], box: str, decide: Callable[[LookWork], Body | None]) -> LookWork:
        """Save what ``decide`` makes of the work so far."""

        def decided(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            body = decide(read_look(events))
            return to_body(body) if body else None

        record, item = self.setting.record, look_item(self.look.id)
        return read_look(record.save(self.setting.stem, item, decided, id=read_press(content)).events)

    def versions(self, work: LookWork, box: str) -> list[Version]:
        """Return every version of the guess."""
        return work.versions()

    def to_aside(self, box: str, answer: Answer) -> Body:
        """Return a draft that stands beside the guess."""
        return Draft(answer=answer, aside=True)

    def has_text(self, box: str) -> bool:
        """Return whether something is written, and not only chosen."""
        return any(not field.choices for field in self.fields)

    def tell(self, box: str, answer: Answer) -> str:
        """Return a guess as plain text."""
        return html.told(self.setting, self.look, answer)

    def fresh(self, work: LookWork) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        shown = work.is_shown
        return {
            **self.standing(work),
            "ticked": shown,
            "shown": shown,
            "answer": work.answer.plain(),
            "draft": not shown,
            "at": work.at,
            "panel": html.result(self.setting, self.look, work.answer, self.after, self._kept(work))
            if shown
            else NOTHING,
        }

    def _kept(self, work: LookWork) -> list[str]:
        """Return the guesses that another page had, when this one was opened."""
        aside = [version for version in work.versions() if version.aside]
        texts = [self.tell(BOX, version.answer) for version in aside if version.answer != work.answer]
        # What was typed and then went on is one guess: the last of it.
        return list(dict.fromkeys(text for text in texts[-1:] if text))

    def news(self, work: LookWork, content: dict[str, Any]) -> dict[str, Any]:
        """Return what the page has not shown; once the look is open there is nothing to choose any more."""
        return {} if work.is_shown else super().news(work, content)

    def around(self, fresh: dict[str, Any]) -> dict[str, Any]:
        """Return what may be shown around a guess that stays as it is; an open look is shown as a whole."""
        return fresh if fresh["shown"] else {key: fresh[key] for key in ("based", "versions")}

    def given(self, content: dict[str, Any]) -> Answer:
        """Return the guess in a message, as far as it is one of this look."""
        _, answer = self.read_box(content)
        if any(getattr(answer, shape) is not None for shape in (*SHAPES, "chosen", "order") if shape != self.shape):
            raise OddMessage("'answer' is no guess at this")
        return answer

    def on_draft(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep what is being typed. Once the look is open on another page, it stands aside, and this page opens too."""
        answer, over = self.given(content), self.over(content)
        if self.read_work().is_shown:
            return self._opened(self.add(content, BOX, lambda work: self.aside(work, BOX, answer)))
        work, newer = self.place(content, BOX, answer, Draft(answer=answer, over=over), typed=True)
        if work.is_shown:
            return self._opened(work)
        return {"newer": newer} if newer else self.fresh(work)

    def on_show(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save the guess, blank or not, and show what there is to see."""
        answer, based, over = self.given(content), self.based(content, BOX), self.over(content)

        def decide(work: LookWork) -> Body | None:
            if work.is_shown or self.is_unseen(BOX, self.now(work, BOX), answer, based):
                return self.aside(work, BOX, answer)
            return Guess(answer=answer, over=over)

        work = self.add(content, BOX, decide)
        now = self.now(work, BOX)
        if not work.is_shown and now:
            return {"newer": {BOX: self.newer(BOX, now)}}
        return {**self._opened(work), "said": self._opening(work)}

    def _opening(self, work: LookWork) -> str:
        """Return what is said once it is open: what stays of what stood here, if anything did."""
        if not self.tell(BOX, work.answer):
            key = "opened-blank"
        else:
            key = "opened-finding" if self.shape == "text" else "opened"
        return self.setting.word("look", key)

    def _opened(self, work: LookWork) -> dict[str, Any]:
        if self.open_drawing:
            self.open_drawing()
        return self.fresh(work)
