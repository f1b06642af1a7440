"""Opens JupyterLab on the first lesson, with the course's own lessons trusted."""

import contextlib
import hashlib
import http.client
import json
import os
import re
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
import webbrowser
from itertools import chain
from pathlib import Path
from types import FrameType
from typing import NamedTuple

from course.launch import language, shipped
from course.launch.environment import Environment, run_inside
from course.launch.lock import is_alive, locked
from course.launch.problem import NotStarted, port_taken

FIRST_LESSON = "notebooks/00_start_here.ipynb"
USUAL_PORT = 8888
# JupyterLab proper and not its single-document page: a lesson's link to its exercise opens beside it in the same
# window, and the list of files shows which lesson comes next.
FIRST_PAGE = f"/lab/tree/{FIRST_LESSON}"
TRUST = "from nbformat.sign import TrustNotebookApp as app; app.launch_instance()"
# More than half of a start went into packages that the server never uses: a grammar and a calendar, with which
# jsonschema would check kinds of text that nothing here has, and the command line of httpx. Both do without what
# cannot be imported.
UNUSED = ("rfc3987_syntax", "isoduration", "click")
# While it is imported, JupyterLab asks Node, where there is one, from where it would take extensions to build: half a
# second. It does without a Node that is not on the path; kernels and terminals have the whole path again.
LAB = f"""
import os, sys
sys.modules.update(dict.fromkeys({UNUSED}))
path = os.environ.get("PATH", os.defpath)
os.environ["PATH"] = os.path.dirname(sys.executable)
from jupyterlab.labapp import main
os.environ["PATH"] = path
sys.exit(main())
"""
# What else a start does without.
LIGHTER = (
    # Looking for the language servers of programmers takes a second.
    "--LanguageServerManager.autodetect=False",
    # It hears settings of Notebook 6 alone, and imports IPython for that.
    "--ServerApp.jpserver_extensions={'notebook_shim': False}",
    # The list of extensions shows those that are installed. To offer others it would open a connection at each start.
    "--LabApp.extension_manager=readonly",
)
# Prints those of the notebooks named that Jupyter would run when they are opened.
TELL_TRUSTED = """
import json, sys
from nbformat import read
from nbformat.sign import NotebookNotary
notary = NotebookNotary()
def is_trusted(path):
    try:
        return notary.check_signature(read(path, as_version=4))
    except Exception:
        return False
print(json.dumps([path for path in sys.argv[1:] if is_trusted(path)]))
"""
START_LIMIT_SECONDS = 120
STOP_LIMIT_SECONDS = 15


def is_free(port: int) -> bool:
    """Whether nothing listens on this port of this computer, so that a server can."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if os.name != "nt":
            # On Windows this option would let two programs share a port.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def next_free(port: int) -> int:
    """The next port after this one that is free."""
    return next(candidate for candidate in chain(range(port + 1, 65536), range(1024, port)) if is_free(candidate))


def choose_port(asked: int | None) -> int:
    """The port that was asked for, or the usual one, or the next free one after it."""
    if asked is not None:
        if not is_free(asked):
            raise port_taken(asked, next_free(asked))
        return asked
    return USUAL_PORT if is_free(USUAL_PORT) else next_free(USUAL_PORT)


def trust(env: Environment) -> None:
    """Signs the notebooks that are as they were shipped, so that they run by themselves, and names those that do not.

    A name says nothing: whoever replaces a lesson would have it run. Signing is left out where nothing has changed
    since the last start.
    """
    fingerprint = fingerprint_of(env)
    stamp = env.folder / "trusted.txt"
    if stamp.is_file() and stamp.read_text("utf-8") == fingerprint:
        return
    books = shipped.Sorted(env.root)
    shipped.keep_copies(env.root, env.shipped, books.as_shipped)
    if books.as_shipped and run_inside(env, "-c", TRUST, *books.as_shipped).returncode:
        print("The lessons could not be marked as trusted: press 'Start the lesson' at the top of each.", flush=True)
        return
    changed = [name for name in books.changed if name not in trusted(env, books.changed)] if books.changed else []
    for name in changed:
        print(changed_lesson(name), flush=True)
    if not changed:
        stamp.write_text(fingerprint, "utf-8")


def fingerprint_of(env: Environment) -> str:
    """A fingerprint of everything that decides which notebooks are trusted."""
    digest = hashlib.sha256(env.variables()["JUPYTER_DATA_DIR"].encode())
    for path in (env.root / shipped.MANIFEST, *shipped.notebooks(env.root)):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()


def trusted(env: Environment, names: list[str]) -> set[str]:
    """Those of some notebooks that Jupyter has signed, as it does when a learner saves one that runs."""
    done = run_inside(env, "-W", "ignore", "-c", TELL_TRUSTED, *names)
    try:
        return set(json.loads(done.stdout.strip().splitlines()[-1]))
    except (ValueError, IndexError, TypeError):
        return set()


def changed_lesson(name: str) -> str:
    """What a person is told of a notebook that is not as it was shipped and that Jupyter does not trust."""
    return (
        f"{name} was changed: it does not run by itself. Press 'Start the lesson' at its top, or bring it back as it "
        f"was with: python3 -m course repair {name.rpartition('/')[2].removesuffix('.ipynb').split('_')[0]}"
    )


def lab_command(env: Environment, port: int, browser: bool) -> list[str]:
    """The command line of the JupyterLab server."""
    command = [
        str(env.python),
        "-c",
        LAB,
        f"--port={port}",
        "--ip=127.0.0.1",
        "--ServerApp.port_retries=0",
        *LIGHTER,
        f"--ServerApp.root_dir={env.root}",
        # Without this Ctrl+C asks for a "y" within five seconds, and goes on if none comes.
        "--ServerApp.answer_yes=True",
        f"--LabApp.default_url={first_page(env.root)}",
    ]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return command


# A proxy from the surroundings has no business with this computer's own address.
LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def answers(url: str) -> bool:
    """Whether a Jupyter server answers there."""
    try:
        with LOCAL.open(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except (OSError, http.client.HTTPException):
        return False


def first_page(root: Path) -> str:
    """Where JupyterLab opens: the first lesson, in the language that was chosen."""
    return FIRST_PAGE.replace(FIRST_LESSON, language.notebook(root, FIRST_LESSON))


class Server(NamedTuple):
    """A JupyterLab of ours that runs: its port, its token, its process and its folder."""

    port: int
    token: str
    process: int
    folder: str

    @property
    def address(self) -> str:
        """The address of the first lesson there, with the token."""
        return f"http://127.0.0.1:{self.port}{first_page(Path(self.folder))}?token={self.token}"

    def answers(self) -> bool:
        """Whether a Jupyter server answers that takes this token, and is no other program on its port."""
        asking = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/status", headers={"Authorization": f"token {self.token}"}
        )
        try:
            with LOCAL.open(asking, timeout=5) as answer:
                return "kernels" in json.load(answer)
        except (OSError, ValueError, TypeError, http.client.HTTPException):
            return False


def running_server(env: Environment) -> Server | None:
    """The server of this folder that is open already, by the file that Jupyter keeps while it runs.

    The file has the token and is readable by its owner only. One whose server has died is taken away.
    """
    for path in sorted(env.runtime.glob("jpserver-*.json")):
        try:
            info = json.loads(path.read_text("utf-8"))
            server = Server(int(info["port"]), str(info["token"]), int(info["pid"]), str(info["root_dir"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if Path(server.folder) != env.root:
            continue
        if is_alive(server.process) and server.answers():
            return server
        for name in (path.name, path.stem + "-open.html"):
            path.with_name(name).unlink(missing_ok=True)
    return None


def show(env: Environment, server: Server, browser: bool) -> int:
    """Opens a page of the server that is open already."""
    if browser:
        # Jupyter's own page leads on to the address, so that the token stands in no list of processes.
        page = env.runtime / f"jpserver-{server.process}-open.html"
        lead_on(page, language.notebook(env.root, FIRST_LESSON))
        webbrowser.open(page.as_uri() if page.is_file() else server.address)
    print(
        "The course is open already, in another window. If no page appears, open this address:\n"
        f"    {server.address}\n"
        "It stays open as long as that other window.",
        flush=True,
    )
    return 0


def lead_on(page: Path, notebook: str) -> None:
    """Lets Jupyter's page lead to the first lesson in the language chosen since the server was started."""
    folder, _, name = FIRST_LESSON.rpartition("/")
    with contextlib.suppress(OSError, UnicodeDecodeError):
        text = page.read_text("utf-8")
        led = re.sub(rf"\b{folder}/(?:[a-z]+/)?{re.escape(name)}", notebook, text)
        if led != text:
            page.write_text(led, "utf-8")


def open_course(env: Environment, asked_port: int | None = None, browser: bool = True) -> int:
    """Starts JupyterLab, says where it is, and stays until it is closed; shows the one that is open, if one is.

    Returns the exit code for the command: 0 after Ctrl+C or JupyterLab's own Shut Down.
    """
    began = time.monotonic()
    signal.signal(signal.SIGTERM, interrupt)
    log_path = env.folder / "jupyterlab.log"
    with contextlib.ExitStack() as until_open:
        until_open.enter_context(locked(env.root, "being opened"))
        server = running_server(env)
        if server:
            return show(env, server, browser)
        port = choose_port(asked_port)
        trust(env)
        token = secrets.token_hex(24)
        print(f"Starting JupyterLab{' in your browser' if browser else ''} ...", flush=True)
        process = start(env, lab_command(env, port, browser), token, log_path)
        try:
            while not answers(f"http://127.0.0.1:{port}/api"):
                if process.poll() is not None or time.monotonic() - began > START_LIMIT_SECONDS:
                    raise not_started(log_path)
                time.sleep(0.05)
            print(
                f"The course is open after {time.monotonic() - began:.0f} s. If no page appears, open this address:\n"
                f"    {Server(port, token, process.pid, str(env.root)).address}\n"
                "Keep this window open while you work. To close the course, press Ctrl+C here.",
                flush=True,
            )
            until_open.close()
            if process.wait():
                raise not_started(log_path, happened="JupyterLab has stopped by itself")
        except KeyboardInterrupt:
            stop(process)
        except BaseException:
            stop(process)
            raise
    print("\nThe course is closed. Your answers are in the folder my_work.", flush=True)
    return 0


def start(env: Environment, command: list[str], token: str, log_path: Path) -> subprocess.Popen[bytes]:
    """Starts the server; its words go to a file."""
    with open(log_path, "w", encoding="utf-8") as log:
        return subprocess.Popen(
            command,
            cwd=env.root,
            env=env.variables(JUPYTER_TOKEN=token),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def interrupt(signal_number: int, frame: FrameType | None) -> None:
    """Ends the course as Ctrl+C does when the system asks this command to end."""
    raise KeyboardInterrupt


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ends the server; it closes its kernels first."""
    try:
        if os.name == "nt":
            # Terminating is abrupt there, and Ctrl+C has reached the server too: let it end by itself.
            server.wait(STOP_LIMIT_SECONDS)
        else:
            server.terminate()
            server.wait(STOP_LIMIT_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        server.kill()
        server.wait()


def not_started(log_path: Path, happened: str = "JupyterLab did not start") -> NotStarted:
    """The server ended before or while it was used; its last words help whoever is asked."""
    lines = [line.strip() for line in log_path.read_text("utf-8", "replace").splitlines() if line.strip()]
    last = lines[-1] if lines else "it said nothing"
    return NotStarted(f"{happened}. Its last words: {last[:300]} Type the same command again. Details: {log_path}")
