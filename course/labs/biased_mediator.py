"""The biased mediator: whose word is believed?

Idea: Andrew Kydd, "Which Side Are You On? Bias, Credibility, and Mediation", American Journal of Political Science
47(4), 2003; the counterpoint, Kydd, "When Can Mediators Build Trust?", American Political Science Review 100(3), 2006.

*Restraint.* The listener A will make one demand (see ``bargaining_and_war``). The other side B is resolute with
probability h (cost of war cL) or reluctant (cost cH > cL). The mediator privately learns which, and is right with
probability q (``accuracy``, more than 1/2). It tells A "hold back, they will fight" or "you may press". A listener
that believes it makes the safe demand p + cL or the bold one p + cH. The mediator values a deal at share x, and war:

    deal: b·x      war: b·p − m      (b ``bias``: 1 wholly for A, −1 wholly for B; m ``peace``: war's harm to it)

Let u be the chance that B is resolute after the mediator learned "reluctant", v after it learned "resolute". Then
  u = h(1−q) / [h(1−q) + (1−h)q],   v = hq / [hq + (1−h)(1−q)]      and the mediator tells the truth when

    it learned "reluctant":  b·[(1−u)·cH − cL] ≥ u·m      (it would rather not calm A without reason)
    it learned "resolute":   b·[(1−v)·cH − cL] ≤ v·m      (it would rather not push A into a war)

The listener lets itself be moved when u < (cH − cL)/(cH + cA) ≤ v. It believes when all three hold. A mediator with
no bias (b = 0) that dislikes war (m > 0) fails the first line: it always says "hold back", and is not believed. That
is Kydd's result. One with b = 1 and m = cA wants exactly what A wants. Power p drops out of every line.
The other side hears the same mediator with −b; the sides are taken to be alike.

*Trust.* Now the word is "you can trust them". If it is false the listener cooperates and is exploited. Harm to the
mediator from an exploited side is ``fairness`` f, half of ``peace`` m is what one side's cooperation is worth to it,
and it enjoys the win of its own side by b. It is believed by both when neither side's exploitation pleases it:

    m/2 + |b| ≤ f

Teaching simplifications: two types and a noisy signal instead of Kydd's continuous costs; these inequalities are
derived for this course, not copied from the articles, and the trust line is one round, without reputation.
"""

from collections.abc import Mapping

import msgspec

from course.model.lab import Parameter, Row, Value, settings
from course.model.picture import Frame, Mark, Picture, Role

PARAMETERS = (
    Parameter(id="bias", low=-100, high=100, step=5, start=0, unit="points"),
    Parameter(id="peace", low=0, high=100, step=5, start=30, unit="points"),
    Parameter(id="accuracy", low=55, high=100, step=5, start=85, unit="%"),
    Parameter(id="chance_resolute", low=5, high=95, step=5, start=40, unit="%"),
    Parameter(id="cost_listener", low=0, high=50, step=5, start=15, unit="%"),
    Parameter(id="cost_resolute", low=0, high=20, step=5, start=5, unit="%"),
    Parameter(id="cost_reluctant", low=25, high=60, step=5, start=40, unit="%"),
    Parameter(id="fairness", low=0, high=100, step=5, start=20, unit="points"),
)
SLACK = 1e-9


class Hearing(msgspec.Struct, frozen=True, kw_only=True):
    """What one side makes of the mediator: would it calm the side falsely, or push it falsely; is it believed?"""

    lean: float
    calms_falsely: bool
    pushes_falsely: bool
    believed: bool


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """What follows. ``moved``: a listener would act on an honest word. ``truthful``: the range of lean toward the
    listener (−1 to 1) in which the mediator tells it the truth, None if there is none. ``war_heard`` and
    ``war_alone``: chance of war with a believed word and without any word."""

    bias: float
    doubt_after_reluctant: float
    doubt_after_resolute: float
    threshold: float
    moved: bool
    truthful: tuple[float, float] | None
    a: Hearing
    b: Hearing
    war_heard: float
    war_alone: float
    trusted: bool
    trust_limit: float


def posteriors(chance: float, accuracy: float) -> tuple[float, float]:
    """Return the chance that B is resolute after learning "reluctant" and after learning "resolute" (Bayes)."""
    reluctant = chance * (1 - accuracy) + (1 - chance) * accuracy
    resolute = chance * accuracy + (1 - chance) * (1 - accuracy)
    return chance * (1 - accuracy) / reluctant, chance * accuracy / resolute


def gain_from_bold(lean: float, doubt: float, low: float, high: float, peace: float) -> float:
    """Return what the mediator gains from a bold listener over a safe one, at ``doubt`` of a resolute other side."""
    return lean * ((1 - doubt) * high - low) - doubt * peace


def truthful_range(u: float, v: float, low: float, high: float, peace: float) -> tuple[float, float] | None:
    """Return the leans in [−1, 1] at which the mediator prefers the truth both times; None if there is none."""
    start, end = -1.0, 1.0
    for doubt, sign in ((u, 1), (v, -1)):
        slope, level = sign * ((1 - doubt) * high - low), sign * doubt * peace
        if slope > SLACK:
            start = max(start, level / slope)
        elif slope < -SLACK:
            end = min(end, level / slope)
        elif level > SLACK:
            return None
    return (start, end) if start <= end + SLACK else None


def hear(lean: float, u: float, v: float, low: float, high: float, peace: float, moved: bool) -> Hearing:
    """Return how a side hears a mediator that leans toward it by ``lean``."""
    calms = gain_from_bold(lean, u, low, high, peace) < -SLACK
    pushes = gain_from_bold(lean, v, low, high, peace) > SLACK
    believed = moved and not calms and not pushes
    return Hearing(lean=lean, calms_falsely=calms, pushes_falsely=pushes, believed=believed)


def solve(**values: float) -> Result:
    """Find who believes the mediator. Raises ValueError for values out of range."""
    s = {name: value / 100 for name, value in settings(PARAMETERS, values).items()}
    chance, accuracy, own = s["chance_resolute"], s["accuracy"], s["cost_listener"]
    low, high, peace = s["cost_resolute"], s["cost_reluctant"], s["peace"]
    u, v = posteriors(chance, accuracy)
    threshold = (high - low) / (high + own)
    moved = u < threshold - SLACK and threshold <= v + SLACK
    limit = s["fairness"] - peace / 2
    return Result(
        bias=s["bias"],
        doubt_after_reluctant=u,
        doubt_after_resolute=v,
        threshold=threshold,
        moved=moved,
        truthful=truthful_range(u, v, low, high, peace),
        a=hear(s["bias"], u, v, low, high, peace, moved),
        b=hear(0.0 - s["bias"], u, v, low, high, peace, moved),
        # A believed word leaves only the war in which the mediator itself took a resolute side for a reluctant one.
        war_heard=chance * (1 - accuracy),
        war_alone=chance if chance < threshold - SLACK else 0.0,
        trusted=abs(s["bias"]) <= limit + SLACK,
        trust_limit=limit,
    )


def sentence(result: Result) -> tuple[str, dict[str, Value]]:
    """Return the key of the sentence and what fills it (percent)."""
    start, end = result.truthful or (0.0, 0.0)
    values: dict[str, Value] = {
        "bias": 100 * result.bias,
        "start": 100 * start,
        "end": 100 * end,
        "war": 100 * result.war_heard,
        "alone": 100 * result.war_alone,
        "trust": "trusted" if result.trusted else "not-trusted",
    }
    if not result.moved:
        return "no-difference", values
    if result.a.believed and result.b.believed:
        return "both-believe", values
    if result.a.believed or result.b.believed:
        return ("a-believes" if result.a.believed else "b-believes"), values
    if result.a.pushes_falsely or result.b.pushes_falsely:
        return "partisan", values
    return "neither-believes", values


def table(result: Result) -> list[Row]:
    """Return rows of (A, B)."""

    def word(flag: bool) -> str:
        return "yes" if flag else "no"

    a, b = result.a, result.b
    start, end = (None, None) if result.truthful is None else result.truthful
    trust = word(result.trusted)
    return [
        Row(key="lean", values=(100 * a.lean, 100 * b.lean)),
        Row(key="calms", values=(word(a.calms_falsely), word(b.calms_falsely))),
        Row(key="pushes", values=(word(a.pushes_falsely), word(b.pushes_falsely))),
        Row(key="moved", values=(word(result.moved), word(result.moved))),
        Row(key="believed", values=(word(a.believed), word(b.believed))),
        Row(key="truthful-from", values=(None, None) if start is None else (100 * start, 100 * start)),
        Row(key="truthful-to", values=(None, None) if end is None else (100 * end, 100 * end)),
        Row(key="war-alone", values=(100 * result.war_alone, 100 * result.war_alone)),
        Row(key="war-heard", values=(100 * result.war_heard, 100 * result.war_heard)),
        Row(key="trust", values=(trust, trust)),
    ]


def picture(result: Result, words: Mapping[str, str]) -> Picture:
    """Draw the lean of the mediator from B to A: where A believes it, where B does, where it can build trust."""
    frame = Frame(left=40, top=40, width=560, height=220, x_low=-1, x_high=1, y_high=12)
    marks: list[Mark] = []
    bands: list[tuple[float, float, float, Role, str]] = []
    if result.moved and result.truthful:
        start, end = result.truthful
        bands += [(start, end, 9, "side-a", "a-hears"), (-end, -start, 6, "side-b", "b-hears")]
    if result.trust_limit >= 0:
        limit = min(1.0, result.trust_limit)
        bands.append((-limit, limit, 3, "mediator", "trust-built"))
    for left, right, height, role, label in bands:
        corners = ((left, height), (left, height + 1.6), (right, height + 1.6), (right, height))
        marks += [frame.area(corners, role), frame.line((*corners, corners[0]), role)]
        middle = (left + right) / 2
        marks.append(frame.text(middle, height + 1.6, words[label], role, anchor="middle", lift=4))
    marks.append(frame.line(((-1, 1), (1, 1)), "axis", wide=True))
    marks.append(frame.line(((0, 0.6), (0, 1.4)), "axis"))
    marks.append(frame.text(-1, 0, words["for-b"], "side-b"))
    marks.append(frame.text(0, 0, words["neutral"], "axis", anchor="middle"))
    marks.append(frame.text(1, 0, words["for-a"], "side-a", anchor="end"))
    believed = result.a.believed or result.b.believed
    marks.append(frame.line(((result.bias, 0.4), (result.bias, 11.4)), "highlight", dashed=True))
    marks.append(frame.dot(result.bias, 1, "deal" if believed else "danger", radius=8))
    return Picture(width=640, height=300, marks=tuple(marks))
