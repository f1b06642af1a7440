"""Kills the live class's server while phones answer, and counts what was lost: ``python -m course.dev.crash``.

Phones behave like the page: what was pressed is sent until it is acknowledged, with the same press each time. Then the
database is compared with what was acknowledged. Nothing may be lost, doubled or altered.
"""

import argparse
import asyncio
import contextlib
import json
import random
import secrets
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from course.dev.postgres import Cluster, programs
from course.dev.served import Served
from course.live import store
from course.live.database import open_engine

STEM = "05_why_come_to_the_table"
SLIDES = ("discuss.go-or-wait.1", "stand.A7.1")
STEPS = 5
BURST, PAUSE = 18, 0.52
"""A phone stays under the limit on answers: this many at once, and then one in this many seconds."""
DEADLINE = 240


class Count(msgspec.Struct, kw_only=True):
    """What became of the answers of one run. All but the first line of numbers has to be 0."""

    scenario: str
    kills: int = 0
    acknowledged: int = 0
    refused: int = 0
    resent: int = 0
    known: int = 0
    odd: int = 0
    lost: int = 0
    doubled: int = 0
    wrong: int = 0
    unasked: int = 0

    @property
    def is_exact(self) -> bool:
        """Return whether the file has what was acknowledged, and nothing else."""
        return not (self.odd or self.lost or self.doubled or self.wrong or self.unasked)


class Line:
    """One connection of one phone, made anew when it breaks."""

    def __init__(self) -> None:
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, port: int, method: str, path: str, token: str, body: bytes) -> tuple[int, Any]:
        """Return status and JSON; raise OSError where none came."""
        try:
            if self._streams is None:
                self._streams = await asyncio.open_connection("127.0.0.1", port)
            reader, writer = self._streams
            head = f"{method} {path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {len(body)}\r\n"
            kernel = f"x-course-client: notebook\r\nauthorization: Bearer {token}\r\n\r\n"
            writer.write((head + kernel).encode() + body)
            said = (await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), DEADLINE)).decode().lower().split("\r\n")
            length = next(int(field.split(":")[1]) for field in said if field.startswith("content-length:"))
            data = await reader.readexactly(length)
            return int(said[0].split()[1]), json.loads(data)
        except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
            self.close()
            raise OSError from error

    def close(self) -> None:
        """Let the connection go."""
        if self._streams:
            self._streams[1].close()
        self._streams = None


class Press(msgspec.Struct, frozen=True):
    """An answer as a phone sent it; ``mark`` is a text that no other has."""

    slide: str
    rev: int
    id: str
    value: int
    mark: str

    def message(self) -> bytes:
        """Return what is sent."""
        answer = {"value": self.value, "why": self.mark}
        return json.dumps({"press": self.id, "rev": self.rev, "answer": answer}).encode()


class Phone:
    """Somebody who answers without a pause. ``ports`` are those of servers, the usual one first."""

    def __init__(self, ports: Sequence[int], count: Count):
        self.ports = list(ports)
        self.count = count
        self.token = self.room = ""
        self.acknowledged: list[Press] = []
        self._line = Line()

    async def join(self, code: str) -> None:
        """Join the class."""
        _, told = await self._line.ask(self.ports[0], "POST", "/join", "", json.dumps({"code": code}).encode())
        self.token, self.room = told["token"], told["room"]

    async def answer(self, goes_on: Callable[[], bool]) -> None:
        """Answer while ``goes_on``, and then send what is not acknowledged yet."""
        revs = dict.fromkeys(SLIDES, 0)
        while goes_on():
            slide = random.choice(SLIDES)
            revs[slide] += 1
            press = Press(slide, revs[slide], secrets.token_hex(16), random.randint(1, STEPS), secrets.token_hex(8))
            await self._send(press)
            await asyncio.sleep(random.uniform(0, 0.1) if len(self.acknowledged) < BURST else PAUSE)
        self._line.close()

    async def _send(self, press: Press) -> None:
        tries = 0
        while True:
            try:
                path = f"/r/{self.room}/answers/{press.slide}"
                status, told = await self._line.ask(self.ports[0], "PUT", path, self.token, press.message())
            except OSError:
                status, told = 0, {}
                self._line.close()
                # Another server over the same database, where there is one.
                self.ports.append(self.ports.pop(0))
            if status == 200:
                self.acknowledged.append(press)
                self.count.acknowledged += 1
                self.count.known += told["outcome"] == "duplicate"
                self.count.resent += tries > 0
                return
            if 400 <= status < 500 and status != 429:
                self.count.odd += 1
                return
            self.count.refused += status >= 500
            tries += 1
            await asyncio.sleep(random.uniform(0.1, 0.4))


Strike = Callable[[], Awaitable[None]]
"""What is done to the servers, again and again; it ends when they serve again."""


async def load(servers: Sequence[Served], phones: int, least: int, strikes: int, strike: Strike, count: Count) -> None:
    """Let ``phones`` answer until ``least`` answers are acknowledged, strike meanwhile, and compare."""
    first = servers[0]
    for slide in SLIDES:
        first.turn(slide=slide, state="open")
    ports = [server.port for server in servers]
    class_ = [Phone([*ports[n % len(ports) :], *ports[: n % len(ports)]], count) for n in range(phones)]
    for phone in class_:
        await phone.join(first.code)
    is_struck = asyncio.Event()

    def goes_on() -> bool:
        return count.acknowledged < least or not is_struck.is_set()

    async def strike_all() -> None:
        for number in range(strikes):
            # Spread over the run, so that every blow falls on a server that works.
            while count.acknowledged < least * (number + 0.5) / strikes:
                await asyncio.sleep(0.02)
            await asyncio.sleep(random.uniform(0, 0.2))
            await strike()
            count.kills += 1
        is_struck.set()

    async with asyncio.timeout(DEADLINE), asyncio.TaskGroup() as group:
        group.create_task(strike_all())
        for phone in class_:
            group.create_task(phone.answer(goes_on))
    compare(first.file, first.room, class_, count)


def compare(file: Path | str, room: str, phones: Sequence[Phone], count: Count) -> None:
    """Count what the database has otherwise than it was acknowledged."""
    engine = open_engine(file, reads_only=True)
    with engine.connect() as connection:
        events = store.events_of(connection, room)
        given = {(one.person, one.slide): one for one in store.answers_in(connection, room)}
    engine.dispose()
    ids = [event.id for _, event in events]
    texts = {event.id: (person, json.dumps(event.body)) for person, event in events}
    persons = {event.id: person for person, event in events}
    count.doubled += len(ids) - len(set(ids))
    pressed = [press for phone in phones for press in phone.acknowledged]
    count.unasked += len(set(ids) - {press.id for press in pressed})
    count.lost += sum(press.id not in texts for press in pressed)
    count.wrong += sum(press.id in texts and press.mark not in texts[press.id][1] for press in pressed)
    for phone in phones:
        latest = {press.slide: press for press in phone.acknowledged}
        for slide, press in latest.items():
            kept = given.get((persons.get(press.id, ""), slide))
            # What a class sees is the newest answer of each, once.
            count.wrong += kept is None or (kept.rev, kept.press) != (press.rev, press.id)
            count.wrong += kept is not None and press.mark not in kept.answer


async def _again(server: Served) -> None:
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)


async def kill_server(place: Path, phones: int, least: int, kills: int) -> Count:
    """Kill a server over SQLite."""
    count = Count(scenario="SQLite, server killed")
    with Served(place / "kill.sqlite3", stem=STEM) as server:
        await load([server], phones, least, kills, lambda: _again(server), count)
    return count


async def kill_hosted(cluster: Cluster, phones: int, least: int, kills: int) -> Count:
    """Kill a server over PostgreSQL."""
    count = Count(scenario="PostgreSQL, server killed")
    with Served(cluster.address, stem=STEM) as server:
        await load([server], phones, least, kills, lambda: _again(server), count)
    return count


async def kill_database(cluster: Cluster, phones: int, least: int, kills: int) -> Count:
    """Kill every process of PostgreSQL, and every other time the server too."""
    count = Count(scenario="PostgreSQL, every process of it killed")
    with Served(cluster.address, stem=STEM) as server:

        async def strike() -> None:
            await asyncio.to_thread(cluster.kill)
            if count.kills % 2:
                await asyncio.to_thread(server.kill)
            await asyncio.sleep(0.3)
            await asyncio.to_thread(cluster.start)
            if count.kills % 2:
                await asyncio.to_thread(server.start)

        await load([server], phones, least, kills, strike, count)
    return count


async def kill_one_of_two(cluster: Cluster, phones: int, least: int, kills: int) -> Count:
    """Kill one of two servers over one PostgreSQL: its phones go to the other."""
    count = Count(scenario="PostgreSQL, one of two servers killed")
    with Served(cluster.address, stem=STEM) as one, Served(cluster.address) as other:
        servers = [one, other]

        async def strike() -> None:
            server = servers[count.kills % 2]
            await asyncio.to_thread(server.kill)
            await asyncio.sleep(0.5)
            await asyncio.to_thread(server.start)

        await load(servers, phones, least, kills, strike, count)
    return count


async def fill_disk(place: Path, phones: int, least: int, kills: int) -> Count:
    """Let no file grow any further for a while: a full disk."""
    import resource

    count = Count(scenario="SQLite, disk full for a while")
    with Served(place / "full.sqlite3", stem=STEM) as server:

        async def strike() -> None:
            files = [place / f"full.sqlite3{ending}" for ending in ("", "-wal")]
            size = max(file.stat().st_size for file in files if file.exists())
            process = server.process.pid
            usual = resource.prlimit(process, resource.RLIMIT_FSIZE, (size + 4096, resource.RLIM_INFINITY))
            before = count.refused
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(10):
                    while count.refused < before + phones:
                        await asyncio.sleep(0.05)
            resource.prlimit(process, resource.RLIMIT_FSIZE, usual)

        await load([server], phones, least, kills, strike, count)
    return count


async def slow_disk(place: Path, phones: int, least: int, kills: int) -> Count:
    """Let every commit take 50 ms longer, and kill the server in the midst of them."""
    count = Count(scenario="SQLite, a disk that is 50 ms slower, server killed")
    with Served(place / "slow.sqlite3", stem=STEM, delay=0.05) as server:
        await load([server], phones, least, kills, lambda: _again(server), count)
    return count


ON_SQLITE = (kill_server, fill_disk, slow_disk)
ON_POSTGRESQL = (kill_hosted, kill_database, kill_one_of_two)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run every scenario and print what became of the answers; return 1 where one of them was not kept."""
    line = argparse.ArgumentParser(prog="python -m course.dev.crash", description=__doc__)
    line.add_argument("--answers", type=int, default=4000, help="how many are acknowledged in each scenario (4000)")
    line.add_argument("--phones", type=int, default=200)
    line.add_argument("--kills", type=int, default=5)
    chosen = line.parse_args(arguments)
    run = (chosen.phones, chosen.answers, chosen.kills)
    counts: list[Count] = []
    with tempfile.TemporaryDirectory() as name:
        for scenario in ON_SQLITE:
            counts.append(asyncio.run(scenario(Path(name), *run)))
            print(_row(counts[-1]), flush=True)
    if programs():
        for hosted in ON_POSTGRESQL:
            cluster = Cluster()
            try:
                counts.append(asyncio.run(hosted(cluster, *run)))
            finally:
                cluster.remove()
            print(_row(counts[-1]), flush=True)
    else:
        print("PostgreSQL is not installed here: its scenarios were left out.")
    total = sum(count.acknowledged for count in counts)
    print(f"{total} acknowledged, {sum(count.lost for count in counts)} lost")
    return 0 if all(count.is_exact for count in counts) else 1


def _row(count: Count) -> str:
    numbers = {name: value for name, value in msgspec.structs.asdict(count).items() if name != "scenario"}
    return f"{count.scenario}: " + ", ".join(f"{value} {name}" for name, value in numbers.items())


if __name__ == "__main__":
    raise SystemExit(main())
