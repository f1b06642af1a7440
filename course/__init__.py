"""An interactive course on international mediation and diplomacy.

A notebook needs four names: ``open_lesson``, ``open_exercise``, ``open_atlas`` and, for teachers, ``open_desk``.
They are loaded when first asked for, so that ``python -m course`` can start, and explain itself, before anything is
installed.
"""

__version__ = "0.1.0"

__all__ = ["__version__", "open_atlas", "open_desk", "open_exercise", "open_lesson"]


def __getattr__(name: str) -> object:
    if name in ("open_lesson", "open_exercise"):
        from course.pages import lesson

        return getattr(lesson, name)
    if name == "open_atlas":
        from course.pages import atlas

        return atlas.open_atlas
    if name == "open_desk":
        from course.pages import desk

        return desk.open_desk
    raise AttributeError("module 'course' has no attribute " + repr(name))


def __dir__() -> "list[str]":
    return list(__all__)
