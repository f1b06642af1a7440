"""What the build takes and leaves: pages for the browser alone, nothing of a developer's, nobody's folder."""

import json
import re
import zipfile

import pytest

from course.content import lessons
from course.dev.settle import ROOT
from course.html.style import FONTS
from course.site.frame import editions
from course.site.lite import NOT_FOR_LEARNERS, build_site, is_site
from course.site.notebooks import adapt
from course.site.trouble import NotBuilt
from course.site.weight import table, weigh
from course.site.wheels import OF_OUR_PAGES
from course.site.workshop import Workshop, pins


@pytest.fixture
def nowhere(tmp_path):
    """A workshop in which nothing is."""
    names = ("folder", "python", "kernel", "pyodide")
    return Workshop(**dict.fromkeys(names, tmp_path / "workshop"), pyodide_version="0", python_version="3.14")


def test_a_folder_that_holds_something_else_is_left_alone(nowhere, tmp_path):
    folder = tmp_path / "letters"
    folder.mkdir()
    (folder / "jupyter-lite.json").write_text('{"jupyter-config-data": {"appName": "JupyterLite"}}', "utf-8")
    with pytest.raises(NotBuilt, match="Name a new folder"):
        build_site(nowhere, folder)
    assert [path.name for path in folder.iterdir()] == ["jupyter-lite.json"]


def test_a_notebook_is_trusted_and_named_for_the_kernel_there_and_else_as_it_was():
    cell = {"cell_type": "code", "id": "a", "metadata": {"tags": ["check"]}, "outputs": [], "source": "1"}
    text = {"cell_type": "markdown", "id": "b", "metadata": {}, "source": "text"}
    book = {"cells": [cell, text], "metadata": {"course": {"stem": "x"}, "kernelspec": {"name": "python3"}}}
    made = adapt(book)
    assert made["metadata"]["kernelspec"]["name"] == "python"
    assert made["metadata"]["course"] == {"stem": "x"}
    assert made["cells"] == [{**cell, "metadata": {"tags": ["check"], "trusted": True}}, text]


def test_what_a_page_needs_is_pinned():
    assert set(OF_OUR_PAGES) <= pins().keys()


@pytest.mark.slow
def test_the_site_has_every_lesson_and_nothing_of_a_developer(site):
    assert is_site(site)
    stems = {path.stem for path in (site / "files" / "notebooks").glob("*.ipynb")}
    assert stems == {*lessons.stems(), "case_atlas", "for_teachers"}
    listed = json.loads((site / "api" / "contents" / "notebooks" / "all.json").read_text("utf-8"))
    assert {one["name"].removesuffix(".ipynb") for one in listed["content"] if one["type"] == "notebook"} == stems
    assert not [*site.rglob("*.map")]
    [wheel] = (site / "static" / "pyodide").glob("mediation_course-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        parts = {name.split("/")[1] for name in archive.namelist() if name.startswith("course/")}
    assert not parts & {"dev", "hub", "jupyter", "launch", "live", "site"}
    assert {"content", "pages", "record", "widgets"} <= parts
    # Who reads in English fetches nothing of the other languages but their names.
    with zipfile.ZipFile(wheel) as archive:
        kept = archive.namelist()
    said = [name for name in kept if "/languages/" in name]
    assert [name.rpartition("/")[2] for name in said] == ["language.toml"]
    assert not [name for name in kept if name.endswith(".woff2")]
    for edition in editions(ROOT)[1:]:
        [texts] = (site / "static" / "pyodide").glob(f"mediation_course_{edition.code}-*.whl")
        assert texts.stat().st_size < 1_500_000
        with zipfile.ZipFile(texts) as archive:
            made = {name for name in archive.namelist() if name.startswith("course/")}
        folder = f"course/content/languages/{edition.code}/made"
        read = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.json")}
        fonts = {font.relative_to(ROOT).as_posix() for font in FONTS.values()}
        assert made - fonts == read != set()


@pytest.mark.slow
def test_python_starts_with_what_the_site_carries_and_asks_no_index(site):
    config = json.loads((site / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    kernel = config["litePluginSettings"]["@jupyterlite/pyodide-kernel-extension:kernel"]
    packages = json.loads((site / "static" / "pyodide" / "pyodide-lock.json").read_text("utf-8"))["packages"]
    assert kernel["disablePyPIFallback"] is True
    started = kernel["loadPyodideOptions"]["packages"]
    assert {"course", "mediation-course", "msgspec", "ipywidgets"} & {*started} >= {"mediation-course", "msgspec"}
    for name in started:
        assert (site / "static" / "pyodide" / packages[name]["file_name"]).is_file()
    # What is fetched later names no module: the kernel would fetch it for every cell that has the word.
    assert all(packages[name]["imports"] == [] for name in packages.keys() - {*started})
    assert not [name for name in started if re.fullmatch(r"mediation-course-\w+", name)]
    assert {"numpy", "pandas"} <= packages.keys()


@pytest.mark.slow
def test_the_sizes_of_all_parts_are_those_of_the_site(site):
    weight = weigh(site)
    assert sum(weight.parts.values()) == sum(path.stat().st_size for path in site.rglob("*") if path.is_file())
    assert table(weight).splitlines()[-1].strip().startswith("in all")


@pytest.mark.slow
def test_what_learners_need_not_load_is_named_as_jupyterlite_names_it(site):
    settings = json.loads((site / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    assert settings["disabledExtensions"] == [*NOT_FOR_LEARNERS]
    known = "".join(path.read_text("utf-8") for path in (site / "build").rglob("*.js"))
    assert [name for name in NOT_FOR_LEARNERS if name not in known] == []
