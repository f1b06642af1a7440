"""The form in which notebooks are committed: a fixed point, without anything live or anything that changes."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from course.content import lessons
from course.dev import settle as notebook
from course.teacher.verbs.command import Refused

STEM = "02_ways_to_settle"


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "notebooks" / f"{STEM}.ipynb"
    path.parent.mkdir()
    return path


@pytest.fixture
def book():
    """A notebook as JupyterLab leaves it."""
    live = {
        notebook.WIDGET_VIEW: {"model_id": "6c40ed7a3e054f2385941252fa8bd258"},
        "text/plain": "Q",
        "text/html": "<p>Q",
    }
    cells = [
        new_markdown_cell("# Title", metadata={"collapsed": True}, id="random"),
        new_code_cell(
            "question()",
            metadata={
                "tags": ["check"],
                "jupyter": {"source_hidden": True},
                "execution": {"iopub.execute_input": "2026-11-22T16:00:00Z"},
                "trusted": True,
            },
            execution_count=17,
            outputs=[new_output("execute_result", data=live, execution_count=17, metadata={"isolated": True})],
        ),
        new_markdown_cell("Words."),
        new_code_cell("print('x')", execution_count=3, outputs=[new_output("stream", name="stdout", text="x\n")]),
    ]
    return new_notebook(
        cells=cells, metadata={"widgets": {"state": {}}, "kernelspec": {"name": "mine", "display_name": "Mine"}}
    )


def test_settled_form_is_a_fixed_point(book, path):
    once = nbformat.writes(notebook.settle_cells(book, path))
    again = nbformat.writes(notebook.settle_cells(nbformat.reads(once, as_version=4), path))
    assert once == again


def test_settled_form_keeps_faces_and_drops_what_is_live(book, path):
    settled = notebook.settle_cells(book, path)
    nbformat.validate(settled)
    [output] = settled.cells[1].outputs
    assert dict(output.data) == {"text/plain": "Q", "text/html": "<p>Q"}
    assert output.metadata == {}
    assert set(settled.cells[1].metadata) == {"tags", "jupyter", "deletable", "editable"}
    assert settled.cells[0].metadata == {"deletable": False, "editable": False}
    assert "widgets" not in settled.metadata
    assert settled.metadata.course == {"autorun": True, "kind": "lesson", "stem": STEM}
    assert settled.metadata.kernelspec["name"] == "python3"


def test_counts_and_ids_say_the_place(book, path):
    settled = notebook.settle_cells(book, path)
    assert [cell.id for cell in settled.cells] == [f"02-ways-to-settle-0{n}" for n in range(4)]
    assert [cell.execution_count for cell in settled.cells if cell.cell_type == "code"] == [1, 2]
    assert settled.cells[1].outputs[0].execution_count == 1


def test_writing_the_same_again_leaves_the_file_alone(book, path):
    settled = notebook.settle_cells(book, path)
    assert notebook.write(settled, path) is True
    before = path.stat().st_mtime_ns
    assert notebook.write(settled, path) is False
    assert path.stat().st_mtime_ns == before
    assert b"\r" not in path.read_bytes()
    assert path.read_text("utf-8").endswith("}\n")


@pytest.fixture
def exercise():
    task = next(task for task in lessons.exercise(STEM).tasks if task.id == "zopa")
    cells = [
        new_markdown_cell("[back](../notebooks/x.ipynb) [web](https://un.org) [here](#top) [mail](mailto:a@b.c)"),
        new_code_cell(f'from course import open_exercise\n\nexercise = open_exercise("{STEM}")'),
        new_code_cell('exercise.task("zopa")', outputs=[new_output("display_data", data={"text/plain": "old"})]),
        new_code_cell('sahl_limit = ...\nexercise.check("zopa", sahl_limit=sahl_limit)'),
    ]
    return new_notebook(cells=cells), task


def test_solution_is_the_exercise_worked(exercise):
    book, task = exercise
    made = notebook.solution(book, STEM)
    text, setup, asked, answered = made.cells
    assert text.source == ("[back](../../notebooks/x.ipynb) [web](https://un.org) [here](#top) [mail](mailto:a@b.c)")
    assert setup.source.endswith(f'exercise = open_exercise("{STEM}", worked=True)')
    assert asked.source == 'exercise.task("zopa")'
    assert asked.outputs == []
    assert answered.source == task.worked.strip()


def test_making_a_solution_leaves_the_exercise_alone(exercise):
    book, _ = exercise
    before = nbformat.writes(book)
    notebook.solution(book, STEM)
    assert nbformat.writes(book) == before


def test_kind_is_where_a_notebook_lies(tmp_path):
    assert notebook.kind_of(tmp_path / "notebooks" / "a.ipynb") == "lesson"
    assert notebook.kind_of(tmp_path / "exercises" / "a.ipynb") == "exercise"
    assert notebook.kind_of(tmp_path / "exercises" / "solutions" / "a.ipynb") == "solution"


def test_every_notebook_of_the_course_is_found(tmp_path):
    for folder in ("notebooks", "exercises", "exercises/solutions"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "b.ipynb").touch()
        (tmp_path / folder / "notes.txt").touch()
    found = [file.relative_to(tmp_path).as_posix() for file in notebook.notebooks(tmp_path)]
    assert found == ["notebooks/b.ipynb", "exercises/b.ipynb", "exercises/solutions/b.ipynb"]


def test_cells_of_what_is_more_are_tagged_and_no_others(tmp_path):
    stem = "05_why_come_to_the_table"
    blocks = [block for session in lessons.lesson(stem, as_published=True).sessions for block in session.blocks]
    core = next(block.title for block in blocks if not block.more)
    more = next(block.title for block in blocks if block.more)
    cells = [
        new_markdown_cell("# Title", metadata={"tags": ["more"]}),
        new_markdown_cell(f"## {core}"),
        new_markdown_cell(f"## {more}\n\nWords."),
        new_code_cell("lesson.check('x')", metadata={"tags": ["more", "check"]}),
        new_markdown_cell("Words."),
        new_markdown_cell("## Key terms"),
        new_code_cell("lesson.terms()", metadata={"tags": ["end", "more"]}),
    ]
    settled = notebook.settle_cells(new_notebook(cells=cells), tmp_path / "notebooks" / f"{stem}.ipynb")
    assert [cell.metadata.get("tags") for cell in settled.cells] == [
        *(None, None, ["more"], ["check", "more"], ["more"], None, ["end"]),
    ]
    assert notebook.settle_cells(settled, tmp_path / "notebooks" / f"{stem}.ipynb") == settled


def test_a_notebook_of_another_language_is_made_and_not_settled(tmp_path):
    for folder in ("notebooks/ar", "exercises/ar", "exercises/ar/solutions"):
        path = tmp_path / folder / f"{STEM}.ipynb"
        assert notebook.language_of(path) == "ar"
        with pytest.raises(Refused, match="translate make ar"):
            notebook.settle([path])
    assert notebook.language_of(tmp_path / "exercises" / "solutions" / f"{STEM}.ipynb") == ""
