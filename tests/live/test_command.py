"""The command: what cannot be opened is said in one line, and one file is held by one server."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course.dev.served import free_port
from course.dev.settle import ROOT
from course.live import command
from course.live.database import FileInUse, hold_alone
from course.live.serve import Doors


def refused(capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    """Return the one line with which the command refuses what was typed."""
    assert command.main(["05", "--no-browser", "--port", str(free_port()), *typed]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1, said
    return said


HOLDS = """
import sys, time
from course.live.database import hold_alone
with hold_alone(sys.argv[1]):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def holder(place: Path, seconds: float) -> "subprocess.Popen[str]":
    """Return another process that holds a file for so long."""
    typed = [sys.executable, "-c", HOLDS, str(place), str(seconds)]
    return subprocess.Popen(typed, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_what_is_no_class_file_is_said_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("Dear colleague, this is no database. " * 100)
    for place in (other, tmp_path, tmp_path / "nowhere" / "class.sqlite3"):
        said = refused(capsys, "--file", str(place))
        assert str(place) in said
        assert "--file" in said
    assert other.read_text().startswith("Dear colleague")


def test_a_database_that_does_not_answer_is_named_without_its_password(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, "--file", f"postgresql://teacher:unmistakable@127.0.0.1:{free_port()}/class")
    assert "teacher" in said
    assert "unmistakable" not in said


def test_a_file_that_another_server_has_is_not_opened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "class.sqlite3"
    other = holder(place, 60)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    said = refused(capsys, "--file", str(place))
    assert "is open already" in said
    assert not place.exists()
    with pytest.raises(FileInUse), hold_alone(tmp_path / "." / "class.sqlite3"):
        pass
    with hold_alone(tmp_path / "another.sqlite3"):
        pass
    # However a server ends, the next one may have the file.
    other.kill()
    other.wait()
    with hold_alone(place):
        pass
    other.stdout.close()


def test_who_waits_for_a_server_that_is_ending_gets_the_file(tmp_path: Path) -> None:
    place = tmp_path / "class.sqlite3"
    with holder(place, 1) as other:
        assert other.stdout is not None
        other.stdout.readline()
        begin = time.monotonic()
        with hold_alone(place):
            assert time.monotonic() - begin > 0.5


def test_without_a_network_phones_are_not_sent_to_this_computer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    doors = Doors(console="console", projector="projector", join="http://127.0.0.1:8765/j/ABCD-EFGH", code="ABCD-EFGH")
    for found, told in (([], True), (["192.0.2.7"], False)):
        monkeypatch.setattr(command, "addresses", lambda found=found: found)
        command._tell(doors, lan=True, keep=30)
        assert ("no network" in capsys.readouterr().out) is told


def test_a_port_that_is_taken_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert command.main(["05", "--no-browser", f"--port={port}", f"--file={tmp_path / 'class.sqlite3'}"]) == 2
    assert f"Port {port} is taken" in capsys.readouterr().err
