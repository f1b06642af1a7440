"""A text to write: samples are ranked first, then a draft, a look at it by the rubric, and a second draft beside it.

The first draft is the box "1", the second "2"; the ranking and the learner's own review have boxes of their own. Where
no pattern can find a part of the text, the learner points at the sentence.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from markupsafe import Markup

from course.answers.events import Body, Draft, Pointed, Ranked, Response, Review, Round
from course.answers.question import QuestionWork, ranking_answer, review_answer
from course.answers.versions import Version
from course.checks.writing import find_part, judge_writing, sentences
from course.html.controls import to_page
from course.html.element import div, join
from course.html.ladder import (
    LEVEL,
    our_ranking,
    ours_lines,
    ranking_control,
    rubric_rows,
    samples_to_page,
    told_ranking,
    told_review,
    writing_face,
)
from course.html.ladder import to_page as rows_to_page
from course.html.text import phrase, plain, prose
from course.model import task as kinds
from course.model.answer import Answer
from course.model.verdict import Verdict
from course.widgets.message import OddMessage, read_press, read_table, read_text
from course.widgets.setting import Setting
from course.widgets.task import TaskForm

REVIEW = "review"
"""The box of the learner's own review by the rubric."""
SAMPLES = "samples"
"""The box of the ranking."""
SECOND = "2"
NO_SENTENCE = "-"
"""What the page sends for "I do not say it yet": an empty choice is none."""


class WritingForm(TaskForm):
    """A text with what helps to write it. ``question`` is a ``Writing`` task."""

    question: kinds.Writing
    is_ladder = True

    @property
    def boxes(self) -> tuple[str, ...]:
        """Return the two drafts, the review and the ranking."""
        return (*super().boxes, REVIEW, SAMPLES)

    def more_spec(self, setting: Setting, task: kinds.Writing) -> dict[str, Any]:
        """Return what the page is told of samples, frames and the rubric."""
        return {
            "rubric": rows_to_page(rubric_rows(setting.words, task)),
            "samples": samples_to_page(setting.words, task),
            "rank": to_page(ranking_control(setting.words, task)),
            "frames": [plain(frame) for frame in task.frames],
            "pointed": [_to_question(setting, part) for part in task.parts],
        }

    def before_face(self, setting: Setting) -> tuple[Markup, list[str]]:
        """Show samples, frames and the rubric; in a solution our ranking too."""
        # The question is not yet this widget's own while the face is made of it.
        task = self.question
        markup, text = writing_face(setting.words, task)
        if not setting.worked:
            return markup, text
        return join((markup, our_ranking(setting.words, task))), [*text, *ours_lines(setting.words, task)]

    def versions(self, work: QuestionWork, box: str) -> list[Version]:
        """Return every version of a draft, of the review, or of the ranking."""
        if box == REVIEW:
            return work.review_versions()
        return work.ranking_versions() if box == SAMPLES else super().versions(work, box)

    def tell(self, box: str, answer: Answer) -> str:
        """Return an answer as plain text; of a review, each comment below the sentence that it is about."""
        if box == REVIEW:
            return told_review(self.setting.words, self.question, answer)
        return told_ranking(self.setting.words, self.question, answer) if box == SAMPLES else super().tell(box, answer)

    def to_aside(self, box: str, answer: Answer) -> Body:
        """Return what keeps an answer, a review or a ranking aside."""
        if box == REVIEW:
            return msgspec.structs.replace(read_review(answer), aside=True)
        return read_ranking(answer, aside=True) if box == SAMPLES else super().to_aside(box, answer)

    def read_box(self, content: dict[str, Any]) -> tuple[str, Answer]:
        """Return the box that a message is about, and what stands in it on the page."""
        box = content.get("box")
        if box not in (REVIEW, SAMPLES, SECOND):
            return super().read_box(content)
        answer = self.given(content)
        if box == REVIEW:
            answer = review_answer(read_review(answer))
        elif box == SAMPLES:
            answer = ranking_answer(read_ranking(answer))
        return box, answer

    def round_of(self, content: dict[str, Any]) -> Round:
        """Return 2 for the second draft."""
        return 2 if content.get("round") == 2 or content.get("box") == SECOND else 1

    def watched(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return the boxes that the page shows, with the events that it knows of."""
        boxes = read_table(content, "boxes")
        return {**super().watched(content), **{box: boxes.get(box) for box in (SECOND, REVIEW, SAMPLES)}}

    def around(self, fresh: dict[str, Any]) -> dict[str, Any]:
        """Return what the page says around its boxes."""
        shown = ("reviews", "second", "ranking", "isSkipped", "ours", "points", "canRevise")
        return {**super().around(fresh), **{key: fresh[key] for key in shown}}

    def judged(self, work: QuestionWork) -> Verdict | None:
        """Return the verdict on the text that counts; a sentence at which its writer points is one that does it."""
        if work.last is None:
            return None
        return judge_writing(self.question, work.last.body.answer.text or "", self._pointed(work))

    @staticmethod
    def _pointed(work: QuestionWork) -> dict[str, str]:
        return {part: entry.body.sentence for part, entry in work.pointed.items() if entry.body.sentence}

    def fresh(self, work: QuestionWork) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        first, second = work.current(1), work.current(2)
        newest = max((version for version in (first, second) if version), key=lambda version: version.at, default=None)
        ranking, reviewed = work.ranking, work.reviewed
        at = newest.at if newest else work.reviews[-1].at if work.reviews else ranking.at if ranking else ""
        return {
            **super().fresh(work),
            "answer": first.answer.plain() if first else None,
            "draft": bool(newest and newest.typed),
            "at": at,
            "second": second.answer.plain() if second else None,
            "canRevise": bool(work.answers),
            "reviews": (review_answer(reviewed).values or {}) if reviewed else {},
            "ranking": ranking_answer(ranking.body).plain() if ranking else None,
            "isSkipped": ranking is None and any(not entry.body.order for entry in work.rankings),
            "ours": self._ours(ranking.body) if ranking else "",
            "points": self._points(work),
        }

    def _ours(self, ranked: Ranked) -> Markup:
        return our_ranking(self.setting.words, self.question, ranked.order, ranked.why)

    def _points(self, work: QuestionWork) -> dict[str, Any]:
        """Return the sentences of the text that counts, and at which of them the learner pointed for which part."""
        text = (work.last.body.answer.text or "") if work.last else ""
        own = list(dict.fromkeys(sentences(text)))
        chosen, says, heads, asked = {}, {}, {}, []
        for part in self.question.parts:
            if find_part(text, part):
                continue
            # What no pattern finds is asked for, and so is what one did not find here.
            asked.append(part.id)
            pointed = work.pointed.get(part.id)
            # The sentence may have been rewritten since.
            if pointed and (pointed.body.sentence in own or not pointed.body.sentence):
                chosen[part.id] = pointed.body.sentence or NO_SENTENCE
                heads[part.id] = pointed.id
                says[part.id] = div(prose(part.missing)) if not pointed.body.sentence else ""
        return {"sentences": own, "asked": asked, "chosen": chosen, "says": says, "based": heads}

    def response(self, content: dict[str, Any], answer: Answer) -> Response:
        """Return a draft as it is saved; the first says no round, as in earlier versions of the course."""
        return Response(answer=answer, round=2) if self.round_of(content) == 2 else Response(answer=answer)

    def on_draft(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep what is being typed, in the first draft or in the second."""
        if self.round_of(content) == 1:
            return super().on_draft(content)
        answer = self.given(content)
        if answer == Answer():
            return {}
        work, newer = self.write(content, Draft(answer=answer, round=2))
        fresh = self.fresh(work)
        return {
            "newer": newer,
            "empty": False,
            **{key: fresh[key] for key in ("based", "versions", "second", "at", "draft")},
        }

    def on_review(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep the rubric's comments and levels."""
        _, answer = self.read_box({**content, "box": REVIEW})
        review = msgspec.structs.replace(read_review(answer), over=self.over(content))
        work, newer = self.place(content, REVIEW, answer, review, typed=True)
        fresh = self.fresh(work)
        kept = {key: fresh[key] for key in ("based", "versions", "reviews")}
        now = self.now(work, REVIEW)
        return {**kept, "newer": newer, "at": now.at if now else fresh["at"], "draft": False}

    def on_rank(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep how the samples were ranked, and show our ranking beside it."""
        _, answer = self.read_box({**content, "box": SAMPLES})
        if set(answer.order or ()) != set(kinds.LEVELS):
            raise OddMessage("not every sample has its place")
        ranked = read_ranking(answer, over=self.over(content) or "")
        work, newer = self.place(content, SAMPLES, answer, ranked)
        return {"newer": newer, **self._around_boxes(work)}

    def on_skip(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep that the ranking was left out."""
        work, _ = self.save(lambda work: None if work.rankings else Ranked(), read_press(content))
        return self._around_boxes(work)

    def on_point(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep at which sentence the learner pointed."""
        part, sentence = read_text(content, "part"), read_text(content, "sentence")
        if part not in [own.id for own in self.question.parts]:
            raise OddMessage("no such part")
        body = Pointed(part=part, sentence="" if sentence == NO_SENTENCE else sentence)

        def point(work: QuestionWork) -> Pointed | None:
            before = work.pointed.get(part)
            return None if before and before.body == body else body

        return self._around_boxes(self.save(point, read_press(content))[0])

    def _around_boxes(self, work: QuestionWork) -> dict[str, Any]:
        """Return what changes where no draft and no comment does."""
        fresh = self.fresh(work)
        return {
            key: fresh[key]
            for key in (
                "based",
                "versions",
                "ranking",
                "isSkipped",
                "ours",
                "points",
                "at",
                "panel",
                "heard",
                "model",
                "hints",
            )
        }


def _to_question(setting: Setting, part: kinds.Part) -> dict[str, str]:
    asks = part.asks or setting.word("ladder", "point-at", part=part.name)
    return {"id": part.id, "html": phrase(asks), "text": plain(asks)}


def task_form(setting: Setting, task: kinds.AnyTask, **more: Any) -> TaskForm:
    """Return the form of a task, by its kind."""
    return (WritingForm if isinstance(task, kinds.Writing) else TaskForm)(setting, task, **more)


def read_review(answer: Answer) -> Review:
    """Return the comments and levels beside a rubric that an answer is made of.

    Raises ValidationError where it is made of something else.
    """
    values = msgspec.convert(answer.values or {}, dict[str, dict[str, str]])
    comments = {criterion: _without_level(sides) for criterion, sides in values.items()}
    levels = {criterion: sides[LEVEL] for criterion, sides in values.items() if LEVEL in sides}
    return Review(
        review={criterion: sides for criterion, sides in comments.items() if sides},
        levels=msgspec.convert(levels, dict[str, kinds.Level]) if levels else msgspec.UNSET,
    )


def _without_level(sides: Mapping[str, str]) -> dict[str, str]:
    return {side: text for side, text in sides.items() if side != LEVEL}


def read_ranking(answer: Answer, **more: Any) -> Ranked:
    """Return the ranking that an answer is made of; raise ValidationError where it names other samples."""
    return Ranked(order=msgspec.convert(answer.order or (), tuple[kinds.Level, ...]), why=answer.why, **more)
