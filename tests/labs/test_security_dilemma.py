"""The security dilemma against Jervis' games and worlds and Richardson's rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.labs.security_dilemma import BASE, ROUNDS, name_game, sentence, solve, spend

percent = st.integers(0, 100)


def test_offense_with_arms_that_look_alike_is_a_prisoners_dilemma():
    result = solve(offense=100, telling=0, restraint=6, race=3, stake=5)
    assert (result.restraint, result.temptation, result.exposure, result.race) == (6, 11, -2, 3)
    assert result.game == "prisoners-dilemma"
    assert [(e.a, e.b) for e in result.equilibria] == [((0, 0), (0, 0))]
    assert result.trust_needed is None
    assert result.world == "doubly-dangerous"


def test_defense_turns_it_into_a_stag_hunt():
    # T = 6 + 5·(0.4 − 1) = 3, E = 3 − 5·0.2 = 2: restraint pays from a belief of 1/(3 + 1).
    result = solve(offense=20, telling=0, restraint=6, race=3, stake=5)
    assert (result.temptation, result.exposure) == (3, 2)
    assert result.game == "stag-hunt"
    assert result.trust_needed == pytest.approx(0.25)
    assert sorted(e.a[0] for e in result.equilibria) == pytest.approx([0, 0.25, 1])
    assert result.world == "dilemma-but-bearable"


def test_four_worlds():
    worlds = {(o, t): solve(offense=o, telling=t).world for o in (20, 80) for t in (20, 80)}
    assert worlds == {
        (80, 20): "doubly-dangerous",
        (20, 20): "dilemma-but-bearable",
        (80, 80): "aggression-possible",
        (20, 80): "doubly-stable",
    }


def test_full_warning_and_full_defense_leave_no_dilemma():
    result = solve(offense=0, telling=100)
    assert result.game == "harmony"
    assert result.trust_needed == 0


def test_full_warning_with_offense_leaves_aggression_possible():
    result = solve(offense=80, telling=100)
    assert result.game == "open-to-attack"
    assert any(e.a[1] == 1 and e.b[0] == 0 for e in result.equilibria), "arming against restraint is stable"


@pytest.mark.parametrize(
    ("payoffs", "name"),
    [
        ((3, 5, 0, 1), "prisoners-dilemma"),
        ((4, 3, 0, 3), "stag-hunt"),
        ((0, 1, -1, -10), "chicken"),
        ((1, 5, 0, 2), "deadlock"),
        ((4, 3, 2, 1), "harmony"),
    ],
)
def test_names_of_games(payoffs, name):
    assert name_game(*payoffs) == name


def test_richardson_settles_where_the_equation_says():
    # k = 0.5·(1 − 0.5) = 0.25, a = 0.45: level g / (a − k) = 4 / 0.2 = 20.
    result = solve(offense=50, telling=50, fatigue=45)
    assert result.fear == 0.25
    assert result.settles_at == pytest.approx(20)
    assert result.spiral == "calm"
    assert spend(0.25, 0.25, 0.45)[1] == pytest.approx(0.55 * 8 + 0.25 * 8 + BASE)
    assert result.arms[-1] == pytest.approx(20, abs=1)


def test_reassurance_works_only_where_arms_can_be_told_apart():
    assert solve(offense=80, telling=40, reassurance=0, fatigue=40).spiral == "runaway"
    assert solve(offense=80, telling=40, reassurance=80, fatigue=40).spiral == "calmed-by-reassurance"
    assert solve(offense=80, telling=0, reassurance=100, fatigue=40).spiral == "runaway"


def test_a_level_beyond_all_that_can_be_spent_is_no_settling():
    # k = 0.36, a = 0.40: Richardson's level is 4 / 0.04 = 100.
    assert solve(offense=60, telling=40, fatigue=40).settles_at is None
    assert solve(offense=60, telling=40, fatigue=40, reassurance=20).spiral == "calmed-by-reassurance"


@given(percent, percent, percent)
def test_more_reassurance_never_raises_arms(offense, telling, reassurance):
    less, more = (solve(offense=offense, telling=telling, reassurance=r) for r in (reassurance / 2, reassurance))
    assert all(x >= y - 1e-9 for x, y in zip(less.arms, more.arms, strict=True))
    assert len(more.arms) == ROUNDS + 1


@given(percent, percent, st.integers(0, 50))
def test_defense_never_makes_trust_dearer(offense, telling, less):
    easier = solve(offense=max(0, offense - less), telling=telling).trust_needed
    harder = solve(offense=offense, telling=telling).trust_needed
    if harder is not None:
        assert easier is not None
        assert easier <= harder + 1e-9


@given(percent, percent, st.integers(0, 10), st.integers(0, 10), st.integers(0, 10))
def test_mutual_restraint_is_an_equilibrium_exactly_when_it_beats_temptation(offense, telling, r, p, s):
    result = solve(offense=offense, telling=telling, restraint=r, race=p, stake=s)
    stable = any(e.a[1] == 1 and e.b[1] == 1 for e in result.equilibria)
    assert stable == (result.restraint >= result.temptation)
    assert sentence(result)[0] == "now"


def test_out_of_range_names_the_range():
    with pytest.raises(ValueError, match="offense is 101; choose a value from 0 to 100"):
        solve(offense=101)
    with pytest.raises(ValueError, match="no parameter 'offence'"):
        solve(offence=1)
    with pytest.raises(ValueError, match="telling is nan"):
        solve(telling=float("nan"))


def test_the_step_bends_the_path_only_after_its_round():
    result = solve(offense=80, telling=40, reassurance=80, fatigue=40)
    assert result.arms[:7] == result.without[:7]
    assert all(now < before for now, before in zip(result.arms[7:], result.without[7:], strict=True))
