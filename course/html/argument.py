"""The map that a learner's own weighing makes of a claim: drawn as a balance, and told as a list of what lies on it."""

from collections.abc import Iterator, Mapping

import msgspec
from markupsafe import Markup

from course.answers.claim import ClaimWork
from course.answers.events import Argument, Side
from course.html.element import NOTHING, b, bullets, details, div, h3, join, small, strong
from course.html.picture import svg
from course.html.text import phrase, typed
from course.html.wording import Wording
from course.model.claim import Claim, Evidence
from course.model.language import spoken
from course.model.picture import Anchor, Area, Bar, Dot, Line, Mark, Picture, Role, Text

WIDTH = 380
AXIS = WIDTH / 2
STEP = 38
"""How far one step of a weight reaches to its side. The heaviest weight is 4."""
ROW = 24
MOST_TILT = 16
PLACE = 76
"""How far the places of a stand lie from one another."""
LETTER = 14
"""How much room the letter behind a bar takes."""
OUTER = 4 * STEP + LETTER + 12
"""How far outside of the bars the link runs from the strongest piece to the answer that was given to it."""
ROLES: dict[Side, Role] = {"against": "side-b", "for": "side-a"}
WAYS: dict[Side, int] = {"against": -1, "for": 1}
"""Against lies on the left and for on the right, as the places of a stand do."""


class Laid(msgspec.Struct, frozen=True, kw_only=True):
    """Something that the learner laid on one side: a piece with its weight, or an argument of their own (None)."""

    letter: str
    entry: Evidence | Argument
    weight: int | None


Sides = dict[Side, list[Laid]]


def argument_map(
    wording: Wording,
    claim: Claim,
    work: ClaimWork,
    filed: Mapping[str, str] | None = None,
    *,
    heading: bool = True,
) -> Markup:
    """Return the map under its heading: the picture, and folded below it the claim, its sides and what lies on them.

    ``filed`` says in words where the learner had filed a piece before the map was opened, by its id. Without
    ``heading`` it stands where there is one already.

    Nothing comes back while nothing was weighed and no argument added.
    """
    if not work.weights and not work.own:
        return NOTHING
    words = wording.words["trial"]
    sides = _lay(claim, work)
    heavy = {side: sum(laid.weight or 0 for laid in sides[side]) for side in WAYS}
    says = wording.word("trial", "map-says", **{f"{side}_it": count for side, count in heavy.items()})
    entries = [
        join((strong(words[f"map-{side}"]), bullets(_told(laid, work, wording, filed or {}) for laid in sides[side])))
        for side in ("for", "against")
    ]
    listed = bullets([join((phrase(claim.says), bullets(entries)))])
    drawn = div(svg(_draw(wording, work, sides, heavy), says), class_="course-balance")
    return join((h3(words["map"]) if heading else None, drawn, details(says, listed, unfolded=True)))


def _lay(claim: Claim, work: ClaimWork) -> Sides:
    """Return what lies on each side, the heaviest first, with the letters that picture and list share."""
    letters: Iterator[str] = iter(spoken().alphabet)
    sides: Sides = {}
    pieces_of: dict[Side, tuple[Evidence, ...]] = {"for": claim.speaks_for, "against": claim.speaks_against}
    for side, pieces in pieces_of.items():
        weighed = sorted(
            (piece for piece in pieces if piece.id in work.weights), key=lambda piece: -work.weights[piece.id]
        )
        laid = [Laid(letter=next(letters, "·"), entry=piece, weight=work.weights[piece.id]) for piece in weighed]
        own = [argument for argument in work.own if argument.side == side]
        laid += [Laid(letter=next(letters, "·"), entry=argument, weight=None) for argument in own]
        sides[side] = laid
    return sides


def _draw(wording: Wording, work: ClaimWork, sides: Sides, heavy: dict[Side, int]) -> Picture:
    """Draw the balance, a bar for each weight below its arms, and the stands on their scale."""
    words = wording.words["trial"]
    rows = max(len(laid) for laid in sides.values())
    answer = list(_answer(words, work, sides, 96))
    top = 92 + (ROW if answer else 0)
    bottom = top + ROW * rows
    marks = [*_balance(words, heavy), *answer, *_bars(sides, top)]
    marks.append(Line(points=((AXIS, top - 6), (AXIS, bottom)), role="axis"))
    if work.stands:
        marks += _stands(wording, work, bottom + 46)
        bottom += 84
    return Picture(width=WIDTH, height=bottom + 6, marks=tuple(marks))


def _balance(words: Mapping[str, str], heavy: dict[Side, int]) -> list[Mark]:
    """Return a beam on its support; the heavier side is down, by its share of all weight."""
    total = sum(heavy.values())
    tilt = round(MOST_TILT * (heavy["for"] - heavy["against"]) / total, 1) if total else 0
    arm, height = 4 * STEP, 46
    ends: dict[Side, tuple[float, float]] = {
        side: (AXIS + way * arm, height + way * tilt) for side, way in WAYS.items()
    }
    marks: list[Mark] = [
        Area(points=((AXIS, height), (AXIS - 13, height + 30), (AXIS + 13, height + 30)), role="axis"),
        Line(points=(ends["against"], ends["for"]), role="axis", wide=True),
    ]
    for side, (x, y) in ends.items():
        marks.append(Dot(x=x, y=y, role=ROLES[side], radius=7))
        label = f"{words[f'map-{side}']} {heavy[side]}"
        marks.append(Text(x=x, y=y - 14, text=label, role=ROLES[side], anchor="middle"))
    return marks


def _bars(sides: Sides, top: float) -> list[Mark]:
    """Return a bar for each weight, away from the axis; an argument of one's own has no weight and is a ring."""
    marks: list[Mark] = []
    for side, way in WAYS.items():
        for row, laid in enumerate(sides[side]):
            y = top + ROW * row
            reach = 14 if laid.weight is None else max(STEP * laid.weight, 2)
            if laid.weight is None:
                marks.append(Dot(x=AXIS + way * 9, y=y + 8, role=ROLES[side], radius=5, hollow=True))
            else:
                marks.append(Bar(x=min(AXIS, AXIS + way * reach), y=y, width=reach, height=16, role=ROLES[side]))
            anchor: Anchor = "start" if way > 0 else "end"
            marks.append(Text(x=AXIS + way * (reach + 7), y=y + 13, text=laid.letter, anchor=anchor))
    return marks


def _answer(words: Mapping[str, str], work: ClaimWork, sides: Sides, y: float) -> Iterator[Mark]:
    """Yield the answer to the strongest piece: a ring on the other side, in a row above the bars, and a link."""
    rebuttal = work.rebuttal
    if not rebuttal or not rebuttal.text:
        return
    for side, way in WAYS.items():
        for row, laid in enumerate(sides[side]):
            if not isinstance(laid.entry, Evidence) or laid.entry.id != rebuttal.piece:
                continue
            reach = max(STEP * (laid.weight or 0), 2) + LETTER + 7
            height = y + ROW * (row + 1) + 4
            outer = AXIS + way * OUTER
            path = ((AXIS + way * reach, height), (outer, height), (outer, y), (AXIS - way * 3, y))
            yield Line(points=path, role="highlight")
            yield Dot(x=AXIS - way * 9, y=y, role="highlight", radius=5, hollow=True)
            anchor: Anchor = "end" if way > 0 else "start"
            yield Text(x=AXIS - way * 19, y=y + 5, text=words["map-answer"], role="highlight", anchor=anchor)
            return


def _stands(wording: Wording, work: ClaimWork, y: float) -> list[Mark]:
    """Return the scale of the stands with the first as a ring and the second as a point, and the way between them."""
    words = wording.words["trial"]
    ends = (AXIS - 2 * PLACE, AXIS + 2 * PLACE)
    marks: list[Mark] = [Line(points=((ends[0], y), (ends[1], y)), role="axis")]
    marks += [
        Line(points=((AXIS + step * PLACE, y - 4), (AXIS + step * PLACE, y + 4)), role="axis") for step in range(-2, 3)
    ]
    marks.append(Text(x=14, y=y + 26, text=words["scale-2"]))
    marks.append(Text(x=WIDTH - 14, y=y + 26, text=words["scale2"], anchor="end"))
    first, second = work.stand(1), work.stand(2)
    places = {name: AXIS + stand.stand * PLACE for name, stand in (("first", first), ("second", second)) if stand}
    if len(places) == 2 and places["first"] != places["second"]:
        marks.append(Line(points=((places["first"], y), (places["second"], y)), role="highlight", wide=True))
    if "first" in places:
        marks.append(Dot(x=places["first"], y=y, role="highlight", radius=9, hollow=True))
    if "second" in places:
        marks.append(Dot(x=places["second"], y=y, role="highlight", radius=5))
    stayed = len(set(places.values())) < len(places)
    labels = [("both", places["first"])] if stayed else list(places.items())
    return marks + [
        Text(x=x, y=y - 16, text=words[f"map-{name}"], role="highlight", anchor=_anchor(x)) for name, x in labels
    ]


def _anchor(x: float) -> Anchor:
    return "start" if x < AXIS - PLACE else "end" if x > AXIS + PLACE else "middle"


def _told(laid: Laid, work: ClaimWork, wording: Wording, filed: Mapping[str, str]) -> Markup:
    words = wording.words["trial"]
    letter = (b(laid.letter), " ")
    if isinstance(laid.entry, Argument):
        source = (": ", typed(laid.entry.source)) if laid.entry.source else ()
        return join((*letter, typed(laid.entry.text), " ", small(words["map-yours"], *source)))
    piece = laid.entry
    filing = filed.get(piece.id)
    where = join((" ", small(wording.word("trial", "map-filed", side=filing)))) if filing else None
    answer = None
    if work.rebuttal and work.rebuttal.piece == piece.id and work.rebuttal.text:
        answer = bullets([join((words["map-answered"], " ", typed(work.rebuttal.text)))])
    return join((*letter, phrase(piece.says), " ", small(f"({words[f'weight{laid.weight}']})"), where, answer))
