"""What can go wrong before the course is open, in one paragraph each: what happened, and what to do."""

import errno
import os
import sys
from pathlib import Path


class Problem(Exception):
    """Something that the person at the keyboard can mend; its text is one paragraph.

    No kin of the course's own errors (``course.model.error``): nothing of the course can be imported yet.
    """


class NotFetched(Problem):
    """The installer stopped before it changed anything."""


class NotStarted(Problem):
    """The server did not start, or stopped by itself: something of the packages may be missing."""


NO_INDEX_SIGNS = (
    "temporary failure in name resolution",
    "name or service not known",
    "nodename nor servname",
    "getaddrinfo failed",
    "failed to establish a new connection",
    "connection refused",
    "network is unreachable",
    "connecttimeout",
    "read timed out",
    "proxyerror",
    "remotedisconnected",
    "connection aborted",
    "connection reset",
    "max retries exceeded",
    "(from versions: none)",
)
CERTIFICATE_SIGNS = ("certificate_verify_failed", "certificate verify failed", "sslerror")
DISK_SIGNS = ("no space left on device", "not enough space on the disk", "[errno 28]", "disk quota exceeded")
READ_ONLY_SIGNS = ("read-only file system", "permission denied", "[errno 13]", "[errno 30]", "access is denied")
NO_SUCH_VERSION_SIGNS = ("no matching distribution found", "could not find a version that satisfies")


def has_any(log: str, signs: tuple[str, ...]) -> bool:
    """Whether any of the signs stands in the log, in capitals or not."""
    log = log.lower()
    return any(sign in log for sign in signs)


def explain_install(log: str, log_path: Path) -> Problem:
    """Reads pip's own words and says in ours what stopped it."""
    if has_any(log, DISK_SIGNS):
        return disk_full(log_path.parent)
    if has_any(log, CERTIFICATE_SIGNS):
        return Problem(
            "The package index answered, but its certificate is not trusted here, so nothing was installed. Some "
            "schools and firms pass all traffic through a box of their own: ask whoever runs the network for its "
            f"certificate, or try another network, and start again. Details: {log_path}"
        )
    if has_any(log, NO_INDEX_SIGNS):
        return Problem(
            "The package index could not be reached, so the packages that the course needs could not be installed. "
            "Look whether this computer is online (or needs a proxy), and type the same command again: it goes on "
            f"where it stopped. Only this first installation needs the internet. Details: {log_path}"
        )
    if has_any(log, READ_ONLY_SIGNS):
        return read_only(log_path.parent)
    if has_any(log, NO_SUCH_VERSION_SIGNS):
        python = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return Problem(
            f"The package index has no fitting version of a package for this computer and Python {python}. The course "
            "is made for Python 3.11 to 3.14 on 64-bit Linux, macOS and Windows; with one of those, start again. "
            f"Details: {log_path}"
        )
    last = next((line.strip() for line in reversed(log.splitlines()) if line.strip()), "it said nothing")
    return Problem(
        f"Installing the packages failed. The installer's last words: {last[:300]} Type the same command again; if it "
        f"fails once more, delete the folder {log_path.parent} and start again. Details: {log_path}"
    )


def explain_os_error(error: OSError, folder: Path) -> Problem:
    """Says in words what the operating system refused while it worked in `folder`."""
    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return disk_full(folder)
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return read_only(folder)
    return Problem(f"The folder {folder} could not be used: {error}. Mend that and type the same command again.")


def disk_full(folder: Path) -> Problem:
    """The disk has no room for the environment."""
    return Problem(
        f"The disk is full: there was no room to finish {folder}. The course needs about 500 MB of free space. Make "
        "room and type the same command again; it repairs what is half done."
    )


def read_only(folder: Path) -> Problem:
    """The folder refuses to be written."""
    return Problem(
        f"The course may not write to {folder}. It keeps its packages and your answers inside its own folder: copy "
        "the whole course to a folder of your own (for example in your home folder) and start it there."
    )


def no_venv() -> Problem:
    """Debian and its relatives ship Python without `ensurepip`."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return Problem(
        f"This Python cannot make an environment: its venv or ensurepip module is missing. On Debian and Ubuntu type "
        f"'sudo apt install python{python}-venv' (or 'sudo apt install python3-venv') and start again; elsewhere "
        "install Python from https://www.python.org/downloads/."
    )


def no_checkout(package: Path) -> Problem:
    """The course runs as an installed package, without its notebooks beside it."""
    return Problem(
        f"This is the course as an installed package ({package}), without the lessons. Get the whole course folder (on "
        "its page: Code, then Download ZIP), unpack it, open a terminal in it and type 'python3 -m course' there. If "
        "you are on Binder or a hub, the lessons are already open in JupyterLab: look into the folder notebooks."
    )


def port_taken(port: int, free: int) -> Problem:
    """Another program listens on the port that was asked for."""
    return Problem(
        f"Port {port} is taken by another program, perhaps by the course itself in another window. Choose another one, "
        f"for example: python3 -m course --port {free}"
    )


def still_busy(purpose: str, lock: Path) -> Problem:
    """Another window works in the course folder and does not end."""
    return Problem(
        f"The course is still {purpose or 'being changed'} in another window, so nothing was done here. Wait until it "
        f"is done and type the same command again. If no other window works on it, delete the file {lock} first."
    )


def no_such_place(root: Path) -> Problem:
    """Python makes no environment in a folder whose name holds the sign that parts the folders of a search path."""
    return Problem(
        f"The course cannot be installed in {root}: the name of a folder on the way has a '{os.pathsep}' in it, and "
        f"Python refuses that. Move the course to a folder without '{os.pathsep}' and start it there."
    )


def not_installed(names: list[str], log: Path) -> Problem:
    """The installer ended well, and yet the course could not begin."""
    return Problem(
        f"The packages were installed, but not so that the course can use them: {'; '.join(names[:3])[:300]}. A "
        "settings file of pip may lead them elsewhere ('python3 -m pip config list' shows it: prefix, target, root). "
        f"Mend that and type the same command again. Details: {log}"
    )


def damaged(pins: list[str], failing: list[str]) -> Problem:
    """Packages are missing or have lost a part."""
    names = ", ".join(pin.partition("==")[0] for pin in pins) or "; ".join(failing) or "see above"
    return Problem(
        f"Something that the course needs is missing or damaged: {names[:400]}. Type 'python3 -m course': it installs "
        "that again, for which it needs the internet."
    )
