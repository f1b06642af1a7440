"""The workflow and the container cannot be tried here; that they call what there is can be."""

import json
import re
import tomllib

import pytest

from course.dev.settle import ROOT
from course.launch.command_line import VERBS

yaml = pytest.importorskip("yaml", reason="PyYAML comes with JupyterLab")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
WORKFLOW = ROOT / ".github" / "workflows" / "site.yml"


@pytest.fixture(scope="module")
def jobs():
    return yaml.safe_load(WORKFLOW.read_text("utf-8"))["jobs"]


def test_the_workflow_builds_what_it_checks_and_publishes_that(jobs):
    steps = jobs["build"]["steps"]
    runs = "\n".join(step.get("run", "") for step in steps)
    [(verb, folder)] = re.findall(r"python -m course (\w+) (\w+)", runs)
    assert verb in VERBS
    assert steps[-1]["with"]["path"] == folder
    assert jobs["publish"]["needs"] == "build"
    assert jobs["publish"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_what_the_workflow_tests_and_installs_is_there(jobs):
    runs = "\n".join(step.get("run", "") for step in jobs["build"]["steps"])
    paths = re.findall(r"\btests/[\w./]+", runs)
    assert paths
    assert all((ROOT / path).exists() for path in paths)
    [extras] = re.findall(r'"\.\[([\w,]+)\]"', runs)
    assert set(extras.split(",")) <= PROJECT["optional-dependencies"].keys()


def test_a_foreign_pull_request_publishes_nothing(jobs):
    workflow = yaml.safe_load(WORKFLOW.read_text("utf-8"))
    assert workflow["permissions"] == {"contents": "read"}
    assert "pull_request'" in jobs["publish"]["if"]


def test_the_container_has_a_python_that_the_course_takes():
    told = json.loads((ROOT / ".devcontainer" / "devcontainer.json").read_text("utf-8"))
    version = told["image"].rpartition(":")[2]
    assert tuple(map(int, version.split("."))) >= (3, 11)
    assert (ROOT / "runtime.txt").read_text("utf-8").strip() == f"python-{version}"
