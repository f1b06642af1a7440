"""A chart that is its own table: one row for each option, its number as a bar and in digits. It prints, and wraps."""

from collections.abc import Sequence

from markupsafe import Markup

from course.html.element import BR, NOTHING, b, div, i, small, table, td
from course.model.language import arrow, own_direction
from course.teacher.classroom.distribution import Bar, Distribution


def tally(
    rounds: Sequence[Sequence[float]], labels: Sequence[str], heads: Sequence[str], notes: Sequence[str]
) -> Markup:
    """Return bars. ``rounds`` holds one list of numbers, or two: the first is drawn hollow, the second full.

    ``labels`` and ``notes`` (what stands small below a label, "" for nothing) are plain text; ``heads`` says what
    each round is.
    """
    longest = max((count for counts in rounds for count in counts), default=0) or 1
    two = len(rounds) > 1
    rows = []
    for n, label in enumerate(labels):
        bars = [
            _bar(counts[n], longest, f"{heads[turn]}: {counts[n]:g}" if two else None, hollow=two and turn == 0)
            for turn, counts in enumerate(rounds)
        ]
        note = (BR, small(notes[n])) if notes and notes[n] else ()
        rows.append([td(label, *note, dir=own_direction()), td(*bars)])
    key = " ".join(f"{'▭' if n == 0 else '■'} {head}" for n, head in enumerate(heads)) if two else ""
    return table([], rows, caption=small(key) if key else None, class_="tally")


def _bar(count: float, longest: float, label: str | None, *, hollow: bool) -> Markup:
    # Nothing is no bar, not a thin one.
    drawn = i(style=f"inline-size:{88 * count / longest:.1f}%") if count else None
    kind = "tally-bar tally-first" if hollow else "tally-bar"
    return div(drawn, b(f"{count:g}"), class_=kind, aria_label=label)


def of(rounds: Sequence[Distribution], heads: Sequence[str], mean: str, *, by_mean: bool = False) -> Markup:
    """Return the bars of one or two rounds of answers; ``mean`` is a template for the mean place of an option.

    Where everybody places everything, the bar is the mean step, and a count would say nothing.
    """
    if not rounds or not rounds[0].bars:
        return NOTHING
    bars: Sequence[Bar] = rounds[0].bars
    labels = [bar.says for bar in bars]
    if by_mean:
        means = [[round(bar.mean or 0, 1) for bar in answers.bars] for answers in rounds]
        return tally(means, labels, heads, ())
    notes = [
        arrow().join(
            mean.format(mean=f"{answers.bars[n].mean:.1f}") for answers in rounds if answers.bars[n].mean is not None
        )
        for n in range(len(bars))
    ]
    return tally([[bar.count for bar in answers.bars] for answers in rounds], labels, heads, notes)
