"""A negotiation before a seat is taken: what it is about, what is on the table, who sits there."""

from markupsafe import Markup

from course.html.element import b, bullets, join, p, section, small, title
from course.html.face import Face, lines
from course.html.text import phrase, plain, prose
from course.html.wording import Wording
from course.model.scenario import Role, Scenario


def introduction(wording: Wording, scenario: Scenario) -> Markup:
    """Return what a scenario is about, what inspired it, what its points are worth, and its sources."""
    return join(
        (
            prose(scenario.summary),
            p(phrase(scenario.inspiration)),
            p(phrase(scenario.about_scores)),
            wording.cited_below(scenario.sources),
        )
    )


def scenario_face(wording: Wording, scenario: Scenario, clock: str) -> Face:
    """Return a negotiation without a kernel."""
    words = wording.words["table"]
    issues = bullets(
        join((b(phrase(issue.label)), ": ", phrase(" · ".join(option.label for option in issue.options))))
        for issue in scenario.issues
    )
    markup = section(
        "table-talk",
        p(small(words["eyebrow"])),
        title(phrase(scenario.title)),
        introduction(wording, scenario),
        p(clock),
        p(words["matters"]),
        issues,
        p(words["seats"]),
        bullets(join((b(phrase(role.name), "."), " ", phrase(role.public_brief))) for role in scenario.roles),
        p(words["position-face"]) if scenario.position else None,
    )
    text = lines(
        words["eyebrow"],
        plain(scenario.title),
        plain(scenario.summary),
        clock,
        *(
            f"- {plain(issue.label)}: {' / '.join(plain(option.label) for option in issue.options)}"
            for issue in scenario.issues
        ),
        words["seats"],
        *(f"- {plain(role.name)}" for role in scenario.roles),
        words["position-face"] if scenario.position else "",
    )
    return Face(markup, text)


def seat_choice(wording: Wording, role: Role) -> Markup:
    """Return a seat to choose: its name, party or mediator, and its public brief."""
    kind = wording.word("table", "mediator" if role.kind == "mediator" else "party")
    return join((b(phrase(role.name)), " ", small(f"({kind})"), " ", phrase(role.public_brief)))


def plan_questions(scenario: Scenario) -> Markup:
    """Return what a party should think about before the talks."""
    return bullets(phrase(question) for question in scenario.teaching.plan_questions)


def mediator_questions(wording: Wording) -> Markup:
    """Return what the mediator, who has no points of their own, should think about before the talks."""
    return bullets(wording.words["table"][f"plan-mediator{number}"] for number in (1, 2, 3, 4))
