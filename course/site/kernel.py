"""Pyodide as the site serves it: its core, its list of packages, and the wheels beside them, compiled."""

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

from course.site.frame import editions
from course.site.later import add_later, public_address
from course.site.wheels import Wheel, gather, write_texts
from course.site.workshop import ROOT, Workshop, call

CORE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
LOCK = "pyodide-lock.json"
HERE = Path(__file__).resolve().parent
DRIVER, COMPILER = HERE / "pyodide.mjs", HERE / "bytecode.py"


def write_kernel(workshop: Workshop, folder: Path) -> list[Wheel]:
    """Write everything that Python needs in the browser into ``folder``; return the packages that it starts with."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in CORE:
        shutil.copyfile(workshop.pyodide / name, folder / name)
    lock = json.loads((workshop.pyodide / LOCK).read_text("utf-8"))
    wheels = gather(workshop, lock, folder)
    _compile(workshop, folder)
    texts = [write_texts(edition.code, folder) for edition in editions(ROOT)[1:]]
    packages = {wheel.name: _entry(wheel) for wheel in [*wheels, *texts]}
    packages.update(add_later(lock, public_address(workshop.pyodide_version), folder, set(packages)))
    (folder / LOCK).write_text(json.dumps({"info": lock["info"], "packages": packages}, indent=1), "utf-8")
    return wheels


def run_in_pyodide(workshop: Workshop, script: Path, folder: Path, wheels: list[Path], core: Path | None = None) -> str:
    """Run a Python file in Pyodide, where it finds ``folder`` at ``/folder``; return what it prints.

    ``core`` is where Pyodide lies: npm's package, or the folder of a built site.
    """
    return call(["node", DRIVER, core or workshop.pyodide, script, folder, *wheels], f"run {script.name} in Pyodide")


def _compile(workshop: Workshop, folder: Path) -> None:
    """Put bytecode in place of what every start imports. What was compiled before is taken as it is."""
    archives = [path for path in sorted(folder.iterdir()) if path.suffix in (".whl", ".zip")]
    made_from = hashlib.sha256(DRIVER.read_bytes() + COMPILER.read_bytes())
    for path in archives:
        made_from.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    kept = workshop.folder / "compiled" / made_from.hexdigest()[:16]
    if not kept.is_dir():
        shutil.rmtree(kept.parent, ignore_errors=True)
        draft = kept.with_suffix(".draft")
        draft.mkdir(parents=True)
        for path in archives:
            shutil.copyfile(path, draft / path.name)
        run_in_pyodide(workshop, COMPILER, draft, [path for path in archives if path.suffix == ".whl"])
        draft.rename(kept)
    for path in archives:
        shutil.copyfile(kept / path.name, path)


def _entry(wheel: Wheel) -> dict[str, Any]:
    """Return what Pyodide's list says of a package. All are loaded at the start, so none need name its needs."""
    with zipfile.ZipFile(wheel.path) as archive:
        modules = [part for part in archive.namelist() if part.endswith((".py", ".pyc", ".so"))]
    return {
        "name": wheel.name,
        "version": wheel.version,
        "file_name": wheel.path.name,
        "install_dir": "site",
        "sha256": hashlib.sha256(wheel.path.read_bytes()).hexdigest(),
        "package_type": "package",
        "imports": sorted({part.split("/")[0].split(".")[0] for part in modules}),
        "depends": [],
        "unvendored_tests": False,
    }
