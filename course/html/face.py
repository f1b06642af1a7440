"""The static face of a widget: the same question as HTML and as plain text, readable without a kernel."""

from markupsafe import Markup


class Face:
    """Something to show that needs no kernel: HTML for a page, plain text for everything else."""

    def __init__(self, markup: Markup, text: str):
        self.markup = markup
        self.text = text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> Markup:
        return self.markup


def lines(*parts: str) -> str:
    """Join the non-empty parts of a plain face, a line each."""
    return "\n".join(part for part in parts if part)
