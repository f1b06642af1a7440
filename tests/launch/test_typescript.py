"""The check of the scripts' types: when it runs, when it is skipped and why. Nothing here needs a network or Node."""

import json
import subprocess
from pathlib import Path

import pytest

from course.launch import checks, typescript
from course.launch.environment import Environment
from course.launch.problem import Problem
from course.launch.typescript import locked_versions, prepare_typescript

ROOT = Path(__file__).parents[2]
LOCK = json.loads((ROOT / "package-lock.json").read_text("utf-8"))


@pytest.fixture
def checkout(tmp_path):
    """A course with the lock and no packages of Node."""
    (tmp_path / "package-lock.json").write_text(json.dumps(LOCK), "utf-8")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "00_start_here.ipynb").write_text("{}")
    return Environment(tmp_path)


@pytest.fixture
def have(monkeypatch):
    """Say which programs there are, and what npm does."""

    def having(*programs, code=0, output=""):
        calls = []

        def run(env, command):
            calls.append(command)
            return subprocess.CompletedProcess(command, code, stdout=output)

        monkeypatch.setattr(typescript.shutil, "which", lambda name: f"/bin/{name}" if name in programs else None)
        monkeypatch.setattr(typescript, "run", run)
        return calls

    return having


def put_in_place(checkout):
    """Leave what npm leaves: a lock of its own, without the project."""
    packages = {name: entry for name, entry in LOCK["packages"].items() if name}
    (checkout.root / "node_modules").mkdir()
    (checkout.root / "node_modules" / ".package-lock.json").write_text(json.dumps({"packages": packages}), "utf-8")


def test_without_node_it_is_skipped_and_says_why(checkout, have):
    calls = have()
    assert "no Node here" in prepare_typescript(checkout)
    assert calls == []


def test_compiler_is_installed_once(checkout, have):
    calls = have("node", "npm")
    assert prepare_typescript(checkout) == ""
    assert calls[0][:2] == ["/bin/npm", "ci"]
    put_in_place(checkout)
    assert prepare_typescript(checkout) == ""
    assert len(calls) == 1


def test_another_pinned_version_is_installed(checkout, have):
    calls = have("node", "npm")
    put_in_place(checkout)
    changed = json.loads(json.dumps(LOCK).replace(LOCK["packages"]["node_modules/typescript"]["version"], "0.0.1"))
    (checkout.root / "package-lock.json").write_text(json.dumps(changed), "utf-8")
    prepare_typescript(checkout)
    assert len(calls) == 1


def test_installed_compiler_needs_no_npm_and_no_network(checkout, have):
    have("node")
    assert "no npm" in prepare_typescript(checkout)
    put_in_place(checkout)
    assert prepare_typescript(checkout) == ""


def test_packages_out_of_reach_are_no_failure_and_a_wrong_lock_is_one(checkout, have):
    have("node", "npm", code=1, output="npm error code EAI_AGAIN\nnpm error network request failed")
    assert "EAI_AGAIN" in prepare_typescript(checkout)
    have("node", "npm", code=1, output="npm error code EUSAGE\nnpm error package.json and lock are not in sync")
    with pytest.raises(Problem, match="not in sync"):
        prepare_typescript(checkout)


def run_step(checkout, monkeypatch, prepare, code="pass"):
    """Run the checks with one step that prepares itself so; return their exit code."""
    step = checks.Check("Step", ["python", "-c", code], prepare)
    monkeypatch.setattr(checks, "steps", lambda env, fast, long: [step])
    return checks.run(checkout)


def test_skipped_step_stands_in_the_table_and_does_not_fail(checkout, monkeypatch, capsys):
    assert run_step(checkout, monkeypatch, lambda env: "no Node here", code="raise SystemExit(1)") == 0
    [row] = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Step ")]
    assert row.endswith("skipped: no Node here")


def test_step_that_cannot_be_prepared_has_failed(checkout, monkeypatch, capsys):
    def fail(env):
        raise Problem("The lock is wrong.")

    assert run_step(checkout, monkeypatch, fail) == 1
    assert "The lock is wrong." in capsys.readouterr().out


def test_lock_pins_exactly_one_version_and_names_no_host():
    package = json.loads((ROOT / "package.json").read_text("utf-8"))
    pinned = {f"node_modules/{name}": version for name, version in package["devDependencies"].items()}
    assert pinned.items() <= locked_versions(ROOT / "package-lock.json").items()
    assert all(version[0].isdigit() for version in pinned.values()), "a range is no pin"
    assert not any("resolved" in entry for entry in LOCK["packages"].values()), "an address of one registry"
    assert all(entry["integrity"] for name, entry in LOCK["packages"].items() if name)
    assert (ROOT / ".gitignore").read_text("utf-8").splitlines().count("node_modules/") == 1
