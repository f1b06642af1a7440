"""The live class's benchmark: that it measures what it says; how fast anything is, is not asserted."""

import asyncio
import re
from pathlib import Path

import pytest

from course.dev.bench import live, otree
from course.dev.bench.crowd import Measured
from course.dev.bench.line import Line
from course.dev.bench.row import format_table
from course.live.database import open_engine
from course.live.store import answers_in
from course.live.tables.rows import log_of

pytestmark = pytest.mark.slow


def test_the_table_has_its_shape():
    measured: dict[int, Measured] = {}
    rows = list(live.ours_alone(measured, [5], 1, instant=5, sustained=0.5, sharing=300))
    assert len(rows) == 6
    table = format_table(rows)
    for trouble in ("refused", "never", "nan"):
        assert trouble not in table
    told = measured[5]
    assert len(told.acknowledged) == len(told.seen) == 5
    assert 0 < max(told.acknowledged) < told.whole + 1
    assert told.desk > told.phone > 0
    sustained = rows[-1]
    assert re.match(r"[\d,]+ answers/s, p99 ", sustained.figure)
    assert re.match(r"without a database [\d,]+/s: \d+%", sustained.beside)


@pytest.mark.long  # The class's own tests count what is kept; this is about the copy that keeps nothing.
def test_every_answer_is_kept_and_without_a_database_none(tmp_path: Path):
    kept = {}
    for module in ("course.dev.served", "course.dev.bench.unwritten"):
        folder = tmp_path / module
        folder.mkdir()
        with live.opened(folder, module) as server:
            told = live.crowd(server, students=3, seconds=0)
            assert not told.refused
            with open_engine(folder / "class.sqlite3", reads_only=True).connect() as connection:
                kept[module] = len(answers_in(connection, server.room))
    assert list(kept.values()) == [3, 0]


def test_a_move_reaches_every_other_seat():
    reach, ways, memory = live.at_tables(2, 1)
    assert re.search(r"2 tables of 6, (\d+) moves", reach.what)
    for row in (reach, ways, memory):
        assert not re.search("never|nan", " ".join(row))


def test_tables_without_a_database_go_on(tmp_path: Path):
    with live.opened(tmp_path, "course.dev.bench.unwritten") as server:
        told = live.negotiate(server, tables=1, seconds=0.5)
        assert len(told.seen) == len(told.acknowledged) > 0
        with open_engine(tmp_path / "class.sqlite3", reads_only=True).connect() as connection:
            assert len(log_of(connection, server.room, 1)) == 1, "only what opens the log"


def test_a_peer_that_is_not_here_is_said_and_not_guessed(monkeypatch):
    monkeypatch.setattr(otree, "PYTHON", "0.0")
    assert [tuple(row) for row in live.beside_otree({}, [30], 1)] == [("oTree 6.0.15", "no Python 0.0", "", "")]


def test_a_line_goes_on_after_the_server_let_it_go():
    async def twice() -> list[bytes]:
        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readuntil(b"\r\n\r\n")
            writer.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            await writer.drain()
            writer.close()

        async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
            line = Line(server.sockets[0].getsockname()[1])
            return [(await line.ask("GET", "/", {})).body for _ in range(2)]

    assert asyncio.run(twice()) == [b"abcde", b"abcde"]
