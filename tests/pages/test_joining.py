"""From a lesson's notebook to a live class: answers go along, once each, and nothing keeps the lesson waiting."""

import json
import os
import stat
import time
from pathlib import Path
from typing import Any

import pytest

from course.content import lessons
from course.content.interface import words
from course.dev.served import Served, until
from course.live.database import open_engine
from course.live.store import answers_in, events_of
from course.pages import joining
from course.pages.joining import ClassLink
from course.pages.lesson import Lesson
from course.pages.membership import FILE, is_open_to_all, read_address, read_membership
from course.pages.server import ask
from course.pages.slides import slides_of
from course.record import Record, make_backup, read_backup
from course.teacher.classroom.handin import read_folder
from course.widgets.setting import Setting

STEM = "05_why_come_to_the_table"
PROMPT = next(prompt for prompt in lessons.lesson(STEM).prompts if prompt.pair and hasattr(prompt, "options"))
FIRST, SECOND = f"discuss.{PROMPT.id}.1", f"discuss.{PROMPT.id}.2"
SAID = words()["joining"]


class Pupil:
    """A learner with a lesson open, who joined or not."""

    def __init__(self, folder: Path, stem: str = STEM):
        self.record = Record(folder / "my_work")
        page = Lesson(lessons.lesson(stem), record=self.record)
        self.setting: Setting = page.setting
        self.link = ClassLink(self.setting, slides_of(self.setting, page.content), every=0.05)

    def join(self, server: Served, name: str = "Amina") -> str:
        return self.link.join(server.code, f"127.0.0.1:{server.port}", name).trouble

    def answer(self, place: int = 0, round: int = 1) -> str:
        chosen = PROMPT.options[place].id  # type: ignore[union-attr]
        return self.record.append(STEM, PROMPT.id, "answer", {"answer": {"chosen": chosen}, "round": round}).id

    @property
    def counts(self) -> str:
        return self.link.state().counts


def counted(there: int, waits: int) -> str:
    return SAID["counts"].format(there=there, waits=waits)


@pytest.fixture
def server(tmp_path: Path) -> Any:
    (tmp_path / "my_class").mkdir()
    with Served(tmp_path / "my_class" / "class.sqlite3", stem=STEM) as server:
        yield server


@pytest.fixture
def pupil(tmp_path: Path) -> Any:
    pupil = Pupil(tmp_path)
    yield pupil
    pupil.link.stop()


def kept(server: Served) -> dict[str, Any]:
    """What the teacher sees: answers by slide, of all persons."""
    _, desk = server.ask("GET", f"/t/{server.room}/state", headers=server.teacher)
    return {slide: told for person in desk["persons"] for slide, told in person["answers"].items()}


def test_an_answer_waits_for_its_question_and_arrives_when_it_opens(server: Served, pupil: Pupil) -> None:
    assert pupil.join(server) == ""
    begin = time.monotonic()
    pupil.answer()
    assert time.monotonic() - begin < 1, "a lesson waited for the class"
    until(lambda: pupil.counts == counted(0, 1), 10)
    assert kept(server) == {}
    server.turn(slide=FIRST, state="open", current=FIRST)
    until(lambda: pupil.counts == counted(1, 0), 10)
    assert kept(server)[FIRST]["rev"] == 1
    pupil.answer(1)
    until(lambda: kept(server)[FIRST]["rev"] == 2, 10)
    pupil.answer(0, round=2)
    until(lambda: pupil.counts == counted(1, 1), 10)


@pytest.mark.parametrize(
    ("address", "key", "page"),
    [
        ("https://class.example.org", "in-browser", "https://class.example.org/j/ABC"),
        ("192.168.1.7:8765", "in-browser-near", "http://192.168.1.7:8765/j/ABC"),
    ],
)
def test_in_a_browser_one_is_led_to_the_page_of_the_class(
    pupil: Pupil, monkeypatch: pytest.MonkeyPatch, address: str, key: str, page: str
) -> None:
    monkeypatch.setattr("course.pages.joining.IN_BROWSER", True)
    assert pupil.link.join("ABC", address, "").trouble == SAID[key].format(page=page)
    assert not pupil.link.state().joined


def test_what_was_answered_before_joining_does_not_go_along(server: Served, pupil: Pupil) -> None:
    pupil.answer()
    server.turn(slide=FIRST, state="open", current=FIRST)
    server.turn(slide=SECOND, state="open", current=SECOND)
    pupil.join(server)
    pupil.answer(1, round=2)
    until(lambda: SECOND in kept(server), 10)
    assert FIRST not in kept(server)


def test_a_server_that_is_killed_gets_the_answer_once_when_it_is_back(
    server: Served, pupil: Pupil, tmp_path: Path
) -> None:
    pupil.join(server)
    server.turn(slide=FIRST, state="open", current=FIRST)
    pupil.answer()
    until(lambda: pupil.counts == counted(1, 0), 10)
    server.kill()
    pupil.answer(1)
    until(lambda: pupil.counts == counted(1, 1), 10)
    server.start()
    until(lambda: pupil.counts == counted(1, 0), 40)
    again = ClassLink(pupil.setting, {FIRST}, every=0.05)
    until(lambda: again.state().counts == counted(1, 0), 10)
    again.stop()
    assert kept(server)[FIRST]["rev"] == 2
    name = f"{pupil.record.record_id()}.course.json"
    (tmp_path / "my_class" / name).write_bytes(make_backup(pupil.record, "Amina"))
    handed = read_folder(tmp_path / "my_class")
    [one] = handed.learners
    assert (one.record, one.events) == (pupil.record.record_id(), tuple(pupil.record.events()))
    assert handed.shared == handed.skipped == ()


def test_what_came_after_the_end_of_its_question_goes_along_once_it_is_opened_again(
    server: Served, pupil: Pupil, monkeypatch: Any
) -> None:
    asked = []
    monkeypatch.setattr(joining, "ask", lambda *sent: asked.append(sent[1]) or ask(*sent))
    pupil.join(server)
    server.turn(slide=FIRST, state="open", current=FIRST)
    server.turn(slide=FIRST, state="closed")
    press = pupil.answer()
    until(lambda: pupil.link.state().told == SAID["closed"], 10)
    assert pupil.counts == counted(0, 1)
    until(lambda: asked.count("GET") > 1, 10)
    assert asked.count("PUT") == 1, "while it is closed it is looked at, and nothing is sent"
    server.turn(slide=FIRST, state="open")
    until(lambda: pupil.counts == counted(1, 0), 10)
    assert (asked.count("PUT"), pupil.link.state().told) == (2, "")
    with open_engine(server.file, reads_only=True).connect() as connection:
        assert [event.id for _, event in events_of(connection, server.room)] == [press]


def test_a_late_answer_does_not_overtake_the_next_one(server: Served, pupil: Pupil) -> None:
    pupil.join(server)
    server.turn(slide=FIRST, state="open", current=FIRST)
    server.turn(slide=FIRST, state="closed")
    pupil.answer(0)
    until(lambda: pupil.link.state().told == SAID["closed"], 10)
    server.turn(slide=FIRST, state="open")
    last = pupil.answer(1)
    until(lambda: pupil.counts == counted(1, 0), 10)
    with open_engine(server.file, reads_only=True).connect() as connection:
        assert [given.press for given in answers_in(connection, server.room)] == [last]


def test_a_class_that_is_paused_gets_it_afterwards(server: Served, pupil: Pupil) -> None:
    pupil.join(server)
    server.turn(slide=FIRST, state="open", current=FIRST, paused=True)
    pupil.answer()
    until(lambda: pupil.counts == counted(0, 1), 10)
    server.turn(paused=False)
    until(lambda: pupil.counts == counted(1, 0), 10)


def test_who_leaves_sends_nothing_and_comes_back_as_the_same_person(server: Served, pupil: Pupil) -> None:
    pupil.join(server)
    server.turn(slide=FIRST, state="open", current=FIRST)
    pupil.answer()
    until(lambda: FIRST in kept(server), 10)
    pupil.link.leave()
    assert not pupil.link.state().joined
    assert pupil.link.state().told == SAID["left"]
    pupil.answer(1)
    time.sleep(0.5)
    assert kept(server)[FIRST]["rev"] == 1
    pupil.join(server)
    pupil.answer(0)
    until(lambda: kept(server)[FIRST]["rev"] == 2, 10)
    _, desk = server.ask("GET", f"/t/{server.room}/state", headers=server.teacher)
    assert len(desk["persons"]) == 1


def test_an_ended_class_is_left_with_a_word(server: Served, pupil: Pupil) -> None:
    pupil.join(server)
    pupil.answer()
    until(lambda: pupil.counts == counted(0, 1), 10)
    server.turn(ended=True)
    until(lambda: not pupil.link.state().joined, 10)
    assert pupil.link.state().told == SAID["ended"]


def test_who_was_deleted_there_is_told(server: Served, pupil: Pupil) -> None:
    pupil.join(server)
    here = read_membership(pupil.link.folder)
    assert here
    ask(here.address, "DELETE", f"/r/{here.room}/me", None, {"authorization": f"Bearer {here.token}"})
    pupil.answer()
    until(lambda: pupil.link.state().told == SAID["gone"], 10)


def test_a_class_about_another_lesson_is_named_and_keeps_nobody(server: Served, tmp_path: Path) -> None:
    other = Pupil(
        tmp_path / "other", "06_inside_the_room" if "06_inside_the_room" in lessons.stems() else "02_ways_to_settle"
    )
    trouble = other.join(server)
    assert trouble.startswith(SAID["other-lesson"].split("{")[0])
    assert not other.link.state().joined
    _, desk = server.ask("GET", f"/t/{server.room}/state", headers=server.teacher)
    assert desk["persons"] == []


def test_a_wrong_code_a_dead_address_and_nothing_at_all_are_said(server: Served, pupil: Pupil) -> None:
    place = f"http://127.0.0.1:{server.port}"
    assert pupil.link.join("WRNG-CDE2", place, "").trouble == words()["live"]["no-code"]
    assert "127.0.0.1:9" in pupil.link.join("ABCD-EFGH", "127.0.0.1:9", "").trouble
    assert pupil.link.join("", "", "").trouble == SAID["no-address"]
    assert pupil.link.join("", place, "").trouble == SAID["no-code"]
    assert pupil.link.join("ABCD-EFGH", "http://8.8.8.8:8765", "").trouble == SAID["open-to-all"]
    assert not (pupil.link.folder / FILE).exists()


def test_membership_is_in_no_backup_and_for_nobody_else_to_read(server: Served, pupil: Pupil) -> None:
    pupil.join(server)
    pupil.answer()
    file = pupil.link.folder / FILE
    token = json.loads(file.read_bytes())["token"]
    backup = make_backup(pupil.record, "Amina")
    assert token.encode() not in backup
    assert {event.kind for event in read_backup(backup).events} == {"answer"}
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert pupil.record.record_id() == json.loads(file.read_bytes())["record"]


def test_a_broken_file_is_no_membership(pupil: Pupil) -> None:
    pupil.link.folder.mkdir()
    (pupil.link.folder / FILE).write_bytes(b'{"token": 3')
    assert not pupil.link.state().joined
    pupil.answer()


@pytest.mark.parametrize(
    ("address", "code", "meant"),
    [
        ("192.168.1.7:8765", "abcd-efgh", ("http://192.168.1.7:8765", "abcd-efgh")),
        ("http://192.168.1.7:8765/j/ABCD-EFGH?t=x.y", "", ("http://192.168.1.7:8765", "ABCD-EFGH")),
        ("", "http://192.168.1.7:8765/j/ABCD-EFGH", ("http://192.168.1.7:8765", "ABCD-EFGH")),
        ("10.0.0.1", "https://hub.org/services/live/j/ABCD-EFGH", ("https://hub.org/services/live", "ABCD-EFGH")),
        ("file:///etc/passwd", "x", ("", "x")),
        ("http://[::1", "x", ("", "x")),
        ("http://me:you@host", "x", ("", "x")),
        ("a b", "x", ("", "x")),
        ("", "", ("", "")),
    ],
)
def test_addresses_as_they_are_typed(address: str, code: str, meant: tuple[str, str]) -> None:
    assert read_address(address, code) == meant


@pytest.mark.parametrize(
    ("address", "is_open"),
    [("http://192.168.1.7:8765", False), ("http://lab-pc:8765", False), ("http://8.8.8.8", True)]
    + [("https://class.example.org", False), ("http://class.example.org", True), ("http://mac.local:8765", False)],
)
def test_only_what_crosses_the_internet_needs_https(address: str, is_open: bool) -> None:
    assert is_open_to_all(address) is is_open


def test_the_head_joins_shows_and_leaves(server: Served, tmp_path: Path, send: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(joining, "EVERY", 0.05)
    page = Lesson(lessons.lesson(STEM), record=Record(tmp_path / "my_work"))
    head = page.opening()
    assert SAID["join-fold"] not in head.face.markup + head.face.text
    assert head.state["room"]["joined"] is False
    state = send(head, "join", code="no", address=f"127.0.0.1:{server.port}", name="")
    assert state["trouble"] == words()["live"]["no-code"]
    state = send(head, "join", code=f"http://127.0.0.1:{server.port}/j/{server.code}", address="", name="<b>A")
    assert (state["trouble"], state["room"]["joined"]) == ("", True)
    page.record.append(STEM, PROMPT.id, "answer", {"answer": {"chosen": PROMPT.options[0].id}, "round": 1})  # type: ignore[union-attr]
    until(lambda: head.state["room"]["counts"] == counted(0, 1), 10)
    # A lesson that is opened again goes on, and two of them do not send.
    again = Lesson(lessons.lesson(STEM), record=Record(tmp_path / "my_work")).opening()
    assert again.state["room"]["joined"]
    state = send(again, "leave")
    assert (state["room"]["joined"], state["room"]["told"]) == (False, SAID["left"])
    assert state["room"]["address"] == f"http://127.0.0.1:{server.port}"
