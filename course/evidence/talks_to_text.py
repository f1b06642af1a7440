"""How long talks took, from the year in which they began to the year of the agreement."""

from statistics import median

from course.evidence.casebook import Casebook
from course.evidence.drawing import Drawing, Said
from course.evidence.theme import ACCENT, SECOND, WIDTH, counted, rows
from course.evidence.vega import alt
from course.model.chart import ChartWords

SPANS = ((0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 9), (10, 99))


def draw(words: ChartWords, book: Casebook, said: Said) -> Drawing:
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
    values = [{"years": label, "scope": scope, "cases": number} for (label, scope), number in count.items()]
    base = alt.Chart(rows(values)).encode(
        x=alt.X("years:O", sort=labels, axis=alt.Axis(title=words.words["x"], labelAngle=0)),
        xOffset=alt.XOffset("scope:N", sort=[between, within]),
        y=alt.Y("cases:Q", axis=counted(words.words["cases"])),
    )
    colors = alt.Scale(domain=[between, within], range=[ACCENT, SECOND])
    bars = base.mark_bar().encode(
        color=alt.Color("scope:N", scale=colors, legend=alt.Legend(title=None, orient="top")),
        tooltip=[alt.Tooltip(f"{name}:N", title=words.words[name]) for name in ("years", "scope", "cases")],
    )
    numbers = base.mark_text(dy=-6).encode(text="cases:Q")
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
        drawn=alt.layer(bars, numbers).properties(width=WIDTH, height=220),
    )
