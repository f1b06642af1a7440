"""Which notebooks are as they were shipped, and the way back."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.launch import lab, repair, shipped
from course.launch.environment import Environment
from course.launch.problem import Problem

ROOT = Path(__file__).parents[2]
LESSON = "notebooks/02_ways_to_settle.ipynb"
BOOK = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {"tags": ["read"]}, "source": ["One\n", "two"]},
        {
            "cell_type": "code",
            "execution_count": 1,
            "id": "b",
            "metadata": {},
            "source": "1 + 1",
            "outputs": [{"output_type": "display_data", "metadata": {}, "data": {"text/html": ["<b>\n", "2</b>"]}}],
        },
    ],
    "metadata": {},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture
def folder(tmp_path):
    """A course folder with two notebooks and their manifest."""
    for name in (LESSON, "exercises/02_ways_to_settle.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_text(json.dumps(BOOK))
    (tmp_path / "course" / "launch").mkdir(parents=True)
    shipped.write_manifest(tmp_path)
    return tmp_path


def change(path, source="import os"):
    book = json.loads(path.read_text("utf-8"))
    book["cells"][1]["source"] = source
    path.write_text(json.dumps(book))


def test_manifest_is_in_step_with_the_notebooks():
    """Where it is not: python3 -m course settle --sums-only."""
    if not (ROOT / "notebooks").is_dir():
        pytest.skip("the course as an installed package")
    assert shipped.read_manifest(ROOT) == shipped.manifest_of(ROOT)
    assert all(shipped.read_manifest(ROOT).values())


@pytest.mark.parametrize(
    "written",
    [
        json.dumps(BOOK, indent=1).replace("\n", "\r\n"),
        json.dumps(BOOK, indent=4, sort_keys=True),
        json.dumps(BOOK).replace('["One\\n", "two"]', '"One\\ntwo"').replace('["<b>\\n", "2</b>"]', '"<b>\\n2</b>"'),
    ],
    ids=["line endings", "indents and order", "joined lines"],
)
def test_sum_is_that_of_the_content(written):
    assert written != json.dumps(BOOK)
    assert shipped.checksum(written.encode()) == shipped.checksum(json.dumps(BOOK).encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [("1 + 1", "1 + 2"), ("2</b>", "<script>"), ('"read"', '"look"'), ("two", "three"), ('"code"', '"raw"')],
)
def test_every_change_of_content_is_seen(old, new):
    text = json.dumps(BOOK)
    assert old in text
    assert shipped.checksum(text.replace(old, new).encode()) != shipped.checksum(text.encode())


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_notebook_has_no_sum(text):
    assert shipped.checksum(text) == ""


def test_manifest_names_nothing_outside_the_notebooks():
    names = {"../x.ipynb": "s", "notebooks/../../x.ipynb": "s", "/etc/x": "s", "notebooks/a.ipynb": "s"}
    assert [*shipped.parse_manifest(json.dumps(names).encode())] == ["notebooks/a.ipynb"]


def test_copies_and_checkpoints_are_no_lessons(folder):
    for name in ("notebooks/my_copies/a.ipynb", "notebooks/.ipynb_checkpoints/a.ipynb"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(folder / LESSON, folder / name)
    assert len(shipped.notebooks(folder)) == 2


def signing(folder, monkeypatch, signed_by_jupyter=()):
    """Runs the launcher's trust with a stand-in for Jupyter; returns the names that were signed."""
    signed = []

    def run_inside(env, *arguments, seconds=0):
        if lab.TRUST in arguments:
            signed.extend(arguments[2:])
        return subprocess.CompletedProcess(arguments, 0, json.dumps([*signed_by_jupyter]))

    monkeypatch.setattr(lab, "run_inside", run_inside)
    env = Environment(folder)
    env.folder.mkdir(exist_ok=True)
    lab.trust(env)
    return signed


def test_replaced_lesson_is_not_signed_whatever_its_name(folder, monkeypatch, capsys):
    change(folder / LESSON)
    assert signing(folder, monkeypatch) == ["exercises/02_ways_to_settle.ipynb"]
    told = capsys.readouterr().out
    assert f"{LESSON} was changed: it does not run by itself" in told
    assert "python3 -m course repair 02" in told


def test_changed_lesson_that_jupyter_has_signed_is_not_spoken_of(folder, monkeypatch, capsys):
    change(folder / LESSON)
    signing(folder, monkeypatch, signed_by_jupyter=[LESSON])
    assert capsys.readouterr().out == ""


def test_notebook_from_elsewhere_is_not_signed(folder, monkeypatch):
    shutil.copy(folder / LESSON, folder / "notebooks" / "13_more.ipynb")
    assert len(signing(folder, monkeypatch)) == 2


def test_nothing_is_signed_twice(folder, monkeypatch):
    assert signing(folder, monkeypatch)
    assert signing(folder, monkeypatch) == []


def test_jupyter_tells_which_notebooks_it_trusts(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    names = [LESSON, "exercises/02_ways_to_settle.ipynb"]
    sign = [sys.executable, "-c", lab.TRUST, LESSON]
    subprocess.run(sign, cwd=folder, check=True, capture_output=True)
    tell = [sys.executable, "-W", "ignore", "-c", lab.TELL_TRUSTED, *names]
    change(folder / names[1])
    done = subprocess.run(tell, cwd=folder, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout.splitlines()[-1]) == [LESSON]


def test_repair_brings_back_from_the_copies_of_the_first_start(folder, monkeypatch, capsys):
    signing(folder, monkeypatch)
    before = (folder / LESSON).read_bytes()
    change(folder / LESSON, "my own words")
    (folder / "exercises/02_ways_to_settle.ipynb").unlink()
    assert repair.repair(folder, ["02", "2", "02_ways_to_settle"]) == 0
    assert (folder / LESSON).read_bytes() == before
    assert (folder / "exercises/02_ways_to_settle.ipynb").read_bytes() == before
    [copy] = (folder / "notebooks" / "my_copies").iterdir()
    assert "my own words" in copy.read_text()
    assert copy.name in capsys.readouterr().out
    assert copy.stem.startswith("02_ways_to_settle 20")


def test_repair_brings_back_from_the_history(folder):
    identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"]):
        subprocess.run(["git", "-C", str(folder), *identity, *command], check=True, capture_output=True)
    before = (folder / LESSON).read_bytes()
    change(folder / LESSON)
    assert repair.repair(folder, []) == 0
    assert (folder / LESSON).read_bytes() == before


def test_repair_without_any_copy_says_where_to_get_one_and_changes_nothing(folder):
    change(folder / LESSON, "my own words")
    with pytest.raises(Problem, match=r"repair --from FILE\.zip"):
        repair.repair(folder, ["2"])
    assert "my own words" in (folder / LESSON).read_text()


def test_damaged_copy_is_not_brought_back(folder, monkeypatch):
    signing(folder, monkeypatch)
    for copy in Environment(folder).shipped.iterdir():
        change(copy, "import os")
    change(folder / LESSON)
    with pytest.raises(Problem, match="No copy"):
        repair.repair(folder, ["02"])


def test_nothing_to_repair(folder, capsys):
    assert repair.repair(folder, []) == 0
    assert "Nothing to repair" in capsys.readouterr().out


def test_unknown_lesson_is_named(folder):
    with pytest.raises(Problem, match="no lesson '77'"):
        repair.repair(folder, ["77"])


def test_two_copies_of_one_day_are_both_kept(folder):
    change(folder / LESSON, "first")
    first = shipped.put_aside(folder / LESSON, "2026-01-01")
    change(folder / LESSON, "second")
    second = shipped.put_aside(folder / LESSON, "2026-01-01")
    assert shipped.put_aside(folder / LESSON, "2026-01-01") == second
    assert ("first" in first.read_text(), "second" in second.read_text()) == (True, True)
