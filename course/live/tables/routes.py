"""What phones and the teacher ask of the tables."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from course.content import scenarios
from course.content.interface import words
from course.html.text import plain
from course.live import store
from course.live.answering import clean, refusal
from course.live.replies import read_json, refuse, say, stream
from course.live.students import hall_of, person_in
from course.live.tables import results_page, rows, seating, views
from course.live.tables.bargaining import Bargain, read_says
from course.live.tables.conference import Conference, conference_of
from course.live.tables.desk_page import desk_page
from course.live.tables.outcome import outcome_of, possible
from course.live.tables.phone_page import page
from course.live.tables.rows import Paper, Place
from course.live.teachers import taught
from course.model.event import EventId, read_moment, write_moment
from course.negotiation.error import NegotiationError

LONGEST_NEWS = 1000
MOST_MINUTES = 600
T = TypeVar("T")
STATUS = {"stored": 200, "duplicate": 200, "refused": 409, "behind": 409, "not-seated": 403, "gone": 410, "ended": 423}
"""423 for the rest: paused, waiting, over."""


# --- phones ---


async def mine(request: Request) -> Response:
    """Tell somebody what they may know of their table."""
    found, who = await person_in(request)
    conference = conference_of(found)
    bargain = await conference.of(who)
    if bargain is None:
        return say({"state": "none"})
    return say(await _mine(conference, bargain, who))


async def _mine(conference: Conference, bargain: Bargain, who: str) -> dict[str, Any]:
    names = await conference.names_at(bargain)
    found = conference.found
    told = views.person_view(found.deck.wording, bargain, who, names, found.room.ended)
    # So that a phone whose clock is wrong shows the right minutes.
    return {**told, "now": conference.store.clock.moment()}


async def spec(request: Request) -> Response:
    """Tell what everybody at the table knows of the scenario; it does not change."""
    found, who = await person_in(request)
    bargain = await conference_of(found).of(who)
    if bargain is None:
        return refuse("no-seat", 404)
    return say(views.spec_of(found.deck.wording, bargain.scenario, f"{found.room.id}/{who}", bargain.row.table))


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """What a page sends with a move, beside what the move itself needs. The table that the page showed goes with it."""

    press: EventId
    table: int
    role: str
    kind: str


async def act(request: Request) -> Response:
    """Make a move. It is said to be done after it is committed; a late or illegal one changes nothing."""
    found, who = await person_in(request)
    if not hall_of(request).limits.answers.take(who):
        return refuse("slow-down", 429, {"retry-after": "2"})
    sent = await read_json(request)
    try:
        pressed = msgspec.convert(sent, Press)
    except msgspec.ValidationError:
        raise refusal("odd") from None
    conference = conference_of(found)
    sits = await conference.of(who)
    if sits is not None and sits.row.table != pressed.table:
        return await _refused(conference, sits, who, "moved-on", _sentence("moved-on"), 409)
    bargain, done = await conference.act(who, pressed.role, pressed.press, sent)
    if done.outcome in ("stored", "duplicate"):
        return say({"done": True, "outcome": done.outcome, "view": await _mine(conference, bargain, who)})
    if done.error is not None:
        says = read_says(done.error, words())
        told = {"done": False, "trouble": "refused", "says": says, "view": await _mine(conference, bargain, who)}
        return say(told, STATUS["refused"])
    key = _TROUBLES[done.outcome]
    return await _refused(
        conference, bargain, who, key, _sentence(_TROUBLES[done.outcome]), STATUS.get(done.outcome, 423)
    )


_TROUBLES = {
    "behind": "moved-on",
    "not-seated": "not-your-seat",
    "gone": "left-class",
    "paused": "paused",
    "ended": "class-over",
    "waiting": "not-begun",
    "over": "talks-over",
}


def _sentence(key: str) -> str:
    return words()["tables"][key]


async def _refused(conference: Conference, bargain: Bargain, who: str, key: str, says: str, status: int) -> Response:
    view = await _mine(conference, bargain, who)
    return say({"done": False, "trouble": key, "says": says, "view": view}, status)


async def worth(request: Request) -> Response:
    """Tell in words what a package is worth to one's own seat; nothing is kept."""
    found, who = await person_in(request)
    sent = await read_json(request)
    bargain = await conference_of(found).of(who)
    role, package = sent.get("role"), sent.get("package")
    if bargain is None or role not in bargain.roles_of(who) or not isinstance(package, dict):
        return refuse("no-seat", 404)
    built = {str(issue): str(option) for issue, option in package.items()}
    return say({"worth": views.worth(found.deck.wording, bargain, str(role), built)})


async def news(request: Request) -> Response:
    """Stream which tables changed, and nothing of what happened there."""
    found, who = await person_in(request)
    channel = await conference_of(found).channel_for(who)
    return stream(channel.listen())


async def told(request: Request) -> Response:
    """Tell somebody the debrief of their table, once it is released."""
    found, who = await person_in(request)
    bargain = await conference_of(found).of(who)
    if bargain is None:
        return refuse("no-seat", 404)
    shown = views.debrief_view(found.deck.wording, bargain, who)
    return say(shown) if shown is not None else refuse("not-released", 404)


# --- the teacher ---


async def state(request: Request) -> Response:
    """Tell the teacher every table, who is not seated, and which scenarios and injects there are."""
    conference = conference_of(await taught(request))
    bargains = list((await conference.tables()).values())
    people = await conference.store.read(lambda connection: store.people_of(connection, conference.room))
    names = {person.person: person.name for person in people}
    sitting = {person for bargain in bargains for person in bargain.people}
    return say(
        {
            "tables": [views.teacher_view(bargain, names) for bargain in bargains],
            "people": [{"person": person.person, "name": person.name} for person in people],
            "standing": [person.person for person in people if person.person not in sitting],
            "scenarios": [_scenario(id) for id in scenarios.scenarios()],
        }
    )


def _scenario(id: str) -> dict[str, Any]:
    known = scenarios.scenario(id)
    return {
        "id": id,
        "title": plain(known.title),
        "minutes": known.minutes,
        "seats": len(known.roles),
        "issues": [
            {
                "id": issue.id,
                "label": plain(issue.label),
                "options": [{"id": option.id, "name": plain(option.label)} for option in issue.options],
            }
            for issue in known.issues
        ],
        "injects": [{"id": one.id, "title": one.title, "text": one.text, "when": one.when} for one in known.injects],
    }


async def desk_news(request: Request) -> Response:
    """Stream which tables changed, to the teacher's page."""
    return stream(conference_of(await taught(request)).channel.listen())


class Laying(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The teacher lays tables; 0 of them: as many as the allocator makes. Without ``merge`` the computer fills up."""

    scenario: str
    tables: int = 0
    merge: bool = True


async def lay(request: Request) -> Response:
    """Lay tables and seat everybody who joined."""
    conference = conference_of(await taught(request))
    wanted = _read(await read_json(request), Laying)
    if wanted.scenario not in scenarios.names():
        return refuse("no-scenario", 404)
    people = await conference.store.read(lambda connection: store.people_of(connection, conference.room))
    scenario = scenarios.scenario(wanted.scenario)
    ids = [person.person for person in people]
    seats = seating.seat_people(scenario, ids, wanted.tables, merge=wanted.merge)
    return say({"tables": await conference.lay(wanted.scenario, seats)})


async def late(request: Request) -> Response:
    """Seat everybody who came after the tables were laid; nobody else moves."""
    conference = conference_of(await taught(request))
    tables = await conference.tables()
    people = await conference.store.read(lambda connection: store.people_of(connection, conference.room))
    sitting = {person for bargain in tables.values() for person in bargain.people}
    new = [person.person for person in people if person.person not in sitting]
    if tables and new:
        numbers = list(tables)
        scenario = tables[numbers[0]].scenario
        changed = seating.seat_late(scenario, [tables[n].places for n in numbers], new)
        for place, places in changed.items():
            await conference.seat(numbers[place], places)
    return say({"seated": len(new) if tables else 0})


async def seat(request: Request) -> Response:
    """Say who sits at a table, and where the computer plays."""
    conference = conference_of(await taught(request))
    table = _number(request)
    bargain = await conference.at(table)
    sent = await read_json(request)
    places = _read(sent, _Seats).seats
    people = await conference.store.read(lambda connection: store.people_of(connection, conference.room))
    kept = seating.check_places(bargain.scenario, places, [person.person for person in people])
    await conference.seat(table, kept)
    return say({"done": True})


class _Seats(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    seats: tuple[Place, ...]


class Turning(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes at ``tables`` (none named: at all): folders dealt, talks begun or ended, the debrief released."""

    tables: tuple[int, ...] = ()
    dealt: bool | None = None
    state: rows.TableState | None = None
    released: rows.Released | None = None


async def turn(request: Request) -> Response:
    """Deal the folders, begin, end, release."""
    conference = conference_of(await taught(request))
    wanted = _read(await read_json(request), Turning)
    fields = ("dealt", "state", "released")
    values = {key: value for key in fields if (value := getattr(wanted, key)) is not None}
    if wanted.state == "playing":
        # Nobody can bargain without their folder.
        values["dealt"] = True
    tables = await _named(conference, wanted.tables)
    if wanted.state in ("waiting", "playing"):
        # What has come to its end by the rules stays there.
        known = await conference.tables()
        tables = [n for n in tables if known[n].session.state.outcome is None and not known[n].row.paper]
    if values and tables:
        await conference.change(tables, values)
    return say({"done": True})


class Timing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Minutes from now for ``tables`` (none named: all); 0 takes the clock away."""

    minutes: float
    tables: tuple[int, ...] = ()


async def clock(request: Request) -> Response:
    """Set the clock."""
    conference = conference_of(await taught(request))
    wanted = _read(await read_json(request), Timing)
    if not 0 <= wanted.minutes <= MOST_MINUTES:
        raise refusal("odd")
    end = ""
    if wanted.minutes:
        now = read_moment(conference.store.clock.moment())
        end = write_moment(now + timedelta(minutes=wanted.minutes))
    await conference.change(await _named(conference, wanted.tables), {"clock_end": end})
    return say({"clock_end": end})


class Sending(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """News for ``tables`` (none named: all): one of the scenario's, or the teacher's own words with their ``press``."""

    tables: tuple[int, ...] = ()
    inject: str = ""
    title: str = ""
    text: str = ""
    press: EventId | None = None


async def inject(request: Request) -> Response:
    """Send news to one table or to all."""
    conference = conference_of(await taught(request))
    wanted = _read(await read_json(request), Sending)
    tables = await _named(conference, wanted.tables)
    if wanted.inject:
        known = await conference.tables()
        for n in tables:
            found = next((one for one in known[n].scenario.injects if one.id == wanted.inject), None)
            if found is None:
                return refuse("no-inject", 404)
            await conference.send([n], found.id, found.title, found.text)
        return say({"done": True})
    text = clean(wanted.text, LONGEST_NEWS)
    if not text:
        raise refusal("empty")
    title = clean(wanted.title.replace("\n", " "), 120)
    await conference.send(tables, f"press/{wanted.press or secrets.token_hex(16)}", title, text)
    return say({"done": True})


class Written(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a table ended on paper: its package, or none for no deal. No ``signers``: all parties signed."""

    table: int
    package: dict[str, str] | None = None
    signers: tuple[str, ...] = ()


async def paper(request: Request) -> Response:
    """Keep how a table ended that played on paper."""
    conference = conference_of(await taught(request))
    wanted = _read(await read_json(request), Written)
    bargain = await conference.at(wanted.table)
    parties = [role.id for role in bargain.scenario.parties]
    if not set(wanted.signers) <= set(parties):
        raise refusal("odd")
    try:
        outcome_of(bargain.row.scenario, wanted.package, wanted.signers)
    except NegotiationError:
        raise refusal("odd") from None
    kept = msgspec.json.encode(Paper(package=wanted.package, signers=wanted.signers)).decode()
    await conference.change([wanted.table], {"paper": kept, "state": "over"})
    return say({"done": True})


async def outcomes(request: Request) -> Response:
    """Tell how every table ended, and what their scenario made possible."""
    conference = conference_of(await taught(request))
    bargains = list((await conference.tables()).values())
    listed = sorted({bargain.row.scenario for bargain in bargains})
    return say(
        {
            "tables": views.outcomes_view(bargains),
            "possible": {id: msgspec.to_builtins(possible(id)) for id in listed},
        }
    )


async def _named(conference: Conference, tables: Sequence[int]) -> list[int]:
    known = await conference.tables()
    if not set(tables) <= set(known):
        raise refusal("no-table", 404)
    # Each once: a table is held while it changes, and named twice it would wait for itself.
    return list(dict.fromkeys(tables or known))


def _number(request: Request) -> int:
    number: int = request.path_params["table"]
    return number


def _read(sent: Mapping[str, Any], shape: type[T]) -> T:
    try:
        return msgspec.convert(sent, shape)
    except msgspec.ValidationError:
        raise refusal("odd") from None


ROUTES = [
    Route("/r/{room}/table", mine),
    Route("/r/{room}/table/", page),
    Route("/r/{room}/table/spec", spec),
    Route("/r/{room}/table/act", act, methods=["POST"]),
    Route("/r/{room}/table/worth", worth, methods=["POST"]),
    Route("/r/{room}/table/news", news),
    Route("/r/{room}/table/debrief", told),
    Route("/t/{room}/tables", state),
    Route("/t/{room}/tables/", desk_page),
    Route("/t/{room}/tables", lay, methods=["POST"]),
    Route("/t/{room}/tables/late", late, methods=["POST"]),
    Route("/t/{room}/tables/turn", turn, methods=["POST"]),
    Route("/t/{room}/tables/news", desk_news),
    Route("/t/{room}/tables/{table:int}/seats", seat, methods=["PUT"]),
    Route("/t/{room}/clock", clock, methods=["POST"]),
    Route("/t/{room}/inject", inject, methods=["POST"]),
    Route("/t/{room}/paper", paper, methods=["POST"]),
    Route("/t/{room}/outcomes", outcomes),
    *results_page.ROUTES,
]
