"""The journal: a record on a file system where nothing can be locked and each close writes a whole file.

Every tab (a kernel of its own) writes books of its own, so that two tabs never write one file. A book lies in two
files that take turns: what was promised stands whole in one of them while the other is written, so that a tab which is
closed at any moment takes nothing with it. After each save the file is read back; only then is it promised. A book that
is full is never written again, so that a save stays small.

What all books hold is brought together in an SQLite database in memory, which answers like the file of a computer.

Small books of tabs that were closed are copied into one and then removed. Nobody can know that a tab is closed; so who
wants to take a book over first *claims* it, then reads it, copies it and only then removes it. A tab that saves first
writes, then looks for claims on its book, then reads back. Either it wrote before the claim, and the copy has it; or it
sees the claim and writes all of its book anew under another name; or the claim is gone again, the file with it, and the
reading back tells. In each order what was promised stands in a book.
"""

import re
import secrets
import sqlite3
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from . import rows, sums
from .book import VERSION, Content, Head, event_line, head_line, id_in, read_book
from .schema import migrate
from .shelf import Shelf, Stamp
from .sums import Row, SummedRow
from .trouble import trouble

FOLDER = "journal"
FULL = 100_000
"""Bytes. A book of that size or more is never written again."""
MOST_BOOKS = 24
"""So many small books may stand there before they are copied into one."""
_TRIES = 4
_TURNS = ("a", "b")
_NAME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9a-f]{12})\.([ab])\.txt")
_CLAIM = "{}.{}.claim.txt"
_OWN: Stamp = (-1, 0)  # of what was written here: it is looked at only if the book is no longer this tab's

# Pages of one kernel take turns; between kernels nothing does.
_IN_TURN: dict[Path, threading.RLock] = {}


class _Book:
    """What this tab writes: ``promised`` stands in the file of ``turn``, "" if nothing was promised in it yet."""

    def __init__(self, head: Head, promised: bytes = b""):
        self.stem = f"{datetime.now(UTC):%Y-%m-%d}-{secrets.token_hex(6)}"
        self.head = head
        self.promised = promised or head_line(head)
        self.turn = ""

    def file(self, turn: str) -> str:
        return f"{self.stem}.{turn}.txt"

    @property
    def next_turn(self) -> str:
        return _TURNS[self.turn == _TURNS[0]]


class Journal:
    """All books in ``folder``, and those that this tab writes.

    ``freshness`` is for how many seconds a look at what other tabs have written may be old when something is read;
    before something is saved there is always a new look.
    """

    def __init__(self, folder: Path, *, freshness: float = 0.0, shelf: Shelf | None = None):
        self.shelf = shelf or Shelf(folder)
        self._freshness = freshness
        self._turn = _IN_TURN.setdefault(folder.absolute(), threading.RLock())
        self._depth = 0
        self._looked = float("-inf")
        self._book: _Book | None = None
        self._begin()

    def _begin(self) -> None:
        """Begin with nothing known, as a new tab does."""
        self.index = _make_index()
        self._close = weakref.finalize(self, self.index.close)
        self._seen: dict[str, Stamp] = {}
        self._full: set[str] = set()
        self._heads: set[Head] = set()
        self._broken: dict[str, list[bytes]] = {}
        self._is_newer = False

    def _forget(self) -> None:
        """Close what is known, and begin with nothing."""
        self._close()
        self._begin()

    @property
    def records(self) -> set[str]:
        """The ids under which tabs have begun this record: two that begin in one moment do not agree at once."""
        return {head.record for head in self._heads}

    def has_begun(self) -> bool:
        """Return whether there is anything in any book."""
        return bool(self._heads) or rows.count(self.index) > 0

    def lost(self) -> int:
        """Return how many lines can no longer be read and stand nowhere else."""
        with self.reading() as index:
            ids = [id_in(line) for lines in self._broken.values() for line in lines]
            return sum(not id or rows.by_id(index, id) is None for id in ids)

    @contextmanager
    def reading(self, *, afresh: bool = False) -> Iterator[sqlite3.Connection]:
        """Give the database, with what all tabs have saved."""
        with self._turn:
            if self._depth == 0 and (afresh or time.monotonic() - self._looked >= self._freshness):
                if afresh:
                    self._forget()
                self._take_in()
            if self._is_newer:
                raise trouble("newer")
            self._depth += 1
            try:
                yield self.index
            finally:
                self._depth -= 1

    @contextmanager
    def writing(self, new_id: Callable[[], str], begun: str) -> Iterator[sqlite3.Connection]:
        """Give the database inside a transaction; when the block ends, what was added stands in a book, read back.

        If it raises, nothing happened. A record that begins here has the id ``new_id()`` and begins at ``begun``.
        """
        with self._turn:
            self._looked = float("-inf")
            with self.reading() as index:
                index.execute("BEGIN")
                try:
                    if not rows.record_id(index):
                        index.execute("REPLACE INTO meta VALUES ('record', ?)", (new_id(),))
                    index.execute("DELETE FROM written")
                    yield index
                    written = list(index.execute(_WRITTEN))
                    if written:
                        id = rows.record_id(index)
                        head = min(self._heads, default=Head(begun, id))
                        self._keep([event_line(row[:6], row[6] or b"") for row in written], head)
                    index.execute("COMMIT" if written else "ROLLBACK")
                except BaseException:
                    with suppress(sqlite3.Error):
                        index.execute("ROLLBACK")
                    raise

    def tidy(self) -> None:
        """Where many small books stand, take them over into one of this tab, and remove them."""
        with self.reading():
            names = self._names()
            self._remove_outgrown(names)
            stems = sorted({stem for stem, files in _books(names).items() if self._is_small(stem, files)})
            if len(stems) < MOST_BOOKS:
                return
            taker = secrets.token_hex(4)
            claims = [_CLAIM.format(stem, taker) for stem in stems]
            try:
                for claim in claims:
                    self.shelf.write(claim, b"This book is being copied.\n")
                standing = self.shelf.names()
                self._take_over([stem for stem, claim in zip(stems, claims, strict=True) if claim in standing])
            finally:
                for claim in claims:
                    self.shelf.remove(claim)

    def _take_over(self, stems: Sequence[str]) -> None:
        """Copy books that are claimed, and remove them. One in which anything cannot be read stays."""
        lines: dict[bytes, None] = {}
        read: list[SummedRow] = []
        files: list[str] = []
        heads = set(self._heads)
        for stem in stems:
            contents = {name: read_book(self.shelf.read(name) or b"") for name in self._files_of(stem)}
            if all(_is_whole(content) for content in contents.values()):
                files += contents
                read += _together(list(contents.values()))[0]
                for content in contents.values():
                    lines |= dict.fromkeys(line + b"\n" for line in content.lines)
                    heads |= {content.head} if content.head else set()
        if lines and heads:
            self._keep(list(lines), min(heads))
            _add(self.index, read)  # their tabs may have written since the last look
            for name in files:
                self.shelf.remove(name)
                self._seen.pop(name, None)

    def _is_small(self, stem: str, files: set[str]) -> bool:
        is_own = self._book is not None and self._book.stem == stem
        return not is_own and not files & self._full and stem not in self._broken

    def _remove_outgrown(self, names: set[str]) -> None:
        """Remove the second file of each full book, where a closed tab has left it: all of it stands in the first."""
        for files in _books(names).values():
            full = [self.shelf.read(name) or b"" for name in files & self._full]
            for name in files - self._full if full else ():
                data = self.shelf.read(name)
                if data is not None and all(whole.startswith(data) for whole in full):
                    self.shelf.remove(name)
                    self._seen.pop(name, None)

    def _names(self) -> set[str]:
        return {name for name in self.shelf.names() if _NAME.fullmatch(name)}

    def _files_of(self, stem: str) -> list[str]:
        return [name for turn in _TURNS if self.shelf.stamp(name := f"{stem}.{turn}.txt") is not None]

    def _take_in(self) -> None:
        """Take in what other tabs have saved since the last look."""
        for _ in range(_TRIES):
            if self._look():
                break
        if self._heads:
            self.index.execute("REPLACE INTO meta VALUES ('record', ?)", (min(self._heads).record,))
        self._looked = time.monotonic()

    def _look(self) -> bool:
        """Read what is new; return False where books vanished meanwhile: they stand in another that was not seen."""
        names = self._names()
        if self._seen.keys() - names:
            self._forget()  # books were taken over or deleted: what is there now is right
        if self._book and self._book.turn and self._book.file(self._book.turn) not in names:
            self._book = None
        is_complete = True
        for stem, files in sorted(_books(names).items()):
            if self._book and self._book.stem == stem and files <= self._seen.keys():
                continue  # nobody else writes it
            stamps = {name: self.shelf.stamp(name) for name in files if name not in self._full}
            if any(stamp is None or stamp != self._seen.get(name) for name, stamp in stamps.items()):
                if self._read_book(stem, files) and None not in stamps.values():
                    self._seen |= {name: stamp for name, stamp in stamps.items() if stamp is not None}
                else:
                    is_complete = False
        return is_complete

    def _read_book(self, stem: str, files: set[str]) -> bool:
        """Take in a book; return False where a file of it is no longer there."""
        found = {name: self.shelf.read(name) for name in files}
        self._full |= {name for name, data in found.items() if data is not None and len(data) >= FULL}
        contents = [read_book(data) for data in found.values() if data]
        if any(content.head and content.head.version > VERSION for content in contents):
            self._is_newer = True
            return True
        self._heads |= {content.head for content in contents if content.head}
        read, broken = _together(contents)
        self._broken.pop(stem, None)
        if broken:
            self._broken[stem] = broken
        _add(self.index, read)
        return None not in found.values()

    def _keep(self, lines: Sequence[bytes], head: Head) -> None:
        """Write lines into this tab's book; when it returns they are promised."""
        if self._book and self._book.head != head:
            self._book = None  # the record was begun earlier elsewhere, and some book must say so
        for _ in range(_TRIES):
            book = self._book or _Book(head)
            data = b"".join((book.promised, *lines))
            turn = book.next_turn
            self.shelf.write(book.file(turn), data)
            is_claimed = any(_is_claim(name, book.stem) for name in self.shelf.names())
            if not is_claimed and self.shelf.read(book.file(turn)) == data:
                self._promise(book, turn, data, head)
                return
            self._book = _Book(head, book.promised)
        raise trouble("unkept")

    def _promise(self, book: _Book, turn: str, data: bytes, head: Head) -> None:
        other = book.file(book.turn) if book.turn else ""
        book.promised, book.turn = data, turn
        self._book = book
        self._heads.add(head)
        self._seen[book.file(turn)] = _OWN
        if len(data) >= FULL:
            self._full.add(book.file(turn))
            self._book = None
            if other:
                self.shelf.remove(other)
                self._seen.pop(other, None)


_WRITTEN = f"SELECT {rows.FIELDS}, sum FROM events LEFT JOIN sums USING (id) WHERE id IN (SELECT id FROM written)"


def _make_index() -> sqlite3.Connection:
    """Return an empty record in memory that notes what is written to it."""
    index = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    migrate(index)
    index.execute("DELETE FROM meta")
    index.execute("CREATE TEMP TABLE written (id TEXT PRIMARY KEY)")
    for what in ("INSERT", "UPDATE"):
        index.execute(
            f"CREATE TEMP TRIGGER note_{what} AFTER {what} ON main.events "
            "BEGIN INSERT OR IGNORE INTO written VALUES (NEW.id); END"
        )
    return index


def _books(names: set[str]) -> dict[str, set[str]]:
    """Return the files of each book, by its stem."""
    books: dict[str, set[str]] = {}
    for name in names:
        found = _NAME.fullmatch(name)
        if found:
            books.setdefault(found[1], set()).add(name)
    return books


def _is_claim(name: str, stem: str) -> bool:
    return name.startswith(f"{stem}.") and name.endswith(".claim.txt")


def _is_whole(content: Content) -> bool:
    return content.head is not None and not content.torn and len(content.rows) == len(content.lines)


def _is_sound(row: SummedRow) -> bool:
    return sums.sum_of(row[:6]) == row[6]


def _worth(row: SummedRow) -> tuple[bool, Row]:
    """Return what is less for the row to believe where two have one id: the sound one, or the lesser of two."""
    return not _is_sound(row), row[:6]


def _together(contents: Sequence[Content]) -> tuple[list[SummedRow], list[bytes]]:
    """Return the rows of a book, and its broken lines: what one of its files has lost, the other still has."""
    read: list[SummedRow] = []
    broken: list[bytes] = []
    for place in range(max((len(content.lines) for content in contents), default=0)):
        found = [content.rows[place] for content in contents if place in content.rows]
        sound = [row for row in found if _is_sound(row)]
        read += sound or found
        if not found:
            broken += [content.lines[place] for content in contents if place < len(content.lines)][:1]
    return read, broken


def _add(index: sqlite3.Connection, found: Sequence[SummedRow]) -> None:
    """Add rows to the database. What is sound stands before what a disk has altered; of two sound ones, the lesser."""
    index.execute("BEGIN")
    for start in range(0, len(found), rows.AT_ONCE):
        chunk = found[start : start + rows.AT_ONCE]
        there = {row[0]: row for row in _summed(index, [row[0] for row in chunk])}
        wanted: dict[str, SummedRow] = {}
        for row in chunk:
            other = wanted.get(row[0]) or there.get(row[0])
            if other is None or (row != other and _worth(row) < _worth(other)):
                wanted[row[0]] = row
        index.executemany(
            f"INSERT OR REPLACE INTO events ({rows.FIELDS}) VALUES (?, ?, ?, ?, ?, ?)",
            [row[:6] for row in wanted.values()],
        )
        sums.keep(index, [(id, row[6] or b"") for id, row in wanted.items()])
    index.execute("COMMIT")


def _summed(index: sqlite3.Connection, ids: Sequence[str]) -> list[SummedRow]:
    places = ", ".join("?" * len(ids))
    return list(
        index.execute(f"SELECT {rows.FIELDS}, sum FROM events LEFT JOIN sums USING (id) WHERE id IN ({places})", ids)
    )
