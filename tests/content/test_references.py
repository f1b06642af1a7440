"""Every id that a content file names exists, and a wrong one is answered with its place and the nearest."""

import json

import msgspec
import pytest

from course.content import catalog, lessons, references
from course.content.dossiers import dossiers
from course.content.place import root
from course.content.references import Reference, collect_ids, find_broken
from course.model.lesson import LessonBlock, Session

NOT_EVERYWHERE = {"piece", "trial"}
"""What only filings name, and pieces that a later lesson adds: a course without any is whole."""


def test_every_id_that_is_named_exists():
    assert find_broken(references.references(), collect_ids()) == []


@pytest.mark.parametrize(
    ("file", "kinds"),
    [
        ("findings.toml", {"source", "claim"}),
        ("claims.toml", {"source", "finding", "case"}),
        ("glossary.toml", {"source"}),
        ("dossiers", {"source", "case", "claim"}),
        ("documents", {"source"}),
        ("people", {"source"}),
        ("boundaries", {"source", "map"}),
        (
            "lessons",
            {
                "source",
                "case",
                "claim",
                "term",
                "lab",
                "chart",
                "carried",
                "look",
                "lesson",
                "document",
                "person",
                "boundary",
                "map",
            },
        ),
        ("exercises", {"source", "carried", "table"}),
        ("scenarios", {"source", "term", "case"}),
        ("labs", {"source", "claim"}),
        ("negotiation.toml", {"source"}),
        ("data", {"source"}),
        ("maps", {"source"}),
    ],
)
def test_everything_that_a_file_names_is_looked_at(file, kinds):
    named = {reference.kind for reference in references.references() if reference.where.startswith(file)}
    assert named - NOT_EVERYWHERE == kinds


@pytest.mark.parametrize(
    ("reference", "nearest"),
    [
        (Reference("glossary.toml [batna]", "source", "kydd-2004"), "did you mean 'kydd-2006' or 'kydd-2003'"),
        (Reference("dossiers/aceh-2005.toml, rows", "case", "aceh-2006"), "did you mean 'aceh-2005'"),
        (Reference("findings.toml [E-01]", "claim", "A17"), "did you mean 'A"),
        (Reference("claims.toml [A1] a1-for-sinai", "finding", "E-99"), "did you mean 'E-"),
        (Reference("glossary.toml [batna]", "source", "%%%%%"), ". Mend the id, or add the entry there."),
    ],
)
def test_a_wrong_id_is_answered_with_its_place_and_the_nearest(reference, nearest):
    (line,) = find_broken([reference], collect_ids())
    home = references.HOMES[reference.kind]
    assert line.startswith(f"{reference.where}: {reference.kind} '{reference.id}' is not in {home}")
    assert nearest in line


@pytest.mark.parametrize("kind", references.HOMES)
def test_nothing_is_passed_over(kind):
    """Without the ids of a kind, every place that names one is reported."""
    everything = [*references.references(), *references.in_notebooks(root())]
    named = [reference for reference in everything if reference.kind == kind]
    assert len(find_broken(everything, {**collect_ids(), kind: ()})) == len(named)
    assert named or kind in NOT_EVERYWHERE


def test_every_call_in_a_notebook_names_what_there_is():
    named = [*references.in_notebooks(root())]
    assert find_broken(named, collect_ids()) == []
    assert {reference.where.partition("/")[0] for reference in named} == {"notebooks", "exercises", "solutions"}
    assert len(named) > 400
    assert [*references.not_called(root())] == []


def test_a_question_that_no_cell_shows_is_named(tmp_path, monkeypatch):
    book = tmp_path / "notebooks" / "05_why_come_to_the_table.ipynb"
    book.parent.mkdir()
    text = (root() / "notebooks" / book.name).read_text("utf-8")
    book.write_text(text.replace('\\"go-or-wait\\"', '\\"go-or-wiat\\"'), "utf-8")
    [line] = references.not_called(tmp_path)
    assert "lessons/05_why_come_to_the_table.toml: no cell of notebooks/" in line
    assert "shows 'go-or-wait'" in line
    [line] = find_broken(references.in_notebooks(tmp_path), collect_ids())
    assert "05_why_come_to_the_table.ipynb, discuss: question" in line
    assert "did you mean '05_why_come_to_the_table/go-or-wait'" in line


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'map(\\"shatt-al-arab\\")',
            "terms()",
            "no cell of notebooks/05_why_come_to_the_table.ipynb shows 'shatt-al-arab'",
        ),
        (
            'look(\\"one-plan\\")',
            'look(\\"one-plan\\"); lesson.map(\\"gulf\\")',
            "shows the map 'gulf'. Add it to the list",
        ),
    ],
)
def test_a_map_that_is_listed_and_not_shown_or_shown_and_not_listed_is_named(tmp_path, old, new, said):
    book = tmp_path / "notebooks" / "05_why_come_to_the_table.ipynb"
    book.parent.mkdir()
    text = (root() / "notebooks" / book.name).read_text("utf-8")
    assert f"lesson.{old}" in text
    book.write_text(text.replace(f"lesson.{old}", f"lesson.{new}"), "utf-8")
    [line] = references.not_called(tmp_path)
    assert said in line


def test_a_dossier_names_its_place():
    lines = find_broken(references.of_dossier(dossiers()["aceh-2005"]), {**collect_ids(), "source": ()})
    assert all(line.startswith("dossiers/aceh-2005.toml, ") for line in lines)
    claim = catalog.claims()["A1"]
    assert {reference.where.split("]")[0] for reference in references.of_claim(claim)} == {"claims.toml [A1"}


PARTS = (("Read · A", "Weigh · B"), ("Look · C",))


def with_sessions(tmp_path, *headings):
    """The troubles of a notebook with these headings, each with the call below it, of a lesson of two sessions."""
    sessions = [
        Session(title=f"Part {number}", minutes=45, blocks=tuple(LessonBlock(title=title) for title in titles))
        for number, titles in enumerate(PARTS, 1)
    ]
    cells = []
    for heading, call in headings:
        cells.append({"cell_type": "markdown", "source": [f"## {heading}"]})
        cells.append({"cell_type": "code", "source": [call]})
    book = tmp_path / "notebooks" / "05_x.ipynb"
    book.parent.mkdir()
    book.write_text(json.dumps({"cells": cells}), "utf-8")
    return list(references.of_sessions(book, sessions))


SOUND = [("Read · A", ""), ("Weigh · B", ""), ("Session 2 · Part 2", "lesson.session(2)"), ("Look · C", "")]


def test_sessions_that_begin_in_their_notebook_are_fine(tmp_path):
    assert with_sessions(tmp_path, *SOUND) == []


@pytest.mark.parametrize(
    ("headings", "said"),
    [
        (SOUND[:2] + SOUND[3:], ["Write the heading '## Session 2 · Part 2'"]),
        ([*SOUND[:2], ("Session 2 · Part 2", ""), SOUND[3]], ["Add a cell below it: lesson.session(2)"]),
        ([SOUND[0], SOUND[2], SOUND[1], SOUND[3]], ["does not stand above 'Look · C'"]),
        (
            [*SOUND[:2], ("Session 2 · Part two", "lesson.session(2)"), SOUND[3]],
            ["Write the heading '## Session 2 · Part 2'", "has no 'Session 2 · Part two'"],
        ),
        ([*SOUND, ("Read · D", "lesson.session(3)")], ["lesson.session(3) is in no file", "sessions 1 to 2"]),
    ],
)
def test_what_is_wrong_with_a_later_session_is_named(tmp_path, headings, said):
    text = "\n".join(with_sessions(tmp_path, *headings))
    assert all(phrase in text for phrase in said)
    assert text.count("\n") <= 1


@pytest.mark.parametrize(
    ("recalls", "unknown", "early"),
    [("03_islamic_traditions", 0, 0), ("05_why_come_to_the_table", 0, 1), ("12_verdict", 0, 1), ("03_islam", 1, 0)],
)
def test_check_from_memory_names_an_earlier_lesson(recalls, unknown, early):
    lesson = lessons.lesson("05_why_come_to_the_table", as_published=True)
    check = msgspec.structs.replace(lesson.checks[0], recalls=recalls)
    lesson = msgspec.structs.replace(lesson, checks=(check, *lesson.checks[1:]))
    assert len(find_broken(references.of_lesson(lesson), collect_ids())) == unknown
    lines = list(references.recalled_too_early(lesson))
    assert len(lines) == early
    assert all("Name an earlier lesson" in line and recalls in line for line in lines)


def test_sitting_of_the_concept_test_that_there_is_not_is_told(tmp_path):
    path = tmp_path / "00_start_here.ipynb"
    cells = [{"cell_type": "code", "source": [f'lesson.concept_test("{sitting}")']} for sitting in ("before", "beford")]
    path.write_text(json.dumps({"cells": cells}), "utf-8")
    [line] = find_broken(references.of_notebook(path, references.LESSON_CALLS), collect_ids())
    assert "sitting 'beford'" in line
    assert "'before'" in line
