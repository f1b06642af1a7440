"""The debrief, stage by stage: role, feelings, stories, and only then briefs, numbers and what was missed."""

from collections.abc import Callable
from typing import Any

from course.html.face import Face, bullets
from course.html.folder import secret_face
from course.html.numbers import Numbers
from course.html.text import escape, phrase, prose
from course.html.told import Told
from course.html.wording import Wording
from course.model.scenario import Party
from course.negotiation.debrief import Debrief, debrief
from course.negotiation.session import Session
from course.negotiation.speech import Speech

WRITTEN = ("feelings", "stories", "case", "memo")
LEAST, MOST = 150, 600
"""Words to aim at in a memo of one or two pages; nothing is refused for its length."""
CLOSED = ("numbers", "branches", "case", "memo")
"""Stages that open only with the briefs: numbers end every conversation about how it was."""


class DebriefView(Told):
    """What a learner sees when the talks are over."""

    def __init__(self, wording: Wording, speech: Speech, session: Session, seat: str, case: Callable[[], Face | None]):
        super().__init__(wording, speech, session, seat)
        self.case = case

    def shown(self) -> dict[str, Any]:
        """Return the stages in their order; those after the reveal are left out until the briefs are open."""
        revealed = any(one.kind == "reveal" for one in self.session.events)
        written: dict[str, str] = {}
        for event in self.view.events:
            if event.kind == "reflection" and event.actor == self.seat:
                written[event.body["stage"]] = event.body["text"]
        stages = []
        found = debrief(self.session) if revealed else None
        for id, words in self.speech.words.stages.items():
            if id in CLOSED and not revealed:
                continue
            stages.append(
                {
                    "id": id,
                    "title": words["label"],
                    "asks": words["text"],
                    "html": self._stage(id, found),
                    "field": id in WRITTEN or (id == "reveal" and revealed),
                    "rows": 10 if id == "memo" else 3,
                    "least": LEAST if id == "memo" else 0,
                    "most": MOST if id == "memo" else 0,
                    "text": written.get(id, ""),
                }
            )
        return {"ended": self.ended(), "stages": stages, "revealed": revealed}

    def ended(self) -> str:
        """Return how it ended, as plain text."""
        outcome = self.session.state.outcome
        if not outcome.agreed:
            return self._word("ended-no", rounds=outcome.round)
        names = ", ".join(self.scenario.role(role).name for role in outcome.signers)
        said = self._word("ended-yes", round=outcome.round, names=names, terms=self.package(outcome.package))
        left = [role.name for role in self.scenario.parties if role.id not in outcome.signers]
        return said + (" " + self._word("ended-without", names=", ".join(left)) if left else "")

    def _stage(self, id: str, found: Debrief | None) -> str:
        teaching = self.scenario.teaching
        if id == "reveal" and found is not None:
            return self._briefs(found)
        if id == "numbers":
            return Numbers(self, found).markup()
        if id == "case":
            card = self.case()
            shown = (
                f"<details><summary>{escape(self.words['real-case'])}</summary>{card.markup}</details>" if card else ""
            )
            return prose(teaching.case_question) + shown
        if id == "memo":
            return prose(teaching.memo) + self._rubric()
        return ""

    def _rubric(self) -> str:
        rows = [
            f"<b>{phrase(one.label)}</b>{bullets((phrase(level) for level in one.levels), ordered=True)}"
            for one in self.scenario.teaching.rubric
        ]
        return f"<details><summary>{escape(self.words['rubric'])}</summary>{bullets(rows)}</details>"

    def _briefs(self, found: Debrief) -> str:
        """Return every side's folder, what sat in its chair, and how good the guesses about it were."""
        guesses = {one.role: one for one in found.guesses}
        seats = {one.role: one for one in found.counterparts}
        parts = []
        for role in self.scenario.roles:
            inside = secret_face(self.wording, self.scenario, role) if isinstance(role, Party) else ""
            if role.id in seats:
                inside += self._counterpart(seats[role.id].kind, seats[role.id].parameters)
            if role.id in guesses:
                one = guesses[role.id]
                right = self._word("guess-right", right=one.right, pairs=one.pairs)
                true = self.answer("ranking", list(one.actual))
                inside += f"<p><b>{escape(self._word('guess', order=true))}</b> {escape(right)}</p>"
            parts.append(f"<details><summary>{phrase(role.name)}</summary>{inside}</details>")
        return "".join(parts)

    def _counterpart(self, kind: str, parameters: dict[str, float]) -> str:
        temper = self.speech.words.tempers[kind]
        numbers = ", ".join(f"{name} {value:g}" for name, value in parameters.items())
        drawn = f" <small>({escape(numbers)})</small>" if numbers else ""
        title = escape(self._word("was", name=temper.name))
        cited = f"<p><small>{self.wording.cited(temper.sources)}</small></p>"
        return f"<h4>{title}</h4><p>{phrase(temper.rule)}{drawn}</p>{cited}"
