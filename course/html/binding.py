"""Several printed pages bound into one, so that a class's papers are one print job.

Each page keeps its own style: its rules are nested below the part that it became, what names the body of a page means
that part, and its sheet of paper has a name. Nesting is read by every browser since 2023.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from course.html.document import VIEWPORT, frame, main_of, style_of
from course.html.element import element

_FOOT = re.compile(r"--foot: (?P<foot>\"(?:[^\"\\]|\\.)*\");")
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'")
_WHOLE = re.compile(r"(?<![\w.#-])(?:body|main)(?![\w-])|\A(?=:lang\()")
"""What a page as a whole is called: its body, or by its language alone, which the part has as well."""
_SELECTOR = re.compile(r"(?:[^,()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+")
"""One of several selectors: a comma in brackets parts none."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STYLE = (
    "body { margin: 0; } .bound { break-before: page; max-inline-size: 186mm; margin-inline: auto; } "
    ".bound:first-child { break-before: auto; } @media print { .bound { max-inline-size: none; } }"
)


class Bound(NamedTuple):
    """A printed page, as ``document.page`` makes it, and how many of it are printed."""

    page: str
    copies: int = 1


def bind(title: str, parts: Sequence[Bound], language: str = "") -> str:
    """Return one page that prints all ``parts``, each as often as it has copies, every copy on sheets of its own."""
    root: dict[str, None] = {}
    styles: dict[str, str] = {}
    rules: list[str] = []
    sections: list[Markup] = []
    for part in parts:
        css = _COMMENT.sub("", style_of(part.page))
        name = styles.get(css)
        if name is None:
            name = styles[css] = f"part{len(styles) + 1}"
            rules += _named(css, name, root)
        sections += [element("section", main_of(part.page), class_=f"bound {name}")] * part.copies
    style = "\n".join([*root, STYLE, *rules])
    return frame(title, style, *sections, metas=(VIEWPORT,), language=language)


def _named(css: str, name: str, root: dict[str, None]) -> Iterator[str]:
    """Yield the rules of a page below the part that is called ``name``.

    What is said of the whole file goes to ``root``. Page numbers are left out: they would count through the whole job.
    """
    found = _FOOT.search(css)
    foot = found["foot"] if found else json.dumps("")
    own: list[str] = []
    for selector, body in rules_of(css):
        if selector.startswith((":root", "@font-face")):
            # The line at the foot is said below, where the sheet is named.
            kept = _FOOT.sub("", body).strip()
            if kept:
                root[f"{selector} {{ {kept} }}"] = None
        elif selector == "@page":
            yield f"@page {name} {{ {_without_count(body).replace('var(--foot)', foot)} }}"
        elif selector.startswith("@media"):
            inner = list(rules_of(body))
            for whose, said in inner:
                if whose.startswith(":root"):
                    root[f"{selector} {{ {whose} {{ {said} }} }}"] = None
            inside = " ".join(f"{_below(one)} {{ {said} }}" for one, said in inner if not one.startswith(":root"))
            own += [f"{selector} {{ {inside} }}"] if inside else []
        else:
            own.append(f"{_below(selector)} {{ {body} }}")
    joined = "\n".join(own)
    yield f".{name} {{ page: {name};\n{joined}\n}}"


def _below(selector: str) -> str:
    """Return a selector as it stands inside the rule of a part: the body of the page is the part itself."""
    return ", ".join(
        whole if "&" in (whole := _WHOLE.sub("&", one.strip())) else f"& {whole}" for one in _SELECTOR.findall(selector)
    )


def _without_count(body: str) -> str:
    """Return what is said of a sheet with nothing where the number of a page stood.

    The place stays: an edition that runs from right to left has its number where others have their line at the foot.
    """
    return " ".join(
        selector if said is None else f"{selector} {{ {'content: none;' if 'counter(page' in said else said} }}"
        for selector, said in _declared(body)
    )


def rules_of(css: str) -> Iterator[tuple[str, str]]:
    """Yield the rules of a style sheet of ours: what stands before the braces, and what stands in them."""
    return ((selector, said) for selector, said in _declared(css) if said is not None)


def _declared(css: str) -> Iterator[tuple[str, str | None]]:
    """Yield rules, and with None the declarations between them, in their order."""
    at = depth = begin = opened = 0
    while at < len(css):
        match css[at]:
            case '"' | "'":
                quoted = _QUOTED.match(css, at)
                at = quoted.end() - 1 if quoted else at
            case "{":
                depth += 1
                opened = at if depth == 1 else opened
            case "}":
                depth -= 1
                if depth == 0:
                    before, semicolon, selector = css[begin:opened].rpartition(";")
                    if semicolon:
                        yield f"{before.strip()};", None
                    yield selector.strip(), css[opened + 1 : at].strip()
                    begin = at + 1
            case _:
                pass
        at += 1
    if rest := css[begin:].strip():
        yield rest, None
