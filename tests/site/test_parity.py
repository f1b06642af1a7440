"""The course is the same in a browser as at home: every question, every verdict, and all that every notebook shows."""

import json
import runpy
import shutil
from types import SimpleNamespace

import pytest

from course.content import language, lessons
from course.content.interface import words
from course.site.kernel import run_in_pyodide
from course.site.workshop import ROOT, open_workshop

SCRIPT = ROOT / "tests" / "site" / "told_by_python.py"
AT_HOME = runpy.run_path(str(SCRIPT))

pytestmark = pytest.mark.slow

LATER = words()["note"]["not-fetched"].format(package="pandas")
NEEDS_PANDAS = {"07_dividends_of_peace", "09_inside_and_outside"}
"""Exercises in which a learner counts in a data frame: without pandas a sentence says so."""


@pytest.fixture(scope="module")
def told(site, tmp_path_factory):
    """What Python in the browser tells of the notebooks of the site."""
    folder = tmp_path_factory.mktemp("told")
    for name in ("notebooks", "exercises"):
        # A process speaks one language; what it says in the others is read where notebooks are made.
        shutil.copytree(site / "files" / name, folder / name, ignore=shutil.ignore_patterns(*language.codes()))
    core = site / "static" / "pyodide"
    run_in_pyodide(open_workshop(), SCRIPT, folder, sorted(core.glob("*.whl")), core)
    return SimpleNamespace(
        **{name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("judged", "drawn", "shown")}
    )


def test_every_question_has_the_same_ids_options_and_verdicts(told):
    at_home = AT_HOME["judged"]()
    assert len(at_home) > 240
    assert told.judged.keys() == at_home.keys()
    assert told.judged == at_home
    assert {key.split("/")[1] for key in at_home} == {*lessons.stems(), *lessons.exercise_stems()}


def test_every_chart_reaches_the_page_as_at_home_with_what_it_leaves_out(told):
    at_home = AT_HOME["drawn"]()
    assert "null" in json.dumps(at_home)
    assert told.drawn == at_home


def test_every_notebook_shows_what_it_shows_at_home(told):
    compared = 0
    for folder in ("notebooks", "exercises", "exercises/solutions"):
        for path in sorted((ROOT / folder).glob("*.ipynb")):
            for cell in json.loads(path.read_text("utf-8"))["cells"]:
                if cell["cell_type"] != "code":
                    continue
                place = f"{folder}/{path.name}#{cell['id']}"
                there = told.shown[place]
                kept = [AT_HOME["texts"](output.get("data", {})) for output in cell["outputs"]]
                at_home = [{kind: "".join(text) for kind, text in bundle.items()} for bundle in kept]
                if path.stem in NEEDS_PANDAS and there["shown"] != at_home:
                    assert LATER in json.dumps(there, ensure_ascii=False), place
                    continue
                assert there["error"] == "", place
                assert there["shown"] == at_home, place
                compared += 1
    assert compared > 700
