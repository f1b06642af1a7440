"""A task that can be judged: a quick check in a lesson, or a task of an exercise."""

from typing import Any

from markupsafe import Markup

from course.checks import judge, solved
from course.html.controls import choices
from course.html.controls import parts as in_parts
from course.html.element import NOTHING, join
from course.html.question import carried
from course.html.task import hints, mark_face, model_answer, not_answered, verdict_face, worked_answer
from course.model import task as kinds
from course.model.verdict import Verdict
from course.widgets.form import Form
from course.widgets.setting import Setting

TRIES_BEFORE_MODEL = 2


class TaskForm(Form):
    """One task with any number of tries, staged hints, and its model answer on request after two tries."""

    family = "task"

    def __init__(self, setting: Setting, task: kinds.AnyTask, *, carried: str = "", eyebrow: str = "check"):
        self.carried = carried
        writing = isinstance(task, kinds.Writing)
        rubric = choices(task.rubric) if isinstance(task, kinds.Writing) else []
        button = "structure" if writing else "compare" if isinstance(task, kinds.Open) else "button"
        super().__init__(
            setting,
            task,
            eyebrow=setting.word("task", eyebrow, minutes=task.minutes),
            button=setting.word("task", button),
            rubric=rubric,
        )
        self.state = self._state()

    def more_face(self, setting: Setting) -> tuple[Markup, list[str]]:
        """Show the worked answer in a solution, the state "not answered yet" in an exercise."""
        if isinstance(self.question, kinds.Notebook):
            return NOTHING, []
        if not setting.worked:
            return not_answered(setting)
        answer = solved(self.question)
        return worked_answer(setting, in_parts(self.control, answer), judge(self.question, answer))

    def refresh(self) -> None:
        """Show what was saved elsewhere: the answer to a notebook task is given in a cell."""
        self.state = {**self.state, **self._state()}

    def _tries(self) -> list[dict[str, Any]]:
        events = self.setting.record.events(self.setting.stem, self.question.id, "answer")
        return [dict(event.body) for event in events]

    def _state(self) -> dict[str, Any]:
        record, stem, item = self.setting.record, self.setting.stem, self.question.id
        tries = self._tries()
        last = record.latest(stem, item, "answer")
        draft = record.latest(stem, item, "draft")
        newer = draft and (last is None or draft.at > last.at)
        answer = (draft.body if newer and draft else tries[-1] if tries else {}).get("answer")
        hints = len(record.events(stem, item, "hint"))
        model = bool(record.events(stem, item, "model"))
        verdict = judge(self.question, tries[-1]["answer"]) if tries else None
        done = verdict is not None and verdict.outcome in ("correct", "open")
        return {
            "round": 1,
            "answer": answer,
            "draft": bool(newer),
            "at": draft.at if newer and draft else last.at if last else "",
            "earlier": carried(self.setting, self.carried),
            "hints": hints < len(self.question.hints) and not done,
            "model": not model and (len(tries) >= TRIES_BEFORE_MODEL or done),
            "panel": self._panel(verdict, hints, model, done),
            "reviews": self.latest("review").get("review", {}),
            "mark": self._mark(tries),
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

    def _mark(self, tries: list[dict[str, Any]]) -> Markup:
        """Return what a teacher wrote about the learner's text, nothing where nobody has.

        A mark belongs to this record if the text that it is about stands here: somebody else's file shows nothing.
        """
        record, stem, item = self.setting.record, self.setting.stem, self.question.id
        marks = record.events(stem, item, "mark") if tries else []
        texts = [event.id for event in record.events(stem, item, "answer")] if marks else []
        mine = [event.body for event in marks if event.body.get("answer") in texts]
        return mark_face(self.setting, self.question, mine[-1], texts[-1]) if mine else NOTHING

    def _model_answer(self) -> Markup:
        # A text has models of its own, and what stands in a cell is compared with the solution.
        written = isinstance(self.question, kinds.Writing | kinds.Open | kinds.Notebook)
        answer = [] if written else in_parts(self.control, solved(self.question))
        return model_answer(self.setting, self.question, answer)

    def on_save(self, content: dict[str, Any]) -> dict[str, Any]:
        """Judge an answer and save it as a try; a blank is "not answered" and no try."""
        answer = dict(content.get("answer") or {})
        verdict = judge(self.question, answer)
        if verdict.outcome == "not-answered":
            return {"panel": verdict_face(self.setting, verdict), "empty": True}
        self.write("answer", {"answer": answer, "outcome": verdict.outcome, "try": len(self._tries()) + 1})
        return {**self._state(), "empty": False}

    def on_hint(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show the next hint."""
        taken = len(self.setting.record.events(self.setting.stem, self.question.id, "hint"))
        if taken < len(self.question.hints):
            self.write("hint", {"number": taken + 1})
        return self._kept()

    def on_model(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show the model answer, once it may be shown."""
        if self._state()["model"]:
            self.write("model", {})
        return self._kept()

    def _kept(self) -> dict[str, Any]:
        # The page keeps what stands in its boxes: only what was asked for changes.
        fresh = self._state()
        return {key: fresh[key] for key in ("hints", "model", "panel")}

    def on_review(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep the rubric's comments."""
        review = dict(content.get("review") or {})
        at = self.write("review", {"review": review})
        return {"at": at, "draft": False, "reviews": review}
