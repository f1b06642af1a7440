"""The pages that only a hub has: where a teacher opens a class, and what somebody is told who is not let in."""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.content import lessons
from course.content.interface import words
from course.html.element import element, fill, join, p
from course.live import store
from course.live.access import Account, show_code
from course.live.frame import show
from course.live.store import Room
from course.live.students import account_of, hall_of, home_of
from course.model.event import read_moment
from course.model.language import as_one

SAME_PRESS = timedelta(seconds=30)
"""A class in the same lesson that was opened less than this ago was opened by the same press."""


def notice(request: Request, says: str, status: int) -> Response:
    """Return a page that says one sentence, and leads to the front."""
    said = words()["hub"]
    front = element("a", said["front"], href=home_of(request), class_="live-button")
    inside = join((element("h1", said["page"]), p(says, role="alert"), p(front)), "\n")
    return show_page(said["page"], inside, status)


class Opening:
    """Where the teachers of a hub, its group ``group``, open classes. ``leaves`` is where one logs out.

    ``grades`` says whether this hub sends grades.
    """

    def __init__(self, group: str, leaves: str, *, grades: bool = False):
        self.group = group
        self.grades = grades
        self.leaves = leaves
        self._opening = asyncio.Lock()

    async def page(self, request: Request) -> Response:
        """Show the lessons, and the classes that this teacher opened."""
        account = account_of(request)
        if account is None or not account.teaches:
            return self.refused(request)
        mine = await hall_of(request).store.read(lambda connection: store.rooms_of(connection, account.name))
        return show_page(words()["hub"]["teach-title"], self._inside(account, mine), 200)

    async def open(self, request: Request) -> Response:
        """Open a class in the lesson that was chosen, and show its console."""
        account = account_of(request)
        if account is None or not account.teaches:
            return self.refused(request)
        sent = parse_qs((await request.body()).decode("latin-1"), max_num_fields=10)
        stem = sent.get("lesson", [""])[0]
        if stem not in lessons.stems():
            return notice(request, words()["hub"]["no-lesson"], 422)
        hall = hall_of(request)
        async with self._opening:
            mine = await hall.store.read(lambda connection: store.rooms_of(connection, account.name))
            since = datetime.now(UTC) - SAME_PRESS
            just = [room for room in mine if room.lesson == stem and read_moment(room.made_at) >= since]
            room = just[0] if just else (await hall.open(stem, owner=account.name))[0].room
        return RedirectResponse(f"{home_of(request)}t/{room.id}/console", 303)

    def refused(self, request: Request) -> Response:
        """Return what somebody is told who does not teach."""
        return notice(request, words()["hub"]["only-teachers"].format(group=self.group), 403)

    def _inside(self, account: Account, mine: list[Room]) -> Markup:
        said = words()["hub"]
        options = (element("option", lessons.named(stem), value=stem) for stem in lessons.stems())
        choice = element("select", *options, name="lesson", id="lesson", class_="course-input")
        form = element(
            "form",
            p(element("label", said["lesson"], for_="lesson"), " ", choice),
            p(element("button", said["open"], type="submit", class_="course-main")),
            method="post",
            class_="course-form",
        )
        leave = element("a", said["log-out"], href=self.leaves)
        parts = [
            element("h1", said["teach-title"]),
            p(fill(said["you-are"], name=element("bdi", account.name)), " ", leave),
            form,
            element("h2", said["mine"]) if mine else None,
            *(_class(room) for room in mine),
            p(element("a", words()["hub-grades"]["title"], href="teach/grades")) if self.grades else None,
            p(element("a", said["as-learner"], href="./?join")),
        ]
        return join(parts, "\n")


def _class(room: Room) -> Markup:
    said = words()["hub"]
    facts = said["class"].format(code=show_code(room.code), date=as_one(read_moment(room.made_at).date().isoformat()))
    console = element("a", said["console"], href=f"t/{room.id}/console", class_="live-button")
    projector = element("a", said["projector"], href=f"t/{room.id}/projector", class_="live-button")
    over = f" {said['over']}" if room.ended else None
    return join((element("h3", room.title, dir="auto"), p(facts, over), p(console, " ", projector)), "\n")


def show_page(title: str, inside: Markup, status: int = 200, home: str = "") -> Response:
    """Return a page; ``home`` leads from it to the front."""
    response = show(title, {}, style="live", home=home, inside=inside, status=status)
    # A form says from which page it comes only where pages may; without that the guard takes it for a stranger's.
    response.headers["referrer-policy"] = "same-origin"
    return response


def routes(opening: Opening, path: str) -> list[Route]:
    """Return the ways to these pages."""
    return [Route(path, opening.page, methods=["GET"]), Route(path, opening.open, methods=["POST"])]
