import os
from pathlib import Path

import pytest

from course.record.place import my_work, session_forgets


def test_the_folder_lies_beside_notebooks(tmp_path, monkeypatch):
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "exercises" / "solutions").mkdir(parents=True)
    for place in ("", "notebooks", "exercises/solutions"):
        monkeypatch.chdir(tmp_path / place)
        assert my_work({}) == tmp_path / "my_work"


def test_without_notebooks_it_lies_here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert my_work({}) == tmp_path / "my_work"


def test_the_environment_can_name_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert my_work({"COURSE_MY_WORK": "/srv/class"}) == Path("/srv/class")
    assert my_work({"COURSE_MY_WORK": "mine"}) == tmp_path / "mine"
    assert my_work({"COURSE_MY_WORK": "~/mine"}) == Path.home() / "mine"
    assert my_work({"COURSE_MY_WORK": " "}) == tmp_path / "my_work"


@pytest.mark.skipif(os.name == "nt", reason="Windows does not let go of the working folder")
def test_a_working_folder_that_is_gone_does_not_stop_the_lesson(tmp_path, monkeypatch):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert my_work({}) == Path("my_work")


@pytest.mark.parametrize(
    ("environment", "forgets"),
    [
        ({}, False),
        ({"BINDER_REPO_URL": "https://example.org/repo"}, True),
        ({"JUPYTERHUB_HOST": "https://hub.mybinder.org"}, True),
        ({"JUPYTERHUB_HOST": "https://hub.university.example"}, False),
    ],
)
def test_binder_forgets_and_a_hub_does_not(environment, forgets):
    assert session_forgets(environment) is forgets
