"""A task after a try: its verdict, hints, the model answer, and what a teacher wrote."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from course.answers.events import Mark
from course.html.element import BR, blockquote, bullets, div, em, h3, h4, join, p, small, strong
from course.html.text import escape, phrase, plain, prose, typed
from course.html.wording import Wording
from course.model import task as tasks
from course.model.lesson import number_of
from course.model.verdict import Remark, Verdict

SIDES = ("works", "grow")


def task_eyebrow(words: Mapping[str, str], task: tasks.Task, kind: str) -> str:
    """Return the line above a task of this ``kind`` ("check", "exercise"), or which lesson it asks for from memory."""
    if task.recalls:
        return words["recall"].format(lesson=number_of(task.recalls))
    return words[kind].format(minutes=task.minutes)


def where_answered(wording: Wording) -> tuple[Markup, list[str]]:
    """Return where answers are, as HTML and as plain lines: true of a task before it is answered and after."""
    word = wording.word("task", "where-answered")
    return p(em(word)), [word]


def worked_answer(wording: Wording, parts: Sequence[str], verdict: Verdict) -> tuple[Markup, list[str]]:
    """Return an answer that solves a task, with its verdict, as HTML and as plain lines."""
    shown = prose(parts[0]) if len(parts) == 1 else bullets(parts)
    return join((blockquote(shown), verdict_face(wording, verdict))), [*parts, *verdict_lines(wording, verdict)]


def verdict_face(wording: Wording, verdict: Verdict) -> Markup:
    """Return a verdict. It begins with a word, so that color is never what says it."""
    word = wording.word("verdict", verdict.outcome)
    remarks = bullets(
        join((*((typed(heading(remark.about)), " ") if remark.about else ()), remark_text(wording, remark)))
        for remark in verdict.remarks
    )
    return div(p(strong(word)), remarks, class_=f"course-verdict course-{verdict.outcome}")


def verdict_lines(wording: Wording, verdict: Verdict) -> list[str]:
    """Return a verdict as plain lines."""
    entries = [wording.word("verdict", verdict.outcome)]
    for remark in verdict.remarks:
        text = wording.word("verdict", remark.key, **remark.values) if remark.key else plain(remark.says)
        entries.append(f"- {heading(remark.about)} {text}" if remark.about else f"- {text}")
    return entries


def heading(about: str) -> str:
    """Return what a remark is about, with what joins it to the remark: a colon in place of a full stop.

    A question, a cry or a sentence that breaks off keeps its own mark.
    """
    return about if about.endswith(("?", "!", "…", ":")) else f"{about.removesuffix('.')}:"


def remark_text(wording: Wording, remark: Remark) -> Markup:
    """Return what a remark says."""
    if remark.key:
        return escape(wording.word("verdict", remark.key, **remark.values))
    return phrase(remark.says)


def hints(wording: Wording, shown: Sequence[str], total: int) -> Markup:
    """Return the hints that were asked for, of ``total``."""
    return join(
        p(
            strong(wording.word("task", "hint", number=number, total=total)),
            " ",
            phrase(hint),
            class_="course-hint",
        )
        for number, hint in enumerate(shown, 1)
    )


def model_answer(wording: Wording, task: tasks.AnyTask, answer: Iterable[str]) -> Markup:
    """Return the model answer of a task. ``answer`` is what solves it, in words; a text has models of its own."""
    parts = [h3(wording.word("task", "model"))]
    if isinstance(task, tasks.Writing):
        for model in task.models:
            notice = p(phrase(model.notice), class_="course-note")
            parts += [h4(phrase(model.title)), blockquote(prose(model.text)), notice]
    else:
        parts.append(bullets(answer))
    parts.append(prose(task.model))
    if task.sources:
        parts.append(wording.cited_below(task.sources))
    return div(*parts, class_="course-model")


def mark_face(wording: Wording, task: tasks.Task, mark: Mark, latest: str) -> Markup:
    """Return a teacher's mark: the rubric with what was written beside it, the comment, the points.

    ``latest`` is the id of the learner's last answer: a mark on another one says that it is on an earlier text.
    """
    word = wording.word
    title = word("mark", "teacher-named", by=mark.by) if mark.by else word("mark", "teacher")
    rows = []
    for criterion in task.rubric if isinstance(task, tasks.Writing) else ():
        sides = mark.rubric.get(criterion.id, {})
        comments = [join((em(word("mark", side)), " ", typed(sides[side]))) for side in sides if side in SIDES]
        if comments:
            rows.append(join((phrase(criterion.says), *comments), BR))
    return div(
        p(strong(title)),
        p(small(word("mark", "earlier"))) if mark.answer != latest else None,
        bullets(rows),
        p(typed(mark.comment)) if mark.comment else None,
        None if mark.points is None else p(word("mark", "given", points=f"{mark.points:g}")),
        class_="course-teacher",
    )
