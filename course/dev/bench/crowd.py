"""The students of the benchmark, in a process beside the server.

The task comes as JSON on the standard input, and what was measured goes as JSON to the standard output.
"""

import asyncio
import random
import re
import secrets
import sys
import time
from urllib.parse import urlsplit

import msgspec

from course.dev.bench.line import Line, Reply
from course.live.serve import allow_streams, run_server

WHY = "x" * 80
"""A reason as long as one that somebody types on a phone."""
AT_ONCE = 32
"""So many join at the same time; how fast they join is not measured here."""
PATIENCE = 30


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What the crowd does at the server on ``port``.

    Each of ``students`` answers once, at a random moment within ``seconds``. With ``lines`` they share so many lines
    instead, and answer as often as the server takes it, for ``seconds``. ``page`` is where oTree's students begin. With
    ``tables`` they sit down at so many of them, at a ``scenario``, and each makes ``moves`` moves within ``seconds``.
    """

    port: int
    students: int
    seconds: float
    lines: int = 0
    room: str = ""
    key: str = ""
    code: str = ""
    slide: str = ""
    options: tuple[str, ...] = ()
    page: str = ""
    tables: int = 0
    scenario: str = ""
    moves: int = 1


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it: seconds to each acknowledgement, and from there until the teacher's page has the answer.

    At tables it is from the press until every other seat has the move in its view (``seen``) or is told by its stream
    that there is one (``told``).

    ``whole`` are the seconds until the last is acknowledged; ``refused`` answers got another status. ``phone`` and
    ``desk`` are bytes that came to one student and to the teacher meanwhile.
    """

    acknowledged: tuple[float, ...]
    seen: tuple[float, ...] = ()
    told: tuple[float, ...] = ()
    whole: float = 0
    refused: int = 0
    phone: float = 0
    desk: int = 0


class Person(msgspec.Struct, frozen=True):
    """Somebody on the teacher's page, as far as this is looked at."""

    name: str
    answers: dict[str, msgspec.Raw]


class Desk(msgspec.Struct, frozen=True):
    """The teacher's page."""

    persons: tuple[Person, ...]


class Student:
    """One student: a line for answers, and one that holds the stream of news."""

    def __init__(self, task: Task, name: str):
        self.task = task
        self.name = name
        self.line, self.news = Line(task.port), Line(task.port)
        self.rev = 0
        self.acknowledged_at = 0.0
        self.headers: dict[str, str] = {}

    async def join(self, *, listens: bool) -> None:
        """Join as a notebook does, which is told its token."""
        body = msgspec.json.encode({"code": self.task.code, "name": self.name})
        reply = await self.line.ask("POST", "/join", {"X-Course-Client": "notebook"}, body)
        token = msgspec.json.decode(reply.body)["token"]
        self.headers = {"Authorization": f"Bearer {token}"}
        if listens:
            await self.news.listen(f"/r/{self.task.room}/news", self.headers, lambda data: None)

    async def answer(self, line: Line | None = None) -> tuple[float, int]:
        """Answer the question; return the seconds to the acknowledgement and the status."""
        self.rev += 1
        answer = {"chosen": random.choice(self.task.options), "why": WHY}
        body = msgspec.json.encode({"press": secrets.token_hex(16), "rev": self.rev, "answer": answer})
        begin = time.perf_counter()
        path = f"/r/{self.task.room}/answers/{self.task.slide}"
        reply = await (line or self.line).ask("PUT", path, self.headers, body)
        self.acknowledged_at = time.perf_counter()
        return self.acknowledged_at - begin, reply.status


class Teacher:
    """The teacher's page: when it first had each student's answer."""

    def __init__(self, task: Task):
        self.task = task
        self.line = Line(task.port)
        self.saw: dict[str, float] = {}
        self._decoder = msgspec.json.Decoder(Desk)

    async def listen(self) -> None:
        """Hold the teacher's stream."""
        headers = {"Authorization": f"Bearer {self.task.key}"}
        await self.line.listen(f"/t/{self.task.room}/news", headers, self._see)

    def _see(self, data: bytes) -> None:
        now = time.perf_counter()
        for person in self._decoder.decode(data).persons:
            if person.name not in self.saw and self.task.slide in person.answers:
                self.saw[person.name] = now


async def gather_class(task: Task, *, listens: bool) -> list[Student]:
    """Return students who have joined."""
    # Names of this run alone: the class may hold those of another.
    run = secrets.token_hex(3)
    students = [Student(task, f"{run} {number}") for number in range(task.students)]
    for first in range(0, task.students, AT_ONCE):
        await asyncio.gather(*(student.join(listens=listens) for student in students[first : first + AT_ONCE]))
    return students


async def answer_once(task: Task) -> Measured:
    """Let everybody answer once, at a random moment."""
    teacher = Teacher(task)
    students = await gather_class(task, listens=True)
    await teacher.listen()
    await asyncio.sleep(1)
    before, desk_before = sum(student.line.bytes + student.news.bytes for student in students), teacher.line.bytes
    begin = time.perf_counter()

    async def act(student: Student) -> tuple[float, int]:
        await asyncio.sleep(random.random() * task.seconds)
        return await student.answer()

    told = await asyncio.gather(*map(act, students))
    whole = max(student.acknowledged_at for student in students) - begin
    while len(teacher.saw) < len(students) and time.perf_counter() - begin < task.seconds + PATIENCE:
        await asyncio.sleep(0.05)
    after = sum(student.line.bytes + student.news.bytes for student in students)
    seen = (teacher.saw[student.name] - student.acknowledged_at for student in students if student.name in teacher.saw)
    return Measured(
        acknowledged=tuple(seconds for seconds, _ in told),
        # The teacher may be told of an answer before the student is.
        seen=tuple(max(0.0, seconds) for seconds in seen),
        whole=whole,
        refused=sum(status != 200 for _, status in told),
        phone=(after - before) / max(1, len(students)),
        desk=teacher.line.bytes - desk_before,
    )


async def answer_on(task: Task) -> Measured:
    """Let students answer one after the other on a few lines, as fast as they are acknowledged."""
    students = await gather_class(task, listens=False)
    begin = time.perf_counter()

    async def act(number: int) -> list[tuple[float, int]]:
        line, mine = Line(task.port), students[number :: task.lines]
        told: list[tuple[float, int]] = []
        while time.perf_counter() - begin < task.seconds:
            told.append(await mine[len(told) % len(mine)].answer(line))
        return told

    told = [one for mine in await asyncio.gather(*map(act, range(task.lines))) for one in mine]
    return Measured(
        acknowledged=tuple(seconds for seconds, _ in told),
        whole=time.perf_counter() - begin,
        refused=sum(status != 200 for _, status in told),
    )


async def answer_in_otree(task: Task) -> Measured:
    """Let everybody open oTree's page and, a second after all should have, answer once at a random moment."""
    began = time.perf_counter()

    async def act() -> tuple[float, float, int]:
        line, cookie, path = Line(task.port), "", task.page

        async def ask(method: str, path: str, body: bytes = b"") -> Reply:
            nonlocal cookie
            headers = {"Content-Type": "application/x-www-form-urlencoded", **({"Cookie": cookie} if cookie else {})}
            reply = await line.ask(method, path, headers, body)
            cookie = reply.header("set-cookie").partition(";")[0] or cookie
            return reply

        await asyncio.sleep(random.random() * task.seconds)
        reply = await ask("GET", path)
        while 300 <= reply.status < 400:
            path = urlsplit(reply.header("location")).path
            reply = await ask("GET", path)
        options = re.findall(rb'name="choice"[^>]*value="(\w+)"|value="(\w+)"[^>]*name="choice"', reply.body)
        choice = random.choice([one or other for one, other in options]).decode()
        until = began + task.seconds + 1 + random.random() * task.seconds
        await asyncio.sleep(max(0, until - time.perf_counter()))
        begin = time.perf_counter()
        reply = await ask("POST", path, f"choice={choice}&why={WHY}".encode())
        # Where it goes on is elsewhere: an answer that is not taken comes back on the same page.
        taken = 300 <= reply.status < 400 and urlsplit(reply.header("location")).path != path
        line.close()
        return time.perf_counter() - begin, time.perf_counter(), 200 if taken else reply.status

    told = await asyncio.gather(*(act() for _ in range(task.students)))
    return Measured(
        acknowledged=tuple(seconds for seconds, _, _ in told),
        whole=max(moment for _, moment, _ in told) - began - task.seconds - 1,
        refused=sum(status != 200 for _, _, status in told),
    )


def main() -> None:
    """Do what the task says."""
    allow_streams()
    task = msgspec.json.decode(sys.stdin.buffer.read(), type=Task)
    if task.tables:
        from course.dev.bench.talks import negotiate as act
    else:
        act = answer_in_otree if task.page else answer_on if task.lines else answer_once
    sys.stdout.buffer.write(msgspec.json.encode(run_server(act(task))))
