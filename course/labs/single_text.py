"""The single negotiating text: one draft, many amendments, and nobody is asked for a concession.

Idea: Roger Fisher's one-text procedure (Fisher and Ury, Getting to Yes, 1981), used by the United States at Camp
David in 1978; efficiency and packages after Howard Raiffa, The Art and Science of Negotiation, 1982. Searching a
large space of contracts by amendments to one text: Klein, Faratin, Sayama and Bar-Yam, "Protocols for Negotiating
Complex Contracts", IEEE Intelligent Systems 18(6), 2003.

A package picks one of four options on each of six issues (4096 packages). Each side scores every option; a package is
worth the sum, stretched so that its best is 100 and its worst 0. ``opposition`` r mixes B's wishes on an issue:

    score of an option to B = r·(1 − score to A) + (1 − r)·(a random score), times B's own weight of the issue

The mediator starts from a poor draft, the one nearest to 30 for both sides, and tests one amendment per round. It goes
into the text when no side loses by it and one gains (each side has a veto). A *salami* amendment changes one issue; a
*trade* changes two at once. With ``trades`` = 0 the text is bargained slice by slice.
At the end a side signs only what is worth at least its BATNA. Efficiency of a draft: the product of gains over the
BATNAs, as a share of the best product (its square root), so 1 is the Nash point.
Teaching simplifications: two sides, honest votes, additive scores, amendments drawn at random (seeded) where a
mediator would listen first. Everything follows from the settings and the seed.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from math import cos, log, pi, prod, sqrt
from random import Random

import msgspec

from course.model.lab import Parameter, Row, Value, settings
from course.model.picture import Frame, Mark, Picture, Point, Role

PARAMETERS = (
    Parameter(id="trades", low=0, high=100, step=10, start=60, unit="%"),
    Parameter(id="opposition", low=0, high=100, step=10, start=50, unit="%"),
    Parameter(id="walkaway", low=0, high=80, step=5, start=40, unit="points"),
    Parameter(id="rounds", low=10, high=200, step=10, start=120, unit="rounds"),
    Parameter(id="seed", low=1, high=99, step=1, start=58, unit="seed"),
)
ISSUES, OPTIONS = 6, 4
FIRST_DRAFT = 30.0
SLACK = 1e-9


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A version of the text: the round that made it, how many issues that changed, its value to A and to B."""

    round: int
    changed: int
    a: float
    b: float


class Path(msgspec.Struct, frozen=True, kw_only=True):
    """All drafts from the first to the last. ``signed``: both get at least their BATNA. ``stuck``: no amendment of
    the permitted kind is left that the sides would let in."""

    drafts: tuple[Draft, ...]
    efficiency: float
    signed: bool
    stuck: bool


class Space(msgspec.Struct, frozen=True, kw_only=True):
    """All packages. ``values``: to A and to B, from 0 to 100, the last issue changing fastest; ``frontier``: those of
    the efficient packages; ``first``: the number of the poor draft with which the mediator starts."""

    values: tuple[Point, ...]
    frontier: tuple[Point, ...]
    first: int


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The path of the settings, the slice-by-slice path beside it, and the efficient frontier of all packages."""

    path: Path
    salami: Path
    frontier: tuple[Point, ...]
    walkaway: float
    possible: bool
    trades: float


def gamma(rng: Random) -> float:
    """Return a draw from the gamma distribution of shape 3/2: half the square of a normal draw, and an exponential.

    Made of ``random`` alone, the one method that gives the same numbers in every version of Python.
    """
    normal = -2 * log(1 - rng.random()) * cos(2 * pi * rng.random()) ** 2
    return normal / 2 - log(1 - rng.random())


def shares(rng: Random) -> list[float]:
    """Return how much each issue weighs for a side: drawn from a flat-topped Dirichlet distribution, summing to 1."""
    drawn = [gamma(rng) for _ in range(ISSUES)]
    return [weight / sum(drawn) for weight in drawn]


@lru_cache(maxsize=64)
def space(opposition: float, seed: int) -> Space:
    """Draw what both sides wish, and return what every package is worth to them."""
    rng = Random(f"wishes {seed}")
    steps = [place / (OPTIONS - 1) for place in range(OPTIONS)]
    to_a = [sorted(steps, key=lambda _: rng.random()) for _ in range(ISSUES)]
    to_b = [[opposition * (1 - score) + (1 - opposition) * rng.random() for score in scores] for scores in to_a]
    of_a, of_b = shares(rng), shares(rng)
    raw: list[Point] = [(0.0, 0.0)]
    for issue in range(ISSUES):
        scores = [(of_a[issue] * a, of_b[issue] * b) for a, b in zip(to_a[issue], to_b[issue], strict=True)]
        raw = [(a + more_a, b + more_b) for a, b in raw for more_a, more_b in scores]
    low_a, low_b = min(a for a, _ in raw), min(b for _, b in raw)
    wide_a, wide_b = max(a for a, _ in raw) - low_a, max(b for _, b in raw) - low_b
    values = tuple((100 * (a - low_a) / wide_a, 100 * (b - low_b) / wide_b) for a, b in raw)
    far = [(a - FIRST_DRAFT) ** 2 + (b - FIRST_DRAFT) ** 2 for a, b in values]
    return Space(values=values, frontier=efficient(values), first=far.index(min(far)))


def number(package: Sequence[int]) -> int:
    """Return where a package, the number of its option on each issue, stands in the space."""
    place = 0
    for option in package:
        place = place * OPTIONS + option
    return place


def efficient(values: Sequence[Point]) -> tuple[Point, ...]:
    """Return the efficient packages' values, A's best first: nobody can gain without a loss to the other."""
    frontier, best = [], -1.0
    for a, b in sorted(values, reverse=True):
        if b > best + SLACK:
            frontier.append((a, b))
            best = b
    return tuple(frontier)


def neighbors(package: Sequence[int], most: int) -> set[tuple[int, ...]]:
    """Return the packages that differ from ``package`` in one issue (or, for most=2, in one or two), and itself."""
    near = {tuple(package)}
    for issues in combinations(range(ISSUES), most):
        changed = [tuple(package)]
        for issue in issues:
            changed = [
                (*choice[:issue], option, *choice[issue + 1 :]) for choice in changed for option in range(OPTIONS)
            ]
        near.update(changed)
    return near


def improves(now: Point, then: Point) -> bool:
    """Whether no side loses by a change and one gains."""
    gains = [after - before for before, after in zip(now, then, strict=True)]
    return min(gains) >= -SLACK and max(gains) > SLACK


def walk(space: Space, trades: float, rounds: int, walkaway: float, seed: int) -> Path:
    """Amend the text for ``rounds`` rounds and return its path."""
    rng = Random(f"amendments {seed}")
    package = [space.first // OPTIONS**place % OPTIONS for place in reversed(range(ISSUES))]
    worth = space.values[space.first]
    drafts = [Draft(round=0, changed=0, a=worth[0], b=worth[1])]
    for round in range(1, rounds + 1):
        # All is drawn in every round, so that slices and trades meet the same amendments.
        first, step, pick, other_pick = (int(most * rng.random()) for most in (ISSUES, ISSUES - 1, OPTIONS, OPTIONS))
        trade = rng.random() < trades
        amended = list(package)
        amended[first] = pick
        if trade:
            amended[(first + 1 + step) % ISSUES] = other_pick
        then = space.values[number(amended)]
        if improves(worth, then):
            changed = sum(old != new for old, new in zip(package, amended, strict=True))
            package, worth = amended, then
            drafts.append(Draft(round=round, changed=changed, a=worth[0], b=worth[1]))
    best = max(product(point, walkaway) for point in space.frontier)
    near = neighbors(package, 2 if trades > 0 else 1)
    return Path(
        drafts=tuple(drafts),
        efficiency=sqrt(product(worth, walkaway) / best) if best > 0 else 0.0,
        signed=min(worth) >= walkaway - SLACK,
        stuck=not any(improves(worth, space.values[number(other)]) for other in near),
    )


def product(worth: Point, walkaway: float) -> float:
    """Return the product of what both gain over their alternatives, 0 where one gains nothing."""
    return prod(max(0.0, value - walkaway) for value in worth)


def solve(**values: float) -> Result:
    """Run the procedure, and beside it the slice-by-slice one. Raises ValueError for values out of range."""
    s = settings(PARAMETERS, values)
    drawn = space(s["opposition"] / 100, int(s["seed"]))
    rounds, seed = int(s["rounds"]), int(s["seed"])
    return Result(
        path=walk(drawn, s["trades"] / 100, rounds, s["walkaway"], seed),
        salami=walk(drawn, 0.0, rounds, s["walkaway"], seed),
        frontier=drawn.frontier,
        walkaway=s["walkaway"],
        possible=any(min(point) >= s["walkaway"] - SLACK for point in drawn.frontier),
        trades=s["trades"] / 100,
    )


def sentence(result: Result) -> tuple[str, dict[str, Value]]:
    """Return the key of the sentence and what fills it."""
    last = result.path.drafts[-1]
    values: dict[str, Value] = {
        "drafts": len(result.path.drafts),
        "a": last.a,
        "b": last.b,
        "walkaway": result.walkaway,
        "efficiency": 100 * result.path.efficiency,
        "salami": 100 * result.salami.efficiency,
        "stuck": "is-stuck" if result.path.stuck else "can-go-on",
    }
    if not result.possible:
        return "impossible", values
    if not result.path.signed:
        return "not-signed", values
    return ("signed-salami" if result.trades == 0 else "signed"), values


def table(result: Result) -> list[Row]:
    """Return rows of (value to A, value to B, issues changed, efficiency in percent): some drafts, then both paths."""
    drafts = result.path.drafts
    places = sorted({0, len(drafts) // 3, 2 * len(drafts) // 3, len(drafts) - 1})
    rows = [
        Row(key="draft", name=str(n + 1), values=(drafts[n].a, drafts[n].b, drafts[n].changed, None)) for n in places
    ]
    for key, path in (("this-path", result.path), ("salami-path", result.salami)):
        rows.append(Row(key=key, values=(path.drafts[-1].a, path.drafts[-1].b, None, 100 * path.efficiency)))
    rows.append(Row(key="walkaway", values=(result.walkaway, result.walkaway, None, None)))
    return rows


def picture(result: Result, words: Mapping[str, str]) -> Picture:
    """Draw the space of values: frontier, walk-away lines, the path of drafts, and the slice-by-slice path."""
    frame = Frame(left=60, top=40, width=360, height=360)
    edge = result.walkaway
    marks: list[Mark] = [*frame.axes(words["value-a"], words["value-b"])]
    marks.append(frame.area(((edge, edge), (edge, 100), (100, 100), (100, edge)), "grid"))
    marks.append(frame.line(((edge, 0), (edge, 100)), "side-a", dashed=True))
    marks.append(frame.line(((0, edge), (100, edge)), "side-b", dashed=True))
    marks.append(frame.text(edge, 2, words["walkaway-a"], "side-a", lift=4))
    marks.append(frame.text(1, edge, words["walkaway-b"], "side-b", lift=4))
    marks.append(frame.line(result.frontier, "barrier", wide=True))
    paths: tuple[tuple[Path, Role, bool], ...] = ((result.salami, "muted", True), (result.path, "mediator", False))
    for path, color, dashed in paths:
        marks.append(frame.line(tuple((d.a, d.b) for d in path.drafts), color, dashed=dashed))
        marks += [frame.dot(d.a, d.b, color, radius=3) for d in path.drafts[1:-1]]
    first, last = result.path.drafts[0], result.path.drafts[-1]
    marks.append(frame.dot(first.a, first.b, "highlight", hollow=True))
    marks.append(frame.text(first.a, first.b, words["first-draft"], "highlight", anchor="end", lift=-18))
    role: Role = "deal" if result.path.signed else "danger"
    marks.append(frame.dot(last.a, last.b, role, radius=7))
    marks.append(frame.text(last.a, last.b, words["last-draft"], role, lift=10))
    return Picture(width=480, height=440, marks=tuple(marks))
