"""Each threat has a weakening, each weakening still applies, and the test that has to notice it exists."""

import ast
from pathlib import Path

import pytest

from course.dev.weakenings import THREATS, WEAKENINGS, Weakening, apply

HERE = Path(__file__).parent


def test_every_threat_is_weakened() -> None:
    assert len(THREATS) == 20
    assert {one.threat for one in WEAKENINGS} == set(THREATS)


@pytest.mark.parametrize("weakening", WEAKENINGS, ids=lambda one: f"{one.threat}: {one.what}")
def test_a_weakening_applies_and_has_its_test(weakening: Weakening) -> None:
    path, text = apply(weakening)
    assert text != path.read_text("utf-8")
    compile(text, path, "exec")
    file, name = weakening.test.split("::")
    functions = [node.name for node in ast.walk(ast.parse((HERE / file).read_text("utf-8"))) if hasattr(node, "name")]
    assert name in functions
