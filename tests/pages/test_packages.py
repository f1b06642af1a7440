"""What the browser fetches when something imports it: the import brings it, or one sentence says that it cannot."""

import hashlib
import importlib
import io
import sys
import zipfile

import pytest

from course.content.interface import words
from course.model.error import CourseError
from course.pages import packages
from course.pages.packages import Fetching

SENTENCE = words()["note"]["not-fetched"].format(package="stand_in")


def wheel(**modules):
    """A wheel with these modules."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, source in modules.items():
            archive.writestr(f"{name}.py", source)
    return made.getvalue()


FILES = {
    "a.whl": wheel(stand_in="import needed_by_it\nsaid = needed_by_it.said"),
    "b.whl": wheel(needed_by_it="said = 'here'"),
}


def entry(name, depends=()):
    return {"file_name": name, "sha256": hashlib.sha256(FILES[name]).hexdigest(), "depends": list(depends)}


@pytest.fixture
def fetching(monkeypatch, tmp_path):
    """How an import fetches: with this function, which gives the bytes at an address."""
    monkeypatch.setattr(packages, "MODULES", {"stand_in": "stand_in"})
    monkeypatch.syspath_prepend(tmp_path)

    def begin(fetch):
        listed = {"stand_in": entry("a.whl", ["needed"]), "needed": entry("b.whl")}
        monkeypatch.setattr(sys, "meta_path", [*sys.meta_path, Fetching(listed, fetch, tmp_path)])

    yield begin
    for name in ("stand_in", "needed_by_it"):
        sys.modules.pop(name, None)
    importlib.invalidate_caches()


def test_an_import_brings_the_package_and_what_it_needs(fetching):
    fetching(FILES.__getitem__)
    assert importlib.import_module("stand_in").said == "here"


def test_one_sentence_says_that_it_cannot_be_had_and_a_later_try_may(fetching):
    connected = []

    def fetch(address):
        if not connected:
            raise OSError("no connection")
        return FILES[address]

    fetching(fetch)
    with pytest.raises(CourseError, match="^" + SENTENCE[:40]) as told:
        importlib.import_module("stand_in")
    assert str(told.value) == SENTENCE
    assert isinstance(told.value, ImportError), "who can do without a package catches this"
    connected.append(True)
    assert importlib.import_module("stand_in").said == "here"


def test_another_file_than_the_one_of_the_list_is_none(fetching, tmp_path):
    fetching(lambda address: wheel(stand_in="said = 'something else'"))
    with pytest.raises(CourseError):
        importlib.import_module("stand_in")
    assert not [*tmp_path.iterdir()]


def test_every_other_module_is_left_alone(fetching):
    fetching(FILES.__getitem__)
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("a_module_that_nobody_has")
