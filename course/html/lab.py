"""A lab: the puzzle, the prediction, one state of the model in words, as a table and as a picture."""

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from course.html.element import b, bullets, i, join, numbered_table, p, section, small, title
from course.html.face import Face, lines
from course.html.text import phrase, plain, prose
from course.html.wording import Wording
from course.model.lab import Guess, Idea, Lab, Preset, Puzzle, Row, Value
from course.model.language import as_sentence, spoken, with_equations, with_semicolons


def lab_face(wording: Wording, lab: Lab, sentence: str, table: Markup) -> Face:
    """Return a lab without a kernel: ``sentence`` and ``table`` tell the state in which it starts."""
    words = wording.words["lab"]
    prediction = lab.prediction
    markup = section(
        "lab",
        p(small(words["eyebrow"])),
        title(phrase(lab.title)),
        puzzle(wording, lab.puzzle),
        p(b(phrase(prediction.question))),
        bullets(phrase(guess.label) for guess in prediction.options),
        p(b(words["now"]), " ", sentence),
        table,
        p(words["leaves-out"]),
        listed(lab.leaves_out),
        p(b(words["link"]), " ", phrase(lab.link.question)),
    )
    text = lines(
        words["eyebrow"],
        plain(lab.title),
        plain(lab.puzzle.text),
        plain(prediction.question),
        *(f"( ) {plain(guess.label)}" for guess in prediction.options),
        f"{words['now']} {sentence}",
    )
    return Face(markup, text)


def listed(entries: Iterable[str]) -> Markup:
    """Return course texts as a list."""
    return bullets(phrase(entry) for entry in entries)


def puzzle(wording: Wording, text: Puzzle) -> Markup:
    """Return the situation that makes one need the model, with its sources."""
    return join((prose(text.text), wording.cited_below(text.sources)))


def preset(wording: Wording, case: Preset) -> Markup:
    """Return the case from which settings were taken, and that its numbers were not measured."""
    return join((prose(case.case), p(small(wording.cited(case.sources)), " ", phrase(case.note))))


def idea(wording: Wording, model: Idea) -> Markup:
    """Return where the model comes from, its idea and its equations."""
    named = join((b(phrase(model.author)), i(phrase(model.work))), spoken().comma)
    years = with_semicolons(model.year.split("; "))
    where = p(named, " (", phrase(years), ")")
    notation = p(phrase(with_equations(model.notation)))
    return join((where, prose(model.says), notation, wording.cited_below(model.sources)))


def value(amount: Value, lab: Lab) -> str:
    """Return one cell of a lab's table as text."""
    if amount is None:
        return "–"
    if isinstance(amount, str):
        return lab.words.get(amount, amount)
    return f"{amount:.0f}" if abs(amount - round(amount)) < 0.05 else f"{amount:.1f}"


def lab_table(lab: Lab, rows: Iterable[Row]) -> Markup:
    """Return one state of the model as a table."""
    columns = [phrase(column) for column in lab.table.columns]
    cells = (
        [phrase(row.name or lab.table.rows.get(row.key, row.key)), *(value(amount, lab) for amount in row.values)]
        for row in rows
    )
    return numbered_table(phrase(lab.table.caption), columns, [False] + [True] * (len(columns) - 1), cells)


def prediction(wording: Wording, lab: Lab, guess: Guess | None, sentence: str) -> Markup:
    """Return what was predicted, and what the model says to the same question."""
    if guess:
        label = b(phrase(as_sentence(guess.label)))
        guessed = p(wording.word("lab", "predicted"), " ", label, " ", phrase(guess.notice))
    else:
        guessed = None
    return join((guessed, prose(lab.prediction.model_says), p(b(sentence))))


def choices(options: Iterable[Guess]) -> list[Mapping[str, str]]:
    """Return the predictions to choose from, for the page."""
    return [{"id": guess.id, "html": phrase(guess.label)} for guess in options]
