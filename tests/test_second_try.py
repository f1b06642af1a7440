"""A browser that was waited for in vain gets a second try, which is told; nothing else gets one."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from course.launch import checks

ROOT = Path(__file__).parents[1]
# Each test notes that it was tried; the fixture of the module notes when it is made and when it ends.
TESTS = """
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

NOTES = Path(__file__).with_suffix(".txt")
browser = pytest.mark.browser


def note(word):
    with NOTES.open("a") as notes:
        notes.write(word + " ")
    return NOTES.read_text().split().count(word)


@pytest.fixture(scope="module")
def server():
    note("made")
    yield
    note("ended")


@pytest.fixture
def page(server):
    page = []
    yield page
    assert page == []


@browser
def test_of_a_page_that_came_late(page):
    if note("late") == 1:
        raise TimeoutError("Locator.wait_for: Timeout 10ms exceeded.")


@browser
def test_of_a_page_that_never_comes(page):
    note("never")
    raise TimeoutError("Locator.wait_for: Timeout 10ms exceeded.")


@browser
def test_of_a_page_that_is_wrong(page):
    assert note("wrong") == 2


@browser
def test_of_a_page_that_came_late_and_broke(page):
    if note("broke") == 1:
        page.append("TypeError")
        raise TimeoutError("Locator.wait_for: Timeout 10ms exceeded.")


def test_without_a_browser(server):
    if note("other") == 1:
        raise TimeoutError("Locator.wait_for: Timeout 10ms exceeded.")


@browser
def test_that_comes_late_at_the_end_of_its_file(page):
    if note("last") == 1:
        raise TimeoutError("Locator.wait_for: Timeout 10ms exceeded.")
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """What pytest says of two such files on two workers, as in the checks; and what the files noted."""
    pytest.importorskip("playwright")
    folder = tmp_path_factory.mktemp("tries")
    for name in ("one", "two"):
        (folder / f"test_{name}.py").write_text(TESTS, "utf-8")
    # Our settings and our hooks, in a folder that is not ours.
    ours = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(folder), "-p", "tests.conftest"]
    parallel = ["-p", "no:cacheprovider", "--rerun-show-tracebacks", "-n", "2", "--dist", "loadfile"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *ours, *parallel, "."],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    return done, [file.read_text().split() for file in sorted(folder.glob("*.txt"))]


def test_only_a_wait_in_vain_is_tried_again_and_once(run):
    done, notes = run
    tries = ["late"] * 2 + ["never"] * 2 + ["wrong", "broke", "other"] + ["last"] * 2
    # What the tests of a file share is made once and lives until the end, through every second try.
    assert notes == [["made", *tries, "ended"]] * 2, done.stdout


def test_a_second_try_is_told_with_why_there_was_one(run):
    done, _ = run
    result = checks.judge("Tests", done.returncode, 1.0, done.stdout.splitlines(keepends=True), is_pytest=True)
    assert (result.passed, result.failed, result.second) == (4, 10, 4), done.stdout
    told = done.stdout.partition("rerun test summary info")[2]
    assert "RERUN test_one.py::test_of_a_page_that_came_late\n" in told
    assert "Timeout 10ms exceeded" in told
