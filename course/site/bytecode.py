"""Compiles what a lesson imports, in the Python of the browser itself, because only that can.

A browser would compile every module anew at every start: nothing that Python keeps there outlives the page. What no
start asks for stays source, which is half as large. Run by ``pyodide.mjs`` while the site is built: ``/folder`` holds
the archives, and all wheels among them are loaded.
"""

import contextlib
import importlib
import importlib.util
import io
import marshal
import sys
import zipfile
from pathlib import Path

EARLIEST = (1980, 1, 1, 0, 0, 0)
NEVER_STALE = 0b01
"""The flag of bytecode that is not compared with its source: there is none beside it."""

STARTED = ("micropip", "piplite.piplite", "pyodide_kernel", "ipywidgets", "anywidget", "course")
PAGES = ("atlas", "desk", "exercise", "labs", "lesson", "portfolio")


def start() -> set[str]:
    """Import what a page imports, and return the files of all modules, as they are named in their archives."""
    for name in (*STARTED, *(f"course.pages.{page}" for page in PAGES)):
        importlib.import_module(name)
    roots = sorted((f"{place}/" for place in sys.path if place), key=len, reverse=True)
    files = {str(getattr(module, "__file__", None) or "") for module in [*sys.modules.values()]}
    return {file.removeprefix(root) for file in files for root in roots if file.startswith(root)}


def compile_module(source: bytes, name: str) -> bytes:
    """Return the bytecode file of a module."""
    code = compile(source, name, "exec", dont_inherit=True)
    head = importlib.util.MAGIC_NUMBER + NEVER_STALE.to_bytes(4, "little") + bytes(8)
    return head + marshal.dumps(code)


def compile_archive(data: bytes, started: set[str]) -> bytes:
    """Return an archive with bytecode in place of the modules that were started."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name in started and name.endswith(".py"):
                name, part = name + "c", compile_module(part, name)
            new.writestr(zipfile.ZipInfo(name, EARLIEST), part, zipfile.ZIP_DEFLATED, 9)
    return made.getvalue()


def main() -> None:
    """Compile every archive in the folder."""
    with contextlib.redirect_stdout(sys.stderr):
        started = start()
    for path in sorted(Path("/folder").iterdir()):
        if path.suffix in (".whl", ".zip"):
            path.write_bytes(compile_archive(path.read_bytes(), started))


if __name__ == "__main__":
    main()
