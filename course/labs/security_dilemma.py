"""The security dilemma: why arming for safety can leave both sides less safe.

Idea: John Herz, "Idealist Internationalism and the Security Dilemma", World Politics 2(2), 1950; Robert Jervis,
"Cooperation under the Security Dilemma", World Politics 30(2), 1978 (offense or defense advantage, whether the two
can be told apart, prisoner's dilemma against stag hunt, four worlds). The spiral is a discrete form of the arms race
of Lewis Fry Richardson, Arms and Insecurity, 1960.

One round, both sides alike, payoffs in points. R = ``restraint`` (both hold back), P = ``race`` (both arm), and
with o = offense/100, t = telling/100, s = stake:

    temptation (I arm, the other holds back)   T = R + s·(2o − 1)
    exposure   (I hold back, the other arms)   E = P − s·o·(1 − t)

So an offensive advantage (o > 1/2) makes T > R, the prisoner's dilemma; a defensive one leaves the stag hunt; and
warning time, which comes from telling arms apart, takes the sting out of being the one who held back.

Many rounds, arms x and y on a scale from 0 to 100 (all that a state can spend), with fatigue a, base level g = 4:

    x' = (1 − a)·x + k·y + g,   y likewise,   k = o·(1 − t);   after reassurance r:   k' = k·(1 − r·t)

Richardson's rule: while k < a the race settles at g / (a − k), otherwise nothing in the model stops it. A level at or
above 100 counts as not settling: the state has spent all before.
Teaching simplifications: sides are alike; these formulas for T, E and k are ours, chosen so that Jervis' four worlds
come out; a reassuring step is believed only as far as arms can be told apart.
"""

from collections.abc import Mapping

import msgspec

from course.labs.two_by_two import Equilibrium, equilibria
from course.model.lab import Parameter, Row, Value, settings
from course.model.picture import Bar, Frame, Line, Mark, Picture, Role, Text

PARAMETERS = (
    Parameter(id="offense", low=0, high=100, step=5, start=70, unit="points"),
    Parameter(id="telling", low=0, high=100, step=5, start=30, unit="points"),
    Parameter(id="restraint", low=0, high=10, step=0.5, start=6, unit="points"),
    Parameter(id="race", low=0, high=10, step=0.5, start=3, unit="points"),
    Parameter(id="stake", low=0, high=10, step=0.5, start=5, unit="points"),
    Parameter(id="fatigue", low=10, high=90, step=5, start=40, unit="%"),
    Parameter(id="reassurance", low=0, high=100, step=5, start=0, unit="%"),
)
ROUNDS = 16
SIGNAL_ROUND = 6
BASE = 4.0
START = 8.0
CEILING = 100.0
SLACK = 1e-9


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What follows from the settings.

    ``trust_needed``: how likely (0 to 1) restraint by the other must be before restraint is the better reply; None
    where no belief makes it so, 0 where every belief does. ``arms`` and ``without`` are the levels of one side per
    round, with and without the reassuring step; ``settles_at`` is the level that they approach, None if they run away.
    """

    restraint: float
    temptation: float
    exposure: float
    race: float
    game: str
    equilibria: tuple[Equilibrium, ...]
    trust_needed: float | None
    world: str
    fear: float
    fear_after: float
    fatigue: float
    spiral: str
    arms: tuple[float, ...]
    without: tuple[float, ...]
    settles_at: float | None


def name_game(restraint: float, temptation: float, exposure: float, race: float) -> str:
    """Return the name of a symmetric game from its four payoffs (Jervis writes CC, DC, CD, DD)."""
    if race >= restraint:
        return "deadlock"
    if temptation > restraint:
        if exposure == race:
            return "open-to-attack"
        return "prisoners-dilemma" if exposure < race else "chicken"
    return "stag-hunt" if exposure < race else "harmony"


def name_world(offense: float, telling: float) -> str:
    """Return Jervis' world: does offense have the advantage (above 50), can it be told from defense (50 or more)?"""
    if telling >= 50:
        return "aggression-possible" if offense > 50 else "doubly-stable"
    return "doubly-dangerous" if offense > 50 else "dilemma-but-bearable"


def belief_needed(restraint: float, temptation: float, exposure: float, race: float) -> float | None:
    """Return the least probability of restraint by the other at which restraint pays, or None if none does."""
    together, alone = restraint - temptation, race - exposure
    if together >= 0 and alone <= 0:
        return 0.0
    if together < 0 or together + alone == 0:
        return None
    return alone / (together + alone)


def settling_level(fear: float, fatigue: float) -> float | None:
    """Return where the race settles, or None where it does not settle below all that a state can spend."""
    return BASE / (fatigue - fear) if fatigue - fear > BASE / CEILING + SLACK else None


def spend(fear: float, fear_after: float, fatigue: float) -> tuple[float, ...]:
    """Return the arms of either side per round, from START, with the fear factor changing after SIGNAL_ROUND."""
    levels = [START]
    for number in range(1, ROUNDS + 1):
        factor = fear if number <= SIGNAL_ROUND else fear_after
        levels.append(min(CEILING, (1 - fatigue) * levels[-1] + factor * levels[-1] + BASE))
    return tuple(levels)


def solve(**values: float) -> Result:
    """Solve the one-shot game and run the spiral for ROUNDS rounds. Raises ValueError for values out of range."""
    s = settings(PARAMETERS, values)
    offense, telling = s["offense"] / 100, s["telling"] / 100
    temptation = s["restraint"] + s["stake"] * (2 * offense - 1)
    exposure = s["race"] - s["stake"] * offense * (1 - telling)
    payoffs = (s["restraint"], temptation, exposure, s["race"])
    mine = ((s["restraint"], exposure), (temptation, s["race"]))
    other = ((s["restraint"], temptation), (exposure, s["race"]))
    fear, fatigue = offense * (1 - telling), s["fatigue"] / 100
    fear_after = fear * (1 - s["reassurance"] / 100 * telling)
    level = settling_level(fear_after, fatigue)
    if settling_level(fear, fatigue) is not None:
        spiral = "calm"
    else:
        spiral = "runaway" if level is None else "calmed-by-reassurance"
    return Result(
        restraint=s["restraint"],
        temptation=temptation,
        exposure=exposure,
        race=s["race"],
        game=name_game(*payoffs),
        equilibria=equilibria(mine, other),
        trust_needed=belief_needed(*payoffs),
        world=name_world(s["offense"], s["telling"]),
        fear=fear,
        fear_after=fear_after,
        fatigue=fatigue,
        spiral=spiral,
        arms=spend(fear, fear_after, fatigue),
        without=spend(fear, fear, fatigue),
        settles_at=level,
    )


def sentence(result: Result) -> tuple[str, dict[str, Value]]:
    """Return the key of the sentence and what fills it."""
    trust = None if result.trust_needed is None else 100 * result.trust_needed
    values: dict[str, Value] = {
        "world": f"world-{result.world}",
        "game": f"says-{result.game}",
        "spiral": f"spiral-{result.spiral}",
        "trust": 0.0 if trust is None else trust,
        "last": result.arms[-1],
        "level": 0.0 if result.settles_at is None else result.settles_at,
    }
    return "now", values


def table(result: Result) -> list[Row]:
    """Return the game, its equilibria and the spiral as rows of (A, B) or single values."""
    rows = [
        Row(key="both-restrain", values=(result.restraint, result.restraint)),
        Row(key="a-arms", values=(result.temptation, result.exposure)),
        Row(key="b-arms", values=(result.exposure, result.temptation)),
        Row(key="both-arm", values=(result.race, result.race)),
    ]
    for equilibrium in result.equilibria:
        key = "equilibrium" if equilibrium.single else "equilibria-from"
        rows.append(Row(key=key, values=(equilibrium.a[0], equilibrium.b[0])))
        if not equilibrium.single:
            rows.append(Row(key="equilibria-to", values=(equilibrium.a[1], equilibrium.b[1])))
    rows.append(Row(key="trust", values=(result.trust_needed, result.trust_needed)))
    rows.append(Row(key="fear", values=(result.fear_after, result.fear_after)))
    rows.append(Row(key="fatigue", values=(result.fatigue, result.fatigue)))
    rows += [
        Row(key="arms", values=(result.arms[number], result.arms[number]), name=str(number))
        for number in range(0, ROUNDS + 1, 4)
    ]
    return rows


def picture(result: Result, words: Mapping[str, str]) -> Picture:
    """Draw the 2×2 game on the left (stable squares marked) and arms per round on the right."""
    marks: list[Mark] = []
    size, left, top = 110, 70, 60
    stable = {(e.a[0], e.b[0]) for e in result.equilibria if e.single}
    cells = (
        (0, 0, result.restraint, result.restraint),
        (0, 1, result.exposure, result.temptation),
        (1, 0, result.temptation, result.exposure),
        (1, 1, result.race, result.race),
    )
    for row, column, mine, other in cells:
        x, y = left + column * size, top + row * size
        marks.append(Bar(x=x, y=y, width=size - 4, height=size - 4, role="grid"))
        if (1.0 - row, 1.0 - column) in stable:
            marks.append(Bar(x=x, y=y, width=size - 4, height=size - 4, role="zone"))
        marks.append(Text(x=x + 12, y=y + size - 18, text=f"{mine:.1f}", role="side-a"))
        marks.append(Text(x=x + size - 16, y=y + 26, text=f"{other:.1f}", role="side-b", anchor="end"))
    for number, key in enumerate(("hold-back", "arm")):
        middle = top + number * size + size / 2
        marks.append(Text(x=left - 8, y=middle, text=words[key], role="side-a", anchor="end"))
        across = left + number * size + size / 2
        marks.append(Text(x=across, y=top - 12, text=words[key], role="side-b", anchor="middle"))
    marks.append(Text(x=left, y=top - 36, text=words["side-b"], role="side-b"))
    marks.append(Text(x=left, y=top + 2 * size + 18, text=words["side-a"], role="side-a"))
    marks.append(Text(x=left, y=top + 2 * size + 38, text=words[f"world-{result.world}"]))
    frame = Frame(left=360, top=50, width=260, height=220, x_high=ROUNDS, y_high=CEILING)
    marks += frame.axes(words["rounds"], words["arms"])
    if result.spiral == "calmed-by-reassurance" or result.without != result.arms:
        marks.append(frame.line(tuple(enumerate(result.without)), "muted", dashed=True))
        signal = (frame.at(SIGNAL_ROUND, 0), frame.at(SIGNAL_ROUND, CEILING))
        marks.append(Line(points=signal, role="mediator", dashed=True))
        marks.append(frame.text(SIGNAL_ROUND, CEILING, words["reassurance"], "mediator", lift=-16))
    role: Role = "danger" if result.spiral == "runaway" else "deal"
    marks.append(frame.line(tuple(enumerate(result.arms)), role, wide=True))
    return Picture(width=640, height=320, marks=tuple(marks))
