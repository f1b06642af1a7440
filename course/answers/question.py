"""What a learner did with one question: a prompt, a quick check or a task, as its events tell it."""

from collections.abc import Iterable, Mapping

import msgspec

from course.answers.events import (
    Draft,
    Entry,
    Hint,
    Mark,
    ModelAnswer,
    Pointed,
    Ranked,
    Response,
    Review,
    Round,
    of_shape,
    read_events,
)
from course.answers.versions import Version, current
from course.model.answer import Answer
from course.model.event import Event


class QuestionWork(msgspec.Struct, frozen=True, kw_only=True):
    """The events on one question, folded. Lists are oldest first; ``unread`` counts what could not be read.

    ``answers`` are those that were saved: of a task its tries, of a prompt the answers of both rounds. ``mark`` is the
    newest mark on one of these answers: a mark on somebody else's text is none of this learner's. Among ``drafts``,
    ``reviews`` and ``rankings`` are those that were put aside. Of a text round 1 is the first draft and 2 the second.
    """

    answers: tuple[Entry[Response], ...] = ()
    drafts: tuple[Entry[Draft], ...] = ()
    hints: int = 0
    model: bool = False
    reviews: tuple[Entry[Review], ...] = ()
    rankings: tuple[Entry[Ranked], ...] = ()
    pointings: tuple[Entry[Pointed], ...] = ()
    marks: tuple[Entry[Mark], ...] = ()
    unread: int = 0

    @property
    def last(self) -> Entry[Response] | None:
        """Return the answer that was saved last."""
        return self.answers[-1] if self.answers else None

    @property
    def rounds(self) -> dict[Round, Entry[Response]]:
        """Return the latest answer of each round, in the order of the rounds."""
        latest: dict[Round, Entry[Response]] = {entry.body.round or 1: entry for entry in self.answers}
        return {number: latest[number] for number in sorted(latest)}

    @property
    def draft(self) -> Entry[Draft] | None:
        """Return the newest draft that is not aside."""
        return next((entry for entry in reversed(self.drafts) if not entry.body.aside), None)

    def versions(self, round: Round) -> list[Version]:
        """Return every version of the answer of that round, oldest first."""
        saved = [
            Version(id=entry.id, at=entry.at, answer=entry.body.answer, over=entry.body.over)
            for entry in self.answers
            if (entry.body.round or 1) == round
        ]
        typed = [
            Version(
                id=entry.id,
                at=entry.at,
                answer=entry.body.answer,
                typed=True,
                aside=bool(entry.body.aside),
                over=entry.body.over or "",
            )
            for entry in self.drafts
            if entry.body.round == round
        ]
        return sorted((*saved, *typed), key=lambda version: (version.at, version.id))

    @property
    def reviewed(self) -> Review | None:
        """Return the learner's own comments beside the rubric, and their levels, as they now stand."""
        return next((entry.body for entry in reversed(self.reviews) if not entry.body.aside), None)

    @property
    def review(self) -> Mapping[str, Mapping[str, str]]:
        """Return the learner's own comments beside the rubric as they now stand."""
        return self.reviewed.review if self.reviewed else {}

    def review_versions(self) -> list[Version]:
        """Return every version of the comments beside the rubric, oldest first."""
        return [
            Version(
                id=entry.id,
                at=entry.at,
                answer=review_answer(entry.body),
                typed=True,
                aside=bool(entry.body.aside),
                over=entry.body.over or "",
            )
            for entry in self.reviews
        ]

    @property
    def ranking(self) -> Entry[Ranked] | None:
        """Return how the samples were ranked last, None where nobody ranked them."""
        return next((entry for entry in reversed(self.rankings) if entry.body.order and not entry.body.aside), None)

    def ranking_versions(self) -> list[Version]:
        """Return every ranking of the samples, oldest first."""
        return [
            Version(
                id=entry.id,
                at=entry.at,
                answer=ranking_answer(entry.body),
                aside=entry.body.aside,
                over=entry.body.over,
            )
            for entry in self.rankings
            if entry.body.order
        ]

    @property
    def pointed(self) -> dict[str, Entry[Pointed]]:
        """Return by part the sentence at which the learner pointed last."""
        return {entry.body.part: entry for entry in self.pointings}

    def current(self, round: Round) -> Version | None:
        """Return what stands as the answer of that round, saved or drafted."""
        return current(self.versions(round))

    @property
    def newer_draft(self) -> Entry[Draft] | None:
        """Return the draft if it was typed after the last answer was saved."""
        draft = self.draft
        if draft is None or (self.last is not None and draft.at <= self.last.at):
            return None
        return draft

    @property
    def at(self) -> str:
        """Return when an answer was last saved or drafted, "" if never."""
        newest = self.newer_draft or self.last
        return newest.at if newest else ""

    @property
    def latest(self) -> Answer | None:
        """Return the answer that was saved last, or else what was drafted."""
        if self.last:
            return self.last.body.answer
        draft = self.draft
        return draft.body.answer if draft else None

    @property
    def mark(self) -> Entry[Mark] | None:
        """Return the newest mark on one of the answers."""
        answers = {entry.id for entry in self.answers}
        return next((entry for entry in reversed(self.marks) if entry.body.answer in answers), None)


def review_answer(review: Review) -> Answer:
    """Return comments beside a rubric, and levels among them, as an answer; none are no answer."""
    levels = review.levels or {}
    values = {
        criterion: {**review.review.get(criterion, {}), **({"level": levels[criterion]} if criterion in levels else {})}
        for criterion in {**review.review, **levels}
    }
    return Answer(values=values) if values else Answer()


def ranking_answer(ranked: Ranked) -> Answer:
    """Return a ranking as an answer; one that was left out is none."""
    return Answer(order=ranked.order, why=ranked.why) if ranked.order else Answer()


def read_question(events: Iterable[Event]) -> QuestionWork:
    """Fold the events on one question, oldest first."""
    entries, unread = read_events(events)
    return QuestionWork(
        answers=of_shape(entries, Response),
        drafts=of_shape(entries, Draft),
        hints=len(of_shape(entries, Hint)),
        model=bool(of_shape(entries, ModelAnswer)),
        reviews=of_shape(entries, Review),
        rankings=of_shape(entries, Ranked),
        pointings=of_shape(entries, Pointed),
        marks=of_shape(entries, Mark),
        unread=unread,
    )


UNTOUCHED = read_question(())
"""A question with which nothing was done."""
