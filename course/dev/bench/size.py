"""How large the environment is, beside the base that any such course needs."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from course.dev import settle
from course.dev.bench.row import Row

BASE = ("jupyterlab", "ipywidgets", "nbval", "pytest")
NAME = re.compile(r"[A-Za-z0-9._-]+")


def closure(names: Iterable[str]) -> dict[str, Distribution]:
    """Return the distributions ``names`` and everything that they need, without extras."""
    distributions: dict[str, Distribution] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in distributions:
            continue
        try:
            distributions[name] = distribution(name)
        except PackageNotFoundError:
            continue
        for requirement in distributions[name].requires or ():
            if "extra ==" not in requirement and (match := NAME.match(requirement)):
                waiting.append(match[0])
    return distributions


def megabytes(distributions: Iterable[Distribution]) -> float:
    """Return the size of their files on the disk."""
    return sum(_sizes(distributions)) / 1e6


def _sizes(distributions: Iterable[Distribution]) -> Iterator[int]:
    for installed in distributions:
        for file in installed.files or ():
            path = Path(str(installed.locate_file(file)))
            if path.is_file():
                yield path.stat().st_size


def read_needed() -> list[str]:
    """Return the packages that the course names in ``pyproject.toml``, those for the checks left out."""
    project = tomllib.loads((settle.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [match[0] for requirement in project["dependencies"] if (match := NAME.match(requirement))]


def rows() -> Iterator[Row]:
    """Measure the environment that learners install."""
    base = megabytes(closure(BASE).values())
    whole = megabytes(closure(read_needed()).values())
    yield Row("environment, files of all packages", f"{whole:.0f} MB", f"base {base:.0f} MB", "under 450 MB")
