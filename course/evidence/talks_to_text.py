"""How long talks took, from the year in which they began to the year of the agreement."""

from statistics import median

from course.evidence.casebook import Casebook
from course.evidence.drawing import Drawing, Wording
from course.evidence.theme import FIRST, SECOND, WIDTH
from course.evidence.vega import Encoding, counted, layer, layered, nominal, ordinal, quantitative, rows, text, tooltip
from course.model.chart import ChartWords, Spec

SPANS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, 99))


def draw(words: ChartWords, book: Casebook, wording: Wording) -> Drawing:
    """Count the cases with a dated agreement by calendar years of talks, between states and otherwise.

    A span of 0 means that both fell into one calendar year. The table knows when talks began, not when a war did.
    """
    spans = {case.id: case.agreement_year - case.start_year for case in book.cases if case.agreement_year}
    labels = [str(low) if low == high else f"{low}–{high}" if high < 99 else f"{low}+" for low, high in SPANS]
    between, within = words.words["interstate"], words.words["internal"]
    count = {(label, scope): 0 for label in labels for scope in (between, within)}
    for id, years in spans.items():
        label = next(label for label, (low, high) in zip(labels, SPANS, strict=True) if low <= years <= high)
        count[label, between if book.by_id[id].scope == "interstate" else within] += 1
    values: list[Spec] = [{"years": label, "scope": scope, "cases": number} for (label, scope), number in count.items()]
    shared: Encoding = {
        "x": ordinal("years", sort=labels, axis={"title": words.words["x"], "labelAngle": 0}),
        "xOffset": nominal("scope", sort=[between, within]),
        "y": quantitative("cases", axis=counted(words.words["cases"])),
    }
    colors = {"domain": [between, within], "range": [FIRST, SECOND]}
    bars: Encoding = {
        **shared,
        "color": nominal("scope", scale=colors, legend={"title": None, "orient": "top"}),
        "tooltip": tooltip(words.words, "years", "scope", "cases"),
    }
    numbers: Encoding = {**shared, "text": quantitative("cases")}
    longest = max(spans, key=lambda id: (spans[id], id))
    return Drawing(
        rows=tuple(
            (label, count[label, between], count[label, within], count[label, between] + count[label, within])
            for label in labels
        ),
        numbers={
            "cases": len(spans),
            "undated": len(book.cases) - len(spans),
            "same": sum(years == 0 for years in spans.values()),
            "ten": sum(years >= 10 for years in spans.values()),
            "median": f"{median(spans.values()):g}",
            "longest": book.by_id[longest].name,
            "longest_years": spans[longest],
            **{f"same_{name}": count["0", scope] for name, scope in (("interstate", between), ("internal", within))},
        },
        drawn=layered(layer("bar", bars), text(numbers, dy=-6), data=rows(values), width=WIDTH, height=220),
    )
