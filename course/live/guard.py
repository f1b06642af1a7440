"""What stands before every request: host, origin, limits on size and patience, and headers that bind the page."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Collection, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import ClientDisconnect
from starlette.responses import Response

from course.live.replies import refuse

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Nothing runs or loads but what this server gives, and nothing frames it."""
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
LARGEST_BODY = 65_536
PATIENCE = 20
"""Seconds that a request may pause while it is sent."""
_SAFE = ("GET", "HEAD")


class TooLong(Exception):
    """A body goes on beyond the limit."""


class TooSlow(Exception):
    """A body does not come."""


class Guard:
    """Passes a request on to ``app`` where it comes to a host that we named, and from our own page.

    ``hosts`` are names and addresses without a port ("192.168.1.7"): a page of a stranger that has its own name point
    here (DNS rebinding) has another. A request that changes something carries an Origin of the same host, or, from a
    kernel, none and a token in its header.
    """

    def __init__(self, app: App, hosts: Collection[str]):
        self.app = app
        self.hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def with_headers(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                present = {name for name, _ in message.get("headers", [])}
                own = [(b"cache-control", b"no-store")] if b"cache-control" not in present else []
                given = [header for header in HEADERS if header[0] not in present]
                message["headers"] = [*message.get("headers", []), *given, *own]
            await send(message)

        refused = self._refusal(scope)
        if refused is None:
            try:
                await self.app(scope, _limited(receive), with_headers)
                return
            except TooLong:
                refused = refuse("too-long", 413, {"connection": "close"})
            except TooSlow:
                refused = refuse("too-slow", 408, {"connection": "close"})
            except ClientDisconnect:
                # A phone that lost its network is told nothing, and is no fault; there may be thirty at once.
                return
            except Exception as fault:
                _log(fault)
                refused = refuse("fault", 500)
        # A stream that has begun can only end.
        if not started:
            await refused(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return why a request is not passed on, None where it is."""
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if _name(host) not in self.hosts:
            return refuse("other-name", 421)
        if scope["method"] in _SAFE:
            return None
        origin = headers.get(b"origin", b"").decode("latin-1").lower()
        is_kernel = not origin and headers.get(b"authorization", b"").startswith(b"Bearer ")
        is_joining = not origin and b"x-course-client" in headers
        if not (is_kernel or is_joining) and _place(origin) != host:
            return refuse("other-page", 403)
        length = headers.get(b"content-length", b"")
        if length.isdigit() and (len(length) > 9 or int(length) > LARGEST_BODY):
            return refuse("too-long", 413)
        return None


def _name(host: str) -> str:
    if host.startswith("["):
        return host.partition("]")[0][1:]
    return host.partition(":")[0]


def _place(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _limited(receive: Receive) -> Receive:
    """Return ``receive`` for a body that neither goes on beyond the limit nor stands still.

    Afterwards it waits as long as the page is there: a stream has no end of its own.
    """
    read = 0
    is_whole = False

    async def limited() -> Message:
        nonlocal read, is_whole
        if is_whole:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), PATIENCE)
        except TimeoutError:
            raise TooSlow from None
        read += len(message.get("body", b""))
        if read > LARGEST_BODY:
            raise TooLong
        is_whole = not message.get("more_body", False)
        return message

    return limited


def _log(fault: Exception) -> None:
    """Tell what broke and where. Not what the error says of itself: that may be somebody's answer."""
    steps = "".join(traceback.format_tb(fault.__traceback__))
    logging.getLogger(__name__).error("%s\n%s", type(fault).__name__, steps)
