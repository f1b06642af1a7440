"""What the tests of the pages share: what opening a page shows in its cell."""

import pytest

from course.pages import page


@pytest.fixture
def heads(monkeypatch):
    """What opening a page shows in its cell."""
    shown = []
    monkeypatch.setattr(page, "display", shown.append)
    return shown
