"""The phone's page of a table. It holds nothing of a table: what somebody may know, it asks for with their cookie."""

from starlette.requests import Request
from starlette.responses import Response

from course.content.interface import words
from course.live.frame import show
from course.live.students import class_in

entry = "tables_phone"


async def page(request: Request) -> Response:
    """Show the page."""
    found = await class_in(request)
    said = words()["tables"]
    return show(
        said["page"],
        {"words": {**words()["form"], **words()["table"], **said}, "room": found.room.id},
        script=entry,
        style="tables",
        home="../../../",
        without=said["no-script"],
    )
