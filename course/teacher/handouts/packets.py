"""Papers for a negotiation: a packet for each role with its own secrets only, cards to cut, the plan of the seats."""

from collections.abc import Iterator, Sequence

from course.content.interface import words
from course.html import document
from course.html.document import bullets, heading, paragraph, said, table
from course.model.scenario import KnownScenario, Role, Scenario, Secret
from course.teacher.handouts.seats import Seat, Table


def packet(scenario: Scenario, role_id: str) -> str:
    """Return what one seat may read, as a page. It is built from the scenario as that seat alone knows it."""
    known = scenario.seen_by(role_id)
    role, word = known.role(role_id), words()["seats"]
    secret = _secret(known, role.secret) if role.secret else ""
    return document.page(
        word["packet"].format(role=role.name, scenario=known.title),
        *_open(known),
        heading(word["you"].format(role=role.name)),
        paragraph(said(role.public_brief)),
        _mandate(known) if role.kind == "mediator" else "",
        document.box(heading(word["secret"], 3), secret) if secret else "",
        heading(word["prepare"]),
        bullets(said(one) for one in known.teaching.plan_questions) + document.ruled(6),
    )


def observer_packet(scenario: Scenario) -> str:
    """Return the task of an observer, as a page without any secret."""
    known, word = scenario.seen_by(""), words()["seats"]
    tasks = [word["watch-offers"], word["watch-reasons"], word["watch-moment"], word["watch-report"]]
    return document.page(
        word["packet"].format(role=word["observer"], scenario=known.title),
        *_open(known),
        heading(word["you"].format(role=word["observer"])),
        bullets(document.escape(one) for one in tasks),
        document.ruled(14),
    )


def cards(scenario: Scenario, tables: Sequence[Table]) -> str:
    """Return the cards of every seat, to print, cut and hand out. They hold secrets: they are for the teacher."""
    word = words()["seats"]
    faces = [_card(scenario, n, seat) for n, one in enumerate(tables, 1) for seat in one.seats]
    return document.page(
        word["cards"].format(scenario=scenario.title), paragraph(word["cut"], "quiet"), document.cards(faces)
    )


def plan(scenario: Scenario, tables: Sequence[Table]) -> str:
    """Return who sits where, as a page for the door or the projector; it holds no secret."""
    word = words()["seats"]
    rows = [[str(n), *(document.escape(one) for one in row)] for n, row in plan_rows(scenario, tables)]
    heads = [word["table"], word["person"], word["role"]]
    return document.page(word["plan"].format(scenario=scenario.title), table(heads, rows, numbers=(0,)))


def plan_rows(scenario: Scenario, tables: Sequence[Table]) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield table, person and role in words for every seat, and the chair of a mediator that nobody holds."""
    word = words()["seats"]
    for n, one in enumerate(tables, 1):
        for seat in one.seats:
            yield n, (word["student"].format(number=seat.person), seat_name(scenario, seat))
        if scenario.mediator and not one.holders(scenario.mediator.id):
            yield n, (word["teacher-or-course"], scenario.mediator.name)


def seat_name(scenario: Scenario, seat: Seat) -> str:
    """Return the role or roles of a seat in words."""
    word = words()["seats"]
    if not seat.roles:
        return word["observer"]
    names = word["and"].join(scenario.role(one).name for one in seat.roles)
    return word["second"].format(role=names) if seat.second else names


def _card(scenario: Scenario, number: int, seat: Seat) -> str:
    word = words()["seats"]
    top = word["card"].format(table=number, person=word["student"].format(number=seat.person))
    parts = [heading(seat_name(scenario, seat), 3), paragraph(document.escape(top), "quiet")]
    if seat.second:
        parts.append(paragraph(document.escape(word["second-how"])))
    if not seat.roles:
        parts.append(paragraph(document.escape(word["watch-report"])))
    for role in map(scenario.role, seat.roles):
        parts.append(_card_of(role))
    return "".join(parts)


def _card_of(role: Role) -> str:
    word = words()["seats"]
    if role.secret is None:
        return paragraph(said(role.public_brief))
    batna = word["batna"].format(points=f"{role.secret.batna.points:g}", story=role.secret.batna.story)
    return paragraph(said(role.secret.brief)) + paragraph(said(role.secret.home)) + paragraph(said(batna))


def _open(known: KnownScenario) -> Iterator[str]:
    """Yield what everybody at the table may read."""
    word = words()["seats"]
    yield paragraph(said(known.summary))
    yield paragraph(said(known.about_scores), "quiet")
    yield heading(word["who"])
    yield bullets(f"<b>{document.escape(role.name)}</b> {said(role.public_brief)}" for role in known.roles)
    yield heading(word["matters"])
    rows = [
        (
            f"<b>{document.escape(one.label)}</b><br>{said(one.why)}",
            bullets(f"<b>{said(option.label)}</b> {said(option.text)}" for option in one.options),
        )
        for one in known.issues
    ]
    yield table([word["matter"], word["options"]], rows)


def _mandate(known: KnownScenario) -> str:
    if known.mandate is None:
        return ""
    offers = bullets(f"<b>{said(one.label)}</b> {said(one.text)}" for one in known.mandate.guarantees)
    return paragraph(said(known.mandate.text)) + offers


def _secret(known: KnownScenario, secret: Secret) -> str:
    word = words()["seats"]
    parts = [paragraph(said(secret.brief)), paragraph(said(secret.home))]
    batna = word["batna"].format(points=f"{secret.batna.points:g}", story=secret.batna.story)
    parts.append(paragraph(said(batna)))
    rows = [
        (
            document.escape(issue.label),
            "<br>".join(f"{said(one.label)}: <b>{secret.scores[issue.id][one.id]:g}</b>" for one in issue.options),
        )
        for issue in known.issues
    ]
    parts.append(table([word["matter"], word["points"]], rows))
    for line in secret.red_lines:
        labels = [one.label for one in known.issue(line.issue).options if one.id in line.options]
        key = "red-line" if line.hard else "painful"
        parts.append(
            paragraph(
                said(
                    word[key].format(issue=known.issue(line.issue).label, options=", ".join(labels), reason=line.reason)
                )
            )
        )
    for one in secret.synergies:
        together = ", ".join(
            next(o.label for o in known.issue(issue).options if o.id == option) for issue, option in one.when.items()
        )
        parts.append(paragraph(said(word["synergy"].format(points=f"{one.points:+g}", options=together, why=one.why))))
    guarantees = {one.id: one.label for one in known.mandate.guarantees} if known.mandate else {}
    for id, points in secret.guarantees.items():
        parts.append(paragraph(said(word["guarantee"].format(label=guarantees.get(id, id), points=f"{points:+g}"))))
    if secret.ratification:
        home = secret.ratification
        parts.append(paragraph(said(word["ratify"].format(body=home.body, needed=home.needed))))
        parts.append(
            bullets(said(word["bloc"].format(name=o.name, wants=o.wants, votes=o.votes)) for o in home.constituencies)
        )
    return "".join(parts)
