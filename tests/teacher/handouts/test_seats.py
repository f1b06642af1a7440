"""Seats: everybody once, every party at every table, fair sizes, nobody moved; packets keep secrets."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.content import lessons, scenarios
from course.content.interface import words
from course.content.outline import outline, sessions_of
from course.content.position import steps_to
from course.content.region import region
from course.html.text import plain
from course.teacher.handouts import packets, runsheet_page
from course.teacher.handouts.runsheet import run_sheet
from course.teacher.handouts.seats import grouped, seated, with_late
from course.teacher.verbs.seats import main

names = st.sampled_from(scenarios.scenarios())


def people_of(tables):
    return [seat.person for table in tables for seat in table.seats]


@given(names, st.integers(2, 60), st.integers(0, 8))
def test_everybody_sits_once_and_every_party_is_there(name, many, late):
    scenario = scenarios.scenario(name)
    first = seated(scenario, range(1, many + 1))
    tables = with_late(scenario, first, range(many + 1, many + late + 1))
    assert sorted(people_of(tables)) == list(range(1, many + late + 1))
    for table in tables:
        assert all(table.holders(role.id) for role in scenario.parties)
    sizes = [len(table.seats) for table in tables]
    assert max(sizes) - min(sizes) <= 1


@given(names, st.integers(2, 60), st.integers(1, 8))
def test_late_arrivals_move_nobody(name, many, late):
    scenario = scenarios.scenario(name)
    first = seated(scenario, range(many))
    for before, after in zip(first, with_late(scenario, first, range(100, 100 + late)), strict=True):
        for was, now in zip(before.seats, after.seats, strict=False):
            assert (was.person, was.roles[:1], was.second) == (now.person, now.roles[:1], now.second)


@given(names, st.integers(2, 60))
def test_roles_are_merged_only_when_people_are_too_few(name, many):
    scenario = scenarios.scenario(name)
    for table in seated(scenario, range(many)):
        merged = any(len(seat.roles) > 1 for seat in table.seats)
        assert merged == (many < len(scenario.parties))
        if many >= len(scenario.roles):
            assert all(table.holders(role.id) for role in scenario.roles)
        assert sum(not seat.roles for seat in table.seats) <= 2


def test_the_second_one_left_over_observes():
    scenario = scenarios.scenario("the-strait")
    (table,) = seated(scenario, range(6))
    assert [seat.second for seat in table.seats] == [False] * 4 + [True, False]
    assert table.seats[-1].roles == ()


@pytest.mark.parametrize("many", [0, 1, 61])
def test_what_cannot_be_seated_is_refused(many):
    with pytest.raises(ValueError, match="from 2 to 60"):
        seated(scenarios.scenario("the-strait"), range(many))


@given(st.integers(2, 60), st.sampled_from([2, 4]), st.integers(0, 9), st.integers(0, 3))
def test_groups_hold_everybody_once(many, size, turn, late):
    found = grouped(range(many), size, turn, range(100, 100 + late))
    assert sorted(one for group in found for one in group) == [*range(many), *range(100, 100 + late)]
    assert min(map(len, found)) >= 2


def test_another_question_brings_another_partner():
    first, second = grouped(range(20), 2, 0), grouped(range(20), 2, 1)
    assert not set(map(frozenset, first)) & set(map(frozenset, second))


def secrets_of(role):
    """Every longer text that only this role may know."""
    secret = role.secret
    found = [secret.brief, secret.home, secret.batna.story]
    found += [line.reason for line in secret.red_lines] + [one.why for one in secret.synergies]
    if secret.ratification:
        found += [one.wants for one in secret.ratification.constituencies] + [secret.ratification.body]
    return [" ".join(plain(one).split()) for one in found]


def text_of(markup):
    import html

    return " ".join(html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", markup, flags=re.S)).split())


@pytest.mark.parametrize("name", scenarios.scenarios())
def test_a_packet_holds_its_own_secrets_and_no_other(name):
    scenario = scenarios.scenario(name)
    pages = {role.id: text_of(packets.packet(scenario, role.id)) for role in scenario.roles}
    pages["observer"] = text_of(packets.observer_packet(scenario))
    pages["plan"] = text_of(packets.plan(scenario, seated(scenario, range(1, 24))))
    for role in scenario.parties:
        own = secrets_of(role)
        assert len(own) >= 3
        assert all(one in pages[role.id] for one in own)
        for other, page in pages.items():
            if other != role.id:
                assert [one for one in own if one in page] == []


@pytest.mark.parametrize("name", scenarios.scenarios())
def test_a_card_holds_the_secret_of_its_own_role_only(name):
    scenario = scenarios.scenario(name)
    markup = packets.cards(scenario, seated(scenario, range(1, 24)))
    faces = [text_of(one) for one in markup.split('<div class="card">')[1:]]
    assert len(faces) == 23
    for face in faces:
        held = [role.id for role in scenario.parties if secrets_of(role)[0] in face]
        assert len(held) <= 1


def test_the_command_writes_every_paper(tmp_path, capsys):
    arguments = ["11", "--students", "23", "--absent", "2", "--late", "1", "--out", str(tmp_path)]
    assert main(arguments) == 0
    assert {path.name for path in (tmp_path / "packets").iterdir()} == {
        *("darwan.html", "velaya.html", "jazra.html", "mediator.html", "observer.html")
    }
    assert (tmp_path / "seats.html").read_text("utf-8").count("<tr>") == 23
    assert "22" in capsys.readouterr().out


def test_a_lesson_without_a_scenario_gets_its_groups(capsys):
    assert main(["05", "--students", "23", "--absent", "2"]) == 0
    assert "why-not-the-brothers" in capsys.readouterr().out


@pytest.mark.parametrize(
    "more", [["--students", "1"], ["--students", "61"], ["--students", "9", "--scenario", "nowhere"]]
)
def test_what_a_person_can_mend_is_one_line(more, tmp_path, capsys):
    assert main(["11", *more, "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_the_run_sheet_and_the_seats_describe_one_class(tmp_path, monkeypatch, capsys):
    stem = "11_the_summit"
    for people in (7, 23, 30):
        lesson = lessons.lesson(stem, as_published=True)
        # The session in which the game is played, with time enough for all of it.
        session = sessions_of(lesson)["negotiate", "the-strait"]
        sheet = runsheet_page.to_markdown(run_sheet(lesson, 240, outline(stem), session), people)
        assert "ifteen pairs" not in sheet
        tables = seated(scenarios.scenario("the-strait"), range(1, people + 1))
        sizes = [len(table.seats) for table in tables]
        said = runsheet_page.at_tables(scenarios.scenario("the-strait"), people)
        assert f"The strait ({said})" in sheet
        assert all(str(size) in said for size in sizes)


def test_copies_are_those_of_the_seats_and_every_point_is_on_the_teachers_sheet():
    scenario = scenarios.scenario("the-strait")
    tables = seated(scenario, range(1, 31))
    copies = dict(packets.copies(scenario, tables))
    assert sum(copies.values()) == 30
    assert copies[scenario.mediator.name] == len(tables)
    sheet = packets.all_points(scenario)
    for party in scenario.parties:
        for issue in scenario.issues:
            for option in issue.options:
                assert f"{party.secret.scores[issue.id][option.id]:g}" in sheet
        assert f"{party.secret.batna.points:g}" in sheet
        assert all(line.reason[:20] in sheet for line in party.secret.red_lines)


@pytest.mark.parametrize("name", scenarios.names())
def test_a_mediator_plans_as_a_mediator_and_a_party_as_a_party(name):
    scenario = scenarios.scenario(name)
    mediators = [words()["table"][f"plan-mediator{number}"] for number in (1, 2, 3, 4)]
    for role in scenario.roles:
        page = packets.packet(scenario, role.id)
        asked, others = mediators, [plain(question) for question in scenario.teaching.plan_questions]
        if role.kind != "mediator":
            asked, others = others, asked
        prepared = unescape(re.sub("<[^>]+>", " ", page.partition(words()["seats"]["prepare"])[2]))
        assert [question for question in asked if question not in prepared] == []
        assert [question for question in others if question in prepared] == []
        assert role.kind != "mediator" or not re.search(r"\bpoints\b|walk-away", prepared)


@pytest.mark.parametrize("name", scenarios.names())
def test_a_party_marks_its_opening_position_and_no_secret_stands_there(name):
    scenario, word = scenarios.scenario(name), words()["seats"]
    for role in scenario.roles:
        page = packets.packet(scenario, role.id)
        _, found, rest = page.partition(word["position"])
        assert bool(found) == (scenario.position and role.kind == "party")
        if found:
            box, _, _ = rest.partition(word["prepare"])
            assert box.count("☐") == sum(len(issue.options) for issue in scenario.issues)
            assert box.count("to-mark") == box.count("☐"), "an option breaks across two lines"
            assert box.count('class="ruled"') == 2
            shown = text_of(box)
            assert [label for _, label in steps_to(scenario) if label not in shown] == []
            # It lies open on the table: not even the own secret stands in it.
            for other in scenario.parties:
                assert [one for one in secrets_of(other) if one in shown] == []
    assert word["position"] not in packets.observer_packet(scenario)


@pytest.mark.parametrize("name", scenarios.names())
def test_the_map_of_the_region_is_on_every_packet_of_the_summit_and_on_no_other(name):
    scenario = scenarios.scenario(name)
    for page in (packets.observer_packet(scenario), *(packets.packet(scenario, role.id) for role in scenario.roles)):
        assert page.count("<svg") == (name == region().summit)
        assert page.count("This map is invented") == (name == region().summit)


def test_a_class_list_seats_people_by_name(tmp_path, capsys):
    listed = tmp_path / "list.csv"
    listed.write_text("Surname,First name\nKhan,Amina\n,Bilal\nRossi,Chiara\nSaid,Daoud\nYılmaz,Elif\n", "utf-8")
    told = ["--list", str(listed), "--absent", "Bilal, 3", "--late", "elif", "--students", "60"]
    assert main(["05", *told]) == 0
    out = capsys.readouterr().out
    assert "Amina Khan" in out
    assert "Elif Yılmaz" in out
    assert "Bilal" not in out
    assert "Chiara" not in out
    assert main(["11", *told, "--out", str(tmp_path / "seats")]) == 0
    assert "Daoud Said" in (tmp_path / "seats" / "seats.html").read_text("utf-8")
    assert "Daoud Said" in (tmp_path / "seats" / "cards_for_the_teacher.html").read_text("utf-8")


def test_names_without_a_class_list_are_refused_with_the_remedy(capsys):
    assert main(["05", "--absent", "Bilal"]) == 2
    assert "--list" in capsys.readouterr().err
