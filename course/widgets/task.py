"""A task that can be judged: a quick check in a lesson, or a task of an exercise."""

from typing import Any

from markupsafe import Markup

from course.answers.done import tried
from course.answers.events import Hint, ModelAnswer, Response
from course.answers.question import QuestionWork
from course.checks import judge, solved
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
from course.model import task as kinds
from course.model.answer import Answer
from course.model.verdict import Verdict
from course.widgets.form import Form
from course.widgets.message import read_number, read_press
from course.widgets.setting import Setting

TRIES_BEFORE_MODEL = 2


class TaskForm(Form):
    """One task with any number of tries, staged hints, and its model answer on request after two tries."""

    family = "task"

    def more_spec(self, setting: Setting, task: Any) -> dict[str, Any]:
        """Return what the page is told of a task of this kind beyond its control."""
        return {}

    def __init__(
        self, setting: Setting, task: kinds.AnyTask, *, carried: Carried = NOT_CARRIED, eyebrow: str = "check"
    ):
        self.carried = carried
        self._judged: tuple[Answer, Verdict] | None = None
        is_writing = isinstance(task, kinds.Writing)
        button = "structure" if is_writing else "compare" if isinstance(task, kinds.Open) else "button"
        super().__init__(
            setting,
            task,
            eyebrow=task_eyebrow(setting.words["task"], task, eyebrow),
            button=setting.word("task", button),
            **self.more_spec(setting, task),
        )
        self.state = self.fresh(self.read_work())

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

    def judged(self, work: QuestionWork) -> Verdict | None:
        """Return the verdict on the answer that counts, None where there is none."""
        return self._verdict(work.last.body.answer) if work.last else None

    def fresh(self, work: QuestionWork) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        last, draft, tries = work.last, work.newer_draft, len(work.answers)
        shown = draft or last
        verdict = self.judged(work)
        done = verdict is not None and verdict.outcome in ("correct", "open")
        return {
            **self.standing(work),
            "ticked": tried(work, self.question),
            "round": 1,
            "answer": shown.body.answer.plain() if shown else None,
            "draft": draft is not None,
            "at": work.at,
            "earlier": carried(self.setting, self.carried),
            "hints": work.hints < len(self.question.hints) and not done,
            "taken": work.hints,
            "model": not work.model and (tries >= TRIES_BEFORE_MODEL or done),
            "heard": self.setting.word("verdict", verdict.outcome) if verdict else "",
            "panel": self._panel(verdict, work.hints, work.model, done),
            "reviews": {},
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
        work, newer = self.write(content, self.response(content, answer))
        return {"newer": newer, "empty": False} if newer else {**self.fresh(work), "empty": False}

    def response(self, content: dict[str, Any], answer: Answer) -> Response:
        """Return an answer as it is saved."""
        return Response(answer=answer)

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
