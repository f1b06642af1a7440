"""What a learner filed of what a lesson taught: for a claim, against it or neither, and why."""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from course.answers.events import Entry, Filed, FiledSide
from course.answers.versions import Version
from course.model.answer import Answer

_BOX = "filed/"


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """How one thing was filed. ``side`` is "" as long as only a reason was written."""

    side: FiledSide | Literal[""] = ""
    why: str = ""


def filing_box(id: str) -> str:
    """Return the name of the box for the reason why something was filed so."""
    return f"{_BOX}{id}"


def filed_in(box: str) -> str:
    """Return the id of what is filed in a box, "" where it is a box of another kind."""
    return box.removeprefix(_BOX) if box.startswith(_BOX) else ""


def fold_filings(entries: Iterable[Entry[Filed]]) -> Mapping[str, Filing]:
    """Return how things stand, by the id of what was filed; ``entries`` are oldest first."""
    filings: dict[str, Filing] = {}
    for entry in entries:
        body = entry.body
        filing = filings.get(body.id, Filing())
        if body.side is not msgspec.UNSET:
            filing = msgspec.structs.replace(filing, side=body.side)
        if body.why is not msgspec.UNSET and not body.aside:
            filing = msgspec.structs.replace(filing, why=body.why)
        filings[body.id] = filing
    return {id: filing for id, filing in filings.items() if filing != Filing()}


def choices(entries: Iterable[Entry[Filed]]) -> Mapping[str, Entry[Filed]]:
    """Return the newest choice of a side, by the id of what was filed; ``entries`` are oldest first."""
    return {entry.body.id: entry for entry in entries if entry.body.side is not msgspec.UNSET}


def reasons(entries: Iterable[Entry[Filed]]) -> Mapping[str, Entry[Filed]]:
    """Return the newest reason why something was filed so, by its id, without those that were put aside."""
    return {entry.body.id: entry for entry in entries if entry.body.why is not msgspec.UNSET and not entry.body.aside}


def reason_versions(entries: Iterable[Entry[Filed]], id: str) -> list[Version]:
    """Return every version of a reason, oldest first."""
    return [
        Version(
            id=entry.id,
            at=entry.at,
            answer=Answer(text=entry.body.why or None),
            typed=True,
            aside=bool(entry.body.aside),
            over=entry.body.over or "",
        )
        for entry in entries
        if entry.body.id == id and entry.body.why is not msgspec.UNSET
    ]
