"""Tables of people over one PostgreSQL with two servers: whoever sits at a table may be at either of them."""

import json
import secrets
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from course.content import scenarios
from course.dev.postgres import programs
from course.dev.served import Served
from course.live.database import open_engine
from course.live.tables import rows
from course.negotiation.session import Session

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(programs() is None, reason="PostgreSQL is not installed (Debian: apt-get install postgresql)"),
]
STRAIT = "the-strait"
PARTIES = ("darwan", "velaya", "jazra")
ROUNDS = 6
"""How often two presses meet: once would show little."""


class Phone:
    """Somebody in the class, whose page asks ``server``."""

    def __init__(self, server: Served, name: str, who: dict[str, str] | None = None):
        self.server = server
        self.who = who or server.join(name)

    def at(self, server: Served) -> "Phone":
        """Return the same person, with a page at another server."""
        return Phone(server, "", self.who)

    def view(self) -> Any:
        return self.server.ask("GET", f"/r/{self.server.room}/table", None, self.who)[1]

    def role(self) -> str:
        return str(self.view()["roles"][0]["role"])

    def press(self, kind: str, role: str = "", **move: Any) -> dict[str, Any]:
        """Return what a page sends for a move, as it sees the table now."""
        view = self.view()
        one = next(one for one in view["roles"] if role in ("", one["role"]))
        sent = {"press": secrets.token_hex(16), "table": view["table"], "role": one["role"], "kind": kind}
        return {**sent, "step": one["step"], **move}

    def send(self, sent: dict[str, Any]) -> tuple[int, Any]:
        return self.server.ask("POST", f"/r/{self.server.room}/table/act", sent, self.who)

    def does(self, kind: str, **move: Any) -> Any:
        status, told = self.send(self.press(kind, **move))
        assert status == 200, told
        return told["view"]

    def listens(self) -> "Stream":
        return Stream(self.server, f"/r/{self.server.room}/table/news", self.who)


class Stream:
    """What a page hears."""

    def __init__(self, server: Served, path: str, who: dict[str, str]):
        self._line = socket.create_connection(("127.0.0.1", server.port), timeout=10)
        ask = f"GET {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: {who['authorization']}\r\n\r\n"
        self._line.sendall(ask.encode())
        self._heard = b""

    def hears(self, expected: Callable[[dict[str, int]], bool]) -> dict[str, int]:
        """Wait for news that are ``expected``, and return them."""
        while True:
            while b"\n\n" in self._heard:
                event, _, self._heard = self._heard.partition(b"\n\n")
                if b"event: tables" in event:
                    news: dict[str, int] = json.loads(event.partition(b"data: ")[2])
                    if expected(news):
                        return news
            more = self._line.recv(65536)
            assert more, "the stream ended"
            self._heard += more

    def close(self) -> None:
        self._line.close()


def teach(server: Served, path: str, method: str = "POST", **sent: Any) -> Any:
    status, told = server.ask(method, f"/t/{server.room}/{path}", sent, server.teacher)
    assert status == 200, told
    return told


def sit(two: tuple[Served, Served], people: int = 3, **more: Any) -> list[Phone]:
    """Let people join at one server and the other by turns, and begin at tables."""
    phones = [Phone(two[number % 2], f"P{number}") for number in range(people)]
    teach(two[0], "tables", scenario=STRAIT, **more)
    teach(two[0], "tables/turn", state="playing")
    return phones


def speaker(phones: list[Phone], role: str = PARTIES[0]) -> Phone:
    return next(phone for phone in phones if phone.role() == role)


def kept(server: Served, table: int = 1) -> list[rows.Made]:
    """Return a table's log as the database has it, and check that it is in order."""
    engine = open_engine(server.file)
    try:
        with engine.connect() as connection:
            row = next(row for row in rows.tables_of(connection, server.room) if row.table == table)
            log = rows.log_of(connection, server.room, table)
    finally:
        engine.dispose()
    Session.from_events(scenarios.scenario(row.scenario), row.seed, [made.event for made in log])
    return log


def test_a_move_at_one_is_heard_at_the_other(two: tuple[Served, Served]) -> None:
    phones = sit(two)
    mover = speaker(phones)
    other = next(phone for phone in phones if phone.server is not mover.server)
    stream = other.listens()
    before = stream.hears(lambda news: True)["1"]
    mover.does("pass")
    stream.hears(lambda news: news["1"] > before)
    assert other.view()["turn"] == PARTIES[1]
    stream.close()


def test_of_two_moves_for_one_turn_one_is_taken_and_the_other_told_so(two: tuple[Served, Served]) -> None:
    phones = sit(two)
    for number in range(ROUNDS):
        role = phones[0].view()["turn"]
        phone = speaker(phones, role)
        pages = [phone.at(server) for server in two]
        sent = [page.press("pass") for page in pages]
        before = len(kept(two[0]))
        with ThreadPoolExecutor(2) as pool:
            replies = list(pool.map(lambda page, one: page.send(one), pages, sent))
        assert sorted(status for status, _ in replies) == [200, 409], (number, replies)
        refused = next(told for status, told in replies if status == 409)
        assert "moved on" in refused["says"]
        mine = [made for made in kept(two[0])[before:] if made.press]
        assert [made.press for made in mine] == [
            one["press"] for one, (status, _) in zip(sent, replies, strict=True) if status == 200
        ]


def test_a_press_sent_to_both_is_one_move_also_where_it_ends_the_talks(two: tuple[Served, Served]) -> None:
    phones = sit(two)
    presses = []
    while phones[0].view()["state"] == "playing":
        phone = speaker(phones, phones[0].view()["turn"])
        sent = phone.press("pass")
        presses.append(sent["press"])
        with ThreadPoolExecutor(2) as pool:
            replies = list(pool.map(lambda server, one=sent, who=phone: who.at(server).send(one), two))
        assert [status for status, _ in replies] == [200, 200], replies
    assert [made.press for made in kept(two[0]) if made.press] == presses


def test_all_talk_at_once_at_both_and_everything_is_said_once(two: tuple[Served, Served]) -> None:
    phones = sit(two, people=6)

    def speak(number: int) -> int:
        phone = phones[number % 3].at(two[number % 2])
        status, told = phone.send(sent := phone.press("say", text=f"words {number}"))
        if status == 409:
            # As a page does that was told to look again.
            status, told = phone.send({**sent, "press": secrets.token_hex(16)})
        assert status == 200, told
        return status

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(speak, range(18)))
    tables = sorted({phone.view()["table"] for phone in phones})
    said = [str(made.event.body.get("text", "")) for table in tables for made in kept(two[0], table)]
    assert sorted(text for text in said if text.startswith("words")) == sorted(f"words {n}" for n in range(18))


def test_what_the_teacher_does_at_one_reaches_phones_at_the_other(two: tuple[Served, Served]) -> None:
    teacher, other = two
    phones = [phone.at(other) for phone in sit(two)]
    stream = phones[0].listens()
    begun = stream.hears(lambda news: True)
    teach(teacher, "inject", inject="photo")
    news = stream.hears(lambda news: news["1"] > begun["1"])
    assert phones[0].view()["news"][0]["id"] == "photo"
    teach(teacher, "clock", minutes=20)
    news = stream.hears(lambda now: now["1"] > news["1"])
    assert phones[0].view()["clock_end"]
    # New tables: whoever sits at an old one must hear that they sit at another now.
    teach(teacher, "tables", scenario=STRAIT)
    assert stream.hears(lambda now: now["seating"] != news["seating"])
    assert phones[0].view()["table"] == 2
    stream.close()


def test_who_is_seated_at_two_tables_at_once_sits_at_one(two: tuple[Served, Served]) -> None:
    phones = sit(two, people=8)
    desk = teach(two[0], "tables", "GET")["tables"]
    places = {
        table["table"]: [
            {key: place[key] for key in ("role", "person", "computer", "observer")} for place in table["places"]
        ]
        for table in desk
    }
    someone = next(place["person"] for place in places[1] if place["person"])
    for _ in range(ROUNDS):
        wanted = {
            table: [
                {**place, "person": someone, "computer": False}
                if place["role"] == PARTIES[0]
                else {**place, "person": "" if place["person"] == someone else place["person"]}
                for place in of
            ]
            for table, of in places.items()
        }

        def seat(server: Served, table: int, wanted: dict[int, Any] = wanted) -> None:
            teach(server, f"tables/{table}/seats", "PUT", seats=wanted[table])

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(seat, two, (1, 2)))
        now = teach(two[0], "tables", "GET")["tables"]
        assert len([place for table in now for place in table["places"] if place["person"] == someone]) == 1
    assert len(phones) == 8


def test_whose_part_is_deleted_at_one_while_they_press_at_the_other_is_gone(two: tuple[Served, Served]) -> None:
    """The log stays whole, whoever is quicker, and nothing of theirs comes back."""
    teacher, students = two
    for number in range(ROUNDS):
        phones = [phone.at(students) for phone in sit(two)]
        table = phones[0].view()["table"]
        amina, others = speaker(phones), [phone for phone in phones if phone.role() != PARTIES[0]]
        amina.does("say", text="Words of mine")
        presses = [amina.press("say", text=f"Words of mine {n}") for n in range(3)]
        more = [phone.press("say", text="Words of another") for phone in others]

        def press(phone: Phone, sent: list[dict[str, Any]]) -> set[int]:
            return {phone.send(one)[0] for one in sent}

        with ThreadPoolExecutor(3) as pool:
            running = [pool.submit(press, amina, presses)]
            running += [pool.submit(press, phone, [one]) for phone, one in zip(others, more, strict=True)]
            assert teacher.ask("DELETE", f"/r/{teacher.room}/me", None, amina.who)[0] == 200
            statuses = [one.result() for one in running]
        assert statuses[0] <= {200, 401, 403, 404, 410, 423}, statuses
        assert statuses[1:] == [{200}, {200}], (number, statuses)
        assert not [made for made in kept(teacher, table) if "of mine" in str(made.event.body)]
        for server in two:
            assert all("Words of mine" not in json.dumps(phone.at(server).view()) for phone in others)
        for phone in others:
            phone.server.ask("DELETE", f"/r/{teacher.room}/me", None, phone.who)
    assert not _entries(teacher)


def _entries(server: Served) -> list[str]:
    import psycopg

    with psycopg.connect(str(server.file)) as connection:
        query = "select body from live_event where room = %s"
        return [row[0] for row in connection.execute(query, (server.room,)).fetchall()]


def test_where_one_is_killed_its_phones_go_on_at_the_other(two: tuple[Served, Served]) -> None:
    dying, other = two
    phones = [phone.at(dying) for phone in sit(two)]
    first = speaker(phones)
    sent = first.press("pass")
    assert first.send(sent)[0] == 200
    dying.kill()
    phones = [phone.at(other) for phone in phones]
    status, told = first.at(other).send(sent)
    assert (status, told["outcome"]) == (200, "duplicate"), "it was acknowledged, so it is known"
    speaker(phones, PARTIES[1]).does("pass")
    speaker(phones, PARTIES[2]).does("pass")
    assert phones[0].view()["turn"] == PARTIES[0], "the computer in the mediator's chair went on"
    assert next(made.press for made in kept(other) if made.press) == sent["press"]


def test_where_somebody_leaves_at_a_server_without_tables_the_computer_goes_on(
    two: tuple[Served, Served],
) -> None:
    other, teacher = two
    phones = [phone.at(teacher) for phone in sit((teacher, other))]
    leaving, staying = speaker(phones), speaker(phones, PARTIES[1])
    assert leaving.view()["turn"] == PARTIES[0]
    assert other.ask("DELETE", f"/r/{other.room}/me", None, leaving.who)[0] == 200
    assert staying.view()["turn"] == PARTIES[1]
