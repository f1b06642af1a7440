"""The teacher's page of all tables. No secret of a table comes to it: it may stand on a screen that others see."""

from starlette.requests import Request
from starlette.responses import Response

from course.content.interface import words
from course.live.frame import show
from course.live.teachers import taught

entry = "tables"


async def desk_page(request: Request) -> Response:
    """Show the page."""
    found = await taught(request)
    said = words()["tables"]
    return show(
        said["desk-page"],
        {"words": {**words()["form"], **words()["table"], **said}, "room": found.room.id},
        script=entry,
        style="tables",
        home="../../../",
        without=said["no-script"],
    )
