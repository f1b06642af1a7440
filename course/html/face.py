"""The static face of a widget: the same question as HTML and as plain text, readable without a kernel."""

from collections.abc import Iterable


class Face:
    """Something to show that needs no kernel: HTML for a page, plain text for everything else."""

    def __init__(self, markup: str, text: str):
        self.markup = markup
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.markup


def section(kind: str, *parts: str) -> str:
    """Return one section of HTML of the class ``course-<kind>``."""
    return f'<section class="course course-{kind}">' + "".join(part for part in parts if part) + "</section>"


def bullets(items: Iterable[str], ordered: bool = False) -> str:
    """Return HTML list items, "" when there are none."""
    entries = "".join(f"<li>{item}</li>" for item in items)
    name = "ol" if ordered else "ul"
    return f"<{name}>{entries}</{name}>" if entries else ""


def lines(*parts: str) -> str:
    """Join the non-empty parts of a plain face, a line each."""
    return "\n".join(part for part in parts if part)
