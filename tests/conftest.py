"""What all tests share: a record that lies in a folder of its own, and how hypothesis works here."""

import itertools
import logging
import os
from pathlib import Path

import hypothesis
import pytest

from course.content.documents import read_document
from course.content.interface import words
from course.content.people import read_person
from course.dev.jupyter import running_jupyter
from course.pages.page import source
from course.record import Record
from course.widgets.setting import Setting

# What the course says is tested, not what a teacher made of it here.
os.environ["COURSE_MY_COURSE"] = ""

# How long an example takes depends on the machine, so it is never what a test is about.
hypothesis.settings.register_profile("course", deadline=None)
hypothesis.settings.load_profile("course")


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


@pytest.fixture(scope="session")
def run_jupyter():
    """How a browser test starts a JupyterLab: ``with run_jupyter(base, root, signed, token) as address``."""
    return running_jupyter
