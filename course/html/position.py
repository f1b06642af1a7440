"""An opening position in words: what stands in it, what earlier texts it may rest on, what became of it."""

import textwrap
from collections.abc import Iterable
from typing import Any

from course.html.hearing import Hearing
from course.html.text import plain
from course.html.wording import Wording
from course.model.language import arrow, with_commas, with_semicolons
from course.model.position import EarlierText, Position
from course.model.scenario import KnownScenario, Package, Party
from course.negotiation.position import Became, Moved, compare

SHORT = 110
"""How many letters of an earlier text stand on the page before all of it is asked for."""


def position_lines(wording: Wording, scenario: KnownScenario, position: Position) -> list[str]:
    """Return a position as lines of plain text, none where nothing was chosen or written."""
    lines = [f"{_issue(scenario, issue)}: {_option(scenario, issue, id)}" for issue, id in _known(scenario, position)]
    if position.why:
        lines.append(wording.word("table", "position-was-why", text=position.why))
    if position.give:
        lines.append(wording.word("table", "position-was-give", text=position.give))
    return lines


def earlier_lines(scenario: KnownScenario, texts: Iterable[EarlierText]) -> list[dict[str, Any]]:
    """Return earlier texts as a page lays them out: in short and in full, with the issues on which they bear."""
    issues = {issue.id: plain(issue.label) for issue in scenario.issues}
    return [
        {
            "lesson": text.lesson,
            "label": text.label,
            "bears": with_commas(issues[id] for id in text.bears if id in issues),
            "short": textwrap.shorten(text.text, SHORT, placeholder=" …"),
            "text": text.text,
        }
        for text in texts
    ]


def tell_became(hearing: Hearing, position: Position) -> str:
    """Return in a sentence or two what became of a position in talks that are over, "" where nothing was asked for."""
    scenario, role, outcome = hearing.scenario, hearing.role, hearing.session.state.outcome
    demands = position.known(scenario)
    if outcome is None or not demands or not isinstance(role, Party):
        return ""
    word = hearing.wording.word
    asked = {"count": len(demands), "total": len(scenario.issues)}
    own = hearing.view.offers_by(role.id)
    firsts = [offers[0].body.package for other in scenario.roles if (offers := _offers(hearing, other.id))]
    if outcome.agreed and role.id in outcome.signers:
        return _tell_deal(hearing, compare(demands, outcome.package or {}, role.secret.scores, firsts), asked)
    lead = word("table", "became-no-deal", **asked)
    if not own:
        return f"{lead} {word('table', 'became-no-offer')}"
    return f"{lead} {_tell_last(hearing, compare(demands, own[-1].body.package, role.secret.scores))}"


def _offers(hearing: Hearing, role: str) -> list[Any]:
    return [] if role == hearing.seat else hearing.view.offers_by(role)


def _tell_deal(hearing: Hearing, became: Became, asked: dict[str, int]) -> str:
    word, scenario = hearing.wording.word, hearing.scenario
    kept = _issues(scenario, became.kept)
    if len(became.kept) == asked["count"]:
        return word("table", "became-all", **asked)
    key = "became-kept" if kept else "became-none"
    sentences = [word("table", key, kept=len(became.kept), issues=kept, **asked)]
    if became.moved:
        sentences.append(word("table", "became-moved", moves=_moves(scenario, became.moved)))
    if became.gave:
        toward = _issues(scenario, became.toward)
        key = "became-gave-for" if toward else "became-gave"
        sentences.append(word("table", key, moves=_moves(scenario, became.gave), issues=toward))
    return " ".join(sentences)


def _tell_last(hearing: Hearing, became: Became) -> str:
    """Return what of a position stood in one's last package."""
    moves = _moves(hearing.scenario, (*became.gave, *became.moved))
    if not moves:
        return hearing.wording.word("table", "became-last-all")
    return hearing.wording.word("table", "became-last", kept=len(became.kept), moves=moves)


def _known(scenario: KnownScenario, position: Position) -> Iterable[tuple[str, str]]:
    return position.known(scenario).items()


def _issue(scenario: KnownScenario, id: str) -> str:
    return plain(scenario.issue(id).label)


def _option(scenario: KnownScenario, issue: str, id: str) -> str:
    return next((plain(option.label) for option in scenario.issue(issue).options if option.id == id), id)


def _issues(scenario: KnownScenario, ids: Iterable[str]) -> str:
    return with_commas(_issue(scenario, id) for id in ids)


def _moves(scenario: KnownScenario, moves: Iterable[Moved]) -> str:
    return with_semicolons(
        f"{_issue(scenario, one.issue)} ({_option(scenario, one.issue, one.opened)}{arrow()}"
        f"{_option(scenario, one.issue, one.ended)})"
        for one in moves
    )


def first_offer(hearing: Hearing, position: Position) -> Package:
    """Return the package with which the seat's first offer is filled in, {} once it has tabled one."""
    if not isinstance(hearing.role, Party) or hearing.view.offers_by(hearing.seat):
        return {}
    return position.known(hearing.scenario)
