"""One window at a time changes the course folder; a lock of a dead process is taken over."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from course.launch import lock
from course.launch.problem import Problem

ROOT = Path(__file__).parents[2]


def left_by(root, process, host=None):
    """A lock that somebody left."""
    holder = {"key": "k", "host": host or socket.gethostname(), "process": process, "purpose": "being installed"}
    (root / lock.FILE).write_text(json.dumps(holder))


def dead_process():
    process = subprocess.Popen([sys.executable, "-c", "pass"])
    process.wait()
    return process.pid


def test_lock_is_there_while_it_is_held_and_gone_afterwards(tmp_path):
    with lock.locked(tmp_path, "being installed"):
        assert (tmp_path / lock.FILE).is_file()
    assert [*tmp_path.iterdir()] == []


def test_lock_is_gone_after_an_error(tmp_path):
    with pytest.raises(ValueError), lock.locked(tmp_path, "being installed"):
        raise ValueError
    assert [*tmp_path.iterdir()] == []


def test_second_window_says_so_and_waits(tmp_path, capsys):
    order = []

    def second():
        with lock.locked(tmp_path, "being opened"):
            order.append("second")

    with lock.locked(tmp_path, "being installed"):
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(1)
        order.append("first")
    thread.join(10)
    assert order == ["first", "second"]
    assert capsys.readouterr().out.count("already being installed in another window") == 1


def test_many_windows_never_hold_it_at_once(tmp_path):
    """Real processes that begin with the lock of a dead one: each adds one to a number in a file, unguarded."""
    left_by(tmp_path, dead_process())
    (tmp_path / "number").write_text("0")
    code = (
        "import sys, time, pathlib\nfrom course.launch import lock\nroot = pathlib.Path(sys.argv[1])\n"
        "lock.LOOK_AGAIN_SECONDS = 0.01\n"
        "for _ in range(5):\n"
        "    with lock.locked(root, 'being changed'):\n"
        "        number = int((root / 'number').read_text())\n"
        "        time.sleep(0.01)\n"
        "        (root / 'number').write_text(str(number + 1))\n"
    )
    variables = {**os.environ, "PYTHONPATH": str(ROOT)}
    windows = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], env=variables) for _ in range(4)]
    assert [window.wait(60) for window in windows] == [0] * 4
    assert (tmp_path / "number").read_text() == "20"


def test_lock_of_a_dead_process_is_taken_over(tmp_path):
    left_by(tmp_path, dead_process())
    with lock.locked(tmp_path, "being installed", patience=2):
        assert json.loads((tmp_path / lock.FILE).read_text())["process"] == os.getpid()


@pytest.mark.parametrize("text", ["", "{", "[]", json.dumps({"key": "k"})])
def test_damaged_lock_is_taken_over_after_a_while(tmp_path, monkeypatch, text):
    (tmp_path / lock.FILE).write_text(text)
    monkeypatch.setattr(lock.Watch.__init__, "__defaults__", (0.5,))
    with lock.locked(tmp_path, "being installed", patience=5):
        pass


def test_lock_of_another_computer_lives_as_long_as_it_is_touched(tmp_path, monkeypatch):
    left_by(tmp_path, 1, host="elsewhere")
    watch = lock.Watch(seconds=0.2)
    for _ in range(4):
        time.sleep(0.1)
        os.utime(tmp_path / lock.FILE)
        assert not watch.is_dead(lock.read_holder(tmp_path / lock.FILE))
    time.sleep(0.3)
    assert watch.is_dead(lock.read_holder(tmp_path / lock.FILE))


def test_holder_touches_its_lock(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "BEAT_SECONDS", 0.05)
    with lock.locked(tmp_path, "being installed"):
        os.utime(tmp_path / lock.FILE, (1, 1))
        time.sleep(0.5)
        assert (tmp_path / lock.FILE).stat().st_mtime > 1


def test_patience_ends_in_a_sentence(tmp_path):
    left_by(tmp_path, os.getpid())
    with (
        pytest.raises(Problem, match="still being installed in another window"),
        lock.locked(tmp_path, "x", patience=0.1),
    ):
        pass


def test_own_process_is_alive_and_a_dead_one_is_not():
    assert lock.is_alive(os.getpid())
    assert not lock.is_alive(dead_process())
    assert not lock.is_alive(0)
    assert not lock.is_alive(-1)


def test_two_windows_that_find_the_same_lock_dead_do_not_both_get_it(tmp_path):
    left_by(tmp_path, dead_process())
    path = tmp_path / lock.FILE
    dead = lock.read_holder(path)
    first = json.dumps({"key": "first", "host": "here", "process": 1, "purpose": "being installed"})
    assert lock.take_over(path, dead, first)
    assert not lock.take_over(path, dead, first.replace("first", "second"))
    assert lock.read_holder(path).key == "first"
    assert [*tmp_path.iterdir()] == [path]


def test_while_one_window_takes_over_no_other_does(tmp_path):
    left_by(tmp_path, dead_process())
    path = tmp_path / lock.FILE
    path.with_name(path.name + ".over").touch()
    assert not lock.take_over(path, lock.read_holder(path), "{}")
