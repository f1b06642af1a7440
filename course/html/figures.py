"""The pictures of a debrief: gains over the alternatives, the frontier, the shares, the dance. Data come ready."""

from collections.abc import Mapping, Sequence

from course.model.picture import Bar, Frame, Line, Mark, Picture, Role, Text
from course.negotiation.debrief import Debrief

SIDES: tuple[Role, ...] = ("side-a", "side-b", "mediator", "danger", "axis", "highlight")
"""Roles of the parties, in the order of the table. Every mark has a name beside it as well."""


def sides(parties: Sequence[str]) -> dict[str, Role]:
    """Return the role in which each party is drawn."""
    return {party: SIDES[place % len(SIDES)] for place, party in enumerate(parties)}


def gains(debrief: Debrief, names: Mapping[str, str], words: Mapping[str, str]) -> Picture:
    """Draw a bar for each party: its best alternative, and what the outcome brought over it or under it."""
    colors = sides([result.role for result in debrief.results])
    frame = Frame(left=130, top=10, width=420, height=44 * len(debrief.results))
    marks: list[Mark] = []
    for place, result in enumerate(debrief.results):
        top = frame.top + 44 * place + 8
        walk, got = frame.at(result.batna, 0)[0], frame.at(result.points, 0)[0]
        marks.append(Text(x=frame.left - 8, y=top + 17, text=names[result.role], anchor="end"))
        marks.append(Bar(x=frame.left, y=top, width=round(min(walk, got) - frame.left, 2), height=26, role="muted"))
        if got != walk:
            left, right = sorted((walk, got))
            role = colors[result.role] if got > walk else "danger"
            marks.append(Bar(x=left, y=top, width=round(right - left, 2), height=26, role=role))
        marks.append(Line(points=((walk, top - 5), (walk, top + 31)), role="barrier", wide=True))
        label = f"{result.batna:.0f} → {result.points:.0f} ({result.gain:+.0f})"
        marks.append(Text(x=max(walk, got) + 8, y=top + 17, text=label))
    bottom = frame.top + frame.height + 16
    marks.append(Text(x=frame.left, y=bottom, text=words["figure-gains-axis"], role="axis"))
    return Picture(width=680, height=bottom + 12, marks=tuple(marks))


def frontier(debrief: Debrief, names: Mapping[str, str], words: Mapping[str, str]) -> Picture:
    """Draw the frontier of two parties: efficient packages, both alternatives, the points, halfway, the deal."""
    a, b = (result.role for result in debrief.results)
    frame = Frame(left=60, top=40, width=440, height=400)
    value = words["figure-points-for"]
    marks: list[Mark] = [*frame.axes(value.format(name=names[a]), value.format(name=names[b]))]
    marks += [*_ticks(frame), *_floor(frame)]
    walk = {result.role: result.batna for result in debrief.results}
    marks.append(frame.line(((walk[a], 0), (walk[a], 100)), "side-a", dashed=True))
    marks.append(frame.line(((0, walk[b]), (100, walk[b])), "side-b", dashed=True))
    marks.append(frame.text(walk[a], 1, words["figure-batna"].format(name=names[a]), "side-a", lift=4))
    marks.append(frame.text(1, walk[b], words["figure-batna"].format(name=names[b]), "side-b", lift=4))
    edge = sorted((spot.values[a], spot.values[b]) for spot in debrief.frontier)
    marks.append(frame.line(tuple(edge), "muted"))
    marks += [frame.dot(x, y, "axis", radius=3) for x, y in edge]
    for (x, y), letters in _labeled(debrief, a, b, words).items():
        marks.append(frame.dot(x, y, "highlight", radius=6, hollow=True))
        marks.append(frame.text(x, y, letters, "highlight", lift=9))
    for spot in debrief.halfway:
        x, y = spot.values[a], spot.values[b]
        marks.append(frame.dot(x, y, "muted", radius=6, hollow=True))
        marks.append(frame.text(x, y, words["figure-halfway"], "muted", anchor="end", lift=-18))
    if debrief.package:
        got = {result.role: result.points for result in debrief.results}
        marks.append(frame.dot(got[a], got[b], "deal", radius=8))
        marks.append(frame.text(got[a], got[b], words["figure-deal"], "deal", anchor="end", lift=10))
    else:
        marks.append(frame.dot(walk[a], walk[b], "danger", radius=8))
        marks.append(frame.text(walk[a], walk[b], words["figure-no-deal"], "danger", anchor="end", lift=10))
    return Picture(width=640, height=490, marks=tuple(marks))


def _ticks(frame: Frame) -> list[Mark]:
    """Return the numbers beside the y axis."""
    places = [(frame.at(frame.x_low, y), y) for y in (0, 50, 100)]
    return [Text(x=x - 8, y=down + 4, text=str(y), role="axis", anchor="end") for (x, down), y in places]


def _floor(frame: Frame) -> list[Mark]:
    """Return the numbers below an x axis of points."""
    places = [(frame.at(x, 0), x) for x in (0, 50)]
    return [Text(x=x, y=down + 18, text=str(value), role="axis", anchor="middle") for (x, down), value in places]


def _labeled(debrief: Debrief, a: str, b: str, words: Mapping[str, str]) -> dict[tuple[float, float], str]:
    """Return the letters of the points by place; those that fall together stand side by side."""
    letters: dict[tuple[float, float], list[str]] = {}
    for name, spot in debrief.points.items():
        if spot is not None:
            letters.setdefault((spot.values[a], spot.values[b]), []).append(words[f"letter-{name}"])
    return {place: " ".join(labels) for place, labels in letters.items()}


def shares(rows: Sequence[tuple[str, Mapping[str, float]]], names: Mapping[str, str]) -> Picture:
    """Draw, for each package in ``rows``, what share of its ideal gain each party gets (0 to 1, or below 0)."""
    parties = list(rows[0][1])
    colors = sides(parties)
    deep = 18 * len(parties) + 16
    frame = Frame(left=250, top=10, width=300, height=deep * len(rows), x_high=1)
    marks: list[Mark] = []
    for place, (label, values) in enumerate(rows):
        top = frame.top + deep * place
        marks.append(Text(x=10, y=top + deep / 2, text=label))
        for n, party in enumerate(parties):
            line = top + 18 * n + 4
            end = frame.at(values[party], 0)[0]
            marks.append(Text(x=frame.left - 6, y=line + 12, text=names[party], anchor="end", role=colors[party]))
            marks.append(Bar(x=frame.left, y=line, width=round(end - frame.left, 2), height=14, role=colors[party]))
            marks.append(Text(x=end + 6, y=line + 12, text=f"{100 * values[party]:.0f}%"))
    return Picture(width=640, height=frame.top + frame.height + 10, marks=tuple(marks))


def dance(
    series: Mapping[str, Sequence[tuple[int, float]]],
    names: Mapping[str, str],
    colors: Mapping[str, Role],
    rounds: int,
    words: Mapping[str, str],
) -> Picture:
    """Draw offers as lines over the rounds, one line a side; the y axis is points, as ``words`` say to whom."""
    frame = Frame(left=60, top=40, width=440, height=300, x_low=1, x_high=max(2, rounds))
    marks: list[Mark] = [*frame.axes("", words["figure-value"]), *_ticks(frame)]
    right, floor = frame.at(frame.x_high, 0)
    marks += [
        Text(x=frame.at(number, 0)[0], y=floor + 18, text=str(number), role="axis", anchor="middle")
        for number in range(1, rounds + 1)
    ]
    marks.append(Text(x=right, y=floor + 38, text=words["figure-rounds"], role="axis", anchor="end"))
    for side, points in series.items():
        if not points:
            continue
        role = colors.get(side, "axis")
        marks.append(frame.line(tuple((float(x), y) for x, y in points), role, dashed=side not in colors))
        marks += [frame.dot(x, y, role, radius=4) for x, y in points]
        x, y = points[-1]
        across, down = frame.at(x, y)
        marks.append(Text(x=across + 8, y=down + 4, text=names[side], role=role))
    return Picture(width=680, height=390, marks=tuple(marks))
