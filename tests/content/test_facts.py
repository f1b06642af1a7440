"""No fate outruns its sources, and what is told in two places is told in one way."""

import re
from itertools import chain

import nbformat
import pytest

from course.content import catalog, tables
from course.content.dossiers import dossiers
from course.content.place import PACKAGE
from course.content.reader import read_toml

YEAR = re.compile(r"\b(?:1[89]\d\d|20\d\d)\b")
NOT_TOLD = re.compile(r"[Rr]esolutions? \d+|\b20(?:2[7-9]|[3-9]\d)\b|in the waters of Marjan since 2024")
"""Years that are no report: the number of a resolution, a year to come in a plan, a year of an invented state."""
MONTHS = "January February March April May June July August September October November December".split()


def newest(ids):
    """The last year of which any of these sources can tell; 0 where none has a year."""
    return max((catalog.sources()[name].newest or 0 for name in ids), default=0)


def years(text):
    return [int(year) for year in YEAR.findall(NOT_TOLD.sub(" ", text))]


def strings(content, skip=("sources", "guide", "caution", "id", "source")):
    """Yield the texts of a decoded TOML table that a learner reads as reported."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        yield from chain.from_iterable(strings(part, skip) for part in content)
    elif isinstance(content, dict):
        yield from chain.from_iterable(strings(part, skip) for key, part in content.items() if key not in skip)


def sourced(content, where):
    """Yield (where, table) for every table below ``content`` that names its own sources."""
    if isinstance(content, list):
        for number, part in enumerate(content, start=1):
            yield from sourced(part, f"{where} {number}")
    elif isinstance(content, dict):
        if isinstance(content.get("sources"), list) and content["sources"]:
            yield f"{where} {content.get('id') or content.get('who') or ''}".strip(), content
        for key, part in content.items():
            yield from sourced(part, f"{where}/{key}")


def test_a_source_tells_of_its_own_year_or_of_a_later_one():
    for source in catalog.sources().values():
        assert source.until is None or source.year is None or source.until > source.year, source.id
        assert source.newest is None or source.newest <= 2026, source.id


@pytest.mark.parametrize("case", tables.cases(), ids=lambda case: case.id)
def test_the_fate_of_a_case_is_no_younger_than_its_newest_source(case):
    told = [int(case.as_of[:4]), case.durability_year or 0, case.agreement_year or 0, *years(case.durability_reason)]
    assert max(told) <= newest(case.sources), (
        f"{case.id}: {max(told)}, and the newest source is of {newest(case.sources)}"
    )


@pytest.mark.parametrize("dossier", dossiers().values(), ids=lambda dossier: dossier.id)
def test_no_block_of_a_card_is_younger_than_its_newest_source(dossier):
    keys = ("text", "what", "did", "term", "reads", "wanted", "date", "as_of")
    for place, block in dossier.blocks():
        told = years(" ".join(str(getattr(block, key, "")) for key in keys))
        assert max(told, default=0) <= newest(block.sources), f"{dossier.id}, {place}: {max(told)}"


def test_no_piece_of_evidence_is_younger_than_its_newest_source():
    for claim in catalog.claims().values():
        for piece in catalog.evidence(claim):
            assert max(years(piece.says), default=0) <= newest(piece.sources), piece.id


@pytest.mark.parametrize("finding", catalog.findings().values(), ids=lambda finding: finding.id)
def test_no_finding_is_younger_than_its_newest_source(finding):
    told = years(" ".join((finding.says, finding.number, finding.sample, finding.years, finding.caution)))
    assert max(told, default=0) <= newest(finding.sources), finding.id


@pytest.mark.parametrize(
    "path",
    sorted((catalog.FOLDER / "lessons").glob("*.toml")) + sorted((catalog.FOLDER / "exercises").glob("*.toml")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_nothing_in_a_lesson_is_younger_than_its_newest_source(path):
    content = read_toml(path)
    content.pop("sources", None)
    for where, table in sourced(content, path.stem):
        told = max(years(" ".join(strings(table))), default=0)
        assert told <= newest(table["sources"]), (
            f"{where}: {told}, and the newest source is of {newest(table['sources'])}"
        )


def test_a_finding_that_rests_on_abstracts_alone_says_so():
    for finding in catalog.findings().values():
        checked = {catalog.sources()[name].checked for name in finding.sources}
        if checked == {"abstract"}:
            assert re.search(r"abstract|summary|opening|brief points", finding.caution, re.I), finding.id


# --- One fact, two files ---


def spoken(date):
    """A date of the tables as a sentence says it: 2025-01-15 is '15 January'."""
    _, month, day = date.split("-")
    return f"{int(day)} {MONTHS[int(month) - 1]}"


@pytest.mark.parametrize("dossier", dossiers().values(), ids=lambda dossier: dossier.id)
def test_card_and_table_agree_on_the_day_of_agreement(dossier):
    by_id = {case.id: case for case in tables.cases()}
    for case in (by_id[row] for row in dossier.rows):
        date = case.agreement_date
        if not date:
            continue
        steps = [step.date for step in dossier.what_happened]
        told = " ".join(step.what for step in dossier.what_happened)
        assert any(step.startswith(date) or date.startswith(step) for step in steps) or (
            len(date) == 10 and spoken(date) in told
        ), f"{dossier.id} does not tell of {case.id} on {date}"


@pytest.mark.parametrize("dossier", dossiers().values(), ids=lambda dossier: dossier.id)
def test_card_and_table_agree_on_who_helped(dossier):
    helped = {third.actor for third in tables.third_parties() if third.case in dossier.rows}
    names = {state.name for state in tables.states()} | {third.actor for third in tables.third_parties()}
    for helper in dossier.who_helped_and_how:
        for name in names:
            if re.search(rf"\b{re.escape(name)}\b", helper.actor):
                assert name in helped, f"{dossier.id}: the card lets {name} help, third_parties.csv does not"


CALLED = {
    "Organization of Islamic Cooperation": "OIC|[Ii]slamic",
    "United Nations": r"\bUN\b|United Nations|Security Council|Secretary-General|Pérez",
    "League of Arab States": "Arab League",
    "Egypt-Israel arbitral tribunal": "[Tt]ribunal",
    "International Contact Group for Mindanao": "International Contact Group",
    "Tunisian National Dialogue Quartet": "Quartet",
    "Multinational Force and Observers": "observer force",
    "Fafo research institute": "Fafo",
}


@pytest.mark.parametrize("dossier", dossiers().values(), ids=lambda dossier: dossier.id)
def test_a_card_tells_of_every_third_party_of_its_own_row(dossier):
    told = " ".join(
        f"{getattr(block, 'actor', '')} {getattr(block, 'did', '')} {getattr(block, 'what', '')} {getattr(block, 'text', '')}"
        for _, block in dossier.blocks()
    )
    for third in tables.third_parties():
        if third.case == dossier.id and third.role != "supporter":
            assert re.search(CALLED.get(third.actor, re.escape(third.actor)), told), f"{dossier.id}: {third.actor}"


def test_a_person_has_one_spelling():
    """Two persons of the third parties who share a family name and a first letter are one person spelled twice."""
    persons = {
        person.strip()
        for third in tables.third_parties()
        for person in third.person.split(";")
        if len(person.split()) > 1 and "King" not in person
    }
    told = " ".join(f"{getattr(b, 'actor', '')}" for dossier in dossiers().values() for _, b in dossier.blocks())
    for person in persons:
        first, last = person.split()[0], person.split()[-1]
        for other in re.findall(rf"\b([A-Z]\w+) {re.escape(last)}\b", told):
            assert other == first or other[0] != first[0] or other in person, f"{person} is {other} {last} on a card"


# --- What was looked up, and when ---


def test_the_atlas_and_the_readme_say_when_the_newest_source_was():
    newest_date = max(case.as_of for case in tables.cases())
    said = f"early {MONTHS[int(newest_date[5:7]) - 1]} {newest_date[:4]}"
    book = nbformat.read(PACKAGE.parent / "notebooks" / "case_atlas.ipynb", as_version=4)
    readme = (catalog.FOLDER / "README.md").read_text(encoding="utf-8")
    assert said in " ".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    assert said in readme.replace("\n", " ")
    assert int(newest_date[8:] or 1) <= 10, "it is no longer early in the month: mend both places, and this test"
