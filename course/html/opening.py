"""The head of a page: what it is for, how long it takes, what one can do by the end."""

from collections.abc import Sequence

from markupsafe import Markup

from course.html.element import b, bullets, join, p, section, strong
from course.html.face import Face, lines
from course.html.text import phrase, plain


def opening(
    ready: str, rows: Sequence[tuple[str, str]], list_title: str = "", listed: Sequence[str] = ()
) -> tuple[Markup, Face]:
    """Return the head for a live widget, and as a static face.

    ``rows`` are names ("" for none) with what they say, as Markdown; so are the things ``listed``.
    """
    head = [
        p(strong(ready)),
        *(p(b(name) if name else None, " " if name else None, phrase(says)) for name, says in rows),
    ]
    if listed:
        head += [p(b(list_title)), bullets(phrase(item) for item in listed)]
    text = lines(
        ready,
        *(f"{name} {plain(says)}".strip() for name, says in rows),
        list_title if listed else "",
        *(f"- {plain(item)}" for item in listed),
    )
    return join(head), Face(section("opening", *head), text)
