import msgspec
import pytest

from course.content.scenarios import scenario, scenarios
from course.model.scenario import Batna, RedLine, Rule
from course.negotiation.error import NegotiationError
from course.negotiation.soundness import check, ranking, sound, split_the_difference
from course.negotiation.space import OutcomeSpace

replace = msgspec.structs.replace


def with_secret(sc, role, **changes):
    roles = tuple(replace(r, secret=replace(r.secret, **changes)) if r.id == role else r for r in sc.roles)
    return replace(sc, roles=roles)


@pytest.mark.parametrize("id", scenarios())
def test_every_scenario_is_worth_playing(id):
    assert check(scenario(id)) == []
    assert sound(scenario(id)) is scenario(id)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda sc: with_secret(sc, "sahlan", batna=Batna(points=95, story="")), "no package suits every side"),
        (lambda sc: with_secret(sc, "sahlan", batna=Batna(points=1, story="")), "20% is the most"),
        (
            lambda sc: with_secret(sc, "sahlan", red_lines=(RedLine(issue="fish", options=("x",), reason=""),)),
            "not on the table",
        ),
        (lambda sc: with_secret(sc, "sahlan", guarantees={"gold": 1}), "cannot give"),
        (lambda sc: replace(sc, rule=Rule(type="required")), "nobody is required"),
        (lambda sc: replace(sc, rule=Rule(type="required", required=("moon",))), "not a party"),
        (lambda sc: replace(sc, no_zopa=True), "suit every side after all"),
        (lambda sc: replace(sc, rounds=1), "no time"),
    ],
)
def test_what_is_wrong_comes_with_a_remedy(change, says):
    broken = change(scenario("two-rivers"))
    with pytest.raises(NegotiationError, match=says) as caught:
        sound(broken)
    assert "two-rivers" in str(caught.value)
    assert all(problem.remedy.endswith(".") for problem in check(broken))


def test_scores_that_miss_an_option_or_do_not_reach_100_are_found():
    sc = scenario("two-rivers")
    scores = {**sc.role("sahlan").secret.scores}
    gone = {**scores, "flow": {"f30": 0.0}}
    assert "do not match" in check(with_secret(sc, "sahlan", scores=gone))[0].what
    low = {**scores, "power": {"none": 0, "p100": 1, "p200": 2, "p300": 3}}
    assert any("worth 91" in problem.what for problem in check(with_secret(sc, "sahlan", scores=low)))


def test_same_interests_leave_nothing_to_trade():
    sc = scenario("two-rivers")
    same = with_secret(sc, "sahlan", scores=sc.role("qarwan").secret.scores)
    whats = " ".join(problem.what for problem in check(same))
    assert "rank the issues alike" in whats
    assert "already efficient" in whats


def test_halfway_is_halfway():
    space = OutcomeSpace(scenario("two-rivers"))
    low, high = split_the_difference(space)
    assert low == {"flow": "f40", "filling": "y5", "power": "p100", "data": "monthly"}
    assert high == {"flow": "f50", "filling": "y7", "power": "p200", "data": "daily"}
    assert ranking(space, 0) == ["filling", "power", "flow", "data"]
