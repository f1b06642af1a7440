"""Outcome by durability: what came out of each case, and what became of it."""

from course.evidence.casebook import Casebook
from course.evidence.drawing import Drawing, Said
from course.evidence.theme import DURABILITY, INK, ON_DARK, PAPER, WIDTH, counted, rows
from course.evidence.vega import alt
from course.model.case import VOCABULARY
from course.model.chart import ChartWords

AGREED = tuple(one for one in VOCABULARY["outcome"] if one != "no-agreement")
FATES = tuple(one for one in VOCABULARY["durability"] if one != "not-applicable")


def draw(words: ChartWords, book: Casebook, said: Said) -> Drawing:
    """Count the cases with an agreement by outcome and durability. Counts of a selection, never rates."""
    count = {(outcome, fate): 0 for outcome in AGREED for fate in FATES}
    for case in book.cases:
        if case.agreed:
            count[case.outcome, case.durability] += 1
    values = [
        {
            "outcome": said(outcome),
            "durability": said(fate),
            "order": FATES.index(fate),
            "cases": number,
            "on": PAPER if fate in ON_DARK else INK,
        }
        for (outcome, fate), number in count.items()
        if number
    ]
    base = alt.Chart(rows(values)).encode(
        y=alt.Y("outcome:N", sort=[said(one) for one in AGREED], title=None),
        x=alt.X("cases:Q", stack="zero", axis=counted(words.words["x"])),
        order="order:Q",
    )
    colors = alt.Scale(domain=[said(one) for one in FATES], range=[DURABILITY[one] for one in FATES])
    bars = base.mark_bar(stroke=PAPER).encode(
        color=alt.Color("durability:N", scale=colors, legend=alt.Legend(title=None, orient="bottom")),
        tooltip=[alt.Tooltip(f"{name}:N", title=words.words[name]) for name in ("outcome", "durability", "cases")],
    )
    labels = base.mark_text().encode(
        x=alt.X("cases:Q", stack="zero", bandPosition=0.5),
        text="cases:Q",
        color=alt.Color("on:N", scale=None),
        detail="durability:N",
    )
    table = [
        (said(outcome), *(count[outcome, fate] for fate in FATES), sum(count[outcome, fate] for fate in FATES))
        for outcome in AGREED
    ]
    fates = {fate.replace("-", "_"): sum(count[one, fate] for one in AGREED) for fate in FATES}
    return Drawing(
        rows=tuple(table),
        numbers={
            "agreed": sum(count.values()),
            "none": len(book.cases) - sum(count.values()),
            **fates,
            **{f"full_{fate.replace('-', '_')}": count["full-settlement", fate] for fate in FATES},
            **{f"ceasefire_{fate.replace('-', '_')}": count["ceasefire", fate] for fate in FATES},
            "full": sum(count["full-settlement", fate] for fate in FATES),
            "ceasefires": sum(count["ceasefire", fate] for fate in FATES),
        },
        drawn=alt.layer(bars, labels).properties(width=WIDTH, height=190),
    )
