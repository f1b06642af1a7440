"""The debrief, stage by stage: role, feelings, stories, and only then briefs, numbers and what was missed."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from course.html.element import NOTHING, b, bullets, details, h4, join, p, small
from course.html.face import Face
from course.html.folder import secret_face
from course.html.hearing import Hearing
from course.html.numbers import Numbers
from course.html.position import tell_became
from course.html.text import phrase, prose
from course.html.wording import Wording
from course.model.language import with_commas
from course.model.position import Position
from course.model.scenario import Party
from course.negotiation.bodies import Reflection, Reveal
from course.negotiation.debrief import Debrief, debrief
from course.negotiation.event import of_shape
from course.negotiation.session import Session
from course.negotiation.speech import Speech

WRITTEN = ("feelings", "stories", "case", "memo")
LEAST, MOST = 150, 600
"""Words to aim at in a memo of one or two pages; nothing is refused for its length."""
CLOSED = ("numbers", "branches", "case", "memo")
"""Stages that open only with the briefs: numbers end every conversation about how it was."""


class DebriefView(Hearing):
    """What a learner sees when the talks are over."""

    def __init__(
        self,
        wording: Wording,
        speech: Speech,
        session: Session,
        seat: str,
        case: Callable[[], Face | None],
        position: Position | None = None,
    ):
        super().__init__(wording, speech, session, seat)
        self.case = case
        self.position = position or Position()

    def shown(self) -> dict[str, Any]:
        """Return the stages in their order; those after the reveal are left out until the briefs are open."""
        revealed = bool(of_shape(self.session.events, Reveal))
        reflections = [event for event in of_shape(self.view.events, Reflection) if event.actor == self.seat]
        written = {event.body.stage: event.body.text for event in reflections}
        stages = []
        numbers = debrief(self.session) if revealed else None
        for id, words in self.speech.words.stages.items():
            if id in CLOSED and not revealed:
                continue
            stages.append(
                {
                    "id": id,
                    "title": words["label"],
                    "asks": words["text"],
                    "html": self._stage(id, numbers),
                    "field": id in WRITTEN or (id == "reveal" and revealed),
                    "rows": 10 if id == "memo" else 3,
                    "least": LEAST if id == "memo" else 0,
                    "most": MOST if id == "memo" else 0,
                    "text": written.get(id, ""),
                }
            )
        return {"ended": self.ended(), "became": self.became(), "stages": stages, "revealed": revealed}

    def became(self) -> str:
        """Return what became of the opening position, as plain text; it needs no other side's numbers."""
        return tell_became(self, self.position)

    def ended(self) -> str:
        """Return how it ended, as plain text."""
        outcome = self.session.state.outcome
        if outcome is None:
            raise ValueError("the talks go on: there is no end to tell")
        if not outcome.agreed:
            return self._word("ended-no", rounds=outcome.round)
        names = with_commas(self.scenario.role(role).name for role in outcome.signers)
        ended = self._word("ended-yes", round=outcome.round, names=names, terms=self.package(outcome.package or {}))
        left = [role.name for role in self.scenario.parties if role.id not in outcome.signers]
        return ended + (" " + self._word("ended-without", names=with_commas(left)) if left else "")

    def _stage(self, id: str, numbers: Debrief | None) -> Markup:
        teaching = self.scenario.teaching
        if id == "reveal" and numbers is not None:
            return self._briefs(numbers)
        if id == "numbers" and numbers is not None:
            return Numbers(self, numbers).markup()
        if id == "case":
            card = self.case()
            return join(
                (prose(teaching.case_question), details(self.words["real-case"], card.markup) if card else None)
            )
        if id == "memo":
            return join((prose(teaching.memo), self._rubric()))
        return NOTHING

    def _rubric(self) -> Markup:
        rows = [
            join((b(phrase(row.label)), bullets((phrase(level) for level in row.levels), ordered=True)))
            for row in self.scenario.teaching.rubric
        ]
        return details(self.words["rubric"], bullets(rows))

    def _briefs(self, numbers: Debrief) -> Markup:
        """Return every side's folder, what sat in its chair, and how good the guesses about it were."""
        guesses = {guess.role: guess for guess in numbers.guesses}
        seats = {counterpart.role: counterpart for counterpart in numbers.counterparts}
        folders = []
        for role in self.scenario.roles:
            inside = [secret_face(self.wording, self.scenario, role)] if isinstance(role, Party) else []
            if role.id in seats:
                inside.append(self._counterpart(seats[role.id].kind, seats[role.id].parameters))
            if role.id in guesses:
                guess = guesses[role.id]
                right = self._word("guess-right", right=guess.right, pairs=guess.pairs)
                order = self._word("guess", order=self.answer(guess.actual))
                inside.append(p(b(order), " ", right))
            folders.append(details(phrase(role.name), *inside))
        return join(folders)

    def _counterpart(self, kind: str, parameters: dict[str, float]) -> Markup:
        temper = self.speech.words.tempers[kind]
        values = with_commas(f"{name} {value:g}" for name, value in parameters.items())
        drawn = (" ", small(f"({values})")) if values else ()
        title = h4(self._word("was", name=temper.name))
        return join((title, p(phrase(temper.rule), *drawn), self.wording.cited_below(temper.sources)))
