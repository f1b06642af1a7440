"""Two hundred games of the computer against itself for each scenario, a thousand with ``--long``."""

import pytest

from course.content.scenarios import scenario, scenarios
from course.model.scenario import Strategy
from course.negotiation.rules import enough, exclusion_cost
from course.negotiation.session import Session
from course.negotiation.soundness import STRATEGIES
from course.negotiation.space import OutcomeSpace

FEWEST, MOST = 200, 1000


def mixed(sc, seed):
    """Return strategies for a game: the scenario's own in every other game, otherwise any of the nine."""
    if seed % 2 == 0:
        return {}
    return {
        role.id: Strategy(kind=STRATEGIES[(seed // 2 + 4 * p) % len(STRATEGIES)]) for p, role in enumerate(sc.parties)
    }


@pytest.mark.slow
@pytest.mark.parametrize("id", scenarios())
def test_games_end_legally_in_time_and_nobody_signs_below_its_batna(id, is_long):
    games = MOST if is_long else FEWEST
    sc = scenario(id)
    spaces = {}
    agreed = 0
    session = Session.open(sc, 0)
    for seed in range(games):
        session = session.again(seed, seats=mixed(sc, seed))
        session.advance()
        outcome, state = session.state.outcome, session.state
        assert outcome is not None
        assert outcome.round <= sc.rounds
        assert session.events[-1].kind == "end"
        if not outcome.agreed:
            continue
        agreed += 1
        space = spaces.setdefault(state.guarantees, OutcomeSpace(sc, state.guarantees))
        index = space.index(outcome.package)
        cost = exclusion_cost(sc, outcome.signers)
        assert enough(sc.rule, space.parties, outcome.signers)
        for role in outcome.signers:
            p = space.parties.index(role)
            assert space.values[index, p] - cost >= space.batna[p] - 1e-9
            assert not space.crossed[index, p]
            assert space.ratifiable[index, p]
    assert agreed > games / 4
