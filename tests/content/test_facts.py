"""No fate outruns its sources, and what is told in two places is told in one way."""

import calendar
import re
from difflib import SequenceMatcher
from itertools import chain

import nbformat
import pytest

from course.content import catalog, tables
from course.content.dossiers import dossiers
from course.content.place import CONTENT, PACKAGE
from course.content.reader import read_toml

YEAR = re.compile(r"\b(?:1[89]\d\d|20\d\d)\b")
NOT_TOLD = re.compile(r"[Rr]esolutions? \d+|in the waters of Jazra since 2024")
"""Years that are no report: the number of a resolution, a year of an invented state."""
LAST_YEAR = int(max(case.as_of for case in tables.cases())[:4])
"""The last year of which the course knows anything; a later one stands in a plan or a deadline."""


def newest(ids):
    """The last year of which any of these sources can tell; 0 where none has a year."""
    return max((catalog.sources()[name].newest or 0 for name in ids), default=0)


def years(text):
    return [year for year in map(int, YEAR.findall(NOT_TOLD.sub(" ", text))) if year <= LAST_YEAR]


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
    assert max(told) <= newest(case.sources), "name a newer source, move as_of back, or say less"


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
    sorted((CONTENT / "lessons").glob("*.toml")) + sorted((CONTENT / "exercises").glob("*.toml")),
    ids=lambda path: f"{path.parent.name}/{path.stem}",
)
def test_nothing_in_a_lesson_is_younger_than_its_newest_source(path):
    content = read_toml(path)
    content.pop("sources", None)
    for where, table in sourced(content, path.stem):
        told = max(years(" ".join(strings(table))), default=0)
        assert told <= newest(table["sources"]), where


def test_a_finding_that_rests_on_abstracts_alone_says_so():
    for finding in catalog.findings().values():
        checked = {catalog.sources()[name].checked for name in finding.sources}
        if checked == {"abstract"}:
            assert re.search(r"abstract|summary|opening|brief points", finding.caution, re.I), finding.id


# --- One fact, two files ---


def spoken(date):
    """A date of the tables as a sentence says it: 2025-01-15 is '15 January'."""
    _, month, day = date.split("-")
    return f"{int(day)} {calendar.month_name[int(month)]}"


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
        str(getattr(block, key, "")) for _, block in dossier.blocks() for key in ("actor", "did", "what", "text")
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


ALIKE = 0.88
"""From here on two names are one person spelled twice: 'Gheraib' and 'Gheraieb' are at 0.97."""


def test_a_person_is_spelled_in_lessons_and_profiles_as_in_the_table():
    told = {
        (path.stem, entry["name"].split(" (")[0])
        for path in sorted((CONTENT / "lessons").glob("*.toml"))
        for entry in read_toml(path).get("teacher", {}).get("names", [])
    } | {(path.stem, read_toml(path)["name"]) for path in sorted((CONTENT / "people").glob("*.toml"))}
    persons = {
        name.strip() for third in tables.third_parties() for name in third.person.split(";") if " " in name.strip()
    }
    for person in persons:
        for where, name in told:
            if name != person and name not in person and person not in name:
                alike = SequenceMatcher(None, person.casefold(), name.casefold()).ratio()
                assert alike < ALIKE, f"{where}: {name} is {person} in third_parties.csv. Choose one spelling."


VERSE = re.compile(r"\b(\d{1,3}):(\d{1,3})\b(?!-\d)")


def test_a_verse_that_is_named_stands_in_the_entry_of_the_quran():
    """The entry says which verses the course leans on; a reader looks there first."""
    entry = catalog.sources()["quran"].title
    named = {
        (where, verse.groups())
        for where, text in TOLD
        for passage in re.findall(r"Qurʾan \d[\d:, and]*", text)
        for verse in VERSE.finditer(passage)
    }
    assert named, "no verse is named anywhere, so nothing was held"
    for where, (sura, verse) in named:
        spans = re.findall(rf"\b{sura}:(\d+)(?:-(\d+))?", entry)
        assert any(int(first) <= int(verse) <= int(last or first) for first, last in spans), (
            f"{where}: Qurʾan {sura}:{verse} is missing in the title of [quran] in sources.toml"
        )


# --- A word that lasts needs a source that lasted as long ---

LASTING = re.compile(
    r"\b(?:ha(?:s|ve) (?:held|lasted|kept|stayed)|(?:still|it) stands|(?:is|are) still|to this day|so far|ever since"
    r"|(?:did|has|had) not (?:return(?:ed)?|come back)|Assessments still)\b"
)
"""Words that say of a thing that it goes on."""
DATED = re.compile(
    r"as of (?:\w+ )?\d{4}|by (?:\w+ )?\d{4}|years later|in \d{4} (?:they|it) (?:was|were) still", re.IGNORECASE
)
LONG_AGO = LAST_YEAR - 10
"""A source older than this cannot carry 'still'."""


def lasting(text):
    """Yield the sentences that say that something goes on, without saying until when."""
    for sentence in sentences(text):
        if LASTING.search(sentence) and not DATED.search(sentence):
            yield sentence


@pytest.mark.parametrize("claim", catalog.claims().values(), ids=lambda claim: claim.id)
def test_no_evidence_says_that_something_lasts_on_an_old_source(claim):
    for piece in catalog.evidence(claim):
        for sentence in lasting(piece.says):
            assert newest(piece.sources) >= LONG_AGO, f"{piece.id}: {sentence} Say until when, or name a newer source."


@pytest.mark.parametrize("case", tables.cases(), ids=lambda case: case.id)
def test_no_case_says_that_something_lasts_longer_than_we_looked(case):
    for sentence in lasting(case.durability_reason):
        assert int(case.as_of[:4]) >= LONG_AGO, f"{case.id}, as of {case.as_of}: {sentence}"


# --- One fact, many texts: years, days and sizes of samples ---

STUDIED = re.compile(
    r"\b(\d[\d,]*) (?:[a-z-]+ ){0,2}?(?:disputes|attempts|conflicts|accords|agreements|wars|countries|case studies)\b"
)
PERCENT = re.compile(r"\b(\d[\d.]*) ?(?:%|percent|per cent)")
SPAN = re.compile(r"\b((?:1[89]|20)\d\d) ?(?:to|-|–) ?((?:1[89]|20)\d\d)\b")
DAY = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(calendar.month_name[1:])}) (\d{{4}})\b")
ELSEWHERE = {("doha", 1990), ("stockholm", 1986)}
"""A place and a year of another event there: a summit of the Gulf states, and the conference on security in Europe."""


def sentences(text):
    return re.split(r"(?<=[.!?])\s+", text)


def rows(content):
    """Yield what one reader takes in at once: a row of a table as one text, every other text by itself."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        if content and all(isinstance(cell, str) for cell in content):
            yield " | ".join(content)
        else:
            yield from chain.from_iterable(rows(part) for part in content)
    elif isinstance(content, dict):
        yield from chain.from_iterable(rows(part) for key, part in content.items() if key not in ("sources", "id"))


def told():
    """Yield (where, text) for everything that a learner reads in lessons, exercises, cards, labs, claims and terms."""
    folders = ("lessons", "exercises", "dossiers", "labs")
    paths = [path for folder in folders for path in sorted((CONTENT / folder).glob("*.toml"))]
    for path in [*paths, *(CONTENT / f"{name}.toml" for name in ("claims", "glossary", "atlas"))]:
        for text in rows(read_toml(path)):
            yield path.stem, text
    for path in sorted((PACKAGE.parent / "notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                yield path.stem, cell.source


def figures(text):
    """The sizes of samples and the percentages in a text; a year is none."""
    found = (figure.strip(".,") for figure in (*STUDIED.findall(text), *PERCENT.findall(text)))
    return {figure for figure in found if not YEAR.fullmatch(figure)}


TOLD = list(told())
PARTS = [(where, part) for where, text in TOLD for part in ([text] if "|" in text else sentences(text))]
"""The same, sentence by sentence; a row of a table stays whole."""
DAYS = [(where, part) for where, part in PARTS if DAY.search(part)]
COUNTS = [(where, part) for where, part in PARTS if figures(part)]


def place(case):
    """The words before the year in the id of a case: camp-david-1978 is 'camp-david'."""
    name, _, year = case.id.rpartition("-")
    return name if year.isdigit() and len(year) == 4 else case.id


def named(words):
    """A pattern for a place as a sentence writes it: camp-david is 'Camp David', al-ula is 'Al-Ula'."""
    return "[- ]".join(re.escape(word.capitalize()) for word in words.split("-"))


def case_years(case):
    """Every year that the row of a case knows."""
    talks = range(case.start_year, (case.end_year or case.agreement_year or case.start_year) + 1)
    ends = {case.agreement_year, case.durability_year, int(case.as_of[:4])} - {None}
    return {*talks, *ends, *years(f"{case.durability_reason} {case.summary}")}


@pytest.mark.parametrize("words", sorted({place(case) for case in tables.cases()}))
def test_a_case_has_the_same_year_wherever_it_is_named(words):
    known = set().union(*(case_years(case) for case in tables.cases() if f"{case.id}-".startswith(f"{words}-")))
    deed = r"(?: (?:Agreement|Declaration|Protocols?|Accords?))?,?(?: of| in)?"
    label = re.compile(rf"(?<!and )\b{named(words)}{deed} \(?((?:1[89]|20)\d\d)\b")
    for where, text in TOLD:
        if words.split("-")[0] in text.lower():
            for match in label.finditer(text):
                year = int(match[1])
                assert year in known or (words, year) in ELSEWHERE, f"{where}: {match[0]}; the table knows {known}"


@pytest.mark.parametrize(
    "case", [case for case in tables.cases() if len(case.agreement_date) == 10], ids=lambda case: case.id
)
def test_a_sentence_that_names_a_case_gives_no_other_day_of_the_month(case):
    year, month, day = case.agreement_date.split("-")
    name = re.compile(rf"\b{named(place(case))}\b")
    for where, sentence in DAYS:
        if name.search(sentence):
            for other, spelled, other_year in DAY.findall(sentence):
                if (other_year, spelled) == (year, calendar.month_name[int(month)]):
                    assert int(other) == int(day), f"{where}: {sentence} The table has {case.agreement_date}."


def numbers(finding):
    """Every number that a finding gives, and its spans of years."""
    text = " ".join((finding.says, finding.number, finding.definition, finding.sample, finding.years, finding.caution))
    return set(re.findall(r"\d[\d,.]*\d|\d", text)), set(SPAN.findall(text))


def cites(source):
    """A pattern for a study in running text: 'Leng and Regan 2003', 'Leng and Regan (2003)'."""
    first = re.split(r", | and ", source.author)[0].split()[-1]
    return re.compile(rf"\b{re.escape(first)}\b[^.;|]{{0,40}}\b{source.year}\b")


STUDIES = {
    name: cites(catalog.sources()[name])
    for finding in catalog.findings().values()
    for name in finding.sources
    if catalog.sources()[name].year
}


@pytest.mark.parametrize(
    ("where", "part"), COUNTS, ids=[f"{where}-{number}" for number, (where, _) in enumerate(COUNTS)]
)
def test_a_study_has_the_same_sample_wherever_it_is_told(where, part):
    named_here = {name for name, label in STUDIES.items() if label.search(part)}
    findings = [finding for finding in catalog.findings().values() if named_here & set(finding.sources)]
    if findings:
        known = set().union(*(numbers(finding)[0] for finding in findings))
        spans = set().union(*(numbers(finding)[1] for finding in findings))
        assert figures(part) <= known, f"{where}: {part} The findings have {sorted(known)}."
        assert not spans or set(SPAN.findall(part)) <= spans, f"{where}: {part} The findings have {sorted(spans)}."


def test_evidence_that_rests_on_a_finding_gives_no_number_that_the_finding_lacks():
    for claim in catalog.claims().values():
        for piece in catalog.evidence(claim):
            if piece.finding:
                known, _ = numbers(catalog.findings()[piece.finding])
                assert figures(piece.says) <= known, (
                    f"{piece.id}: {figures(piece.says) - known}, not in {piece.finding}"
                )


# --- How a source was read ---


def test_a_source_of_which_only_an_abstract_was_read_says_so():
    for source in catalog.sources().values():
        if re.match(r"(?:Abstracts?|Summaries|Publisher's summary)\b[^.]*\b(?:read|seen)\b", source.note):
            assert source.checked == "abstract", source.id


# --- Names that a party would not accept ---

PAIRS = {
    r"Shatt al-Arab": r"Arvand",
    r"\bFalkland": r"Malvinas",
    r"Persian Gulf": r"Arabian Gulf",
    r"Arabian Gulf": r"Persian Gulf",
}
"""A name that one side uses, and the other side's, which must stand in the same text."""
TITLE = "Arabian Gulf Digital Archive"
ONE_SIDED = re.compile(
    r"Judea and Samaria|Zionist (?:entity|regime)|IIOJK|(?:Indian|Pakistan|India)-(?:occupied|held)|[Oo]ccupied Kashmir"
    r"|Moroccan Sahara|Artsakh|so-called|Occupied Palestine"
)


def test_contested_names_stand_in_both_forms_and_none_takes_a_side():
    for where, text in TOLD:
        for one, other in PAIRS.items():
            assert not re.search(one, text.replace(TITLE, "")) or re.search(other, text), (
                f"{where}: {one} alone: {text[:80]}"
            )
        assert not ONE_SIDED.search(text), f"{where}: {ONE_SIDED.search(text)}"


def test_the_atlas_page_says_how_the_course_names_what_is_contested():
    page = " ".join(text for where, text in TOLD if where == "case_atlas")
    for name in (
        "Persian Gulf",
        "Arabian Gulf",
        "Shatt al-Arab",
        "Arvand Rud",
        "Jerusalem",
        "Kashmir",
        "Western Sahara",
        "Golan",
    ):
        assert name in page, name


# --- What was looked up, and when ---


def test_the_atlas_and_the_readme_say_when_the_newest_source_was():
    newest_date = max(case.as_of for case in tables.cases())
    said = f"early {calendar.month_name[int(newest_date[5:7])]} {newest_date[:4]}"
    book = nbformat.read(PACKAGE.parent / "notebooks" / "case_atlas.ipynb", as_version=4)
    readme = (CONTENT / "README.md").read_text(encoding="utf-8")
    assert said in " ".join(cell.source for cell in book.cells if cell.cell_type == "markdown")
    assert said in readme.replace("\n", " ")
    assert int(newest_date[8:] or 1) <= 10, "it is no longer early in the month: mend both places, and this test"
