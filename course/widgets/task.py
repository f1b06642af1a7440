"""A task that can be judged: a quick check in a lesson, or a task of an exercise."""

from typing import Any

from course.checks import judge, solved
from course.html.controls import parts as in_parts
from course.html.face import bullets
from course.html.text import escape, phrase, plain, prose, typed
from course.model import task as kinds
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
        writing = isinstance(task, kinds.Writing)
        rubric = (
            [{"id": one.id, "html": phrase(one.says), "text": plain(one.says)} for one in task.rubric]
            if writing
            else []
        )
        button = "structure" if writing else "compare" if isinstance(task, kinds.Open) else "button"
        super().__init__(
            setting,
            task,
            eyebrow=setting.word("task", eyebrow, minutes=task.minutes),
            button=setting.word("task", button),
            rubric=rubric,
        )
        self.state = self._state()

    def more_face(self, setting: Setting) -> tuple[str, list[str]]:
        """Show the worked answer in a solution, the state "not answered yet" in an exercise."""
        if isinstance(self.question, kinds.Notebook):
            return "", []
        if not setting.worked:
            word = setting.word("verdict", "not-answered")
            return f"<p><em>{escape(word)}</em></p>", [word]
        answer = solved(self.question)
        verdict = judge(self.question, answer)
        said = in_parts(self.control, answer)
        shown = prose(said[0]) if len(said) == 1 else bullets(escape(one) for one in said)
        face = f"<blockquote>{shown}</blockquote>" + verdict_face(setting, verdict)
        return face, [*said, *verdict_lines(setting, verdict)]

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
            "earlier": carried_face(self.setting, self.carried),
            "hints": hints < len(self.question.hints) and not done,
            "model": not model and (len(tries) >= TRIES_BEFORE_MODEL or done),
            "panel": self._panel(verdict, hints, model, done),
            "reviews": self.latest("review").get("review", {}),
            "mark": self._mark(tries),
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

    def _mark(self, tries: list[dict[str, Any]]) -> str:
        """Return what a teacher wrote about the learner's text, "" where nobody has.

        A mark belongs to this record if the text that it is about stands here: somebody else's file shows nothing.
        """
        record, stem, item = self.setting.record, self.setting.stem, self.question.id
        marks = record.events(stem, item, "mark") if tries else []
        texts = [event.id for event in record.events(stem, item, "answer")] if marks else []
        mine = [event.body for event in marks if event.body.get("answer") in texts]
        return mark_face(self.setting, self.question, mine[-1], texts[-1]) if mine else ""

    def _model_answer(self) -> str:
        word = self.setting.word
        parts = [f"<h3>{escape(word('task', 'model'))}</h3>"]
        if isinstance(self.question, kinds.Writing):
            for one in self.question.models:
                notice = f"<p class='course-note'>{phrase(one.notice)}</p>"
                parts.append(f"<h4>{phrase(one.title)}</h4><blockquote>{prose(one.text)}</blockquote>{notice}")
        elif not isinstance(self.question, kinds.Open | kinds.Notebook):
            parts.append(bullets(escape(one) for one in in_parts(self.control, solved(self.question))))
        parts.append(prose(self.question.model))
        if self.question.sources:
            parts.append(f"<p><small>{self.setting.cited(self.question.sources)}</small></p>")
        return f'<div class="course-model">{"".join(parts)}</div>'

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


def mark_face(setting: Setting, task: kinds.Task, mark: dict[str, Any], latest: str) -> str:
    """Return a teacher's mark as HTML: the rubric with what was written beside it, the comment, the points."""
    word = setting.word
    by = str(mark.get("by") or "")
    title = word("mark", "teacher-named", by=by) if by else word("mark", "teacher")
    rubric = mark.get("rubric") if isinstance(mark.get("rubric"), dict) else {}
    rows = []
    for criterion in task.rubric if isinstance(task, kinds.Writing) else ():
        sides = rubric.get(criterion.id) or {}
        said = [f"<em>{escape(word('mark', side))}</em> {typed(str(sides[side]))}" for side in sides if side in SIDES]
        if said:
            rows.append(f"{phrase(criterion.says)}<br>{'<br>'.join(said)}")
    points = mark.get("points")
    parts = [
        f"<p><strong>{escape(title)}</strong></p>",
        f"<p><small>{escape(word('mark', 'earlier'))}</small></p>" if mark.get("answer") != latest else "",
        bullets(rows),
        f"<p>{typed(str(mark['comment']))}</p>" if mark.get("comment") else "",
        f"<p>{escape(word('mark', 'given', points=f'{points:g}'))}</p>" if isinstance(points, int | float) else "",
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
