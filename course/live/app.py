"""The application: routes, the guard before them, and what every fault is answered with."""

import contextlib
from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import Receive, Scope, Send

from course.live import console, files, phone, projector, students, teachers
from course.live.answering import Refusal
from course.live.guard import Guard
from course.live.hall import KEEP, Hall
from course.live.replies import refuse, say
from course.live.store import Store
from course.live.writer import WriterStopped


async def health(request: Request) -> Response:
    """Tell whether answers can be saved."""
    return Response("ok") if request.app.state.hall.store.is_alive else Response("stopped", 503)


async def on_refusal(request: Request, error: Exception) -> Response:
    """Answer what cannot be taken."""
    assert isinstance(error, Refusal)
    return say({"trouble": error.key, "says": error.says}, error.status)


async def on_database(request: Request, error: Exception) -> Response:
    """Answer while the file cannot be written: nothing was saved, and the page keeps what it has and asks again."""
    return refuse("not-saved", 503, {"retry-after": "2"})


class Tables:
    """The ways to tables of people, loaded when one is first taken: counting there costs 20 MB, and most have none."""

    def __init__(self) -> None:
        self._router: Router | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if self._router is None:
            from course.live.tables.routes import ROUTES

            self._router = Router(ROUTES)
        await self._router(scope, receive, send)


def make_app(
    file: Store,
    hosts: Collection[str],
    more: Sequence[BaseRoute] = (),
    keep: int = KEEP,
    before: Sequence[Middleware] = (),
) -> Starlette:
    """Return the application over the class's file. ``hosts`` are the names under which it may be asked.

    Classes are deleted in which nothing was done for ``keep`` days. ``before`` stands between the guard and all routes.
    """

    @contextlib.asynccontextmanager
    async def live(app: Starlette) -> AsyncIterator[None]:
        await app.state.hall.start()
        try:
            yield
        finally:
            await app.state.hall.stop()
            file.close()

    handlers: dict[Any, Any] = {Refusal: on_refusal, SQLAlchemyError: on_database, WriterStopped: on_database}
    app = Starlette(
        routes=[
            Route("/health", health),
            *students.ROUTES,
            *teachers.ROUTES,
            *(route for page in (files, phone, console, projector) for route in page.ROUTES),
            *more,
            Mount("", Tables()),
        ],
        middleware=[Middleware(Guard, hosts=hosts), *before],
        exception_handlers=handlers,
        lifespan=live,
    )
    app.state.hall = Hall(file, keep)
    # Where phones find the class, where that is another address than the one under which the teacher asks.
    app.state.public = ""
    # Servers over the same database that speak other languages.
    app.state.also = ()
    return app
