"""The concept test as one form: every choice is kept as it is made, and all are handed in together, once."""

import weakref
from typing import Any, ClassVar

from course.answers.concepts import CONCEPTS, ConceptWork, concepts_item, read_concepts, read_sittings
from course.answers.events import Chosen, to_body
from course.html.concepts import concepts_face, eyebrow, handed_already, plan, results
from course.html.controls import One, Option, to_options, to_page
from course.html.element import NOTHING
from course.html.text import escape, phrase
from course.model.concept import DO_NOT_KNOW, SITTINGS, ConceptTest, Sitting
from course.model.event import Event
from course.widgets.message import OddMessage, need, read_ids, read_press, read_table, read_text
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget


class ConceptForm(CourseWidget):
    """One sitting of the concept test: a fieldset for each item, one button for all.

    It may be open on two pages. A choice that another page made is shown before anything takes its place, and nothing
    is handed in that this page has not shown.
    """

    entry = "concepts"
    # What is handed in here moves the date that the third sitting tells.
    _open: ClassVar["weakref.WeakSet[ConceptForm]"] = weakref.WeakSet()

    def __init__(self, setting: Setting, test: ConceptTest, sitting: Sitting):
        self.test, self.sitting = test, sitting
        words = setting.words["concepts"]
        unknown = Option(DO_NOT_KNOW, escape(words[DO_NOT_KNOW]), words[DO_NOT_KNOW])
        total = len(test.items)
        super().__init__(
            setting,
            face=concepts_face(setting, test, sitting),
            spec={
                **setting.pocket(concepts_item(sitting)),
                "eyebrow": eyebrow(setting, test, sitting),
                "asks": setting.word("concepts", f"how-{sitting}", total=total),
                "items": [
                    {
                        "id": item.id,
                        "number": setting.word("concepts", "number", number=number, total=total),
                        "scene": phrase(item.scene),
                        "asks": phrase(item.asks),
                        "control": to_page(One(options=(*to_options(item.options), unknown))),
                    }
                    for number, item in enumerate(test.items, 1)
                ],
                "words": {**setting.words["form"], **words},
            },
        )
        self._choices = {item.id: {DO_NOT_KNOW, *(option.id for option in item.options)} for item in test.items}
        self.state = self._state(self._read())
        ConceptForm._open.add(self)

    def _read(self) -> dict[Sitting, ConceptWork]:
        works = read_sittings(self.setting.record.events(under=CONCEPTS))
        return {sitting: works.get(sitting, ConceptWork()) for sitting in SITTINGS}

    def _state(self, works: dict[Sitting, ConceptWork]) -> dict[str, Any]:
        work = works[self.sitting]
        is_handed = work.handed is not None
        done = sum(work.chosen.get(item.id) in self._choices[item.id] for item in self.test.items)
        return {
            "chosen": dict(work.chosen),
            "based": dict(work.based),
            "handed": is_handed,
            "ticked": is_handed,
            "at": work.at,
            "done": self.setting.word("concepts", "done", done=done, total=len(self.test.items)),
            "plan": plan(self.setting, works) if self.sitting == "later" and not is_handed else "",
            "panel": results(self.setting, self.test, works, self.sitting) if is_handed else NOTHING,
        }

    def _given(self, item: str, option: object) -> str:
        if item not in self._choices or option not in self._choices[item]:
            raise OddMessage("no such answer")
        return str(option)

    def on_look(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show what other pages have saved since."""
        return self.quietly(self._state(self._read()))

    def unsaved(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep what was chosen, so that it is still there when the page draws the form again."""
        if content.get("do") == "choose":
            item, option = content.get("item"), content.get("chosen")
            known = isinstance(item, str) and option in self._choices.get(item, ())
            return {"chosen": {**self.state["chosen"], item: option}} if known else {}
        return {}

    def on_choose(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep one choice as a draft, unless the record holds another that this page has not shown."""
        item = read_text(content, "item")
        option = self._given(item, content.get("chosen"))
        known = read_ids(content, "based") or frozenset((self.state["based"].get(item, ""),))

        def is_unseen(work: ConceptWork) -> bool:
            return item in work.chosen and work.based[item] not in known and work.chosen[item] != option

        def decide(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            work = read_concepts(events)
            if work.handed or work.chosen.get(item) == option or is_unseen(work):
                return None
            return to_body(Chosen(chosen={item: option}))

        work = self._save(decide, read_press(content))
        state = self._state(self._read())
        if work.handed:
            return {**state, "said": handed_already(self.setting, work)}
        newer = self._numbered(item) if is_unseen(work) else ""
        return {**state, "said": newer}

    def _numbered(self, item: str) -> str:
        number = next(number for number, entry in enumerate(self.test.items, 1) if entry.id == item)
        return self.setting.word("concepts", "newer", number=number)

    def _save(self, decide: Any, press: str) -> ConceptWork:
        record, item = self.setting.record, concepts_item(self.sitting)
        saved = record.save(self.setting.stem, item, decide, among={"item": item}, id=press)
        return read_concepts(saved.events)

    def on_hand_in(self, content: dict[str, Any]) -> dict[str, Any]:
        """Hand in all choices, once: the first time counts, unless nothing was answered then."""
        need(content, "chosen")
        shown = {item: self._given(item, option) for item, option in read_table(content, "chosen").items()}
        known = read_ids(content, "based") or frozenset()
        refused: list[str] = []

        def decide(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            work, word = read_concepts(events), self.setting.words["concepts"]
            unseen = any(
                work.based[item] not in known and shown.get(item) != option for item, option in work.chosen.items()
            )
            if work.handed:
                refused.append(handed_already(self.setting, work))
            elif unseen:
                refused.append(word["newer-handing"])
            elif not shown:
                refused.append(word["empty"])
            else:
                return to_body(Chosen(chosen={**work.chosen, **shown}, handed=True))
            return None

        self._save(decide, read_press(content))
        works = self._read()
        for other in list(ConceptForm._open):
            if other is not self and other.setting.record is self.setting.record:
                other.show(other._state(works))
        return {**self._state(works), "said": refused[-1] if refused else ""}
