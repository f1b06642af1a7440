"""Cases over time by kind of third party: a row of small bars for each kind, a bar for each decade."""

from course.evidence.casebook import REST, Casebook, find_group
from course.evidence.drawing import Drawing, Wording
from course.evidence.theme import FIRST
from course.evidence.vega import Encoding, faceted, layer, layered, nominal, ordinal, quantitative, rows, text, tooltip
from course.model.chart import ChartWords, Spec

ORDER = ("small", "other", "major", "organization", REST)
RECENT = 2010


def draw(words: ChartWords, book: Casebook, wording: Wording) -> Drawing:
    """Count, per decade, the cases in which a kind of third party helped; a case counts once for each kind."""
    names = [words.words[group] for group in ORDER]
    decades = sorted({case.year // 10 * 10 for case in book.cases})
    spans = {decade: words.words["one-decade"].format(first=decade) for decade in decades}
    total = dict.fromkeys(decades, 0)
    count = {group: dict.fromkeys(decades, 0) for group in ORDER}
    since = dict.fromkeys(ORDER, 0)
    for case in book.cases:
        decade = case.year // 10 * 10
        total[decade] += 1
        for group in {find_group(helper.kind) for helper in book.helpers.get(case.id, ())}:
            count[group][decade] += 1
            since[group] += case.year >= RECENT
    values: list[Spec] = [
        {"kind": name, "decade": spans[decade], "cases": count[group][decade]}
        for group, name in zip(ORDER, names, strict=True)
        for decade in decades
    ]
    shared: Encoding = {
        "x": ordinal("decade", axis={"title": words.words["x"], "labelAngle": 0}),
        "y": quantitative("cases", axis=None, scale={"domainMin": 0, "nice": False}),
    }
    tip = tooltip(words.words, "kind", "decade", "cases")
    panel = layered(
        layer("bar", {**shared, "tooltip": tip}, color=FIRST, width={"band": 0.7}),
        text({**shared, "text": quantitative("cases")}, dy=-7),
        width=430,
        height=62,
    )
    header: Spec = {"labelAngle": 0, "labelAlign": "left"}
    drawn = faceted(panel, rows(values), row=nominal("kind", sort=names, title=None, header=header))
    table: list[tuple[str | int, ...]] = [
        (spans[decade], *(count[group][decade] for group in ORDER), total[decade]) for decade in decades
    ]
    return Drawing(
        rows=tuple(table),
        numbers={
            "cases": len(book.cases),
            "recent": RECENT,
            "recent_cases": sum(case.year >= RECENT for case in book.cases),
            "early_cases": sum(case.year < RECENT for case in book.cases),
            **{f"{group}_recent": since[group] for group in ORDER},
            **{f"{group}_early": sum(count[group].values()) - since[group] for group in ORDER},
        },
        drawn=drawn,
    )
