"""The tables that a learner counts in, and what a bad one says."""

import pytest

from course.content import catalog, data
from course.content.reader import ContentError
from course.pages.cases import about_table, count_rows, frame

GOOD = """
title = "Trade"
sources = ["oic-charter-1972"]
[[columns]]
name = "year"
says = "the year"
number = true
[[columns]]
name = "partner"
says = "with whom"
[[columns]]
name = "trade"
says = "exports and imports"
unit = "million US dollars"
number = true
"""
ROWS = "year,partner,trade\n2020,Egypt,10.5\n2021,Egypt,\n"


def written(tmp_path, toml=GOOD, rows=ROWS):
    path = tmp_path / "trade.toml"
    path.write_text(toml, encoding="utf-8")
    path.with_suffix(".csv").write_text(rows, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", data.names())
def test_every_table_loads_with_the_columns_that_it_describes(name):
    assert tuple(frame(name).columns) == tuple(column.name for column in data.table(name).columns)
    assert len(frame(name)) > 1


@pytest.mark.parametrize("name", data.names())
def test_every_column_marked_as_number_holds_numbers_and_no_other_does(name):
    for column in data.table(name).columns:
        kind = frame(name)[column.name].dtype.kind
        assert (kind in "iuf") == column.number, f"{name}.{column.name}: {kind}"


@pytest.mark.parametrize("name", data.names())
def test_every_source_is_known(name):
    assert set(data.table(name).sources) <= set(catalog.sources())


@pytest.mark.parametrize("name", data.names())
def test_a_table_can_be_explained(setting, name):
    face = about_table(setting, name, f'lesson.table("{name}")')
    for column in data.table(name).columns:
        assert column.name in face.text


@pytest.mark.parametrize("name", data.names())
def test_rows_are_counted_as_the_frame_has_them(name):
    assert count_rows(name) == len(frame(name))


def test_one_line_counts_what_oman_did():
    helpers = frame("third_parties")
    oman = helpers[helpers.actor == "Oman"]
    assert len(oman) > 5
    assert set(oman.kind) == {"small-state"}


def test_a_learner_may_spoil_a_frame_without_harm():
    mine = frame("cases")
    mine["year"] = 0
    assert frame("cases").year.min() > 1900


def test_an_unknown_name_is_answered_with_the_nearest():
    with pytest.raises(ContentError, match=r"no table 'casses'; did you mean 'cases'"):
        frame("casses")


def test_numbers_are_numbers_and_blanks_are_missing(tmp_path):
    from course.evidence.frames import data as made

    found = made(data.read_table(written(tmp_path)))
    assert found.trade.tolist()[0] == 10.5
    assert found.trade.isna().tolist() == [False, True]
    assert found.year.sum() == 4041


@pytest.mark.parametrize(
    ("toml", "rows", "says"),
    [
        (GOOD, ROWS.replace("10.5", "10,5"), "4 cells under 3 columns"),
        (GOOD, ROWS.replace("10.5", "ten"), r"trade.csv, row 2 .*column trade: 'ten' is no number"),
        (GOOD, ROWS.replace("partner", "pardner"), "no column 'pardner'; did you mean 'partner'"),
        (GOOD, "year,partner,trade\n", "no rows"),
        (GOOD.replace('["oic-charter-1972"]', "[]"), ROWS, "no source"),
        (GOOD.replace('name = "trade"', 'name = "Trade total"'), ROWS, "cannot be written in code"),
        (GOOD.replace("title", "titel"), ROWS, "titel"),
    ],
)
def test_a_bad_table_says_file_place_and_remedy(tmp_path, toml, rows, says):
    with pytest.raises(ContentError, match=says):
        data.read_table(written(tmp_path, toml, rows))
