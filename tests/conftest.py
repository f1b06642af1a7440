"""What all tests share: a record that lies in a folder of its own, and how hypothesis works here."""

import collections
import importlib.util
import itertools
import logging
import os
import shutil
from pathlib import Path

import hypothesis
import pytest

from course.content.documents import read_document
from course.content.interface import words
from course.content.people import read_person
from course.pages.page import source
from course.record import Record
from course.site.lite import build_site
from course.site.workshop import open_workshop
from course.widgets.setting import Setting

# What the course says is tested, not what a teacher made of it here.
os.environ["COURSE_MY_COURSE"] = ""
# In English, whatever was chosen on this computer.
os.environ["COURSE_LANGUAGE"] = "en"

# How long an example takes depends on the machine, so it is never what a test is about.
hypothesis.settings.register_profile("course", deadline=None)
hypothesis.settings.register_profile("long", deadline=None, max_examples=400)
hypothesis.settings.load_profile("course")


def pytest_addoption(parser):
    """Declare ``--long``: all sizes, themes and lengths of a check instead of one of each kind, and more examples."""
    parser.addoption("--long", action="store_true", help="check every size, theme and length, and more examples")


def pytest_configure(config):
    """Draw four times as many examples where time does not matter."""
    if config.getoption("--long"):
        hypothesis.settings.load_profile("long")


def pytest_collection_modifyitems(config, items):
    """Leave out what only a long run checks, begin with the slow files, and give browsers a second try."""
    left = [item for item in items if item.get_closest_marker("long")]
    if left and not config.getoption("--long"):
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if not item.get_closest_marker("long")]
    # Where two workers share the files, the last ones should be short: else one worker waits for the other.
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    tests = collections.Counter(item.path for item in items)
    items.sort(key=lambda item: (0, 0, item.path) if item.path in slow else (1, -tests[item.path], item.path))
    try_browsers_twice([item for item in items if item.get_closest_marker("browser")])


def try_browsers_twice(items):
    """Give each a second try where Playwright waited too long, and for nothing else: no assertion fails by chance."""
    if not items or not importlib.util.find_spec("playwright"):
        return
    from playwright.sync_api import TimeoutError as WaitedInVain

    for item in items:
        item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[WaitedInVain]))


@pytest.fixture(scope="session")
def is_long(pytestconfig):
    """Whether everything is to be checked, whatever time it takes."""
    return pytestconfig.getoption("--long")


@pytest.fixture
def record(tmp_path):
    """An empty record that nobody else uses."""
    return Record(tmp_path / "my_work")


@pytest.fixture
def setting(record):
    """What a widget gets from a lesson."""
    return Setting(stem="02_ways_to_settle", words=words(), cite=source, record=record)


SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture
def letter():
    """An invented document."""
    return read_document(SAMPLES / "documents" / "bridge-letter.toml")


@pytest.fixture
def reply():
    """An invented document that answers the letter."""
    return read_document(SAMPLES / "documents" / "bridge-reply.toml")


@pytest.fixture
def mediator():
    """An invented person."""
    return read_person(SAMPLES / "people" / "salma-noor.toml")


@pytest.fixture
def send():
    """Send an action to a widget as the page does, and return the state that answers it."""
    numbers = itertools.count(1)

    def sending(widget, action, data=None, **content):
        number = next(numbers)
        widget.receive({"do": action, "n": number, **content}, [] if data is None else [memoryview(data)])
        assert widget.state["n"] == number, "the page would wait for an answer"
        return widget.state

    return sending


@pytest.fixture(autouse=True)
def nothing_breaks_unseen(caplog):
    """A part of a page that breaks is shown and stops nothing; here it stops the test that did not expect it."""
    yield
    broken = [record for record in caplog.get_records("call") if record.name == "course.pages.page"]
    if broken:
        pytest.fail("\n".join(logging.Formatter().format(record) for record in broken))


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the module, with no way to anything but this computer."""
    # Where no test drives a browser, nobody pays for Playwright.
    from tests.chromium import launching

    with launching() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder of the browser-only edition, built once for all workers."""
    if not (shutil.which("npm") and shutil.which("node")):
        pytest.skip("no Node here, and the Python of the browser comes from npm")
    import fcntl  # Windows has none

    folder = tmp_path_factory.getbasetemp() / "site"
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = tmp_path_factory.getbasetemp().parent / "site"
    with (folder.parent / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "jupyter-lite.json").is_file():
            build_site(open_workshop(), folder)
    return folder
