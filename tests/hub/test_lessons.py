"""The lessons in a learner's own folder: laid out, brought up to date, and nothing of theirs is ever lost."""

import json
import os
from pathlib import Path

import pytest

from course.hub import lessons
from course.launch import shipped


def book(*texts: str) -> bytes:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": text} for text in texts]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def ship(root: Path, **books: str) -> Path:
    for folder in shipped.FOLDERS:
        (root / folder).mkdir(parents=True, exist_ok=True)
        for path in (root / folder).glob("*.ipynb"):
            path.unlink()
    for name, text in books.items():
        (root / "notebooks" / f"{name}.ipynb").write_bytes(book(text))
    (root / "course" / "launch").mkdir(parents=True, exist_ok=True)
    shipped.write_manifest(root)
    return root


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return ship(tmp_path / "course", one="first", two="second")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "amina"
    made.mkdir()
    return made


def test_a_new_learner_has_every_lesson_as_shipped(course: Path, home: Path) -> None:
    laid = lessons.lay_out(course, home)
    assert laid.fresh == ("notebooks/one.ipynb", "notebooks/two.ipynb")
    for name in laid.fresh:
        assert (home / name).read_bytes() == (course / name).read_bytes()
    assert lessons.lay_out(course, home) == lessons.Laid()


def test_a_newer_lesson_replaces_one_that_nobody_changed(course: Path, home: Path) -> None:
    lessons.lay_out(course, home)
    ship(course, one="first, better", two="second")
    assert lessons.lay_out(course, home).fresh == ("notebooks/one.ipynb",)
    assert "better" in (home / "notebooks" / "one.ipynb").read_text()
    assert not (home / "notebooks" / "my_copies").exists()


def test_what_a_learner_changed_stays_until_the_lesson_changes_and_is_then_kept_beside_it(
    course: Path, home: Path
) -> None:
    lessons.lay_out(course, home)
    own = home / "notebooks" / "one.ipynb"
    own.write_bytes(book("first", "a note of my own"))
    ship(course, one="first", two="second, better")
    assert lessons.lay_out(course, home).copies == {}
    assert "a note of my own" in own.read_text()
    ship(course, one="first, better", two="second, better")
    laid = lessons.lay_out(course, home)
    assert "better" in own.read_text()
    assert "a note of my own" in (home / laid.copies["notebooks/one.ipynb"]).read_text()


def test_own_files_and_the_record_are_never_touched(course: Path, home: Path) -> None:
    lessons.lay_out(course, home)
    mine = {
        home / "my_work" / "work.sqlite3": b"the record",
        home / "notebooks" / "three.ipynb": book("mine, under a name that the course takes later"),
        home / "notebooks" / "notes.txt": b"notes",
    }
    for path, content in mine.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    ship(course, one="first", three="the course's third")
    laid = lessons.lay_out(course, home)
    assert "mine, under" in (home / laid.copies["notebooks/three.ipynb"]).read_text()
    for path in (home / "my_work" / "work.sqlite3", home / "notebooks" / "notes.txt"):
        assert path.read_bytes() == mine[path]


def test_a_lesson_that_is_no_longer_shipped_goes_unless_it_was_changed(course: Path, home: Path) -> None:
    lessons.lay_out(course, home)
    (home / "notebooks" / "two.ipynb").write_bytes(book("second", "mine"))
    ship(course, three="third")
    laid = lessons.lay_out(course, home)
    assert not (home / "notebooks" / "one.ipynb").exists()
    assert "mine" in (home / laid.copies["notebooks/two.ipynb"]).read_text()
    assert not (home / "notebooks" / "two.ipynb").exists()


def test_a_lesson_that_was_deleted_comes_back(course: Path, home: Path) -> None:
    lessons.lay_out(course, home)
    (home / "notebooks" / "one.ipynb").unlink()
    assert lessons.lay_out(course, home).fresh == ("notebooks/one.ipynb",)


@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_update_that_is_stopped_goes_on(
    course: Path, home: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    lessons.lay_out(course, home)
    (home / "notebooks" / "one.ipynb").write_bytes(book("first", "mine"))
    ship(course, one="first, better", two="second, better")
    moved, replace = 0, os.replace

    def stop(source: object, target: object) -> None:
        nonlocal moved
        moved += 1
        if moved == after:
            raise KeyboardInterrupt
        replace(source, target)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            lessons.lay_out(course, home)
    lessons.lay_out(course, home)
    assert "better" in (home / "notebooks" / "one.ipynb").read_text()
    assert "better" in (home / "notebooks" / "two.ipynb").read_text()
    [copy] = (home / "notebooks" / "my_copies").iterdir()
    assert "mine" in copy.read_text()


def test_a_damaged_note_of_what_was_laid_out_loses_nothing(course: Path, home: Path) -> None:
    lessons.lay_out(course, home)
    (home / lessons.LAID).write_text("{")
    (home / "notebooks" / "one.ipynb").write_bytes(book("first", "mine"))
    laid = lessons.lay_out(course, home)
    assert "mine" in (home / laid.copies["notebooks/one.ipynb"]).read_text()
