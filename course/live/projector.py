"""The page for the projector: one picture at a time, for the last row, and nothing that was not released."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from course.content.interface import words
from course.live.frame import show
from course.live.teachers import base_of, taught

entry = "projector"


async def projector(request: Request) -> Response:
    """Show the page."""
    found = await taught(request)
    said, trial = words()["projector"], words()["trial"]
    data = {
        "words": {**said},
        "stands": {"1": trial["stand"], "2": trial["stand-again"]},
        "title": found.room.title,
        "address": base_of(request).partition("://")[2],
    }
    return show(
        found.room.title,
        data,
        script=entry,
        style="projector",
        home="../../",
        without=said["no-script"],
    )


ROUTES: list[Route] = [Route("/t/{room}/projector", projector)]
