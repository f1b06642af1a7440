"""A lock for the course folder: what changes it is done by one window at a time.

A lock is a file that is there. It holds on network homes too, where the lock calls of the system may not work. Whoever
has it touches it every few seconds, so that one left by a process that died is known: on this computer by the
process's number, from another by the touches that do not come.
"""

import contextlib
import json
import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from course.launch.problem import still_busy

FILE = ".course.lock"
BEAT_SECONDS = 5.0
DEAD_AFTER_SECONDS = 40.0
LOOK_AGAIN_SECONDS = 0.3


class Holder(NamedTuple):
    """Who has the lock, what for, and when it was last touched."""

    key: str
    host: str
    process: int
    purpose: str
    touched: int


def is_alive(process: int) -> bool:
    """Whether a process of this computer runs."""
    if process <= 0:
        return False
    if sys.platform == "win32":
        # os.kill would end it there.
        import ctypes

        wait_timeout, synchronize = 0x102, 0x100000
        kernel = ctypes.windll.kernel32
        handle = kernel.OpenProcess(synchronize, False, process)
        if not handle:
            return False
        runs = kernel.WaitForSingleObject(handle, 0) == wait_timeout
        kernel.CloseHandle(handle)
        return bool(runs)
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def read_holder(path: Path) -> Holder | None:
    """Who has the lock; None when nobody has it."""
    try:
        # Opening makes a network home look again; asking for the time alone might be answered from memory.
        with open(path, encoding="utf-8") as file:
            touched = os.fstat(file.fileno()).st_mtime_ns
            text = file.read()
    except FileNotFoundError:
        return None
    except PermissionError:
        # Windows, while the file is being deleted.
        return Holder("", "", 0, "", 0) if path.exists() else None
    try:
        entry = json.loads(text)
        return Holder(str(entry["key"]), str(entry["host"]), int(entry["process"]), str(entry["purpose"]), touched)
    except (ValueError, KeyError, TypeError):
        # Being written this moment, or damaged: then it is never touched and counts as dead after a while.
        return Holder("", "", 0, "", touched)


class Watch:
    """Looks at somebody else's lock again and again, and knows after a while whether its holder is dead."""

    def __init__(self, seconds: float = DEAD_AFTER_SECONDS):
        self._seconds = seconds
        self._last: Holder | None = None
        self._since = time.monotonic()

    def is_dead(self, holder: Holder) -> bool:
        """Whether the holder is known to have died."""
        if holder.process and holder.host == socket.gethostname() and not is_alive(holder.process):
            return True
        if holder != self._last:
            self._last, self._since = holder, time.monotonic()
        return time.monotonic() - self._since > self._seconds


def create(path: Path, text: str) -> bool:
    """Makes a file that must not be there yet; returns whether that was so."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644)
    except FileExistsError:
        return False
    except PermissionError:
        if os.name == "nt" and path.exists():
            return False
        raise
    with open(handle, "w", encoding="utf-8") as file:
        file.write(text)
    return True


def take_over(path: Path, dead: Holder, text: str) -> bool:
    """Puts a lock in the place of a dead one; returns whether it was still that one.

    Two windows may find the same lock dead. The second file decides between them; it is there for a moment only.
    """
    deciding = path.with_name(path.name + ".over")
    if not create(deciding, text):
        return False
    try:
        now = read_holder(path)
        if now is None or now.key != dead.key or now.touched != dead.touched:
            return False
        draft = path.with_name(path.name + ".draft")
        draft.write_text(text, "utf-8")
        os.replace(draft, path)
        return True
    finally:
        deciding.unlink(missing_ok=True)


def wait_for(path: Path, text: str, patience: float, say: Callable[[str], None]) -> None:
    """Returns when the lock is ours; says once whom we wait for."""
    watch, deciding_watch = Watch(), Watch()
    began = time.monotonic()
    while not create(path, text):
        holder = read_holder(path)
        if holder is None:
            continue
        if watch.is_dead(holder):
            if take_over(path, holder, text):
                return
            deciding = path.with_name(path.name + ".over")
            other = read_holder(deciding)
            if other and deciding_watch.is_dead(other):
                deciding.unlink(missing_ok=True)
        elif holder.key:
            say(holder.purpose)
        if time.monotonic() - began > patience:
            raise still_busy(holder.purpose, path)
        time.sleep(LOOK_AGAIN_SECONDS)


@contextlib.contextmanager
def locked(root: Path, purpose: str, patience: float = 3600) -> Iterator[None]:
    """Has the lock of a course folder; waits up to `patience` seconds for another window that has it.

    Raises Problem where the other is not done by then.
    """
    path = root / FILE
    key = secrets.token_hex(8)
    text = json.dumps({"key": key, "host": socket.gethostname(), "process": os.getpid(), "purpose": purpose})
    messages: list[str] = []

    def say(of_the_other: str) -> None:
        if not messages:
            messages.append(of_the_other)
            print(f"The course is already {of_the_other} in another window. This one waits for it.", flush=True)

    wait_for(path, text, patience, say)
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT_SECONDS):
            with contextlib.suppress(OSError):
                os.utime(path)

    heart = threading.Thread(target=beat, daemon=True)
    heart.start()
    try:
        yield
    finally:
        over.set()
        heart.join()
        holder = read_holder(path)
        if holder and holder.key == key:
            with contextlib.suppress(OSError):
                path.unlink()
