"""A seat's folder, as a foreign ministry would hand it out: public brief, instructions, red lines, home, the others."""

from markupsafe import Markup

from course.html.element import NOTHING, b, bullets, h4, i, join, p, small
from course.html.text import phrase, prose
from course.html.wording import Wording
from course.model.language import as_one, with_commas
from course.model.scenario import Issue, Mandate, Party, Scenario, Secret
from course.negotiation.session import Session
from course.negotiation.speech import Speech


def folder(wording: Wording, speech: Speech, session: Session, seat: str) -> Markup:
    """Return the folder of a seat. It holds no other side's secret."""
    words, scenario = wording.words["table"], session.scenario
    role = scenario.role(seat)
    parts = [h4(words["public"]), prose(role.public_brief)]
    parts.append(
        secret_face(wording, scenario, role) if isinstance(role, Party) else _mandate(wording, scenario.mandate)
    )
    others = []
    for other in scenario.roles:
        if other.id == seat:
            continue
        temper = speech.words.tempers.get(session.state.seats[other.id].kind)
        hint = (" ", i(words["said-of"], " ", phrase(temper.hint))) if temper else ()
        others.append(join((b(phrase(other.name), "."), " ", phrase(other.public_brief), *hint)))
    parts += [h4(words["others"]), bullets(others)]
    if isinstance(role, Party) and scenario.mandate:
        parts.append(_mandate(wording, scenario.mandate))
    parts.append(p(phrase(scenario.about_scores), class_="course-note"))
    return join(parts)


def _mandate(wording: Wording, mandate: Mandate | None) -> Markup:
    if mandate is None:
        return NOTHING
    offers = bullets(join((b(phrase(offer.label), "."), " ", phrase(offer.text))) for offer in mandate.guarantees)
    return join((h4(wording.words["table"]["mandate"]), prose(mandate.text), offers))


def secret_face(wording: Wording, scenario: Scenario, role: Party) -> Markup:
    """Return a party's secret folder."""
    words, secret = wording.words["table"], role.secret
    if secret is None:
        raise ValueError(f"{role.id} has no secret: it is a {role.kind}")

    def options(issue: str, *ids: str) -> Markup:
        return phrase(with_commas(option.label for option in scenario.issue(issue).options if option.id in ids))

    walk = wording.word("table", "batna", points=f"{secret.batna.points:g}")
    parts = [h4(words["secret"]), prose(secret.brief), p(b(walk), " ", phrase(secret.batna.story))]
    parts += [h4(words["worths"]), p(words["worths-how"], class_="course-note"), _worths(scenario, secret)]
    lines = []
    for line in secret.red_lines:
        reason = wording.word("table", "red-hard" if line.hard else "red-soft", reason=line.reason)
        where = b(phrase(scenario.issue(line.issue).label), ": ", options(line.issue, *line.options), ".")
        lines.append(join((where, " ", reason)))
    together = []
    for synergy in secret.synergies:
        terms = join((options(issue, id) for issue, id in synergy.when.items()), " + ")
        together.append(join((phrase(synergy.why), " ", small(f"({as_one(f'{synergy.points:+g}')}: ", terms, ")"))))
    if lines:
        parts += [h4(words["red"]), bullets(lines)]
    if together:
        parts += [h4(words["together"]), bullets(together)]
    parts += [h4(words["home"]), prose(secret.home)]
    if secret.ratification:
        home = secret.ratification
        total = sum(group.votes for group in home.constituencies)
        needs = wording.word("table", "needs", body=home.body, needed=home.needed, total=total)
        groups = [
            join((b(phrase(group.name)), f" ({group.votes}): ", phrase(group.wants))) for group in home.constituencies
        ]
        parts += [p(needs), bullets(groups)]
    gifts = _gifts(scenario, secret)
    if gifts:
        parts += [p(words["gifts"]), bullets(gifts)]
    return join(parts)


def _worths(scenario: Scenario, secret: Secret) -> Markup:
    """Return what every option is worth to a party: the issues by their best option, the heaviest first."""

    def worths(issue: Issue) -> list[tuple[str, float]]:
        points = [(option.label, secret.scores[issue.id][option.id]) for option in issue.options]
        return sorted(points, key=lambda worth: -worth[1])

    issues = sorted(scenario.issues, key=lambda issue: -worths(issue)[0][1])
    return bullets(
        join(
            (
                b(phrase(issue.label), ":"),
                " ",
                phrase(" · ".join(f"{label} ({points:g})" for label, points in worths(issue))),
            )
        )
        for issue in issues
    )


def _gifts(scenario: Scenario, secret: Secret) -> list[Markup]:
    """Return what each guarantee that the mediator may give is worth to a party."""
    labels = {offer.id: offer.label for offer in scenario.mandate.guarantees} if scenario.mandate else {}
    return [
        join((phrase(labels[id]), f": {as_one(f'{points:+g}')}"))
        for id, points in secret.guarantees.items()
        if id in labels
    ]
