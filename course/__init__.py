"""An interactive course on international mediation and diplomacy.

A notebook needs four names: ``open_lesson``, ``open_exercise``, ``open_atlas`` and, for teachers, ``open_desk``.
They are loaded when first asked for, so that ``python -m course`` can start, and explain itself, before anything is
installed.
"""

import importlib

__version__ = "0.1.0"

__all__ = ["__version__", "open_atlas", "open_desk", "open_exercise", "open_lesson"]


# The page of each opener: the module of that name in `course.pages`.
PAGES = {"open_atlas": "atlas", "open_desk": "desk", "open_exercise": "exercise", "open_lesson": "lesson"}


def __getattr__(name: str) -> object:
    if name in PAGES:
        return getattr(importlib.import_module("course.pages." + PAGES[name]), name)
    raise AttributeError("module 'course' has no attribute " + repr(name))


def __dir__() -> "list[str]":
    return list(__all__)
