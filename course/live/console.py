"""The teacher's private console: the questions, who answered, what waits for a look. Never for the projector."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from course.content.interface import words
from course.live.access import show_code
from course.live.board import to_page
from course.live.frame import show
from course.live.plan import heard, planned_blocks
from course.live.teachers import base_of, taught

entry = "console"


async def console(request: Request) -> Response:
    """Show the console."""
    found = await taught(request)
    said = words()["console"]
    data = {
        "words": {**said},
        "title": found.room.title,
        "code": show_code(found.room.code),
        "address": base_of(request).partition("://")[2],
        "plan": to_page(planned_blocks(found.deck.lesson)),
        "heard": to_page(heard(found.deck)),
    }
    return show(
        said["page"].format(title=found.room.title),
        data,
        script=entry,
        style="console",
        home="../../",
        without=said["no-script"],
    )


ROUTES: list[Route] = [Route("/t/{room}/console", console)]
