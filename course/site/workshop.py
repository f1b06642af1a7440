"""Where the site is built: JupyterLite in an environment of its own, and Pyodide as npm has it.

The environment of the course stays as it is. JupyterLite's kernel brings an extension that a JupyterLab in the same
environment loads too, and that then fails on each page; so it gets a place of its own, kept for the next build.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from course.content.place import PACKAGE
from course.site.trouble import NotBuilt

ROOT = PACKAGE.parent
"""The clone: the wheel of the course is built from it."""

USUAL = ROOT / "build" / "site"
"""Where everything that a build fetches is kept."""

IN_THE_PAGE = ("anywidget", "jupyterlab-widgets")
"""Packages whose part for the page goes into the site; what they need in Python is of no use there."""

ASK = """
import json
from jupyterlite_pyodide_kernel.constants import PYODIDE_PYTHON_VERSION, PYODIDE_VERSION
print(json.dumps([PYODIDE_VERSION, PYODIDE_PYTHON_VERSION]))
"""


class Workshop(msgspec.Struct, frozen=True):
    """What a build works with. ``kernel`` is the folder of JupyterLite's kernel, ``pyodide`` that of npm's package."""

    folder: Path
    python: Path
    kernel: Path
    pyodide: Path
    pyodide_version: str
    python_version: str


def open_workshop(folder: Path = USUAL) -> Workshop:
    """Return what a build works with; fetch what is not there yet. Raise NotBuilt where it cannot be had."""
    folder.mkdir(parents=True, exist_ok=True)
    tools = _prepare_tools(folder / "tools")
    python = _python_of(tools)
    version, python_version = json.loads(call([python, "-c", ASK], "look at JupyterLite's kernel"))
    extensions = tools / "share" / "jupyter" / "labextensions"
    return Workshop(
        folder=folder,
        python=python,
        kernel=extensions / "@jupyterlite" / "pyodide-kernel-extension",
        pyodide=_fetch_pyodide(folder, version),
        pyodide_version=version,
        python_version=python_version,
    )


def call(
    command: Sequence[str | Path], aim: str, folder: Path = ROOT, variables: Mapping[str, str] | None = None
) -> str:
    """Run a program and return what it prints; raise NotBuilt, with its last words, where it cannot do its ``aim``."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=variables,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise NotBuilt(f"'{command[0]}' does not start ({error.strerror}), so it cannot {aim}.") from error
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-1500:]
        raise NotBuilt(f"'{command[0]}' could not {aim}. It says: {said}")
    return done.stdout


def pins() -> dict[str, str]:
    """Return the versions of ``requirements.txt`` by name of the package."""
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    found = (re.match(r"([\w.-]+)==([\w.]+)", line) for line in lines)
    return {match[1]: match[2] for match in found if match}


def site_pins() -> list[str]:
    """Return what ``pyproject.toml`` pins for building the site."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted: list[str] = project["project"]["optional-dependencies"]["site"]
    return wanted


def _python_of(environment: Path) -> Path:
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _prepare_tools(tools: Path) -> Path:
    """Make the environment in which JupyterLite runs, unless it is there as it should be."""
    wanted = site_pins()
    in_the_page = [f"{name}=={pins()[name]}" for name in IN_THE_PAGE]
    stamp = tools / "course.json"
    made_from = hashlib.sha256(repr((wanted, in_the_page, sys.version_info[:2])).encode()).hexdigest()
    if stamp.is_file() and stamp.read_text("utf-8") == made_from:
        return tools
    shutil.rmtree(tools, ignore_errors=True)
    call([sys.executable, "-m", "venv", tools], "make an environment for JupyterLite")
    pip: list[str | Path] = [
        _python_of(tools),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
    ]
    held = tools / "held.txt"
    held.write_text("".join(f"{name}=={version}\n" for name, version in pins().items()), "utf-8")
    call([*pip, "--constraint", held, *wanted], "install JupyterLite. Check the connection, and try again")
    call([*pip, "--no-deps", *in_the_page], "install the widgets of the page. Check the connection, and try again")
    stamp.write_text(made_from, "utf-8")
    return tools


def _fetch_pyodide(folder: Path, version: str) -> Path:
    """Return the folder of npm's package ``pyodide`` in exactly the version that JupyterLite's kernel was made for."""
    place = folder / f"pyodide-{version}"
    if (place / "package" / "pyodide.asm.wasm").is_file():
        return place / "package"
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise NotBuilt(
            "npm is not installed here, and Pyodide, the Python of the browser, comes from it. Install Node (with npm) "
            "and type the same command again."
        )
    place.mkdir(exist_ok=True)
    aim = f"fetch Pyodide {version}. Check the connection, and try again"
    call([npm, "pack", "--silent", f"pyodide@{version}", "--pack-destination", place], aim)
    [packed] = place.glob("*.tgz")
    with tarfile.open(packed) as archive:
        archive.extractall(place, filter="data")
    packed.unlink()
    return place / "package"
