"""An exercise notebook: its tasks in forms and in cells, and the same worked."""

from collections.abc import Mapping
from typing import Any

from course.answers.events import Response, to_body
from course.answers.question import read_question
from course.checks import judge, solved
from course.checks.notebook import is_blank, rename_values
from course.content import lessons
from course.html.element import p, section
from course.html.face import Face, lines
from course.html.question import NOT_CARRIED
from course.html.task import verdict_face, verdict_lines
from course.model import task as kinds
from course.model.answer import Answer
from course.model.event import Event
from course.model.lesson import Exercise as Content
from course.model.lesson import number_of
from course.pages.page import Missing, QuestionPage, Unknown, followed, near, open_page, tell_plainly
from course.record import Record, RecordError
from course.widgets.opening import Opening
from course.widgets.task import TaskForm
from course.widgets.writing import task_form


class Exercise(QuestionPage):
    """An opened exercise. With ``worked`` every task shows its model answer and nothing is written."""

    called = "exercise"

    def __init__(self, content: Content, *, record: Record | None = None, worked: bool = False):
        super().__init__(content.stem, questions=content.tasks, retired=content.retired, record=record, worked=worked)
        self.content = content
        self._forms: dict[str, TaskForm] = {}

    def __repr__(self) -> str:
        return f"Exercise {number_of(self.stem)}: {self.content.title}"

    def opening(self) -> Opening:
        """Return the head of the exercise."""
        table = self.setting.words["opening"]
        content = self.content
        ready = "solution" if self.setting.worked else "exercise-ready"
        return Opening(
            self.setting,
            ready=self.setting.word("opening", ready, number=number_of(content.stem)),
            told=[
                (table["goal"], content.goal),
                (table["needs"], content.needs),
                (table["leaves-out"], content.leaves_out),
                ("", self.setting.word("opening", "minutes", minutes=content.minutes)),
            ],
            notices=[] if self.setting.worked else self.notices(),
            progress=None if self.setting.worked else lambda opened: self.progress(content.minutes),
            editions=self.editions(),
            choose=self.choose,
        )

    @followed
    @tell_plainly
    def task(self, id: str) -> TaskForm | Face:
        """Show a task. One that is answered in a cell shows its question, hints and model answer here."""
        task = self.find(id, self.content.tasks, "no-task")
        carried = NOT_CARRIED if self.setting.worked else self.carried(task)
        form = task_form(self.setting, task, carried=carried, eyebrow="exercise")
        if not self.setting.worked:
            self._forms[id] = form
            return form
        form.close()
        return form.face

    @followed
    @tell_plainly
    def check(self, id: str, /, **values: Any) -> Face:
        """Judge the values that a learner assigned in the cell, and save them."""
        task = self.find(id, self.content.tasks, "no-task")
        if not isinstance(task, kinds.Notebook):
            raise Unknown(self.setting.word("note", "not-notebook", id=id))
        values = rename_values(task, values)
        names = [value.name for value in task.values]
        for name in values:
            if name not in names:
                others = near(self.setting, name, names)
                raise Unknown(self.setting.word("note", "no-value", id=id, name=name, near=others))
        verdict = judge(task, Answer(values=values))
        trouble = ""
        if verdict.outcome != "not-answered" and not self.setting.worked:
            trouble = self._save(task, values)
            if id in self._forms:
                self._forms[id].refresh()
        markup = section("verdict-card", verdict_face(self.setting, verdict), p(trouble) if trouble else None)
        return Face(markup, lines(*verdict_lines(self.setting, verdict), trouble))

    def added_below(self, call: str, id: str) -> list[Any]:
        """Return what a teacher added below a task: for one that is answered in a cell, below that cell."""
        task = next((task for task in self.content.tasks if task.id == id), None)
        return super().added_below(call, id) if isinstance(task, kinds.Notebook) == (call == "check") else []

    def _save(self, task: kinds.Notebook, values: Mapping[str, object]) -> str:
        """Save an answer given in a cell; return what went wrong, "" if nothing did."""
        answer = Answer(values={name: _plain(value) for name, value in values.items() if not is_blank(value)})

        def response(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            last = read_question(events).last
            # Run All runs the cell again; the same answer is not another try.
            return None if last and last.body.answer == answer else to_body(Response(answer=answer))

        try:
            self.record.save(self.stem, task.id, response)
        except RecordError as error:
            return str(error)
        return ""

    def solution(self, id: str) -> dict[str, Any]:
        """Return the answer that solves a task, as plain data."""
        return solved(self.find(id, self.content.tasks, "no-task")).plain()


def _plain(value: Any) -> Any:
    """Return a value from a cell as something that JSON can hold, as near to what was written as possible."""
    if isinstance(value, bool | str) or (isinstance(value, int) and abs(value) < 2**63):
        return value
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(item) for item in value]
    try:
        number = float(value)
    except OverflowError:
        return "inf"
    except (TypeError, ValueError):
        return str(value)
    return number if number == number and abs(number) != float("inf") else str(value)


def open_exercise(stem: str, *, worked: bool = False, record: Record | None = None) -> Exercise | Missing:
    """Open the exercise ``stem`` in this notebook and show its head; ``worked`` opens the solution."""
    return open_page(lambda: Exercise(lessons.exercise(stem), record=record, worked=worked))
