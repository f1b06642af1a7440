import json

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.content.scenarios import scenario
from course.negotiation import bodies, moves
from course.negotiation.error import NegotiationError
from course.negotiation.event import mark
from course.negotiation.fold import fold
from course.negotiation.session import Session
from course.negotiation.view import view

DEAL = {"flow": "f50", "filling": "y5", "power": "none", "data": "daily"}
GREEDY = {"flow": "f60", "filling": "y7", "power": "p200", "data": "daily"}


def played(id="two-rivers", seed=1, learner=None):
    session = Session.open(scenario(id), seed, learner)
    session.advance()
    return session


def remade(session):
    """Store the log as JSON, read it back, and build the session again."""
    stored = json.loads(json.dumps([event.plain() for event in session.events]))
    return Session.from_events(session.scenario, session.state.seed, stored)


@pytest.mark.parametrize("id", ["two-rivers", "the-strait", "the-transition"])
def test_a_stored_log_gives_the_same_state(id):
    session = played(id, seed=5)
    again = remade(session)
    assert again.state == session.state == fold(session.scenario, session.events)
    assert again.events == session.events


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 999), learner=st.sampled_from(["darwan", "jazra", "mediator"]), data=st.data())
def test_the_same_seed_and_moves_give_the_same_log(seed, learner, data):
    """Play at random as a learner; then make the same moves again, in a new session and from every stage."""
    session = played("the-strait", seed, learner)
    made = []
    while session.turn == learner and len(made) < 14:
        move = random_move(session, learner, data)
        session.act(learner, move)
        made.append(move)
    other = played("the-strait", seed, learner)
    for move in made:
        other.act(learner, move)
    assert other.events == session.events
    assert other.state == session.state
    assert remade(session).state == session.state


def random_move(session, role, data):
    kinds = set(session.legal(role)) & {"offer", "accept", "pass", "sign", "draft", "bridge", "walkout", "return"}
    kind = data.draw(st.sampled_from(sorted(kinds)))
    if kind in ("offer", "draft", "bridge"):
        lines = session.scenario.role(role).secret.red_lines if session.scenario.role(role).secret else ()
        barred = {(line.issue, option) for line in lines for option in line.options}
        package = {
            issue.id: data.draw(st.sampled_from([o.id for o in issue.options if (issue.id, o.id) not in barred]))
            for issue in session.scenario.issues
        }
        return {"offer": moves.offer, "draft": moves.draft, "bridge": moves.bridge}[kind](package)
    if kind == "accept":
        for offer in session.state.offers.values():
            if offer.author != role and role not in session.state.accepted.get(offer.seq, ()):
                try:
                    session.branch(len(session.events) - 1).act(role, moves.accept(offer.seq))
                except NegotiationError:
                    continue
                return moves.accept(offer.seq)
        return moves.end_turn()
    simple = {"pass": moves.end_turn, "sign": moves.sign, "walkout": moves.walkout, "return": moves.come_back}
    return simple[kind]()


def test_branching_and_making_the_same_move_changes_nothing():
    session = played(learner="sahlan")
    for _ in range(3):
        session.act("sahlan", moves.offer(GREEDY) if session.turn == "sahlan" else moves.end_turn())
    for event in list(session.events):
        if event.actor == "sahlan":
            branch = session.branch(event.seq - 1)
            branch.act("sahlan", moves.Move(event.body, event.to))
            assert branch.events == session.events[: len(branch.events)]


def test_another_move_in_a_branch_leaves_the_first_session_alone():
    session = played(learner="sahlan")
    session.act("sahlan", moves.offer(GREEDY))
    before = list(session.events)
    branch = session.branch(before[1].seq)
    branch.act("sahlan", moves.offer(DEAL))
    assert session.events == before
    assert branch.events[2].body.package == DEAL


def test_an_interrupted_game_goes_on_where_it_was():
    session = played("the-transition", 3, "front")
    session.act("front", moves.end_turn())
    again = remade(session)
    session.act("front", moves.end_turn())
    again.act("front", moves.end_turn())
    assert again.events == session.events


def test_a_log_cut_in_the_middle_of_the_computers_moves_goes_on_the_same():
    session = played("the-strait", 4)
    for cut in range(1, len(session.events), 9):
        part = Session.from_events(session.scenario, 4, session.events[:cut])
        part.advance()
        assert part.state.outcome is not None
        assert part.events[:cut] == session.events[:cut]


def test_accepting_and_signing_ends_it():
    session = played(learner="sahlan", seed=2)
    while session.state.outcome is None:
        offers = [o for o in session.state.offers.values() if o.author == "qarwan"]
        if "sign" in session.legal("sahlan"):
            session.act("sahlan", moves.sign())
        elif offers and offers[0].package["flow"] != "f30":
            session.act("sahlan", moves.accept(offers[0].seq))
        else:
            session.act("sahlan", moves.end_turn())
    assert session.state.outcome.agreed
    assert session.state.outcome.signers == ("qarwan", "sahlan")
    assert session.legal("sahlan") == ("note", "reveal", "reflection")


def test_a_plan_and_a_note_are_private_and_take_no_turn():
    session = Session.open(scenario("two-rivers"), 1, "sahlan")
    session.act("sahlan", moves.plan("sahlan", 80, 46, {"qarwan": ("filling", "power")}))
    session.act("sahlan", moves.note("sahlan", "They want power soon."))
    assert [e.kind for e in session.events] == ["open", "plan", "note"]
    session.advance()
    assert {e.kind for e in session.view("qarwan").events} == {"offer"}
    assert session.turn == "sahlan"


def test_walking_out_withdraws_and_returning_is_possible():
    session = played(learner="sahlan")
    session.act("sahlan", moves.offer(GREEDY))
    session.act("sahlan", moves.walkout())
    assert "sahlan" in session.state.away
    assert all(o.author != "sahlan" for o in session.state.offers.values())
    with pytest.raises(NegotiationError, match="return, pass"):
        session.act("sahlan", moves.offer(GREEDY))
    session.act("sahlan", moves.come_back())
    assert session.state.away == ()


ILLEGAL = [
    (moves.offer({"flow": "f40"}), "says nothing about"),
    (moves.offer({**DEAL, "flow": "f30"}), "Your instructions forbid this on Dry-season flow"),
    (moves.accept(99), "not on the table"),
    (moves.accept(1), "Your instructions forbid"),
    (moves.sign(), "not possible"),
    (moves.bridge(DEAL), "not possible"),
    (moves.Move(bodies.Clock(round=2)), "not possible"),
    (moves.Move(bodies.Offer(package=DEAL), ("qarwan",)), "Address nobody"),
    (moves.say("x" * 5000), "Shorten it"),
    (moves.say("hello", ["moon"]), "no seat here"),
]


@pytest.mark.parametrize(("move", "says"), ILLEGAL)
def test_an_illegal_move_says_what_to_do_and_changes_nothing(move, says):
    session = played(learner="sahlan")
    before = list(session.events)
    with pytest.raises(NegotiationError, match=says):
        session.act("sahlan", move)
    assert session.events == before


def test_no_move_out_of_turn():
    session = Session.open(scenario("two-rivers"), 1, ["qarwan", "sahlan"])
    with pytest.raises(NegotiationError, match="turn of qarwan"):
        session.act("sahlan", moves.offer(DEAL))
    session.act("sahlan", moves.say("Good morning."))


def changed(events, seq, **body):
    events = list(events)
    events[seq] = msgspec.structs.replace(events[seq], body=msgspec.structs.replace(events[seq].body, **body))
    return events


def remarked(events):
    """Mark a forged log again, as someone who knows the code could."""
    out = []
    for event in events:
        out.append(mark(event, out[-1].mark if out else ""))
    return out


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda log: changed(log, 3, package=GREEDY), "move 3 was changed"),
        (lambda log: [*log[:4], *log[5:]], "move 4 is missing"),
        (lambda log: [*log[:4], {"seq": 4, "kind": "offer"}, *log[5:]], "move 4 cannot be read"),
        (lambda log: remarked(changed(log, 1, package={"flow": "f40"})), "move 1 is not legal"),
        (lambda log: remarked(changed(log, 4, round=7)), "move 4 does not follow"),
        (lambda log: [], "it is empty"),
    ],
)
def test_a_damaged_log_names_the_place_and_keeps_what_is_before(damage, says):
    session = played(seed=1)
    assert session.events[4].kind == "clock"
    broken = damage(session.events)
    with pytest.raises(NegotiationError, match=says) as caught:
        Session.from_events(session.scenario, 1, broken)
    sound = caught.value.sound
    assert "Nothing is lost" in str(caught.value)
    if sound:
        again = Session.from_events(session.scenario, 1, broken[:sound])
        assert again.events == session.events[:sound]


def test_a_log_of_another_scenario_or_seed_is_refused():
    session = played()
    with pytest.raises(NegotiationError, match="not of the-strait"):
        Session.from_events(scenario("the-strait"), 1, session.events)
    with pytest.raises(NegotiationError, match="seed 1, not 2"):
        Session.from_events(session.scenario, 2, session.events)
    longer = msgspec.structs.replace(session.scenario, rounds=9)
    with pytest.raises(NegotiationError, match="has changed since"):
        Session.from_events(longer, 1, session.events)


def test_the_state_of_a_view_comes_from_what_the_seat_may_see():
    session = played("the-strait", 2)
    for role in ("darwan", "mediator"):
        assert session.view(role) == view(session.scenario, session.events, role)
        assert session.view(role).state.seats == {}


def test_a_move_is_kept_as_json_gives_it_back():
    session = played(learner="sahlan")
    session.act("sahlan", moves.plan("sahlan", 80, 46, {"qarwan": ("filling", "power")}))
    assert session.events[-1].body.guesses == {"qarwan": ("filling", "power")}
    assert remade(session).events == session.events
    with pytest.raises(NegotiationError, match="cannot be stored"):
        session.act("sahlan", moves.note("sahlan", object()))


def test_a_typo_mended_in_a_text_leaves_old_logs_readable():
    session = played("the-strait", 2)
    sc = session.scenario
    mended = msgspec.structs.replace(sc, title="A strait", mandate=msgspec.structs.replace(sc.mandate, text="Mended."))
    assert Session.from_events(mended, 2, session.events).state == session.state


def test_after_the_end_only_the_debrief_is_open():
    session = Session.open(scenario("two-rivers"), 1, ["qarwan", "sahlan"])
    for _ in range(8):
        session.act("qarwan", moves.end_turn())
        session.act("sahlan", moves.end_turn())
    session.act("sahlan", moves.reveal())
    session.act("sahlan", moves.reflect("sahlan", "feelings", "Tired."))
    with pytest.raises(NegotiationError, match="branch at an earlier move"):
        session.act("sahlan", moves.offer(DEAL))
    assert remade(session).state == session.state
