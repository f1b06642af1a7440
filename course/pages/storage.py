"""What a browser says of its storage, asked for the head of a page: does work stay there, how much room is left."""

import importlib
import sys
from typing import Any

from course.record import BrowserStorage, tell_storage


def ask_browser() -> None:
    """Let every record know what this browser says; nothing where there is none, or where it lets nobody wait."""
    if sys.platform != "emscripten":
        return
    ffi: Any = importlib.import_module("pyodide.ffi")
    if not ffi.can_run_sync():
        return
    storage: Any = importlib.import_module("js").navigator.storage
    try:
        kept = ffi.run_sync(storage.persisted())
        room = ffi.run_sync(storage.estimate())
        told = BrowserStorage(persisted=bool(kept), usage=int(room.usage), quota=int(room.quota))
    except Exception:  # an exception of JavaScript: an old browser, a private window. Then it has promised nothing
        told = BrowserStorage()
    tell_storage(told)
