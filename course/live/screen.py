"""What the projector is told: one picture at a time, and nothing in it that the teacher did not release."""

from typing import Any

from sqlalchemy import Connection

from course.live import steps, store
from course.live.access import show_code
from course.live.board import Board, TextView, beside_of, public_slide, read_board
from course.live.cloud import cloud_of
from course.live.deck import Deck, Slide, to_phone
from course.live.store import Room, SlideState


def to_screen(connection: Connection, room: Room, deck: Deck) -> dict[str, Any]:
    """Return the picture, and how many are here. ``mark`` is what a key of the projector page sends back."""
    states = store.slides_of(connection, room.id)
    return {
        "mark": steps.mark_of(room.current, states),
        "code": show_code(room.code),
        "people": len(store.people_of(connection, room.id)),
        **_picture(connection, room, deck, states),
    }


def _picture(connection: Connection, room: Room, deck: Deck, states: dict[str, SlideState]) -> dict[str, Any]:
    if room.ended or room.paused:
        return {"kind": "over" if room.ended else "paused"}
    board = read_board(room)
    beside = beside_of(connection, room.id, board)
    if beside:
        return {"kind": "beside", "beside": beside, "about": _about(deck, board)}
    slide = deck.find(room.current)
    state = states.get(room.current)
    if slide is None or state is None or state.state == "hidden":
        return {"kind": "join"}
    return {"kind": "question", "slide": _slide(connection, room, slide, states, board)}


def _about(deck: Deck, board: Board) -> str:
    """Return what both texts that stand beside each other answer; "" where they answer two questions."""
    asked = {slide for slide, _ in board.beside}
    found = deck.find(asked.pop()) if len(asked) == 1 else None
    return str(found.asks) if found else ""


def _slide(
    connection: Connection, room: Room, slide: Slide, states: dict[str, SlideState], board: Board
) -> dict[str, Any]:
    entry = public_slide(connection, room, slide, states[slide.id], states, board)
    view = board.views.get(slide.id, TextView())
    texts = entry.get("results", {}).get("texts", ())
    more: dict[str, Any] = {"view": view.kind, "place": min(view.place, max(len(texts) - 1, 0))}
    if view.kind == "cloud" and texts:
        more["cloud"] = [{"word": word.says, "count": word.people} for word in cloud_of(texts)]
    return {
        **to_phone(slide),
        **entry,
        **more,
        "paired": board.pairs is not None and board.pairs.slide == slide.id and entry["state"] == "open",
        "answered": store.counts_in(connection, room.id).get(slide.id, 0),
    }
