"""Where all tables ended, on one page for the projector, and the teacher's debrief of each table.

The page names nobody. It shows what was possible, which is a secret of the talks: while a table goes on, it says so
first and shows the rest only when the teacher asks for it.
"""

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from course.content.interface import words
from course.html import document
from course.html.debrief import DebriefView
from course.html.element import b, bullets, div, element, join, numbered_table, p
from course.html.endings import Ended, endings
from course.html.numbers import Numbers
from course.html.picture import svg
from course.html.text import plain
from course.live.frame import show
from course.live.guard import POLICY
from course.live.tables import views
from course.live.tables.bargaining import Bargain
from course.live.tables.conference import conference_of
from course.live.tables.outcome import Outcome, Possible, possible
from course.live.teachers import taught
from course.model.language import as_one, with_commas, with_semicolons
from course.model.picture import Point
from course.model.scenario import Package, Scenario
from course.negotiation.debrief import Spot, debrief
from course.teacher.handouts import packets

entry = "results"


class Results:
    """How the tables of one scenario ended; ``across`` and ``upward`` are the parties that the picture compares."""

    def __init__(self, bargains: Sequence[Bargain], across: str = "", upward: str = ""):
        self.words = words()["results"]
        self.scenario: Scenario = bargains[0].scenario
        self.names = {role.id: plain(role.name) for role in self.scenario.parties}
        first, second = list(self.names)[:2]
        self.across = across if across in self.names else first
        others = [role for role in (second, first) if role != self.across]
        self.upward = upward if upward in self.names and upward != self.across else others[0]
        self.over = [(bargain, views.outcome_at(bargain)) for bargain in bargains if bargain.row.state == "over"]
        # What a mediator gave changes what packages are worth, and so what was possible: the picture counts what every
        # table had, and names the tables that had more.
        given = {bargain.row.number: set(outcome.guarantees) for bargain, outcome in self.over}
        self.common = set.intersection(*given.values()) if given else set()
        self.richer = [number for number, guarantees in given.items() if guarantees > self.common]
        self.possible: Possible = possible(bargains[0].row.scenario, tuple(sorted(self.common)))
        self.open = [bargain.row.number for bargain in bargains if bargain.row.state != "over"]
        self.agreed = [(bargain.row.number, outcome) for bargain, outcome in self.over if outcome.agreed]
        self.failed = [bargain.row.number for bargain, outcome in self.over if not outcome.agreed]

    def markup(self) -> Markup:
        """Return the picture with its words, the numbers as a table, the better deals, the way to the debriefs."""
        return join((self._top(), self._choice(), self._numbers(), self._better(), self._debriefs()))

    def _top(self) -> Markup:
        finding = self._describe()
        said = [self._tables("no-deal", self.failed), self._tables("open", self.open)]
        letters = [self.words["letter"].format(letter=letter, name=name) for letter, name, _ in self._points()]
        lines = [p(line) for line in (*said, *letters, *self._edge()) if line]
        return div(element("figure", self._picture(finding)), div(*lines, class_="results-key"), class_="results-top")

    def _tables(self, key: str, numbers: Sequence[int]) -> str:
        return self.words[key].format(tables=_listed(numbers)) if numbers else ""

    def _picture(self, finding: str) -> Markup:
        axes = tuple(self.words["axis"].format(name=self.names[role]) for role in (self.across, self.upward))
        picture = endings(
            (axes[0], axes[1]),
            [self._gains(spot) for spot in self.possible.frontier],
            {letter: self._gains(spot) for letter, _, spot in self._points()},
            [Ended(number, self._gained(outcome)) for number, outcome in self.agreed],
            self.words,
            joined=len(self.names) == 2,
        )
        return svg(picture, finding)

    def _describe(self) -> str:
        """Return the picture in words."""
        told = []
        for number, outcome in self.agreed:
            right, up = self._gained(outcome)
            told.append(
                self.words["table-at"].format(
                    number=number, across=as_one(f"{right:+.0f}"), upward=as_one(f"{up:+.0f}")
                )
            )
        return self.words["picture-is"].format(
            across=self.names[self.across],
            upward=self.names[self.upward],
            tables=" ".join([*told, self._tables("no-deal", self.failed)]),
            edge=" ".join(filter(None, self._edge())),
        )

    def _edge(self) -> Iterator[str]:
        """Yield what the small dots are, and what they count of the guarantees that mediators gave."""
        yield self.words["frontier"].format(count=self.possible.frontier_count)
        if self.common and self.scenario.mandate:
            labels = [plain(one.label) for one in self.scenario.mandate.guarantees if one.id in self.common]
            yield self.words["guarantees-in"].format(names=with_commas(labels))
        yield self._tables("guarantees-more", self.richer)

    def _points(self) -> Iterator[tuple[str, str, Spot]]:
        """Yield letter, name and package of each point that is called fair."""
        for name, spot in self.possible.points.items():
            if spot is not None:
                letter = words()["table"][f"letter-{name}"]
                yield letter, plain(views.speech().words.points[name]["label"]), spot

    def _gains(self, spot: Spot) -> Point:
        batna = self.possible.batna
        x, y = (spot.values[role] - batna[role] for role in (self.across, self.upward))
        return x, y

    def _gained(self, outcome: Outcome) -> Point:
        gains = {result.role: result.gain for result in outcome.results}
        return gains[self.across], gains[self.upward]

    def _choice(self) -> Markup | None:
        """Return the form that picks two parties, where there are more."""
        if len(self.names) < 3:
            return None
        picks = [
            _picker("across", self.words["across"], self.names, self.across),
            _picker("upward", self.words["upward"], self.names, self.upward),
        ]
        now = element("input", type="hidden", name="now", value="1") if self.open else None
        return element("form", *picks, now, element("button", self.words["show"]), method="get", class_="results-pick")

    def _numbers(self) -> Markup:
        rows = []
        for bargain, outcome in self.over:
            key = "table" if outcome.agreed else "table-none"
            gains = (as_one(f"{result.gain:+.0f}") for result in outcome.results)
            better = self.words["efficient-no"].format(count=outcome.better_count)
            left = better if outcome.better_count else self.words["efficient-yes"]
            rows.append([self.words[key].format(number=bargain.row.number), *gains, left])
        for letter, name, spot in self._points():
            gains = (as_one(f"{spot.values[role] - self.possible.batna[role]:+.0f}") for role in self.names)
            rows.append([self.words["fair"].format(letter=letter, name=name), *gains, self.words["efficient-yes"]])
        heads = [self.words["who"], *self.names.values(), self.words["efficient"]]
        numeric = [False, *(True for _ in self.names), False]
        given = any(outcome.guarantees for _, outcome in self.over)
        note = p(self.words["guarantees"]) if given else None
        return join(
            (
                element("h2", self.words["same"]),
                numbered_table(self.words["caption"], heads, numeric, rows),
                note,
            )
        )

    def _better(self) -> Markup | None:
        if not self.over:
            return None
        told = [self._better_at(bargain.row.number, outcome) for bargain, outcome in self.over]
        return join((element("h2", self.words["better"]), p(self.words["better-how"]), bullets(told)))

    def _better_at(self, number: int, outcome: Outcome) -> Markup:
        """Return what a table could have had for all: which issues change, and what each side gains by it."""
        if not outcome.better:
            return join((self.words["better-none"].format(number=number),))
        best = outcome.better[0]
        changes = with_semicolons(self._changes(outcome.package, best.package))
        key = "better-change" if outcome.agreed else "better-whole"
        had = {result.role: result.points for result in outcome.results}
        more = (
            self.words["gain"].format(name=name, gain=as_one(f"{best.values[role] - had[role]:+.0f}"))
            for role, name in self.names.items()
        )
        return join((self.words[key].format(number=number, changes=changes), " ", b(with_commas(more))))

    def _changes(self, before: Package | None, after: Package) -> Iterator[str]:
        for issue in self.scenario.issues:
            labels = {option.id: plain(option.label) for option in issue.options}
            new = labels[after[issue.id]]
            if before is None:
                yield self.words["set"].format(issue=plain(issue.label), after=new)
            elif before[issue.id] != after[issue.id]:
                old = labels[before[issue.id]]
                yield self.words["change"].format(issue=plain(issue.label), before=old, after=new)

    def _debriefs(self) -> Markup | None:
        if not self.over:
            return None
        links = [
            element(
                "a",
                self.words["debrief"].format(number=bargain.row.number),
                href=f"../tables/{bargain.row.table}/debrief/",
            )
            for bargain, _ in self.over
        ]
        return join((element("h2", self.words["debriefs"]), p(self.words["debriefs-how"]), bullets(links)))


def _picker(name: str, label: str, names: Mapping[str, str], chosen: str) -> Markup:
    options = (element("option", text, value=role, selected=role == chosen) for role, text in names.items())
    return element("label", label, " ", element("select", *options, name=name))


def _listed(numbers: Sequence[int]) -> str:
    return with_commas(map(str, numbers))


async def results_page(request: Request) -> Response:
    """Show where all tables ended."""
    found = await taught(request)
    said = words()["results"]
    bargains = list((await conference_of(found).tables()).values())
    asked = request.query_params
    back = p(element("a", said["back"], href="../tables/"), class_="results-back")
    if not bargains:
        inside = p(said["none"])
    else:
        results = Results(bargains, asked.get("across", ""), asked.get("upward", ""))
        if results.open and "now" not in asked:
            wait = said["wait"].format(tables=_listed(results.open))
            inside = join((p(wait), p(element("a", said["show-now"], href="?now=1"))))
        else:
            inside = results.markup()
    return show(
        said["page"],
        {},
        style=entry,
        home="../../../",
        inside=join((element("h1", said["page"]), inside, back)),
    )


async def debrief_page(request: Request) -> Response:
    """Show the teacher the debrief of one table that is over; all its briefs are open there."""
    found = await taught(request)
    said, wording = words()["results"], found.deck.wording
    number: int = request.path_params["table"]
    bargain = await conference_of(found).at(number)
    if bargain.row.state != "over":
        return RedirectResponse("../../../results/", 303)
    session = views.closed(bargain)
    first = bargain.scenario.roles[0].id
    ended = DebriefView(wording, views.speech(), session, first, lambda: None).ended()
    numbers = Numbers(views.Gallery(wording, session), debrief(session)).markup()
    title = said["debrief"].format(number=bargain.row.number)
    back = p(element("a", said["debrief-back"], href="../../../results/"), class_="tables-back")
    inside = join((back, element("h1", title), p(ended), numbers))
    page = div(inside, class_="tables-desk")
    return show(title, {}, style="tables", home="../../../../../", inside=page)


async def points_page(request: Request) -> Response:
    """Give the printable sheet of all points for the scenario of the tables: every side's secret, for the teacher.

    A printed page has its style inside; the policy of this one page names that style and no other.
    """
    found = await taught(request)
    bargains = list((await conference_of(found).tables()).values())
    if not bargains:
        return RedirectResponse("../tables/", 303)
    page = packets.all_points(bargains[0].scenario)
    style = document.style_of(page)
    named = b64encode(sha256(style.encode()).digest()).decode()
    policy = POLICY.replace("style-src 'self'", f"style-src 'self' 'sha256-{named}'")
    # Where the language has a font of its own, it lies within the style.
    policy = policy.replace("font-src 'self'", "font-src data:")
    return Response(page, media_type="text/html", headers={"content-security-policy": policy})


ROUTES = [
    Route("/t/{room}/results/", results_page),
    Route("/t/{room}/tables/{table:int}/debrief/", debrief_page),
    Route("/t/{room}/points/", points_page),
]
