"""The page on which a teacher of the platform sees which grades would be sent, and sends them."""

from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jwt", reason="pyjwt is not installed: the extra 'hub' brings it")

from course.content.interface import words
from course.dev import platform as platforms
from course.hub.configuration import read
from course.hub.gate import GRADES
from course.hub.grades_page import Sending
from course.hub.launches import Launch, Launches, user_name
from course.hub.pages import Opening
from course.hub.scores import Scores
from tests.hub.conftest import PAGE, PREFIX, VISIT, House
from tests.hub.test_grades import LESSON, grade_of, platform, posts, running, settle

__all__ = ["platform", "running"]
SAID = words()["hub-grades"]
PLACE = f"{PREFIX}{GRADES.lstrip('/')}"


class Hub:
    """A hub whose teachers came from the platform: lee teaches course A; other teaches course B, and learns in A."""

    def __init__(self, folder: Path, house: House, platform: platforms.Platform):
        self.said = read(settle(folder, platform))
        self.scores = Scores(self.said.scores_file)
        self.house = house
        for who, session in (("lee", "7"), ("other", "8")):
            name = user_name(platform.origin, who)
            house.people[who] = house.hub.add(f"{who}s-own-token", name, "teachers", session=session)
        for context, title, teaches in (("A", "Peace studies", False), ("B", "History", True)):
            other = Launch(
                name=user_name(platform.origin, "other"),
                subject="other",
                context=context,
                title=title,
                teaches=teaches,
                at=datetime.now(UTC),
            )
            Launches(self.said.launches_file).note(other)
        house.more = Sending(self.said, Opening("teachers", "/hub/logout")).routes(GRADES)
        house.start()

    def look(self, who: str = "lee", course: str = "A") -> Any:
        reply = self.house.browser(who).get(f"{PLACE}?course={course}", headers=VISIT)
        reply.said = unescape(reply.text)
        return reply

    def send(self, who: str = "lee", course: str = "A", **more: str) -> Any:
        reply = self.house.browser(who).post(PLACE, data={"course": course}, headers={**PAGE, **more})
        reply.said = unescape(reply.text)
        return reply


@pytest.fixture
def hub(tmp_path: Path, house: House, platform: platforms.Platform) -> Hub:
    (tmp_path / "machine").mkdir()
    return Hub(tmp_path / "machine", house, platform)


def test_a_teacher_sees_what_would_be_sent_to_whom_and_nothing_is_sent_by_looking(
    hub: Hub, platform: platforms.Platform
) -> None:
    courses = hub.house.browser("lee").get(PLACE, headers=VISIT)
    assert "Peace studies" in courses.text
    assert "History" not in courses.text
    shown = hub.look()
    assert shown.status_code == 200
    assert platform.origin.partition("://")[2] in shown.said
    assert shown.text.count("<tr>") == 2, "the head, and one grade: nobody else began a lesson"
    assert SAID["press"] in shown.said
    assert (posts(platform), hub.scores.of_course("A")) == (0, {})


def test_a_press_sends_once_and_a_second_one_nothing(hub: Hub, platform: platforms.Platform) -> None:
    assert SAID["sent"].format(count=1) in hub.send().said
    assert SAID["sent"].format(count=0) in hub.send().said
    assert {who for _, who in platform.scores} == {"amina"}
    assert posts(platform) == 1
    assert SAID["nothing-new"] in hub.look().said


def test_what_the_platform_cannot_take_now_is_kept_for_the_next_press(
    hub: Hub, platform: platforms.Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform.refuse = [503]
    assert SAID["again"].partition("{")[0] in hub.send().said
    [waiting] = hub.scores.waiting()
    assert SAID["press"] in hub.look().said, "what waits can be sent, though nothing is new"
    monkeypatch.setattr(Scores, "due", lambda self, now: self.waiting())
    assert SAID["sent"].format(count=1) in hub.send().said
    assert (grade_of(platform), hub.scores.waiting()) == (waiting.given, [])


def test_a_grade_that_was_sent_with_marks_does_not_fall(hub: Hub, platform: platforms.Platform) -> None:
    name = user_name(platform.origin, "amina")
    hub.scores.put("A", LESSON, name, "amina", 10, 10, datetime.now(UTC))
    assert SAID["lower"].partition("{")[0] in hub.look().said
    hub.send()
    assert grade_of(platform) == 10


@pytest.mark.parametrize("who", ["other", "teacher"])
def test_a_teacher_of_another_course_sees_and_sends_nothing_of_this_one(
    hub: Hub, platform: platforms.Platform, who: str
) -> None:
    for reply in (hub.look(who), hub.send(who)):
        assert reply.status_code == 200
        assert "Peace studies" not in reply.said
    assert (posts(platform), hub.scores.of_course("A")) == (0, {})


def test_who_does_not_teach_is_not_let_in(hub: Hub, platform: platforms.Platform) -> None:
    assert (hub.look("amina").status_code, hub.send("amina").status_code) == (403, 403)
    assert posts(platform) == 0


def test_a_page_of_another_place_cannot_press(hub: Hub, platform: platforms.Platform) -> None:
    assert hub.send(origin="https://evil.example").status_code in (401, 403)
    assert posts(platform) == 0
