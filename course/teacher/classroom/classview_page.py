"""The class view as pages that print: one for the projector, without names; one for the teacher, with everything."""

from collections.abc import Collection, Sequence

from course.content.interface import words
from course.html import document
from course.html.text import escape
from course.teacher.classroom import tally
from course.teacher.classroom.distribution import Distribution
from course.teacher.classroom.handin import HandedIn
from course.teacher.classroom.view import FEWEST, ClassView, LessonView, PromptView, StandView, TaskView, Text

STYLE = (
    tally.STYLE
    + """
.said { border-inline-start: 1mm solid #b6bcc4; padding-inline-start: 2.5mm; margin: 1.5mm 0; break-inside: avoid; }
.item { break-inside: avoid; } details > summary { cursor: pointer; }
"""
)


def projector_page(view: ClassView, ticked: Collection[str] = ()) -> str:
    """Return the page for the class: no names, no first vote before the second, only the texts that were ticked."""
    said = words()["class"]
    parts = [document.paragraph(escape(said["projector-note"]), "quiet")]
    parts += [lesson_part(one, view, ticked, projector=True) for one in view.lessons]
    parts.append(stands_part(view, ticked, projector=True))
    return document.page(_title(view, said["title"]), *parts, style=STYLE)


def teacher_page(view: ClassView, handed: HandedIn) -> str:
    """Return the page for the teacher: what was handed in, who did what, and every text with its name."""
    said = words()["class"]
    parts = [document.paragraph(escape(said["teacher-note"]), "quiet"), handed_part(handed, view)]
    everything = {one.id for one in all_texts(view)}
    parts += [document.sheet(lesson_part(one, view, everything, projector=False)) for one in view.lessons]
    parts.append(stands_part(view, everything, projector=False))
    return document.page(_title(view, said["teacher-title"]), *parts, style=STYLE)


def all_texts(view: ClassView) -> list[Text]:
    """Return every text of the class, in the order of the course."""
    parts = [part for one in view.lessons for part in (*one.prompts, *one.tasks)]
    return [text for part in (*parts, *view.stands) for text in part.texts]


def _title(view: ClassView, title: str) -> str:
    return title.format(learners=len(view.did), date=view.made.isoformat())


def handed_part(handed: HandedIn, view: ClassView) -> str:
    """Return what was handed in, left out, double or shared, and who did what."""
    said = words()["class"]
    left = [f"{document.typed(one.file)}: {escape(one.why)}" for one in handed.skipped]
    double = [f"{document.typed(one.file)}: {escape(one.why)}" for one in handed.doubles]
    shared = [
        escape(words()["collect"]["shared"]).format(
            one=document.typed(one.one), other=document.typed(one.other), count=one.count
        )
        for one in handed.shared
    ]
    rows = [
        (
            document.typed(view.names[one.learner]),
            f"{one.done} / {one.offered}",
            str(one.right),
            str(one.tries),
            str(one.hints),
            escape(one.last[:16].replace("T", " ")),
        )
        for one in view.did
    ]
    heads = [said[key] for key in ("learner", "done", "right", "tries", "hints", "last")]
    parts = []
    for key, items in (("skipped", left), ("doubles", double), ("shared", shared)):
        if items:
            parts.append(document.heading(said[key]) + document.bullets(items))
    return "".join(parts) + document.heading(said["who"]) + document.table(heads, rows, numbers=(1, 2, 3, 4))


def lesson_part(view: LessonView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> str:
    """Return one lesson: its prompts, then its checks and tasks."""
    prompts = [prompt_part(one, whole, ticked, projector=projector) for one in view.prompts]
    tasks = [task_part(one, whole, ticked, projector=projector) for one in view.tasks if one.answered]
    head = document.heading(f"{view.stem[:2]} · {view.title}")
    return head + "".join(prompts) + "".join(tasks)


def prompt_part(view: PromptView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> str:
    """Return one prompt: what it asks, how the answers lie, the texts that may be seen."""
    said = words()["class"]
    if not view.first.answered and not view.second.answered:
        return ""
    every: Sequence[Distribution] = (view.first, view.second) if view.pair and view.second.answered else (view.first,)
    rounds = view.shown() if projector else every
    heads = [said["first-vote"], said["second-vote"]] if len(rounds) > 1 else [said["answers"]]
    if rounds:
        picture = document.paragraph(escape(prompt_finding(view))) + tally.of(
            rounds, heads, said["mean-place"], by_mean=view.kind == "place"
        )
    else:
        waits = view.pair and view.both * 2 < view.first.answered
        picture = document.paragraph(escape(said["waits" if waits else "few"].format(count=view.first.answered)))
    texts = texts_part(view.texts, whole, ticked, names=not projector)
    return f'<div class="item">{document.heading(view.asks, 3)}{picture}</div>{texts}'


def prompt_finding(view: PromptView) -> str:
    """Return in a sentence what the answers to a prompt show."""
    said = words()["class"]
    latest = view.second if view.pair and view.second.answered else view.first
    parts = [said["answered"].format(count=view.first.answered)]
    if latest.bars and view.kind in ("one", "several", "rank", "scale"):
        most = max(bar.count for bar in latest.bars)
        tops = "; ".join(bar.says for bar in latest.bars if bar.count == most)
        parts.append(said["top-rank" if view.kind == "rank" else "top"].format(options=tops, count=most))
    if view.kind == "place":
        parts.append(said["mean-step"])
    if view.pair and view.both:
        parts.append(said["pair-moved"].format(moved=view.moved, both=view.both))
    return " ".join(parts)


def task_part(view: TaskView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> str:
    """Return one task: how many solved it, what went wrong most often, and the feedback behind it."""
    said = words()["class"]
    values = {
        "answered": view.answered,
        "right": view.right,
        "first": view.first_right,
        "hinted": view.hinted,
        "tries": f"{view.tries / max(view.answered, 1):.1f}",
    }
    told = said["solved" if view.right is not None else "written"].format(**values)
    # What one person typed is for the teacher alone; what two typed is a way of thinking.
    wrong = [one for one in view.wrong if not (projector and one.typed and one.count < 2)]
    rows = [(escape(one.says), str(one.count), escape(one.feedback)) for one in wrong]
    heads = [said["wrong"], said["learners"], said["feedback"]]
    table = document.table(heads, rows, numbers=(1,)) if rows and view.right is not None else ""
    texts = texts_part(view.texts, whole, ticked, names=not projector)
    return f'<div class="item">{document.heading(view.asks, 3)}{document.paragraph(escape(told))}</div>{table}{texts}'


def stands_part(view: ClassView, ticked: Collection[str], *, projector: bool) -> str:
    """Return how the class stands on each claim."""
    said = words()["class"]
    parts = [stand_part(one, view, ticked, projector=projector) for one in view.stands]
    return document.heading(said["stands"]) + "".join(parts) if parts else ""


def stand_part(view: StandView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> str:
    """Return one claim: first and second stand, and who moved which way."""
    said, scale = words()["class"], words()["trial"]
    labels = [scale[f"scale{value}"] for value in (-2, -1, 0, 1, 2)]
    both = [view.first, view.second] if any(view.second) else [view.first]
    few = next((sum(one) for one in both if sum(one) < FEWEST), 0) if projector else 0
    if few:
        head = document.heading(f"{view.claim} · {view.says}", 3)
        return head + document.paragraph(escape(said["few"].format(count=few)))
    heads = [said["first-stand"], said["second-stand"]][: len(both)]
    texts = texts_part(view.texts, whole, ticked, names=not projector)
    return (
        f'<div class="item">{document.heading(f"{view.claim} · {view.says}", 3)}'
        f"{document.paragraph(escape(stand_finding(view)))}{tally.tally(both, labels, heads, ())}</div>{texts}"
    )


def stand_finding(view: StandView) -> str:
    """Return in a sentence how the stands on a claim moved."""
    said = words()["class"]
    if not view.both:
        return said["stand-first"].format(count=sum(view.first))
    return said["stand-moved"].format(
        both=view.both, toward=view.moved(1), away=view.moved(-1), stayed=view.moved(0), first=sum(view.first)
    )


def texts_part(texts: Sequence[Text], whole: ClassView, ticked: Collection[str], *, names: bool) -> str:
    """Return the texts that were ticked; without names they stand in the order of their ids, which says nothing."""
    chosen = [one for one in texts if one.id in ticked]
    if not names:
        chosen.sort(key=lambda one: one.id)
    out = []
    for one in chosen:
        who = f"<b>{document.typed(whole.names[one.learner])}</b> " if names else ""
        out.append(f'<div class="said" dir="auto">{who}{document.typed(one.text)}</div>')
    return "".join(out)
