"""Papers for a negotiation: a packet for each role with its own secrets only, cards to cut, the plan of the seats."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from markupsafe import Markup

from course.content import catalog, maps
from course.content.interface import words
from course.content.position import steps_to
from course.content.region import region
from course.html import document
from course.html.document import bullets, heading, paragraph, table
from course.html.element import BR, NOTHING, b, div, element, join
from course.html.map import map_svg
from course.html.text import phrase
from course.html.wording import Wording
from course.model.language import as_one, with_commas, with_semicolons
from course.model.scenario import KnownScenario, Option, Role, Scenario, Secret
from course.teacher.handouts.seats import Seat, Table

MAP = "region"
"""The map on the packets of the summit: all its papers take place there."""
STYLE = ("map", "map_paper")
Names = Mapping[int, str]
"""What the people of a class are called, by their number in the class list."""
NOBODY: Names = MappingProxyType({})


def packet(scenario: Scenario, role_id: str, when: str = "") -> str:
    """Return what one seat may read, as a page. It is built from the scenario as that seat alone knows it.

    ``when`` names the session that it is for, in a lesson of several; so it does for the other papers.
    """
    known = scenario.seen_by(role_id)
    role, word = known.role(role_id), words()["seats"]
    secret = _secret(known, role.secret) if role.secret else NOTHING
    return document.page(
        word["packet"].format(role=role.name, scenario=known.title),
        _for(when),
        *_open(known),
        heading(word["you"].format(role=role.name)),
        paragraph(phrase(role.public_brief)),
        _mandate(known) if role.kind == "mediator" else None,
        document.box(heading(word["secret"], 3), secret) if secret else None,
        _position(known) if known.position and role.kind == "party" else None,
        document.together(heading(word["prepare"]), bullets(_plan_questions(known, role.kind)), document.ruled(6)),
        style=STYLE,
    )


def _to_mark(option: Option) -> Markup:
    """Return an option with a square to mark; a line may end only between two options."""
    return element("span", "☐ ", phrase(option.label), class_="to-mark")


def _position(known: KnownScenario) -> Markup:
    """Return where a side marks what it asks for first, writes why and what it would give, and which texts to bring."""
    word = words()["seats"]
    rows = [(b(issue.label), join((_to_mark(option) for option in issue.options), " ")) for issue in known.issues]
    exercises = [label for _, label in steps_to(known)]
    return document.box(
        heading(word["position"], 3),
        paragraph(word["position-how"]),
        table([], rows),
        paragraph(word["position-bring"].format(exercises=with_semicolons(exercises)), class_="quiet")
        if exercises
        else None,
        paragraph(word["position-why"]),
        document.ruled(1),
        paragraph(word["position-give"]),
        document.ruled(1),
    )


def _plan_questions(known: KnownScenario, kind: str) -> list[str]:
    """Return what a seat thinks about beforehand: a mediator has no points, and no line to walk away from."""
    if kind == "mediator":
        return [words()["table"][f"plan-mediator{number}"] for number in (1, 2, 3, 4)]
    return [phrase(question) for question in known.teaching.plan_questions]


def _for(when: str) -> Markup:
    """Return for which session a paper is, nothing where a lesson has only one."""
    return paragraph(words()["seats"]["for"].format(session=when), class_="quiet") if when else NOTHING


def observer_packet(scenario: Scenario, when: str = "") -> str:
    """Return the task of an observer, as a page without any secret."""
    known, word = scenario.seen_by(""), words()["seats"]
    tasks = [word["watch-offers"], word["watch-reasons"], word["watch-moment"], word["watch-report"]]
    return document.page(
        word["packet"].format(role=word["observer"], scenario=known.title),
        _for(when),
        *_open(known),
        document.together(heading(word["you"].format(role=word["observer"])), bullets(tasks), document.ruled(14)),
        style=STYLE,
    )


def cards(scenario: Scenario, tables: Sequence[Table], when: str = "", names: Names = NOBODY) -> str:
    """Return the cards of every seat, to print, cut and hand out. They hold secrets: they are for the teacher."""
    word = words()["seats"]
    faces = [_card(scenario, number, seat, names) for number, seats in enumerate(tables, 1) for seat in seats.seats]
    return document.page(
        word["cards"].format(scenario=scenario.title),
        _for(when),
        paragraph(word["cut"], class_="quiet"),
        document.cards(faces),
    )


def copies(scenario: Scenario, tables: Sequence[Table]) -> list[tuple[str, int]]:
    """Return how many of each packet a class needs: role or observer in words, and the number of people."""
    names = {role.id: role.name for role in scenario.roles} | {"": words()["seats"]["observer"]}
    return [(names[role], count) for role, count in needed(scenario, tables).items()]


def needed(scenario: Scenario, tables: Sequence[Table]) -> dict[str, int]:
    """Return how many people need the packet of each role, by its id; those without a role observe, under ""."""
    seats = [seat for seated in tables for seat in seated.seats]
    held = {role.id: sum(role.id in seat.roles for seat in seats) for role in scenario.roles}
    return held | {"": sum(not seat.roles for seat in seats)}


def all_points(scenario: Scenario) -> str:
    """Return what every option is worth to every side, as a page on which the teacher scores a deal."""
    word, parties = words()["seats"], scenario.parties
    rows: list[list[str]] = []
    for issue in scenario.issues:
        for option in issue.options:
            points = [f"{party.secret.scores[issue.id][option.id]:g}" for party in parties]
            rows.append([phrase(f"{issue.label}: {option.label}"), *points])
    rows.append([b(word["no-deal"]), *(f"{party.secret.batna.points:g}" for party in parties)])
    heads = [word["matter"], *(party.name for party in parties)]
    return document.page(
        word["all-points"].format(scenario=scenario.title),
        paragraph(word["all-points-how"], class_="quiet"),
        table(heads, rows, numbers=range(1, len(parties) + 1)),
        *(part for party in parties for part in (heading(party.name, 3), *_extras(scenario, party.secret))),
    )


def plan(scenario: Scenario, tables: Sequence[Table], when: str = "", names: Names = NOBODY) -> str:
    """Return who sits where, as a page for the door or the projector; it holds no secret."""
    word = words()["seats"]
    rows = [[str(number), *row] for number, row in plan_rows(scenario, tables, names)]
    heads = [word["table"], word["person"], word["role"]]
    return document.page(word["plan"].format(scenario=scenario.title), _for(when), table(heads, rows, numbers=(0,)))


def plan_rows(
    scenario: Scenario, tables: Sequence[Table], names: Names = NOBODY
) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield table, person and role in words for every seat, and the chair of a mediator that nobody holds."""
    word = words()["seats"]
    for n, seated in enumerate(tables, 1):
        for seat in seated.seats:
            yield n, (called(seat.person, names), seat_name(scenario, seat))
        if scenario.mediator and not seated.holders(scenario.mediator.id):
            yield n, (word["teacher-or-course"], scenario.mediator.name)


def seat_name(scenario: Scenario, seat: Seat) -> str:
    """Return the role or roles of a seat in words."""
    word = words()["seats"]
    if not seat.roles:
        return word["observer"]
    names = word["and"].join(scenario.role(role).name for role in seat.roles)
    return word["second"].format(role=names) if seat.second else names


def called(person: int, names: Names) -> str:
    """Return what somebody is called on paper: by name where there is a class list, else by number."""
    return names.get(person) or words()["seats"]["student"].format(number=person)


def listed(people: Sequence[int], names: Names) -> str:
    """Return the people of a group on one line."""
    return with_commas(names.get(person, str(person)) for person in people)


def _card(scenario: Scenario, number: int, seat: Seat, names: Names) -> Markup:
    word = words()["seats"]
    top = word["card"].format(table=number, person=called(seat.person, names))
    parts = [heading(seat_name(scenario, seat), 3), paragraph(top, class_="quiet")]
    if seat.second:
        parts.append(paragraph(word["second-how"]))
    if not seat.roles:
        parts.append(paragraph(word["watch-report"]))
    for role in map(scenario.role, seat.roles):
        parts.append(_card_of(role))
    return join(parts)


def _card_of(role: Role) -> Markup:
    word = words()["seats"]
    if role.secret is None:
        return paragraph(phrase(role.public_brief))
    batna = word["batna"].format(points=f"{role.secret.batna.points:g}", story=role.secret.batna.story)
    return join(paragraph(phrase(text)) for text in (role.secret.brief, role.secret.home, batna))


def _open(known: KnownScenario) -> Iterator[Markup]:
    """Yield what everybody at the table may read."""
    word = words()["seats"]
    yield paragraph(phrase(known.summary))
    yield paragraph(phrase(known.about_scores), class_="quiet")
    yield heading(word["who"])
    yield bullets(join((b(role.name), " ", phrase(role.public_brief))) for role in known.roles)
    yield _map(known)
    yield heading(word["matters"])
    rows = [
        (
            join((b(issue.label), BR, phrase(issue.why))),
            bullets(join((b(phrase(option.label)), " ", phrase(option.text))) for option in issue.options),
        )
        for issue in known.issues
    ]
    yield table([word["matter"], word["options"]], rows)


def _map(known: KnownScenario) -> Markup:
    """Return the map of the region at its summit, with what it says of itself; the other negotiations go without."""
    if known.id != region().summit:
        return NOTHING
    map, wording = maps.read_map(MAP), Wording(words(), catalog.sources().__getitem__)
    drawing = div(map_svg(wording, map), class_="course-map")
    return document.together(drawing, paragraph(phrase(map.words.caution), class_="quiet"))


def _mandate(known: KnownScenario) -> Markup:
    if known.mandate is None:
        return NOTHING
    offers = bullets(join((b(phrase(offer.label)), " ", phrase(offer.text))) for offer in known.mandate.guarantees)
    return join((paragraph(phrase(known.mandate.text)), offers))


def _secret(known: KnownScenario, secret: Secret) -> Markup:
    word = words()["seats"]
    batna = word["batna"].format(points=f"{secret.batna.points:g}", story=secret.batna.story)
    parts = [paragraph(phrase(text)) for text in (secret.brief, secret.home, batna)]
    rows = [
        (
            issue.label,
            join(
                (
                    join((phrase(option.label), ": ", b(f"{secret.scores[issue.id][option.id]:g}")))
                    for option in issue.options
                ),
                BR,
            ),
        )
        for issue in known.issues
    ]
    parts.append(table([word["matter"], word["points"]], rows))
    return join((*parts, *_extras(known, secret)))


def _extras(known: KnownScenario, secret: Secret) -> Iterator[Markup]:
    """Yield what a deal as a whole is worth or costs beside the points of its options."""
    word = words()["seats"]
    for line in secret.red_lines:
        issue = known.issue(line.issue)
        options = with_commas(option.label for option in issue.options if option.id in line.options)
        key = "red-line" if line.hard else "painful"
        yield paragraph(phrase(word[key].format(issue=issue.label, options=options, reason=line.reason)))
    for synergy in secret.synergies:
        together = with_commas(
            next(option.label for option in known.issue(issue_id).options if option.id == option_id)
            for issue_id, option_id in synergy.when.items()
        )
        says = word["synergy"].format(points=as_one(f"{synergy.points:+g}"), options=together, why=synergy.why)
        yield paragraph(phrase(says))
    guarantees = {offer.id: offer.label for offer in known.mandate.guarantees} if known.mandate else {}
    for id, points in secret.guarantees.items():
        says = word["guarantee"].format(label=guarantees.get(id, id), points=as_one(f"{points:+g}"))
        yield paragraph(phrase(says))
    if secret.ratification:
        home = secret.ratification
        yield paragraph(phrase(word["ratify"].format(body=home.body, needed=home.needed)))
        yield bullets(
            phrase(word["bloc"].format(name=bloc.name, wants=bloc.wants, votes=bloc.votes))
            for bloc in home.constituencies
        )
