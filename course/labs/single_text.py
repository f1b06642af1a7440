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

from collections.abc import Mapping
from functools import lru_cache

import msgspec
import numpy as np

from course.model.lab import Parameter, Row, Value, settings
from course.model.picture import Frame, Mark, Picture, Point

PARAMETERS = (
    Parameter(id="trades", low=0, high=100, step=10, start=60, unit="%"),
    Parameter(id="opposition", low=0, high=100, step=10, start=50, unit="%"),
    Parameter(id="walkaway", low=0, high=80, step=5, start=40, unit="points"),
    Parameter(id="rounds", low=10, high=200, step=10, start=120, unit="rounds"),
    Parameter(id="seed", low=1, high=99, step=1, start=43, unit="seed"),
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


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """The path of the settings, the slice-by-slice path beside it, and the efficient frontier of all packages."""

    path: Path
    salami: Path
    frontier: tuple[Point, ...]
    walkaway: float
    possible: bool
    trades: float


@lru_cache(maxsize=64)
def space(opposition: float, seed: int) -> np.ndarray:
    """Return the value of every package to each side, shape (4,)*6 + (2,), from 0 to 100."""
    rng = np.random.default_rng([seed, 4])
    to_a = rng.permuted(np.tile(np.linspace(0, 1, OPTIONS), (ISSUES, 1)), axis=1)
    to_b = opposition * (1 - to_a) + (1 - opposition) * rng.random((ISSUES, OPTIONS))
    weights = rng.dirichlet(np.full(ISSUES, 1.5), size=2)
    values = np.zeros((OPTIONS,) * ISSUES + (2,))
    for issue in range(ISSUES):
        shape = [1] * ISSUES + [2]
        shape[issue] = OPTIONS
        scores = np.stack((weights[0, issue] * to_a[issue], weights[1, issue] * to_b[issue]), axis=1)
        values = values + scores.reshape(shape)
    low, high = values.reshape(-1, 2).min(axis=0), values.reshape(-1, 2).max(axis=0)
    values = 100 * (values - low) / (high - low)
    values.setflags(write=False)
    return values


def efficient(flat: np.ndarray) -> tuple[Point, ...]:
    """Return the efficient packages' values, A's best first: nobody can gain without a loss to the other."""
    ordered = flat[np.lexsort((-flat[:, 1], -flat[:, 0]))]
    before = np.concatenate(([-1.0], np.maximum.accumulate(ordered[:, 1])[:-1]))
    return tuple((float(a), float(b)) for a, b in ordered[ordered[:, 1] > before + SLACK])


def neighbors(place: tuple[int, ...], most: int, values: np.ndarray) -> np.ndarray:
    """Return the values of all packages that differ from ``place`` in one issue (or, for most=2, one or two)."""
    found = []
    for i in range(ISSUES):
        for j in range(i, ISSUES if most == 2 else i + 1):
            index: list[int | slice] = list(place)
            index[i] = index[j] = slice(None)
            found.append(values[tuple(index)].reshape(-1, 2))
    return np.concatenate(found)


def improves(now: np.ndarray, then: np.ndarray) -> np.ndarray:
    """Whether no side loses by a change and one gains; works on one pair of values or on many."""
    change = then - now
    return (change >= -SLACK).all(axis=-1) & (change > SLACK).any(axis=-1)


def walk(values: np.ndarray, trades: float, rounds: int, walkaway: float, seed: int) -> Path:
    """Amend the text for ``rounds`` rounds and return its path."""
    flat = values.reshape(-1, 2)
    place = np.unravel_index(int(((flat - FIRST_DRAFT) ** 2).sum(axis=1).argmin()), values.shape[:-1])
    rng = np.random.default_rng([seed, 9])
    firsts, steps = rng.integers(ISSUES, size=rounds), rng.integers(1, ISSUES, size=rounds)
    picks, coins = rng.integers(OPTIONS, size=(rounds, 2)).tolist(), (rng.random(rounds) < trades).tolist()
    seconds = ((firsts + steps) % ISSUES).tolist()
    current, worth = [int(k) for k in place], values[place].tolist()
    drafts = [Draft(round=0, changed=0, a=worth[0], b=worth[1])]
    for number, first in enumerate(firsts.tolist()):
        amended = list(current)
        amended[first] = picks[number][0]
        if coins[number]:
            amended[seconds[number]] = picks[number][1]
        a, b = values[tuple(amended)].tolist()
        gain_a, gain_b = a - worth[0], b - worth[1]
        if min(gain_a, gain_b) >= -SLACK and max(gain_a, gain_b) > SLACK:
            changed = sum(old != new for old, new in zip(current, amended, strict=True))
            current, worth = amended, [a, b]
            drafts.append(Draft(round=number + 1, changed=changed, a=a, b=b))
    gains = np.clip(flat - walkaway, 0, None).prod(axis=1).max()
    own = max(0.0, worth[0] - walkaway) * max(0.0, worth[1] - walkaway)
    return Path(
        drafts=tuple(drafts),
        efficiency=float(np.sqrt(own / gains)) if gains > 0 else 0.0,
        signed=min(worth) >= walkaway - SLACK,
        stuck=not improves(np.array(worth), neighbors(tuple(current), 2 if trades > 0 else 1, values)).any(),
    )


def solve(**given: float) -> Result:
    """Run the procedure, and beside it the slice-by-slice one. Raises ValueError for values out of range."""
    s = settings(PARAMETERS, given)
    values = space(s["opposition"] / 100, int(s["seed"]))
    rounds, seed = int(s["rounds"]), int(s["seed"])
    frontier = efficient(values.reshape(-1, 2))
    return Result(
        path=walk(values, s["trades"] / 100, rounds, s["walkaway"], seed),
        salami=walk(values, 0.0, rounds, s["walkaway"], seed),
        frontier=frontier,
        walkaway=s["walkaway"],
        possible=any(min(point) >= s["walkaway"] - SLACK for point in frontier),
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
    shown = sorted({0, len(drafts) // 3, 2 * len(drafts) // 3, len(drafts) - 1})
    rows = [
        Row(key="draft", name=str(n + 1), values=(drafts[n].a, drafts[n].b, drafts[n].changed, None)) for n in shown
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
    for path, role, dashed in ((result.salami, "muted", True), (result.path, "mediator", False)):
        marks.append(frame.line(tuple((d.a, d.b) for d in path.drafts), role, dashed=dashed))
        marks += [frame.dot(d.a, d.b, role, radius=3) for d in path.drafts[1:-1]]
    first, last = result.path.drafts[0], result.path.drafts[-1]
    marks.append(frame.dot(first.a, first.b, "highlight", hollow=True))
    marks.append(frame.text(first.a, first.b, words["first-draft"], "highlight", anchor="end", lift=-18))
    role = "deal" if result.path.signed else "danger"
    marks.append(frame.dot(last.a, last.b, role, radius=7))
    marks.append(frame.text(last.a, last.b, words["last-draft"], role, lift=10))
    return Picture(width=480, height=440, marks=tuple(marks))
