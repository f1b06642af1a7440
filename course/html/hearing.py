"""What one seat hears of the talks: the events that it may see, as lines; packages and answers in words."""

from typing import TYPE_CHECKING, Any

from course.html.wording import Wording
from course.model.scenario import Package, Role
from course.negotiation import bodies
from course.negotiation.bodies import Answer, Body
from course.negotiation.event import Event, of_shape
from course.negotiation.session import LEARNER, Session
from course.negotiation.speech import Speech

if TYPE_CHECKING:
    from course.negotiation.space import OutcomeSpace


class Hearing:
    """The talks as one seat hears them. It shows no other secret, and no event that the seat may not see."""

    def __init__(self, wording: Wording, speech: Speech, session: Session, seat: str):
        self.wording, self.speech, self.session = wording, speech, session
        self.words = wording.words["table"]
        self.scenario = session.scenario
        self.role: Role = self.scenario.role(seat)
        self.seat = seat
        self.view = session.view(seat)

    def _word(self, key: str, **values: Any) -> str:
        return self.wording.word("table", key, **values)

    def _option(self, issue: str, option: str) -> str:
        options = self.scenario.issue(issue).options
        return next((known.label for known in options if known.id == option), option)

    def _space(self) -> "OutcomeSpace":
        return self.session.mind(self.seat).prices(self.session.state.guarantees).space

    def name(self, role: str) -> str:
        """Return a side's name, "you" for one's own."""
        return self._word("you") if role == self.seat else self.scenario.role(role).name

    def value(self, package: Package) -> float:
        """Return what a whole package is worth to this seat, in points."""
        space = self._space()
        return float(space.values[space.index(package), 0])

    def _points_of(self, package: Package) -> str:
        if not self.role.secret or len(package) < len(self.scenario.issues):
            return ""
        return self._word("for-you", points=f"{self.value(package):.0f}")

    def log(self) -> list[dict[str, Any]]:
        """Return a line for every event that this seat may see. All of it is plain text."""
        events = self.view.events
        last: dict[str, Package] = {}
        entries = []
        for event in events:
            text = self.speech.line(event, self.scenario, events)
            more = self._more(event, last)
            if isinstance(event.body, bodies.WholePackage):
                last[event.actor] = event.body.package
            kind = "clock" if event.kind in ("clock", "open") else "mine" if event.actor == self.seat else "other"
            entries.append({"seq": event.seq, "round": event.round, "kind": kind, "text": text, "more": more})
            if isinstance(event.body, bodies.WholePackage | bodies.Draft) and (
                own := self._points_of(event.body.package)
            ):
                # Apart from what all may read, so that a phone can cover it.
                entries[-1]["own"] = own
        return entries

    def _more(self, event: Event[Body], last: dict[str, Package]) -> str:
        match event.body:
            case bodies.WholePackage(package=package):
                return self._terms(package, last.get(event.actor, {}))
            case bodies.Draft(package=package):
                return self._terms(package, {})
            case bodies.Question() as question:
                asked = self.speech.words.questions[question.question]
                return f"{asked} {self.package(question.package or {})}".strip()
            case bodies.Disclosure() as disclosure:
                return f"{self.answer(disclosure.answer)} {self.speech.words.scopes[disclosure.scope]}"
            case bodies.Share(answer=answer):
                return self.answer(answer)
            case bodies.Vote(issue=issue) if issue:
                labels = {known.id: known.label for known in self.scenario.issues}
                return self._word("hurts", issue=labels.get(issue, issue))
        return ""

    def _terms(self, package: Package, before: Package) -> str:
        """Return what a package says that the one ``before`` it did not."""
        changed = {issue: option for issue, option in package.items() if before.get(issue) != option}
        terms = self.package(changed) if changed else self.words["unchanged"]
        return self._word("changed", terms=terms) if before and changed else terms

    def package(self, package: Package) -> str:
        """Return a package as plain text on one line."""
        terms = [
            f"{issue.label}: {self._option(issue.id, package[issue.id])}"
            for issue in self.scenario.issues
            if issue.id in package
        ]
        return " · ".join(terms)

    def answer(self, answer: Answer) -> str:
        """Return an answer given in caucus as plain text."""
        if answer is None:
            return self.words["declined"]
        if isinstance(answer, tuple):
            return " ".join(f"{place}. {self.scenario.issue(issue).label}." for place, issue in enumerate(answer, 1))
        if isinstance(answer, bodies.Wishes):
            ends = (("best", answer.best), ("worst", answer.worst))
            return " ".join(f"{self.words[end]}: {self.package(package)}." for end, package in ends)
        return self.words[f"live-{answer}"]

    def plan(self) -> dict[str, Any] | None:
        """Return the plan that was written before the talks, as plain lines."""
        plan = next((event.body for event in of_shape(self.view.events, bodies.Plan)), None)
        if plan is None:
            return None
        guesses = [f"{self.scenario.role(role).name}: {self.answer(order)}" for role, order in plan.guesses.items()]
        numbers = self._word("plan-was", target=f"{plan.target:g}", walk=f"{plan.walk_away:g}")
        return {"lines": [numbers if self.scenario.role(self.seat).secret else "", *guesses, plan.text]}

    def branches(self) -> list[dict[str, Any]]:
        """Return the moves to which one can go back: what stood before each of one's own.

        There are none where people held the other seats: nobody would answer.
        """
        if sum(seat.kind == LEARNER for seat in self.session.state.seats.values()) > 1:
            return []
        kinds = ("offer", "accept", "reject", "pass", "walkout", "return", "sign", "decline", "draft", "bridge", "plan")
        entries = {entry["seq"]: entry for entry in self.log()}
        return [
            {
                "at": event.seq - 1,
                "label": self._word("before", round=event.round, move=entries[event.seq]["text"]),
            }
            for event in self.view.events
            if event.actor == self.seat and event.kind in kinds and event.seq > 0
        ]
