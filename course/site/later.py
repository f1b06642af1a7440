"""What only few pages ask for: numpy and pandas, which no registry has for the browser.

Pyodide's makers keep them at a public address. Where the build reaches it they are carried along; otherwise the browser
fetches them from there, when a page asks for them. How it asks: ``course/pages/packages.py``.
"""

import hashlib
import tomllib
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course.site.workshop import ROOT

LATER = ("numpy", "pandas")
PATIENCE = 10
"""Seconds that the public address has to begin an answer."""


def public_address(version: str) -> str:
    """Return where Pyodide's packages of a version are, as ``pyproject.toml`` says."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    address: str = project["tool"]["course"]["pyodide-packages"]
    return address.format(version=version)


def add_later(lock: Mapping[str, Any], address: str, folder: Path, carried: set[str]) -> dict[str, Any]:
    """Return the entries of Pyodide's list for what is fetched later; carry along in ``folder`` what can be had now.

    ``carried`` are the names of packages that the site starts with. No entry names a module: what names one is fetched
    by the kernel before the cell is run, and when that fails it shows a traceback.
    """
    entries = {}
    waiting = list(LATER)
    while waiting:
        name = waiting.pop()
        if name in entries or name in carried:
            continue
        entry = lock["packages"][name]
        waiting += entry["depends"]
        place = entry["file_name"] if _carry(address, entry, folder) else address + entry["file_name"]
        depends = [need for need in entry["depends"] if need not in carried]
        entries[name] = {**entry, "file_name": place, "depends": depends, "imports": []}
    return entries


def _carry(address: str, entry: Mapping[str, Any], folder: Path) -> bool:
    try:
        with urllib.request.urlopen(address + entry["file_name"], timeout=PATIENCE) as reply:
            data: bytes = reply.read()
    except (OSError, ValueError):
        return False
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        return False
    (folder / entry["file_name"]).write_bytes(data)
    return True
