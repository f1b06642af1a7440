"""The server, its database and its disk fail while people answer: nothing acknowledged is lost, nothing comes twice.

A short form of ``python -m course.dev.crash``.
"""

import asyncio
from pathlib import Path

import msgspec
import pytest

from course.dev import crash
from course.dev.crash import Count, Phone, Press
from course.dev.postgres import Cluster, programs
from course.dev.served import Served
from course.live.database import open_engine
from course.live.schema import EVENT

RUN = (40, 300, 2)
"""Phones, answers, kills."""
without_postgresql = pytest.mark.skipif(
    programs() is None, reason="PostgreSQL is not installed (Debian: apt-get install postgresql)"
)


def is_exact(count: Count) -> bool:
    assert count.kills == RUN[2]
    assert count.acknowledged >= RUN[1]
    assert count.resent > 0, "nobody noticed the blow"
    return count.is_exact


@pytest.mark.slow
@pytest.mark.parametrize("scenario", crash.ON_SQLITE)
def test_on_a_file(scenario: object, tmp_path: Path) -> None:
    count = asyncio.run(scenario(tmp_path, *RUN))  # type: ignore[operator]
    assert is_exact(count), count


@pytest.mark.slow
@without_postgresql
@pytest.mark.parametrize("scenario", crash.ON_POSTGRESQL)
def test_on_postgresql(scenario: object, cluster: Cluster) -> None:
    count = asyncio.run(scenario(cluster, *RUN))  # type: ignore[operator]
    assert is_exact(count), count


def test_the_comparison_sees_what_is_missing_altered_and_too_much(tmp_path: Path) -> None:
    place = tmp_path / "class.sqlite3"
    with Served(place, stem=crash.STEM) as server:
        for slide in crash.SLIDES:
            server.turn(slide=slide, state="open")

        async def answer() -> list[Phone]:
            phones = [Phone([server.port], Count(scenario="")) for _ in range(3)]
            for phone in phones:
                await phone.join(server.code)
                await phone.answer(lambda phone=phone: len(phone.acknowledged) < 4)  # type: ignore[misc]
            return phones

        phones = asyncio.run(answer())
        engine = open_engine(place)

        def counted() -> Count:
            count = Count(scenario="")
            crash.compare(place, server.room, phones, count)
            return count

        assert counted().is_exact
        one, other = phones[0].acknowledged[0], phones[1].acknowledged[-1]
        with engine.begin() as connection:
            connection.execute(EVENT.delete().where(EVENT.c.id == one.id))
        assert counted().lost == 1
        # Where it was somebody's newest answer, that is another one now too.
        before = counted().wrong
        with engine.begin() as connection:
            connection.execute(EVENT.update().where(EVENT.c.id == other.id).values(body="{}"))
        assert counted().wrong == before + 1
        phones[2].acknowledged.pop()
        assert counted().unasked == 1
        phones[2].acknowledged.append(msgspec.structs.replace(other, rev=other.rev + 1, id="0" * 32))
        assert counted().lost == 2
        assert isinstance(other, Press)
        engine.dispose()
