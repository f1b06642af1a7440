"""What a page says where a browser keeps the work: nothing of folders and menus, and what the browser has promised."""

import sys
from types import SimpleNamespace

import pytest

from course.content import lessons
from course.content.interface import words
from course.pages.lesson import Lesson
from course.record import JournaledRecord, tell_storage, told_storage

STEM = "02_ways_to_settle"
SAID = words()


@pytest.fixture
def lesson(tmp_path):
    before = told_storage()
    yield Lesson(lessons.lesson(STEM), record=JournaledRecord(tmp_path / "my_work"))
    tell_storage(before)


@pytest.fixture
def browser(monkeypatch):
    """Python in a browser that answers what ``told`` says; a promise is what it will give."""
    told = {"persisted": False, "usage": 10**6, "quota": 10**10, "waits": True, "fails": False}

    def wait(promise):
        if told["fails"]:
            raise RuntimeError("SecurityError")
        return promise

    storage = SimpleNamespace(
        persisted=lambda: told["persisted"],
        estimate=lambda: SimpleNamespace(usage=told["usage"], quota=told["quota"]),
    )
    ffi = SimpleNamespace(can_run_sync=lambda: told["waits"], run_sync=wait)
    monkeypatch.setitem(sys.modules, "pyodide.ffi", ffi)
    monkeypatch.setitem(sys.modules, "js", SimpleNamespace(navigator=SimpleNamespace(storage=storage)))
    monkeypatch.setattr("course.pages.storage.sys", SimpleNamespace(platform="emscripten"))
    return told


@pytest.mark.parametrize(
    ("told", "key"),
    [
        ({}, "browser-keeps"),
        ({"persisted": True}, ""),
        ({"persisted": True, "quota": 10**6 + 10}, "browser-full"),
        ({"persisted": True, "waits": False}, "browser-keeps"),
        ({"persisted": True, "fails": True}, "browser-keeps"),
    ],
)
def test_the_head_says_what_the_browser_has_promised(lesson, browser, told, key):
    browser.update(told)
    assert lesson.notices() == ([SAID["opening"][key]] if key else [])


def test_nothing_is_said_of_folders_and_menus(lesson):
    spec = lesson.my_work().spec
    here = SAID["in-browser"]
    assert (spec["where"], spec["words"]["unreachable"]) == (here["where"], here["unreachable"])
    assert lesson.setting.word("work", "restored", new=1, known=2) == here["restored"].format(new=1, known=2)
    assert not [text for text in here.values() if "▸" in text or "my_work" in text]
