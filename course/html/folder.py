"""A seat's folder, as a foreign ministry would hand it out: public brief, instructions, red lines, home, the others."""

from course.html.face import bullets
from course.html.text import escape, phrase, prose
from course.html.wording import Wording
from course.model.scenario import Mandate, Party, Scenario
from course.negotiation.session import Session
from course.negotiation.speech import Speech


def folder(wording: Wording, speech: Speech, session: Session, seat: str) -> str:
    """Return the folder of a seat as HTML. It holds no other side's secret."""
    words, scenario = wording.words["table"], session.scenario
    role = scenario.role(seat)
    parts = [f"<h4>{escape(words['public'])}</h4>{prose(role.public_brief)}"]
    parts.append(
        secret_face(wording, scenario, role) if isinstance(role, Party) else _mandate(wording, scenario.mandate)
    )
    others = []
    for other in scenario.roles:
        if other.id == seat:
            continue
        temper = speech.words.tempers.get(session.state.seats[other.id]["kind"])
        hint = f" <i>{escape(words['said-of'])} {phrase(temper.hint)}</i>" if temper else ""
        others.append(f"<b>{phrase(other.name)}.</b> {phrase(other.public_brief)}{hint}")
    parts.append(f"<h4>{escape(words['others'])}</h4>{bullets(others)}")
    if isinstance(role, Party) and scenario.mandate:
        parts.append(_mandate(wording, scenario.mandate))
    parts.append(f"<p class='course-note'>{phrase(scenario.about_scores)}</p>")
    return "".join(parts)


def _mandate(wording: Wording, mandate: Mandate | None) -> str:
    if mandate is None:
        return ""
    given = [f"<b>{phrase(one.label)}.</b> {phrase(one.text)}" for one in mandate.guarantees]
    return f"<h4>{escape(wording.words['table']['mandate'])}</h4>{prose(mandate.text)}{bullets(given)}"


def secret_face(wording: Wording, scenario: Scenario, role: Party) -> str:
    """Return a party's secret folder as HTML."""
    words, secret = wording.words["table"], role.secret

    def option(issue: str, *ids: str) -> str:
        return phrase(", ".join(one.label for one in scenario.issue(issue).options if one.id in ids))

    parts = [f"<h4>{escape(words['secret'])}</h4>{prose(secret.brief)}"]
    walk = wording.word("table", "batna", points=f"{secret.batna.points:g}")
    parts.append(f"<p><b>{escape(walk)}</b> {phrase(secret.batna.story)}</p>")
    lines = []
    for one in secret.red_lines:
        said = wording.word("table", "red-hard" if one.hard else "red-soft", reason=one.reason)
        where = f"{phrase(scenario.issue(one.issue).label)}: {option(one.issue, *one.options)}."
        lines.append(f"<b>{where}</b> {escape(said)}")
    extras = []
    for one in secret.synergies:
        terms = " + ".join(option(issue, id) for issue, id in one.when.items())
        extras.append(f"{phrase(one.why)} <small>({one.points:+g}: {terms})</small>")
    if lines:
        parts.append(f"<h4>{escape(words['red'])}</h4>{bullets(lines)}")
    if extras:
        parts.append(f"<h4>{escape(words['together'])}</h4>{bullets(extras)}")
    parts.append(f"<h4>{escape(words['home'])}</h4>{prose(secret.home)}")
    if secret.ratification:
        home = secret.ratification
        total = sum(group.votes for group in home.constituencies)
        needs = wording.word("table", "needs", body=home.body, needed=home.needed, total=total)
        groups = [
            f"<b>{phrase(group.name)}</b> ({group.votes}): {phrase(group.wants)}" for group in home.constituencies
        ]
        parts.append(f"<p>{escape(needs)}</p>{bullets(groups)}")
    worth = {g.id: g.label for g in scenario.mandate.guarantees} if scenario.mandate else {}
    gifts = [f"{phrase(worth[id])}: {points:+g}" for id, points in secret.guarantees.items() if id in worth]
    if gifts:
        parts.append(f"<p>{escape(words['gifts'])}</p>{bullets(gifts)}")
    return "".join(parts)
