"""Markdown as the texts that a translator says one by one: headings, paragraphs, entries of lists, cells of tables.

What is no text stays where it is: the signs that begin a heading or an entry, blank lines, rules, code.
"""

import re
from collections.abc import Callable, Iterator
from typing import TypeAlias

Said: TypeAlias = Callable[[str], str]
"""What says a text in another language."""

BEGINS = re.compile(r"(\s*(?:#{1,6}|[-*+]|\d+\.|>)\s+)(.*)")
RULE = re.compile(r"\s*(?:[-*_]\s*){3,}")
TABLE = re.compile(r"\s*\|")
TABLE_RULE = re.compile(r"[\s|:-]+")
HAS_WORDS = re.compile(r"[^\W\d_]")
COMMENT = re.compile(r"^(\s*# ?)(?=\S)(.*)$|^([^#\n\"']*\S\s+# )(.*)$", re.MULTILINE)


def has_words(text: str) -> bool:
    """Return whether a text has anything to translate; names in braces are filled in, and are no words."""
    return bool(HAS_WORDS.search(re.sub(r"\{[^}]*\}", "", text)))


def translate_prose(markdown: str, said: Said) -> str:
    """Return ``markdown`` with each of its texts as ``said`` says it, and everything else as it was."""
    return "\n".join(_lines(markdown, said))


def texts_of(markdown: str) -> list[str]:
    """Return the texts of ``markdown``, in order."""
    texts: list[str] = []

    def note(text: str) -> str:
        texts.append(text)
        return text

    translate_prose(markdown, note)
    return texts


def _lines(markdown: str, said: Said) -> Iterator[str]:
    prefix, paragraph, is_code = "", list[str](), False
    for line in [*markdown.split("\n"), None]:
        begins = BEGINS.match(line) if line is not None else None
        is_fence = line is not None and line.lstrip().startswith("```")
        ends = line is None or not line.strip() or begins or is_fence or is_code or TABLE.match(line)
        if ends and (paragraph or prefix):
            yield prefix + _say("\n".join(paragraph), said)
            prefix, paragraph = "", []
        if line is None:
            return
        if is_fence or is_code or not line.strip() or (RULE.fullmatch(line) and not paragraph):
            is_code = is_code != is_fence
            yield line
        elif TABLE.match(line):
            yield line if TABLE_RULE.fullmatch(line) else _say_cells(line, said)
        elif begins:
            prefix, paragraph = begins[1], [begins[2]]
        else:
            paragraph.append(line)


def _say_cells(line: str, said: Said) -> str:
    def cell(match: re.Match[str]) -> str:
        return f"{match[1]}{_say(match[2], said)}{match[3]}"

    return re.sub(r"(?<=\|)(\s*)([^|]*?)(\s*)(?=\|)", cell, line)


def _say(text: str, said: Said) -> str:
    return said(text) if has_words(text) else text


def translate_comments(code: str, said: Said) -> str:
    """Return Python with each comment as ``said`` says it; code is never translated."""

    def comment(match: re.Match[str]) -> str:
        before, text = (match[1], match[2]) if match[1] is not None else (match[3], match[4])
        return before + _say(text, said)

    return COMMENT.sub(comment, code)


def comments_of(code: str) -> list[str]:
    """Return the comments of Python code, in order."""
    texts: list[str] = []

    def note(text: str) -> str:
        texts.append(text)
        return text

    translate_comments(code, note)
    return texts
