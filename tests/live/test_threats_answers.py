"""Threats to answers: that one is lost, doubled, taken after the end, or drowned.

`course.dev.weakenings` lists all threats.
"""

import asyncio
import secrets
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection
from starlette.testclient import TestClient

from course.live import jobs, store
from course.live.access import Bucket, Limits
from course.live.app import make_app
from course.live.clock import Clock
from course.live.schema import ANSWER, EVENT
from course.live.store import Store
from course.live.writer import Writer, WriterStopped
from course.model.event import read_moment
from tests.live.conftest import HOST, Room

GO_OR_WAIT = "discuss.go-or-wait.1"
STAND = "stand.A7.1"


def events(room: Room) -> list[Any]:
    return [event for _, event in room.file.read_now(lambda connection: store.events_of(connection, room.id))]


def unlimited(room: Room) -> None:
    room.client.app.state.hall.limits.answers = Bucket(1000, 10_000)


# --- An acknowledged answer is lost ---


@pytest.fixture
def failing(room: Room) -> Any:
    """A switch: while it is on, the disk takes no commit."""
    state = {"on": False}

    @sa.event.listens_for(room.file._writes, "before_cursor_execute")
    def _fail(connection: Connection, cursor: Any, statement: str, *more: Any) -> None:
        if state["on"] and statement == "commit":
            raise sa.exc.OperationalError("commit", None, OSError("no space left on device"))

    return state


def test_what_is_not_committed_is_not_acknowledged(room: Room, failing: Any) -> None:
    amina = room.join("Amina")
    room.open(GO_OR_WAIT)
    press = secrets.token_hex(16)
    failing["on"] = True
    reply = room.put(amina, GO_OR_WAIT, {"value": 2}, press=press)
    assert (reply.status_code, reply.json()["trouble"]) == (503, "not-saved")
    assert reply.headers["retry-after"]
    assert events(room) == []
    failing["on"] = False
    assert room.put(amina, GO_OR_WAIT, {"value": 2}, press=press).json()["outcome"] == "stored"
    assert len(events(room)) == 1


class RolledBack(jobs.Approved, frozen=True, kw_only=True):
    """Something during which the file ends the transaction by itself, as SQLite does where the disk is full."""

    def run(self, connection: Connection) -> bool:
        connection.connection.dbapi_connection.execute("rollback")  # type: ignore[union-attr]
        raise OSError


def test_a_transaction_that_the_file_ended_keeps_nobody_believing(room: Room) -> None:
    amina = room.join("Amina")
    room.open(GO_OR_WAIT)
    texts = dict.fromkeys(("verdict", "lesson", "item", "kind"), "x")
    answered = jobs.Answered(
        room=room.id,
        slide=GO_OR_WAIT,
        person=room.desk()["persons"][0]["person"],
        rev=1,
        press=secrets.token_hex(16),
        answer="{}",
        body="{}",
        clock=room.file.clock,
        **texts,
    )
    broken = RolledBack(room=room.id, slide=GO_OR_WAIT, person="", rev=1, how="")
    with room.file._writes.connect() as connection:
        kept = room.file._writer._write(connection, [answered, broken])
    assert amina
    assert all(isinstance(result, Exception) for result in kept), kept
    assert events(room) == []


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_dead_writer_leaves_nobody_waiting(room: Room) -> None:
    stopped = threading.Event()

    class Fatal(jobs.Renamed, frozen=True, kw_only=True):
        def run(self, connection: Connection) -> None:
            raise SystemExit

    writer = Writer(room.file._writes, stopped.set)

    async def ask() -> list[Any]:
        asked = [writer.do(Fatal(room="", person="", name=str(n))) for n in range(5)]
        results = await asyncio.wait_for(asyncio.gather(*asked, return_exceptions=True), 5)
        with pytest.raises(WriterStopped):
            await writer.do(Fatal(room="", person="", name=""))
        return results

    results = asyncio.run(ask())
    assert all(isinstance(result, WriterStopped) for result in results)
    assert stopped.wait(5)
    assert not writer.is_alive


def test_the_file_is_written_through(room: Room) -> None:
    with room.file._writes.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar() for name in ("synchronous", "fullfsync")
        }
    assert settings == {"synchronous": 2, "fullfsync": 1}


# --- A doubled or reordered submit ---


def test_a_double_click_is_one_answer(room: Room) -> None:
    amina = room.join("Amina")
    room.open(GO_OR_WAIT)
    unlimited(room)
    press = secrets.token_hex(16)
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: room.put(amina, GO_OR_WAIT, {"value": 2}, press=press), range(20)))
    assert sorted(reply.json()["outcome"] for reply in replies) == ["duplicate"] * 19 + ["stored"]
    assert len(events(room)) == 1


def test_a_late_answer_does_not_overtake_a_newer_one(room: Room) -> None:
    amina = room.join("Amina")
    room.open(GO_OR_WAIT)
    assert room.put(amina, GO_OR_WAIT, {"value": 4}, rev=3).json() == {"outcome": "stored", "rev": 3}
    late = room.put(amina, GO_OR_WAIT, {"value": 1}, rev=2)
    assert (late.status_code, late.json()) == (409, {"outcome": "stale", "rev": 3})
    mine = room.client.get(f"/r/{room.id}/mine", headers=amina).json()
    assert [one["answer"]["value"] for one in mine["answers"]] == [4]


@pytest.mark.parametrize("other", [{"slide": STAND, "value": 2}, {"slide": GO_OR_WAIT, "value": 1}])
def test_a_press_used_again_for_something_else_is_not_called_saved(room: Room, other: Any) -> None:
    amina, bilal = room.join("Amina"), room.join("Bilal")
    room.open(GO_OR_WAIT)
    room.open(STAND)
    press = secrets.token_hex(16)
    assert room.put(amina, GO_OR_WAIT, {"value": 2}, press=press).status_code == 200
    for who in (amina, bilal):
        again = room.put(who, other["slide"], {"value": other["value"]}, rev=2, press=press)
        assert (again.status_code, again.json()["outcome"]) == (409, "stale")
    assert room.put(bilal, GO_OR_WAIT, {"value": 2}, press=press).status_code == 409, "somebody else's press"
    assert len(events(room)) == 1


# --- An answer after the end ---


def test_closing_is_final_also_while_thirty_answer(room: Room) -> None:
    people = [room.join() for _ in range(10)]
    room.open(GO_OR_WAIT)
    unlimited(room)
    outcomes: list[str] = []

    def answer(who: dict[str, str]) -> None:
        for rev in range(1, 13):
            outcomes.append(room.put(who, GO_OR_WAIT, {"value": 1 + rev % 5}, rev=rev).json()["outcome"])

    with ThreadPoolExecutor(10) as pool:
        running = [pool.submit(answer, who) for who in people]
        while len(outcomes) < 20:
            pass
        room.turn(slide=GO_OR_WAIT, state="closed")
        before = len(events(room))
        for one in running:
            one.result()
    assert len(events(room)) == before
    assert set(outcomes) == {"stored", "closed"}
    assert outcomes.count("stored") == before


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"slide": GO_OR_WAIT, "state": "closed"}, 423),
        ({"slide": GO_OR_WAIT, "state": "hidden"}, 404),
        ({"paused": True}, 423),
        ({"ended": True}, 423),
    ],
)
def test_what_takes_no_answers_says_so_and_a_sent_one_stays_saved(room: Room, change: Any, status: int) -> None:
    amina = room.join("Amina")
    room.open(GO_OR_WAIT)
    press = secrets.token_hex(16)
    assert room.put(amina, GO_OR_WAIT, {"value": 2}, press=press).status_code == 200
    room.turn(**change)
    assert room.put(amina, GO_OR_WAIT, {"value": 3}, rev=2).status_code == status
    again = room.put(amina, GO_OR_WAIT, {"value": 2}, press=press)
    assert (again.status_code, again.json()["outcome"]) == (200, "duplicate"), "its acknowledgement was lost on the way"


# --- The clock of the computer is set back ---


def test_a_clock_set_back_turns_no_answers_round(room: Room, tmp_path: Any) -> None:
    amina = room.join("Amina")
    room.open(GO_OR_WAIT)
    now = [datetime.now(UTC)]
    room.file.clock = Clock(room.file.clock.moment(), now=lambda: now[0])
    for rev in (1, 2, 3):
        now[0] -= timedelta(days=400)
        assert room.put(amina, GO_OR_WAIT, {"value": rev}, rev=rev).json()["outcome"] == "stored"
    kept = events(room)
    assert [event.body["answer"]["value"] for event in kept] == [1, 2, 3]
    assert [event.at for event in kept] == sorted({event.at for event in kept}), "strictly later, each of them"


def test_a_clock_set_back_stops_no_time(tmp_path: Any) -> None:
    begin = datetime(2026, 5, 1, 12, tzinfo=UTC)
    now, passed = [begin], [0.0]
    clock = Clock(now=lambda: now[0], passed=lambda: passed[0])
    assert read_moment(clock.moment()) == begin
    for minutes in (1, 2, 3):
        now[0], passed[0] = begin - timedelta(hours=1), minutes * 60
        assert read_moment(clock.moment()) == begin + timedelta(minutes=minutes)
    now[0] = begin + timedelta(hours=8)
    assert read_moment(clock.moment()) == now[0], "the laptop slept, and the time that passed was not counted"


def test_a_server_started_with_a_clock_set_back_goes_on_after_the_file(room: Room) -> None:
    ahead = (datetime.now(UTC) + timedelta(days=3)).isoformat(timespec="microseconds").replace("+00:00", "Z")
    room.file.clock = Clock(ahead)
    room.join("Amina")
    place = room.file._writes.url.database
    room.file.close()
    again = Store(str(place))
    assert again.clock.moment() > ahead
    again.close()


# --- A flood of answers; messages too long, or none ---


def test_a_flood_of_one_person_stops_and_others_go_on(room: Room) -> None:
    amina, bilal = room.join("Amina"), room.join("Bilal")
    room.open(GO_OR_WAIT)
    room.client.app.state.hall.limits = Limits(now=lambda: 0)
    statuses = [room.put(amina, GO_OR_WAIT, {"value": 2}, rev=n + 1).status_code for n in range(60)]
    assert statuses == [200] * 20 + [429] * 40
    assert room.put(bilal, GO_OR_WAIT, {"value": 2}).status_code == 200


def test_a_class_takes_no_end_of_people(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "MOST_PEOPLE", 3)
    first, *_ = [room.join() for _ in range(3)]
    full = room.client.post("/join", json={"code": room.code}, headers={"x-course-client": "notebook"})
    assert (full.status_code, full.json()["trouble"]) == (403, "full")
    room.open(GO_OR_WAIT)
    assert room.put(first, GO_OR_WAIT, {"value": 2}).status_code == 200


PRESS = "0" * 32


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"null", 422),
        (b"[]", 422),
        (b"\xff\xfe", 422),
        (b'{"press": "%s", "rev": 1, "answer": {"why": "\xed\xa0\x80"}}' % PRESS.encode(), 422),
        (b'{"press": "%s", "rev": 1, "answer": {"why": "\\ud800"}}' % PRESS.encode(), 422),
        (b'{"press": "%s", "rev": 1, "answer": {"value": %s}}' % (PRESS.encode(), b"9" * 5000), 422),
        (b"[" * 20_000, 422),
        (b'{"press": "%s", "rev": 0, "answer": {"value": 1}}' % PRESS.encode(), 422),
        (b'{"press": "%s", "rev": true, "answer": {"value": 1}}' % PRESS.encode(), 422),
        (b'{"press": "%s", "rev": "1", "answer": {"value": 1}}' % PRESS.encode(), 422),
        (b'{"press": "%s", "rev": 1099511627776, "answer": {"value": 1}}' % PRESS.encode(), 422),
        (b'{"press": "../../etc", "rev": 1, "answer": {"value": 1}}', 422),
        (b'{"press": "%s", "rev": 1, "answer": {"value": true}}' % PRESS.encode(), 422),
        (b'{"press": "%s", "rev": 1, "answer": {"value": 99}}' % PRESS.encode(), 422),
        (b'{"press": "%s", "rev": 1, "answer": {"value": 2}, "person": "me"}' % PRESS.encode(), 422),
        (b'{"press": "%s", "rev": 1, "answer": {"why": "%s"}}' % (PRESS.encode(), b"x" * 40_000), 413),
        (b"x" * 70_000, 413),
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_breaks(room: Room, data: bytes, status: int) -> None:
    amina = room.join("Amina")
    room.open(GO_OR_WAIT)
    reply = room.client.put(f"/r/{room.id}/answers/{GO_OR_WAIT}", content=data, headers=amina)
    assert reply.status_code == status
    assert reply.json()["says"]
    assert events(room) == []
    with room.file._reads.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(ANSWER)).scalar() == 0
        assert connection.execute(sa.select(sa.func.count()).select_from(EVENT)).scalar() == 0


def test_a_server_that_starts_again_knows_the_same_people(room: Room) -> None:
    amina = room.join("Amina")
    room.open(GO_OR_WAIT)
    press = secrets.token_hex(16)
    room.put(amina, GO_OR_WAIT, {"value": 2}, press=press)
    place = room.file._writes.url.database
    file = Store(str(place))
    with TestClient(make_app(file, ["class.test"]), base_url=HOST) as client:
        sent = {"press": press, "rev": 1, "answer": {"value": 2}}
        reply = client.put(f"/r/{room.id}/answers/{GO_OR_WAIT}", json=sent, headers=amina)
        assert reply.json() == {"outcome": "duplicate", "rev": 1}
