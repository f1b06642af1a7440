"""Both stores of a record keep the same laws: the one file of a computer, and the journal of a browser."""

import pytest

from course.record import Record
from course.record.journaled import JournaledRecord

STORES = {"file": Record, "journal": JournaledRecord}


@pytest.fixture(params=STORES)
def store(request):
    """What makes a record of either kind in a folder."""
    return STORES[request.param]


@pytest.fixture
def record(store, tmp_path):
    """An empty record of either kind."""
    return store(tmp_path / "my_work")


@pytest.fixture
def in_file(tmp_path):
    """An empty record in one file."""
    return Record(tmp_path / "my_work")


@pytest.fixture
def in_journal(tmp_path):
    """An empty record in a journal."""
    return JournaledRecord(tmp_path / "my_work")
