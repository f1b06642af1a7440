"""How a mediator can help without giving anything away.

Everything here is worked out from the mediator's View: public events, and answers in caucus within the scope that
the party allowed. Scores never come in, so no proposal can leak one.
"""

import msgspec
import numpy as np

from course.model.scenario import Package

from . import moves
from .bodies import Bridge, Offer, Rejection, Topic
from .estimate import estimate, find_red_lines, usable
from .event import of_shape
from .moves import Move
from .rules import enough, supporters
from .space import OutcomeSpace
from .view import View

LEAP = 2
"""Issues that a new version of the single text may change: trades of two beat changes of one (logrolling)."""


class Proposal(msgspec.Struct, frozen=True):
    """A package to bridge the positions, and the numbers of the events that it rests on."""

    package: Package
    provenance: tuple[int, ...]


def propose(view: View, space: OutcomeSpace, near: Package | None = None) -> Proposal | None:
    """Return the package whose worst-off party, as far as the mediator can tell, is best off.

    The estimate eⱼ of each party is divided by 1 + leanⱼ (the mandate's stated lean); the sum breaks ties. Packages
    bridged before and refused, tried in an earlier text, or failed at home are passed over. ``near``: change at most
    ``LEAP`` issues of that text. None when nothing has been asked for or told yet, or nothing is left.
    """
    parties = [role.id for role in view.scenario.parties if role.id not in view.state.away]
    heard = [
        event.seq
        for event in view.events
        if event.actor in parties and event.kind in ("offer", "draft", "accept", "vote")
    ]
    disclosures = [event for role in parties for event in usable(view, role)]
    if not heard and not disclosures:
        return None
    leans = view.scenario.mandate.leans if view.scenario.mandate else {}
    guesses = [estimate(space, view, role) / (1 + leans.get(role, 0)) for role in parties]
    score = np.minimum.reduce(guesses) + 0.05 * sum(guesses) / len(guesses)
    score = np.where(_find_refused(view, space), -1.0, score)
    if near is not None and len(near) == len(space.issues):
        here = space.index(near)
        changes = (space.digits != space.digits[:, here : here + 1]).sum(axis=0)
        score = np.where(changes <= LEAP, score, -1.0)
    best = int(np.argmax(score))
    if score[best] < 0:
        return None
    return Proposal(space.package(best), tuple(sorted([*heard, *(event.seq for event in disclosures)])))


def _find_refused(view: View, space: OutcomeSpace) -> np.ndarray:
    out = np.zeros(space.size, bool)
    refused = {event.body.offer for event in of_shape(view.events, Rejection)}
    for event in of_shape(view.events, Bridge):
        if event.seq in refused:
            out[space.index(event.body.package)] = True
    for draft in view.state.drafts:
        if len(draft.package) == len(space.issues):
            poor = any(vote < 0 for vote in view.state.votes.values()) or draft is not view.state.drafts[-1]
            out[space.index(draft.package)] |= poor
    for package in view.state.collapsed:
        out[space.index(package)] = True
    for issue, option in find_red_lines(view):
        k = space.issues.index(issue)
        out |= space.digits[k] == space.options[k].index(option)
    return out


def mediate(view: View, space: OutcomeSpace) -> list[Move]:
    """Return the computer mediator's moves for this turn.

    Round 1: asks each party for its ranking. Round 2: for its wishes. First half: a single text, redrafted by at most
    two issues a round. Second half: a bridging proposal, and a new one after each refusal; each guarantee that fits
    the proposal. If no offer has changed for three rounds: a deadline two rounds ahead.
    """
    state, parties = view.state, [role.id for role in view.scenario.parties]
    present = [role for role in parties if role not in state.away]
    out: list[Move] = []
    if state.round <= 2:
        question: Topic = "ranking" if state.round == 1 else "wishes"
        out += [moves.ask(role, question) for role in present]
    elif view.time < 0.5:
        text = state.drafts[-1].package if state.drafts else None
        if not (text and state.votes and all(vote > 0 for vote in state.votes.values())):
            proposal = propose(view, space, near=text)
            if proposal and proposal.package != text:
                out.append(moves.draft(proposal.package))
    else:
        out += _bridge(view, space)
    if _stuck(view) and state.round + 2 < state.deadline:
        out.append(moves.deadline(state.round + 2))
    return [*out, moves.end_turn()]


def _bridge(view: View, space: OutcomeSpace) -> list[Move]:
    state = view.state
    mine = [offer for offer in state.offers.values() if offer.author == view.role]
    if mine:
        parties = tuple(role.id for role in view.scenario.parties)
        carried = enough(view.scenario.rule, parties, supporters(view.scenario, state, mine[0]))
        if carried or not state.refused.get(mine[0].seq):
            return []
    proposal = propose(view, space)
    if proposal is None:
        return []
    fits = [
        moves.guarantee(offered.id)
        for offered in (view.scenario.mandate.guarantees if view.scenario.mandate else ())
        if offered.id not in state.guarantees and offered.when.items() <= proposal.package.items()
    ]
    return [*fits, moves.bridge(proposal.package, proposal.provenance)]


def _stuck(view: View) -> bool:
    """Return whether three rounds have passed without a new offer (four rounds in at the earliest)."""
    offers = [event.round for event in of_shape(view.events, Offer)]
    return view.state.round >= 4 and bool(offers) and view.state.round - max(offers) >= 3
