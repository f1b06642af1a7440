"""One tree of errors: what its page draws is what the classes are, and nothing of ours stands beside it."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import course
from course.launch.problem import Problem
from course.model import error
from course.model.error import CourseError

# What a server answers by a status, and what a line to it does: nobody is shown these.
ON_THE_WIRE = {
    "Refusal",
    "TooLong",
    "TooSlow",
    "WriterStopped",
    "NewerFile",
    "FileInUse",
    "Unreachable",
    "NotHere",
    "Later",
    "Never",
    "Closed",
}
DRAWN = re.compile(r"^ +· (\w+) +(course[\w.]+) ", re.MULTILINE)


def below(kind):
    """All classes below an error, depth first."""
    for child in kind.__subclasses__():
        yield child
        yield from below(child)


def load_everything():
    """Import every module of the course, so that every error is there; verbs do nothing on import."""
    for module in pkgutil.walk_packages(course.__path__, "course."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


def test_the_tree_is_drawn_as_it_is():
    load_everything()
    drawn = DRAWN.findall(error.__doc__)
    assert len(drawn) > 5
    assert dict(drawn) == {kind.__name__: kind.__module__ for kind in below(CourseError)}


def test_a_branch_is_drawn_below_its_root():
    indents = {}
    for line in error.__doc__.splitlines():
        if "·" in line:
            indents[line.split()[1]] = line.index("·")
    for kind in below(CourseError):
        parent = indents.get(kind.__base__.__name__, 2)
        assert indents[kind.__name__] == parent + 4, kind.__name__


def test_every_error_of_ours_is_in_the_tree():
    load_everything()
    ours = set()
    for path in Path(course.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            bases = [base.id for base in getattr(node, "bases", ()) if isinstance(base, ast.Name)]
            if isinstance(node, ast.ClassDef) and any(base.endswith(("Error", "Exception")) for base in bases):
                ours.add(node.name)
    assert ours - {kind.__name__ for kind in below(CourseError)} == {"CourseError", Problem.__name__, *ON_THE_WIRE}


def test_the_launcher_stays_apart():
    assert not issubclass(Problem, CourseError)
