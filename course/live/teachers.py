"""What the console and the projector ask of the server. A join code gives none of these rights; a token does."""

import asyncio
import io
import zipfile
from collections.abc import Callable, Iterable
from typing import Annotated, Any, Literal

import msgspec
import segno
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.live import access, board, jobs, steps, store
from course.live.answering import LONGEST_NAME, MOST_REVS, clean, refusal, text_in
from course.live.board import Board
from course.live.hall import Class
from course.live.pairs import pair_up
from course.live.replies import read_json, refuse, say, stream
from course.live.steps import Way
from course.live.students import account_of, class_in, hall_of, home_of, set_cookie
from course.record.backup import pack


def teacher_cookie(room: str) -> str:
    """Return the name of the cookie of a class's teacher."""
    return f"course_teach_{room[:12]}"


async def taught(request: Request) -> Class:
    """Return the class in the address for its teacher; raise Refusal for anybody else."""
    found = await class_in(request)
    account = account_of(request)
    if account is not None:
        # By the group, and for what they opened: no token counts, whoever had it before.
        if not account.teaches or found.owner != account.name:
            raise refusal("not-your-class", 403)
        return found
    header = request.headers.get("authorization", "")
    token = header.removeprefix("Bearer ") if header else request.cookies.get(teacher_cookie(found.room.id), "")
    if not access.is_token(token, found.room.teacher):
        raise refusal("teacher-only", 401)
    return found


async def enter(request: Request) -> Response:
    """Let the teacher in by the link that the command printed, and take the token out of the address."""
    found = await class_in(request)
    page = "projector" if request.query_params.get("page") == "projector" else "console"
    response = RedirectResponse(f"{home_of(request)}t/{found.room.id}/{page}", 303)
    if account_of(request) is not None:
        await taught(request)
        return response
    token = request.query_params.get("key", "")[:200]
    # 192 bits need no limit; one that counted wrong keys would let a stranger lock the teacher out.
    if not access.is_token(token, found.room.teacher):
        return refuse("teacher-only", 401)
    set_cookie(request, response, teacher_cookie(found.room.id), token)
    return response


async def state(request: Request) -> Response:
    """Tell everything to the teacher."""
    return Response(await (await taught(request))._desk(), media_type="application/json")


async def news(request: Request) -> Response:
    """Stream the same."""
    return stream((await taught(request)).desk.listen())


async def projected(request: Request) -> Response:
    """Stream the projector's picture."""
    return stream((await taught(request)).screen.listen())


async def screen(request: Request) -> Response:
    """Tell the projector's picture, for a page whose stream does not come through."""
    return Response(await (await taught(request))._screen(), media_type="application/json")


async def ticket(request: Request) -> Response:
    """Tell the code, and the ticket in the QR code: who scans it is stopped by no limit on wrong codes."""
    found = await taught(request)
    return say({"code": access.show_code(found.room.code), "ticket": ticket_of(found)})


def ticket_of(found: Class) -> str:
    """Return what stands in the QR code in place of the join code."""
    signed = access.sign(found.room.secret, "ticket", found.room.id, "class")
    return f"{found.room.id}.{signed}"


def base_of(request: Request) -> str:
    """Return the address under which phones find this server: the one that it was told, or the one that is asked."""
    public: str = request.app.state.public
    return public or f"{request.url.scheme}://{request.url.netloc}{request.scope.get('root_path', '')}"


async def qr(request: Request) -> Response:
    """Draw the QR code: the address of the class, with the ticket."""
    found = await taught(request)
    address = f"{base_of(request)}/j/{access.show_code(found.room.code)}?t={ticket_of(found)}"
    drawn = io.BytesIO()
    # Pages lay it on white paper, in the dark as well: some cameras read no other. Four modules of it are its margin.
    made = segno.make(address, error="m", micro=False)
    made.save(drawn, kind="svg", border=4, xmldecl=False, omitsize=True)
    return Response(drawn.getvalue(), media_type="image/svg+xml")


class Turn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the teacher changes. ``slide`` with ``state`` or ``shown`` changes that question; the rest the class.

    ``step`` goes on or back from where the page says that the class stands (``mark``): pressed twice on one picture, it
    is one step. ``pace`` "own" with ``session`` opens the core questions of that session; "together" takes that back.
    """

    slide: str = ""
    state: Literal["hidden", "open", "closed"] | None = None
    shown: bool | None = None
    current: str | None = None
    pace: Literal["together", "own"] | None = None
    paused: bool | None = None
    ended: bool | None = None
    step: Way | None = None
    mark: str = ""
    session: int = 0


async def turn(request: Request) -> Response:
    """Open, close, show, hide, go on, pause."""
    found = await taught(request)
    try:
        wanted = msgspec.convert(await read_json(request), Turn)
    except msgspec.ValidationError:
        raise refusal("odd") from None
    named = [id for id in (wanted.slide, wanted.current) if id]
    if any(found.deck.find(id) is None for id in named):
        return refuse("no-question", 404)
    if wanted.step:
        await found.decide(_stepping(found, wanted.step, wanted.mark))
        return say({"version": found.room.version})
    if wanted.pace:
        await found.decide(_pacing(found, wanted.pace, wanted.session))
    changes = {key: value for key in ("state", "shown") if (value := getattr(wanted, key)) is not None}
    if changes and not wanted.slide:
        raise refusal("odd")
    slides: dict[str, Any] = {wanted.slide: changes} if changes else {}
    room = {key: value for key in ("current", "paused", "ended") if (value := getattr(wanted, key)) is not None}
    if room or slides:
        await found.turn(room=room, slides=slides)
    return say({"version": found.room.version})


def _stepping(found: Class, way: Way, mark: str) -> Callable[[jobs.Standing], jobs.Change | None]:
    def decide(standing: jobs.Standing) -> jobs.Change | None:
        states = {id: store.SlideState(*state) for id, state in standing.states.items()}  # type: ignore[arg-type]
        if mark != steps.mark_of(standing.current, states):
            return None
        through = steps.stops(found.deck)
        if way == "next":
            step = steps.ahead(through, states, standing.current)
        else:
            step = steps.back(through, states, standing.counts, standing.current)
        return None if step.doing == "end" else jobs.Change(room={"current": step.current}, slides=step.slides)

    return decide


def _pacing(found: Class, pace: str, session: int) -> Callable[[jobs.Standing], jobs.Change]:
    core = [slide.id for slide in found.deck.slides.values() if slide.session == session and not slide.more]

    def decide(standing: jobs.Standing) -> jobs.Change:
        kept = board.decode_board(standing.board)
        now = {id: state for id, (state, _) in standing.states.items()}
        if pace == "own":
            opened = [id for id in core if now.get(id, "hidden") == "hidden"]
            slides: dict[str, Any] = {id: {"state": "open"} for id in opened}
            left = (*kept.opened, *opened)
        else:
            # What was answered stays in sight, closed; the rest is as if it had not been opened.
            after = {id: "closed" if standing.counts.get(id) else "hidden" for id in kept.opened}
            slides = {id: {"state": state} for id, state in after.items() if now.get(id) == "open"}
            slides.pop(standing.current, None)
            left = ()
        kept = msgspec.structs.replace(kept, opened=left)
        return jobs.Change(room={"pace": pace, "board": board.encode_board(kept)}, slides=slides)

    return decide


async def texts(request: Request) -> Response:
    """Tell every text to a question."""
    found, slide = await taught(request), request.path_params["slide"]
    if found.deck.find(slide) is None:
        return refuse("no-question", 404)
    listed = await hall_of(request).store.read(lambda connection: board.texts_to(connection, found.room, slide))
    return say({"texts": listed})


async def approve(request: Request) -> Response:
    """Let the class see a text, or not; or several (``texts``) at one press."""
    found, sent = await taught(request), await read_json(request)
    how = sent.get("how")
    if how not in ("", "approved", "declined"):
        raise refusal("odd")
    listed = sent.get("texts", [sent])
    slide = request.path_params["slide"]
    if found.deck.find(slide) is None:
        return refuse("no-question", 404)
    named = [(slide, *_named(text)) for text in (listed if isinstance(listed, list) else [None])]
    done = await _approve(found, named, how)
    return say({"done": all(done)})


def _named(text: object) -> tuple[str, int]:
    """Return whose text is meant, and which version of it; raise Refusal where that is not said."""
    rev = text.get("rev") if isinstance(text, dict) else None
    if not isinstance(text, dict) or type(rev) is not int or not 0 < rev <= MOST_REVS:
        raise refusal("odd")
    person = text_in(text, "person", 32)
    return (person if store.is_id(person) else "", rev)


async def _approve(
    found: Class, texts: Iterable[tuple[str, str, int]], how: Literal["", "approved", "declined"]
) -> list[bool]:
    """Write what the teacher says of texts; return of each whether it is still the one that was read."""
    written = (
        jobs.Approved(room=found.room.id, slide=slide, person=person, rev=rev, how=how) for slide, person, rev in texts
    )
    done: list[bool] = await asyncio.gather(*map(found.hall.store.do, written))
    await found.refresh()
    found.touch(everybody=True)
    return done


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text as the teacher read it."""

    slide: str
    person: str
    rev: int


class Grouping(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text is put into the group of that name, "" for none."""

    slide: str
    person: str
    name: str


class Viewing(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the texts to a question are to be shown."""

    slide: str
    kind: board.View = "wall"
    place: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0


class Setting(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changes on the board; the rest stays, whatever another page of the teacher's set up meanwhile."""

    beside: Annotated[tuple[Text, ...], msgspec.Meta(max_length=2)] | None = None
    group: Grouping | None = None
    view: Viewing | None = None


async def set_board(request: Request) -> Response:
    """Set two texts beside each other, sort texts into groups, choose how they are shown."""
    found = await taught(request)
    try:
        wanted = msgspec.convert(await read_json(request), Setting)
    except msgspec.ValidationError:
        raise refusal("odd") from None
    if wanted.beside:
        # Setting a text before the class approves it, as it was read.
        read = [(text.slide, text.person, text.rev) for text in wanted.beside]
        if not all(await _approve(found, read, "approved")):
            return refuse("text-changed", 409)

    def decide(standing: jobs.Standing) -> jobs.Change:
        changed = _set(board.decode_board(standing.board), wanted)
        return jobs.Change(room={"board": board.encode_board(changed)})

    await found.decide(decide)
    return say({"version": found.room.version})


def _set(kept: Board, wanted: Setting) -> Board:
    if wanted.beside is not None:
        kept = msgspec.structs.replace(kept, beside=tuple((text.slide, text.person) for text in wanted.beside))
    if wanted.group:
        one = wanted.group
        groups = {**kept.groups.get(one.slide, {}), one.person: clean(one.name.replace("\n", " "), LONGEST_NAME)}
        groups = {person: name for person, name in groups.items() if name}
        kept = msgspec.structs.replace(kept, groups={**kept.groups, one.slide: groups})
    if wanted.view:
        view = board.TextView(wanted.view.kind, wanted.view.place)
        kept = msgspec.structs.replace(kept, views={**kept.views, wanted.view.slide: view})
    return kept


async def pairs(request: Request) -> Response:
    """Tell the pairs to a question: those that were sent, or a proposal of those who answered differently."""
    found, slide = await taught(request), found_slide(request)
    listed = await hall_of(request).store.read(lambda connection: _pairs(connection, found, slide))
    return refuse("no-question", 404) if listed is None else say(listed)


async def send_pairs(request: Request) -> Response:
    """Tell each phone its pair, and nobody another's; sent once more, nobody is paired anew."""
    found, slide = await taught(request), found_slide(request)
    made = await hall_of(request).store.read(lambda connection: _pairs(connection, found, slide))
    if made is None:
        return refuse("no-question", 404)
    sent = board.Pairs(slide, tuple(tuple(person["person"] for person in pair) for pair in made["pairs"]))
    await found.decide(_paired(sent))
    return say({**made, "sent": True})


async def end_pairs(request: Request) -> Response:
    """Take the pairs back."""
    found = await taught(request)
    await found.decide(_paired(None))
    return say({"sent": False})


def _paired(pairs: board.Pairs | None) -> Callable[[jobs.Standing], jobs.Change]:
    def decide(standing: jobs.Standing) -> jobs.Change:
        kept = msgspec.structs.replace(board.decode_board(standing.board), pairs=pairs)
        return jobs.Change(room={"board": board.encode_board(kept)})

    return decide


def _pairs(connection: Connection, found: Class, slide: str) -> dict[str, Any] | None:
    asked = found.deck.find(slide)
    room = store.room_by(connection, id=found.room.id)
    if asked is None or room is None:
        return None
    people = store.people_of(connection, room.id)
    kept = board.read_board(room)
    sent = kept.pairs if kept.pairs and kept.pairs.slide == slide else None
    if sent:
        here = {person.person: person for person in people}
        made = [[here[id] for id in pair if id in here] for pair in sent.pairs]
    else:
        given = store.answers_in(connection, room.id, slide=slide)
        made = pair_up(asked, given, people, kept.groups.get(slide))
    listed = [[{"person": one.person, "name": one.name} for one in pair] for pair in made]
    return {"sent": sent is not None, "pairs": listed}


def found_slide(request: Request) -> str:
    """Return the id of the question in the address."""
    slide: str = request.path_params["slide"]
    return slide


async def hand_ins(request: Request) -> Response:
    """Hand the class over as `collect` reads it: a zip file with a backup for each person."""
    found = await taught(request)
    file = hall_of(request).store
    people = await file.read(lambda connection: store.people_of(connection, found.room.id))
    events = await file.read(lambda connection: store.events_of(connection, found.room.id))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for number, person in enumerate(people, 1):
            own = [event for who, event in events if who == person.person]
            data = pack(own, person.record, person.name)
            bundle.writestr(f"{number:03}.course.json", data)
    name = {"content-disposition": f'attachment; filename="class-{found.room.lesson[:2]}.zip"'}
    return Response(packed.getvalue(), media_type="application/zip", headers=name)


ROUTES = [
    Route("/t/{room}", enter),
    Route("/t/{room}/state", state),
    Route("/t/{room}/news", news),
    Route("/t/{room}/projected", projected),
    Route("/t/{room}/screen", screen),
    Route("/t/{room}/ticket", ticket),
    Route("/t/{room}/qr.svg", qr),
    Route("/t/{room}/turn", turn, methods=["POST"]),
    Route("/t/{room}/texts/{slide}", texts),
    Route("/t/{room}/texts/{slide}", approve, methods=["POST"]),
    Route("/t/{room}/board", set_board, methods=["POST"]),
    Route("/t/{room}/pairs/{slide}", pairs),
    Route("/t/{room}/pairs/{slide}", send_pairs, methods=["POST"]),
    Route("/t/{room}/pairs/{slide}", end_pairs, methods=["DELETE"]),
    Route("/t/{room}/class.zip", hand_ins),
]
