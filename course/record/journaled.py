"""The record in a browser: what ``Record`` promises, kept in a journal instead of one file."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from course.model.event import Reader, write_moment

from . import rows
from .browser import forgets
from .connection import FAULTS
from .journal import FOLDER, Journal
from .log import Aside, Record
from .survey import MOST_PLACES, Survey
from .trouble import RecordError, in_browser, trouble, trouble_of


class JournaledRecord(Record):
    """The event log in the journal of ``folder``; ``journal`` is given where several pages of one kernel share it.

    Nothing is ever locked, so "nobody writes between reading and adding" holds among the pages of one kernel; two
    tabs that decide in the same moment add an event each, and the later one counts. There is no damaged file to set
    aside: a line that a disk has altered is told by ``examine``, stays where it is, and takes nothing else away.
    """

    def __init__(
        self,
        folder: Path,
        *,
        patience: float = 10.0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        journal: Journal | None = None,
    ):
        super().__init__(folder, patience=patience, now=now)
        self._path = Path(folder) / FOLDER
        self._journal = journal or Journal(self._path)

    def forgets(self) -> str:
        """Return why what is saved may be gone tomorrow, "" if it stays."""
        return super().forgets() or forgets()

    def writable(self, reader: Reader | None = None) -> RecordError | None:
        """Return what would go wrong if an answer were saved now, or None. It leaves nothing behind.

        Where closed tabs have left many small books, they are put together.
        """
        try:
            with _plainly():
                if not self._journal.shelf.try_out():
                    raise trouble("unkept")
                self._journal.tidy()
        except RecordError as error:
            return error
        return None

    def examine(self, reader: Reader, *, afresh: bool = False) -> Survey:
        """Return what was found in the events; ``afresh`` reads all books again. It writes nothing."""
        with _plainly("denied"), self._journal.reading(afresh=afresh):
            survey = super().examine(reader, afresh=afresh)
            lost = self._journal.lost()
        places = (*survey.places, *[("", "")] * lost)[:MOST_PLACES]
        return msgspec.structs.replace(survey, altered=survey.altered + lost, places=places)

    def set_aside(self) -> Aside:
        """Raise RecordError: what is damaged in a journal takes nothing else away, so it stays."""
        with self._reading() as connection:
            raise in_browser(trouble("nothing" if connection is None else "sound"))

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        with _plainly("denied"), self._journal.reading() as connection:
            yield connection if self._journal.has_begun() else None

    @contextmanager
    def _writing(self, is_rescue: bool = False, reader: Reader | None = None) -> Iterator[sqlite3.Connection]:
        begun = write_moment(self._now())
        with _plainly(), self._journal.writing(self._new_id, begun) as connection:
            notice = self._changed(connection, self._journal.has_begun())
            yield connection
            record_id = rows.record_id(connection)
        if self._journal.has_begun():
            self._known_id = record_id
            self._has_begun_as(record_id)
        self._notice = notice or self._notice

    def _changed(self, connection: sqlite3.Connection, was_there: bool) -> RecordError | None:
        if self._known_id in self._journal.records:
            self._known_id = rows.record_id(connection)  # another tab began this record in the same moment
        notice = super()._changed(connection, was_there)
        return in_browser(notice) if notice else None


@contextmanager
def _plainly(denied: str = "read-only") -> Iterator[None]:
    """Raise what goes wrong in words for somebody in a browser; ``denied`` names what an error of the disk is then."""
    try:
        yield
    except OSError as error:
        code = trouble_of(error).code
        raise in_browser(trouble(denied if code == "read-only" else code)) from error
    except RecordError as error:
        raise in_browser(error) from error.__cause__
    except FAULTS as error:
        raise in_browser(trouble_of(error)) from error
