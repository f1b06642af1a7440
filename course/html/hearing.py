"""What one seat hears of the talks: the events that it may see, as lines; packages and answers in words."""

from typing import TYPE_CHECKING, Any

from course.html.wording import Wording
from course.model.scenario import Package, Role
from course.negotiation.event import Event
from course.negotiation.session import Session
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
        labels = {known.id: known.label for known in self.scenario.issue(issue).options}
        return labels.get(option, option)

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
            if event.kind in ("offer", "bridge"):
                last[event.actor] = event.body["package"]
            kind = "clock" if event.kind in ("clock", "open") else "mine" if event.actor == self.seat else "other"
            entries.append({"seq": event.seq, "round": event.round, "kind": kind, "text": text, "more": more})
        return entries

    def _more(self, event: Event, last: dict[str, Package]) -> str:
        body = event.body
        if event.kind in ("offer", "bridge", "draft"):
            package = body["package"]
            before = last.get(event.actor, {}) if event.kind != "draft" else {}
            changed = {k: v for k, v in package.items() if before.get(k) != v}
            terms = self.package(changed) if changed else self.words["unchanged"]
            lead = self._word("changed", terms=terms) if before and changed else terms
            return " ".join(part for part in (lead, self._points_of(package)) if part)
        if event.kind == "caucus_question":
            asked = self.speech.words.questions[body["question"]]
            return f"{asked} {self.package(body.get('package') or {})}".strip()
        if event.kind in ("disclose", "share"):
            answer = self.answer(body["about"], body["answer"])
            return f"{answer} {self.speech.words.scopes[body['scope']]}" if event.kind == "disclose" else answer
        if event.kind == "vote" and body.get("issue"):
            labels = {issue.id: issue.label for issue in self.scenario.issues}
            return self._word("hurts", issue=labels.get(body["issue"], body["issue"]))
        return ""

    def package(self, package: Package) -> str:
        """Return a package as plain text on one line."""
        terms = [f"{i.label}: {self._option(i.id, package[i.id])}" for i in self.scenario.issues if i.id in package]
        return " · ".join(terms)

    def answer(self, about: str, answer: Any) -> str:
        """Return an answer given in caucus as plain text."""
        if answer is None:
            return self.words["declined"]
        if about == "ranking":
            return " ".join(f"{n}. {self.scenario.issue(issue).label}." for n, issue in enumerate(answer, 1))
        if about == "wishes":
            return " ".join(f"{self.words[end]}: {self.package(answer[end])}." for end in ("best", "worst"))
        return self.words[f"live-{answer}"]

    def plan(self) -> dict[str, Any] | None:
        """Return the plan that was written before the talks, as plain lines."""
        body = next((event.body for event in self.view.events if event.kind == "plan"), None)
        if body is None:
            return None
        guesses = [
            f"{self.scenario.role(role).name}: {self.answer('ranking', order)}"
            for role, order in body["guesses"].items()
        ]
        numbers = self._word("plan-was", target=f"{body['target']:g}", walk=f"{body['walk_away']:g}")
        return {"lines": [numbers if self.scenario.role(self.seat).secret else "", *guesses, body.get("text", "")]}

    def branches(self) -> list[dict[str, Any]]:
        """Return the moves to which one can go back: what stood before each of one's own."""
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
