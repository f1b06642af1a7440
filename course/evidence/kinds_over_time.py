"""Cases over time by kind of third party: a row of small bars for each kind, a bar for each decade."""

from course.evidence.casebook import REST, Casebook, group
from course.evidence.drawing import Drawing, Said
from course.evidence.theme import ACCENT, rows
from course.evidence.vega import alt
from course.model.chart import ChartWords

ORDER = ("small", "other", "major", "organization", REST)
RECENT = 2010


def draw(words: ChartWords, book: Casebook, said: Said) -> Drawing:
    """Count, per decade, the cases in which a kind of third party helped; a case counts once for each kind."""
    names = [words.words[one] for one in ORDER]
    decades = sorted({case.year // 10 * 10 for case in book.cases})
    total = dict.fromkeys(decades, 0)
    count = {one: dict.fromkeys(decades, 0) for one in ORDER}
    since = dict.fromkeys(ORDER, 0)
    for case in book.cases:
        decade = case.year // 10 * 10
        total[decade] += 1
        for one in {group(helper.kind) for helper in book.helpers.get(case.id, ())}:
            count[one][decade] += 1
            since[one] += case.year >= RECENT
    values = [
        {"kind": name, "decade": f"{decade}s", "cases": count[one][decade]}
        for one, name in zip(ORDER, names, strict=True)
        for decade in decades
    ]
    base = alt.Chart().encode(
        x=alt.X("decade:O", axis=alt.Axis(title=words.words["x"], labelAngle=0)),
        y=alt.Y("cases:Q", axis=None, scale=alt.Scale(domainMin=0, nice=False)),
    )
    bars = base.mark_bar(color=ACCENT, width={"band": 0.7}).encode(
        tooltip=[alt.Tooltip(f"{name}:N", title=words.words[name]) for name in ("kind", "decade", "cases")]
    )
    labels = base.mark_text(dy=-7).encode(text="cases:Q")
    drawn = (
        alt.layer(bars, labels, data=rows(values))
        .properties(width=430, height=62)
        .facet(row=alt.Row("kind:N", sort=names, title=None, header=alt.Header(labelAngle=0, labelAlign="left")))
    )
    table = [(f"{decade}s", *(count[one][decade] for one in ORDER), total[decade]) for decade in decades]
    return Drawing(
        rows=tuple(table),
        numbers={
            "cases": len(book.cases),
            "recent": RECENT,
            "recent_cases": sum(case.year >= RECENT for case in book.cases),
            "early_cases": sum(case.year < RECENT for case in book.cases),
            **{f"{one}_recent": since[one] for one in ORDER},
            **{f"{one}_early": sum(count[one].values()) - since[one] for one in ORDER},
        },
        drawn=drawn,
    )
