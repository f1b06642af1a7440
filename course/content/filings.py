"""What lessons give to file on their claims, found by lesson or by claim, and what does not go together among it.

A piece that is retired stands on no map, so nothing can be filed beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from course.content import catalog, lessons
from course.model.lesson import Lesson, Met


def met_in(lesson: Lesson, claim: str) -> Sequence[Met]:
    """Return what a lesson gives to file on a claim, nothing where it has no filing."""
    return next((filing.met for filing in lesson.filings if filing.claim == claim), ())


def met_on(claim: str) -> Mapping[str, Met]:
    """Return what all lessons give to file on a claim, by id, in their order."""
    return {item.id: item for stem in lessons.stems() for item in met_in(lessons.lesson(stem), claim)}


def troubles(content: Iterable[Lesson]) -> Iterator[str]:
    """Yield a line for every id that two lessons use on one claim, for every claim that a lesson files twice, and for
    every piece that is retired."""
    retired = {piece.id for claim in catalog.claims().values() for piece in claim.pieces if piece.retired}
    places: dict[tuple[str, str], str] = {}
    for lesson in content:
        claims: set[str] = set()
        for filing in lesson.filings:
            where = f"lessons/{lesson.stem}.toml, filings '{filing.claim}'"
            if filing.claim in claims:
                yield f"{where}: the claim is filed twice. Put all that was met under one [[filings]]."
            claims.add(filing.claim)
            for item in filing.met:
                if item.piece in retired:
                    yield (
                        f"{where}, met '{item.id}': the piece '{item.piece}' is retired and stands on no map. "
                        "Name another piece, or none."
                    )
                first = places.setdefault((filing.claim, item.id), where)
                if first != where:
                    yield f"{where}: the id '{item.id}' stands in {first} too. Give one of them another id."
