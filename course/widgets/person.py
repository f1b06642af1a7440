"""A person and one decision of theirs: made first, or left out, and then read.

What is saved, on the item ``person/<id>``: ``decision`` (the option, and why) and ``read-on``, where what happened was
opened before anything was decided. No decision is right.
"""

from collections.abc import Callable
from typing import Any

from course.answers.events import Body, Decision, ReadOn, to_body
from course.answers.person import PersonWork, decided, person_item, read_person
from course.answers.versions import Version
from course.html.element import NOTHING
from course.html.person import about_person, decided_panel, decision_says, happened, person_face
from course.html.text import phrase, prose
from course.model.answer import Answer
from course.model.event import Event
from course.model.person import Person
from course.widgets.boxes import Boxed
from course.widgets.message import read_press
from course.widgets.setting import Setting

BOX = "decision"


class PersonCard(Boxed[PersonWork]):
    """One person. The decision, with its reason, is the one box."""

    entry = "person"
    boxes = (BOX,)

    def __init__(self, setting: Setting, person: Person):
        self.person = person
        self.item = person_item(person.id)
        words = setting.words["person"]
        super().__init__(
            setting,
            face=person_face(setting, person),
            spec={
                **setting.pocket(f"{setting.stem}/{self.item}"),
                "eyebrow": words["eyebrow"],
                "name": phrase(person.name),
                "about": about_person(setting, person),
                "before": prose(person.before),
                "asks": phrase(person.asks),
                "options": [{"id": option.id, "html": phrase(option.says)} for option in person.options],
                "words": {**setting.words["form"], **words},
            },
        )
        self.state = self.fresh(self.read_work())

    def read_work(self) -> PersonWork:
        """Return what the record has on this person."""
        return read_person(self.setting.record.events(self.setting.stem, self.item))

    def add(self, content: dict[str, Any], box: str, decide: Callable[[PersonWork], Body | None]) -> PersonWork:
        """Save what ``decide`` makes of the work so far."""

        def to_save(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            body = decide(read_person(events))
            return to_body(body) if body else None

        saved = self.setting.record.save(self.setting.stem, self.item, to_save, id=read_press(content))
        return read_person(saved.events)

    def versions(self, work: PersonWork, box: str) -> list[Version]:
        """Return every decision."""
        return work.versions()

    def to_aside(self, box: str, answer: Answer) -> Body:
        """Return what keeps a decision aside."""
        return Decision(option=self._option(answer), why=answer.why, aside=True)

    def tell(self, box: str, answer: Answer) -> str:
        """Return a decision as plain text."""
        return decision_says(self.setting, self.person, self._option(answer), answer.why)

    def _option(self, answer: Answer) -> str:
        return next(iter(answer.choices), "")

    def fresh(self, work: PersonWork) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        decision = work.decision.body if work.decision else None
        option, why = (decision.option, decision.why) if decision else ("", "")
        return {
            **self.standing(work),
            "ticked": work.is_done,
            "at": work.at,
            "answer": decided(decision).plain() if decision else None,
            "own": decided_panel(self.setting, self.person, option, why) if work.is_open else NOTHING,
            "happened": happened(self.setting, self.person) if work.is_open else NOTHING,
        }

    def on_decide(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save a decision; what happened is shown then."""
        box, answer = self.read_box(content)
        option = self._option(answer)
        if self.person.option(option) is None:
            return {"said": self.setting.words["person"]["need"]}
        decision = Decision(option=option, why=answer.why, over=self.over(content))
        work, newer = self.place(content, box, decided(decision), decision)
        return {**self.fresh(work), "newer": newer}

    def on_read_on(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show what happened to somebody who would rather not decide, and keep that it was so."""
        return self.fresh(self.add(content, BOX, lambda work: None if work.is_open else ReadOn()))
