"""What the tests of the widgets share: how the page speaks to a widget, and a record that fails."""

import itertools
from dataclasses import replace

import pytest

from course.record import Record
from course.record.trouble import trouble

_numbers = itertools.count(1)


@pytest.fixture
def send():
    """Send an action as the page does, and return the state that answers it."""

    def sending(widget, do, data=None, **content):
        number = next(_numbers)
        widget._receive(widget, {"do": do, "n": number, **content}, [] if data is None else [memoryview(data)])
        assert widget.state["n"] == number, "the page would wait for an answer"
        return widget.state

    return sending


class FullDisk(Record):
    """A record that can be read and not written."""

    def append(self, *args, **kwargs):
        raise trouble("full")

    save = extend = append


@pytest.fixture
def failing(setting, tmp_path):
    """A setting in which nothing can be saved."""
    return replace(setting, record=FullDisk(tmp_path / "my_work"))


@pytest.fixture(autouse=True)
def nothing_is_printed(capfd):
    """A print inside a callback is lost in JupyterLab and breaks nbval, so no action may print or log."""
    yield
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
