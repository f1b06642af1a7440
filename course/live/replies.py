"""What a request is answered with."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from course.content.interface import words
from course.live.answering import read_object

STREAM = {"cache-control": "no-store", "x-accel-buffering": "no"}


def say(value: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """Return ``value`` as JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, media_type="application/json", headers=dict(headers or {}))


def refuse(key: str, status: int, headers: Mapping[str, str] | None = None, **values: object) -> Response:
    """Return a refusal: ``key`` for the page, and its sentence for a person."""
    return say({"trouble": key, "says": words()["live"][key].format(**values)}, status, headers)


def stream(events: AsyncIterator[bytes]) -> Response:
    """Return server-sent events."""
    return StreamingResponse(events, media_type="text/event-stream", headers=STREAM)


async def read_json(request: Request) -> dict[str, Any]:
    """Return the JSON object in a request; raise Refusal where there is none."""
    return read_object(await request.body())
