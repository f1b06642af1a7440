"""What lessons give to file fits the maps of their claims, and pieces come with a lesson that has the claim."""

import msgspec
import pytest

from course.content import catalog, filings, lessons, references
from course.content.references import find_broken
from course.model.lesson import Filing, Met

LESSONS = [lessons.lesson(stem, as_published=True) for stem in lessons.stems()]
LESSON = next(lesson for lesson in LESSONS if "A9" in lesson.claims)
PIECES = [piece.id for piece in catalog.claims()["A9"].pieces]
FILED = {filing.claim for lesson in LESSONS for filing in lesson.filings}
LEAST_TAUGHT = 3


def with_filings(*filings, lesson=LESSON):
    return msgspec.structs.replace(lesson, filings=filings)


def broken(lesson):
    kinds = {"piece", "trial"}
    named = [reference for reference in references.of_lesson(lesson) if reference.kind in kinds]
    return find_broken(named, references.collect_ids())


def test_filings_of_the_course_name_pieces_of_their_claim_and_no_id_twice():
    assert [line for lesson in LESSONS for line in broken(lesson)] == []
    assert [*filings.troubles(LESSONS)] == []


def test_piece_of_another_claim_is_named_with_its_place():
    other = next(piece.id for piece in catalog.claims()["A4"].pieces)
    filing = Filing(
        claim="A9", met=(Met(id="one", says="One.", piece=PIECES[0]), Met(id="two", says="Two.", piece=other))
    )
    [line] = broken(with_filings(filing))
    assert (
        f"lessons/{LESSON.stem}.toml, filings 'A9', met 'two', piece: piece 'A9/{other}' is not in claims.toml" in line
    )


def test_filing_on_a_claim_that_the_lesson_does_not_weigh_is_named():
    [line] = broken(with_filings(Filing(claim="A1", met=(Met(id="one", says="One."),))))
    assert f"trial '{LESSON.stem}/A1'" in line


def test_since_names_a_lesson_that_has_the_claim():
    claim = catalog.claims()["A4"]
    for stem, count in (("03_islamic_traditions", 0), (LESSON.stem, 1), ("nowhere", 1)):
        piece = msgspec.structs.replace(claim.speaks_for[0], since=stem)
        named = references.of_claim(msgspec.structs.replace(claim, speaks_for=(piece,)))
        assert len(find_broken(named, references.collect_ids())) == count, stem


def test_an_id_is_one_thing_over_all_lessons_of_a_claim():
    filing = Filing(claim="A9", met=(Met(id="one", says="One."),))
    first, later = with_filings(filing), msgspec.structs.replace(LESSONS[-1], filings=(filing,))
    [line] = filings.troubles([first, later])
    assert f"lessons/{later.stem}.toml, filings 'A9': the id 'one' stands in lessons/{first.stem}.toml" in line
    [line] = filings.troubles([with_filings(filing, Filing(claim="A9", met=(Met(id="two", says="Two."),)))])
    assert "filed twice" in line
    other = Filing(claim="A7", met=filing.met)
    assert [*filings.troubles([with_filings(filing, other)])] == []


def test_retired_piece_is_filed_nowhere(monkeypatch):
    claim = catalog.claims()["A9"]
    retired = msgspec.structs.replace(claim.speaks_for[0], retired=True)
    monkeypatch.setattr(catalog, "claims", lambda: {"A9": msgspec.structs.replace(claim, speaks_for=(retired,))})
    met = (Met(id="one", says="One.", piece=retired.id), Met(id="two", says="Two."))
    [line] = filings.troubles([with_filings(Filing(claim="A9", met=met))])
    assert f"lessons/{LESSON.stem}.toml, filings 'A9', met 'one': the piece '{retired.id}' is retired" in line


@pytest.mark.parametrize("claim", catalog.claims().values(), ids=lambda claim: claim.id)
def test_every_map_has_pieces_that_its_lessons_taught(claim):
    taught = {item.piece for lesson in LESSONS for item in filings.met_in(lesson, claim.id) if item.piece}
    assert len(taught) >= LEAST_TAUGHT
