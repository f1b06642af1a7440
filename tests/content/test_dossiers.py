"""Dossiers: complete, within their length, and every id that they name exists."""

import csv
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content import catalog
from course.content.dossiers import dossier, dossiers, ids, read_dossier
from course.content.place import CONTENT
from course.content.reader import ContentError

TABLE = CONTENT / "cases.csv"
SMALL = """
title = "A case"
years = "1974"
rows = ["small-1974"]
questions = ["Why?"]
parties = [{name = "A", wanted = "Peace.", sources = ["kydd-2003"]}]
what_happened = [{date = "1974-02-22", what = "They met.", sources = ["kydd-2003"]}]
who_helped_and_how = [{actor = "B", role = "host", did = "Gave a room.", sources = ["kydd-2003"]}]
terms = [{term = "Peace.", sources = ["kydd-2003"]}]
readings = [{who = "C", reads = "Well.", sources = ["kydd-2003"]}]
speaks_to = [{claim = "A3", side = "for", says = "Talk worked."}]
context = {text = "A and B quarreled.", sources = ["kydd-2003"]}
why_they_came = {text = "They were tired.", sources = ["kydd-2003"]}
what_became_of_it = {text = "It held.", sources = ["kydd-2003"]}
"""


def case_ids():
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {row["id"] for row in csv.DictReader(file)}


def each(test):
    return pytest.mark.parametrize("dossier", dossiers().values(), ids=lambda one: one.id)(test)


def write(folder, text, name="small-1974"):
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def strings(dossier):
    """Yield every text of a dossier that a reader sees."""
    yield from (dossier.title, *dossier.questions, *(one.says for one in dossier.speaks_to))
    for _, block in dossier.blocks():
        yield from (
            value
            for name in block.__struct_fields__
            if isinstance(value := getattr(block, name), str) and name not in ("as_of", "date")
        )


def test_there_are_twenty_two():
    assert len(dossiers()) == 22


def test_one_dossier_is_found_by_its_case():
    assert set(ids()) == set(dossiers())
    assert all(dossier(id) == dossiers()[id] for id in ids())
    with pytest.raises(ContentError, match="no dossier 'aceh-2006'; did you mean 'aceh-2005'"):
        dossier("aceh-2006")


def test_no_row_of_the_table_belongs_to_two_dossiers():
    rows = [row for dossier in dossiers().values() for row in dossier.rows]
    assert len(rows) == len(set(rows))


@each
def test_a_dossier_is_complete(dossier):
    assert 350 <= dossier.words <= 650
    assert len(dossier.parties) >= 2
    assert len(dossier.what_happened) >= 4
    assert dossier.who_helped_and_how
    assert len(dossier.terms) >= 2
    assert len(dossier.readings) >= 2
    assert len({reading.who for reading in dossier.readings}) == len(dossier.readings)
    assert len(dossier.questions) == 3
    assert all(question.endswith("?") for question in dossier.questions)


@each
def test_a_dossier_speaks_for_some_claim_and_against_another(dossier):
    assert {testimony.side for testimony in dossier.speaks_to} == {"for", "against"}


@each
def test_steps_stand_in_the_order_of_time(dossier):
    dates = [step.date for step in dossier.what_happened]
    assert all(later[: len(earlier)] >= earlier[: len(later)] for earlier, later in pairwise(dates))


@each
def test_context_and_outcome_never_rest_on_grade_c_alone(dossier):
    for block in (dossier.context, dossier.why_they_came, dossier.what_became_of_it):
        assert {catalog.sources()[name].grade for name in block.sources} != {"C"}
    assert any(catalog.sources()[name].grade == "A" for name in dossier.sources) or dossier.provisional


@each
def test_no_block_rests_on_sources_that_nobody_opened(dossier):
    for place, block in dossier.blocks():
        assert any(catalog.sources()[name].checked != "no" for name in block.sources), place


@each
def test_what_is_recent_carries_a_date(dossier):
    after = dossier.what_became_of_it
    if re.search(r"20(1[5-9]|2\d)", after.text):
        assert re.fullmatch(r"20\d\d(-\d\d)?", after.as_of)


@each
def test_text_is_american_and_free_of_marks(dossier):
    bad = re.compile(
        r"†|✔|\?\?|\u2014|\bTODO\b|\b(defence|neighbour\w*|honour\w*|favour\w*|organis\w+|recognis\w+|programme)\b"
    )
    assert [text for text in strings(dossier) if bad.search(text)] == []


def test_a_small_dossier_is_read(tmp_path):
    dossier = read_dossier(write(tmp_path, SMALL))
    assert dossier.sources == ("kydd-2003",)
    assert dossier.words == sum(
        len(text.split())
        for text in (
            "A and B quarreled.",
            "They were tired.",
            "It held.",
            "Why?",
            "Peace.",
            "They met.",
            "Gave a room.",
            "Peace.",
            "Well.",
            "Talk worked.",
        )
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("1974-02-22", "22 February 1974", "'22 February 1974' is no date"),
        ("1974-02-22", "1974-13", "'1974-13' is no date"),
        (
            'what = "They met.", sources = ["kydd-2003"]',
            'what = "They met.", sources = []',
            "what_happened 1, sources: needs at least one entry",
        ),
        ('rows = ["small-1974"]', 'rows = ["other-1974"]', "its own|own id, 'small-1974'"),
        ("wanted =", "wants =", "wants"),
        ('side = "for"', 'side = "maybe"', "maybe"),
        ('years = "1974"', "", "years"),
    ],
)
def test_bad_input_is_answered_with_file_and_remedy(tmp_path, old, new, message):
    assert old in SMALL
    with pytest.raises(ContentError, match=message) as caught:
        read_dossier(write(tmp_path, SMALL.replace(old, new)))
    assert "small-1974.toml" in str(caught.value)


def test_the_dossiers_cannot_be_changed_by_a_reader():
    with pytest.raises(TypeError):
        dossiers()["new"] = None


@given(st.lists(st.sampled_from(["a-1", "b-2", "c-3"]), min_size=1, max_size=6))
def test_sources_are_listed_once_in_the_order_of_reading(names):
    from course.content.reader import convert, read_toml
    from course.model.dossier import Dossier

    data = read_toml(next((CONTENT / "dossiers").glob("*.toml"))) | {"id": "x"}
    data["context"] = {"text": "Text.", "sources": names}
    listed = convert(data, Dossier, "x.toml").sources
    assert len(listed) == len(set(listed))
    assert list(listed[: len(set(names))]) == list(dict.fromkeys(names))
