"""A look that asks before it shows: what stands there first, what is to be guessed, and what appears afterwards."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from markupsafe import Markup

from course.html.element import NOTHING, b, bullets, element, fill, join, numbered_table, p, section, small, span
from course.html.face import Face, lines
from course.html.look import finding, finding_lines, timeline
from course.html.text import escape, phrase, plain, typed
from course.html.wording import Wording
from course.model.answer import Answer
from course.model.ask import AnyAsk, Cover, Finding, Guess, Place
from course.model.language import within_sentence
from course.model.lesson import AnyLook, Bars, Column, Look, Step, Table, Timeline

FEW, LONGEST_CHOICE = 6, 60
"""So many different cells, none of more letters, are a list to choose from; of others a line is written."""
FIRST = "first"
"""The gap above all steps; every other is named by the date of the step above it."""
HIDDEN = "…"
RULE = "———"
"""What stands in place of a cell that is to be guessed; the line in plain text above what appears afterwards."""

Shape = Literal["values", "placed", "value", "text"]
SHAPES: dict[type[AnyAsk], Shape] = {Cover: "values", Place: "placed", Guess: "value", Finding: "text"}
"""The field of an answer that holds what is guessed."""


class Choice(msgspec.Struct, frozen=True):
    """One entry of a list to choose from."""

    value: str
    text: str


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to guess: its ``id`` in the answer, its label, what can be chosen (nothing: a line to write).

    ``name`` is a shorter label, for where the column is known.
    ``slot`` says that it stands in a cell of what is shown, and not below. ``shown`` is what there is to see, as text,
    and ``kept`` how a record keeps it when it is guessed: in every language alike.
    """

    id: str
    label: str
    name: str = ""
    choices: tuple[Choice, ...] = ()
    number: bool = False
    slot: bool = False
    rows: int = 1
    shown: str = ""
    kept: str = ""


def asks(look: Look) -> AnyAsk:
    """Return what ``look`` asks; for looks that ask."""
    if look.ask is None:
        raise TypeError(f"The look '{look.id}' asks for nothing.")
    return look.ask


def fields(wording: Wording, look: AnyLook) -> tuple[Field, ...]:
    """Return what is to be guessed at ``look``, in order."""
    match asks(look), look:
        case Cover(column=column), Table():
            place = _column(look, column)
            asked = [pair for pair in zip(look.rows, look.keyed, strict=True) if _is_asked(look, pair[0])]
            choices = _choices({plain(key[place]): plain(row[place]) for row, key in asked})
            number = look.columns[place].number
            return tuple(
                Field(
                    id=key[0],
                    label=f"{plain(row[0])}: {plain(column)}",
                    name=plain(row[0]),
                    choices=choices,
                    number=number,
                    slot=True,
                    shown=plain(row[place]),
                    kept=plain(key[place]),
                )
                for row, key in asked
            )
        case Place(), Timeline():
            gaps = _gaps(wording, look)
            return tuple(
                Field(id=key, label=plain(step.says), choices=gaps, shown=(gap := _gap_of(look, step)), kept=gap)
                for step, key in zip(look.steps, look.keyed, strict=True)
                if _is_out(look, step)
            )
        case Guess(row=row, column=column), Table():
            place = _column(look, column)
            cells = next(cells for cells in look.rows if cells[0] == row)
            label, name = f"{plain(row)}: {plain(column)}", plain(row)
            number = look.columns[place].number
            return (Field(id="", label=label, name=name, number=number, slot=True, shown=plain(cells[place])),)
        case Guess(name=name), Bars():
            shown = bar_number(look.values[look.names.index(name)])
            label = f"{plain(name)}: {plain(look.unit)}"
            return (Field(id="", label=label, name=plain(name), number=True, slot=True, shown=shown),)
        case _:
            return (Field(id="", label=wording.words["look"]["your-finding"], rows=2, shown=plain(look.finding)),)


def _choices(values: Mapping[str, str]) -> tuple[Choice, ...]:
    """Return what can be chosen: by what a record keeps, what is shown."""
    if len(values) > FEW or any(len(value) > LONGEST_CHOICE for value in values):
        return ()
    return tuple(Choice(value, text) for value, text in sorted(values.items(), key=lambda pair: pair[1].casefold()))


def _column(look: Table, name: str) -> int:
    return [column.name for column in look.columns].index(name)


def _is_asked(look: Table, row: Sequence[str]) -> bool:
    match look.ask:
        case Cover(rows=rows):
            return not rows or row[0] in rows
        case Guess(row=asked):
            return row[0] == asked
        case _:
            return False


def _is_out(look: Timeline, step: Step) -> bool:
    return isinstance(look.ask, Place) and step.date in look.ask.steps


def _gaps(wording: Wording, look: Timeline) -> tuple[Choice, ...]:
    steps = [pair for pair in zip(look.steps, look.keyed, strict=True) if not _is_out(look, pair[0])]
    dates = [plain(step.date) for step, _ in steps]
    keys = [key for _, key in steps]
    between = zip(keys, itertools.pairwise(dates), strict=False)
    return (
        Choice(FIRST, wording.word("look", "gap-first", after=dates[0])),
        *(Choice(key, wording.word("look", "gap", before=one, after=other)) for key, (one, other) in between),
        Choice(keys[-1], wording.word("look", "gap-last", before=dates[-1])),
    )


def _gap_of(look: Timeline, asked: Step) -> str:
    """Return the gap in which a step that was taken out stood."""
    gap = FIRST
    for step, key in zip(look.steps, look.keyed, strict=True):
        if step.date == asked.date:
            break
        if not _is_out(look, step):
            gap = key
    return gap


def bar_number(value: float) -> str:
    """Return the number of a bar as its drawing writes it."""
    from course.evidence.bars import number

    return number(value)


def guessed(look: Look, answer: Answer, id: str) -> str:
    """Return what ``answer`` guesses of one field, "" where it says nothing."""
    shape = SHAPES[type(asks(look))]
    given = getattr(answer, shape)
    if shape in ("values", "placed"):
        given = (given or {}).get(id)
    return str(given).strip() if isinstance(given, str | int | float) else ""


def told(wording: Wording, look: AnyLook, answer: Answer) -> str:
    """Return a guess as plain text, a line for each thing that was guessed."""
    listed = fields(wording, look)
    if len(listed) == 1 and not listed[0].id:
        return guessed(look, answer, "")
    known = {field.id: field for field in listed}
    given = (answer.placed if SHAPES[type(asks(look))] == "placed" else answer.values) or {}
    # What is no row any more was guessed all the same.
    rows = ((known.get(id), id, guessed(look, answer, id)) for id in (*known, *(id for id in given if id not in known)))
    return "\n".join(f"{_name(field, id)}: {_in_words(field, guess)}" for field, id, guess in rows if guess)


def _name(field: Field | None, id: str) -> str:
    return (field.name or field.label) if field else plain(id)


def _in_words(field: Field | None, guess: str) -> str:
    return next((choice.text for choice in (field.choices if field else ()) if choice.value == guess), guess)


def before(wording: Wording, look: AnyLook, *, slots: bool) -> Markup:
    """Return what stands there before the guess; with ``slots``, cells to be guessed have a place for a control."""
    match asks(look), look:
        case (Cover() | Guess()) as ask, Table():
            place, number = _column(look, ask.column), iter(range(len(look.rows)))
            rows = [
                [
                    _slot(next(number), slots=slots) if n == place and _is_asked(look, row) else phrase(cell)
                    for n, cell in enumerate(row)
                ]
                for row in look.rows
            ]
            return _table(look.title, look.columns, rows)
        case Guess(name=name), Bars():
            heads = (Column(name=wording.words["look"]["bar"]), Column(name=look.unit, number=True))
            pairs = zip(look.names, look.values, strict=True)
            rows = [
                [phrase(bar), _slot(0, slots=slots) if bar == name else escape(bar_number(value))]
                for bar, value in pairs
            ]
            return _table(look.title, heads, rows)
        case Place(), Timeline():
            return timeline(look.title, [step for step in look.steps if not _is_out(look, step)])
        case _, Table():
            return _table(look.title, look.columns, [[phrase(cell) for cell in row] for row in look.rows])
        case _, Timeline():
            return timeline(look.title, look.steps)
        case _:
            return NOTHING


def _slot(number: int, *, slots: bool) -> Markup:
    return span(None if slots else HIDDEN, class_="course-slot", data_slot=str(number) if slots else None)


def _table(title: str, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> Markup:
    return numbered_table(
        phrase(title), [phrase(column.name) for column in columns], [column.number for column in columns], rows
    )


def _before_lines(wording: Wording, look: AnyLook) -> list[str]:
    match look:
        case Timeline(steps=steps):
            shown = [f"- {plain(step.date)}: {plain(step.says)}" for step in steps if not _is_out(look, step)]
            return [
                plain(look.title),
                *shown,
                *(f"? {field.label}" for field in fields(wording, look) if field.choices),
            ]
        case Table(columns=columns):
            covered = _column(look, look.ask.column) if isinstance(look.ask, Cover | Guess) else -1
            cells = [
                [HIDDEN if n == covered and _is_asked(look, row) else plain(cell) for n, cell in enumerate(row)]
                for row in look.rows
            ]
            return [plain(look.title), " | ".join(plain(column.name) for column in columns), *map(" | ".join, cells)]
        case Bars(ask=Guess(name=name)):
            pairs = zip(look.names, look.values, strict=True)
            return [
                f"{plain(look.title)} ({plain(look.unit)})",
                *(f"{plain(bar)} | {HIDDEN if bar == name else bar_number(value)}" for bar, value in pairs),
            ]
        case _:
            return [plain(look.title)]


def finding_face(wording: Wording, look: Table | Timeline) -> Face:
    """Return what a table or a time line shows, without the table or the time line."""
    return Face(finding(wording, look), lines(*finding_lines(wording, look)))


def result(wording: Wording, look: AnyLook, answer: Answer, after: Face, kept: Sequence[str] = ()) -> Markup:
    """Return what appears after the guess: the guess beside what there is to see, then ``after``.

    ``kept`` are guesses of other pages, which took no place.
    """
    words = wording.words["look"]
    aside = (element("blockquote", typed(text)) for text in kept)
    return join(
        (
            _compared(wording, look, answer),
            after.markup,
            *((p(small(words["kept"])), *aside) if kept else ()),
        )
    )


def _compared(wording: Wording, look: AnyLook, answer: Answer) -> Markup:
    words = wording.words["look"]
    listed = {field.id: field for field in fields(wording, look)}
    guesses = {id: guess for id in listed if (guess := guessed(look, answer, id))}
    match asks(look), look:
        case Cover(column=column), Table():
            return _uncovered(wording, look, _column(look, column), listed, guesses)
        case Place(), Timeline():
            dates = dict(zip(look.keyed, (step.date for step in look.steps), strict=True))
            notes = {
                dates[id]: wording.word("look", "put", said=_in_words(listed[id], guess))
                for id, guess in guesses.items()
            }
            return timeline(look.title, look.steps, notes)
        case Guess(), _:
            field = listed[""]
            key = "said" if guesses else "is"
            said, shown = within_sentence(guesses.get("", "")), within_sentence(field.shown)
            sentence = fill(words[key], said=b(typed(said)), shown=b(shown))
            return join((p(sentence), _table_in_full(look)))
        case _:
            wrote = p(b(words["you-wrote"]), " ", typed(guesses[""])) if guesses else NOTHING
            return join((before(wording, look, slots=False), wrote))


def _table_in_full(look: AnyLook) -> Markup:
    """Return a table in full; nothing of any other look."""
    if not isinstance(look, Table):
        return NOTHING
    return _table(look.title, look.columns, [[phrase(cell) for cell in row] for row in look.rows])


def _uncovered(wording: Wording, look: Table, place: int, listed: dict[str, Field], guesses: dict[str, str]) -> Markup:
    """Return a table with the guesses in a column beside the one that was covered, and how many agree with it."""
    words = wording.words["look"]
    columns, rows = list(look.columns), [[phrase(cell) for cell in row] for row in look.rows]
    if not guesses:
        return _table(look.title, columns, rows)
    columns.insert(place, Column(name=words["you-said"], number=False))
    for row, (id, *_) in zip(rows, look.keyed, strict=True):
        row.insert(place, typed(_in_words(listed[id], guesses[id])) if guesses.get(id) else NOTHING)
    total = len(guesses)
    count = sum(listed[id].kept == guess for id, guess in guesses.items())
    is_chosen = any(field.choices for field in listed.values())
    agreed = p(b(wording.word("look", "agree", count=count, total=total))) if is_chosen and total > 1 else None
    return join((agreed, _table(look.title, columns, rows)))


def answers(wording: Wording, look: AnyLook) -> Markup:
    """Return what is to be guessed as a list, for whoever reads without a kernel or on paper."""
    listed = fields(wording, look)
    match asks(look):
        case Finding():
            return NOTHING
        case Place():
            return bullets(join((b(phrase(date)), ": ", label)) for date, label in _placed(look))
        case _:
            return bullets(join((field.name, ": ", b(field.shown))) for field in listed)


def _placed(look: AnyLook) -> Iterator[tuple[str, str]]:
    """Yield date and words of each step that was taken out."""
    if isinstance(look, Timeline):
        yield from ((step.date, plain(step.says)) for step in look.steps if _is_out(look, step))


def _answer_lines(wording: Wording, look: AnyLook) -> list[str]:
    match asks(look):
        case Finding():
            return []
        case Place():
            return [f"- {plain(date)}: {label}" for date, label in _placed(look)]
        case _:
            return [f"- {field.name}: {field.shown}" for field in fields(wording, look)]


def after_part(wording: Wording, look: AnyLook, after: Face) -> Markup:
    """Return what appears after the guess, folded away, for whoever has no kernel; paper puts it at the end."""
    summary = element("summary", wording.words["look"]["afterwards"])
    title = element("p", b(phrase(look.title)), class_="course-after-title")
    return element("details", summary, title, answers(wording, look), after.markup, class_="course-after")


def eyebrow(wording: Wording, look: Look) -> str:
    """Return the line above a look that asks."""
    return wording.words["look"]["eyebrow-finding" if isinstance(look.ask, Finding) else "eyebrow"]


def ask_face(wording: Wording, look: AnyLook, after: Face) -> Face:
    """Return a look that asks as a static face; ``after`` is what it shows."""
    listed = fields(wording, look) if isinstance(look.ask, Place) else ()
    markup = section(
        "look",
        p(small(eyebrow(wording, look))),
        before(wording, look, slots=False),
        bullets(field.label for field in listed),
        p(b(phrase(asks(look).asks))),
        after_part(wording, look, after),
    )
    text = lines(
        eyebrow(wording, look),
        *_before_lines(wording, look),
        plain(asks(look).asks),
        RULE,
        *_answer_lines(wording, look),
        after.text,
    )
    return Face(markup, text)
