"""Text that was not sent belongs to one record: nobody whose record lies at the same place takes it in."""

import os
import re
import secrets
import sys
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

import course.widgets.setting
from course.content import catalog, lessons
from course.pages.labs import open_lab
from course.record import Record
from course.widgets.prompt import PromptForm
from course.widgets.setting import Setting, session_id, site_id
from course.widgets.trial import Trial

LESSON = lessons.lesson("02_ways_to_settle")
PROMPT = LESSON.prompts[0]
CLAIM = catalog.claims()["A4"]
SAVING = Path(course.widgets.setting.__file__).with_name("saving.js").read_text(encoding="utf-8")
WIDGETS = {
    "prompt": lambda setting: PromptForm(setting, PROMPT),
    "trial": lambda setting: Trial(setting, CLAIM),
    "lab": lambda setting: open_lab(setting, "bargaining_zone"),
}
each = pytest.mark.parametrize("make", WIDGETS.values(), ids=WIDGETS)


def keys(setting: Setting, make) -> tuple[str, str]:
    spec = make(setting).spec
    assert str(setting.record.where.parent) not in str(spec)
    return spec["record"], spec["session"]


def again(setting: Setting) -> Setting:
    """The lesson opened anew, in this kernel."""
    return Setting(
        stem=setting.stem, words=setting.words, cite=setting.cite, record=Record(setting.record.where.parent)
    )


@each
def test_text_lies_under_the_record_and_before_that_begins_under_the_server_too(setting, make):
    record, session = keys(setting, make)
    assert not setting.record.where.exists()
    assert session == session_id()
    setting.record.append(setting.stem, "p", "answer", {})
    assert keys(again(setting), make) == (record, "")
    assert record == setting.record.record_id()


@each
def test_the_next_learner_at_the_same_place_has_another_key(setting, make):
    setting.record.append(setting.stem, "p", "answer", {})
    record, _ = keys(again(setting), make)
    for path in setting.record.where.parent.iterdir():
        path.unlink()
    following = again(setting)
    assert keys(following, make)[0] != record
    following.record.append(setting.stem, "p", "answer", {})
    assert keys(again(following), make)[0] != record


class Shell:
    class kernel:
        class parent:
            connection_file = ""


@pytest.fixture
def kernel(monkeypatch):
    """Make a kernel of the one that runs the test: it has this connection file, and is another process than before."""

    def begin(connection_file):
        monkeypatch.setattr(course.widgets.setting, "get_ipython", Shell)
        monkeypatch.setattr(Shell.kernel.parent, "connection_file", str(connection_file))
        monkeypatch.setattr(course.widgets.setting, "_OWN_ID", secrets.token_hex(16))
        course.widgets.setting._session_of.cache_clear()
        return session_id()

    yield begin
    course.widgets.setting._session_of.cache_clear()


def test_in_a_browser_the_key_outlives_each_load_of_the_page_and_is_not_that_of_another_copy(kernel, monkeypatch):
    here = {"lockfileBaseUrl": "https://school.example/course/static/pyodide/"}
    monkeypatch.setattr(course.widgets.setting.sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "pyodide_js", SimpleNamespace(**here))
    first = kernel("")
    assert kernel("") == first
    assert re.fullmatch("[0-9a-f]{32}", first), "another key would be dropped as one of nobody"
    assert site_id("https://school.example/other/static/pyodide/") != first


def test_the_key_of_a_server_outlives_its_kernels_and_says_nothing_of_the_computer(kernel, tmp_path, monkeypatch):
    (tmp_path / f"jpserver-{os.getppid()}.json").write_text("{}", "utf-8")
    first = kernel(tmp_path / "kernel-1234.json")
    assert kernel(tmp_path / "kernel-5678.json") == first
    assert re.fullmatch("[0-9a-f]{32}", first)
    # A server with the same number, in another container or after a new start of the computer.
    monkeypatch.setattr(psutil.Process, "create_time", lambda process: 1.0)
    assert kernel(tmp_path / "kernel-1234.json") != first


def test_where_no_server_is_found_the_key_of_a_kernel_outlives_its_new_start(kernel):
    first = kernel("/home/amina/kernel-1234.json")
    assert kernel("/home/amina/kernel-1234.json") == first
    assert kernel("/home/amina/kernel-5678.json") != first


def test_what_lies_under_a_place_is_dropped_and_never_taken_in():
    pattern = re.search(r"!/(\^course:.*?)/\.test", SAVING)[1]
    assert re.match(pattern, f"course:{'0a' * 16}:02_ways_to_settle/you-first")
    assert not re.match(pattern, "course:/srv/lab/my_work/course.sqlite3:02_ways_to_settle/you-first")
    assert not re.match(pattern, "course:C:/course/my_work/course.sqlite3:02_ways_to_settle/you-first")


def test_a_file_that_is_gone_is_told_in_the_answer_and_the_text_is_saved(setting, send):
    form = PromptForm(setting, PROMPT)
    send(form, "draft", answer={"text": "first"})
    for path in setting.record.where.parent.iterdir():
        path.unlink()
    state = send(form, "draft", answer={"text": "second"})
    assert "no longer in the folder" in state["trouble"]
    assert len(setting.record.events()) == 1
    assert send(form, "draft", answer={"text": "third"})["trouble"] == ""
