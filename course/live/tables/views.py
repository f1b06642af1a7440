"""What one person may know of their table, and what the teacher sees of all.

A seat knows what the engine's view of it holds. Nobody's folder goes to anybody else, nor to its seat before it was
dealt.
"""

import functools
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, cast

import msgspec
from markupsafe import Markup

from course.content import scenarios
from course.html.debrief import DebriefView
from course.html.element import NOTHING
from course.html.folder import folder
from course.html.hearing import Hearing
from course.html.numbers import Numbers
from course.html.scenario import introduction, mediator_questions, plan_questions
from course.html.seat import SeatView
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.live.tables.bargaining import Bargain
from course.live.tables.outcome import Outcome, outcome_of
from course.model.language import as_one
from course.model.scenario import KnownScenario, PublicRole, Role, Scenario
from course.negotiation import state
from course.negotiation.bodies import Body
from course.negotiation.debrief import debrief
from course.negotiation.event import Event
from course.negotiation.legality import ANYTIME
from course.negotiation.session import Session
from course.negotiation.speech import Speech
from course.negotiation.view import view


@functools.cache
def speech() -> Speech:
    """Return how the table speaks."""
    return Speech(scenarios.words())


class Remembered(Speech, frozen=True):
    """How a table speaks, with the ``lines`` that it told already: six people ask for all of them after each move."""

    lines: dict[str, str]

    def line(self, event: Event[Body], scenario: KnownScenario, events: Sequence[Event[Body]]) -> str:
        """Return one event as a line of the log. Who sees it and what else they saw changes nothing in it."""
        if event.mark not in self.lines:
            self.lines[event.mark] = super().line(event, scenario, events)
        return self.lines[event.mark]


def _speech_at(bargain: Bargain) -> Speech:
    return Remembered(speech().words, bargain.lines)


class Gallery(Hearing):
    """The talks as an observer hears them: what is said to all, and nobody's points."""

    def __init__(self, wording: Wording, session: Session):
        self.wording, self.speech, self.session = wording, speech(), session
        self.words = wording.words["table"]
        self.scenario = session.scenario
        self.role = cast("Role", PublicRole(id="", name="", kind="mediator", public_brief=""))
        self.seat = ""
        self.view = view(session.scenario, session.events, "")


def spec_of(wording: Wording, scenario: Scenario, who: str, table: int) -> dict[str, Any]:
    """Return what everybody at a table knows of the scenario, as the scripts of the solo table ask for it.

    Under ``record`` and ``where`` a phone keeps what is half built: for this person and table alone.
    """
    words = wording.words["table"]
    clock = wording.word("table", "how-long", minutes=scenario.minutes, rounds=scenario.rounds)
    return {
        "record": hashlib.sha256(who.encode()).hexdigest()[:32],
        "session": "",
        "where": f"tables/{table}",
        "eyebrow": "",
        "title": phrase(scenario.title),
        "told": introduction(wording, scenario),
        "clock": clock,
        "seats": [
            {"id": role.id, "name": plain(role.name), "html": phrase(role.public_brief), "party": role.kind == "party"}
            for role in scenario.roles
        ],
        "issues": [
            {
                "id": issue.id,
                "label": plain(issue.label),
                "why": phrase(issue.why),
                "options": [
                    {"id": option.id, "label": plain(option.label), "text": plain(option.text)}
                    for option in issue.options
                ],
            }
            for issue in scenario.issues
        ],
        "questions": plan_questions(scenario),
        "mediatorQuestions": mediator_questions(wording),
        "asked": dict(scenarios.words().questions),
        "scopes": dict(scenarios.words().scopes),
        "votes": [{"value": vote, "text": words[f"vote{vote}"]} for vote in (-2, -1, 0, 1, 2)],
        "words": {**wording.words["form"], **words, **wording.words["tables"]},
    }


def person_view(
    wording: Wording, bargain: Bargain, person: str, names: Mapping[str, str], ended: bool = False
) -> dict[str, Any]:
    """Return everything that somebody may know of their table now. ``ended``: the class is over."""
    row, session = bargain.row, bargain.session
    roles = bargain.roles_of(person)
    told: dict[str, Any] = {
        "version": row.version,
        "table": row.table,
        "number": row.number,
        "scenario": row.scenario,
        "state": "over" if ended else row.state,
        "dealt": row.dealt,
        "clock_end": row.clock_end,
        "news": msgspec.to_builtins(bargain.news),
        "seats": seats_of(bargain, names, person),
        "turn": session.turn if row.state == "playing" else None,
        "round": session.state.round,
        "rounds": session.state.deadline,
        "roles": [_role_view(wording, bargain, role, person) for role in roles],
        "log": [] if roles else Gallery(wording, session).log(),
        "tasks": [] if roles else observer_tasks(wording, bargain.scenario),
        "released": row.released,
    }
    return told


def observer_tasks(wording: Wording, scenario: Scenario) -> list[str]:
    """Return what an observer does: what the paper for observers says, and what this scenario asks afterwards."""
    words = wording.words["seats"]
    told = [words[key] for key in ("watch-offers", "watch-reasons", "watch-moment", "watch-report")]
    return [*told, *(plain(question) for question in scenario.teaching.debrief_questions[:1])]


def seats_of(bargain: Bargain, names: Mapping[str, str], person: str = "") -> list[dict[str, Any]]:
    """Return who sits where at a table; only those who sit there are told, and the teacher."""
    listed = []
    computers = bargain.computers
    for role in bargain.scenario.roles:
        held = [place for place in bargain.places if place.role == role.id and place.person]
        listed.append(
            {
                "role": role.id,
                "name": plain(role.name),
                "party": role.kind == "party",
                "computer": role.id in computers,
                "mine": any(place.person == person for place in held),
                "people": [{"name": names.get(place.person, ""), "away": place.computer} for place in held],
            }
        )
    return listed


def _role_view(wording: Wording, bargain: Bargain, role: str, person: str) -> dict[str, Any]:
    row, session = bargain.row, bargain.session
    known = bargain.scenario.role(role)
    told: dict[str, Any] = {
        "role": role,
        "name": plain(known.name),
        "party": known.kind == "party",
        "speaks": bargain.speaks(person, role),
        "step": bargain.step(role),
        "seat": role,
        "game": f"{row.table}/{role}",
        "legal": [],
    }
    if not row.dealt:
        return told
    view = SeatView(wording, _speech_at(bargain), session, role)
    open_kinds = session.legal(role) if row.state == "playing" else ("plan", "note") if row.state == "waiting" else ()
    planned = any(event.kind == "plan" and event.actor == role for event in session.events)
    told |= {
        "folder": _folder(wording, bargain, role),
        "plan": view.plan() if planned else None,
        "points": view.points(),
        "red": view.red_lines(),
        "to": [{"id": other.id, "name": plain(other.name)} for other in bargain.scenario.roles if other.id != role],
        "log": view.log(),
        "legal": [kind for kind in open_kinds if kind != "plan" or not planned] if told["speaks"] else [],
    }
    if row.state == "playing":
        told |= view.talks()
    return told


def _folder(wording: Wording, bargain: Bargain, role: str) -> Markup:
    if role not in bargain.folders:
        bargain.folders[role] = folder(wording, speech(), bargain.session, role)
    return bargain.folders[role]


def worth(wording: Wording, bargain: Bargain, role: str, package: Mapping[str, str]) -> str:
    """Return in words what a package is worth to a seat."""
    if not bargain.row.dealt:
        return ""
    return SeatView(wording, speech(), bargain.session, role).worth(dict(package))


# --- after the talks ---


def closed(bargain: Bargain) -> Session:
    """Return the talks as they ended: where the teacher ended them, or paper says otherwise, with that end."""
    session = bargain.session.copy()
    paper = bargain.row.on_paper
    if paper is not None:
        signers = tuple(paper.signers) or tuple(role.id for role in bargain.scenario.parties)
        agreed = paper.package is not None
        end = state.Outcome(agreed, paper.package, signers if agreed else (), session.state.round)
    elif session.state.outcome is None:
        end = state.Outcome(False, None, (), session.state.round)
    else:
        return session
    session.state = msgspec.structs.replace(session.state, outcome=end)
    return session


def outcome_at(bargain: Bargain) -> Outcome:
    """Return the numbers of a table: as it ended, or without a deal while it goes on."""
    session = closed(bargain)
    end = session.state.outcome
    if end is None or not end.agreed:
        return outcome_of(bargain.row.scenario, None, guarantees=session.state.guarantees)
    return outcome_of(bargain.row.scenario, end.package, end.signers, session.state.guarantees)


def debrief_view(wording: Wording, bargain: Bargain, person: str) -> dict[str, Any] | None:
    """Return what somebody may see of the debrief of their table, None before the teacher released it.

    First how it ended and what they brought home; everybody's numbers when the teacher opens the briefs.
    """
    row = bargain.row
    if row.state != "over" or not row.released:
        return None
    session, roles = closed(bargain), bargain.roles_of(person)
    hearing = DebriefView(wording, speech(), session, roles[0] if roles else bargain.scenario.roles[0].id, lambda: None)
    results = {result.role: result for result in outcome_at(bargain).results}
    own = [
        wording.word(
            "tables",
            "own-result",
            role=plain(bargain.scenario.role(role).name),
            points=f"{results[role].points:.0f}",
            batna=f"{results[role].batna:.0f}",
            gain=as_one(f"{results[role].gain:+.0f}"),
        )
        for role in roles
        if role in results
    ]
    html = Numbers(hearing, debrief(session)).markup() if row.released == "all" else NOTHING
    return {"ended": hearing.ended(), "own": own, "html": html}


# --- what the teacher sees ---


def teacher_view(bargain: Bargain, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a table as the teacher's page shows it: who sits there, whose turn it is, how far it is; no secret."""
    row, session = bargain.row, bargain.session
    turn = session.turn if row.state == "playing" else None
    return {
        "table": row.table,
        "number": row.number,
        "scenario": row.scenario,
        "title": plain(bargain.scenario.title),
        "state": row.state,
        "dealt": row.dealt,
        "released": row.released,
        "clock_end": row.clock_end,
        "version": row.version,
        "round": session.state.round,
        "rounds": session.state.deadline,
        "turn": plain(bargain.scenario.role(turn).name) if turn else "",
        "moves": sum(event.kind not in ANYTIME for event in session.events),
        "offers": len(session.state.offers),
        "agreed": bool(session.state.outcome and session.state.outcome.agreed),
        "news": [news.id for news in bargain.news],
        "places": [{**msgspec.structs.asdict(place), "name": names.get(place.person, "")} for place in bargain.places],
        "roles": [{"id": role.id, "name": plain(role.name)} for role in bargain.scenario.roles],
    }


def outcomes_view(bargains: Sequence[Bargain]) -> list[dict[str, Any]]:
    """Return the numbers of every table."""
    return [
        {
            "table": bargain.row.table,
            "number": bargain.row.number,
            "scenario": bargain.row.scenario,
            "over": bargain.row.state == "over",
            "on_paper": bargain.row.on_paper is not None,
            "round": bargain.session.state.round,
            **msgspec.to_builtins(outcome_at(bargain)),
        }
        for bargain in bargains
    ]
