"""The page for who looks after a hub names verbs, keys and versions that are there."""

import re
import tomllib
from pathlib import Path

import pytest

import course
import course.hub
from course.hub import command

ROOT = Path(course.__file__).parent
PAGE = (ROOT / "hub" / "README.md").read_text()
EXAMPLE = (ROOT / "hub" / "hub.example.toml").read_text()


def test_every_verb_is_there() -> None:
    verbs = set(re.findall(r"course\.?hub (\w+)|course hub (\w+)", PAGE))
    named = {one or other for one, other in verbs}
    assert named >= {"start", "grades", "delete", "values"}
    for verb in named:
        with pytest.raises(SystemExit) as ended:
            command.command_line().parse_args([verb, "--help"])
        assert ended.value.code == 0, verb


def test_every_limit_is_a_key() -> None:
    limits = re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE)
    assert {"memory", "idle-minutes"} <= set(limits)
    for key in [*limits, "remembers", "database"]:
        assert re.search(rf"^#? ?{key} = ", EXAMPLE, re.MULTILINE), key


def test_no_pin_is_older_than_the_page_asks_for() -> None:
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text())
    pins = "\n".join(
        [*project["project"]["optional-dependencies"]["hub"], (ROOT.parent / "requirements.txt").read_text()]
    )
    package, seen = "", 0
    for named, least in re.findall(r"^\| ([\w-]*) ?\| (\d+\.\d+\.\d+) \|", PAGE, re.MULTILINE):
        package = named.lower() or package
        [pinned] = re.findall(rf"^{package}==([\d.]+)$", pins, re.MULTILINE)
        assert tuple(map(int, pinned.split("."))) >= tuple(map(int, least.split("."))), package
        seen += 1
    assert seen == 8
