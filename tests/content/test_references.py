"""Every id that a content file names exists, and a wrong one is answered with its place and the nearest."""

import pytest

from course.content import catalog, references
from course.content.dossiers import dossiers
from course.content.place import root
from course.content.references import Reference, collect_ids, find_broken

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
        ("lessons", {"source", "case", "claim", "term", "lab", "chart", "carried", "look"}),
        ("exercises", {"source", "carried", "table"}),
        ("scenarios", {"source", "term", "case"}),
        ("labs", {"source", "claim"}),
        ("negotiation.toml", {"source"}),
        ("data", {"source"}),
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


def test_a_dossier_names_its_place():
    lines = find_broken(references.of_dossier(dossiers()["aceh-2005"]), {**collect_ids(), "source": ()})
    assert all(line.startswith("dossiers/aceh-2005.toml, ") for line in lines)
    claim = catalog.claims()["A1"]
    assert {reference.where.split("]")[0] for reference in references.of_claim(claim)} == {"claims.toml [A1"}
