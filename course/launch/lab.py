"""Opens JupyterLab on the first lesson, with the course's own lessons trusted."""

import hashlib
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from itertools import chain
from pathlib import Path
from types import FrameType

from course.launch.environment import Environment
from course.launch.problem import Problem, port_taken

# Pages of the course that are no lesson.
PAGES = ("case_atlas", "for_teachers")
FIRST_LESSON = "notebooks/00_start_here.ipynb"
USUAL_PORT = 8888
# JupyterLab proper and not its single-document page: a lesson's link to its exercise opens beside it in the same
# window, and the list of files shows which lesson comes next.
FIRST_PAGE = f"/lab/tree/{FIRST_LESSON}"
TRUST = "from nbformat.sign import TrustNotebookApp as app; app.launch_instance()"
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


def own_notebooks(root: Path) -> list[Path]:
    """The notebooks that belong to the course: those whose name is that of a lesson in its content, or of a page.

    A notebook from elsewhere that lies beside them is not trusted: it would run when it is opened.
    """
    stems = {path.stem for path in (root / "course" / "content" / "lessons").glob("*.toml")} | set(PAGES)
    folders = (root / "notebooks", root / "exercises", root / "exercises" / "solutions")
    return [path for folder in folders for path in sorted(folder.glob("*.ipynb")) if path.stem in stems]


def trust(env: Environment) -> None:
    """Signs the course's notebooks, so that they may run by themselves; does nothing if they have not changed."""
    notebooks = own_notebooks(env.root)
    variables = env.variables()
    fingerprint = hashlib.sha256(variables["JUPYTER_DATA_DIR"].encode())
    for path in notebooks:
        fingerprint.update(path.read_bytes())
    stamp = env.folder / "trusted.txt"
    if not notebooks or (stamp.is_file() and stamp.read_text("utf-8") == fingerprint.hexdigest()):
        return
    done = subprocess.run(
        [str(env.python), "-c", TRUST, *map(str, notebooks)],
        env=variables,
        stdin=subprocess.DEVNULL,
        capture_output=True,
    )
    if done.returncode == 0:
        stamp.write_text(fingerprint.hexdigest(), "utf-8")
    else:
        print("The lessons could not be marked as trusted: press 'Start the lesson' at the top of each.", flush=True)


def lab_command(env: Environment, port: int, browser: bool) -> list[str]:
    """The command line of the JupyterLab server."""
    command = [
        str(env.python),
        "-m",
        "jupyterlab",
        f"--port={port}",
        "--ip=127.0.0.1",
        "--ServerApp.port_retries=0",
        # Looking for the language servers of programmers takes a second of every start.
        "--LanguageServerManager.autodetect=False",
        f"--ServerApp.root_dir={env.root}",
        # Without this Ctrl+C asks for a "y" within five seconds, and goes on if none comes.
        "--ServerApp.answer_yes=True",
        f"--LabApp.default_url={FIRST_PAGE}",
    ]
    if not browser:
        command.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return command


def answers(url: str) -> bool:
    """Whether a Jupyter server answers there."""
    # A proxy from the surroundings has no business with this computer's own address.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def open_course(env: Environment, asked_port: int | None = None, browser: bool = True) -> int:
    """Starts JupyterLab, says where it is, and stays until it is closed.

    Returns the exit code for the command: 0 after Ctrl+C or JupyterLab's own Shut Down.
    """
    began = time.monotonic()
    port = choose_port(asked_port)
    trust(env)
    token = secrets.token_hex(24)
    log_path = env.folder / "jupyterlab.log"
    signal.signal(signal.SIGTERM, interrupt)
    print(f"Starting JupyterLab{' in your browser' if browser else ''} ...", flush=True)
    with open(log_path, "w", encoding="utf-8") as log:
        server = subprocess.Popen(
            lab_command(env, port, browser),
            cwd=env.root,
            env=env.variables(JUPYTER_TOKEN=token),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            while not answers(f"http://127.0.0.1:{port}/api"):
                if server.poll() is not None or time.monotonic() - began > START_LIMIT_SECONDS:
                    raise not_started(log_path)
                time.sleep(0.1)
            print(
                f"The course is open after {time.monotonic() - began:.0f} s. If no page appears, open this address:\n"
                f"    http://127.0.0.1:{port}{FIRST_PAGE}?token={token}\n"
                "Keep this window open while you work. To close the course, press Ctrl+C here.",
                flush=True,
            )
            if server.wait():
                raise not_started(log_path, happened="JupyterLab has stopped by itself")
        except KeyboardInterrupt:
            stop(server)
        except BaseException:
            stop(server)
            raise
    print("\nThe course is closed. Your answers are in the folder my_work.", flush=True)
    return 0


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


def not_started(log_path: Path, happened: str = "JupyterLab did not start") -> Problem:
    """The server ended before or while it was used; its last words help whoever is asked."""
    lines = [line.strip() for line in log_path.read_text("utf-8", "replace").splitlines() if line.strip()]
    last = lines[-1] if lines else "it said nothing"
    return Problem(f"{happened}. Its last words: {last[:300]} Type the same command again. Details: {log_path}")
