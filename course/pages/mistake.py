"""A learner's own mistake in a cell, told in one sentence: what it is, in which line, and what to write instead."""

import re
from collections.abc import Mapping
from types import TracebackType

from IPython.core.interactiveshell import InteractiveShell

from course.checks.numbers import read_number, write_number
from course.content.interface import words

MISTAKES = (SyntaxError, NameError, TypeError)

_ASSIGNED = re.compile(r"^\s*\w+\s*=(?!=)\s*(?P<value>.*?)\s*(?:#.*)?$")
# A number and what stands beside it: "120 dinars", "35%", "$ 40".
_WITH_WORDS = re.compile(r"^(?P<before>[$€£]?)\s*(?P<number>[-+−]?\d[\d.,٫٬]*)\s*(?P<after>[%٪$€£]|[^\W\d_].*)?$")


def tell_mistakes(shell: InteractiveShell) -> None:
    """Tell in the cells of ``shell`` a mistake of the kinds above by ``mistake_in_words``, all others as before."""

    def tell(
        shell: InteractiveShell,
        kind: type[BaseException],
        error: BaseException,
        traceback: TracebackType,
        tb_offset: int | None = None,
    ) -> list[str]:
        where = _place(error, traceback)
        if where is None:
            # It broke inside of a library: nobody can say in a sentence where the learner's part in it is.
            stb = shell.InteractiveTB.structured_traceback(kind, error, traceback, tb_offset=tb_offset)
        else:
            stb = [mistake_in_words(words()["cell"], error, *where)]
        shell._showtraceback(kind, error, stb)
        return []

    shell.set_custom_exc(MISTAKES, tell)


def _place(error: BaseException, traceback: TracebackType | None) -> tuple[int, str] | None:
    """Return the number and the text of the line of a cell in which it broke, None where it broke elsewhere."""
    import linecache

    if isinstance(error, SyntaxError):
        return error.lineno or 1, error.text or ""
    last = traceback
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None or "__file__" in last.tb_frame.f_globals or last.tb_frame.f_globals.get("__name__") != "__main__":
        return None
    return last.tb_lineno, linecache.getline(last.tb_frame.f_code.co_filename, last.tb_lineno)


def mistake_in_words(sentences: Mapping[str, str], error: BaseException, line: int, text: str) -> str:
    """Return that of ``sentences`` which tells the ``error`` in the line number ``line``, which reads ``text``."""
    if isinstance(error, SyntaxError):
        return _syntax(sentences, line, text)
    if isinstance(error, NameError):
        return sentences["name"].format(line=line, name=error.name or "")
    return sentences["type"].format(line=line, problem=str(error))


def _syntax(sentences: Mapping[str, str], line: int, text: str) -> str:
    assigned = _ASSIGNED.match(text)
    if assigned is None:
        return sentences["syntax"].format(line=line, text=text.strip())
    value = assigned["value"]
    if not value:
        return sentences["empty"].format(line=line)
    typed = _WITH_WORDS.match(value)
    meant = read_number(typed["number"]) if typed else None
    if typed is None or meant is None:
        return sentences["syntax"].format(line=line, text=text.strip())
    number = write_number(meant)
    if typed["before"] or typed["after"]:
        return sentences["with-words"].format(line=line, given=value, number=number)
    return sentences["digits"].format(line=line, given=value, number=number)
