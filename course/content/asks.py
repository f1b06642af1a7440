"""What looks ask: whether the column, the step, the cell or the bar is there that the learner shall guess."""

from collections.abc import Iterable, Iterator

from course.content.reader import ContentError, did_you_mean
from course.model.ask import Cover, Guess, Place
from course.model.lesson import AnyLook, Bars, Table, Timeline


def refuse_asks(where: str, looks: Iterable[AnyLook]) -> None:
    """Raise ContentError for the first look that asks for what it has not got; ``where`` names the file."""
    for look in looks:
        for trouble in find_troubles(look):
            raise ContentError(f"{where}, look '{look.id}', ask: {trouble}")


def find_troubles(look: AnyLook) -> Iterator[str]:
    """Yield a line for everything that keeps a look from asking what its ``ask`` says."""
    match look.ask, look:
        case Cover() as ask, Table():
            yield from _of_column(look, ask.column)
            firsts = [row[0] for row in look.rows]
            for row in ask.rows:
                yield from _missing("row", row, firsts)
            yield from _twice("row", firsts)
        case Place(steps=steps), Timeline():
            dates = [step.date for step in look.steps]
            for date in steps:
                yield from _missing("step", date, dates)
            yield from _twice("step", dates)
            if not steps or len(set(steps)) == len(set(dates)):
                yield "it must take out one step at least and leave one. Change 'steps'."
        case Guess(name=name, row="", column=""), Bars():
            yield from _missing("bar", name, look.names)
        case Guess(name="") as ask, Table():
            yield from _of_column(look, ask.column)
            yield from _missing("row", ask.row, [row[0] for row in look.rows])
        case (Cover() | Place() | Guess()) as ask, _:
            kinds = {Cover: "a table", Place: "a time line", Guess: "a table (row and column) or bars (name)"}
            yield f"only {kinds[type(ask)]} can ask this. Choose another kind, such as 'finding'."
        case _:
            pass
    if look.ask and not look.ask.asks.strip():
        yield "'asks' is empty. Say in a sentence what to do."


def _of_column(look: Table, column: str) -> Iterator[str]:
    names = [known.name for known in look.columns]
    if names and column == names[0]:
        yield f"the column '{column}' names the rows and cannot be guessed. Choose another."
    else:
        yield from _missing("column", column, names)


def _missing(what: str, name: str, known: Iterable[str]) -> Iterator[str]:
    names = list(known)
    if name not in names:
        near = did_you_mean(name, names) or f". There are: {', '.join(names)}."
        yield f"the look has no {what} '{name}'{near}"


def _twice(what: str, names: list[str]) -> Iterator[str]:
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield f"two of its {what}s are called '{name}', and a guess could be about either. Tell them apart."
