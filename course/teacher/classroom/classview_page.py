"""The class view as pages that print: one for the projector, without names; one for the teacher, with everything."""

from collections.abc import Collection, Iterator, Sequence

from markupsafe import Markup

from course.content.interface import words
from course.html import document
from course.html.element import NOTHING, apart, b, div, fill, join
from course.html.text import phrase
from course.model.language import as_one, with_semicolons
from course.model.lesson import number_of
from course.teacher.classroom import tally
from course.teacher.classroom.concepts_csv import percent, tell
from course.teacher.classroom.distribution import Distribution
from course.teacher.classroom.handin import HandedIn
from course.teacher.classroom.view import (
    FEWEST,
    ClassView,
    ConceptsView,
    DocumentView,
    LessonView,
    LookView,
    PersonView,
    PromptView,
    StandView,
    TaskView,
    Text,
)

STYLE = ("classview",)


def projector_page(view: ClassView, ticked: Collection[str] = ()) -> str:
    """Return the page for the class: no names, no first vote before the second, only the texts that were ticked."""
    word = words()["class"]
    return document.page(
        _title(view, word["title"]),
        document.paragraph(word["projector-note"], class_="quiet"),
        div(
            *(lesson_part(lesson, view, ticked, projector=True) for lesson in view.lessons),
            stands_part(view, ticked, projector=True),
            concepts_part(view.concepts, projector=True),
            class_="projector",
        ),
        style=STYLE,
    )


def teacher_page(view: ClassView, handed: HandedIn) -> str:
    """Return the page for the teacher: what was handed in, who did what, and every text with its name."""
    word = words()["class"]
    everything = {text.id for text in all_texts(view)}
    return document.page(
        _title(view, word["teacher-title"]),
        document.paragraph(word["teacher-note"], class_="quiet"),
        handed_part(handed, view),
        *(document.sheet(lesson_part(lesson, view, everything, projector=False)) for lesson in view.lessons),
        stands_part(view, everything, projector=False),
        concepts_part(view.concepts, projector=False),
        style=STYLE,
    )


def all_texts(view: ClassView) -> list[Text]:
    """Return every text of the class, in the order of the course."""
    parts: list[PromptView | LookView | TaskView | StandView | DocumentView | PersonView] = []
    for lesson in view.lessons:
        parts += [*lesson.prompts, *lesson.looks, *lesson.documents, *lesson.people, *lesson.tasks]
    return [text for part in (*parts, *view.stands) for text in part.texts]


def _title(view: ClassView, title: str) -> str:
    return title.format(learners=len(view.did), date=as_one(view.made.isoformat()))


def handed_part(handed: HandedIn, view: ClassView) -> Markup:
    """Return what was handed in, left out, double or shared, and who did what."""
    word = words()["class"]
    shared = words()["collect"]["shared"]
    listed = (
        (word["skipped"], [join((document.typed(file.file), ": ", apart(file.why))) for file in handed.skipped]),
        (word["doubles"], [join((document.typed(file.file), ": ", apart(file.why))) for file in handed.doubles]),
        (
            word["shared"],
            [
                fill(shared, one=document.typed(pair.one), other=document.typed(pair.other), count=str(pair.count))
                for pair in handed.shared
            ],
        ),
        (word["questions"], [document.typed(question) for question in handed.questions]),
    )
    parts = [part for title, items in listed if items for part in (document.heading(title), document.bullets(items))]
    rows = [
        (
            document.typed(view.names[learner.learner]),
            as_one(f"{learner.done} / {learner.offered}"),
            str(learner.right),
            str(learner.tries),
            str(learner.hints),
            learner.last[:16].replace("T", " "),
        )
        for learner in view.did
    ]
    heads = [word[key] for key in ("learner", "done", "right", "tries", "hints", "last")]
    return join((*parts, document.heading(word["who"]), document.table(heads, rows, numbers=(1, 2, 3, 4))))


def lesson_part(view: LessonView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> Markup:
    """Return one lesson: its prompts, then its checks and tasks."""
    prompts = list(_prompts(view, whole, ticked, projector=projector))
    # How a class answered a task gives the answer away to those who have not tried it yet.
    part = ticked_part if projector else task_part
    tasks = [part(task, whole, ticked) for task in view.tasks if task.answered]
    looks = [look_part(look, whole, ticked, projector=projector) for look in view.looks]
    met = [
        *(document_part(read, whole, ticked, projector=projector) for read in view.documents),
        *(person_part(person, whole, ticked, projector=projector) for person in view.people),
    ]
    if not any((*prompts, *looks, *tasks, *met)):
        return NOTHING
    return join((document.heading(f"{number_of(view.stem)} · {view.title}"), *prompts, *looks, *met, *tasks))


def look_part(view: LookView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> Markup:
    """Return the guesses at one look: their names are hidden on both pages, and fewer than five are not counted out.

    What there is to see stands beside them for the teacher alone: in the class somebody may still be guessing.
    """
    word = words()["class"]
    opened = document.paragraph(word["look-opened"].format(count=view.opened))
    texts = texts_part(view.texts, whole, ticked, names=False)
    rows = [
        (guessed.label, counts, *(() if projector else (guessed.shown,)))
        for guessed in view.guessed
        if (counts := " · ".join(f"{guess} ({count})" for guess, count in guessed.counts))
    ]
    if rows and view.opened < FEWEST:
        table = document.paragraph(word["few"].format(count=view.opened))
    else:
        heads = [word["look-what"], word["look-guesses"], *(() if projector else (word["look-shown"],))]
        table = document.table(heads, [tuple(map(document.typed, row)) for row in rows]) if rows else NOTHING
    if projector and not texts and not rows:
        return NOTHING
    return join((_item(f"{view.title}: {view.asks}", opened, table), texts))


def document_part(view: DocumentView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> Markup:
    """Return what the class misses in a document: for the projector the lines that were ticked, nothing else."""
    texts = texts_part(view.texts, whole, ticked, names=not projector)
    title = f"{view.title}: {view.asks}"
    if projector:
        return join((_item(title), texts)) if texts else NOTHING
    count = words()["class"]["document"].format(marked=view.marked, lines=len(view.texts))
    return join((_item(title, document.paragraph(count)), texts))


def person_part(view: PersonView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> Markup:
    """Return what the class would have done in a person's place; the projector has no picture of fewer than five."""
    word = words()["class"]
    texts = texts_part(view.texts, whole, ticked, names=not projector)
    if projector and view.chosen.answered < FEWEST:
        picture = document.paragraph(word["few"].format(count=view.chosen.answered))
    else:
        count = word["person"].format(chosen=view.chosen.answered, read_on=view.read_on)
        picture = join((document.paragraph(count), tally.of([view.chosen], [word["answers"]], word["mean-place"])))
    return join((_item(f"{view.name}: {view.asks}", picture), texts))


def _prompts(view: LessonView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> Iterator[Markup]:
    """Yield the prompts that were answered; where a lesson has several sessions, each begins with its heading."""
    begun = 0
    for prompt in view.prompts:
        part = prompt_part(prompt, whole, ticked, projector=projector)
        if not part:
            continue
        if prompt.session != begun and len(view.sessions) > 1:
            yield document.heading(view.sessions[prompt.session - 1], 3)
        begun = prompt.session
        yield part


def _item(title: str, *inside: Markup) -> Markup:
    return div(document.heading(title, 3), *inside, class_="item")


def prompt_part(view: PromptView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> Markup:
    """Return one prompt: what it asks, how the answers lie, the texts that may be seen."""
    word = words()["class"]
    if not view.first.answered and not view.second.answered:
        return NOTHING
    every: Sequence[Distribution] = (view.first, view.second) if view.pair and view.second.answered else (view.first,)
    rounds = view.choose_rounds() if projector else every
    heads = [word["first-vote"], word["second-vote"]] if len(rounds) > 1 else [word["answers"]]
    if rounds:
        bars = tally.of(rounds, heads, word["mean-place"], by_mean=view.kind == "place")
        picture = join((document.paragraph(prompt_finding(view)), bars))
    else:
        waits = view.pair and view.both * 2 < view.first.answered
        picture = document.paragraph(word["waits" if waits else "few"].format(count=view.first.answered))
    title = f"{word['exit']} {view.asks}" if view.exit else view.asks
    return join((_item(title, picture), texts_part(view.texts, whole, ticked, names=not projector)))


def prompt_finding(view: PromptView) -> str:
    """Return in a sentence what the answers to a prompt show."""
    word = words()["class"]
    latest = view.second if view.pair and view.second.answered else view.first
    parts = [word["answered"].format(count=view.first.answered)]
    if latest.bars and view.kind in ("one", "several", "rank", "scale"):
        most = max(bar.count for bar in latest.bars)
        tops = with_semicolons(bar.says for bar in latest.bars if bar.count == most)
        parts.append(word["top-rank" if view.kind == "rank" else "top"].format(options=tops, count=most))
    if view.kind == "place":
        parts.append(word["mean-step"])
    if view.pair and view.both:
        parts.append(word["pair-moved"].format(moved=view.moved, both=view.both))
    return " ".join(parts)


def ticked_part(view: TaskView, whole: ClassView, ticked: Collection[str]) -> Markup:
    """Return the texts of one task that the teacher ticked for the class, nothing where none is."""
    texts = texts_part(view.texts, whole, ticked, names=False)
    return join((_item(view.asks), texts)) if texts else NOTHING


def task_part(view: TaskView, whole: ClassView, ticked: Collection[str]) -> Markup:
    """Return one task for the teacher: how many solved it, what went wrong most often, and the feedback behind it."""
    word = words()["class"]
    finding = word["solved" if view.right is not None else "written"].format(
        answered=view.answered,
        right=view.right,
        first=view.first_right,
        hinted=view.hinted,
        tries=f"{view.tries / max(view.answered, 1):.1f}",
    )
    rows = [(mistake.says, str(mistake.count), mistake.feedback) for mistake in view.wrong]
    heads = [word["wrong"], word["learners"], word["feedback"]]
    table = document.table(heads, rows, numbers=(1,)) if rows and view.right is not None else NOTHING
    texts = texts_part(view.texts, whole, ticked, names=True)
    return join((_item(view.asks, document.paragraph(finding)), table, texts))


def stands_part(view: ClassView, ticked: Collection[str], *, projector: bool) -> Markup:
    """Return how the class stands on each claim."""
    stands = [stand_part(stand, view, ticked, projector=projector) for stand in view.stands]
    return join((document.heading(words()["class"]["stands"]), *stands)) if stands else NOTHING


def stand_part(view: StandView, whole: ClassView, ticked: Collection[str], *, projector: bool) -> Markup:
    """Return one claim: first and second stand, and who moved which way."""
    word, scale = words()["class"], words()["trial"]
    title = f"{view.claim} · {view.says}"
    labels = [scale[f"scale{value}"] for value in (-2, -1, 0, 1, 2)]
    rounds = [view.first, view.second] if any(view.second) else [view.first]
    few = next((sum(counts) for counts in rounds if sum(counts) < FEWEST), 0) if projector else 0
    filings = filings_part(view, projector=projector)
    if few:
        return join((document.heading(title, 3), document.paragraph(word["few"].format(count=few)), filings))
    heads = [word["first-stand"], word["second-stand"]][: len(rounds)]
    bars = tally.tally(rounds, labels, heads, ())
    texts = texts_part(view.texts, whole, ticked, names=not projector)
    return join((_item(title, document.paragraph(stand_finding(view)), bars, filings), texts))


def filings_part(view: StandView, *, projector: bool) -> Markup:
    """Return how what the lessons taught was filed; the projector leaves out what fewer than five have filed."""
    word, trial = words()["class"], words()["trial"]
    shown = [filing for filing in view.filings if not projector or filing.answered >= FEWEST]
    if not shown:
        return NOTHING
    heads = [word["filed-item"], *(trial[f"file-{side}"] for side in ("for", "against", "neither"))]
    rows = [(filing.says, *map(str, filing.counts)) for filing in shown]
    return join((document.paragraph(word["filed"]), document.table(heads, rows, numbers=(1, 2, 3))))


def stand_finding(view: StandView) -> str:
    """Return in a sentence how the stands on a claim moved."""
    word = words()["class"]
    if not view.both:
        return word["stand-first"].format(count=sum(view.first))
    return word["stand-moved"].format(
        both=view.both, toward=view.moved(1), away=view.moved(-1), stayed=view.moved(0), first=sum(view.first)
    )


def concepts_part(view: ConceptsView | None, *, projector: bool) -> Markup:
    """Return what the class gained in the concept test, nothing where nobody took it.

    The projector gets the concepts and the shares; what was asked and answered comes again four weeks later.
    """
    word = words()["class"]
    if view is None:
        return NOTHING
    title = document.heading(word["concepts"])
    took = document.paragraph(word["concepts-took"].format(**view.sittings, both=view.both))
    if not view.items:
        return join((title, took, document.paragraph(word["few"].format(count=view.both))))
    means = {"both": view.both, "before": percent(view.before), "after": percent(view.after)}
    finding = word["concepts-finding"].format(**means)
    if view.gain is not None:
        finding = f"{finding} {word['concepts-gained'].format(gain=f'{view.gain:.2f}')}"
    table = _concepts_table(view, projector=projector)
    notes = [] if projector else [word["concepts-interval"], word["concepts-caution"]]
    below = (document.paragraph(phrase(note), class_="quiet") for note in notes)
    return join((title, took, document.paragraph(finding), table, *below))


def _concepts_table(view: ConceptsView, *, projector: bool) -> Markup:
    word = words()["class"]
    heads = [word[f"concepts-{key}"] for key in ("concept", "before", "after", "later")]
    more = [word[f"concepts-{key}"] for key in ("change", "wrong-before", "wrong-after")]
    rows = []
    for item in view.items:
        later = str(percent(item.later / item.took_later)) if item.took_later else "–"
        cells = [
            f"{item.number} · {item.concept}",
            str(percent(item.before / item.took)),
            str(percent(item.after / item.took)),
            later,
        ]
        if not projector:
            low, high = (as_one(f"{100 * value:+.0f}") for value in item.interval)
            change = word["concepts-points-of"].format(points=as_one(f"{100 * item.change:+.0f}"), low=low, high=high)
            cells += [change, tell(item.wrong_before) or "–", tell(item.wrong_after) or "–"]
        rows.append(cells)
    return document.table(heads if projector else [*heads, *more], rows, numbers=(1, 2, 3))


def texts_part(texts: Sequence[Text], whole: ClassView, ticked: Collection[str], *, names: bool) -> Markup:
    """Return the texts that were ticked; without names they stand in the order of their ids, which says nothing."""
    chosen = [text for text in texts if text.id in ticked]
    if not names:
        chosen.sort(key=lambda text: text.id)

    def signed(text: Text) -> Markup:
        name = (b(document.typed(whole.names[text.learner])), " ") if names else ()
        return div(*name, document.typed(text.text), class_="said", dir="auto")

    return join(signed(text) for text in chosen)
