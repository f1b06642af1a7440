"""Runs the server of the live class: on this machine alone, or with ``lan`` for the phones in the room."""

import asyncio
import contextlib
import socket
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import uvicorn
from starlette.middleware import Middleware
from starlette.routing import BaseRoute
from uvicorn.loops.auto import auto_loop_factory

from course.live.access import show_code
from course.live.app import make_app
from course.live.hall import KEEP, Class
from course.live.rest import cleared_when_quiet
from course.live.store import Store
from course.model.language import Edition

T = TypeVar("T")
USUAL_PORT = 8765
STREAMS = 16_384
"""So many connections are asked of the system, which usually grants 1,024 to a process and more on request."""
GRACE = 2
"""Seconds that open streams have to end: uvicorn would wait for them without an end."""


class Doors(msgspec.Struct, frozen=True, kw_only=True):
    """Where a class that is open is reached: by its teacher, on the projector, and by everybody."""

    console: str
    projector: str
    join: str
    code: str


def addresses() -> list[str]:
    """Return the addresses of this machine in its networks, the likeliest first, without asking any of them."""
    found: list[str] = []
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # Connecting a datagram socket sends nothing: it only asks this machine which way it would go.
        probe.connect(("192.0.2.1", 9))
        found.append(probe.getsockname()[0])
    with contextlib.suppress(OSError):
        found += [str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return [address for address in dict.fromkeys(found) if not address.startswith("127.")]


def doors(opened: Class, token: str, base: str, public: str) -> Doors:
    """Return the addresses of a class: ``base`` on this machine, ``public`` for phones."""
    room = opened.room
    return Doors(
        console=f"{base}/t/{room.id}?key={token}",
        projector=f"{base}/t/{room.id}?page=projector&key={token}",
        join=f"{public}/j/{show_code(room.code)}",
        code=show_code(room.code),
    )


def allow_streams() -> None:
    """Let this process hold as many connections as the system grants it: every page keeps one open."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = STREAMS if most == resource.RLIM_INFINITY else min(most, STREAMS)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(now, wanted), most))


def run_server(serving: Coroutine[Any, Any, T]) -> T:
    """Run a server, or who measures one, to its end: on the quicker loop (uvloop), which Windows has not."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        return runner.run(serving)


async def serve(
    file: Path | str,
    *,
    stem: str = "",
    since: str = "",
    host: str = "127.0.0.1",
    port: int = USUAL_PORT,
    names: Sequence[str] = (),
    ready: Callable[[Doors | None], None] = lambda doors: None,
    more: Sequence[BaseRoute] = (),
    keep: int = KEEP,
    before: Sequence[Middleware] = (),
    public: str = "",
    also: Sequence[Edition] = (),
) -> int:
    """Serve a class's file until the process is told to end; return the exit code.

    With ``stem`` a class is opened in that lesson, and ``ready`` is told where; with ``since`` (a moment) one goes on
    that was opened after it, as a class does after the laptop was closed. ``names`` are further hosts under which
    phones ask. Classes in which nothing was done for ``keep`` days are deleted. ``public`` is the address of a proxy
    before this server, where there is one, with the path below which it passes requests on; ``before`` stands between
    the guard and all routes. ``also`` are servers over the same database that speak other languages. A writer that ends
    by a fault ends the server: a page must not go on collecting what nobody keeps.
    """
    loop = asyncio.get_running_loop()
    broken = asyncio.Event()

    def on_stop() -> None:
        loop.call_soon_threadsafe(broken.set)

    allow_streams()
    store = Store(file, on_stop=on_stop)
    lan = addresses() if host not in ("127.0.0.1", "localhost", "::1") else []
    app = make_app(store, ["127.0.0.1", "localhost", "::1", *lan, *names], more, keep, before)
    app.state.also = tuple(also)
    app.state.public = public or f"http://{(names or lan or ['127.0.0.1'])[0]}:{port}"
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=False,
            timeout_graceful_shutdown=GRACE,
            # Who asks is then whom the proxy names, if that is on this machine or one that the environment trusts.
            proxy_headers=bool(public),
        )
    )
    running = asyncio.create_task(server.serve())
    while not server.started and not running.done():
        await asyncio.sleep(0.01)
    if running.done():
        await running
        return 1
    if stem:
        hall = app.state.hall
        opened, token = (await hall.reopen(stem, since) if since else None) or await hall.open(stem)
        base = f"http://127.0.0.1:{port}"
        ready(doors(opened, token, base, app.state.public))
    else:
        ready(None)
    watching = asyncio.create_task(broken.wait())
    with cleared_when_quiet(lambda: store.written):
        await asyncio.wait({running, watching}, return_when=asyncio.FIRST_COMPLETED)
    if broken.is_set():
        server.should_exit = True
    watching.cancel()
    await running
    return 1 if broken.is_set() else 0
