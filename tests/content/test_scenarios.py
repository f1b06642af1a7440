import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

from course.content.reader import ContentError
from course.content.scenarios import scenario, scenarios, words
from course.negotiation.event import KINDS
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


def test_templates_use_known_names():
    known = {"given", "taken", "issue", "option", "role", "refused", "joint", "late"}
    for template in [*(one for wordings in words().reasons.values() for one in wordings), *words().refusals.values()]:
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
