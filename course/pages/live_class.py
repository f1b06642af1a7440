"""Starts the server of a live class from the desk: a process of its own, which outlives the notebook.

What it prints lies in a file in ``my_work``, for nobody else to read: the address of the console is a key.
"""

import http.client
import importlib.util
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from course.content.language import SWITCH, spoken_code
from course.content.place import PACKAGE
from course.model.error import CourseError
from course.model.port import find_free

PORT = 8765
"""Where the command ``live`` listens too, and a class from the desk unless another program does."""
SECONDS = 5.0
"""For so long a press waits until the class is there; a page waits a second longer for its kernel."""
LOG = "live_class.txt"
_CALL = "import sys; from course.live.command import main; sys.exit(main(sys.argv[1:]))"
_STEM = re.compile(r"\Alesson (\S+)\n")
_PROCESS = re.compile(r"^process (\d+)$", re.M)
_DOOR = {
    "join": re.compile(r"^For the class: +(http\S+)", re.M),
    "code": re.compile(r"^For the class: .* code (\S+)", re.M),
    "console": re.compile(r"^Your console: +(http\S+)", re.M),
    "projector": re.compile(r"^The projector: +(http\S+)", re.M),
}
# The processes that were started here. Python complains of one that is forgotten while it runs.
_STARTED: dict[int, "subprocess.Popen[bytes]"] = {}


class NotOpened(CourseError):
    """The class's server ended at once; the message is the last that it said."""


class Open(msgspec.Struct, frozen=True, kw_only=True):
    """A class that is open: in which lesson, and where it is reached."""

    stem: str
    console: str
    projector: str
    join: str
    code: str


def is_installed() -> bool:
    """Return whether what the server needs is on this computer."""
    return importlib.util.find_spec("starlette") is not None and importlib.util.find_spec("uvicorn") is not None


def answers(port: int = PORT) -> bool:
    """Return whether the server of a class answers on this computer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        line.request("GET", "/health")
        return line.getresponse().read(100).strip() in (b"ok", b"stopped")
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def find_open(folder: Path) -> Open | None:
    """Return the class that was opened from here and still runs; ``folder`` is the teacher's ``my_work``."""
    text = _read(folder)
    found = {key: match[1] for key, door in _DOOR.items() if (match := door.search(text))}
    stem = _STEM.match(text)
    if stem is None or len(found) < len(_DOOR) or not answers(_port_of(text)):
        return None
    return Open(stem=stem[1], **found)


def is_running(folder: Path) -> bool:
    """Return whether the server that was started from here runs, though it may not answer yet."""
    return bool(_server_of(_read(folder)))


def open_class(folder: Path, stem: str, file: Path, *, lan: bool, port: int = PORT) -> Open | None:
    """Open a class in the lesson ``stem``, and return it, or None where it still starts.

    It listens at ``port``, and elsewhere where another program has that: nobody at a desk can choose a port.
    Raises NotOpened where it could not start, and OSError where nothing can be written.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    port = find_free("0.0.0.0" if lan else "127.0.0.1", port)
    options = [stem[:2], "--no-browser", f"--port={port}", f"--file={file}", *(["--lan"] if lan else [])]
    place = folder / LOG
    place.unlink(missing_ok=True)
    with open(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_APPEND, 0o600), "ab", buffering=0) as log:
        log.write(f"lesson {stem}\n".encode())
        process = _start(options, log.fileno())
        log.write(f"process {process.pid}\n".encode())
    _STARTED[process.pid] = process
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        opened = find_open(folder)
        if opened:
            return opened
        if process.poll() is not None:
            said = [line for line in _read(folder).splitlines() if line.strip()]
            raise NotOpened(said[-1])
        time.sleep(0.05)
    return None


def close_class(folder: Path) -> bool:
    """End the server that was started from here; return whether it ended. What was answered is in its file."""
    text = _read(folder)
    process, port = _server_of(text), _port_of(text)
    if not process:
        return False
    os.kill(process, signal.SIGTERM)
    end = time.monotonic() + SECONDS
    while answers(port) and time.monotonic() < end:
        time.sleep(0.05)
    started = _STARTED.pop(process, None)
    if started:
        started.wait(SECONDS)
    return not answers(port)


def _start(options: Sequence[str], log: int) -> "subprocess.Popen[bytes]":
    """Start the server so that it outlives the kernel, which Jupyter ends with everything that belongs to it."""
    # 0x8 is DETACHED_PROCESS, 0x200 is CREATE_NEW_PROCESS_GROUP; both are only there on Windows.
    flags = 0x208 if os.name == "nt" else 0
    return subprocess.Popen(
        [sys.executable, "-c", _CALL, *options],
        stdin=subprocess.DEVNULL,
        stdout=log,
        stderr=log,
        cwd=PACKAGE.parent,
        env={
            **os.environ,
            "PYTHONPATH": str(PACKAGE.parent),
            "PYTHONIOENCODING": "utf-8",
            # The class speaks the language of the desk from which it is opened.
            SWITCH: os.environ.get(SWITCH) or spoken_code(),
        },
        start_new_session=True,
        creationflags=flags,
    )


def _server_of(text: str) -> int:
    """Return the number of the process that was started when this was written, 0 where it has ended."""
    found = _PROCESS.search(text)
    process = int(found[1]) if found else 0
    return process if process and _is_server(process) else 0


def _is_server(process: int) -> bool:
    """Return whether that number is still the one of our server: another program may have it by now."""
    if process in _STARTED:
        return _STARTED[process].poll() is None
    try:
        # It comes with Jupyter's kernel.
        import psutil
    except ImportError:
        return False
    try:
        return any("course.live.command" in part for part in psutil.Process(process).cmdline())
    except (OSError, psutil.Error):
        return False


def _port_of(text: str) -> int:
    """Return where the class listens of which the server has told this."""
    console = _DOOR["console"].search(text)
    return (urlsplit(console[1]).port if console else None) or PORT


def _read(folder: Path) -> str:
    try:
        return (folder / LOG).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
