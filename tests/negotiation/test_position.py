"""What became of an opening position: by hand for one deal, and laws for all."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from course.content.scenarios import scenario
from course.model.position import Position
from course.negotiation.position import Moved, compare

STRAIT = scenario("the-strait")
OPTIONS = {issue.id: [option.id for option in issue.options] for issue in STRAIT.issues}
whole = st.fixed_dictionaries({issue: st.sampled_from(options) for issue, options in OPTIONS.items()})
partial = st.fixed_dictionaries({}, optional={issue: st.sampled_from(options) for issue, options in OPTIONS.items()})
parties = st.sampled_from(STRAIT.parties)


def test_one_deal_by_hand():
    scores = STRAIT.party("velaya").secret.scores
    demands = {"boundary": "south_line", "transit": "lanes", "prisoners": "missing", "corridor": "study"}
    ended = {
        "boundary": "joint_zone",
        "fishing": "quota",
        "transit": "lanes",
        "monitoring": "joint",
        "prisoners": "all",
        "corridor": "none",
    }
    first = {**ended, "transit": "permit", "prisoners": "names", "monitoring": "neutral"}
    became = compare(demands, ended, scores, [first])
    assert became.kept == ("transit",)
    assert became.gave == (
        Moved(issue="boundary", opened="south_line", ended="joint_zone"),
        Moved(issue="prisoners", opened="missing", ended="all"),
    )
    # Ten points instead of nine.
    assert became.moved == (Moved(issue="corridor", opened="study", ended="none"),)
    # The other side came to the lanes, and to more prisoners too; those were given up, and are no gain against it.
    assert became.toward == ("transit",)


@given(parties, partial, whole, st.lists(whole, max_size=3))
def test_every_demand_has_one_end(party, demands, ended, firsts):
    scores = party.secret.scores
    became = compare(demands, ended, scores, firsts)
    parts = [*became.kept, *(one.issue for one in (*became.gave, *became.moved))]
    assert sorted(parts) == sorted(demands)
    assert all(scores[one.issue][one.ended] < scores[one.issue][one.opened] for one in became.gave)
    assert all(scores[one.issue][one.ended] >= scores[one.issue][one.opened] for one in became.moved)
    assert not {one.issue for one in became.gave} & set(became.toward)
    for issue in became.toward:
        assert any(scores[issue][first[issue]] < scores[issue][ended[issue]] for first in firsts)


@given(parties, whole, st.lists(whole, max_size=3))
def test_who_gets_what_they_opened_with_gave_nothing(party, package, firsts):
    became = compare(package, package, party.secret.scores, firsts)
    assert became.kept == tuple(package)
    assert (became.gave, became.moved) == ((), ())


@given(parties, partial, whole)
def test_without_an_offer_of_another_side_nobody_moved_toward_one(party, demands, ended):
    assert compare(demands, ended, party.secret.scores).toward == ()


@given(st.dictionaries(st.sampled_from([*OPTIONS, "weather"]), st.sampled_from(["median", "closed", "sunny", ""])))
def test_only_what_the_scenario_knows_is_used(demands):
    known = Position(demands=demands).known(STRAIT)
    assert all(demands[issue] == option and option in OPTIONS[issue] for issue, option in known.items())
    assert msgspec.json.decode(msgspec.json.encode(known)) == known


def test_what_is_worth_as_much_is_not_given_up():
    scores = STRAIT.party("jazra").secret.scores
    assert scores["corridor"]["cable"] == scores["corridor"]["zone"]
    became = compare({"corridor": "cable"}, {"corridor": "zone"}, scores)
    assert (became.gave, [one.issue for one in became.moved]) == ((), ["corridor"])
