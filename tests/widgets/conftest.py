"""What the tests of the widgets share: a record that fails, and silence."""

from dataclasses import replace

import pytest

from course.record import Record
from course.record.trouble import trouble


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
