import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from course.content.reader import ContentError
from course.content.scenarios import clauses, line, say, scenario, scenarios, words
from course.negotiation import moves
from course.negotiation.event import KINDS
from course.negotiation.session import Session
from course.negotiation.soundness import STRATEGIES

ENGINE = Path(__file__).parents[2] / "course" / "negotiation"


def test_the_three_scenarios_are_there():
    assert scenarios() == ("two-rivers", "the-strait", "the-transition")


def test_an_unknown_scenario_is_named_with_its_neighbors():
    with pytest.raises(ContentError, match="did you mean 'the-strait'"):
        scenario("the-straight")


@pytest.mark.parametrize("id", ["two-rivers", "the-strait", "the-transition"])
def test_a_brief_says_who_what_hides_and_what_home_wants(id):
    sc = scenario(id)
    assert len(sc.teaching.plan_questions) >= 3
    assert len(sc.teaching.debrief_questions) >= 3
    for role in sc.parties:
        assert 20 <= len(role.public_brief.split()) <= 90
        assert 30 <= len(role.secret.brief.split()) <= 110
        assert role.secret.home
        assert role.secret.batna.story
        assert all(line.reason.endswith(".") for line in role.secret.red_lines)
    for issue in sc.issues:
        assert len({option.text for option in issue.options}) == len(issue.options)


def test_every_reason_and_temper_of_the_engine_has_words():
    said = words()
    code = "".join(path.read_text() for path in ENGINE.glob("*.py"))
    keys = set(re.findall(r'Reason\("(\w+)"', code)) | {"too_costly_alone", "cannot_sign"}
    assert keys == set(said.reasons)
    assert set(STRATEGIES) | {"mediator"} == set(said.tempers)
    assert {name.split("_")[0] if name.split("_")[-1] in ("yes", "no") else name for name in said.events} >= {
        kind for kind in KINDS if kind != "collapse"
    }


def test_reasons_in_words():
    sc = scenario("the-strait")
    said = words()
    values = {"issue": "boundary", "option": "median"}
    assert say(said.reasons["too_little"], values, sc).endswith("We had in mind: The median line.")
    many = {"given": ["fishing", "transit"], "taken": ["corridor"]}
    assert "on fishing and passage of ships and" in say(said.reasons["trades"], many, sc)
    with pytest.raises(ContentError, match="needs"):
        say("{nothing}", {}, sc)


def test_templates_use_known_names():
    known = {"given", "taken", "issue", "option", "role", "refused", "joint", "late"}
    for template in [*words().reasons.values(), *words().refusals.values()]:
        assert {name for _, name, _, _ in Formatter().parse(template) if name} <= known


def test_scenarios_and_tempers_name_known_sources_and_cases():
    folder = ENGINE.parent / "content"
    known = set(tomllib.loads((folder / "sources.toml").read_text("utf-8")))
    cases = {line.split(",")[0] for line in (folder / "cases.csv").read_text("utf-8").splitlines()[1:]}
    for id in scenarios():
        assert set(scenario(id).sources) <= known
        assert scenario(id).teaching.case in cases
    for temper in words().tempers.values():
        assert set(temper.sources) <= known


def test_every_event_of_a_game_becomes_a_line():
    for id in scenarios():
        for seed in range(6):
            session = Session.open(scenario(id), seed)
            session.advance()
            lines = [line(event, session.scenario, session.events) for event in session.events]
            assert all(text and "{" not in text for text in lines)
            assert not any(re.search(r"\b[a-z]+_[a-z]+\b|\b[a-z]\d+\b", text) for text in lines)


def test_a_learners_words_with_braces_are_kept_as_they_are():
    session = Session.open(scenario("the-strait"), 1, "darwan")
    session.act("darwan", moves.say("Is {issue} all you have?", ["jazra"]))
    text = line(session.events[-1], session.scenario, session.events)
    assert text == "Darwan, to Jazra: Is {issue} all you have?"


def test_clauses_follow_the_order_of_the_table():
    found = clauses({"power": "none", "flow": "f40"}, scenario("two-rivers"))
    assert [label for label, _, _ in found] == ["Dry-season flow", "Power at cost"]
    assert found[0][2].startswith("In the dry season at least 40%")
