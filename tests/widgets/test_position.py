"""The opening position at the table: what it rests on, how it is kept, the first package, what became of it."""

import pytest

from course.answers.events import Draft, PositionTaken, Response, to_body
from course.answers.games import games
from course.content.interface import words
from course.content.position import steps_to
from course.content.scenarios import scenario
from course.model.answer import Answer
from course.pages.negotiations import open_table, tell_games
from course.pages.portfolio import gather, to_html, to_markdown

STRAIT = "the-strait"
WORDS = words()["table"]
NASTY = '<img src=x onerror="alert(1)">'
DEMANDS = {"boundary": "median", "transit": "free", "prisoners": "missing"}
ANSWER = {"values": DEMANDS, "why": f"The families. {NASTY}", "text": "A landing point."}


@pytest.fixture(autouse=True)
def same_seed(monkeypatch):
    """Every game of these tests is the same game."""
    monkeypatch.setattr("course.answers.games.secrets.randbelow", lambda most: 7)


def seated(setting, send, seat="velaya"):
    table = open_table(setting, STRAIT)
    send(table, "seat", seat=seat)
    return table


def write(send, table, answer=ANSWER, **more):
    return send(table, "position", box="position", answer=answer, game=table.state["game"], **more)


def plan(send, table):
    return send(table, "move", kind="plan", target="70", walk_away="50", guesses={}, text="")


def to_the_end(send, table, *, accepts=False):
    """Play on without a new package, and sign what is to be signed."""
    state = table.state
    for _ in range(60):
        if state["phase"] == "over":
            return state
        willing = [one for one in state["offers"] if one["accept"]] if accepts else []
        if "sign" in state["legal"] and state["signing"]:
            state = send(table, "move", kind="sign")
            if state["said"]:
                state = send(table, "move", kind="decline")
        elif willing and not send(table, "move", kind="accept", offer=willing[-1]["seq"])["said"]:
            state = table.state
        else:
            state = send(table, "move", kind="pass")
    raise AssertionError("the game does not end")


def test_what_was_written_in_earlier_exercises_is_laid_out(setting, send):
    table = seated(setting, send)
    assert table.state["position"]["texts"] == []
    long = "Two hundred boats work there. " * 12
    steps = [step.task.partition("/") for step, _ in steps_to(scenario(STRAIT))]
    (first, _, one), (second, _, two) = steps[:2]
    for lesson, item, body in (
        (first, one, Response(answer=Answer(text="A try."))),
        (first, one, Draft(answer=Answer(text=long), round=2)),
        (second, two, Draft(answer=Answer(text=NASTY))),
    ):
        setting.record.append(lesson, item, *to_body(body))
    state = send(table, "look", boxes={})
    texts = state["position"]["texts"]
    assert [text["lesson"] for text in texts] == [first, second]
    assert texts[0]["text"] == long.strip()
    assert len(texts[0]["short"]) < len(texts[0]["text"])
    assert texts[1]["text"] == texts[1]["short"] == NASTY
    assert texts[0]["bears"] == "Monitoring"
    assert texts[0]["label"].startswith("Exercise 1 · ")
    # Once the talks have begun nothing is read any more.
    assert plan(send, table)["position"]["texts"] == []


def test_it_is_kept_and_fills_in_the_first_package(setting, send):
    table = seated(setting, send)
    state = write(send, table)
    assert state["position"]["answer"] == ANSWER
    assert state["position"]["at"]
    assert state["opening"] == {}
    again = open_table(setting, STRAIT)
    assert again.state["position"] == state["position"]
    changed = {**ANSWER, "values": {**DEMANDS, "fishing": "quota"}}
    write(send, again, changed)
    state = plan(send, again)
    assert state["phase"] == "play"
    assert state["opening"] == {**DEMANDS, "fishing": "quota"}
    assert state["offers"] == [] or all(offer["title"] != WORDS["offer-mine"] for offer in state["offers"])
    package = {issue.id: issue.options[1].id for issue in scenario(STRAIT).issues}
    assert send(again, "move", kind="offer", package=package)["opening"] == {}
    assert open_table(setting, STRAIT).state["opening"] == {}


def test_nothing_written_is_nothing_lost(setting, send):
    table = seated(setting, send)
    state = plan(send, table)
    assert (state["opening"], state["position"]["lines"], state["position"]["answer"]) == ({}, [], None)
    state = to_the_end(send, table)
    assert state["debrief"]["became"] == ""


def test_the_same_twice_is_one_event_and_an_emptied_one_is_empty(setting, send):
    table = seated(setting, send)
    write(send, table)
    count = len(setting.record.events())
    write(send, table)
    assert len(setting.record.events()) == count
    state = write(send, table, {})
    assert state["position"]["lines"] == []
    assert plan(send, table)["opening"] == {}
    assert state["versions"]["position"] == 1


def test_once_the_talks_have_begun_it_stands(setting, send):
    table, other = seated(setting, send), open_table(setting, STRAIT)
    write(send, table)
    plan(send, table)
    late = {"values": {"fishing": "open"}}
    state = write(send, other, late)
    assert state["said"] == WORDS["position-late"]
    assert state["opening"] == DEMANDS
    # It is in the record all the same.
    assert any(event.body.get("demands") == late["values"] for event in setting.record.events(kind="position"))


def test_what_another_page_wrote_is_shown_before_it_is_written_over(setting, send):
    table = seated(setting, send)
    other = open_table(setting, STRAIT)
    write(send, table, {"values": {"transit": "lanes"}}, based=[])
    state = write(send, other, {"values": {"transit": "free"}}, based=[])
    assert WORDS["position-open"] not in state["newer"]["position"]["text"]
    assert state["newer"]["position"]["text"] == "Passage of ships: Reporting lanes"
    assert state["position"]["answer"] == {"values": {"transit": "lanes"}}


def test_a_full_disk_says_so_and_saves_nothing(setting, failing, send):
    seated(setting, send)
    table = open_table(failing, STRAIT)
    state = send(table, "seat", seat="velaya")
    state = write(send, table)
    assert state["trouble"]
    assert state["position"]["answer"] is None


def test_a_mediator_and_other_scenarios_have_none(setting, send):
    table = seated(setting, send, "mediator")
    assert table.state["position"] is None
    write(send, table)
    assert setting.record.events(kind="position") == [] or all(
        event.body.get("aside") for event in setting.record.events(kind="position")
    )
    other = open_table(setting, "two-rivers")
    assert send(other, "seat", seat=other.scenario.parties[0].id)["position"] is None
    assert WORDS["position-face"] not in repr(other)
    assert WORDS["position-face"] in repr(table)


@pytest.mark.parametrize("seat", ["darwan", "velaya", "jazra"])
def test_the_debrief_counts_what_became_of_it(setting, send, seat):
    table = seated(setting, send, seat)
    write(send, table, {"values": {"boundary": "joint_zone", "corridor": "study", "fishing": "quota"}})
    plan(send, table)
    package = {issue.id: issue.options[1].id for issue in scenario(STRAIT).issues}
    send(table, "move", kind="offer", package={**package, "fishing": "quota"})
    state = to_the_end(send, table, accepts=True)
    became = state["debrief"]["became"]
    outcome = table.game.session.state.outcome
    assert "3 of 6" in became
    if outcome.agreed:
        kept = sum(
            outcome.package[issue] == option
            for issue, option in {"boundary": "joint_zone", "corridor": "study", "fishing": "quota"}.items()
        )
        assert f"ended where you opened: {kept or 'none'}" in became or "Every one" in became
    else:
        assert "signed no deal" in became
        assert WORDS["became-last-all"] in became
    # It tells nothing that only another side knows.
    for role in scenario(STRAIT).parties:
        assert role.secret.brief not in became


def test_the_portfolio_holds_it_beside_the_game(setting, send):
    table = seated(setting, send)
    write(send, table)
    [(title, entries)] = tell_games(setting)
    assert title == WORDS["written"].format(title="The strait")
    assert [asks for asks, _ in entries] == [WORDS["written-position"].format(seat="Velaya")]
    plan(send, table)
    to_the_end(send, table)
    [(_, entries)] = tell_games(setting)
    asked = [asks for asks, _ in entries]
    assert asked[0] == WORDS["written-position"].format(seat="Velaya")
    assert WORDS["written-became"] in asked
    from datetime import date

    portfolio = gather(setting.record, date(2026, 11, 22))
    page = to_html(portfolio)
    assert "The median line" in page
    assert NASTY not in page
    assert "A landing point" in to_markdown(portfolio)


def test_the_record_of_a_game_without_one_opens(setting, send):
    table = seated(setting, send)
    plan(send, table)
    assert setting.record.events(kind="position") == []
    assert open_table(setting, STRAIT).state["phase"] == "play"


def test_a_position_with_options_that_are_gone_opens(setting, send):
    table = seated(setting, send)
    old = PositionTaken(seat="velaya", demands={"weather": "sunny", "transit": "swim", "fishing": "open"})
    [game] = games(setting.record)
    kind, body = to_body(old)
    setting.record.append("11_the_summit", f"negotiation/{STRAIT}/{game.id}/position", kind, body)
    table = open_table(setting, STRAIT)
    assert table.state["position"]["lines"] == ["Fishing: Open to small boats"]
    assert plan(send, table)["opening"] == {"fishing": "open"}
