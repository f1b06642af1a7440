"""How fast the negotiation is: a large outcome space, a counterpart's move, and the table after a click."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec
import numpy as np

from course.content.interface import words
from course.content.scenarios import scenario, scenarios
from course.dev.bench.row import Row, milliseconds
from course.model.scenario import Batna, Issue, Option, Party, Scenario, Secret, Strategy
from course.negotiation.frontier import frontier
from course.negotiation.moves import end_turn
from course.negotiation.points import points
from course.negotiation.seats import decide
from course.negotiation.session import Session
from course.negotiation.space import OutcomeSpace
from course.pages.negotiations import open_table
from course.pages.page import source
from course.record import Record
from course.widgets.setting import Setting
from course.widgets.table import NegotiationTable

ISSUES, OPTIONS, PARTIES = 8, 5, 6


def large(seed: int = 0) -> Scenario:
    """Return a scenario of 5⁸ = 390,625 packages and six parties, with whole random scores."""
    rng = np.random.default_rng(seed)
    issues = tuple(
        Issue(
            id=f"i{k}", label="", why="", options=tuple(Option(id=f"o{j}", label="", text="") for j in range(OPTIONS))
        )
        for k in range(ISSUES)
    )
    roles = []
    for p in range(PARTIES):
        most = rng.multinomial(100 - ISSUES, np.full(ISSUES, 1 / ISSUES)) + 1
        scores = {}
        for issue, top in zip(issues, most, strict=True):
            values = rng.integers(0, top + 1, OPTIONS)
            values[rng.integers(OPTIONS)] = top
            scores[issue.id] = {option.id: float(v) for option, v in zip(issue.options, values, strict=True)}
        secret = Secret(brief="", home="", scores=scores, batna=Batna(points=50, story=""))
        strategy = Strategy(kind="trade_off" if p == 1 else "linear")
        roles.append(Party(id=f"p{p}", name="", public_brief="", strategy=strategy, secret=secret))
    return msgspec.structs.replace(
        scenario(scenarios()[0]), id="large", issues=issues, roles=tuple(roles), mandate=None, rounds=10
    )


def rows() -> Iterator[Row]:
    """Measure each in turn."""
    big = large()
    size = f"{OPTIONS**ISSUES:,} packages × {PARTIES}"
    yield Row("evaluate all packages", f"{milliseconds(lambda: OutcomeSpace(big).values):.0f} ms", size, "under 50 ms")
    space = OutcomeSpace(big)
    count = f"{len(space.acceptable):,} acceptable"
    yield Row("the four points", f"{milliseconds(lambda: points(space)):.0f} ms", count, "under 120 ms")
    edge = f"{len(frontier(space)):,} on it"
    yield Row("the acceptable frontier", f"{milliseconds(lambda: frontier(space)):.0f} ms", edge, "under 150 ms")
    yield Row("a counterpart's move", f"{_move(big):.1f} ms", size, "under 50 ms")
    yield from _tables()


def _move(big: Scenario) -> float:
    """Return the time of one turn of a trade-off seeker that has heard the others, in the second round."""
    session = Session.open(big, seed=1, learner="p5")
    session.advance()
    session.act("p5", end_turn())
    view, mind, seat = session.view("p1"), session.mind("p1"), session.state.seats["p1"]
    return milliseconds(lambda: decide(view, mind, seat, 1))


def _tables() -> Iterator[Row]:
    """Measure a click at each table: the move, the others' answers, saving, and what the page gets."""
    for id in scenarios():
        seat = scenario(id).parties[0].id
        with tempfile.TemporaryDirectory() as folder:
            setting = Setting(stem="bench", words=words(), cite=source, record=Record(Path(folder)))
            table = open_table(setting, id)
            table.on_seat({"seat": seat})
            table.on_move({"kind": "plan", "target": 70, "walk_away": 50})

            def click(table: NegotiationTable = table, seat: str = seat) -> None:
                if table.state["phase"] == "over":
                    table.on_seat({"seat": seat})
                    table.on_move({"kind": "plan", "target": 70, "walk_away": 50})
                table.state = {**table.state, **table.on_move({"kind": "pass"})}

            figure = f"{milliseconds(click):.0f} ms"
            yield Row(f"table {id}, click to new state", figure, "in the kernel", "under 100 ms")
