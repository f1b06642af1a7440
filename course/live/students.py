"""What a phone asks of the server: joining, the questions that were released, one's own answers."""

import secrets
from functools import partial
from urllib.parse import urlsplit

import msgspec
import segno
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from course.html.task import verdict_face
from course.html.text import plain
from course.live import access, board, jobs, store
from course.live.answering import LARGEST, clean_name, fit, read_sent, refusal, text_in
from course.live.deck import is_slide_id, to_event, to_phone, verdict_on
from course.live.hall import Class, Hall
from course.live.replies import read_json, refuse, say, stream
from course.model.answer import Answer
from course.record.backup import pack

STATUS = {"stored": 200, "duplicate": 200, "stale": 409, "closed": 423, "paused": 423, "unknown": 404, "gone": 410}
NOTEBOOK = b"notebook"
MOST_TURNS = 20
"""So often somebody with an account may have their part in one class deleted and come back."""


def hall_of(request: Request) -> Hall:
    """Return the classes of this server."""
    hall: Hall = request.app.state.hall
    return hall


def account_of(request: Request) -> access.Account | None:
    """Return the account with which somebody is logged in where this server stands, None where there are none.

    What stands before the application puts it beside the request, where nothing that is sent can come.
    """
    account: access.Account | None = request.scope.get(access.ACCOUNT)
    return account


def address_of(request: Request) -> str:
    """Return what failures are counted by. Who is logged in pays for nobody else behind one proxy."""
    account = account_of(request)
    if account is not None:
        return account.mark
    return request.client.host if request.client else ""


def cookie_of(room: str) -> str:
    """Return the name of the cookie that says who somebody is in a class."""
    return f"course_live_{room[:12]}"


async def class_in(request: Request) -> Class:
    """Return the class in the address; raise Refusal where there is none."""
    found = await hall_of(request).find(request.path_params["room"])
    if found is None:
        raise refusal("no-class", 404)
    return found


async def person_in(request: Request) -> tuple[Class, str]:
    """Return the class in the address and who asks; raise Refusal for somebody who did not join it."""
    found = await class_in(request)
    account = account_of(request)
    if account is not None:
        # What a computer keeps of whoever sat at it before counts for nothing.
        return found, await _joined(found, account)
    header = request.headers.get("authorization", "")
    token = header.removeprefix("Bearer ") if header else request.cookies.get(cookie_of(found.room.id), "")
    who = access.read_token(found.room.secret, "person", found.room.id, token)
    if who is None:
        raise refusal("not-joined", 401)
    return found, who


async def _joined(found: Class, account: access.Account) -> str:
    """Return who an account is in a class; raise Refusal for one that did not join it."""
    who = found.accounts.get(account.name)
    if who is None:
        who, is_in = await _person_of(found, account)
        if not is_in:
            raise refusal("not-joined", 401)
        found.accounts[account.name] = who
    return who


async def _person_of(found: Class, account: access.Account) -> tuple[str, bool]:
    """Return who an account is or will be in a class, and whether they are in it; raise Refusal for one too many."""
    room = found.room.id
    for turn in range(MOST_TURNS):
        who = account.person(found.room.secret, turn)
        person = await found.hall.store.read(partial(store.person_in, room=room, person=who))
        if person is None or not person.gone:
            return who, person is not None
    raise refusal("gone", 410)


async def join(request: Request) -> Response:
    """Let somebody in who has the code, or a ticket (the long form of it in the QR code, which no limit stops)."""
    hall, sent = hall_of(request), await read_json(request)
    address = address_of(request)
    found = await _by_ticket(hall, text_in(sent, "ticket", 400))
    if found is None:
        if hall.limits.codes.left(address) < 1 or hall.limits.all_codes.left("") < 1:
            return refuse("slow-down", 429, {"retry-after": "30"})
        found = await hall.find_by_code(access.read_code(text_in(sent, "code", 100)))
        if found is None:
            hall.limits.codes.take(address)
            hall.limits.all_codes.take("")
            return refuse("no-code", 404)
    if found.room.ended:
        return refuse("ended", 410)
    record = sent.get("record")
    known = record if isinstance(record, str) and store.is_id(record) else secrets.token_hex(16)
    account = account_of(request)
    if account is None:
        before = await _known(request, found)
        who = before or secrets.token_hex(16)
    else:
        who, is_in = await _person_of(found, account)
        before = who if is_in else None
    name = clean_name(text_in(sent, "name", 1000))
    job = jobs.Joined(room=found.room.id, person=who, record=known, name=name, clock=hall.store.clock)
    if not await hall.store.do(job):
        return refuse("full", 403)
    if name and before:
        await hall.store.do(jobs.Renamed(room=found.room.id, person=who, name=name))
    found.touch(everybody=False)
    # A page gets a cookie that no script reads; only a kernel, which has none, gets the token itself.
    is_kernel = request.headers.get("x-course-client") == "notebook"
    if account is not None:
        found.accounts[account.name] = who
        if is_kernel and before and known == record:
            await hall.store.do(jobs.Recorded(room=found.room.id, person=who, record=known))
    token = access.sign(found.room.secret, "person", found.room.id, who)
    told: dict[str, object] = {"room": found.room.id, "title": found.room.title, "lesson": found.room.lesson}
    response = say({**told, "token": token} if is_kernel else told)
    if not is_kernel and account is None:
        set_cookie(request, response, cookie_of(found.room.id), token)
    return response


def set_cookie(request: Request, response: Response, name: str, token: str) -> None:
    """Keep a token in a cookie that no script reads and no other page sends."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        name, token, max_age=access.LASTS, httponly=True, samesite="strict", secure=secure, path=home_of(request)
    )


def home_of(request: Request) -> str:
    """Return the path below which this server stands, "/" where it has a name of its own."""
    return f"{request.scope.get('root_path', '')}/"


async def _known(request: Request, found: Class) -> str | None:
    """Return who somebody already is in this class: a phone that joins twice is one person.

    Who had their part deleted and joins again is somebody new.
    """
    token = request.cookies.get(cookie_of(found.room.id), "")
    who = access.read_token(found.room.secret, "person", found.room.id, token)
    if who is None:
        return None
    room = found.room.id
    person = await found.hall.store.read(lambda connection: store.person_in(connection, room, who))
    return None if person is None or person.gone else who


async def _by_ticket(hall: Hall, ticket: str) -> Class | None:
    room, _, token = ticket.partition(".")
    found = await hall.find(room) if token else None
    if found is None:
        return None
    return found if access.read_token(found.room.secret, "ticket", room, token) else None


async def state(request: Request) -> Response:
    """Tell the public state, for a page whose stream does not come through."""
    found, who = await person_in(request)
    found.saw(who)
    if not found.fresh or not found.pupils.listeners:
        await found._public()
    return Response(found.fresh, media_type="application/json")


async def news(request: Request) -> Response:
    """Stream the public state."""
    found, who = await person_in(request)
    return stream(found.attend(who))


async def slide(request: Request) -> Response:
    """Tell a question that was released."""
    found, _ = await person_in(request)
    asked = found.deck.find(request.path_params["slide"])
    states = await hall_of(request).store.read(lambda connection: store.slides_of(connection, found.room.id))
    if asked is None or asked.id not in states or states[asked.id].state == "hidden":
        return refuse("no-question", 404)
    return say(to_phone(asked))


async def mine(request: Request) -> Response:
    """Tell somebody what is kept of theirs, and nobody else's."""
    found, who = await person_in(request)
    file = hall_of(request).store
    person = await file.read(lambda connection: store.person_in(connection, found.room.id, who))
    if person is None or person.gone:
        return refuse("gone", 410)
    given = await file.read(lambda connection: store.answers_in(connection, found.room.id, person=who))
    pair = await file.read(lambda connection: board.pair_of(connection, found.room, who))
    return say(
        {
            "name": person.name,
            "pair": pair,
            "answers": [_kept(found, one) for one in given],
        }
    )


def _kept(found: Class, given: store.Given) -> dict[str, object]:
    """Return an answer as its author gets it back, with the verdict that it had."""
    told: dict[str, object] = {"slide": given.slide, "rev": given.rev, "at": given.at}
    answer = msgspec.json.decode(given.answer, type=Answer)
    asked = found.deck.find(given.slide)
    verdict = verdict_on(asked, answer) if asked else None
    if verdict:
        told["verdict"] = str(verdict_face(found.deck.wording, verdict))
    return {**told, "answer": answer.plain()}


async def answer(request: Request) -> Response:
    """Keep an answer. It is said to be saved after it is."""
    found, who = await person_in(request)
    hall = hall_of(request)
    if not hall.limits.answers.take(who):
        return refuse("slow-down", 429, {"retry-after": "2"})
    id = request.path_params["slide"]
    asked = found.deck.find(id) if is_slide_id(id) else None
    if asked is None or asked.control is None:
        return refuse("no-question", 404)
    sent = read_sent((await request.body())[: LARGEST + 1])
    given = fit(asked, sent.answer)
    verdict = verdict_on(asked, given)
    kind, body = to_event(asked, given)
    kept: jobs.Kept = await hall.store.do(
        jobs.Answered(
            room=found.room.id,
            slide=asked.id,
            person=who,
            rev=sent.rev,
            press=sent.press,
            answer=msgspec.json.encode(given).decode(),
            verdict=verdict.outcome if verdict else "",
            lesson=asked.lesson,
            item=asked.item,
            kind=kind,
            body=msgspec.json.encode(body).decode(),
            clock=hall.store.clock,
        )
    )
    if kept.outcome == "stored":
        found.touch(everybody=False)
    told: dict[str, object] = {"outcome": kept.outcome, "rev": kept.rev}
    if verdict and kept.outcome in ("stored", "duplicate"):
        told["verdict"] = str(verdict_face(found.deck.wording, verdict))
        told["right"] = verdict.outcome == "correct"
    return say(told, STATUS[kept.outcome])


async def rename(request: Request) -> Response:
    """Change what somebody is called in this class."""
    found, who = await person_in(request)
    name = clean_name(text_in(await read_json(request), "name", 1000))
    await hall_of(request).store.do(jobs.Renamed(room=found.room.id, person=who, name=name))
    found.touch(everybody=False)
    return say({"name": name})


async def take(request: Request) -> Response:
    """Hand somebody their own part as a backup, which the course's notebooks restore."""
    found, who = await person_in(request)
    file = hall_of(request).store
    person = await file.read(lambda connection: store.person_in(connection, found.room.id, who))
    if person is None or person.gone:
        return refuse("gone", 410)
    events = await file.read(lambda connection: store.events_of(connection, found.room.id, who))
    own = [event for _, event in events]
    if await file.read(lambda connection: store.has_tables(connection, found.room.id)):
        # Loaded here, as all of the tables: what counts there is 20 MB, and most classes have none.
        from course.live.tables.replay import replays

        own += await file.read(lambda connection: replays(connection, found.room.id, found.room.lesson, who))
    data = pack(own, person.record, person.name)
    name = f'attachment; filename="lesson-{plain(found.room.lesson)[:2]}.course.json"'
    return Response(data, media_type="application/json", headers={"content-disposition": name})


async def leave(request: Request) -> Response:
    """Delete somebody's part for good."""
    found, who = await person_in(request)
    await hall_of(request).store.do(jobs.Erased(room=found.room.id, person=who))
    account = account_of(request)
    if account is not None:
        found.accounts.pop(account.name, None)
    for told in found.on_leave:
        await told(who)
    found.touch(everybody=True)
    response = say({"gone": True})
    response.delete_cookie(cookie_of(found.room.id), path=home_of(request))
    return response


async def link(request: Request) -> Response:
    """Tell the key with which somebody goes on with the same answers on another device.

    To a page that says where it stands, also a picture of the whole link: only it knows under which address the phones
    of this class come here. The key stands behind "#", which no browser sends to a server.
    """
    found, who = await person_in(request)
    key = access.sign(found.room.secret, "person", found.room.id, who)
    told = {"key": key, "room": found.room.id}
    page = request.query_params.get("page", "")
    if page and urlsplit(page).netloc.lower() == request.headers["host"].lower():
        told["picture"] = segno.make(f"{page[:300]}#key={key}", error="l").svg_data_uri(scale=4, border=2)
    return say(told)


async def again(request: Request) -> Response:
    """Let a second device in as the same person."""
    found, sent = await class_in(request), await read_json(request)
    key = text_in(sent, "key", 400)
    who, account = access.read_token(found.room.secret, "person", found.room.id, key), account_of(request)
    # A link makes nobody somebody else who is logged in as themself.
    if who is None or (account is not None and await _joined(found, account) != who):
        return refuse("not-joined", 401)
    response = say({"room": found.room.id, "title": found.room.title, "lesson": found.room.lesson})
    if account is None:
        set_cookie(request, response, cookie_of(found.room.id), key)
    return response


ROUTES = [
    # First, because routes are tried in this order and nothing else is asked as often.
    Route("/r/{room}/answers/{slide}", answer, methods=["PUT"]),
    Route("/join", join, methods=["POST"]),
    Route("/r/{room}/state", state),
    Route("/r/{room}/news", news),
    Route("/r/{room}/slides/{slide}", slide),
    Route("/r/{room}/mine", mine),
    Route("/r/{room}/name", rename, methods=["PUT"]),
    Route("/r/{room}/take", take),
    Route("/r/{room}/link", link),
    Route("/r/{room}/again", again, methods=["POST"]),
    Route("/r/{room}/me", leave, methods=["DELETE"]),
]
