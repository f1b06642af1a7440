"""A task that can be judged: a quick check in a lesson, or a task of an exercise."""

from typing import Any

import msgspec
from markupsafe import Markup

from course.answers.done import tried
from course.answers.events import Body, Hint, ModelAnswer, Response, Review
from course.answers.question import QuestionWork, review_answer
from course.answers.versions import Version
from course.checks import judge, solved
from course.html.controls import options_to_page
from course.html.controls import parts as in_parts
from course.html.element import NOTHING, join
from course.html.question import NOT_CARRIED, Carried, carried
from course.html.task import (
    hints,
    mark_face,
    model_answer,
    task_eyebrow,
    verdict_face,
    where_answered,
    worked_answer,
)
from course.html.text import plain
from course.model import task as kinds
from course.model.answer import Answer
from course.model.verdict import Verdict
from course.widgets.form import Form
from course.widgets.message import OddMessage, read_number, read_press, read_table
from course.widgets.setting import Setting

TRIES_BEFORE_MODEL = 2
REVIEW = "review"
"""The box of the learner's own review by the rubric."""


class TaskForm(Form):
    """One task with any number of tries, staged hints, and its model answer on request after two tries."""

    family = "task"

    def __init__(
        self, setting: Setting, task: kinds.AnyTask, *, carried: Carried = NOT_CARRIED, eyebrow: str = "check"
    ):
        self.carried = carried
        self._judged: tuple[Answer, Verdict] | None = None
        self.is_reviewed = isinstance(task, kinds.Writing) and bool(task.rubric)
        writing = isinstance(task, kinds.Writing)
        rubric = options_to_page(task.rubric) if isinstance(task, kinds.Writing) else []
        button = "structure" if writing else "compare" if isinstance(task, kinds.Open) else "button"
        super().__init__(
            setting,
            task,
            eyebrow=task_eyebrow(setting.words["task"], task, eyebrow),
            button=setting.word("task", button),
            rubric=rubric,
        )
        self.state = self.fresh(self.read_work())

    @property
    def boxes(self) -> tuple[str, ...]:
        """Return the rounds, and the learner's own review where there is a rubric."""
        return (*super().boxes, REVIEW) if self.is_reviewed else super().boxes

    def versions(self, work: QuestionWork, box: str) -> list[Version]:
        """Return every version of the answer, or of the review."""
        return work.review_versions() if box == REVIEW else super().versions(work, box)

    def tell(self, box: str, answer: Answer) -> str:
        """Return an answer as plain text; of a review, each comment below the sentence that it is about."""
        if box != REVIEW or not isinstance(self.question, kinds.Writing):
            return super().tell(box, answer)
        review, words = read_review(answer), self.setting.words["form"]
        sides = {"works": words["works"], "grow": words["grow"]}
        return "\n".join(
            line
            for criterion in self.question.rubric
            if (comments := [f"{sides.get(side, side)}: {text}" for side, text in review.get(criterion.id, {}).items()])
            for line in (plain(criterion.says), *comments)
        )

    def to_aside(self, box: str, answer: Answer) -> Body:
        """Return what keeps an answer or a review aside."""
        return Review(review=read_review(answer), aside=True) if box == REVIEW else super().to_aside(box, answer)

    def read_box(self, content: dict[str, Any]) -> tuple[str, Answer]:
        """Return the box that a message is about, and what stands in it on the page."""
        if self.is_reviewed and content.get("box") == REVIEW:
            return REVIEW, review_answer(read_review(self.given(content)))
        return super().read_box(content)

    def watched(self, content: dict[str, Any]) -> dict[str, Any]:
        """Return the boxes that the page shows, with the events that it knows of."""
        review = {REVIEW: read_table(content, "boxes").get(REVIEW)} if self.is_reviewed else {}
        return {**super().watched(content), **review}

    def around(self, fresh: dict[str, Any]) -> dict[str, Any]:
        """Return what the page says around its boxes."""
        return {**super().around(fresh), "reviews": fresh["reviews"]}

    def more_face(self, setting: Setting) -> tuple[Markup, list[str]]:
        """Show the worked answer in a solution, where answers are in an exercise."""
        if isinstance(self.question, kinds.Notebook):
            return NOTHING, []
        if not setting.worked:
            return where_answered(setting)
        answer = solved(self.question)
        return worked_answer(setting, in_parts(self.control, answer), judge(self.question, answer))

    def refresh(self) -> None:
        """Show what was saved elsewhere: the answer to a notebook task is given in a cell."""
        self.show(self.fresh(self.read_work()))

    def _verdict(self, answer: Answer) -> Verdict:
        """Judge an answer, and the same answer once only."""
        if self._judged is None or self._judged[0] != answer:
            self._judged = answer, judge(self.question, answer)
        return self._judged[1]

    def fresh(self, work: QuestionWork) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        last, draft, tries = work.last, work.newer_draft, len(work.answers)
        shown = draft or last
        verdict = self._verdict(last.body.answer) if last else None
        done = verdict is not None and verdict.outcome in ("correct", "open")
        return {
            **self.standing(work),
            "ticked": tried(work, self.question),
            "round": 1,
            "answer": shown.body.answer.plain() if shown else None,
            "draft": draft is not None,
            "at": work.at or (work.reviews[-1].at if work.reviews else ""),
            "earlier": carried(self.setting, self.carried),
            "hints": work.hints < len(self.question.hints) and not done,
            "taken": work.hints,
            "model": not work.model and (tries >= TRIES_BEFORE_MODEL or done),
            "heard": self.setting.word("verdict", verdict.outcome) if verdict else "",
            "panel": self._panel(verdict, work.hints, work.model, done),
            "reviews": {criterion: dict(sides) for criterion, sides in work.review.items()},
            "mark": self._mark(work),
        }

    def _panel(self, verdict: Verdict | None, taken: int, model: bool, done: bool) -> Markup:
        every = self.question.hints
        return join(
            (
                verdict_face(self.setting, verdict) if verdict else None,
                hints(self.setting, every[:taken], len(every)),
                self._model_answer() if model or (done and verdict and verdict.outcome == "open") else None,
            )
        )

    def _mark(self, work: QuestionWork) -> Markup:
        if work.mark is None:
            return NOTHING
        return mark_face(self.setting, self.question, work.mark.body, work.answers[-1].id)

    def _model_answer(self) -> Markup:
        # A text has models of its own, and what stands in a cell is compared with the solution.
        written = isinstance(self.question, kinds.Writing | kinds.Open | kinds.Notebook)
        answer = [] if written else in_parts(self.control, solved(self.question))
        return model_answer(self.setting, self.question, answer)

    def on_save(self, content: dict[str, Any]) -> dict[str, Any]:
        """Judge an answer and save it as a try; a blank is "not answered" and no try."""
        answer = self.given(content)
        verdict = self._verdict(answer)
        if verdict.outcome == "not-answered":
            return {"panel": verdict_face(self.setting, verdict), "empty": True}

        # The same answer again is not another try, wherever it was pressed.
        work, newer = self.write(content, Response(answer=answer))
        return {"newer": newer, "empty": False} if newer else {**self.fresh(work), "empty": False}

    def on_hint(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show the hint that is asked for, if it is the next one; without a number the next."""
        number = read_number(content, "number")

        def hint(work: QuestionWork) -> Hint | None:
            following = work.hints + 1
            is_next = number in (None, following) and following <= len(self.question.hints)
            return Hint(number=following) if is_next else None

        return self._kept(self.save(hint, read_press(content))[0])

    def on_model(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show the model answer, once it may be shown."""

        def model(work: QuestionWork) -> ModelAnswer | None:
            return ModelAnswer() if self.fresh(work)["model"] else None

        return self._kept(self.save(model, read_press(content))[0])

    def _kept(self, work: QuestionWork) -> dict[str, Any]:
        # The page keeps what stands in its boxes: only what was asked for changes.
        fresh = self.fresh(work)
        return {key: fresh[key] for key in ("hints", "taken", "model", "panel")}

    def on_review(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep the rubric's comments."""
        box, answer = self.read_box({**content, "box": REVIEW})
        if box != REVIEW:
            raise OddMessage("there is no rubric")
        review = Review(review=read_review(answer), over=self.over(content))
        work, newer = self.place(content, REVIEW, answer, review, typed=True)
        fresh = self.fresh(work)
        kept = {key: fresh[key] for key in ("based", "versions", "reviews")}
        now = self.now(work, REVIEW)
        return {**kept, "newer": newer, "at": now.at if now else fresh["at"], "draft": False}


def read_review(answer: Answer) -> dict[str, dict[str, str]]:
    """Return the comments beside a rubric that an answer is made of; raise ValidationError where it is of none."""
    return msgspec.convert(answer.values or {}, dict[str, dict[str, str]])
