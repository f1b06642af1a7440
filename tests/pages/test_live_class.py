"""One press on the desk opens a live class: a process of its own, found again, and closed from here."""

import json
import os
import socket
import stat
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from course.content import lessons
from course.content.interface import words
from course.dev.served import Served, free_port
from course.dev.settle import ROOT
from course.live.serve import USUAL_PORT
from course.pages import live_class
from course.pages.desk import Desk
from course.pages.workplace import ClassroomWorkplace
from course.record import Record
from course.teacher.classroom.handin import read_folder

STEM = "05_why_come_to_the_table"
SAID = words()["desk"]


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    """A desk whose classes listen where nobody else does."""
    desk = Desk(record=Record(tmp_path / "my_work"))
    desk.workplace = ClassroomWorkplace(desk.setting, tmp_path, port=free_port())
    yield desk
    live_class.close_class(tmp_path / "my_work")


def get(address: str) -> str:
    # The key is exchanged for a cookie.
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(address, timeout=10) as page:
        text: str = page.read().decode()
    return text


def test_a_class_is_opened_found_again_and_closed(desk: Desk, tmp_path: Path, send: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(live_class, "SECONDS", 60)
    panel = desk.live()
    send(panel, "choose", lesson=STEM)
    state = send(panel, "open", lan=False)
    assert (state["trouble"], state["said"]) == ("", SAID["live-opened"])
    assert lessons.lesson(STEM).title in state["told"]
    assert str(tmp_path / "my_class" / "class.sqlite3") in state["file"]
    console, projector = (link["id"] for link in state["links"])
    assert console.startswith("http://127.0.0.1:")
    assert get(console) != get(projector)
    assert read_folder(tmp_path / "my_class").skipped == ()
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "my_work" / live_class.LOG).stat().st_mode) == 0o600
    # After the kernel was started anew another desk finds the same class, and opens no second one.
    again = Desk(record=Record(tmp_path / "my_work"))
    again.workplace = ClassroomWorkplace(again.setting, tmp_path, port=desk.workplace._port)
    other = again.live()
    assert other.state["links"] == state["links"]
    assert send(other, "open", lan=True)["said"] == SAID["live-already"]
    assert send(other, "close")["said"] == SAID["live-closed"]
    assert send(panel, "choose")["links"] == []
    code = state["told"].split("code ")[1]
    assert code in send(panel, "open", lan=False)["told"], "a class of today goes on"


def test_the_class_outlives_the_process_that_opened_it_and_speaks_its_language(tmp_path: Path) -> None:
    desk = tmp_path / "notebooks" / "ar"
    desk.mkdir(parents=True)
    port = free_port()
    script = (
        "import sys; from pathlib import Path; from course.pages import live_class; live_class.SECONDS = 60; "
        "folder = Path(sys.argv[1]); "
        f"opened = live_class.open_class(folder, '{STEM}', folder / 'class.sqlite3', lan=False, port={port}); "
        "print(opened.console)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    variables = {**os.environ, "PYTHONPATH": str(ROOT), "COURSE_LANGUAGE": ""}
    done = subprocess.run(command, cwd=desk, env=variables, capture_output=True, text=True, check=True)
    found = live_class.find_open(tmp_path)
    assert found is not None
    assert found.console == done.stdout.strip()
    assert '<html lang="ar" dir="rtl">' in get(found.console)
    assert live_class.close_class(tmp_path)
    assert live_class.find_open(tmp_path) is None


def test_a_class_that_was_opened_elsewhere_is_not_opened_twice(desk: Desk, tmp_path: Path, send: Any) -> None:
    with Served(tmp_path / "other.sqlite3", stem=STEM, port=desk.workplace._port):
        panel = desk.live()
        assert send(panel, "open", lan=False)["trouble"] == SAID["live-elsewhere"]
        assert send(panel, "close")["trouble"] == SAID["live-still"]


def test_a_class_opens_beside_another_program_that_has_its_port(
    desk: Desk, tmp_path: Path, send: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(live_class, "SECONDS", 60)
    with socket.create_server(("127.0.0.1", desk.workplace._port)):
        panel = desk.live()
        state = send(panel, "open", lan=False)
        assert (state["trouble"], state["said"]) == ("", SAID["live-opened"])
        console, projector = (link["id"] for link in state["links"])
        assert get(console) != get(projector)
        assert send(panel, "close")["said"] == SAID["live-closed"]
        assert live_class.find_open(tmp_path / "my_work") is None


def test_a_class_that_still_starts_says_so_until_its_links_are_there(
    desk: Desk, tmp_path: Path, send: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(live_class, "SECONDS", 0)
    panel = desk.live()
    state = send(panel, "open", lan=False)
    assert (state["links"], state["said"] or state["note"]) == ([], SAID["live-starting"])
    monkeypatch.setattr(live_class, "SECONDS", 60)
    end = time.monotonic() + 60
    while not state["links"] and time.monotonic() < end:
        # "Look again" is never a press that shows nothing.
        assert state["note"] == SAID["live-starting"]
        state = send(panel, "choose")
    assert len(state["links"]) == 2
    assert (state["said"], state["note"]) == ("", "")


def test_what_is_not_installed_is_said_with_the_command(
    desk: Desk, send: Any, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setattr(live_class, "is_installed", lambda: False)
    panel = desk.live()
    state = send(panel, "choose", lesson=STEM)
    assert state["note"] == SAID["live-missing"].format(digits="05")
    assert send(panel, "open", lan=False)["note"] == state["note"]
    assert not (tmp_path / "my_class").exists()


def test_a_server_that_cannot_start_says_why(desk: Desk, tmp_path: Path, send: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(live_class, "SECONDS", 60)
    (tmp_path / "my_class" / "class.sqlite3").mkdir(parents=True)
    panel = desk.live()
    assert send(panel, "open", lan=False)["trouble"].startswith(SAID["live-failed"].split("{")[0])
    assert panel.state["links"] == []


def test_a_number_that_another_program_has_by_now_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / live_class.LOG).write_text(f"lesson {STEM}\nprocess {os.getpid()}\n")
    assert not live_class.close_class(tmp_path)


def test_the_desk_asks_where_the_command_listens() -> None:
    assert live_class.PORT == USUAL_PORT
    assert json.dumps(SAID["live-missing"]).count("{digits}") == 1
