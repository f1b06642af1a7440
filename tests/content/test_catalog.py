"""Sources, findings, claims and glossary: complete, honest about what was checked, and consistent."""

import re
from collections import Counter
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content.catalog import claims, evidence, findings, glossary, sources
from course.content.place import CONTENT
from course.content.reader import ContentError, convert, read_toml
from course.model.source import Source

DOI = re.compile(r"10\.\d{4,9}/\S+")
UN_SYMBOL = re.compile(r"(?:A|S|E)/[A-Z0-9/.]+(?:\([A-Z0-9]+\))?")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PLACEHOLDER = re.compile(r"TODO|TBD|FIXME|XXX|lorem ipsum|\?\?|†|✔|\bS-I?\d{3}\b", re.IGNORECASE)
HOST = re.compile(r"docslib|scribd|vdocument|fdocument|pdfslide|paperzz|studylib|docplayer|libgen|sci-hub", re.I)
ASKED_FOR = frozenset(
    [
        "batna",
        "reservation-value",
        "zopa",
        "package",
        "logrolling",
        "single-negotiating-text",
        "caucus",
        "pareto-frontier",
        "nash-point",
        "spoiler",
        "ratification",
        "win-set",
        "good-offices",
        "conciliation",
        "inquiry",
        "arbitration",
        "adjudication",
        "ripeness",
        "track-two",
        "back-channel",
        "mutually-hurting-stalemate",
        "shuttle-diplomacy",
        "confidence-building-measure",
        "sulh",
        "tahkim",
        "wasata",
        "shura",
        "aman",
        "siyar",
        "recognition",
        "guarantor",
        "impartiality",
        "neutrality",
        "mediation",
        "negotiation",
        "security-dilemma",
        "commitment-problem",
    ]
)


def pieces():
    return list(chain.from_iterable(evidence(claim) for claim in claims().values()))


def texts():
    """Yield (where, text) for every text that a reader may see."""
    for source in sources().values():
        yield f"sources.toml [{source.id}]", f"{source.citation} {source.note}"
    for one in findings().values():
        yield f"findings.toml [{one.id}]", f"{one.says} {one.number} {one.definition} {one.sample} {one.caution}"
    for claim in claims().values():
        yield f"claims.toml [{claim.id}]", f"{claim.short} {claim.says}"
        for piece in evidence(claim):
            yield f"claims.toml [{claim.id}] {piece.id}", piece.says
    for term in glossary().values():
        yield f"glossary.toml [{term.id}]", f"{term.term} {term.meaning} {term.note}"


def doubles(values):
    return [value for value, count in Counter(value for value in values if value).items() if count > 1]


def named(content):
    """Yield every source id that a decoded TOML file names under a key ``source`` or ``sources``."""
    if isinstance(content, list):
        for one in content:
            yield from named(one)
    elif isinstance(content, dict):
        for key, value in content.items():
            if key in ("source", "sources"):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from named(value)


@pytest.mark.parametrize(
    "path",
    [path for path in CONTENT.rglob("*.toml") if path.name not in ("sources.toml", "interface.toml")],
    ids=lambda path: str(path.relative_to(CONTENT)),
)
def test_every_content_file_names_sources_that_exist(path):
    assert [name for name in named(read_toml(path)) if name and name not in sources()] == []


def test_there_are_sixteen_claims_in_order():
    assert list(claims()) == [f"A{number}" for number in range(1, 17)]
    assert [claim.part for claim in claims().values()] == [0] * 2 + [1] * 4 + [2] * 4 + [3] * 4 + [4] * 2


@pytest.mark.parametrize("claim", claims().values(), ids=lambda claim: claim.id)
def test_a_claim_has_evidence_on_both_sides(claim):
    # What is no longer on the map gives a side no weight.
    on_the_map = [sum(not piece.retired for piece in side) for side in (claim.speaks_for, claim.speaks_against)]
    assert min(on_the_map) >= 3
    assert abs(on_the_map[0] - on_the_map[1]) <= 1
    assert len(claim.short.split()) <= 8


@pytest.mark.parametrize("claim", claims().values(), ids=lambda claim: claim.id)
def test_evidence_is_named_after_its_claim_and_side(claim):
    for side, some in (("for", claim.speaks_for), ("against", claim.speaks_against)):
        for piece in some:
            assert piece.id.startswith(f"{claim.id.lower()}-{side}-")
            assert ID.fullmatch(piece.id)


def test_evidence_runs_through_both_sides_in_order():
    claim = claims()["A4"]
    assert tuple(evidence(claim)) == claim.speaks_for + claim.speaks_against


def test_no_piece_that_learners_may_have_weighed_is_gone():
    published = (Path(__file__).parent / "pieces_0_1_0.txt").read_text("utf-8").split()
    assert len(published) == 114
    assert set(published) - {piece.id for piece in pieces()} == set(), "keep each with retired = true"


def test_retired_pieces_come_last_on_their_side_and_with_no_lesson():
    for claim in claims().values():
        for side in (claim.speaks_for, claim.speaks_against):
            retired = [piece.retired for piece in side]
            assert retired == sorted(retired), claim.id
            assert not any(piece.since for piece in side if piece.retired), claim.id


def test_no_two_pieces_share_an_id():
    assert doubles(piece.id for piece in pieces()) == []


@pytest.mark.parametrize("piece", pieces(), ids=lambda piece: piece.id)
def test_evidence_is_short_sourced_and_not_on_grade_c_alone(piece):
    assert 10 <= len(piece.says.split()) <= 60
    assert piece.sources
    assert {sources()[name].grade for name in piece.sources} != {"C"}


def test_evidence_that_quotes_a_finding_agrees_with_it_on_a_source():
    for piece in pieces():
        if piece.finding:
            assert set(piece.sources) & set(findings()[piece.finding].sources), piece.id


def test_a_finding_says_on_which_side_of_a_claim_it_is_quoted():
    for claim in claims().values():
        for side, some in (("for", claim.speaks_for), ("against", claim.speaks_against)):
            for piece in some:
                if piece.finding:
                    sides = {(bearing.claim, bearing.side) for bearing in findings()[piece.finding].bears_on}
                    assert (claim.id, side) in sides, f"{piece.finding} is quoted by {piece.id}"


@pytest.mark.parametrize("finding", findings().values(), ids=lambda finding: finding.id)
def test_a_finding_says_what_when_and_of_whom(finding):
    assert re.fullmatch(r"E-\d\d", finding.id)
    assert all((finding.definition, finding.sample, finding.years, finding.sources))
    assert finding.confidence in ("high", "medium")
    assert {sources()[name].grade for name in finding.sources} != {"C"}
    assert all(sources()[name].checked != "no" for name in finding.sources)
    if finding.number:
        assert re.search(r"\d", finding.number)


def test_terms_that_the_field_needs_are_there():
    assert len(glossary()) >= 60
    assert ASKED_FOR - set(glossary()) == set()


@pytest.mark.parametrize("term", glossary().values(), ids=lambda term: term.id)
def test_a_term_is_explained_briefly_and_its_arabic_has_a_sound(term):
    assert ID.fullmatch(term.id)
    assert len(term.meaning.split()) <= 40
    assert bool(term.arabic) == bool(term.transliteration)
    assert not re.search(r"[A-Za-z]", term.arabic)
    assert not re.search(r"[^a-zāīūʿʾ\- ]", term.transliteration)


def test_source_ids_are_plain():
    assert [name for name in sources() if not ID.fullmatch(name)] == []


@pytest.mark.parametrize("source", sources().values(), ids=lambda source: source.id)
def test_a_source_can_be_found(source):
    assert all((source.author, source.title, source.publisher))
    assert source.year is None or 600 <= source.year <= 2026
    assert not source.doi or DOI.fullmatch(source.doi)
    assert not source.symbol or UN_SYMBOL.fullmatch(source.symbol)
    assert not source.url or re.match(r"https?://[^\s.]+\.[^\s]+$", source.url)
    assert not HOST.search(source.url), "cite the original, not a copy on a document-sharing host"
    assert not source.isbn or re.fullmatch(r"\d{13}", source.isbn)


@pytest.mark.parametrize("field", ["doi", "symbol", "url", "isbn"])
def test_no_source_is_entered_twice(field):
    values = (getattr(source, field).lower().rstrip("/") for source in sources().values())
    assert doubles(re.sub(r"^https?://(www\.)?", "", value) for value in values) == []


def test_no_work_is_entered_twice_under_two_ids():
    works = (f"{one.author} {one.year} {one.title} {one.publisher}".lower() for one in sources().values())
    assert doubles(works) == []


def test_no_placeholder_is_left():
    assert [where for where, text in texts() if PLACEHOLDER.search(text)] == []


def test_spelling_is_american():
    british = re.compile(r"\b(defence|neighbour\w*|centre|organis\w+|recognis\w+|programme|favour\w*|honour\w*)\b")
    wrong = [
        (where, british.search(text).group())
        for where, text in texts()
        if british.search(text) and not where.startswith("sources.toml") and "Organisation of" not in text
    ]
    assert wrong == []


def test_the_four_files_cannot_be_changed_by_a_reader():
    with pytest.raises(TypeError):
        sources()["new"] = None


@given(st.sampled_from(["grade", "author", "title", "publisher", "checked"]))
def test_an_entry_without_a_required_key_is_refused_with_file_and_entry(missing):
    entry = {"id": "x-2000", "author": "X", "title": "Y", "publisher": "Z", "grade": "A", "checked": "no"}
    del entry[missing]
    with pytest.raises(ContentError, match=rf"sources.toml \[x-2000\].*{missing}"):
        convert(entry, Source, "sources.toml [x-2000]")
