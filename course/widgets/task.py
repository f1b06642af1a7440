"""A task that can be judged: a quick check in a lesson, or a task of an exercise."""

from typing import Any

import msgspec

from course.answers.events import Entry, Hint, Mark, ModelAnswer, Response, Review
from course.answers.question import QuestionWork
from course.checks import judge, solved
from course.html.controls import parts as in_parts
from course.html.face import bullets
from course.html.text import escape, phrase, plain, prose, typed
from course.model import task as kinds
from course.model.answer import Answer, read_answer
from course.model.verdict import Remark, Verdict
from course.widgets.form import Form, carried_face
from course.widgets.setting import Setting

TRIES_BEFORE_MODEL = 2
SIDES = ("works", "grow")


class TaskForm(Form):
    """One task with any number of tries, staged hints, and its model answer on request after two tries."""

    family = "task"

    def __init__(self, setting: Setting, task: kinds.AnyTask, *, carried: str = "", eyebrow: str = "check"):
        self.carried = carried
        self._judged: tuple[Answer, Verdict] | None = None
        criteria = task.rubric if isinstance(task, kinds.Writing) else ()
        rubric = [
            {"id": criterion.id, "html": phrase(criterion.says), "text": plain(criterion.says)}
            for criterion in criteria
        ]
        button = (
            "structure" if isinstance(task, kinds.Writing) else "compare" if isinstance(task, kinds.Open) else "button"
        )
        super().__init__(
            setting,
            task,
            eyebrow=setting.word("task", eyebrow, minutes=task.minutes),
            button=setting.word("task", button),
            rubric=rubric,
        )
        self.state = self._state(self.read())

    def more_face(self, setting: Setting) -> tuple[str, list[str]]:
        """Show the worked answer in a solution, the state "not answered yet" in an exercise."""
        if isinstance(self.question, kinds.Notebook):
            return "", []
        if not setting.worked:
            word = setting.word("verdict", "not-answered")
            return f"<p><em>{escape(word)}</em></p>", [word]
        answer = solved(self.question)
        verdict = judge(self.question, answer)
        parts = in_parts(self.control, answer)
        shown = prose(parts[0]) if len(parts) == 1 else bullets(escape(part) for part in parts)
        face = f"<blockquote>{shown}</blockquote>" + verdict_face(setting, verdict)
        return face, [*parts, *verdict_lines(setting, verdict)]

    def refresh(self) -> None:
        """Show what was saved elsewhere: the answer to a notebook task is given in a cell."""
        self.state = {**self.state, **self._state(self.read())}

    def _verdict(self, answer: Answer) -> Verdict:
        """Judge an answer, and the same answer once only."""
        if self._judged is None or self._judged[0] != answer:
            self._judged = answer, judge(self.question, answer)
        return self._judged[1]

    def _state(self, work: QuestionWork) -> dict[str, Any]:
        last, draft, tries = work.last, work.newer_draft, len(work.answers)
        shown = draft or last
        verdict = self._verdict(last.body.answer) if last else None
        done = verdict is not None and verdict.outcome in ("correct", "open")
        return {
            "round": 1,
            "answer": shown.body.answer.plain() if shown else None,
            "draft": draft is not None,
            "at": work.at,
            "earlier": carried_face(self.setting, self.carried),
            "hints": work.hints < len(self.question.hints) and not done,
            "model": not work.model and (tries >= TRIES_BEFORE_MODEL or done),
            "panel": self._panel(verdict, work.hints, work.model, done),
            "reviews": {criterion: dict(sides) for criterion, sides in work.review.items()},
            "mark": mark_face(self.setting, self.question, work.mark, work.answers[-1].id) if work.mark else "",
        }

    def _panel(self, verdict: Verdict | None, hints: int, model: bool, done: bool) -> str:
        word = self.setting.word
        parts = [verdict_face(self.setting, verdict)] if verdict else []
        shown = self.question.hints[:hints]
        for number, hint in enumerate(shown, 1):
            label = escape(word("task", "hint", number=number, total=len(self.question.hints)))
            parts.append(f'<p class="course-hint"><strong>{label}</strong> {phrase(hint)}</p>')
        if model or (done and verdict and verdict.outcome == "open"):
            parts.append(self._model_answer())
        return "".join(parts)

    def _model_answer(self) -> str:
        word = self.setting.word
        parts = [f"<h3>{escape(word('task', 'model'))}</h3>"]
        if isinstance(self.question, kinds.Writing):
            for one in self.question.models:
                notice = f"<p class='course-note'>{phrase(one.notice)}</p>"
                parts.append(f"<h4>{phrase(one.title)}</h4><blockquote>{prose(one.text)}</blockquote>{notice}")
        elif not isinstance(self.question, kinds.Open | kinds.Notebook):
            parts.append(bullets(escape(part) for part in in_parts(self.control, solved(self.question))))
        parts.append(prose(self.question.model))
        if self.question.sources:
            parts.append(f"<p><small>{self.setting.cited(self.question.sources)}</small></p>")
        return f'<div class="course-model">{"".join(parts)}</div>'

    def on_save(self, content: dict[str, Any]) -> dict[str, Any]:
        """Judge an answer and save it as a try; a blank is "not answered" and no try."""
        answer = read_answer(content.get("answer")) or Answer()
        verdict = self._verdict(answer)
        if verdict.outcome == "not-answered":
            return {"panel": verdict_face(self.setting, verdict), "empty": True}
        work, _ = self.save(lambda _: Response(answer=answer))
        return {**self._state(work), "empty": False}

    def on_hint(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show the next hint."""

        def hint(work: QuestionWork) -> Hint | None:
            return Hint(number=work.hints + 1) if work.hints < len(self.question.hints) else None

        return self._kept(self.save(hint)[0])

    def on_model(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show the model answer, once it may be shown."""

        def model(work: QuestionWork) -> ModelAnswer | None:
            return ModelAnswer() if self._state(work)["model"] else None

        return self._kept(self.save(model)[0])

    def _kept(self, work: QuestionWork) -> dict[str, Any]:
        # The page keeps what stands in its boxes: only what was asked for changes.
        fresh = self._state(work)
        return {key: fresh[key] for key in ("hints", "model", "panel")}

    def on_review(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep the rubric's comments."""
        try:
            review = msgspec.convert({"review": content.get("review") or {}}, Review)
        except msgspec.ValidationError:
            return {}
        _, saved = self.save(lambda _: review)
        return {"at": saved.event.at if saved.event else "", "draft": False, "reviews": review.review}


def mark_face(setting: Setting, task: kinds.Task, mark: Entry[Mark], latest: str) -> str:
    """Return a teacher's mark as HTML: the rubric with what was written beside it, the comment, the points.

    ``latest`` is the id of the learner's last answer: a mark on another one says that it is on an earlier text.
    """
    word, body = setting.word, mark.body
    title = word("mark", "teacher-named", by=body.by) if body.by else word("mark", "teacher")
    rows = []
    for criterion in task.rubric if isinstance(task, kinds.Writing) else ():
        comments = [
            f"<em>{escape(word('mark', side))}</em> {typed(comment)}"
            for side, comment in body.rubric.get(criterion.id, {}).items()
            if side in SIDES
        ]
        if comments:
            rows.append(f"{phrase(criterion.says)}<br>{'<br>'.join(comments)}")
    parts = [
        f"<p><strong>{escape(title)}</strong></p>",
        f"<p><small>{escape(word('mark', 'earlier'))}</small></p>" if body.answer != latest else "",
        bullets(rows),
        f"<p>{typed(body.comment)}</p>" if body.comment else "",
        "" if body.points is None else f"<p>{escape(word('mark', 'given', points=f'{body.points:g}'))}</p>",
    ]
    return f'<div class="course-teacher">{"".join(parts)}</div>'


def remark_text(setting: Setting, remark: Remark) -> str:
    """Return what a remark says, as HTML."""
    if remark.key:
        return escape(setting.word("verdict", remark.key, **remark.values))
    return phrase(remark.says)


def verdict_face(setting: Setting, verdict: Verdict) -> str:
    """Return a verdict as HTML. It begins with a word, so that color is never what says it."""
    word = escape(setting.word("verdict", verdict.outcome))
    items = "".join(
        f"<li>{typed(remark.about) + ': ' if remark.about else ''}{remark_text(setting, remark)}</li>"
        for remark in verdict.remarks
    )
    remarks = f"<ul>{items}</ul>" if items else ""
    return f'<div class="course-verdict course-{verdict.outcome}"><p><strong>{word}</strong></p>{remarks}</div>'


def verdict_lines(setting: Setting, verdict: Verdict) -> list[str]:
    """Return a verdict as plain lines."""
    said = [setting.word("verdict", verdict.outcome)]
    for remark in verdict.remarks:
        text = setting.word("verdict", remark.key, **remark.values) if remark.key else plain(remark.says)
        said.append(f"- {remark.about}: {text}" if remark.about else f"- {text}")
    return said
