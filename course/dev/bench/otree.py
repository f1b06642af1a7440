"""oTree beside the live class: the tool that is closest in kind, with the same question and the same students.

It is installed at its pinned version in a folder that goes away, on a Python of its own, and run as its manual says for
a class: ``otree prodserver`` over the database that it takes by itself.
"""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from course.dev.served import PATIENCE, free_port, until

VERSION = "6.0.15"
PYTHON = "3.11"
"""What this version of oTree runs on."""
_SETTINGS = """\
SESSION_CONFIGS = [dict(name="poll", app_sequence=["poll"], num_demo_participants=1)]
SESSION_CONFIG_DEFAULTS = dict(real_world_currency_per_point=1, participation_fee=0)
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "USD"
SECRET_KEY = "{secret}"
"""
_APP = """\
from otree.api import *
class C(BaseConstants):
    NAME_IN_URL = "poll"
    PLAYERS_PER_GROUP = None
    NUM_ROUNDS = 1
class Subsession(BaseSubsession):
    pass
class Group(BaseGroup):
    pass
class Player(BasePlayer):
    choice = models.StringField(label={asks!r}, choices={choices!r}, widget=widgets.RadioSelect)
    why = models.LongStringField(blank=True)
class Ask(Page):
    form_model = "player"
    form_fields = ["choice", "why"]
class Done(Page):
    pass
page_sequence = [Ask, Done]
"""
_ASK = "{{ block title }}Question{{ endblock }}{{ block content }}{{ formfields }}{{ next_button }}{{ endblock }}"
_DONE = "{{ block title }}Saved{{ endblock }}{{ block content }}{{ endblock }}"


class NotHere(Exception):
    """oTree cannot be installed or run on this machine; ``str`` says why in a few words."""


class Otree:
    """A server of oTree on loopback with one question."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int):
        self.process = process
        self.port = port

    def open(self, students: int) -> str:
        """Open a session for so many, and return the path under which all of them begin."""
        body = json.dumps({"session_config_name": "poll", "num_participants": students}).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/sessions", data=body, headers={"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as reply:
            return urlsplit(str(json.load(reply)["session_wide_url"])).path


@contextlib.contextmanager
def running(asks: str, choices: Mapping[str, str]) -> Iterator[Otree]:
    """Install oTree and run it with the question ``asks``; raise NotHere where that cannot be done."""
    with tempfile.TemporaryDirectory(prefix="course-otree-") as name:
        program = _install(Path(name))
        project = Path(name) / "project"
        _write(project, asks, choices)
        port = free_port()
        with (Path(name) / "log").open("wb") as log:
            process = subprocess.Popen(
                [program, "prodserver", f"127.0.0.1:{port}"],
                cwd=project,
                # It starts a second program of its own by name.
                env={**os.environ, "PATH": f"{program.parent}{os.pathsep}{os.environ.get('PATH', '')}"},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        try:
            # Its worker asks the server by a port of its own choice, and is not needed for a question.
            try:
                until(lambda: _answers(port) or process.poll() is not None)
            except TimeoutError:
                raise NotHere("did not start") from None
            if process.poll() is not None:
                raise NotHere("did not start")
            yield Otree(process, port)
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(PATIENCE)


def _install(folder: Path) -> Path:
    python = shutil.which(f"python{PYTHON}")
    if python is None:
        raise NotHere(f"no Python {PYTHON}")
    for command in (
        [python, "-m", "venv", str(folder / "env")],
        [str(folder / "env" / "bin" / "pip"), "install", "--quiet", f"otree=={VERSION}"],
    ):
        if subprocess.run(command, capture_output=True, check=False).returncode:
            raise NotHere("cannot be installed")
    return folder / "env" / "bin" / "otree"


def _write(project: Path, asks: str, choices: Mapping[str, str]) -> None:
    """Write a project with one question: one choice of several, and a reason."""
    # It wants these two folders also where nothing is in them.
    for folder in ("poll", "_static", "_templates"):
        (project / folder).mkdir(parents=True)
    (project / "settings.py").write_text(_SETTINGS.format(secret=os.urandom(16).hex()), encoding="utf-8")
    app = _APP.format(asks=asks, choices=[list(choice) for choice in choices.items()])
    (project / "poll" / "__init__.py").write_text(app, encoding="utf-8")
    (project / "poll" / "Ask.html").write_text(_ASK, encoding="utf-8")
    (project / "poll" / "Done.html").write_text(_DONE, encoding="utf-8")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/demo", timeout=5):
            return True
    except OSError:
        return False
