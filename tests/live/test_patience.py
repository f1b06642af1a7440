"""A request that stands still is ended; a stream, which has no end of its own, is not."""

import asyncio
from typing import Any

import pytest
from starlette.requests import Request

from course.live import guard
from course.live.guard import Guard

SCOPE = {"type": "http", "method": "PUT", "path": "/", "headers": [(b"host", b"a"), (b"origin", b"http://a")]}


async def _reads(scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": []})
    # As a stream does: it waits for the page to go away.
    await receive()
    await send({"type": "http.response.body", "body": b""})


def ask(*messages: Any) -> list[Any]:
    sent: list[Any] = []
    waiting = list(messages)

    async def receive() -> Any:
        if waiting and waiting[0] is not None:
            return waiting.pop(0)
        await asyncio.sleep(0.2)
        return waiting.pop(1) if len(waiting) > 1 else {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(Guard(_reads, ["a"])(SCOPE, receive, send))
    return [message["status"] for message in sent if "status" in message]


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "PATIENCE", 0.05)


def test_a_body_without_an_end_is_ended() -> None:
    piece = {"type": "http.request", "body": b"x" * 0x4000, "more_body": True}
    assert ask(*[piece] * 4, {**piece, "more_body": False, "body": b""}) == [200]
    assert ask(*[piece] * 1000) == [413]


def test_a_phone_that_goes_away_is_no_fault(caplog: pytest.LogCaptureFixture) -> None:
    async def read(scope: Any, receive: Any, send: Any) -> None:
        await Request(scope, receive).body()

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError(message)

    asyncio.run(Guard(read, ["a"])(SCOPE, receive, send))
    assert caplog.text == ""


def test_a_body_that_does_not_come_is_not_waited_for() -> None:
    assert ask({"type": "http.request", "body": b"{", "more_body": True}, None) == [408]


def test_a_stream_may_stand_open() -> None:
    whole = {"type": "http.request", "body": b"{}", "more_body": False}
    assert ask(whole, None, {"type": "http.disconnect"}) == [200]
