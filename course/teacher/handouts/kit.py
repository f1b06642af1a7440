"""Everything for one lesson of one class, made from one plan: what is printed and how often, what is shown."""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import msgspec

from course.content import lessons, scenarios
from course.content.interface import words
from course.content.outline import outline, sessions_of
from course.html import document
from course.html.binding import Bound, bind
from course.html.opening import session_title
from course.html.text import plain
from course.teacher.handouts import booklet, edition, packets, runsheet_page
from course.teacher.handouts.mixing import Mix, mixes
from course.teacher.handouts.packets import NOBODY, Names
from course.teacher.handouts.runsheet import RunSheet, run_sheet
from course.teacher.handouts.seats import seated, with_late
from course.teacher.handouts.slides import slides
from course.teacher.quizzes.qti import DAY

PRINT = "print_all.html"
"""The one print job."""


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Which lesson is held for whom: ``session`` is None for as many as fit into ``minutes``.

    ``people`` are the numbers of those who are there, ``late`` of those who come late, ``begin`` the minute after
    midnight at which it begins. ``on_paper`` says that nobody has a screen: everybody gets a booklet and the exercise.
    """

    stem: str
    minutes: int
    people: tuple[int, ...]
    late: tuple[int, ...] = ()
    session: int | None = None
    begin: int | None = None
    names: Names = NOBODY
    on_paper: bool = False

    @property
    def count(self) -> int:
        """Return how many people there will be."""
        return len(self.people) + len(self.late)

    @property
    def sheets(self) -> int:
        """Return how often what everybody writes on is printed: once, to look at, where the class has screens."""
        return self.count if self.on_paper else 1


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the kit: the name of its file, and how many of it are printed, 0 for what stays on a screen."""

    file: str
    page: str
    copies: int = 0


class Kit(msgspec.Struct, frozen=True, kw_only=True):
    """The papers of a lesson, in the order in which they are printed."""

    title: str
    papers: tuple[Paper, ...]

    def files(self, others: Mapping[str, bytes] = MappingProxyType({})) -> dict[str, bytes]:
        """Return all files by name: the papers, the print job, ``others`` that come along, and what to do with them."""
        printed = [Bound(paper.page, paper.copies) for paper in self.papers if paper.copies]
        files = {paper.file: paper.page.encode() for paper in self.papers}
        files[PRINT] = bind(self.title, printed).encode()
        files |= others
        word = words()["prepare"]
        copies = [word["copies"].format(file=paper.file, count=paper.copies) for paper in self.papers if paper.copies]
        listed = "\n".join([self.title, "", word["how"].format(file=PRINT), "", *copies, ""])
        files["README.txt"] = listed.encode()
        return files


def kit(plan: Plan) -> Kit:
    """Return the papers for a plan; raise what ``run_sheet`` and ``seated`` raise where it cannot be held like that."""
    lesson = lessons.lesson(plan.stem)
    sheet = run_sheet(lesson, plan.minutes, outline(plan.stem), plan.session)
    title = runsheet_page.title(sheet, plan.count)
    papers = [
        Paper(file="run_sheet.html", page=runsheet_page.to_html(sheet, plan.count, plan.begin), copies=1),
        *_seats(plan, sheet),
        Paper(file="booklet.html", page=booklet.booklet(lesson), copies=plan.sheets),
    ]
    if plan.stem in lessons.exercise_stems():
        exercise = lessons.exercise(plan.stem)
        papers += [
            Paper(file="exercise.html", page=edition.student(exercise), copies=plan.sheets),
            Paper(file="key_for_the_teacher.html", page=edition.key(exercise), copies=1),
        ]
    papers.append(Paper(file="slides.html", page=slides(plan.stem, sheet.sessions)))
    return Kit(title=title, papers=tuple(papers))


def _seats(plan: Plan, sheet: RunSheet) -> Iterator[Paper]:
    """Yield the groups of the questions, and for each negotiation of the sessions its seats, cards and packets."""
    groups = [mix for mix in mixes(plan.stem, plan.people, plan.late) if mix.session in sheet.sessions]
    if groups:
        yield Paper(file="groups.html", page=_groups(plan, sheet, groups), copies=1)
    placed = sessions_of(sheet.lesson)
    for (call, name), number in placed.items():
        if call == "negotiate" and number in sheet.sessions:
            yield from _tables(plan, name, _when(sheet, number))


def _groups(plan: Plan, sheet: RunSheet, groups: Sequence[Mix]) -> str:
    """Return who talks with whom, question by question, as a page for the door or the projector."""
    word, seats = words()["prepare"], words()["seats"]
    parts = []
    for mix in groups:
        rows = [(str(number), packets.listed(members, plan.names)) for number, members in enumerate(mix.groups, 1)]
        asked = document.heading(plain(mix.prompt.asks), 3)
        how = document.paragraph(runsheet_page.in_groups(plan.count, mix.prompt.grouping), class_="quiet")
        parts.append(
            document.together(asked, how, document.table([word["group"], seats["person"]], rows, numbers=(0,)))
        )
    title = word["groups"].format(number=sheet.lesson.number, title=plain(sheet.lesson.title))
    return document.page(title, *parts)


def _when(sheet: RunSheet, number: int) -> str:
    sessions = sheet.lesson.sessions
    return session_title(words()["opening"], number, sessions[number - 1]) if len(sessions) > 1 else ""


def _tables(plan: Plan, name: str, when: str) -> Iterator[Paper]:
    scenario = scenarios.scenario(name)
    tables = with_late(scenario, seated(scenario, plan.people), plan.late)
    yield Paper(file=f"{name}/seats.html", page=packets.plan(scenario, tables, when, plan.names), copies=1)
    yield Paper(
        file=f"{name}/cards_for_the_teacher.html", page=packets.cards(scenario, tables, when, plan.names), copies=1
    )
    yield Paper(file=f"{name}/all_points_for_the_teacher.html", page=packets.all_points(scenario), copies=1)
    for role, count in packets.needed(scenario, tables).items():
        page = packets.packet(scenario, role, when) if role else packets.observer_packet(scenario, when)
        yield Paper(file=f"{name}/packets/{role or 'observer'}.html", page=page, copies=count)


def packed(files: Mapping[str, bytes]) -> bytes:
    """Return files as one zip file, the same for the same files whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, DAY), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()
