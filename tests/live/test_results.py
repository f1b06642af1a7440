"""All tables on one page: the picture, the better deals, results from paper, and nothing that the class may not see."""

import re
from html import unescape

import pytest

from course.content import scenarios
from course.html.endings import Ended, endings, look_of
from course.html.picture import svg
from course.live.tables.outcome import possible, space_of
from tests.live.conftest import Room
from tests.live.test_tables import PARTIES, STRAIT, Talks, fair, secrets_of


def page(room: Room, path: str = "results/") -> str:
    reply = room.client.get(f"/t/{room.id}/{path}", headers=room.teacher)
    assert reply.status_code == 200, reply.text
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert "style=" not in reply.text
    return unescape(reply.text)


def poor() -> dict[str, str]:
    """A package that all could sign and that another beats."""
    space = space_of(STRAIT)
    beaten = next(index for index in space.acceptable if len(space.beats(space.values[index])))
    return space.package(beaten)


def ended(room: Room) -> Talks:
    """Four tables: two signed on paper, one without a deal, one that the teacher ended."""
    talks = Talks(room, 16, tables=4)
    talks.teach("tables/turn", state="playing")
    first, second, third, fourth = talks.tables
    talks.teach("paper", table=first, package=fair())
    talks.teach("paper", table=second, package=poor())
    talks.teach("paper", table=third, package=None)
    talks.teach("tables/turn", tables=[fourth], state="over")
    return talks


def test_the_picture_holds_each_table_with_a_deal_and_says_which_had_none(room: Room) -> None:
    ended(room)
    told = page(room)
    picture = told[told.index("<svg") : told.index("</svg>")]
    assert re.findall(r'course-token-text"[^>]*>(\d+)<', picture) == ["1", "2"]
    assert "No deal: table 3, 4." in told
    assert "Table 1: " in re.search(r'aria-label="([^"]*)"', picture)[1]
    rows = re.findall(r'scope="row">([^<]*)<', told)
    assert rows[:4] == ["Table 1", "Table 2", "Table 3, no deal", "Table 4, no deal"]
    assert len(rows) == 8, "and the four points"


def test_the_numbers_are_those_of_the_scenario(room: Room) -> None:
    ended(room)
    told, known = page(room), possible(STRAIT)
    spot = known.points["nash"]
    cells = re.findall(r'class="course-number">([^<]*)<', told[told.index("<tbody>") :])
    assert cells[:3] == [f"{spot.values[role] - known.batna[role]:+.0f}" for role in PARTIES]


def test_the_better_deal_says_which_issues_change(room: Room) -> None:
    ended(room)
    told = page(room)
    better = told[told.index("five-minute") : told.index("The debriefs")]
    lines = re.findall(r"<li>(.*?)</li>", better)
    assert len(lines) == 4
    assert "nothing was left" in lines[0]
    assert "→" in lines[1]
    assert not re.search(r"-\d+</b>|-\d+,", lines[1]), "better for some, worse for none"
    assert "had no deal" in lines[2]


def test_what_mediators_gave_counts_in_the_picture_or_is_named(room: Room) -> None:
    talks = Talks(room, 8, tables=2)
    talks.teach("tables/turn", state="playing")
    for who in talks.who:
        if any(one["role"] == "mediator" for one in talks.view(who)["roles"]):
            give(talks, who)
    first, second = talks.tables
    talks.teach("paper", table=first, package=fair())
    talks.teach("paper", table=second, package=poor())
    told = page(room)
    with_radar = possible(STRAIT, ("radar",))
    assert with_radar.frontier_count != possible(STRAIT).frontier_count
    assert f"without a loss for another ({with_radar.frontier_count})" in told
    assert "Every table's mediator gave this, so the dots count it: Paid radar." in told
    assert "gave more than the dots count" not in told
    spot = with_radar.points["nash"]
    assert f">{spot.values['darwan'] - with_radar.batna['darwan']:+.0f}<" in told
    # Where one table had more, the picture leaves it out and says so.
    talks.teach("tables", scenario=STRAIT, tables=2)
    talks.tables = [one["table"] for one in talks.desk()["tables"]]
    talks.teach("tables/turn", state="playing")
    give(talks, talks.seat("mediator"))
    number = next(one["number"] for one in talks.desk()["tables"] if one["moves"])
    for table in talks.tables:
        talks.teach("paper", table=table, package=fair())
    told = page(room)
    assert f"without a loss for another ({possible(STRAIT).frontier_count})" in told
    assert f"At table {number} the mediator gave more than the dots count" in told
    picture = told[told.index("<svg") : told.index("</svg>")]
    assert "gave more than the dots count" in re.search(r'aria-label="([^"]*)"', picture)[1]


def give(talks: Talks, who: dict[str, str]) -> None:
    """Let a table's parties pass, and its mediator pay for the radar."""
    view = talks.view(who)
    while view["turn"] != "mediator":
        actor = next(
            other
            for other in talks.who
            if view["table"] == talks.view(other)["table"]
            and any(one["role"] == view["turn"] for one in talks.view(other)["roles"])
        )
        talks.done(actor, view["turn"], "pass")
        view = talks.view(who)
    talks.done(who, "mediator", "guarantee", guarantee="radar")


def test_nobody_and_no_secret_stands_on_it(room: Room) -> None:
    ended(room)
    told = page(room)
    assert not re.search(r"\bP\d+\b", told)
    for role in PARTIES:
        for secret in secrets_of(role):
            assert secret not in told


def test_what_was_possible_waits_until_all_are_done(room: Room) -> None:
    talks = Talks(room, 8, tables=2)
    talks.teach("tables/turn", state="playing")
    talks.teach("paper", table=talks.tables[0], package=fair())
    told = page(room)
    assert "<svg" not in told
    assert "Still talking: 2" in told
    assert "<svg" in page(room, "results/?now=1")


def test_before_any_table_is_laid_the_page_says_so(room: Room) -> None:
    assert "No tables are laid" in page(room)


def test_the_two_parties_can_be_changed(room: Room) -> None:
    ended(room)
    names = {role.id: role.name for role in scenarios.scenario(STRAIT).parties}
    first, second, third = PARTIES
    told = page(room)
    assert f"What {names[first]} (to the right) and {names[second]}" in told
    assert f"What {names[third]} (to the right) and {names[first]}" in page(
        room, f"results/?across={third}&upward={first}"
    )
    same = page(room, f"results/?across={second}&upward={second}")
    assert f"What {names[second]} (to the right) and {names[first]}" in same, "never one side against itself"
    assert "<script>" not in page(room, "results/?across=<script>")


def test_a_later_paper_replaces_an_earlier_one(room: Room) -> None:
    talks = ended(room)
    talks.teach("paper", table=talks.tables[2], package=fair())
    assert "No deal: table 4." in page(room)


@pytest.mark.parametrize("path", ["results/", "points/", "tables/1/debrief/"])
def test_it_is_for_the_teacher_alone(room: Room, path: str) -> None:
    talks = ended(room)
    assert room.client.get(f"/t/{room.id}/{path}", headers=talks.who[0]).status_code in (401, 403, 404)
    assert room.client.get(f"/t/{room.id}/{path}").status_code in (401, 403, 404)


def test_each_table_has_its_debrief(room: Room) -> None:
    talks = ended(room)
    told = page(room)
    for table in talks.tables:
        assert f'href="../tables/{table}/debrief/"' in told
        assert "<svg" in page(room, f"tables/{table}/debrief/")


def test_a_table_that_goes_on_has_no_debrief(room: Room) -> None:
    talks = Talks(room, 4)
    talks.begin()
    address = f"/t/{room.id}/tables/{talks.tables[0]}/debrief/"
    reply = room.client.get(address, headers=room.teacher, follow_redirects=False)
    assert reply.status_code == 303


def test_all_points_are_a_sheet_to_print(room: Room) -> None:
    ended(room)
    told = page(room, "points/")
    secret = scenarios.scenario(STRAIT).role(PARTIES[0]).secret
    assert f"{secret.batna.points:g}" in told
    policy = room.client.get(f"/t/{room.id}/points/", headers=room.teacher).headers["content-security-policy"]
    assert policy.count("default-src") == 1
    assert "'sha256-" in policy


def test_the_page_of_the_tables_has_what_paper_needs(room: Room) -> None:
    talks = Talks(room, 4)
    [strait] = [one for one in talks.desk()["scenarios"] if one["id"] == STRAIT]
    package = {issue["id"]: issue["options"][0]["id"] for issue in strait["issues"]}
    talks.teach("paper", table=talks.tables[0], package=package)
    assert "Table 1" in page(room)


def test_tables_with_the_same_deal_stand_apart() -> None:
    words = {"origin": "no deal"}
    tables = [Ended(number, (20.0, 20.0)) for number in range(1, 9)]
    picture = endings(("A", "B"), [(0, 40), (40, 0)], {"N": (20, 20)}, tables, words, joined=True)
    tokens = [mark for mark in picture.marks if getattr(mark, "shape", None)]
    places = {(mark.x, mark.y) for mark in tokens}
    assert len(places) == 8
    assert {mark.text for mark in tokens} == set(map(str, range(1, 9)))
    assert str(svg(picture, "")).count("<polygon") == 6, "1 and 7 are circles"


def test_no_two_tables_look_alike() -> None:
    assert len({look_of(number) for number in range(1, 37)}) == 36
