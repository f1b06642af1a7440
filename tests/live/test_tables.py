"""Tables of people: seats, folders, moves, the computer in a chair and out of it, and nobody's secret with another."""

import json
import secrets
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from course.answers.games import Game, games, read_games
from course.content import scenarios
from course.html.folder import folder
from course.html.seat import SeatView
from course.live.app import make_app
from course.live.jobs import Erased, Joined
from course.live.store import Store
from course.live.tables import views
from course.live.tables.bargaining import Bargain, open_session, to_stored
from course.live.tables.jobs import Laid, NewTable, Seated
from course.live.tables.outcome import outcome_of, possible, space_of
from course.live.tables.replay import as_seen
from course.live.tables.rows import Made, Place, TableRow, log_of, places_at
from course.live.tables.seating import seat_people
from course.negotiation.session import Session
from course.record import Record
from course.record.backup import read_backup, restore
from tests.live.conftest import HOST, Room

STRAIT = "the-strait"
PARTIES = ("darwan", "velaya", "jazra")


class Talks:
    """A class at tables of a scenario; ``who`` are its people, in the order in which they joined."""

    def __init__(self, room: Room, people: int, scenario: str = STRAIT, **more: Any):
        self.room = room
        self.who = [room.join(f"P{n}") for n in range(people)]
        self.tables = self.teach("tables", scenario=scenario, **more)["tables"]

    def teach(self, path: str, method: str = "POST", **sent: Any) -> Any:
        reply = self.room.client.request(method, f"/t/{self.room.id}/{path}", json=sent, headers=self.room.teacher)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def desk(self) -> Any:
        return self.room.client.get(f"/t/{self.room.id}/tables", headers=self.room.teacher).json()

    def begin(self) -> None:
        self.teach("tables/turn", dealt=True)
        self.teach("tables/turn", state="playing")

    def view(self, who: dict[str, str]) -> Any:
        reply = self.room.client.get(f"/r/{self.room.id}/table", headers=who)
        assert reply.status_code == 200, reply.text
        return {key: value for key, value in reply.json().items() if key != "now"}

    def seat(self, role: str) -> dict[str, str]:
        """Return who sits in a role."""
        return next(who for who in self.who if any(one["role"] == role for one in self.view(who)["roles"]))

    def act(self, who: dict[str, str], role: str, kind: str, press: str = "", **move: Any) -> Any:
        view = self.view(who)
        step = next((one["step"] for one in view["roles"] if one["role"] == role), 0)
        sent = {"press": press or secrets.token_hex(16), "table": view["table"], "role": role, "kind": kind}
        return self.room.client.post(f"/r/{self.room.id}/table/act", json={**sent, "step": step, **move}, headers=who)

    def done(self, who: dict[str, str], role: str, kind: str, **move: Any) -> Any:
        reply = self.act(who, role, kind, **move)
        assert reply.status_code == 200, reply.text
        return reply.json()["view"]


def own(view: Any, role: str) -> Any:
    return next(one for one in view["roles"] if one["role"] == role)


def fair() -> dict[str, str]:
    spot = possible(STRAIT).points["nash"]
    assert spot is not None
    return spot.package


def play_to_the_end(talks: Talks, package: dict[str, str]) -> None:
    """The first party offers, the others accept, all sign; the mediator, where a computer, does what it does."""
    first, *others = PARTIES
    talks.done(talks.seat(first), first, "offer", package=package)
    offer = next(one["seq"] for one in own(talks.view(talks.seat(others[0])), others[0])["offers"])
    for role in others:
        talks.done(talks.seat(role), role, "accept", offer=offer)
        if "pass" in own(talks.view(talks.seat(role)), role)["legal"]:
            talks.done(talks.seat(role), role, "pass")
    for role in PARTIES:
        if "sign" in own(talks.view(talks.seat(role)), role)["legal"]:
            talks.done(talks.seat(role), role, "sign")


def test_a_whole_game_with_three_people(room: Room) -> None:
    talks = Talks(room, 3)
    assert len(talks.tables) == 1
    amina = talks.seat("darwan")
    before = talks.view(amina)
    assert "folder" not in own(before, "darwan"), "folders are dealt by the teacher"
    talks.teach("tables/turn", dealt=True)
    assert "only you see this" in own(talks.view(amina), "darwan")["folder"]
    assert talks.act(amina, "darwan", "offer", package=fair()).status_code == 423, "not begun"
    talks.done(amina, "darwan", "plan", target="60", walk_away="40", text="Slowly.")
    talks.teach("tables/turn", state="playing")
    play_to_the_end(talks, fair())
    view = talks.view(amina)
    assert view["state"] == "over", [line["text"] for line in own(view, "darwan")["log"]]
    address = f"/r/{room.id}/table/debrief"
    assert room.client.get(address, headers=amina).status_code == 404
    talks.teach("tables/turn", released="own")
    told = room.client.get(address, headers=amina).json()
    assert "Darwan" in told["own"][0]
    assert not told["html"]
    talks.teach("tables/turn", released="all")
    assert "<svg" in room.client.get(address, headers=amina).json()["html"]
    outcomes = room.client.get(f"/t/{room.id}/outcomes", headers=room.teacher).json()
    assert outcomes["tables"][0]["agreed"]
    assert outcomes["tables"][0]["package"] == fair()
    assert outcomes["possible"][STRAIT]["frontier"]
    taken = read_backup(room.client.get(f"/r/{room.id}/take", headers=amina).content)
    kinds = [event.body["kind"] for event in taken.events if event.item.startswith("table/")]
    assert kinds == ["plan", "offer", "sign"], "one's own moves, and nobody else's"


def secrets_of(role: str) -> list[str]:
    secret = scenarios.scenario(STRAIT).role(role).secret
    return [secret.brief, secret.home, secret.batna.story] if secret else []


def points_of(role: str) -> dict[str, dict[str, float]]:
    secret = scenarios.scenario(STRAIT).role(role).secret
    return {issue: dict(table) for issue, table in secret.scores.items()} if secret else {}


def test_no_secret_is_told_before_the_folders_are_dealt(room: Room) -> None:
    talks = Talks(room, 3)
    for who in talks.who:
        told = json.dumps(talks.view(who), ensure_ascii=False)
        assert not [text for role in PARTIES for text in secrets_of(role) if text[:40] in told]
        assert not [one for one in talks.view(who)["roles"] if one.get("points")]
        role = talks.view(who)["roles"][0]["role"]
        sent = {"role": role, "package": fair()}
        assert room.client.post(f"/r/{room.id}/table/worth", json=sent, headers=who).json() == {"worth": ""}


def test_no_secret_is_in_another_view(room: Room) -> None:
    talks = Talks(room, 6)
    talks.begin()
    words = {role: f"private-{role}" for role in PARTIES}
    for role in PARTIES:
        talks.done(talks.seat(role), role, "note", text=words[role])
        talks.done(talks.seat(role), role, "say", to=["mediator"], text=f"whisper-{role}")
    everything = {number: json.dumps(talks.view(who), ensure_ascii=False) for number, who in enumerate(talks.who)}
    for number, who in enumerate(talks.who):
        held = {one["role"] for one in talks.view(who)["roles"]}
        for role in PARTIES:
            inside = [text for text in (words[role], f"whisper-{role}") if text in everything[number]]
            if role in held:
                assert len(inside) == 2
            elif "mediator" in held:
                assert inside == [f"whisper-{role}"]
            else:
                assert not inside
            for text in secrets_of(role):
                assert (text[:40] in everything[number]) == (role in held), (role, held)
        for one in talks.view(who)["roles"]:
            assert one["points"] == points_of(one["role"])
    public = json.dumps(room.state(talks.who[0])) + json.dumps(talks.desk())
    assert not any(text[:40] in public for role in PARTIES for text in secrets_of(role))
    assert not any(text in public for text in words.values())


MOVES = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from(["offer", "pass", "say", "note", "accept", "reject", "vote", "disclose", "ask", "walkout"]),
        st.integers(0, 4095),
    ),
    max_size=12,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES)
def test_whatever_happens_a_view_is_what_the_engine_gives_that_seat(
    room: Room, moves: list[tuple[int, str, int]]
) -> None:
    talks = Talks(room, 4)
    scenario = scenarios.scenario(STRAIT)
    roles = [role.id for role in scenario.roles]
    talks.begin()
    space = space_of(STRAIT)
    here = [who for who in talks.who if talks.view(who)["state"] != "none"]
    for place, kind, number in moves:
        role = roles[place % len(roles)]
        who = next(who for who in here if any(one["role"] == role for one in talks.view(who)["roles"]))
        reply = talks.act(
            who,
            role,
            kind,
            package=space.package(number),
            offer=number % 30,
            text=f"words-{number}",
            to=[roles[number % 4]] if number % 3 and kind == "say" else [],
            vote=number % 5 - 2,
            about="ranking",
            answer=[scenario.issues[0].id],
            scope="mediator_only",
            question=None,
        )
        assert reply.status_code in (200, 409, 423, 429), reply.text
    bargain = room.client.portal.call(room.opened.conference.at, talks.view(here[0])["table"])
    for who in here:
        for told in talks.view(who)["roles"]:
            if told["speaks"] and "log" in told:
                seen = [event.seq for event in bargain.session.events if event.seen_by(told["role"])]
                assert [line["seq"] for line in told["log"]] == seen
                anew = SeatView(room.opened.deck.wording, views.speech(), bargain.session, told["role"])
                assert told["log"] == anew.log(), "lines that were told before read as if they were told now"
                assert told["folder"] == folder(anew.wording, anew.speech, bargain.session, told["role"])
    for who in here:
        room.client.delete(f"/r/{room.id}/me", headers=who)


def test_a_learner_takes_the_game_home_as_they_saw_it(room: Room, tmp_path: Path) -> None:
    talks = Talks(room, 4)
    talks.begin()
    first, second = talks.seat(PARTIES[0]), talks.seat(PARTIES[1])
    talks.done(first, PARTIES[0], "say", text="Said to all.")
    talks.done(first, PARTIES[0], "note", text="noted-by-the-first")
    talks.done(second, PARTIES[1], "note", text="noted-by-the-second")
    talks.done(second, PARTIES[1], "say", to=[PARTIES[2]], text="whispered-to-the-third")
    offer = fair()
    talks.done(first, PARTIES[0], "offer", package=offer)
    for role in PARTIES[1:]:
        who = talks.seat(role)
        number = next(one["seq"] for one in own(talks.view(who), role)["offers"])
        talks.done(who, role, "accept", offer=number)
        if "pass" in own(talks.view(who), role)["legal"]:
            talks.done(who, role, "pass")
    mediator = talks.seat("mediator")
    if "pass" in own(talks.view(mediator), "mediator")["legal"]:
        talks.done(mediator, "mediator", "pass")
    for role in PARTIES:
        talks.done(talks.seat(role), role, "sign")
    assert talks.view(first)["state"] == "over"

    def taken() -> bytes:
        return room.client.get(f"/r/{room.id}/take", headers=first).content

    assert not read_games(read_backup(taken()).events), "its debrief would open what the teacher has not"
    talks.teach("tables/turn", released="all")
    text = taken().decode()
    others = [f"P{n}" for n, who in enumerate(talks.who) if who is not first]
    for absent in ("noted-by-the-second", "whispered-to-the-third", *others):
        assert absent not in text
    assert not [secret for role in PARTIES for secret in secrets_of(role) if secret in text]
    [game] = read_games(read_backup(taken()).events)
    assert (game.seat, game.over) == (PARTIES[0], True)
    record = Record(tmp_path / "my_work")
    assert restore(record, taken()).new
    assert restore(record, taken()).new == 0
    [stored] = games(record, STRAIT)
    resumed, trouble = Game.resume(record, game.lesson, scenarios.scenario(STRAIT), stored)
    assert not trouble
    heard = SeatView(room.opened.deck.wording, views.speech(), resumed.session, PARTIES[0])
    assert [line["text"] for line in heard.log()] == [
        line["text"] for line in own(talks.view(first), PARTIES[0])["log"]
    ]
    assert heard.branches() == [], "nobody would answer there"


@pytest.mark.parametrize("scenario", scenarios.names())
def test_what_any_seat_saw_is_a_whole_game(scenario: str) -> None:
    known = scenarios.scenario(scenario)
    session = Session.open(known, 4)
    session.advance()
    log = [to_stored(event) for event in session.events]
    for role in known.roles:
        seen = as_seen(known, log, role.id)
        told = [event for _, event in seen]
        assert told or role.kind == "mediator", "what was told in confidence may be what it goes on with"
        assert not [event for event in told if event.seq and event.to and role.id not in (event.actor, *event.to)]
        if role.kind == "mediator":
            assert not [event for event in told if event.seq and event.to and event.actor != role.id]


def test_a_double_press_is_one_move(room: Room) -> None:
    talks = Talks(room, 3)
    talks.begin()
    who, press = talks.seat("darwan"), secrets.token_hex(16)
    assert talks.act(who, "darwan", "offer", press=press, package=fair()).json()["outcome"] == "stored"
    count = talks.desk()["tables"][0]["moves"]
    again = talks.act(who, "darwan", "offer", press=press, package=fair())
    assert (again.status_code, again.json()["outcome"]) == (200, "duplicate")
    assert talks.desk()["tables"][0]["moves"] == count


def test_a_press_made_on_an_older_page_changes_nothing(room: Room) -> None:
    talks = Talks(room, 3)
    talks.begin()
    who = talks.seat("darwan")
    step = own(talks.view(who), "darwan")["step"]
    talks.done(who, "darwan", "pass", step=step)
    late = talks.act(who, "darwan", "pass", step=step)
    assert late.status_code == 409
    assert "moved on" in late.json()["says"]
    waits = talks.act(who, "darwan", "pass")
    assert waits.status_code == 409
    assert "Velaya" in waits.json()["says"], "whose turn it is, by name"


@pytest.mark.parametrize(
    "sent",
    [
        {"kind": "reveal"},
        {"kind": "offer", "package": {"boundary": "nowhere"}},
        {"kind": "accept", "offer": 9999},
        {"kind": "sign"},
        {"kind": "say", "text": ""},
        {"kind": "ask", "to": "darwan", "question": "ranking"},
    ],
)
def test_an_illegal_move_gets_a_sentence_and_changes_nothing(room: Room, sent: dict[str, Any]) -> None:
    talks = Talks(room, 3)
    talks.begin()
    version = talks.desk()["tables"][0]["version"]
    reply = talks.act(talks.seat("darwan"), "darwan", **sent)
    assert reply.status_code == 409
    assert reply.json()["says"]
    assert not reply.json()["done"]
    assert talks.desk()["tables"][0]["version"] == version


def test_nobody_acts_in_another_seat_or_without_one(room: Room) -> None:
    talks = Talks(room, 3)
    talks.begin()
    who = talks.seat("velaya")
    assert talks.act(who, "darwan", "say", text="I am Darwan.").status_code == 403
    sent = {"role": "darwan", "package": fair()}
    assert room.client.post(f"/r/{room.id}/table/worth", json=sent, headers=who).status_code == 404
    stranger = room.join("Late")
    assert talks.view(stranger) == {"state": "none"}
    sent = {"press": secrets.token_hex(16), "table": 1, "role": "darwan", "kind": "say", "text": "Hello"}
    assert room.client.post(f"/r/{room.id}/table/act", json=sent, headers=stranger).status_code == 404
    assert room.client.get(f"/t/{room.id}/tables", headers=who).status_code == 401
    assert room.client.post(f"/t/{room.id}/inject", json={"text": "x"}, headers=who).status_code == 401


def test_the_computer_plays_for_somebody_who_is_away_and_gives_the_chair_back(room: Room) -> None:
    talks = Talks(room, 3)
    talks.begin()
    places = talks.desk()["tables"][0]["places"]
    seats = [{key: place[key] for key in ("role", "person", "computer", "observer")} for place in places]
    for seat in seats:
        seat["computer"] = seat["computer"] or seat["role"] == "darwan"
    who = talks.seat("darwan")
    talks.teach(f"tables/{talks.tables[0]}/seats", "PUT", seats=seats)
    view = talks.view(who)
    assert view["turn"] == "velaya", "the computer has moved for Darwan"
    assert not own(view, "darwan")["speaks"]
    assert talks.act(who, "darwan", "say", text="I am back.").status_code == 403
    for seat in seats:
        seat["computer"] = seat["computer"] and seat["role"] != "darwan"
    talks.teach(f"tables/{talks.tables[0]}/seats", "PUT", seats=seats)
    assert own(talks.view(who), "darwan")["speaks"]
    talks.done(who, "darwan", "say", text="I am back.")
    talks.done(talks.seat("velaya"), "velaya", "pass")
    talks.done(talks.seat("jazra"), "jazra", "pass")
    assert talks.view(who)["turn"] == "darwan", "the computer in the mediator's chair went on"
    assert talks.view(who)["round"] == 2


def test_a_table_reads_the_same_from_the_file(room: Room, tmp_path: Path) -> None:
    talks = Talks(room, 5)
    talks.begin()
    talks.done(talks.seat("darwan"), "darwan", "offer", package=fair(), text="This is fair.")
    talks.teach("inject", inject="photo")
    talks.teach("clock", minutes=20)
    views = [talks.view(who) for who in talks.who]
    file = Store(tmp_path / "class.sqlite3")
    with TestClient(make_app(file, ["class.test"]), base_url=HOST) as other:
        again = [other.get(f"/r/{room.id}/table", headers=who).json() for who in talks.who]
    assert [{key: value for key, value in view.items() if key != "now"} for view in again] == views
    assert views[0]["news"][0]["id"] == "photo"
    assert views[0]["clock_end"]


def test_two_at_once_are_both_heard(room: Room) -> None:
    talks = Talks(room, 6)
    talks.begin()

    def speak(number: int) -> int:
        who = talks.who[number % 3]
        role = talks.view(who)["roles"][0]["role"]
        return int(talks.act(who, role, "say", text=f"words {number}").status_code)

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(speak, range(12))) == {200}
    log = talks.view(talks.who[0])["roles"][0]["log"]
    assert sum("words" in line["text"] for line in log) == 12
    assert [line["seq"] for line in log] == sorted({line["seq"] for line in log})


def test_co_delegates_both_act_and_an_observer_only_hears(room: Room) -> None:
    talks = Talks(room, 6, tables=1)
    talks.begin()
    both = [who for who in talks.who if any(one["role"] == "darwan" for one in talks.view(who)["roles"])]
    assert len(both) == 2
    talks.done(both[0], "darwan", "say", text="One")
    talks.done(both[1], "darwan", "say", text="Two")
    watching = next(who for who in talks.who if not talks.view(who)["roles"])
    view = talks.view(watching)
    assert [line["text"] for line in view["log"] if "One" in line["text"]]
    assert view["tasks"]
    assert "folder" not in json.dumps(view)
    assert talks.act(watching, "darwan", "say", text="Three").status_code == 403


def test_news_goes_to_one_table_or_all_and_once(room: Room) -> None:
    talks = Talks(room, 8)
    first, second = talks.tables
    talks.teach("inject", inject="photo", tables=[first])
    talks.teach("inject", inject="photo", tables=[first])
    press = secrets.token_hex(16)
    for _ in range(2):
        talks.teach("inject", text="<b>Strike</b> at the port", title="Now", press=press)
    news = {talks.view(who)["table"]: talks.view(who)["news"] for who in talks.who}
    assert [len(news[table]) for table in (first, second)] == [2, 1]
    assert news[second][0]["text"] == "<b>Strike</b> at the port"


def test_late_people_sit_down_and_nobody_else_moves(room: Room) -> None:
    talks = Talks(room, 4)
    talks.begin()
    before = {place["person"]: place["role"] for place in talks.desk()["tables"][0]["places"]}
    late = room.join("Late")
    assert talks.teach("tables/late")["seated"] == 1
    after = {place["person"]: place["role"] for place in talks.desk()["tables"][0]["places"]}
    assert before.items() <= after.items()
    assert talks.view(late)["roles"]


def test_paper_counts_as_phones_do(room: Room) -> None:
    talks = Talks(room, 8)
    talks.teach("paper", table=talks.tables[0], package=fair())
    talks.teach("paper", table=talks.tables[1])
    first, second = room.client.get(f"/t/{room.id}/outcomes", headers=room.teacher).json()["tables"]
    assert first["agreed"]
    assert first["efficient"]
    assert not second["agreed"]
    assert {result["gain"] for result in second["results"]} == {0}
    assert second["better_count"] == possible(STRAIT).acceptable_count


@pytest.mark.parametrize("scenario", scenarios.names())
def test_every_scenario_has_news_and_seats_for_any_class(scenario: str) -> None:
    known = scenarios.scenario(scenario)
    assert 2 <= len(known.injects) <= 3
    for people in (1, 2, 5, 23, 60, 61, 130):
        for places in seat_people(known, [f"p{n}" for n in range(people)]):
            assert {place.role for place in places if place.role} == {role.id for role in known.roles}
    assert outcome_of(scenario, None).left > 0


def test_whose_part_is_deleted_leaves_seat_and_words_and_the_game_goes_on(room: Room, tmp_path: Path) -> None:
    talks = Talks(room, 3)
    talks.begin()
    who, badr = talks.seat("darwan"), talks.seat("velaya")
    talks.done(who, "darwan", "offer", package=fair(), text="Words of mine")
    talks.done(badr, "velaya", "say", text="Words of another")
    assert room.client.delete(f"/r/{room.id}/me", headers=who).status_code == 200
    log = json.dumps(own(talks.view(badr), "velaya")["log"], ensure_ascii=False)
    assert "Words of mine" not in log
    assert "Words of another" in log
    assert next(seat for seat in talks.view(badr)["seats"] if seat["role"] == "darwan")["computer"]
    talks.done(badr, "velaya", "pass")
    assert b"Words of mine" not in (tmp_path / "class.sqlite3").read_bytes()


def test_a_table_that_is_named_twice_does_not_wait_for_itself(room: Room) -> None:
    talks = Talks(room, 3)
    twice = [talks.tables[0]] * 2
    with ThreadPoolExecutor(1) as other:
        for path, sent in (
            ("tables/turn", {"tables": twice, "state": "playing"}),
            ("clock", {"tables": twice, "minutes": 5}),
            ("inject", {"tables": twice, "text": "A boat is missing.", "press": "0" * 32}),
        ):
            assert other.submit(talks.teach, path, **sent).result(10)
    assert [news["text"] for news in talks.view(talks.who[0])["news"]] == ["A boat is missing."]


def test_less_than_one_table_is_not_laid(room: Room) -> None:
    room.join()
    sent = {"scenario": STRAIT, "tables": -1}
    reply = room.client.post(f"/t/{room.id}/tables", json=sent, headers=room.teacher)
    assert (reply.status_code, reply.json()["trouble"]) == (422, "tables-number")


def test_words_at_a_table_that_somebody_left_go_too(room: Room) -> None:
    talks = Talks(room, 6, tables=2)
    talks.begin()
    amina = talks.seat("darwan")
    table = talks.view(amina)["table"]
    other = next(who for who in talks.who if who is not amina and talks.view(who)["table"] == table)
    talks.done(amina, "darwan", "say", text="words of Amina")
    assert "words of Amina" in json.dumps(talks.view(other))
    here, there = sorted(talks.desk()["tables"], key=lambda one: one["table"] != table)
    person = next(place["person"] for place in here["places"] if place["role"] == "darwan")
    kept = [{key: place[key] for key in Place.__struct_fields__} for place in there["places"]]
    seats = [*kept, {"person": person, "observer": True}]
    talks.teach(f"tables/{there['table']}/seats", "PUT", seats=seats)
    assert room.client.delete(f"/r/{room.id}/me", headers=amina).status_code == 200
    assert "words of Amina" not in json.dumps(talks.view(other))


def test_a_move_that_was_tried_before_words_were_deleted_is_tried_anew(room: Room) -> None:
    """The log was marked anew meanwhile: a move that bears on the old marks would make it unreadable."""
    talks = Talks(room, 3)
    talks.begin()
    who, badr = talks.seat("darwan"), talks.seat("velaya")
    talks.done(who, "darwan", "say", text="Words of mine")
    conference = room.opened.conference
    table = talks.tables[0]
    trial = conference._bargains[table].attempt("velaya", {"kind": "say", "text": "Words of another"})
    gone = next(place.person for place in conference._bargains[table].places if place.role == "darwan")
    call = room.client.portal.call
    call(room.file.do, Erased(room=room.id, person=gone))
    assert call(conference._keep, table, trial) == "behind"
    talks.done(badr, "velaya", "say", text="Words of another")
    assert len(call(room.file.read, lambda connection: log_of(connection, room.id, table))) == len(
        conference._bargains[table].session.events
    )


def test_who_left_is_given_no_seat(room: Room) -> None:
    """Somebody may leave at another server while the teacher seats the class here."""
    gone, here = "a" * 32, "b" * 32
    call = room.client.portal.call
    for person in (gone, here):
        call(room.file.do, Joined(room=room.id, person=person, record="", name="P", clock=room.file.clock))
    call(room.file.do, Erased(room=room.id, person=gone))
    places = [Place(role="darwan", person=gone), Place(role="velaya", person=here)]
    opening = to_stored(open_session(scenarios.scenario(STRAIT), 1).events[0])
    new = NewTable(scenario=STRAIT, seed=1, places=tuple(places), opening=opening)
    [table] = call(room.file.do, Laid(room=room.id, tables=[new], clock=room.file.clock))
    for _ in range(2):
        seats = call(room.file.read, lambda connection: places_at(connection, room.id, table))
        assert {seat.role: (seat.person, seat.computer) for seat in seats} == {
            "darwan": ("", True),
            "velaya": (here, False),
        }
        call(room.file.do, Seated(room=room.id, table=table, places=places))


@pytest.mark.parametrize("scenario", scenarios.names())
@pytest.mark.parametrize("seed", range(4))
def test_computers_alone_come_to_an_end(scenario: str, seed: int) -> None:
    known = scenarios.scenario(scenario)
    texts = dict.fromkeys(("released", "clock_end", "paper", "made_at"), "")
    numbers = dict.fromkeys(("table", "batch", "number", "version"), 1)
    row = TableRow(scenario=scenario, seed=seed, state="playing", dealt=True, **texts, **numbers)
    opening = to_stored(open_session(known, seed).events[0])
    places = [Place(role=role.id, computer=True) for role in known.roles]
    trial = Bargain(row, places, [Made(press="", person="", event=opening)], []).go_on()
    assert trial is not None
    assert trial.session.state.outcome is not None
    alone = Session.open(known, seed)
    alone.advance()
    assert [event.kind for event in trial.session.events] == [event.kind for event in alone.events]
