"""Outcome by durability: what came out of each case, and what became of it."""

from course.evidence.casebook import Casebook
from course.evidence.drawing import Drawing, Wording
from course.evidence.theme import BETWEEN, DURABILITY, ON_MARKS, WIDTH
from course.evidence.vega import Encoding, counted, layer, layered, nominal, quantitative, rows, tooltip
from course.model.case import VOCABULARY
from course.model.chart import ChartWords, Spec

AGREED = tuple(outcome for outcome in VOCABULARY["outcome"] if outcome != "no-agreement")
FATES = tuple(fate for fate in VOCABULARY["durability"] if fate != "not-applicable")


def draw(words: ChartWords, book: Casebook, wording: Wording) -> Drawing:
    """Count the cases with an agreement by outcome and durability. Counts of a selection, never rates."""
    count = {(outcome, fate): 0 for outcome in AGREED for fate in FATES}
    for case in book.cases:
        if case.agreed:
            count[case.outcome, case.durability] += 1
    values: list[Spec] = [
        {
            "outcome": wording(outcome),
            "durability": wording(fate),
            "order": FATES.index(fate),
            "cases": number,
        }
        for (outcome, fate), number in count.items()
        if number
    ]
    shared: Encoding = {
        "y": nominal("outcome", sort=[wording(outcome) for outcome in AGREED], title=None),
        "order": quantitative("order"),
    }
    colors = {"domain": [wording(fate) for fate in FATES], "range": [DURABILITY[fate] for fate in FATES]}
    bars: Encoding = {
        **shared,
        "x": quantitative("cases", stack="zero", axis=counted(words.words["x"])),
        "color": nominal("durability", scale=colors, legend={"title": None, "orient": "bottom"}),
        "tooltip": tooltip(words.words, "outcome", "durability", "cases"),
    }
    labels: Encoding = {
        **shared,
        "x": quantitative("cases", stack="zero", bandPosition=0.5),
        "text": quantitative("cases"),
        "detail": nominal("durability"),
    }
    table: list[tuple[str | int, ...]] = [
        (wording(outcome), *(count[outcome, fate] for fate in FATES), sum(count[outcome, fate] for fate in FATES))
        for outcome in AGREED
    ]
    fates = {fate.replace("-", "_"): sum(count[outcome, fate] for outcome in AGREED) for fate in FATES}
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
        drawn=layered(
            layer("bar", bars, stroke=BETWEEN),
            layer("text", labels, color=ON_MARKS),
            data=rows(values),
            width=WIDTH,
            height=190,
        ),
    )
