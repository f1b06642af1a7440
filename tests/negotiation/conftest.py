"""Random scenarios, small enough to check by brute force."""

from collections.abc import Callable

import numpy as np
import pytest

from course.model.scenario import (
    Batna,
    Issue,
    Mandate,
    Mediator,
    Option,
    Party,
    RedLine,
    Rule,
    Scenario,
    Secret,
    Strategy,
    Synergy,
)
from course.model.teaching import Teaching

TEACHING = Teaching(concepts=(), plan_questions=(), debrief_questions=(), case="", case_question="", memo="", rubric=())


def build(
    seed: int,
    shape: tuple[int, ...] = (3, 3, 3),
    parties: int = 2,
    batna: float = 40,
    synergies: bool = False,
    red_lines: bool = False,
    kinds: tuple[str, ...] = ("linear",),
    mediator: bool = False,
    rounds: int = 8,
) -> Scenario:
    """Return a scenario with random whole scores; the best package of each party is worth 100 without synergies."""
    rng = np.random.default_rng(seed)
    issues = tuple(
        Issue(
            id=f"i{k}",
            label=f"Issue {k}",
            why="",
            options=tuple(Option(id=f"o{j}", label=f"Option {j}", text="") for j in range(n)),
        )
        for k, n in enumerate(shape)
    )
    roles = []
    for p in range(parties):
        weights = rng.multinomial(100 - len(shape), np.full(len(shape), 1 / len(shape))) + 1
        scores = {}
        for k, n in enumerate(shape):
            points = rng.integers(0, weights[k] + 1, n)
            points[rng.integers(n)] = weights[k]
            scores[f"i{k}"] = {f"o{j}": float(points[j]) for j in range(n)}
        bonus = (Synergy(when={"i0": "o0", "i1": "o1"}, points=-7.0, why=""),) if synergies else ()
        lines = (RedLine(issue="i0", options=(f"o{rng.integers(shape[0])}",), reason="no."),) if red_lines else ()
        secret = Secret(
            brief="", home="", scores=scores, batna=Batna(points=batna, story=""), red_lines=lines, synergies=bonus
        )
        strategy = Strategy(kind=kinds[p % len(kinds)])
        roles.append(Party(id=f"p{p}", name=f"P{p}", public_brief="", strategy=strategy, secret=secret))
    if mediator:
        roles.append(Mediator(id="m", name="M", public_brief="", strategy=Strategy(kind="mediator")))
    return Scenario(
        id="random",
        title="",
        summary="",
        inspiration="",
        about_scores="",
        minutes=1,
        rounds=rounds,
        fictional=True,
        sources=(),
        rule=Rule(type="unanimity"),
        issues=issues,
        roles=tuple(roles),
        mandate=Mandate(text="") if mediator else None,
        teaching=TEACHING,
    )


@pytest.fixture(scope="session")
def random_scenario() -> Callable[..., Scenario]:
    return build
