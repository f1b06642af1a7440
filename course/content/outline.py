"""What stands under each heading of a lesson notebook: which prompts, checks, labs, tables and cases."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from course.content import catalog, dossiers, language, lessons, tables
from course.content.place import root
from course.content.reader import ContentError
from course.model.lesson import AnyLook, Lesson, LessonBlock
from course.model.prompt import AnyPrompt

_FIRST = r"\([\"']?((?<=[\"'])[^\"']+|(?<=\()\d+)?"
"""The first argument of a call: an id in quotation marks, or a number."""
CALL = re.compile(r"\b(?:lesson|exercise)\.([a-z_]+)" + _FIRST)
SHOWN_BY = {"prompts": "discuss", "checks": "check", "looks": "look", "tasks": "task"}
"""The call that shows an entry of each list."""
ANY_CALL = re.compile(r"\b(?:lesson|exercise|atlas)\.([a-z_]+)" + _FIRST)
READ, BESIDE = "read", "beside"
"""The call that shows a document, and what stands for it where a second document is read beside the first."""
_TWO = re.compile(r"\blesson\.read\(\s*[\"'][^\"']+[\"']\s*,\s*[\"']([^\"']+)[\"']")


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a notebook: the text of its heading, and its calls as pairs ("discuss", "go-or-wait").

    A document that is read beside another one is a pair of its own ("beside", "letters-rabin-1993"). ``prose`` is the
    Markdown below the heading.
    """

    title: str
    calls: tuple[tuple[str, str], ...]
    prose: str = ""


def outline(stem: str) -> tuple[Block, ...]:
    """Return the blocks of the lesson ``stem`` in reading order; empty when its notebook is not here.

    What a teacher added stands in the block where it is shown.
    """
    path = root() / "notebooks" / f"{stem}.ipynb"
    blocks = blocks_of(path) if path.is_file() else ()
    added = lessons.added("lessons", stem)
    return tuple(
        Block(title=block.title, calls=tuple(_with_added(block.calls, added)), prose=block.prose) for block in blocks
    )


def sessions_of(lesson: Lesson) -> dict[tuple[str, str], int]:
    """Return the session, from 1, in which the notebook of ``lesson`` shows what, by call."""
    sessions = {block.title: number for number, session in enumerate(lesson.sessions, 1) for block in session.blocks}
    shown = [(call, block.title) for block in outline(lesson.stem) for call in block.calls]
    return {call: sessions[title] for call, title in shown if title in sessions}


def by_session(lesson: Lesson) -> list[Lesson]:
    """Return ``lesson`` for each of its sessions, with the documents, people, boundaries and filings of that session.

    What its notebook shows nowhere comes last.
    """
    placed, count = sessions_of(lesson), max(1, len(lesson.sessions))

    def is_in(session: int, calls: Sequence[str], id: str) -> bool:
        return next((placed[call, id] for call in calls if (call, id) in placed), count) == session

    return [
        msgspec.structs.replace(
            lesson,
            documents=tuple(id for id in lesson.documents if is_in(session, (READ, BESIDE), id)),
            people=tuple(id for id in lesson.people if is_in(session, ("meet",), id)),
            boundaries=tuple(id for id in lesson.boundaries if is_in(session, ("draw",), id)),
            filings=tuple(filing for filing in lesson.filings if is_in(session, ("weigh",), filing.claim)),
        )
        for session in range(1, count + 1)
    ]


def asking_looks(lesson: Lesson) -> list[AnyLook]:
    """Return the looks of ``lesson`` that ask and that a core shows, in the order of the notebook."""
    core = {block.title for session in lesson.sessions for block in session.blocks if not block.more}
    shown = [id for block in outline(lesson.stem) if block.title in core for call, id in block.calls if call == "look"]
    looks = {look.id: look for look in lesson.looks if look.ask}
    return [looks[id] for id in dict.fromkeys(shown) if id in looks]


def text_of_sessions(lesson: Lesson) -> dict[int, str]:
    """Return all that stands in each session of ``lesson``, by number: prose, questions, looks, cases, trials."""
    parts = {part.title: part for part in outline(lesson.stem)}
    return {
        number: "\n".join(
            text
            for block in session.blocks
            for text in _text_of_block(lesson, block, parts.get(block.title, Block(title=block.title, calls=())))
        )
        for number, session in enumerate(lesson.sessions, 1)
    }


def _text_of_block(lesson: Lesson, block: LessonBlock, part: Block) -> Iterator[str]:
    yield from (block.title, block.do, block.paper, part.prose)
    shown: dict[str, msgspec.Struct] = {entry.id: entry for entry in (*lesson.prompts, *lesson.checks, *lesson.looks)}
    shown |= {filing.claim: filing for filing in lesson.filings}
    for call, id in part.calls:
        if call == "case":
            yield _text_of(dossiers.dossier(id) if id in dossiers.ids() else tables.cases_by_id().get(id))
        if call == "weigh" and id in catalog.claims():
            yield _text_of(catalog.claims()[id].shown_in(lesson.stem))
        yield _text_of(shown.get(id))


def _text_of(entry: msgspec.Struct | None) -> str:
    return msgspec.json.encode(entry).decode() if entry else ""


def prompts_by_session(lesson: Lesson) -> list[tuple[int, AnyPrompt]]:
    """Return the prompts of a lesson with the numbers of their sessions, in order; what is shown nowhere comes last."""
    sessions = sessions_of(lesson)
    numbers = [sessions.get(("discuss", prompt.id), len(lesson.sessions)) for prompt in lesson.prompts]
    return sorted(zip(numbers, lesson.prompts, strict=True), key=lambda pair: pair[0])


def blocks_of(path: Path) -> tuple[Block, ...]:
    """Return the blocks of a notebook of a lesson or an exercise, as they stand in it."""
    return _blocks(_cells(path))


def _with_added(
    calls: tuple[tuple[str, str], ...], added: Mapping[str, Sequence[tuple[str, str]]]
) -> Iterator[tuple[str, str]]:
    for name, id in calls:
        yield name, id
        if name in SHOWN_BY.values():
            yield from ((SHOWN_BY[key], new) for key, new in added.get(id, ()))


def calls(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the calls in a notebook of a lesson, an exercise or the atlas, in order, as pairs ("task", "trust")."""
    return tuple(call for kind, text in _cells(path) if kind == "code" for call in _find_calls(ANY_CALL, text))


def _find_calls(call: re.Pattern[str], text: str) -> Iterator[tuple[str, str]]:
    for match in call.finditer(text):
        yield match[1], match[2] or ""
        second = _TWO.match(text, match.start()) if match[1] == READ else None
        if second:
            yield BESIDE, second[1]


def _cells(path: Path) -> list[tuple[str, str]]:
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (ValueError, KeyError, TypeError):
        raise ContentError(f"{path.name}: this is no notebook any more. Fetch it again from the course.") from None
    # Blocks are named by their headings, which the content files have in the chosen language.
    file = f"{path.parent.name}/{path.name}"
    return [(kind, language.say_prose(text, file) if kind == "markdown" else text) for kind, text in texts]


def _blocks(cells: list[tuple[str, str]]) -> tuple[Block, ...]:
    blocks: list[tuple[str, list[tuple[str, str]], list[str]]] = []
    for kind, text in cells:
        if kind == "markdown":
            for line in text.splitlines():
                if line.startswith("## "):
                    blocks.append((line[3:].strip(), [], []))
                elif blocks:
                    blocks[-1][2].append(line)
        elif kind == "code" and blocks:
            blocks[-1][1].extend(_find_calls(CALL, text))
    return tuple(
        Block(title=title, calls=tuple(calls), prose="\n".join(prose).strip()) for title, calls, prose in blocks
    )
