"""The negotiation table: whole games by messages alone, from every seat; nothing lost, nothing leaked."""

import itertools
import json
import re
from datetime import date

import msgspec
import pytest

from course.answers.games import games
from course.content import lessons
from course.content.scenarios import scenario, scenarios
from course.html.text import plain
from course.pages.lesson import Lesson
from course.pages.negotiations import open_table, tell_games
from course.pages.portfolio import gather, to_html, to_markdown

SEATS = [(id, role.id) for id in scenarios() for role in scenario(id).roles]
NASTY = '<img src=x onerror="alert(1)"><script>alert(2)</script>'


def begin(send, table, seat, **plan):
    send(table, "seat", seat=seat)
    others = [role.id for role in table.scenario.parties if role.id != seat]
    issues = [issue.id for issue in table.scenario.issues]
    guesses = dict.fromkeys(others, issues)
    return send(table, "move", kind="plan", **{"target": "70", "walk_away": "50,5", "guesses": guesses, **plan})


@pytest.fixture(autouse=True)
def same_seed(monkeypatch):
    """Every game of these tests is the same game."""
    monkeypatch.setattr("course.answers.games.secrets.randbelow", lambda most: 7)


def play(send, table, state, say=""):
    """Play on until it is over, with every tool that the seat has; return the last state."""
    party = state["party"]
    issues = [issue.id for issue in table.scenario.issues]
    best = {issue: max(points, key=points.get) for issue, points in state["points"].items()}
    step = -1
    while state["phase"] != "over":
        step += 1
        assert step < 80, "the game does not end"
        if party and state["asked"]:
            one = state["asked"][0]
            answer = issues[:2] if one["about"] == "ranking" else None
            state = send(
                table, "move", kind="disclose", question=one["seq"], about=one["about"], answer=answer, scope="may_hint"
            )
            assert not state["said"]
        if party and "vote" in state["legal"]:
            state = send(table, "move", kind="vote", vote=1, issue=issues[0])
            assert not state["said"]
        if not party and step == 0:
            for role, question in itertools.product((one.id for one in table.scenario.parties), ("ranking", "wishes")):
                state = send(table, "move", kind="ask", to=role, question=question)
                assert not state["said"]
            assert len(state["ledger"]) == 2 * len(table.scenario.parties)
            state = send(table, "move", kind="draft", package={issues[0]: first(table, issues[0])})
            assert state["text"]["version"] == 1
        willing = [one for one in state["offers"] if one["accept"] and " more than no deal" in one["worth"]]
        willing = [one for one in willing if "red line" not in one["worth"] and "not approve" not in one["worth"]]
        if state["signing"]:
            state = send(table, "move", kind="sign")
        elif party and step == 1:
            state = send(table, "move", kind="offer", package=best, text=say)
        elif willing and step > 5:
            state = send(table, "move", kind="accept", offer=willing[0]["seq"])
        elif not party and step == 3:
            middle = {issue.id: issue.options[1].id for issue in table.scenario.issues}
            state = send(table, "move", kind="bridge", package=middle)
        else:
            state = send(table, "move", kind="pass")
        assert not state["said"], state["said"]
        assert not state["unsaved"]
    return state


def first(table, issue):
    return table.scenario.issue(issue).options[0].id


def test_a_scenario_that_cannot_be_played_is_refused_when_a_seat_is_taken(setting, send, monkeypatch):
    broken = msgspec.structs.replace(scenario("two-rivers"), no_zopa=True)
    monkeypatch.setattr("course.content.scenarios.scenario", lambda id: broken)
    table = open_table(setting, "two-rivers")
    state = send(table, "seat", seat=broken.parties[0].id)
    assert state["phase"] == "seat"
    assert "Take no_zopa = true out." in state["said"]
    assert games(setting.record) == []


def looked(state):
    return {key: value for key, value in state.items() if key not in ("n", "moved", "worth", "said", "trouble")}


@pytest.mark.parametrize(("id", "seat"), SEATS)
def test_a_whole_game_from_every_seat(setting, send, id, seat):
    table = open_table(setting, id)
    assert table.state["phase"] == "seat"
    state = play(send, table, begin(send, table, seat, text="Water first."))
    assert [one["id"] for one in state["debrief"]["stages"]] == ["role", "feelings", "stories", "reveal"]
    for stage in ("feelings", "stories", "case", "memo"):
        send(table, "move", kind="reflect", stage=stage, text=f"my {stage}")
    state = send(table, "move", kind="reveal")
    stages = {one["id"]: one for one in state["debrief"]["stages"]}
    assert list(stages) == ["role", "feelings", "stories", "reveal", "numbers", "branches", "case", "memo"]
    assert stages["memo"]["text"] == "my memo"
    assert stages["numbers"]["html"].count("<svg") == 3
    # Learners were promised words: formulas are there for who opens them.
    unfolded, _, folded = stages["numbers"]["html"].partition("For those who calculate</summary>")
    formulas, _, after = folded.partition("</details>")
    assert "max Σ" in formulas
    assert not re.search("[Πᵢ]|lexicographic", unfolded + after)
    again = looked(open_table(setting, id).state)
    assert again == {key: state[key] for key in again}
    [(title, entries)] = tell_games(setting)
    assert title == setting.word("table", "written", title=scenario(id).title)
    assert {"my feelings", "my stories", "my case", "my memo"} <= {said for _, said in entries}


def test_an_interrupted_game_goes_on_where_it_was(setting, send):
    table = open_table(setting, "the-strait")
    state = begin(send, table, "velaya")
    state = send(table, "move", kind="pass")
    again = open_table(setting, "the-strait")
    assert looked(again.state) == looked(state)
    one = send(table, "move", kind="pass")
    count = len(setting.record.events())
    # The other page has not seen that move; it makes the same one, and the record holds it once.
    other = send(again, "move", kind="pass")
    assert looked(other) == looked(one)
    assert len(setting.record.events()) == count
    assert looked(open_table(setting, "the-strait").state) == looked(other)


def test_two_copies_that_went_on_apart_give_one_unbroken_game(setting, send):
    table = open_table(setting, "two-rivers")
    begin(send, table, "sahlan")
    again = open_table(setting, "two-rivers")
    send(table, "move", kind="pass")
    send(again, "move", kind="walkout")
    state = open_table(setting, "two-rivers").state
    assert state["said"] == ""
    assert state["phase"] == "play"


def test_a_new_game_keeps_the_old_one(setting, send):
    table = open_table(setting, "two-rivers")
    old = begin(send, table, "qarwan")
    state = send(table, "anew")
    assert state["phase"] == "seat"
    begin(send, table, "sahlan")
    assert [kept.seat for kept in games(setting.record, "two-rivers")] == ["qarwan", "sahlan"]
    assert looked(send(table, "open", game=old["game"]))["log"] == old["log"]
    assert open_table(setting, "the-strait").state["phase"] == "seat"


def test_a_branch_shares_the_past_and_leaves_the_game_alone(setting, send):
    table = open_table(setting, "the-transition")
    state = play(send, table, begin(send, table, "front"))
    before = games(setting.record)[0].moves
    place = state["branches"][4]
    branched = send(table, "branch", at=place["at"])
    assert branched["phase"] == "play"
    assert branched["game"] != state["game"]
    shared = [one for one in state["log"] if one["seq"] <= place["at"]]
    assert branched["log"][: len(shared)] == shared
    branched = send(table, "move", kind="walkout", text="Enough.")
    twice = send(table, "branch", at=branched["branches"][0]["at"])
    assert twice["phase"] == "plan"
    kept = {one.id: one for one in games(setting.record)}
    assert kept[state["game"]].moves == before
    assert looked(send(table, "open", game=branched["game"]))["log"] == branched["log"]
    assert looked(send(table, "open", game=twice["game"]))["phase"] == "plan"


def test_folder_of_a_party_shows_its_points_before_the_plan(setting, send):
    table = open_table(setting, "two-rivers")
    state = begin(send, table, "sahlan")
    assert setting.words["table"]["worths"] in state["folder"]
    for issue, options in state["points"].items():
        for option, points in options.items():
            label = next(one.label for one in table.scenario.issue(issue).options if one.id == option)
            assert f"{plain(label)} ({points:g})" in plain(state["folder"]), (issue, option)


def test_mediator_has_questions_of_its_own_and_no_points(setting, send):
    table = open_table(setting, "the-strait")
    assert table.spec["mediatorQuestions"] != table.spec["questions"]
    assert "walk-away" not in table.spec["mediatorQuestions"]
    state = send(table, "seat", seat=table.scenario.mediator.id)
    assert setting.words["table"]["worths"] not in state["folder"]


@pytest.mark.parametrize("at", [-1, 10_000, None, "x"])
def test_no_branch_from_a_move_that_was_never_made(setting, send, at):
    table = open_table(setting, "two-rivers")
    begin(send, table, "sahlan")
    state = send(table, "branch", at=at)
    assert state["said"] or state["trouble"]
    assert len(games(setting.record)) == 1


@pytest.mark.parametrize(
    "move",
    [
        {"kind": "sign"},
        {"kind": "offer", "package": {"flow": "f40"}},
        {"kind": "offer", "package": {"flow": "f30", "filling": "y3", "power": "none", "data": "own"}},
        {"kind": "offer", "package": "everything"},
        {"kind": "accept", "offer": 0},
        {"kind": "accept"},
        {"kind": "vote", "vote": 9},
        {"kind": "say", "text": "  "},
        {"kind": "say", "text": "x" * 5000},
        {"kind": "say", "text": "hello", "to": ["nobody"]},
        {"kind": "reflect", "stage": "feelings", "text": "early"},
        {"kind": "reveal"},
        {"kind": "nothing"},
        {"kind": "offer", "package": {"flow": ["f40"]}},
        {"kind": "say", "text": "hello", "to": 5},
        {"kind": "say", "text": float("nan"), "to": ["qarwan", {}]},
        {"kind": ["a"]},
        {},
    ],
)
def test_an_illegal_move_is_one_sentence_and_changes_nothing(setting, send, move):
    table = open_table(setting, "two-rivers")
    before = begin(send, table, "sahlan")
    count = len(setting.record.events())
    state = send(table, "move", **move)
    assert state["said"]
    assert state["log"] == before["log"]
    assert len(setting.record.events()) == count


@pytest.mark.parametrize("plan", [{"target": ""}, {"target": "much"}, {"walk_away": "nan"}, {"walk_away": "-3"}])
def test_a_plan_needs_numbers(setting, send, plan):
    state = begin(send, open_table(setting, "two-rivers"), "sahlan", **plan)
    assert (state["phase"], state["said"]) == ("plan", setting.words["table"]["need-numbers"])


def test_words_beside_an_illegal_move_are_not_said(setting, send):
    table = open_table(setting, "two-rivers")
    begin(send, table, "sahlan")
    state = send(table, "move", kind="offer", package={"flow": "f40"}, text="Take this.")
    assert not any("Take this." in one["text"] for one in state["log"])


def test_half_an_emoji_does_not_break_the_log(setting, send):
    table = open_table(setting, "two-rivers")
    begin(send, table, "sahlan", text="Water \ud83d first")
    state = send(table, "move", kind="pass", text="\ud83d")
    again = open_table(setting, "two-rivers").state
    assert again["said"] == ""
    assert again["log"] == state["log"]


@pytest.mark.parametrize(
    "answer", [{"about": "ranking", "answer": [["fishing"]]}, {"about": "wishes", "answer": {"best": 1, "worst": []}}]
)
def test_an_odd_answer_in_confidence_is_refused(setting, send, answer):
    table = open_table(setting, "the-strait")
    before = begin(send, table, "velaya")
    state = send(table, "move", kind="disclose", question=None, scope="may_hint", **answer)
    assert state["said"]
    assert state["log"] == before["log"]


def test_a_vote_about_nothing_on_the_table_is_refused(setting, send):
    table = open_table(setting, "the-strait")
    state = begin(send, table, "velaya")
    while "vote" not in state["legal"]:
        state = send(table, "move", kind="pass")
    assert send(table, "move", kind="vote", vote=1, issue="the weather")["said"]
    assert send(table, "move", kind="vote", vote=1, issue="fishing")["said"] == ""


def test_html_in_words_stays_text(setting, send):
    table = open_table(setting, "two-rivers")
    state = begin(send, table, "sahlan", text=NASTY)
    state = send(table, "move", kind="say", text=NASTY)
    state = play(send, table, state, say=NASTY)
    send(table, "move", kind="reflect", stage="memo", text=NASTY)
    state = send(table, "move", kind="reveal")
    html = [state["folder"], state.get("compared", ""), *(one["html"] for one in state["debrief"]["stages"])]
    assert "onerror" not in "".join(html)
    assert any(NASTY in one["text"] for one in state["log"])
    work = Lesson(lessons.lesson("02_ways_to_settle"), record=setting.record).my_work()
    portfolio = gather(setting.record, date(2026, 11, 22))
    for page in (work.state["answers"], to_html(portfolio), to_markdown(portfolio)):
        assert "<img src=x" not in page
        assert "&lt;img src=x" in page


def test_a_finished_game_is_a_chapter_of_the_portfolio(setting, send):
    table = open_table(setting, "two-rivers")
    assert gather(setting.record, date(2026, 11, 22)).chapters == ()
    play(send, table, begin(send, table, "qarwan"))
    [chapter] = gather(setting.record, date(2026, 11, 22)).chapters
    assert chapter.title == setting.word("table", "written", title="Two rivers")


def test_a_move_that_cannot_be_saved_is_not_lost(setting, failing, send):
    table = open_table(failing, "two-rivers")
    state = send(table, "seat", seat="sahlan")
    assert state["trouble"]
    assert state["phase"] == "plan"
    state = begin(send, table, "sahlan")
    state = send(table, "move", kind="say", text="Do you hear me?")
    assert state["trouble"]
    assert state["unsaved"] is True
    assert any("Do you hear me?" in one["text"] for one in state["log"])
    # The disk has room again.
    table.game.record = setting.record
    state = send(table, "save")
    assert state["trouble"] == ""
    assert state["unsaved"] is False
    assert looked(open_table(setting, "two-rivers").state)["log"] == state["log"]


def test_a_damaged_log_goes_on_from_its_sound_part(setting, send):
    table = open_table(setting, "two-rivers")
    begin(send, table, "sahlan")
    send(table, "move", kind="pass")
    item = table.game.item
    bodies = [dict(event.body) for event in setting.record.events(item=item, kind="move")]
    bodies[5] = {**bodies[5], "body": {"text": "changed"}}
    other = item.rsplit("/", 1)[0] + "/ffff"
    setting.record.extend("x", other, "move", {f"{n:032x}": body for n, body in enumerate(bodies)})
    state = open_table(setting, "two-rivers").state
    assert "damaged" in state["said"]
    assert state["phase"] == "play"
    assert max(one["seq"] for one in state["log"]) <= 5


def test_a_log_of_another_version_of_the_scenario_does_not_block_the_table(setting, send):
    table = open_table(setting, "two-rivers")
    begin(send, table, "sahlan")
    [kept] = games(setting.record)
    shape = msgspec.to_builtins(kept.moves[0])
    shape["body"] = {**shape["body"], "fingerprint": "0" * 16}
    setting.record.extend("x", "negotiation/two-rivers/eeee", "move", {"e" * 32: shape})
    state = open_table(setting, "two-rivers").state
    assert state["phase"] == "seat"
    assert state["said"]
    assert begin(send, open_table(setting, "two-rivers"), "sahlan")["phase"] == "play"


def test_before_the_reveal_nothing_of_another_folder_is_shown(setting, send):
    table = open_table(setting, "the-strait")
    state = play(send, table, begin(send, table, "jazra"))
    shown = json.dumps(state, ensure_ascii=False) + json.dumps(table.spec, ensure_ascii=False) + table.face.markup
    for role in ("darwan", "velaya"):
        secret = table.scenario.role(role).secret
        assert secret.brief[:60] not in shown
        assert secret.batna.story[:40] not in shown
    state = send(table, "move", kind="reveal")
    assert table.scenario.role("darwan").secret.batna.story[:40] in json.dumps(state, ensure_ascii=False)


def test_guarantees_deadline_and_sharing_from_the_mediators_seat(setting, send):
    table = open_table(setting, "the-strait")
    begin(send, table, "mediator", target="", walk_away="")
    state = send(table, "move", kind="ask", to="darwan", question="ranking")
    scope = state["ledger"][0]
    assert scope["share"] is False
    assert send(table, "move", kind="share", seq=scope["seq"])["said"]
    state = send(table, "move", kind="guarantee", guarantee="radar")
    assert [one["id"] for one in state["guarantees"]] == ["ports"]
    state = send(table, "move", kind="deadline", round=state["deadlines"][-1])
    assert "of 9" in state["clock"]
    state = send(table, "build", package={"boundary": "median"})
    assert state["worth"] == setting.word("table", "chosen", count=1, total=6)


def test_the_worth_of_a_package_follows_the_choice(setting, send):
    table = open_table(setting, "two-rivers")
    begin(send, table, "sahlan")
    word = setting.word
    assert send(table, "build", package={"flow": "f50"})["worth"] == word(
        "table", "so-far", points=34, count=1, total=4
    )
    whole = {"flow": "f50", "filling": "y5", "power": "none", "data": "daily"}
    assert send(table, "build", package=whole)["worth"] == word("table", "over", points=66, gap=20)
    line = table.scenario.role("sahlan").secret.red_lines[0].reason
    worth = send(table, "build", package={**whole, "flow": "f30", "data": "own"})["worth"]
    assert word("table", "under", points=8, gap=38) in worth
    assert word("table", "crossed", reason=line) in worth
    assert send(table, "build", package={"nothing": "here"})["worth"] == word(
        "table", "so-far", points=0, count=0, total=4
    )


def test_the_static_face_is_always_the_same(setting, send):
    first_face = open_table(setting, "the-strait")
    begin(send, first_face, "darwan")
    second = open_table(setting, "the-strait")
    assert (first_face.face.markup, repr(first_face)) == (second.face.markup, repr(second))
    for issue in scenario("the-strait").issues:
        assert issue.label in repr(second)


def test_an_unknown_scenario_is_told_in_the_cell(record):
    lesson = Lesson(lessons.lesson("02_ways_to_settle"), record=record)
    assert "There is no scenario" in repr(lesson.negotiate("the-straight"))
