"""Threats to rights: reading what is others', acting as the teacher, coming in by guessing or through a foreign page.

`course.dev.weakenings` lists all threats.
"""

import http.cookies
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import itsdangerous
import pytest

from course.live import access
from course.live.access import Bucket
from tests.live.conftest import HOST, Room

GO_OR_WAIT = "discuss.go-or-wait.1"
STAND = "stand.A7.1"
PAGE = {"origin": HOST}


def stop_the_clock(room: Room) -> None:
    """Let no time pass for the limits, however slow this computer is."""
    room.client.app.state.hall.limits = access.Limits(now=lambda: 0)


def join(room: Room, **sent: Any) -> Any:
    return room.client.post("/join", json=sent, headers={"x-course-client": "notebook"})


# --- Reading others' answers ---


def test_nobody_reads_what_another_wrote(room: Room) -> None:
    amina, bilal = room.join("Amina"), room.join("Bilal")
    room.open(STAND)
    assert room.put(amina, STAND, {"value": 2, "why": "my private reason"}).status_code == 200
    person = room.desk()["persons"][0]["person"]
    for path in ("mine", "take", "state", f"slides/{STAND}", f"mine?person={person}", f"take?person={person}", "link"):
        reply = room.client.get(f"/r/{room.id}/{path}", headers=bilal)
        assert reply.status_code == 200
        assert "my private reason" not in reply.text
        assert person not in reply.text
        assert "Amina" not in reply.text
    assert "my private reason" in room.client.get(f"/r/{room.id}/mine", headers=amina).text
    for path in ("mine", "take", "state", "news", "link", f"slides/{STAND}"):
        assert room.client.get(f"/r/{room.id}/{path}").status_code == 401


# --- What was not released: hidden questions, what is right, other roles' folders ---


def test_a_hidden_question_is_nowhere(room: Room) -> None:
    amina = room.join("Amina")
    hidden = room.opened.deck.slides[STAND]
    room.open(GO_OR_WAIT)
    assert room.client.get(f"/r/{room.id}/slides/{STAND}", headers=amina).status_code == 404
    assert STAND not in room.client.get(f"/r/{room.id}/state", headers=amina).text
    assert room.put(amina, STAND, {"value": 2}).status_code == 404
    assert str(hidden.asks) not in room.client.get(f"/r/{room.id}/state", headers=amina).text
    room.turn(slide=STAND, state="open")
    assert room.client.get(f"/r/{room.id}/slides/{STAND}", headers=amina).status_code == 200


def test_no_page_is_told_what_is_right(room: Room) -> None:
    amina = room.join("Amina")
    checks = [slide for slide in room.opened.deck.slides.values() if slide.call == "check"]
    assert checks
    for slide in checks:
        room.open(slide.id)
        told = room.client.get(f"/r/{room.id}/slides/{slide.id}", headers=amina)
        assert set(told.json()) == {
            "id", "call", "round", "first", "exit", "eyebrow", "setting", "asks", "control", "reason", "sure",
        }  # fmt: skip
        assert not re.search(r'"(right|feedback|accepts?|answer|model|why|guide)"', told.text)
        for feedback in (getattr(option, "feedback", "") for option in getattr(slide.about, "options", ())):
            assert not feedback or feedback not in told.text


# --- A student as the teacher ---

TAUGHT = [
    ("GET", "state", None),
    ("GET", "news", None),
    ("GET", "projected", None),
    ("GET", "ticket", None),
    ("GET", f"texts/{STAND}", None),
    ("GET", f"pairs/{STAND}", None),
    ("GET", "class.zip", None),
    ("POST", "turn", {"slide": STAND, "state": "open"}),
    ("POST", f"texts/{STAND}", {"person": "x", "rev": 1, "how": "approved"}),
    ("GET", "screen", None),
    ("GET", "qr.svg", None),
    ("POST", f"pairs/{STAND}", None),
    ("DELETE", f"pairs/{STAND}", None),
    ("POST", "board", {"beside": []}),
]


def test_every_way_of_the_teacher_is_tried_below(room: Room) -> None:
    from course.live import teachers

    ways = {
        (method, route.path.removeprefix("/t/{room}").lstrip("/").replace("{slide}", STAND))
        for route in teachers.ROUTES
        for method in route.methods or ()
        if method != "HEAD"
    }
    assert {way for way in ways if way[1]} == {(method, path) for method, path, _ in TAUGHT}


@pytest.mark.parametrize(("method", "path", "body"), TAUGHT)
def test_a_student_is_no_teacher(room: Room, method: str, path: str, body: Any) -> None:
    amina = room.join("Amina")
    ticket = room.client.get(f"/t/{room.id}/ticket", headers=room.teacher).json()["ticket"]
    before = room.desk()["version"]
    tries = [
        amina,
        {"authorization": ""},
        {"authorization": "Bearer "},
        {"authorization": f"Bearer {room.code}"},
        {"authorization": f"Bearer {ticket}"},
        {"authorization": f"Bearer {room.opened.room.teacher}"},
        {"cookie": f"course_teach_{room.id[:12]}={amina['authorization'][7:]}"},
    ]
    for headers in tries:
        reply = room.client.request(method, f"/t/{room.id}/{path}", json=body, headers={**PAGE, **headers})
        assert reply.status_code == 401, headers
        assert reply.json()["trouble"] == "teacher-only"
    assert room.desk()["version"] == before


def test_the_teacher_of_one_class_is_nobody_in_another(room: Room) -> None:
    other, _ = room.client.portal.call(room.client.app.state.hall.open, "05_why_come_to_the_table")
    assert room.client.get(f"/t/{other.room.id}/state", headers=room.teacher).status_code == 401
    amina = room.join("Amina")
    assert room.client.get(f"/r/{other.room.id}/state", headers=amina).status_code == 401


def test_the_key_leaves_the_address_and_is_kept_from_scripts(room: Room) -> None:
    reply = room.client.get(f"/t/{room.id}?key={room.token}", follow_redirects=False)
    assert reply.status_code == 303
    assert room.token not in reply.headers["location"]
    cookie = http.cookies.SimpleCookie(reply.headers["set-cookie"])[f"course_teach_{room.id[:12]}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "strict"
    assert room.client.get(f"/t/{room.id}?key=wrong", follow_redirects=False).status_code == 401


# --- Forged tokens ---


def _signed(secret: str, salt: str, *said: str) -> str:
    return str(itsdangerous.URLSafeTimedSerializer(secret, salt=salt).dumps(list(said)))


@pytest.mark.parametrize(
    "forge",
    [
        lambda room, token: token[:-2] + ("xx" if token[-2:] != "xx" else "yy"),
        lambda room, token: "." + token,
        lambda room, token: _signed("dev-secret-key", "course-live-person", room.id, "0" * 32),
        lambda room, token: _signed("", "course-live-person", room.id, "0" * 32),
        lambda room, token: _signed(room.code, "course-live-person", room.id, "0" * 32),
        lambda room, token: access.sign(room.opened.room.secret, "ticket", room.id, "0" * 32),
        lambda room, token: access.sign(room.opened.room.secret, "person", "0" * 32, "0" * 32),
        lambda room, token: "",
        lambda room, token: "\xff\xfe",
    ],
)
def test_a_forged_token_is_nobodys(room: Room, forge: Callable[[Room, str], str]) -> None:
    token = room.join("Amina")["authorization"][7:]
    forged = forge(room, token)
    header = b"Bearer " + forged.encode("latin-1")
    assert room.client.get(f"/r/{room.id}/mine", headers={"authorization": header}).status_code == 401
    again = room.client.post(f"/r/{room.id}/again", json={"key": forged}, headers=PAGE)
    assert again.status_code == 401
    assert "set-cookie" not in again.headers


def test_an_old_token_ends(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    amina = room.join("Amina")
    monkeypatch.setattr(access, "LASTS", -1)
    assert room.client.get(f"/r/{room.id}/mine", headers=amina).status_code == 401


def test_a_clock_set_back_puts_nobody_out(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    amina = room.join("Amina")
    now = access.time.time()
    monkeypatch.setattr(access.time, "time", lambda: now - 3600)
    assert room.client.get(f"/r/{room.id}/mine", headers=amina).status_code == 200


def test_no_file_holds_what_gives_the_teacher_rights(room: Room) -> None:
    assert room.token not in str(room.file.read_now(lambda connection: connection.exec_driver_sql(
        "select * from live_room").fetchall()))  # fmt: skip


# --- Guessing the code, and shutting the class out by guessing ---


def test_guessing_a_code_is_limited_and_joining_is_not(room: Room) -> None:
    stop_the_clock(room)
    tries = [join(room, code=access.make_code()).status_code for _ in range(40)]
    assert (tries.count(404), tries.count(429)) == (10, 30)
    room.client.app.state.hall.limits = access.Limits()
    assert [join(room, code=room.code).status_code for _ in range(60)] == [200] * 60, "a class behind one address"


def test_guessing_from_many_addresses_is_limited_too(room: Room) -> None:
    stop_the_clock(room)
    room.client.app.state.hall.limits.codes = Bucket(1000, 1000)
    tries = [join(room, code=access.make_code()).status_code for _ in range(100)]
    assert (tries.count(404), tries.count(429)) == (60, 40)
    assert len({access.make_code() for _ in range(1000)}) == 1000
    assert len(access.LETTERS) ** access.CODE_LENGTH > 2**39


def test_a_flood_of_guesses_shuts_nobody_out_who_scans(room: Room) -> None:
    amina = room.join("Amina")
    stop_the_clock(room)
    told = room.client.get(f"/t/{room.id}/ticket", headers=room.teacher).json()
    with ThreadPoolExecutor(8) as pool:
        tries = list(pool.map(lambda _: join(room, code="22222222").status_code, range(80)))
    assert tries.count(429) >= 60
    assert join(room, code=room.code).status_code == 429, "even the right code waits"
    assert join(room, ticket=told["ticket"]).status_code == 200, "the QR code does not"
    # The signature's first letter: two of the bits of its last one carry nothing, so a change there may change nothing.
    head, _, signature = told["ticket"].rpartition(".")
    forged = f"{head}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    assert join(room, ticket=forged).status_code == 429
    assert join(room, ticket=f"{room.id}.{amina['authorization'][7:]}").status_code == 429, "no person's token is one"
    # Who is in already and the teacher go on.
    room.open(GO_OR_WAIT)
    assert room.put(amina, GO_OR_WAIT, {"value": 2}).status_code == 200
    assert room.client.get(f"/t/{room.id}?key={room.token}", follow_redirects=False).status_code == 303


# --- A foreign name (DNS rebinding), a foreign page (CSRF) ---


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:8765", "", "class.test.evil.example", "[::2]", "xclass.test", "class.test@evil"],
)
def test_a_foreign_name_is_refused(room: Room, host: str) -> None:
    amina = room.join("Amina")
    reply = room.client.get(f"/r/{room.id}/mine", headers={**amina, "host": host})
    assert (reply.status_code, reply.json()["trouble"]) == (421, "other-name")
    assert room.client.get("/static/live.css", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "null", "http://class.test.evil.example", "http://class.test:9999", "http://[", "", None],
)
def test_a_foreign_page_changes_nothing(room: Room, origin: str | None) -> None:
    page = room.client
    assert page.post("/join", json={"code": room.code}, headers=PAGE).status_code == 200
    assert page.cookies
    room.open(GO_OR_WAIT)
    headers = {} if origin is None else {"origin": origin}
    sent = {"press": "0" * 32, "rev": 1, "answer": {"value": 2}}
    page.get(f"/t/{room.id}?key={room.token}", follow_redirects=False)
    for method, path, body in (
        ("PUT", f"/r/{room.id}/answers/{GO_OR_WAIT}", sent),
        ("PUT", f"/r/{room.id}/name", {"name": "x"}),
        ("DELETE", f"/r/{room.id}/me", None),
        ("POST", f"/t/{room.id}/turn", {"ended": True}),
        ("POST", "/join", {"code": room.code}),
    ):
        reply = page.request(method, path, json=body, headers=headers)
        assert (reply.status_code, reply.json()["trouble"]) == (403, "other-page"), path
    assert not room.desk()["ended"]
    # The same with the page's own origin is taken.
    reply = page.put(f"/r/{room.id}/answers/{GO_OR_WAIT}", json=sent, headers=PAGE)
    assert reply.json()["outcome"] == "stored"


def test_no_foreign_page_reads_an_answer(room: Room) -> None:
    room.client.post("/join", json={"code": room.code}, headers=PAGE)
    reply = room.client.get(f"/r/{room.id}/mine", headers={"origin": "http://evil.example"})
    assert not [name for name in reply.headers if name.startswith("access-control")]
    assert reply.headers["cross-origin-resource-policy"] == "same-origin"
    cookies = http.cookies.SimpleCookie(
        room.client.post("/join", json={"code": room.code}, headers=PAGE).headers["set-cookie"]
    )
    assert all(cookie["samesite"] == "strict" and cookie["httponly"] for cookie in cookies.values())
