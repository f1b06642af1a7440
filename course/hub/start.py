"""``python -m course hub start``: a whole JupyterHub on this machine, from the administrator's one file."""

import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from course.hub.configuration import NAME, Configuration, Misconfigured, read
from course.hub.settings import proxy_command

CONFIGURATION = Path(__file__).with_name("jupyterhub_config.machine.py")
TRIAL_FOLDER = "my_hub"
TRIAL = """\
# A hub to try out, made by `python -m course hub start --try`. course/hub/hub.example.toml has every key.
address = "http://127.0.0.1:{port}"
folder = "."
teachers = ["teacher"]
shared-account = true

[trial]
password = "{password}"

[ports]
front = {port}
"""


def trial_file(folder: Path, port: int) -> Path:
    """Return the file of a hub to try out in ``folder``, made if there is none."""
    file = folder / "hub.toml"
    if not file.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        file.write_text(TRIAL.format(port=port, password=secrets.token_urlsafe(9)), encoding="utf-8")
    return file


def make_ready(said: Configuration) -> None:
    """Make the hub's folders, and refuse what would let learners into each other's work."""
    is_root = os.geteuid() == 0
    if not is_root and not said.shared_account:
        raise Misconfigured(
            "Not started as root, so that all learners' servers would run under one account, and each could read what "
            "others wrote. Start as root (as a service of the system does), or write shared-account = true."
        )
    said.place.mkdir(parents=True, exist_ok=True)
    said.secrets.mkdir(exist_ok=True)
    said.secrets.chmod(0o700)
    said.volumes.mkdir(exist_ok=True)
    # Learners reach their own folder through it, and list nothing.
    said.place.chmod(0o711)
    said.volumes.chmod(0o711)
    # Learners are accounts of this machine too: nothing that the hub keeps there is for them.
    for path in said.place.iterdir():
        if path.is_file() and not path.is_symlink():
            path.chmod(0o600)
    if is_root and not said.shared_account:
        _try_account(said)


def _try_account(said: Configuration) -> None:
    """Raise Misconfigured where a learner's account could not start Python or read the course."""
    account = said.first_account
    command = [sys.executable, "-P", "-c", "import course.hub.server"]
    try:
        done = subprocess.run(
            command,
            cwd="/",
            user=account,
            group=account,
            extra_groups=[],
            env={name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ},
            capture_output=True,
            text=True,
            check=False,
        )
        last = done.stderr.strip().splitlines()[-1:] if done.returncode else None
    except OSError as problem:
        last = [str(problem)]
    if last is not None:
        raise Misconfigured(
            f"Learners' servers could not start: {' '.join(last)}. The course and its Python must lie where every "
            f"account can read them, such as /opt/course, and not in somebody's home; here Python is {sys.executable}."
        )
    try:
        made = said.volumes / ".try"
        made.mkdir(mode=0o700, exist_ok=True)
        os.chown(made, account, account)
        subprocess.run(
            ["/bin/ls", str(made)],
            user=account,
            group=account,
            extra_groups=[],
            cwd="/",
            check=True,
            capture_output=True,
        )
    except subprocess.CalledProcessError:
        raise Misconfigured(
            f"Learners could not reach their folders: a folder above '{said.volumes}' lets nobody through. Name "
            "another folder, such as /srv/course-hub, or type: chmod a+x on those above."
        ) from None
    finally:
        shutil.rmtree(said.volumes / ".try", ignore_errors=True)


def start(file: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Become JupyterHub; raise CourseError where it cannot be started."""
    file = file.resolve()
    said = read(file, environment)
    proxy_command(said)
    os.umask(0o077)
    make_ready(said)
    if said.has_accounts and file.stat().st_mode & 0o077:
        raise Misconfigured(
            f"'{file}' can be read by every account of this machine, and learners have accounts. Type: chmod 600 {file}"
        )
    os.chdir(said.place)
    more = {NAME: str(file)}
    os.execve(
        sys.executable, [sys.executable, "-P", "-m", "jupyterhub", "-f", str(CONFIGURATION)], {**environment, **more}
    )
