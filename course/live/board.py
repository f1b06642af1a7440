"""What pages are told of a class: the public state, which is the same for everybody, and the teacher's own."""

from collections.abc import Collection, Mapping
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection

from course.live import steps, store
from course.live.deck import Deck, Slide, to_phone
from course.live.results import changed_since, moved_between, read, results_of, sorts_of, spread_of
from course.live.seen import all_seen, seen_in
from course.live.store import Given, Room, SlideState

View = Literal["wall", "one", "groups", "cloud"]


class TextView(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the texts to a question stand on the projector; ``place`` counts them from 0 where they come one by one."""

    kind: View = "wall"
    place: int = 0


class Pairs(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who talks with whom about a question, by persons: pair 1 is the first."""

    slide: str
    pairs: tuple[tuple[str, ...], ...]


class Board(msgspec.Struct, kw_only=True, frozen=True, omit_defaults=True):
    """What the teacher set up beside the questions, kept as JSON in the file.

    ``beside`` are two texts (question and person) that stand beside each other; ``groups`` sort the texts to a question
    (by question: by person, the name of a group); ``views`` say how texts are shown; ``pairs`` were sent to the phones;
    ``opened`` are the questions that were opened together, for everybody at their own pace.
    """

    beside: tuple[tuple[str, str], ...] = ()
    groups: dict[str, dict[str, str]] = {}
    views: dict[str, TextView] = {}
    pairs: Pairs | None = None
    opened: tuple[str, ...] = ()


def read_board(room: Room) -> Board:
    """Return what the teacher set up."""
    return decode_board(room.board)


def decode_board(text: str) -> Board:
    """Return what the teacher set up, as the file has it."""
    return msgspec.json.decode(text or "{}", type=Board)


def encode_board(board: Board) -> str:
    """Return what the file has of it."""
    return msgspec.json.encode(board).decode()


def public(connection: Connection, room: Room, deck: Deck) -> dict[str, Any]:
    """Return what anybody in the class may know: questions that were released, results that are shown, no names."""
    states = store.slides_of(connection, room.id)
    board = read_board(room)
    listed = [
        public_slide(connection, room, slide, states[slide.id], states, board)
        for slide in deck.slides.values()
        if slide.id in states and states[slide.id].state != "hidden"
    ]
    return {
        "version": room.version,
        "title": room.title,
        "pace": room.pace,
        "paused": room.paused,
        "ended": room.ended,
        "current": room.current if any(entry["id"] == room.current for entry in listed) else "",
        "people": len(store.people_of(connection, room.id)),
        "slides": listed,
        "beside": beside_of(connection, room.id, board),
        # Who is paired with whom is told to each of them alone.
        "paired": board.pairs is not None,
        # Who sits where is told by the page of the table, and to those who sit there.
        "tables": store.has_tables(connection, room.id),
    }


def public_slide(
    connection: Connection,
    room: Room,
    slide: Slide,
    state: SlideState,
    states: Mapping[str, SlideState],
    board: Board,
) -> dict[str, Any]:
    """Return a question that was released, and its results where they are shown."""
    entry: dict[str, Any] = {"id": slide.id, "state": state.state, "shown": state.shown, "first": slide.first}
    if not state.shown:
        return entry
    given = store.answers_in(connection, room.id, slide=slide.id)
    before = seen_in(connection, room.id, slide.id)
    now = results_of(slide, given, live=state.state == "open", before=before)
    entry["results"] = to_page(now)
    first = states.get(slide.first)
    # The first vote stands beside the second: showing the second shows both.
    if first is not None and first.state != "hidden":
        voted = store.answers_in(connection, room.id, slide=slide.first)
        before = seen_in(connection, room.id, slide.first)
        earlier = results_of(slide, voted, live=first.state == "open", before=before)
        entry["before"] = to_page(earlier)
        # As the bars: a number that grows by one tells who changed.
        is_still = any(vote.live or vote.still for vote in (earlier, now))
        entry["moved"] = None if is_still else to_page(moved_between(voted, given))
    groups = board.groups.get(slide.id, {})
    if groups:
        entry["groups"] = _grouped(given, groups)
    return entry


def _grouped(given: list[Given], groups: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return approved texts under the names of their groups, without persons."""
    sorted_texts: dict[str, list[str]] = {}
    for answer in given:
        name = groups.get(answer.person)
        text = read(answer).text or read(answer).why
        if name and text and answer.approved == "approved":
            sorted_texts.setdefault(name, []).append(text)
    return [{"name": name, "texts": sorted(texts)} for name, texts in sorted(sorted_texts.items())]


def beside_of(connection: Connection, room: str, board: Board) -> list[str]:
    """Return the texts that stand beside each other. One that was changed since waits for the teacher again."""
    texts = []
    for slide, person in board.beside:
        for answer in store.answers_in(connection, room, slide=slide):
            if answer.person == person and answer.approved == "approved":
                texts.append(read(answer).text or read(answer).why)
    return [text for text in texts if text]


def pair_of(connection: Connection, room: Room, person: str) -> dict[str, Any] | None:
    """Return somebody's pair: its number, and what the others call themselves, where they do."""
    pairs = read_board(room).pairs
    for number, pair in enumerate(pairs.pairs if pairs else (), 1):
        if pairs and person in pair:
            there = {one.person: one.name for one in store.people_of(connection, room.id)}
            others = [there[other] for other in pair if other != person and other in there]
            return {
                "slide": pairs.slide,
                "number": number,
                "size": len(others) + 1,
                "names": [name for name in others if name],
            }
    return None


def teacher(connection: Connection, room: Room, deck: Deck, away: Collection[str] = ()) -> dict[str, Any]:
    """Return what the teacher sees: every question, counts however small, who is here and how far.

    ``away`` are those whose page was here and is not any more.
    """
    states = store.slides_of(connection, room.id)
    counts = store.counts_in(connection, room.id)
    people = store.people_of(connection, room.id)
    seen = all_seen(connection, room.id)
    given: dict[str, list[Given]] = {}
    by_person: dict[str, list[Given]] = {}
    for answer in store.answers_in(connection, room.id):
        given.setdefault(answer.slide, []).append(answer)
        by_person.setdefault(answer.person, []).append(answer)
    ahead = steps.ahead(steps.stops(deck), states, room.current)
    return {
        **public(connection, room, deck),
        "current": room.current,
        "code": room.code,
        "mark": steps.mark_of(room.current, states),
        "ahead": ahead.doing,
        "ahead_to": ahead.current,
        "board": msgspec.to_builtins(read_board(room)),
        "slides": [
            {
                **to_phone(slide),
                "session": slide.session,
                "block": slide.block,
                "more": slide.more,
                "state": states[slide.id].state if slide.id in states else "hidden",
                "shown": slide.id in states and states[slide.id].shown,
                "answered": counts.get(slide.id, 0),
                # Since the class saw its results: None where it did not.
                "changed": changed_since(seen[slide.id], given.get(slide.id, [])) if slide.id in seen else None,
                "spread": {
                    **to_page(spread_of(slide, given.get(slide.id, []))),
                    "sorts": to_page(sorts_of(slide, given.get(slide.id, []))),
                },
                "waiting": sum(
                    not answer.approved and bool(read(answer).text or read(answer).why)
                    for answer in given.get(slide.id, [])
                ),
            }
            for slide in deck.slides.values()
        ],
        "persons": [
            {
                "person": person.person,
                "name": person.name,
                "joined": person.joined_at,
                "away": person.person in away,
                # Two tries at a check, and not there yet.
                "stuck": [
                    answer.slide
                    for answer in by_person.get(person.person, ())
                    if answer.verdict not in ("", "correct") and answer.rev > 1
                ],
                "answers": {
                    answer.slide: {"rev": answer.rev, "at": answer.at, "verdict": answer.verdict}
                    for answer in by_person.get(person.person, ())
                },
            }
            for person in people
        ],
    }


def texts_to(connection: Connection, room: Room, slide: str) -> list[dict[str, Any]]:
    """Return every text to a question, for the teacher alone: approved or not, with the id of its author."""
    names = {person.person: person.name for person in store.people_of(connection, room.id)}
    return [
        {
            "person": answer.person,
            "name": names[answer.person],
            "rev": answer.rev,
            "text": read(answer).text or read(answer).why,
            "approved": answer.approved,
        }
        for answer in store.answers_in(connection, room.id, slide=slide)
        if answer.person in names and (read(answer).text or read(answer).why)
    ]


def to_page(value: object) -> Any:
    """Return a struct as JSON for a page."""
    return msgspec.to_builtins(value)
