"""The run-sheet in words: as Markdown, and as a page that prints on two sheets of A4."""

from collections.abc import Iterator

from course.checks import solved
from course.content import catalog, labs, scenarios, tables
from course.content.interface import words
from course.content.lessons import exercise, exercise_stems, lesson
from course.html import document
from course.html.controls import control, shown
from course.html.element import NOTHING, join
from course.html.text import plain
from course.model.scenario import Scenario
from course.teacher.handouts.groups import counted, groups
from course.teacher.handouts.runsheet import PlanStep, RunSheet, Slot
from course.teacher.handouts.seats import LEAST, MOST, seated

SIZES = {"pairs": 2, "fours": 4}
ENDING = 3
"""So many sections at the end are printed on one page: the silent room, the heated room, what goes home."""
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
    top = [notes.purpose]
    if sheet.rushed:
        top.append(f"**{wording['rushed']}**")
    rows = [f"| {wording['time']} | {wording['step']} | {wording['show']} |", "|---|---|---|"]
    rows += [_row(slot, sheet, students, begin) for slot in sheet.slots]
    # The notes' own plan for very little time is of use only to somebody who has more than that.
    spare = [wording["no-cuts"]] if sheet.rushed or sheet.minutes <= SHORT else [notes.cut_short]
    late = [wording["late"].format(steps=_listed(sheet.next_cuts))] if sheet.next_cuts else spare
    out = [wording["left-out"].format(steps=_listed(sheet.left_out))] if sheet.left_out else []
    return [
        ("", "\n\n".join(top)),
        (wording["script"], "\n".join(rows)),
        (wording["short"], _bullets([*late, *out])),
        (wording["board"], _bullets(notes.board)),
        (wording["ask"], _bullets(_questions(sheet, students))),
        (wording["answers"], _bullets(_answers(sheet))),
        (wording["expect"], _bullets(notes.expect)),
        (
            wording["misconceptions"],
            _bullets(f"*{misconception.thought}* {misconception.answer}" for misconception in notes.misconceptions),
        ),
        (wording["silent"], notes.silent_room),
        (wording["heated"], notes.heated_room),
        (wording["home"], _bullets(_homework(sheet))),
    ]


def to_markdown(sheet: RunSheet, students: int, begin: int | None = None) -> str:
    """Return the run-sheet as Markdown."""
    parts = [f"# {title(sheet, students)}"]
    for name, body in sections(sheet, students, begin):
        if body:
            parts += [f"## {name}", body] if name else [body]
    return "\n\n".join(parts) + "\n"


def to_html(sheet: RunSheet, students: int, begin: int | None = None) -> str:
    """Return the run-sheet as a page that prints."""
    parts = [
        join((document.heading(name) if name else None, document.prose(body))) if body else NOTHING
        for name, body in sections(sheet, students, begin)
    ]
    # The last sections stay together: a second page then holds all of them, or more, and never a line or two.
    ending = document.together(*parts[-ENDING:])
    aside = document.columns(*parts[3:-ENDING], ending)
    return document.page(title(sheet, students), join(parts[:3]), aside, style=("runsheet",))


def title(sheet: RunSheet, students: int) -> str:
    """Return the title: lesson, minutes, number of students."""
    content = sheet.lesson
    return words()["plan"]["title"].format(
        number=content.number, lesson=content.title, minutes=sheet.minutes, students=students
    )


def _row(slot: Slot, sheet: RunSheet, students: int, begin: int | None) -> str:
    wording = words()["plan"]
    when = f"{clock(slot.start, begin)}–{clock(slot.start + slot.minutes, begin)} ({slot.minutes})"
    if slot.step is None:
        return f"| {when} | *{wording['open' if slot.open else 'pause']}* | |"
    mark = f" *({wording['may-go'].format(place=slot.step.cut)})*" if slot.step.cut else ""
    shown_here = "; ".join(dict.fromkeys(_shown_here(slot, sheet, students)))
    return f"| {when} | **{_cell(slot.step.block)}**{mark} {_cell(slot.step.do)} | {_cell(shown_here)} |"


def _shown_here(slot: Slot, sheet: RunSheet, students: int) -> Iterator[str]:
    wording, content = words()["plan"], sheet.lesson
    prompts = {prompt.id: prompt for prompt in content.prompts}
    looks = {look.id: look.title for look in content.looks}
    cases = tables.cases_by_id()
    for call, id in slot.calls:
        if call == "discuss" and id in prompts:
            pair = f"{words()['prompt']['pair']}: " if prompts[id].pair else ""
            yield wording["question"].format(id=id, how=pair + in_groups(students, prompts[id].grouping))
        elif call == "check":
            yield wording["check"].format(id=id)
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
    prompts = {prompt.id: prompt for prompt in sheet.lesson.prompts}
    shown = [id for call, id in _calls(sheet) if call == "discuss" and id in prompts]
    # What a teacher added stands in no step of the plan; it is asked all the same.
    added = [id for id in prompts if id not in published and id not in shown]
    for prompt in (prompts[id] for id in (*shown, *added)):
        yield f"**{prompt.asks}** ({in_groups(students, prompt.grouping)}) {prompt.guide}"


def _answers(sheet: RunSheet) -> Iterator[str]:
    checks = {check.id: check for check in sheet.lesson.checks}
    for call, id in _calls(sheet):
        if call == "check" and id in checks:
            task = checks[id]
            right = plain(shown(control(task, words()["form"]), solved(task)))
            yield f"*{id}:* {right}"


def _calls(sheet: RunSheet) -> Iterator[tuple[str, str]]:
    yield from dict.fromkeys(call for slot in sheet.slots for call in slot.calls)


def _homework(sheet: RunSheet) -> Iterator[str]:
    wording, stem = words()["plan"], sheet.lesson.stem
    home = list(dict.fromkeys([*(step.block for step in sheet.left_out), *(step.title for step in sheet.home)]))
    if home:
        yield wording["home-blocks"].format(blocks="; ".join(home))
    if stem in exercise_stems():
        task = exercise(stem)
        yield wording["home-exercise"].format(title=task.title, minutes=task.minutes)
    yield wording["home-keep"].format(keep=sheet.lesson.keep)


def _listed(steps: tuple[PlanStep, ...]) -> str:
    return "; ".join(f"{step.block} ({step.minutes})" for step in steps)


def _bullets(items: Iterator[str] | tuple[str, ...] | list[str]) -> str:
    return "\n".join("- " + " ".join(item.split()) for item in items)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
