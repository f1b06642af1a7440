"""Altair is loaded without the grammar that costs seconds, and nothing else is lost by it."""

import subprocess
import sys

LOADED = """
import sys
from course.evidence.vega import SLOW, alt
assert alt.Chart
assert not {SLOW, "lark"} & set(sys.modules), "the slow grammar was loaded"
import importlib.util
print(importlib.util.find_spec(SLOW) is not None)
"""


def test_altair_comes_without_the_slow_grammar_and_leaves_it_to_others():
    found = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    assert found.stdout.strip() == "True", "JupyterLab no longer brings the package: course/evidence/vega.py can go"
