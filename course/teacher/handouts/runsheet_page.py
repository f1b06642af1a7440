"""The run-sheet in words: as Markdown, and as a page that prints on two or three sheets of A4."""

import re
from collections.abc import Iterator, Sequence

from markupsafe import Markup

from course.checks import solved
from course.content import catalog, labs, scenarios, tables
from course.content.interface import words
from course.content.lessons import exercise, exercise_stems, lesson
from course.content.outline import text_of_sessions
from course.html import document
from course.html.controls import control, shown
from course.html.element import NOTHING, element, join
from course.html.opening import session_title
from course.html.text import plain
from course.model.language import as_one, own_direction, with_commas, with_semicolons
from course.model.lesson import LessonBlock, MarkedText, Spoken
from course.model.prompt import AnyPrompt
from course.model.scenario import Scenario
from course.model.task import AnyTask
from course.teacher.handouts.groups import counted, groups
from course.teacher.handouts.runsheet import RunSheet, Slot, Step, whole
from course.teacher.handouts.seats import LEAST, MOST, seated

SIZES = {"pairs": 2, "fours": 4}
SCRIPT = 3
"""So many sections stand above the columns: purpose, what to do before, the script."""
ENDING = 3
"""So many sections at the end are printed on one page: the silent room, the heated room, what goes home."""
SHORTENED = 7
"""So many words of a question stand beside its step; all of it stands with what to listen for."""
OF_SESSION = re.compile(r"Session (\d+)\b")
"""How a note begins that is for one session of several; all others are for each."""
AT_BLOCK = re.compile(r"(?:Session \d+, w|W)ith '(?P<block>.+?)'[,:] (?P<says>.+)", re.DOTALL)
"""How a note begins that is for one block: it stands at its step, and on no sheet that does not hold the block."""
SEVERAL = re.compile(r"[;,]|\([^)]*\)")
"""What stands between names that are said in one breath, and what is added to one in brackets."""
SHORT = 30
"""Sheets of up to so many minutes do not quote the plan for 25 minutes: they are that plan."""


def in_groups(students: int, grouping: str) -> str:
    """Return how a class is grouped, in words: "10 pairs and 1 group of 3"."""
    if students < 2:
        return words()["prompt"]["alone"]
    if grouping not in SIZES:
        return words()["prompt"][grouping]
    return _sizes(groups(students, SIZES[grouping]))


def at_tables(scenario: Scenario, students: int) -> str:
    """Return how a class sits down to a negotiation, in words, as ``seats`` seats it: "5 groups of 4 and …"."""
    sizes = tuple(len(table.seats) for table in seated(scenario, range(1, students + 1)))
    return _sizes(sizes)


def _sizes(sizes: tuple[int, ...]) -> str:
    wording = words()["plan"]
    parts = []
    for many, size in sorted(counted(sizes), reverse=True):
        key = "one-group" if many == 1 else "pairs" if size == 2 else "groups"
        parts.append(wording["one-pair" if (many, size) == (1, 2) else key].format(many=many, size=size))
    return wording["and"].join(parts)


def clock(minutes: int, begin: int | None = None) -> str:
    """Return minutes from the start as "0:05", or the time of day if ``begin`` (minutes after midnight) is given."""
    hours, rest = divmod((begin or 0) + minutes, 60)
    return f"{hours % 24 if begin is not None else hours}:{rest:02}"


def sections(sheet: RunSheet, students: int, begin: int | None = None) -> list[tuple[str, str]]:
    """Return the parts of the run-sheet in order: a heading from ``interface.toml`` and its Markdown."""
    wording, notes = words()["plan"], sheet.lesson.teacher
    rows = [f"| {wording['time']} | {wording['step']} | {wording['show']} |", "|---|---|---|"]
    rows += _rows(sheet, students, begin)
    before = [
        wording[key].format(what=" ".join(what.split()))
        for key, list_of in (("before-open", notes.open), ("before-print", notes.print))
        for what in planned(sheet, list_of)
    ]
    return [
        ("", "\n\n".join((notes.purpose, *_warnings(sheet)))),
        (wording["before"], _bullets(before)),
        (wording["script"], "\n".join(rows)),
        (wording["short"], _bullets(_when_short(sheet))),
        (wording["board"], _bullets(planned(sheet, notes.board))),
        (wording["ask"], _bullets(_questions(sheet, students))),
        (wording["exit"], _bullets(f"**{prompt.asks}** {prompt.guide}" for prompt in _exits(sheet))),
        (wording["answers"], _bullets(_answers(sheet))),
        (wording["expect"], _bullets(planned(sheet, notes.expect))),
        (
            wording["misconceptions"],
            _bullets(f"*{misconception.thought}* {misconception.answer}" for misconception in notes.misconceptions),
        ),
        (wording["names"], with_semicolons(f"**{spoken.name}** {spoken.said}" for spoken in _names(sheet))),
        (wording["support"], _bullets(planned(sheet, notes.support))),
        (wording["fast"], _bullets(planned(sheet, notes.fast))),
        (wording["silent"], notes.silent_room),
        (wording["heated"], notes.heated_room),
        (wording["home"], _bullets(_homework(sheet))),
    ]


def planned(sheet: RunSheet, notes: Sequence[str]) -> list[str]:
    """Return the notes that are for the sessions of the sheet: those that name another in their first words are not.

    Those that are for one block stand at its step.
    """
    titles = [block.title for session in sheet.lesson.sessions for block in session.blocks]
    named = [(OF_SESSION.match(note), note) for note in notes if not any(_is_at(note, title) for title in titles)]
    return [note for session, note in named if not session or int(session[1]) in sheet.sessions]


def at_block(sheet: RunSheet, block: LessonBlock) -> list[tuple[str, str]]:
    """Return the notes that are for one block, each with the heading below which the others of its list stand."""
    wording, notes = words()["plan"], sheet.lesson.teacher
    lists = (("board", notes.board), ("expect", notes.expect), ("support", notes.support), ("fast", notes.fast))
    found = [(key, _is_at(note, block.title)) for key, list_of in lists for note in list_of]
    return [(wording[key], note["says"][:1].upper() + note["says"][1:]) for key, note in found if note]


def _is_at(note: str, title: str) -> re.Match[str] | None:
    """Return a note, taken apart, that is for the block of this title; None for any other."""
    found = AT_BLOCK.match(note)
    return found if found and title.endswith(f"· {found['block']}") else None


def _names(sheet: RunSheet) -> Iterator[Spoken]:
    """Yield the names that the sessions of the sheet use, and those that no session uses in these letters."""
    texts = text_of_sessions(sheet.lesson)
    for spoken in sheet.lesson.teacher.names:
        names = [name.strip().casefold() for name in SEVERAL.split(spoken.name) if name.strip()]
        using = {number for number, text in texts.items() if any(name in text.casefold() for name in names)}
        if not using or not using.isdisjoint(sheet.sessions):
            yield spoken


def _warnings(sheet: RunSheet) -> Iterator[str]:
    """Yield what a sheet for little time cannot hold."""
    wording = words()["plan"]
    if sheet.rushed and sheet.steps:
        yield f"**{wording['rushed']}**"
    elif not sheet.steps and sheet.left_out:
        shortest = min(sheet.left_out, key=lambda step: step.minutes)
        says = wording["none-fits"].format(
            minutes=sheet.minutes, block=plain(shortest.block.title), least=whole((shortest,))
        )
        yield f"**{says}**"


def _when_short(sheet: RunSheet) -> Iterator[str]:
    wording = words()["plan"]
    if sheet.next_cuts:
        yield wording["late"].format(steps=_listed(sheet.next_cuts))
    # The notes' own plan for very little time is of use only to somebody who has more than that.
    elif sheet.rushed or sheet.minutes <= SHORT:
        yield wording["no-cuts"]
    else:
        yield sheet.lesson.teacher.cut_short
    if sheet.left_out:
        yield wording["left-out"].format(steps=_listed(sheet.left_out))


def to_markdown(sheet: RunSheet, students: int, begin: int | None = None) -> str:
    """Return the run-sheet as Markdown."""
    parts = [f"# {title(sheet, students)}"]
    for name, body in sections(sheet, students, begin):
        if body:
            parts += [f"## {name}", body] if name else [body]
    marked = [(asks, f"> {_one_line(text.text)}", _one_line(text.comment)) for asks, text in _marked(sheet)]
    if marked:
        parts.append(f"## {words()['plan']['marked']}")
        parts += [line for asks, text, comment in marked for line in (f"### {asks}", text, comment)]
    return "\n\n".join(parts) + "\n"


def to_html(sheet: RunSheet, students: int, begin: int | None = None) -> str:
    """Return the run-sheet as a page that prints."""
    parts = [
        join((document.heading(name) if name else None, document.prose(body))) if body else NOTHING
        for name, body in sections(sheet, students, begin)
    ]
    # The last sections stay together: a second page then holds all of them, or more, and never a line or two.
    ending = document.together(*parts[-ENDING:])
    aside = document.columns(*parts[SCRIPT:-ENDING], ending)
    return document.page(title(sheet, students), join(parts[:SCRIPT]), aside, marked_texts(sheet), style=("runsheet",))


def marked_texts(sheet: RunSheet) -> Markup:
    """Return texts as students might write them, each with a teacher's comment; nothing where the notes have none."""
    texts = [
        join(
            (
                document.heading(asks, 3),
                element("blockquote", document.prose(text.text), dir=own_direction()),
                document.prose(text.comment),
            )
        )
        for asks, text in _marked(sheet)
    ]
    if not texts:
        return NOTHING
    heading = document.heading(words()["plan"]["marked"])
    # Side by side, none broken over two pages, and the heading stays with them.
    return document.together(heading, element("div", *map(document.together, texts), class_="columns marked"))


def _marked(sheet: RunSheet) -> Iterator[tuple[str, MarkedText]]:
    """Yield every marked text of the notes with what its task asks."""
    stem = sheet.lesson.stem
    tasks: list[AnyTask | AnyPrompt] = [*sheet.lesson.prompts]
    if stem in exercise_stems():
        tasks += exercise(stem).tasks
    asks = {task.id: plain(task.asks) for task in tasks}
    for text in sheet.lesson.teacher.marked:
        yield asks.get(text.task, text.task), text


def title(sheet: RunSheet, students: int) -> str:
    """Return the title: lesson, session where there are several, minutes, number of students."""
    content, wording = sheet.lesson, words()["plan"]
    name = plain(content.title)
    if len(content.sessions) > len(sheet.sessions):
        sessions = words()["opening"]["and"].join(
            session_title(words()["opening"], number, content.sessions[number - 1]) for number in sheet.sessions
        )
        name = with_commas((name, sessions))
    return wording["title"].format(number=content.number, lesson=name, minutes=sheet.minutes, students=students)


def _rows(sheet: RunSheet, students: int, begin: int | None) -> Iterator[str]:
    """Yield the rows of the script; with several sessions, each begins with a row that names it."""
    session = 0
    for slot in sheet.slots:
        if len(sheet.sessions) > 1 and slot.steps and slot.steps[0].session != session:
            session = slot.steps[0].session
            name = session_title(words()["opening"], session, sheet.lesson.sessions[session - 1])
            yield f"| | **{_cell(name)}** | |"
        yield _row(slot, sheet, students, begin)


def _row(slot: Slot, sheet: RunSheet, students: int, begin: int | None) -> str:
    wording = words()["plan"]
    when = f"{as_one(f'{clock(slot.start, begin)}–{clock(slot.start + slot.minutes, begin)}')} ({slot.minutes})"
    if not slot.steps:
        return f"| {when} | *{wording['open' if slot.open else 'pause']}* | |"
    shown_here = with_semicolons(dict.fromkeys(_shown_here(slot, sheet, students)))
    steps = " ".join(_step(step, sheet, shares=len(slot.steps) > 1) for step in slot.steps)
    return f"| {when} | {steps} | {_cell(shown_here)} |"


def _step(step: Step, sheet: RunSheet, *, shares: bool) -> str:
    """Return one step in words. One that ``shares`` its row with others says how much of the minutes is its own."""
    wording, block = words()["plan"], step.block
    marks = [wording["about"].format(minutes=max(1, round(step.minutes)))] if shares else []
    if block.more:
        marks.append(wording["more"])
    elif block.cut:
        marks.append(wording["may-go"].format(place=block.cut))
    paper = [f"*{wording['paper']}* {block.paper}"] if block.paper else []
    notes = [f"*{heading}:* {says}" for heading, says in at_block(sheet, block)]
    return _cell(" ".join((f"**{block.title}**", *(f"*({mark})*" for mark in marks), block.do, *paper, *notes)))


def _shown_here(slot: Slot, sheet: RunSheet, students: int) -> Iterator[str]:
    wording, content = words()["plan"], sheet.lesson
    prompts = {prompt.id: prompt for prompt in content.prompts}
    checks = {check.id: check for check in content.checks}
    looks = {look.id: look.title for look in content.looks}
    cases = tables.cases_by_id()
    for call, id in slot.calls:
        if call == "discuss" and id in prompts:
            pair = f"{words()['prompt']['pair']}: " if prompts[id].pair else ""
            how = pair + in_groups(students, prompts[id].grouping)
            yield wording["question"].format(asks=shorten(prompts[id].asks), how=how)
        elif call == "check" and id in checks:
            yield wording["check"].format(asks=shorten(checks[id].asks))
        elif call == "look" and id in looks:
            yield looks[id]
        elif call == "negotiate" and LEAST <= students <= MOST:
            scenario = scenarios.scenario(id)
            if scenario.mediator:
                yield wording["tables"].format(title=scenario.title, tables=at_tables(scenario, students))
        elif call == "lab":
            yield wording["lab"].format(title=labs.lab(id).title)
        elif call == "case" and id in cases:
            yield cases[id].name
        elif call in ("stand", "weigh") and id in catalog.claims():
            yield wording[call].format(claim=id)


def _questions(sheet: RunSheet, students: int) -> Iterator[str]:
    published = {prompt.id for prompt in lesson(sheet.lesson.stem, as_published=True).prompts}
    prompts = {prompt.id: prompt for prompt in sheet.lesson.prompts if not prompt.exit}
    shown = [id for call, id in _calls(sheet) if call == "discuss" and id in prompts]
    # What a teacher added stands in no step of the plan; it is asked all the same.
    added = [id for id in prompts if id not in published and id not in shown]
    for prompt in (prompts[id] for id in (*shown, *added)):
        yield f"**{prompt.asks}** ({in_groups(students, prompt.grouping)}) {prompt.guide}"


def _exits(sheet: RunSheet) -> Iterator[AnyPrompt]:
    """Yield the questions that end the sessions of the sheet."""
    shown = {id for call, id in _calls(sheet) if call == "discuss"}
    yield from (prompt for prompt in sheet.lesson.prompts if prompt.exit and prompt.id in shown)


def _answers(sheet: RunSheet) -> Iterator[str]:
    checks = {check.id: check for check in sheet.lesson.checks}
    for call, id in _calls(sheet):
        if call == "check" and id in checks:
            task = checks[id]
            right = plain(shown(control(task, words()["form"]), solved(task)))
            yield f"*{shorten(task.asks)}* {right}"


def _calls(sheet: RunSheet) -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys(call for slot in sheet.slots for call in slot.calls)


def _homework(sheet: RunSheet) -> Iterator[str]:
    wording, stem = words()["plan"], sheet.lesson.stem
    home = [step.block.title for step in (*sheet.left_out, *sheet.home)]
    if home:
        yield wording["home-blocks"].format(blocks=with_semicolons(home))
    if stem in exercise_stems():
        task = exercise(stem)
        yield wording["home-exercise"].format(title=task.title, minutes=task.minutes)
    yield wording["home-keep"].format(keep=sheet.lesson.keep)
    if sheet.sessions[-1] < len(sheet.lesson.sessions):
        session = sheet.lesson.sessions[sheet.sessions[-1]]
        name = session_title(words()["opening"], sheet.sessions[-1] + 1, session)
        yield wording["next-session"].format(session=name, minutes=session.minutes)


def _listed(steps: tuple[Step, ...]) -> str:
    return with_semicolons(f"{step.block.title} ({whole((step,))})" for step in steps)


def shorten(asks: str) -> str:
    """Return the first words of a question, enough to find it by."""
    heard = plain(asks).split()
    return " ".join(heard) if len(heard) <= SHORTENED + 1 else " ".join(heard[:SHORTENED]).rstrip(",;:.") + " …"


def _bullets(items: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return "\n".join("- " + " ".join(item.split()) for item in items)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _one_line(text).replace("|", "\\|")
