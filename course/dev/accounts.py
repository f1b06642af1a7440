"""Other accounts of this machine for tests of a hub, which starts each learner's server under one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from course.content.place import PACKAGE

ACCOUNT = 200_000
"""An account number that nobody has here."""
_OPENED = """
keep=$(mktemp -d) && mount --bind "$1" "$keep" && mount -t tmpfs none "$2" && chmod 755 "$2" \\
    && mkdir -p "$1" && mount --bind "$keep" "$1" && shift 2 && exec "$@"
"""
# Shows a program, and what it starts, the folder $1 below $2, which is closed to other accounts, as an open one. Only
# they see it so: nothing of the machine is changed.


def way_to_python() -> list[str] | None:
    """Return what to put before a command so that other accounts reach this Python; None where they cannot."""
    if getattr(os, "geteuid", lambda: -1)() or not shutil.which("setpriv"):
        return None
    base = Path(sys.base_prefix)
    closed = next((folder for folder in reversed(base.parents) if not folder.stat().st_mode & 0o001), None)
    before = ["unshare", "--mount", "--propagation", "private", "sh", "-c", _OPENED, "sh", str(base), str(closed)]
    before = before if closed else []
    drop = ["setpriv", f"--reuid={ACCOUNT}", f"--regid={ACCOUNT}", "--clear-groups"]
    try_out = [*before, *drop, sys.executable, "-P", "-c", "import course.hub.server, jupyterhub"]
    try:
        done = subprocess.run(try_out, cwd="/", env=surroundings(), capture_output=True, check=False)
    except OSError:
        return None
    return None if done.returncode else before


def surroundings() -> dict[str, str]:
    """Return the environment for such a command: the course is the one that is tested."""
    paths = filter(None, [str(PACKAGE.parent), os.environ.get("PYTHONPATH")])
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
