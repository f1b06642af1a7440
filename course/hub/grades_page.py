"""Where a teacher of the learning platform sees which grades of their course would be sent, and sends them."""

import asyncio
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import msgspec
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from course.content import lessons
from course.content.interface import words
from course.html import document
from course.html.element import element, join, p
from course.hub import grading
from course.hub.configuration import Configuration
from course.hub.grading import Grade, Graded
from course.hub.launches import Launch, Launches, since_days
from course.hub.pages import Opening, show_page
from course.hub.scores import Scores
from course.live.students import account_of
from course.model.language import with_commas
from course.model.lesson import number_of


class News(msgspec.Struct, frozen=True, kw_only=True):
    """What was read of a course: every grade, those that would be sent, those that would be lower than what was."""

    learners: int
    graded: Graded
    unread: tuple[str, ...]
    news: tuple[Grade, ...]
    lower: tuple[Grade, ...]


class Sending:
    """The page and its button. A teacher has the courses in which the platform says that they teach, and no others."""

    def __init__(self, said: Configuration, opening: Opening):
        self.said = said
        self._opening = opening
        self._reading = asyncio.Lock()

    def routes(self, path: str) -> list[Route]:
        """Return the ways to it."""
        return [Route(path, self.page, methods=["GET"]), Route(path, self.send, methods=["POST"])]

    async def page(self, request: Request) -> Response:
        """Show the courses of this teacher, and what would be sent of the one that was chosen."""
        mine = self._mine(request)
        if mine is None:
            return self._opening.refused(request)
        context = request.query_params.get("course", "")
        if context not in mine:
            return self._show(self._courses(mine))
        async with self._reading:
            read = await asyncio.to_thread(self._read, context)
        return self._show(self._told(mine[context], read), self._form(mine[context], read))

    async def send(self, request: Request) -> Response:
        """Send the grades of a course, and say what became of them."""
        mine = self._mine(request)
        if mine is None:
            return self._opening.refused(request)
        sent = parse_qs((await request.body()).decode("latin-1"), max_num_fields=10)
        context = sent.get("course", [""])[0]
        if context not in mine:
            return self._show(self._courses(mine))
        async with self._reading:
            lines = await asyncio.to_thread(self._send, mine[context])
        return self._show(join(map(p, lines)))

    def _mine(self, request: Request) -> dict[str, Launch] | None:
        """Return the courses in which somebody teaches, by the platform's id; None who does not teach at all."""
        account, platform = account_of(request), self.said.platform
        if account is None or not account.teaches or platform is None:
            return None
        launches = Launches(self.said.launches_file).of_person(account.name, since_days(platform.remembers))
        return {launch.context: launch for launch in launches if launch.teaches and launch.context}

    def _read(self, context: str) -> News:
        members = Launches(self.said.launches_file).of_course(context)
        handed, unread = grading.read_course(members, self.said.open_volumes(), self.said.has_accounts)
        book = grading.book_of(handed, lessons.stems(), None)
        graded = grading.grades_of(members, book)
        news, lower = grading.news_of(graded, Scores(self.said.scores_file))
        return News(learners=len(book.rows), graded=graded, unread=tuple(unread), news=tuple(news), lower=tuple(lower))

    def _send(self, course: Launch) -> list[str]:
        word, read = words()["hub-grades"], self._read(course.context)
        scores = Scores(self.said.scores_file)
        grading.put(read.news, scores, datetime.now(UTC))
        made = grading.send_all(self.said, Launches(self.said.launches_file), scores, [course.context])
        lines = [word["sent"].format(count=made.sent)]
        for why in made.closed.values():
            keys = f"{self.said.origin}/hub/lti13/keys"
            lines.append(word["closed"].format(course=_title(course), says=why, keys=keys))
        for score in scores.refused(course.context):
            name = read.graded.names.get(score.name, score.name)
            lines.append(word["refused"].format(lesson=number_of(score.lesson), name=name, says=score.says))
        waiting = [score for score in scores.waiting() if score.context == course.context]
        if waiting and not made.closed:
            lines.append(word["again"].format(count=len(waiting), says=made.later))
        return [*lines, *self._left_out(read)]

    def _left_out(self, read: News) -> list[str]:
        word, names = words()["hub-grades"], read.graded.names
        lower = [f"{names[grade.name]} ({number_of(grade.lesson)})" for grade in read.lower]
        told = (
            (word["unread"], read.unread),
            (word["doubtful"], read.graded.doubtful),
            (word["lower"], lower),
        )
        return [says.format(names=with_commas(people)) for says, people in told if people]

    def _told(self, course: Launch, read: News) -> Markup:
        word = words()["hub-grades"]
        platform = urlsplit(self.said.platform.issuer).netloc if self.said.platform else ""
        lines = [
            word["to"].format(course=_title(course), platform=platform),
            word["read"].format(course=_title(course), count=read.learners, new=len(read.news)),
            *self._left_out(read),
        ]
        return join(map(p, lines))

    def _form(self, course: Launch, read: News) -> Markup:
        word, names = words()["hub-grades"], read.graded.names
        if not read.news and not any(
            score.context == course.context for score in Scores(self.said.scores_file).waiting()
        ):
            return p(word["nothing-new"])
        rows = [
            [names[grade.name], number_of(grade.lesson), f"{grade.given:g} / {grade.most:g}"] for grade in read.news
        ]
        press = p(element("button", word["press"], type="submit", class_="course-main"))
        return join(
            (
                document.table([word["learner"], word["lesson"], word["points"]], rows) if rows else None,
                element(
                    "form",
                    element("input", type="hidden", name="course", value=course.context),
                    press,
                    method="post",
                    class_="course-form",
                ),
            )
        )

    def _courses(self, mine: dict[str, Launch]) -> Markup:
        word = words()["hub-grades"]
        if not mine:
            return p(word["no-course"])
        return join(
            element(
                "form",
                element("input", type="hidden", name="course", value=context),
                p(element("bdi", _title(launch)), " ", element("button", word["look"], type="submit")),
                method="get",
                class_="course-form",
            )
            for context, launch in mine.items()
        )

    def _show(self, *parts: Markup) -> Response:
        title = words()["hub-grades"]["title"]
        back = p(element("a", words()["hub"]["teach-title"], href="../teach", class_="live-button"))
        return show_page(title, join((element("h1", title), *parts, back), "\n"), home="../")


def _title(course: Launch) -> str:
    return course.title or course.context
