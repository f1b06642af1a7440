"""Large packages that a page in the browser fetches when something asks for them: numpy, pandas and what they need.

Nothing is prepared for them: something imports, and the import fetches, so the same module runs at home and here. Where
a package cannot be had, one sentence says so, and the rest of the page works.
"""

import importlib
import importlib.abc
import importlib.machinery
import sys
import sysconfig
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from course.content.host import IN_BROWSER, fetch, packages, unpack
from course.content.interface import words
from course.model.error import CourseError

MODULES: Mapping[str, str] = {"numpy": "numpy", "pandas": "pandas"}
"""The module that something imports, and the package that brings it."""


class NotFetched(CourseError, ImportError):
    """A package is needed here that the site does not carry, and it could not be fetched."""


class Fetching(importlib.abc.MetaPathFinder):
    """Fetches a package when its module is imported for the first time.

    ``packages`` is the list of what can be fetched (as in Pyodide's lock file); ``fetch`` returns the bytes at an
    address and raises OSError where there are none; ``folder`` is where packages lie.
    """

    def __init__(self, packages: Mapping[str, Any], fetch: Callable[[str], bytes], folder: Path) -> None:
        self._packages, self._fetch, self._folder = packages, fetch, folder

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Return where a module lies that was fetched just now, None for every other."""
        package = MODULES.get(fullname, "")
        if package not in self._packages:
            return None
        try:
            self._bring(package, set())
        except OSError as problem:
            raise NotFetched(words()["note"]["not-fetched"].format(package=package), name=fullname) from problem
        importlib.invalidate_caches()
        return importlib.machinery.PathFinder.find_spec(fullname, path)

    def _bring(self, package: str, brought: set[str]) -> None:
        """Fetch a package and what it needs, and lay it where Python looks for packages."""
        if package in brought or package not in self._packages:
            return
        brought.add(package)
        entry = self._packages[package]
        for need in entry["depends"]:
            self._bring(need, brought)
        unpack(entry, self._fetch, self._folder)


def prepare_fetching() -> None:
    """Let imports fetch what this page may ask for; once, and only in the browser."""
    if IN_BROWSER and not any(isinstance(finder, Fetching) for finder in sys.meta_path):
        sys.meta_path.append(Fetching(packages(), fetch, Path(sysconfig.get_path("purelib"))))
