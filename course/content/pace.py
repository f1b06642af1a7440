"""How long a lesson takes: the minutes of every block, counted and not guessed, and what a core may hold.

Reading is counted at the words a minute of the language that is spoken, with everything that stands open on the page:
prose, tables, time lines, the open part of a case card. Prompts and checks have minutes of their own in the content
file, which include reading them. What has none is counted by the constants below.
"""

import functools
import math
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from course.content import boundaries, catalog, documents, dossiers, language, lessons, people, scenarios, tables
from course.content.interface import words
from course.content.outline import READ, Block, outline
from course.model.ask import Ask, Cover, Finding, Guess, Place
from course.model.lesson import Bars, Chart, Lesson, LessonBlock, Look, Session, Table, Timeline
from course.model.task import Writing

TRANSITIONS = 2.0
"""Minutes of every session that go to settling down and to changing from one thing to the next."""
STAND, STANDS, TRIAL, LAB, CHART, CONCEPT_TEST, ATLAS, PORTFOLIO, BACKUP = 0.5, 8.0, 3.0, 8.0, 0.5, 9.0, 10.0, 4.0, 3.0
MAP, POSITION = 0.5, 2.0
"""Minutes for a first stand; sixteen of them; the acts of a trial (filing, weighing, answering, standing again) beside
reading it; a lab with its prediction; a look at a drawing; twelve test items; a walk through the atlas; a portfolio;
a backup made and restored; a look at a map, whose names and caution are looked up and not read through; an opening
position, which saves the building of a first package."""
READINGS, DOCUMENT, PERSON = 2, 3.0, 2.0
"""How often the words of a document are read: once to understand it, once more with a question, pen in hand. And the
minutes beside reading: for marking, two or three questions and a line of one's own; for a decision and its reason."""

RANKED, WRITTEN = 1.0, 12
"""Minutes for an order of three samples and the sentence that says why; and the English words a minute that are
written of the shortest text that a task takes, thought and checking included. Of the openings of sentences, which stay
folded, nothing is counted."""

ASKS: Mapping[type[Ask], float] = {Cover: 2.0, Place: 1.0, Guess: 1.0, Finding: 1.5}
"""Minutes for what a look asks before it shows: a column to guess, a step or two to place, one cell, one sentence."""
ROWS, A_ROW = 6, 0.25
"""A covered column has so many rows within its minutes; each one more takes so long, as does a level for each row of a
rubric."""

MOST_WORDS, MOST_PROMPTS, MOST_CHECKS, MOST_LABS, MOST_TRIALS = 1400, 3, 2, 1, 1
"""What the core of a session may hold; the words are English ones, for ``FULL`` minutes."""
FULL = 45
FRAME = ("Key terms", "What to keep", "Sources and further reading", "Your work")
"""Headings that every lesson has around its blocks; they are looked up and not read through."""

_CITATION = re.compile(r"\[[^\]]*\]\(#source-[^)]*\)")
_MARKUP = re.compile(r"!?\[([^\]]*)\]\([^)]*\)|<[^>]+>|[*_`#>|]")


class BlockPace(msgspec.Struct, frozen=True, kw_only=True):
    """What one block takes: its session (from 1), whether it is more, words to read, minutes."""

    title: str
    session: int
    more: bool
    words: int
    minutes: float


class SessionPace(msgspec.Struct, frozen=True, kw_only=True):
    """What a session takes: ``minutes`` (with transitions) and ``words`` of its core, and minutes of its ``more``."""

    number: int
    minutes: float
    more: float
    words: int


def count_words(text: str) -> int:
    """Return how many words of Markdown a reader reads; neither a citation (a mark) nor the target of a link is one."""
    return len(_MARKUP.sub(lambda link: link[1] or "", _CITATION.sub("", text)).split())


def read(words: int) -> float:
    """Return the minutes in which so many words are read in the chosen language."""
    return words / language.chosen().words_a_minute


def is_frame(title: str, stem: str) -> bool:
    """Return whether a heading of the lesson ``stem`` belongs to its frame and to no session."""
    return title in _frame(stem) or opens_session(title)


def opens_session(title: str) -> bool:
    """Return whether a heading opens a session: it begins as the interface says that."""
    return title.startswith(words()["opening"]["session"].partition("{")[0])


@functools.cache
def _frame(stem: str) -> frozenset[str]:
    headings = language.say_prose("\n\n".join(f"## {title}" for title in FRAME), f"notebooks/{stem}.ipynb")
    return frozenset(line.removeprefix("## ") for line in headings.splitlines() if line)


def blocks(stem: str) -> tuple[BlockPace, ...]:
    """Return what the blocks of the lesson ``stem`` take, in the order of its sessions; a block that has no heading in
    the notebook takes nothing."""
    return blocks_in(lessons.lesson(stem), outline(stem))


def blocks_in(lesson: Lesson, notebook: Sequence[Block]) -> tuple[BlockPace, ...]:
    """Return what the blocks of ``lesson`` take where its notebook holds the blocks ``notebook``."""
    parts = {part.title: part for part in notebook}
    return tuple(
        _pace(lesson, block, number, parts.get(block.title))
        for number, session in enumerate(lesson.sessions, 1)
        for block in session.blocks
    )


def sessions(stem: str) -> tuple[SessionPace, ...]:
    """Return what the sessions of the lesson ``stem`` take."""
    counted = blocks(stem)
    return tuple(
        SessionPace(
            number=number,
            minutes=TRANSITIONS + sum(block.minutes for block in counted if block.session == number and not block.more),
            more=sum(block.minutes for block in counted if block.session == number and block.more),
            words=sum(block.words for block in counted if block.session == number and not block.more),
        )
        for number, _ in enumerate(lessons.lesson(stem).sessions, 1)
    )


def find_troubles(stem: str) -> Iterator[str]:
    """Yield a line for everything in which the sessions of the lesson ``stem`` do not fit notebook, hour or measure."""
    lesson = lessons.lesson(stem)
    where = f"lessons/{stem}.toml"
    parts = {part.title: part for part in outline(stem)}
    listed = [block.title for session in lesson.sessions for block in session.blocks]
    stand = [title for title in parts if not is_frame(title, stem)]
    for title in stand:
        if title not in listed:
            yield f"{where}, sessions: the block '{title}' of the notebook is in no session. Add it, core or more."
    for title in listed:
        if title not in parts:
            yield f"{where}, sessions: the notebook has no heading '{title}'. Mend the title, or take the block out."
    if not set(listed) ^ set(stand) and listed != stand:
        yield f"{where}, sessions: the blocks stand in another order than in the notebook. Put them in its order."
    if lesson.minutes != sum(session.minutes for session in lesson.sessions):
        yield f"{where}, minutes: {lesson.minutes} is not the sum of its sessions. Write the sum."
    for session, counted in zip(lesson.sessions, sessions(stem), strict=True):
        yield from _of_session(where, lesson, session, counted, parts)


def ladder(task: Writing) -> float:
    """Return the minutes of what stands around a text to write: samples read and ranked, a level for each row."""
    samples = sum(count_words(sample.text) for sample in task.samples)
    return read(samples) + RANKED + A_ROW * len(task.rubric)


def find_troubles_of_exercise(stem: str) -> Iterator[str]:
    """Yield a line for everything in which the minutes of the exercise ``stem`` do not hold what is to be done."""
    exercise = lessons.exercise(stem)
    where = f"exercises/{stem}.toml"
    summed = sum(task.minutes for task in exercise.tasks)
    if exercise.minutes != summed:
        yield f"{where}, minutes: {exercise.minutes} is not the sum of its tasks, {summed}. Write the sum."
    for task in exercise.tasks:
        if isinstance(task, Writing):
            around = ladder(task)
            least = math.ceil(around + task.least / (WRITTEN * language.chosen().words))
            if task.minutes < least:
                yield (
                    f"{where}, tasks '{task.id}', minutes: {around:.1f} go to the samples and the rubric, and "
                    f"{task.least} words are to be written: {task.minutes} is too little. Write {least} at least."
                )


def _of_session(
    where: str, lesson: Lesson, session: Session, counted: SessionPace, parts: Mapping[str, Block]
) -> Iterator[str]:
    place = f"{where}, session {counted.number} '{session.title}'"
    if counted.minutes > session.minutes:
        yield (
            f"{place}: its core takes {counted.minutes:.1f} minutes and not {session.minutes}. "
            "Shorten it, or make a block more."
        )
    core = [parts[block.title] for block in session.blocks if not block.more and block.title in parts]
    calls = [call for part in core for call in part.calls]
    exits = {prompt.id for prompt in lesson.prompts if prompt.exit}
    recalls = {check.id for check in lesson.checks if check.recalls}
    held = (
        # A translation has as many words as its language needs: there only the minutes count.
        *((("words to read", counted.words, MOST_WORDS * session.minutes // FULL),) if language.is_english() else ()),
        ("prompts", sum(name == "discuss" and id not in exits for name, id in calls), MOST_PROMPTS),
        ("checks", sum(name == "check" and id not in recalls for name, id in calls), MOST_CHECKS),
        ("labs or documents", sum(name in ("lab", "negotiate", READ) for name, _ in calls), MOST_LABS),
        ("trials", sum(name == "weigh" for name, _ in calls), MOST_TRIALS),
    )
    for what, count, most in held:
        if count > most:
            yield f"{place}: its core holds {count} {what}, and at most {most} fit. Make a block more."
    if sum(name == "discuss" and id in exits for name, id in calls) != 1:
        yield f"{place}: it ends with no exit question, or has several. Give it one prompt with exit = true."


def _pace(lesson: Lesson, block: LessonBlock, session: int, part: Block | None) -> BlockPace:
    count, minutes = 0, 0.0
    if part is not None:
        count = count_words(part.prose)
        for name, id in part.calls:
            shown, acted = _of_call(lesson, name, id)
            count += shown
            minutes += acted
    return BlockPace(title=block.title, session=session, more=block.more, words=count, minutes=read(count) + minutes)


def _of_call(lesson: Lesson, name: str, id: str) -> tuple[int, float]:
    """Return the words that a call shows open, and the minutes beside reading them."""
    match name:
        case "discuss" | "check":
            questions = (*lesson.prompts, *lesson.checks)
            return 0, next((float(question.minutes) for question in questions if question.id == id), 0.0)
        case "look":
            return next((_of_look(look) for look in lesson.looks if look.id == id), (0, 0.0))
        case "map":
            return 0, MAP
        case "case":
            return _words_of_case(id), 0.0
        case "read" | "beside" if id in documents.ids():
            extract = documents.document(id)
            # Read again, it takes time, and is nothing more to read.
            return extract.words + count_words(extract.before), DOCUMENT + (READINGS - 1) * read(extract.words)
        case "meet" if id in people.ids():
            person = people.person(id)
            return sum(map(count_words, (person.before, person.did, person.after))), PERSON
        case "draw" if id in boundaries.ids():
            drawn = boundaries.boundary(id)
            texts = [drawn.before, drawn.asks, drawn.ran, drawn.beside, drawn.both]
            texts += [text for feature in drawn.features for text in (feature.ground, feature.against)]
            # Its minutes include the first line and a reason; what the Court said is read after that.
            return sum(map(count_words, texts)), drawn.minutes
        case "stand":
            return 0, STAND
        case "stands":
            return 0, STANDS
        case "weigh":
            return _words_of_trial(lesson, id), TRIAL
        case "lab":
            return 0, LAB
        case "negotiate":
            scenario = scenarios.scenario(id)
            return 0, scenario.minutes + (POSITION if scenario.position else 0.0)
        case "concept_test":
            return 0, CONCEPT_TEST
        case "atlas":
            return 0, ATLAS
        case "portfolio":
            return 0, PORTFOLIO
        case "my_work":
            return 0, BACKUP
        case _:
            return 0, 0.0


def _of_look(look: Look) -> tuple[int, float]:
    texts = [look.title, look.finding, look.caution, *([look.ask.asks] if look.ask else [])]
    match look:
        case Table(columns=columns, rows=rows):
            texts += [column.name for column in columns] + [cell for row in rows for cell in row]
        case Timeline(steps=steps):
            texts += [text for step in steps for text in (step.date, step.says, step.tone)]
        case _:
            pass
    drawing = CHART if isinstance(look, Chart | Bars) else 0.0
    return sum(map(count_words, texts)), drawing + _of_ask(look)


def _of_ask(look: Look) -> float:
    if look.ask is None:
        return 0.0
    rows = len(look.ask.rows or look.rows) if isinstance(look.ask, Cover) and isinstance(look, Table) else 0
    return ASKS[type(look.ask)] + A_ROW * max(0, rows - ROWS)


@functools.cache
def _words_of_case(id: str) -> int:
    """Return the words of a card that stand open: of a dossier its context, its parties, and why they came."""
    if id in dossiers.ids():
        card = dossiers.dossier(id)
        texts = [card.title, card.context.text, card.why_they_came.text]
        texts += [text for party in card.parties for text in (party.name, party.wanted)]
    else:
        case = tables.cases_by_id().get(id)
        texts = [case.name, case.summary, case.durability_reason] if case else []
    return sum(map(count_words, texts))


def _words_of_trial(lesson: Lesson, id: str) -> int:
    claim = catalog.claims().get(id)
    texts = [claim.says] if claim else []
    texts += [met.says for filing in lesson.filings if filing.claim == id for met in filing.met]
    if claim:
        texts += [piece.says for piece in claim.shown_in(lesson.stem).pieces]
    return sum(map(count_words, texts))
