"""`python -m course live doctor`: whether a phone reaches this computer, and what is in the way if it does not."""

import asyncio
import time

import segno
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from course.content.interface import words
from course.live.serve import GRACE, addresses

WAITS = 120
"""Seconds for somebody to take out a phone and open the page."""

IN_THE_WAY = (
    "No phone came. What is usually in the way, the likeliest first:",
    "1. The phone is in another network: mobile data, or the guests' Wi-Fi. Put both into the same one.",
    "2. The Wi-Fi keeps its devices apart (schools often do). Use a hotspot of your phone or an own router.",
    "3. This computer's firewall asks or refuses. Allow Python in private networks.",
    "4. None of that can be changed: a class on a hosted server, or the lesson on paper.",
)


async def listen_for_a_phone(port: int, waits: float = WAITS) -> int:
    """Wait for one phone; print what happened, and return 0 if one came."""
    found = addresses()
    if not found:
        print("This computer is in no network: there is no address that a phone could open. Connect it, and try again.")
        return 1
    came: asyncio.Queue[str] = asyncio.Queue()

    async def page(request: Request) -> PlainTextResponse:
        await came.put(request.client.host if request.client else "")
        return PlainTextResponse(words()["live"]["phone-reached"])

    app = Starlette(routes=[Route("/", page)])
    config = uvicorn.Config(
        app, host="0.0.0.0", port=port, log_level="error", access_log=False, timeout_graceful_shutdown=GRACE
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    address = f"http://{found[0]}:{port}/"
    segno.make(address, error="m").terminal(compact=True)
    print(f"Open this on ONE phone, now: {address}", flush=True)
    for other in found[1:]:
        print(f"  or, if that does not open: http://{other}:{port}/", flush=True)
    began, code = time.monotonic(), 1
    own = {*found, "127.0.0.1", "::1"}
    while (left := waits - (time.monotonic() - began)) > 0:
        try:
            client = await asyncio.wait_for(came.get(), left)
        except TimeoutError:
            break
        if client in own:
            print("That was this computer itself. Now a phone, please.", flush=True)
            continue
        print(f"A phone came, after {time.monotonic() - began:.0f} seconds. A class with --lan will work here.")
        code = 0
        break
    if code:
        print("\n".join(IN_THE_WAY))
    server.should_exit = True
    await running
    return code
