"""Threats to privacy: what is kept of people, for how long, what logs and networks see.

`course.dev.weakenings` lists all threats.
"""

import asyncio
import logging
import re
import secrets
import socket
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from course.content.interface import words
from course.dev.served import Served
from course.live import command, database, files, jobs, schema, serve
from course.live.clock import Clock
from course.live.hall import KEEP
from course.live.store import Store, room_by
from course.model.event import write_moment
from tests.live.conftest import HOST, Room

STAND = "stand.A7.1"
SECRET = "a sentence that nobody else may ever read again"


def place_of(room: Room) -> Path:
    return Path(str(room.file._writes.url.database))


def bytes_of(place: Path) -> bytes:
    """Everything that lies on the disk of a class's file, its log too."""
    return b"".join(path.read_bytes() for path in place.parent.glob(place.name + "*"))


def answered(room: Room, **more: Any) -> dict[str, str]:
    amina = room.join("Amina Unmistakable", **more)
    room.open(STAND)
    for rev in (1, 2):
        sent = {"value": 2, "why": f"{SECRET} {rev}"}
        assert room.put(amina, STAND, sent, rev=rev).status_code == 200
    return amina


# --- Somebody's part is deleted ---


def test_what_is_deleted_leaves_the_disk(room: Room) -> None:
    record = secrets.token_hex(16)
    amina = answered(room, record=record)
    bilal = room.join("Bilal")
    room.put(bilal, STAND, {"value": 3, "why": "Bilal stays"})
    place = place_of(room)
    for trace in (SECRET, "Amina Unmistakable", record):
        assert trace.encode() in bytes_of(place)
    assert room.client.delete(f"/r/{room.id}/me", headers=amina).json() == {"gone": True}
    for trace in (SECRET, "Amina Unmistakable", record):
        assert trace.encode() not in bytes_of(place)
    assert b"Bilal stays" in bytes_of(place)
    assert SECRET not in str(room.desk())
    packed = room.client.get(f"/t/{room.id}/class.zip", headers=room.teacher).content
    assert b"001.course.json" in packed
    assert b"002.course.json" not in packed


def test_a_reader_that_hinders_it_only_delays_it(room: Room) -> None:
    amina = answered(room)
    place = place_of(room)
    reader = sqlite3.connect(place)
    reader.execute("begin")
    reader.execute("select count(*) from live_event").fetchone()
    assert room.client.delete(f"/r/{room.id}/me", headers=amina).status_code == 200
    assert SECRET.encode() in bytes_of(place)
    reader.close()

    async def wait() -> bool:
        for _ in range(60):
            if SECRET.encode() not in bytes_of(place):
                return True
            await asyncio.sleep(0.05)
        return False

    assert asyncio.run(wait())


def test_who_left_is_told_so_and_may_come_again_as_somebody_new(room: Room) -> None:
    page = {"origin": HOST}
    client = room.client
    assert client.post("/join", json={"code": room.code, "name": "Amina"}, headers=page).status_code == 200
    room.open(STAND)
    # The cookie stays on a second device.
    cookie = dict(client.cookies)
    sent = {"press": "1" * 32, "rev": 1, "answer": {"value": 2}}
    assert client.put(f"/r/{room.id}/answers/{STAND}", json=sent, headers=page).status_code == 200
    assert client.delete(f"/r/{room.id}/me", headers=page).status_code == 200
    client.cookies.update(cookie)
    again = {"press": "2" * 32, "rev": 2, "answer": {"value": 3}}
    assert client.put(f"/r/{room.id}/answers/{STAND}", json=again, headers=page).status_code == 410
    for path in ("mine", "take"):
        assert client.get(f"/r/{room.id}/{path}").status_code == 410
    assert client.post("/join", json={"code": room.code, "name": "Amina"}, headers=page).status_code == 200
    assert client.put(f"/r/{room.id}/answers/{STAND}", json=again, headers=page).json()["outcome"] == "stored"
    assert [person["name"] for person in room.desk()["persons"]] == ["Amina"]


# --- Thirty days ---


def test_a_class_goes_after_its_days_and_leaves_the_disk(room: Room) -> None:
    answered(room)
    place = place_of(room)
    rooms = (schema.ROOM, schema.SLIDE, schema.PERSON, schema.ANSWER, schema.EVENT)

    def left_after(days: float) -> list[int]:
        file = Store(place)
        file.clock = Clock(now=lambda: datetime.now(UTC) + timedelta(days=days))
        asyncio.run(file.forget(30))
        with file._reads.connect() as connection:
            counts = [connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() for table in rooms]
        file.close()
        return counts

    assert all(left_after(29.9))
    assert SECRET.encode() in bytes_of(place)
    assert left_after(30.1) == [0] * len(rooms)
    for trace in (SECRET, "Amina Unmistakable", room.code):
        assert trace.encode() not in bytes_of(place)


def test_use_and_not_age_is_what_counts(room: Room) -> None:
    amina = answered(room)
    room.file.clock = Clock(now=lambda: datetime.now(UTC) + timedelta(days=25))
    assert room.put(amina, STAND, {"value": 1}, rev=3).status_code == 200

    def forget(days: int) -> int:
        room.file.clock = Clock(now=lambda: datetime.now(UTC) + timedelta(days=days))
        deleted: int = room.client.portal.call(room.file.forget, 30)
        return deleted

    assert forget(50) == 0
    assert room.file.read_now(lambda connection: room_by(connection, id=room.id))
    assert forget(56) == 1


def test_a_server_deletes_at_its_start_what_is_kept_no_longer(tmp_path: Path) -> None:
    place = tmp_path / "class.sqlite3"
    file = Store(place)
    file.clock = Clock(now=lambda: datetime.now(UTC) - timedelta(days=5))
    row = dict.fromkeys(("lesson", "title", "code", "teacher", "secret", "language", "pace", "current"), "old")
    asyncio.run(
        file.open_room({**row, "id": "0" * 32, "paused": False, "ended": False, "board": "{}", "version": 1}, [])
    )
    file.close()
    for days, left in ((6, 1), (4, 0)):
        with Served(place, keep=days) as server:
            assert server.ask("GET", "/health")[0] == 200
        with sqlite3.connect(place) as connection:
            assert connection.execute("select count(*) from live_room").fetchone() == (left,)
        connection.close()


def test_one_moment_that_lies_ahead_deletes_no_class(room: Room) -> None:
    answered(room)
    room.file.clock = Clock(write_moment(datetime.now(UTC) + timedelta(days=400)))
    assert room.client.portal.call(room.file.forget, 30) == 0
    assert room.file.read_now(lambda connection: room_by(connection, id=room.id))


def test_into_a_class_that_was_deleted_nobody_writes_any_more(room: Room) -> None:
    amina = answered(room)
    ticket = room.client.get(f"/t/{room.id}/ticket", headers=room.teacher).json()["ticket"]
    assert room.client.get(f"/r/{room.id}/table", headers=amina).json() == {"state": "none"}
    room.file.clock = Clock(now=lambda: datetime.now(UTC) + timedelta(days=31))
    room.client.portal.call(room.client.app.state.hall.forget)
    late = {"ticket": ticket, "name": "Somebody late"}
    assert room.client.post("/join", json=late, headers={"x-course-client": "notebook"}).status_code == 404
    for headers, path in ((amina, f"/r/{room.id}/state"), (room.teacher, f"/t/{room.id}/state")):
        assert room.client.get(path, headers=headers).status_code == 404
    turned = room.client.post(f"/t/{room.id}/turn", json={"slide": STAND, "state": "open"}, headers=room.teacher)
    assert turned.status_code == 404
    laid = room.client.post(f"/t/{room.id}/tables", json={"scenario": "the-strait"}, headers=room.teacher)
    assert laid.status_code == 404
    tables = [table for table in schema.METADATA.sorted_tables if "room" in table.c]
    counts = [sa.select(sa.func.count()).select_from(table) for table in (*tables, schema.ROOM)]
    assert room.file.read_now(lambda connection: [connection.execute(count).scalar() for count in counts]) == [
        0 for _ in counts
    ]


def test_every_table_with_what_people_did_is_written_anew() -> None:
    assert {table for table in schema.METADATA.sorted_tables if "person" in table.c} == set(database._PERSONAL)


def test_the_console_says_until_when(room: Room) -> None:
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    assert room.desk()["kept"] == words()["live"]["kept-until"].format(date=until)


# --- What is not kept, and what is not fetched from elsewhere ---


def test_no_address_of_a_person_is_kept(room: Room) -> None:
    answered(room)
    kept = bytes_of(place_of(room))
    for trace in (b"testclient", b"127.0.0.1", b"user-agent", b"python-httpx"):
        assert trace not in kept


def test_no_page_asks_another_server(room: Room) -> None:
    for path in [*files.FOLDER.glob("*"), *(files.WIDGETS / f"{name}.js" for name in files.SHARED)]:
        if path.suffix in (".js", ".css", ".html"):
            text = re.sub(r"https?://(www\.w3\.org/|127\.0\.0\.1|localhost)", "", path.read_text("utf-8"))
            assert not re.search(r"(?:https?:|[\"'(])//[\w-]", text), path
    policy = room.client.get("/health").headers["content-security-policy"]
    assert not re.search(r"https?:|\*", policy)
    assert room.client.get("/health").headers["referrer-policy"] == "no-referrer"


# --- Answers in logs ---


@pytest.fixture
def loud(caplog: pytest.LogCaptureFixture) -> None:
    """Everything is logged, from before the file is opened: an engine looks only then whether somebody listens."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger="sqlalchemy.engine")


def test_no_answer_comes_into_a_log_whatever_breaks(
    loud: None,
    room: Room,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    amina = room.join("Amina Unmistakable")
    room.open(STAND)
    texts: list[str] = [caplog.text]

    def send(status: int, rev: int = 1) -> None:
        reply = room.put(amina, STAND, {"value": 2, "why": SECRET}, rev=rev)
        assert reply.status_code == status
        texts.append(reply.text)

    def break_with(error: Exception) -> Any:
        def run(connection: Connection, own: Any) -> Any:
            raise error

        return staticmethod(run)

    # The table is gone: the database names the statement and would name what stood in it.
    with monkeypatch.context() as broken:
        elsewhere = sa.Table("live_nowhere", sa.MetaData(), *(sa.Column(c.name, c.type) for c in schema.EVENT.columns))
        broken.setattr(jobs, "EVENT", elsewhere)
        send(503)
    # Something of ours breaks, with the answer in what the error says.
    with monkeypatch.context() as broken:
        broken.setattr(jobs.Answered, "run_all", break_with(ValueError(f"bad: {SECRET}")))
        send(500)
    with monkeypatch.context() as broken:
        error = sa.exc.OperationalError("insert", {"why": SECRET}, OSError("disk"), hide_parameters=True)
        broken.setattr(jobs.Answered, "run_all", break_with(error))
        send(503)
    send(200)
    room.client.put(f"/r/{room.id}/answers/{STAND}", content=b'{"why": "%s"' % SECRET.encode(), headers=amina)
    printed = capfd.readouterr()
    for text in (*texts, caplog.text, printed.out, printed.err):
        assert SECRET not in text
        assert "Amina Unmistakable" not in text
    assert "ValueError" in caplog.text, "what broke is told"
    assert "INSERT INTO live_event" in caplog.text, "and somebody did listen"


def test_no_server_writes_an_answer_or_a_token_into_its_log(tmp_path: Path) -> None:
    place = tmp_path / "class.sqlite3"
    server = Served(place, stem="05_why_come_to_the_table")
    try:
        amina = server.join("Amina Unmistakable")
        server.turn(slide=STAND, state="open")
        path = f"/r/{server.room}/answers/{STAND}"

        def send(rev: int) -> int:
            sent = {"press": secrets.token_hex(16), "rev": rev, "answer": {"value": 2, "why": SECRET}}
            return server.ask("PUT", path, sent, amina)[0]

        assert send(1) == 200
        with sqlite3.connect(place) as connection:
            connection.execute("alter table live_event rename to live_elsewhere")
        connection.close()
        assert send(2) == 503
        assert server.ask("GET", f"/t/{server.room}/class.zip", None, server.teacher)[0] == 503
    finally:
        server.stop()
    for trace in (SECRET, "Amina Unmistakable", amina["authorization"][7:], server.key.replace("-", "")):
        assert trace not in server.log.replace(server.key, "", 2), server.log


# --- A network that others listen to ---


def test_only_this_machine_hears_unless_it_is_said(tmp_path: Path) -> None:
    outside = serve.addresses()
    with Served(tmp_path / "class.sqlite3") as server:
        assert server.ask("GET", "/health")[0] == 200
        for address in outside:
            with pytest.raises(OSError), socket.create_connection((address, server.port), timeout=2):
                pass


def test_over_https_a_token_never_goes_unencrypted(room: Room) -> None:
    page = {"origin": HOST.replace("http:", "https:")}
    secure = room.client.post(f"{page['origin']}/join", json={"code": room.code}, headers=page)
    assert "secure" in secure.headers["set-cookie"].lower().split("; ")
    plain = room.client.post("/join", json={"code": room.code}, headers={"origin": HOST})
    assert "secure" not in plain.headers["set-cookie"].lower().split("; ")


def test_the_guide_says_what_a_plain_network_does_not_protect() -> None:
    guide = (Path(serve.__file__).parents[2] / "README.md").read_text("utf-8")
    assert re.search(r"without HTTPS.{0,80}can read", guide, re.DOTALL)


def test_the_command_says_so_too(capsys: pytest.CaptureFixture[str]) -> None:
    command._warn()
    assert re.search(r"without HTTPS.{0,80}can read", capsys.readouterr().out, re.DOTALL)
    chosen = command.command_line().parse_args(["05"])
    assert not chosen.lan
    assert chosen.keep == KEEP == 30
