"""Guessing what others want, from what they ask for in public and what they allowed a mediator to use."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from course.model.scenario import Package

from .bodies import Acceptance, Disclosure, Draft, Offer, Rejection, Vote, WholePackage, Wishes
from .event import Event, of_shape
from .space import OutcomeSpace
from .view import View

Tables = list[np.ndarray]


def frequency(space: OutcomeSpace, packages: Sequence[Package]) -> Tables:
    """Return estimated (options,) values for each issue, from the packages that a party asked for.

    Frequency model: an option is worth more the more often it is asked for, an issue weighs more the less often the
    request on it changes. See the survey by Baarslag et al. (2016), Autonomous Agents and Multi-Agent Systems 30(5).
    Nothing asked for yet: all zeros.
    """
    tables = []
    for issue, options in zip(space.issues, space.options, strict=True):
        asked = [options.index(package[issue]) for package in packages if issue in package]
        if not asked:
            tables.append(np.zeros(len(options)))
            continue
        count = np.array([asked.count(o) for o in range(len(options))])
        stay = sum(a == b for a, b in pairwise(asked)) / (len(asked) - 1) if len(asked) > 1 else 1.0
        tables.append((stay + 0.1) * (count + 1) / (max(count) + 1))
    return _scale(tables)


def caucus(space: OutcomeSpace, disclosures: Sequence[Event[Disclosure]]) -> Tables:
    """Return estimated values from answers in caucus: 1 for a best option, 0 for a worst, ½ for the others.

    The first third of a ranking (at least one issue) counts three times. Nothing said: all zeros.
    """
    tables = [np.zeros(len(options)) for options in space.options]
    answered = False
    for event in disclosures:
        wishes = event.body.answer
        if isinstance(wishes, Wishes):
            answered = True
            for k, issue in enumerate(space.issues):
                value = np.full(len(space.options[k]), 0.5)
                for package, points in ((wishes.best, 1.0), (wishes.worst, 0.0)):
                    if issue in package:
                        value[space.options[k].index(package[issue])] = points
                tables[k] = value
    for event in disclosures:
        ranking = event.body.answer
        if isinstance(ranking, tuple):
            for issue in ranking[: max(1, len(ranking) // 3)]:
                tables[space.issues.index(issue)] = tables[space.issues.index(issue)] * 3
    return _scale(tables) if answered else tables


def usable(view: View, role: str) -> list[Event[Disclosure]]:
    """Return what a party told this mediator and allowed it to build on: ``may_hint`` and ``may_share`` only."""
    return [
        event
        for event in of_shape(view.events, Disclosure)
        if event.actor == role and view.role in event.to and event.body.scope != "mediator_only"
    ]


def requests(view: View, role: str) -> list[Package]:
    """Return what a party asked for in public, in order: its offers, its papers, and the offers it accepted."""
    tabled = {event.seq: event.body.package for event in of_shape(view.events, WholePackage)}
    out = []
    for event in view.events:
        if event.actor == role:
            match event.body:
                case Offer(package=package) | Draft(package=package):
                    out.append(package)
                case Acceptance(offer=seq):
                    out.append(tabled[seq])
    return out


def find_red_lines(view: View) -> set[tuple[str, str]]:
    """Return the (issue, option) pairs that other parties at the table have called a red line in public."""
    pairs: set[tuple[object, object]] = set()
    for event in of_shape(view.events, Rejection):
        reason = event.body.reason
        if reason and reason.key == "red_line" and event.actor not in (view.role, *view.state.away):
            pairs.add((reason.values.get("issue"), reason.values.get("option")))
    return {(issue.id, option.id) for issue in view.scenario.issues for option in issue.options} & pairs


def estimate(space: OutcomeSpace, view: View, role: str) -> np.ndarray:
    """Return the (N,) guess, from 0 to 1, of what each package is worth to a party, as this mediator can know it.

    Half from public requests and half from caucus, where there is both; a vote of −1 or −2 on the single text halves
    what the text says on the issue named.
    """
    public, private = frequency(space, requests(view, role)), caucus(space, usable(view, role))
    tables = [a + b for a, b in zip(public, private, strict=True)]
    texts = {draft.seq: draft.package for draft in view.state.drafts}
    latest: Package = {}
    for event in view.events:
        if event.seq in texts:
            latest = texts[event.seq]
        elif isinstance(event.body, Vote) and event.actor == role and event.body.vote < 0:
            issue = event.body.issue
            if issue in latest:
                k = space.issues.index(issue)
                tables[k] = tables[k].copy()
                tables[k][space.options[k].index(latest[issue])] *= 0.5
    total = space.sums(tables)
    spread = np.ptp(total)
    return (total - total.min()) / spread if spread > 0 else np.full(space.size, 0.5)


def _scale(tables: Tables) -> Tables:
    """Shift each issue to start at 0, and scale so that the best package adds up to 1."""
    tables = [table - table.min() for table in tables]
    top = sum(float(table.max()) for table in tables)
    return [table / top for table in tables] if top > 0 else tables
