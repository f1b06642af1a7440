"""How long a lesson takes to come back: its questions and trials, drawn from a full record and from an empty one.

The events are of the shape in which version 0.1.0 wrote them, so that what is measured is what learners have.
"""

import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from course.content import lessons
from course.dev.bench.row import Row, milliseconds
from course.model.event import Event
from course.pages.lesson import Lesson
from course.record import Record

STEM = "02_ways_to_settle"
ANSWERS, EVENTS = 300, 20_000


def fill(record: Record, stem: str = STEM, answers: int = ANSWERS, events: int = EVENTS) -> None:
    """Put ``answers`` answers and stands of the lesson ``stem`` into a record, among ``events`` of all lessons."""
    other = [name for name in lessons.stems() if name != stem]
    own = islice(cycle(_answer_all(stem)), answers)
    elsewhere = islice(cycle(entry for name in other for entry in _answer_all(name)), events - answers)
    every = events // answers
    mixed: list[Event] = []
    for place in range(events):
        mine = place % every == 0 and place // every < answers
        lesson, item, kind, body = next(own if mine else elsewhere)
        minutes, second = divmod(place, 60)
        at = f"2026-09-{1 + minutes // 60:02d}T10:{minutes % 60:02d}:{second:02d}.000000Z"
        mixed.append(Event(id=f"{place:032x}", at=at, lesson=lesson, item=item, kind=kind, body=body))
    record.merge(mixed)


def _answer_all(stem: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    """Return an answer to every question of a lesson and a stand on every claim: lesson, item, kind and body."""
    content = lessons.lesson(stem)
    entries: list[tuple[str, str, str, dict[str, Any]]] = []
    for question in (*content.prompts, *content.checks):
        options = getattr(question, "options", ())
        answer = {"chosen": options[0].id} if options else {"text": "The side that can wait."}
        entries.append((stem, question.id, "answer", {"answer": answer, "round": 1, "outcome": "open", "try": 1}))
    for claim in content.claims:
        for stand in (1, 2):
            body = {"round": stand, "stand": stand, "sure": 2, "why": "Because of Aceh."}
            entries.append((stem, f"claim/{claim}", "stand", body))
    return entries


def open_all(stem: str, record: Record) -> int:
    """Make every control of a lesson and return how many there are; raise RuntimeError if one cannot be shown."""
    content = lessons.lesson(stem)
    page = Lesson(content, record=record)
    widgets: list[object] = [page.opening(), page.my_work()]
    widgets += [page.discuss(prompt.id) for prompt in content.prompts]
    widgets += [page.check(check.id) for check in content.checks]
    widgets += [page.weigh(claim) for claim in content.claims]
    for widget in widgets:
        if not hasattr(widget, "state"):
            raise RuntimeError(f"{stem}: a control cannot be shown: {widget!r}. Open the lesson and see why.")
    return len(widgets)


def rows(runs: int) -> Iterator[Row]:
    """Measure one lesson from both records."""
    with tempfile.TemporaryDirectory() as name:
        empty, full = Record(Path(name) / "empty"), Record(Path(name) / "full")
        fill(full)
        start = time.perf_counter()
        controls = open_all(STEM, full)
        first = 1000 * (time.perf_counter() - start)
        before = milliseconds(lambda: open_all(STEM, empty), runs)
        after = milliseconds(lambda: open_all(STEM, Record(Path(name) / "full")), runs)
        size = f"{ANSWERS} answers among {EVENTS:,} events"
        yield Row(f"reopen {STEM}, {controls} controls, {size}", f"{after:.0f} ms", f"empty record {before:.0f} ms")
        yield Row("the same, the first of a day", f"{first:.0f} ms", "all events are looked through")
