"""What a computer seat does on its turn. It gets a View and its own Mind: nothing of anybody else's."""

from typing import Literal
from zlib import crc32

import numpy as np

from course.model.scenario import Package, Party, Scope, Strategy

from . import moves
from .bodies import Answer, Question, Reason, Topic, Wishes
from .counterparts import EXPONENTS, bid, target
from .event import Event
from .mediator import mediate
from .mind import Mind, Prices
from .moves import Move
from .rules import exclusion_cost, passes_home
from .spoilers import comes_back, leaves, limited_ok, spoiler_target
from .state import Signing
from .view import View

CANDOR: dict[str, Scope] = {
    "boulware": "mediator_only",
    "greedy_spoiler": "mediator_only",
    "limited_spoiler": "may_share",
    "conceder": "may_share",
}
"""What a seat allows the mediator to do with an answer; ``may_hint`` for the others. A total spoiler declines."""


def dice(seed: int, role: str, round: int) -> np.random.Generator:
    """Return the generator for a seat's choices in a round: adding a seat never changes another seat's draws."""
    return np.random.default_rng([seed, crc32(role.encode()), round])


def draw_temper(role: str, strategy: Strategy, seed: int) -> Strategy:
    """Return a seat's strategy with the temper of the day: its exponent times a seeded factor, 0.8 to 1.25.

    So the same scenario plays a little differently with another seed. What was drawn stands in the log.
    """
    parameters = dict(strategy.parameters)
    usual = parameters.get("exponent", EXPONENTS.get(strategy.kind))
    if usual is not None:
        parameters["exponent"] = round(usual * 1.25 ** float(dice(seed, role, 0).uniform(-1, 1)), 3)
    return Strategy(kind=strategy.kind, parameters=parameters)


def decide(view: View, mind: Mind, seat: Strategy, seed: int) -> list[Move]:
    """Return a seat's moves for this turn, in order."""
    if view.scenario.role(view.role).kind == "mediator":
        return mediate(view, mind.prices().space)
    return Decision(view, mind, seat).moves(dice(seed, view.role, view.state.round))


def answer_caucus(view: View, mind: Mind, seat: Strategy, question: Event[Question]) -> Move:
    """Return a computer seat's answer to a question in caucus."""
    return Decision(view, mind, seat).answer(question)


class Decision:
    """One decision of one party: its prices, what it would settle for, and what it could sign."""

    def __init__(self, view: View, mind: Mind, seat: Strategy):
        self.view, self.state = view, view.state
        self.party: Party = view.scenario.party(view.role)
        self.kind, self.parameters = seat.kind, seat.parameters
        self.prices: Prices = mind.prices(self.state.guarantees, home=self.kind == "ratifier")
        spoils = self.kind.endswith("_spoiler")
        aim = spoiler_target if spoils else target
        self.aim = aim(view, self.prices, self.kind, self.parameters)
        self.signable = limited_ok(self.prices) if self.kind == "limited_spoiler" else self.prices.ok
        self.failed = {self.prices.space.index(package) for package in self.state.collapsed}

    def moves(self, rng: np.random.Generator) -> list[Move]:
        """Return the moves of this turn: sign or not; otherwise vote, answer the offers, and offer or wait."""
        if self.state.signing:
            return [self._sign(self.state.signing)]
        if self.view.role in self.state.away:
            return [moves.come_back() if comes_back(self.kind) else moves.end_turn(Reason("stays_away"))]
        if self.kind.endswith("_spoiler") and leaves(self.view, self.prices, self.kind):
            return [moves.walkout(Reason("walks_out"))]
        asked = self._bid(rng)
        mediator = self.view.scenario.mediator
        votes = mediator and self.state.drafts and self.view.role not in self.state.votes
        return [
            *([self._vote(mediator.id, asked)] if mediator and votes else []),
            *self._answers(asked),
            self._offer(asked),
        ]

    def _bid(self, rng: np.random.Generator) -> int | None:
        if self.kind == "limited_spoiler":
            ok = np.flatnonzero(self.signable)
            dear = ok[self.prices.values[ok] >= self.aim - 1e-9]
            if not len(ok):
                return None
            if not len(dear):
                return int(ok[np.argmax(self.prices.values[ok])])
            return int(dear[np.argmin(self.prices.values[dear])])
        return bid(self.view, self.prices, self.kind, self.aim, rng, self.failed)

    def accepts(self, index: int) -> bool:
        """Return whether the seat would take a package now: signable, at least its target, not failed before."""
        wanted = self.signable[index] and index not in self.failed
        return bool(wanted and self.prices.values[index] >= self.aim - 1e-9)

    def _answers(self, asked: int | None) -> list[Move]:
        space, state = self.prices.space, self.state
        out, refusals = [], []
        for offer in state.offers.values():
            if offer.author == self.view.role:
                continue
            index = space.index(offer.package)
            if self.accepts(index):
                if self.view.role not in state.accepted.get(offer.seq, ()):
                    out.append((self.prices.values[index], moves.accept(offer.seq, Reason("can_sign"))))
            elif self.view.role not in state.refused.get(offer.seq, ()):
                refusals.append(moves.reject(offer.seq, self._why_not(offer.package, asked)))
        out.sort(key=lambda pair: -pair[0])
        return [*refusals, *[move for _, move in out]]

    def _why_not(self, package: Package, asked: int | None) -> Reason:
        if self.kind == "total_spoiler":
            return Reason("not_now")
        for line in self.party.secret.red_lines:
            if line.hard and package[line.issue] in line.options:
                return Reason("red_line", {"issue": line.issue, "option": package[line.issue]})
        if self.prices.space.index(package) in self.failed:
            return Reason("failed_before")
        issue, wanted = self._sorest(package, asked)
        if self.kind == "ratifier" and not passes_home(self.party, package):
            return Reason("home", {"issue": issue, "option": wanted})
        return Reason("too_little", {"issue": issue, "option": wanted})

    def _sorest(self, package: Package, asked: int | None) -> tuple[str, str]:
        """Return the issue where a package falls furthest behind what the seat asks for, and what it wants there."""
        if asked is None:
            return next(iter(package)), next(iter(package.values()))
        mine = self.prices.space.package(asked)
        here, wanted = self.prices.by_issue(package), self.prices.by_issue(mine)
        issue = max(package, key=lambda k: wanted[k] - here[k])
        return issue, mine[issue]

    def _offer(self, asked: int | None) -> Move:
        if asked is None:
            return moves.end_turn(Reason("cannot_offer"))
        package = self.prices.space.package(asked)
        mine = [offer for offer in self.state.offers.values() if offer.author == self.view.role]
        if mine and mine[0].package == package:
            return moves.end_turn(Reason("stands"))
        before = self.view.offers_by(self.view.role)
        if not before:
            return moves.offer(package, Reason("first_offer"))
        last = before[-1].body.package
        changed = [issue for issue in package if package[issue] != last[issue]]
        if not changed:
            return moves.offer(package, Reason("again"))
        now, then = self.prices.by_issue(package), self.prices.by_issue(last)
        given = tuple(issue for issue in changed if now[issue] < then[issue])
        taken = tuple(issue for issue in changed if now[issue] > then[issue])
        if given and taken:
            return moves.offer(package, Reason("trades", {"given": given, "taken": taken}))
        return moves.offer(package, Reason("gives", {"given": given}) if given else Reason("asks", {"taken": taken}))

    def _sign(self, signing: Signing) -> Move:
        index = self.prices.space.index(signing.offer.package)
        cost = exclusion_cost(self.view.scenario, signing.asked)
        if self.signable[index] and self.prices.values[index] - cost >= self.prices.low - 1e-9:
            return moves.sign()
        return moves.decline(Reason("too_costly_alone" if cost else "cannot_sign"))

    def _vote(self, mediator: str, asked: int | None) -> Move:
        """Vote on the single text: −2 over a red line; +2 at the target; +1 if no worse than the version before.

        A partial text is compared with what the seat asks for on the same issues.
        """
        text = self.state.drafts[-1].package
        issue = self._sorest(text, asked)[0]
        if any(line.hard and text.get(line.issue) in line.options for line in self.party.secret.red_lines):
            return moves.vote(mediator, -2, issue)
        if len(text) < len(self.prices.space.issues):
            mine = self.prices.by_issue(self.prices.space.package(asked)) if asked is not None else {}
            behind = sum(mine.get(k, 0) - v for k, v in self.prices.by_issue(text).items())
            return moves.vote(mediator, 1 if behind <= 0 else -1, issue)
        index = self.prices.space.index(text)
        if self.accepts(index):
            return moves.vote(mediator, 2, issue)
        if not self.signable[index]:
            return moves.vote(mediator, -2 if self.kind == "total_spoiler" else -1, issue)
        earlier = [d.package for d in self.state.drafts[:-1] if len(d.package) == len(text)]
        better = not earlier or self.prices.values[index] >= self.prices.worth(earlier[-1]) - 1e-9
        return moves.vote(mediator, 1 if better else -1, issue)

    def answer(self, question: Event[Question]) -> Move:
        """Answer truthfully in caucus, with the scope that the seat's temper allows; a total spoiler declines."""
        about = question.body.question
        answer = None if self.kind == "total_spoiler" else self._told(about, question.body.package or {})
        return moves.disclose(question.actor, question.seq, about, answer, CANDOR.get(self.kind, "may_hint"))

    def _told(self, about: Topic, package: Package) -> Answer:
        if about == "ranking":
            return self._ranking()
        return self._wishes() if about == "wishes" else self._could_live(package)

    def _ranking(self) -> tuple[str, ...]:
        swing = [float(np.ptp(table[0])) for table in self.prices.space.scores]
        order = sorted(range(len(swing)), key=lambda k: (-swing[k], k))
        return tuple(self.prices.space.issues[k] for k in order)

    def _wishes(self) -> Wishes:
        space = self.prices.space
        best = {issue: space.options[k][int(np.argmax(space.scores[k][0]))] for k, issue in enumerate(space.issues)}
        worst = {issue: space.options[k][int(np.argmin(space.scores[k][0]))] for k, issue in enumerate(space.issues)}
        return Wishes(best=best, worst=worst)

    def _could_live(self, package: Package) -> Literal["yes", "nearly", "no"]:
        index = self.prices.space.index(package)
        if self.accepts(index):
            return "yes"
        return "nearly" if self.signable[index] else "no"
