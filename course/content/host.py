"""The host of the site: a browser's Python asks it for packages with which it does not start. At home there is none."""

import hashlib
import importlib
import io
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

IN_BROWSER = sys.platform == "emscripten"


def packages() -> Mapping[str, Any]:
    """Return the list of what can be fetched, as Pyodide's lock file has it."""
    pyodide_js: Any = importlib.import_module("pyodide_js")
    listed: Mapping[str, Any] = pyodide_js.lockfile.packages.to_py()
    return listed


def fetch(address: str) -> bytes:
    """Return the bytes at an address, from the folder of that list; raise OSError where there are none."""
    js: Any = importlib.import_module("js")
    pyodide_js: Any = importlib.import_module("pyodide_js")
    if not hasattr(js, "XMLHttpRequest"):
        raise OSError("there is no page here")
    asked = js.XMLHttpRequest.new()
    # In a worker a request may wait; a cell that imports cannot do anything else.
    asked.open("GET", str(js.URL.new(address, str(pyodide_js.lockfileBaseUrl)).href), False)
    asked.responseType = "arraybuffer"
    try:
        asked.send()
    except Exception as problem:  # an exception of JavaScript, which has no class of its own here
        raise OSError(str(problem)) from problem
    if asked.status != 200:
        raise OSError(f"{asked.status} {address}")
    data: bytes = asked.response.to_bytes()
    return data


def unpack(entry: Mapping[str, Any], fetch: Callable[[str], bytes], folder: Path) -> None:
    """Fetch the package of an entry of the list and lay it into ``folder``; raise OSError where that cannot be."""
    data = fetch(entry["file_name"])
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise OSError(f"{entry['file_name']} is another file than the one that this site was built with")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
