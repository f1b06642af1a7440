"""The Python packages that the site carries, as wheels: ours, those that our pages need, those of the kernel."""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from course import __version__
from course.content.language import LANGUAGES, MADE, TEXTS, read_language
from course.content.place import PACKAGE
from course.html.style import FONTS
from course.site.trouble import NotBuilt
from course.site.workshop import Workshop, call, pins

OURS = "mediation-course"

OF_OUR_PAGES = (
    *("anywidget", "comm", "ipywidgets", "markdown-it-py", "markupsafe", "mdurl", "msgspec", "psygnal"),
    "typing-extensions",
)
"""What ``course`` imports in the browser, at the versions of ``requirements.txt``."""

OF_THE_KERNEL = ("ipython", "micropip")
"""What JupyterLite's kernel starts with, at the versions of Pyodide's list, and with what that list says they need."""

WITH_THE_KERNEL = ("ipykernel", "piplite", "pyodide_kernel")
"""Wheels that lie in the kernel's own folder."""

PLATFORM = "pyemscripten_{}_wasm32"
"""The tag of wheels for WebAssembly (PEP 783), with the year of Pyodide's binary interface."""

TURNED_PURE = {"markupsafe"}
"""Packages that have a compiled part, none for WebAssembly, and go on without it."""

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The date of every file in an archive, so that the same site is the same bytes."""

NOT_IN_A_PAGE = re.compile(
    r"course/(dev|hub|jupyter|launch|live|site)/"
    # What it says in another language comes when a page in that language is opened.
    r"|course/content/languages/(?!\w+/language\.toml\Z)|course/html/fonts/"
    # The part of a package that is for JupyterLab lies in the site already.
    r"|[^/]+\.data/|[^/]*/nbextension/"
    r"|pygments/lexers/(?!__init__|_mapping|python|special)"
    r"|.*/tests?/|.*\.pyi$|.*/py\.typed$"
)
"""What no page of the site asks for."""

NO_COMPLETION = "jedi"
"""The kernel asks for it, to complete what a programmer types. Learners do not program, and it is 1.7 MB."""


class Wheel(msgspec.Struct, frozen=True):
    """A wheel that the site carries."""

    name: str
    version: str
    path: Path


def gather(workshop: Workshop, lock: Mapping[str, Any], folder: Path) -> list[Wheel]:
    """Return all wheels of the site, slim, in ``folder``. ``lock`` is Pyodide's own list."""
    folder.mkdir(parents=True, exist_ok=True)
    fetched = workshop.folder / "wheels"
    fetched.mkdir(exist_ok=True)
    known = {_normal(name): entry for name, entry in lock["packages"].items()}
    kernel = {name: str(known[name]["version"]) for name in _with_needs(OF_THE_KERNEL, known)}
    ours = {name: pins()[name] for name in OF_OUR_PAGES}
    paths = _fetch(workshop, lock, {**kernel, **ours}, fetched)
    for stem in WITH_THE_KERNEL:
        [path] = (workshop.kernel / "static" / "pypi").glob(f"{stem}-*.whl")
        paths.append(path)
    wheels = [_slim(path, folder) for path in [*paths, build_ours(workshop)]]
    return [*wheels, _empty(NO_COMPLETION, folder)]


def write_texts(code: str, folder: Path) -> Wheel:
    """Write what the course says in the language of that code, and its font, as a wheel of its own, and return it."""
    name, version = TEXTS.format(code), __version__
    stem = name.replace("-", "_")
    made = LANGUAGES / code / MADE
    parts = {path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes() for path in sorted(made.rglob("*.json"))}
    if read_language(LANGUAGES / code).letters == "Arab":
        parts |= {font.relative_to(PACKAGE.parent).as_posix(): font.read_bytes() for font in FONTS.values()}
    parts[f"{stem}-{version}.dist-info/METADATA"] = (
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode()
    )
    return Wheel(name, version, _write(folder, stem, version, "py3-none-any", parts))


def fetch_as_they_are(workshop: Workshop, draft: Path) -> None:
    """Lay out a JupyterLite site that carries its own Python, ipywidgets and nothing else: to measure ours beside it.

    Pyodide's list keeps only what is there, with the sums of what the registry has.
    """
    folder, pypi = draft / "static" / "pyodide", draft / "pypi"
    fetched = workshop.folder / "wheels"
    for place in (folder, pypi, fetched):
        place.mkdir(parents=True, exist_ok=True)
    for path in workshop.pyodide.iterdir():
        if path.suffix in (".mjs", ".js", ".wasm", ".zip"):
            shutil.copyfile(path, folder / path.name)
    lock = json.loads((workshop.pyodide / "pyodide-lock.json").read_text("utf-8"))
    known = {_normal(name): entry for name, entry in lock["packages"].items()}
    wanted = {name: str(known[name]["version"]) for name in _with_needs((*OF_THE_KERNEL, "jedi"), known)}
    entries = {}
    for path in _fetch(workshop, lock, wanted, fetched):
        shutil.copyfile(path, folder / path.name)
        entry = known[_name_and_version(path)[0]]
        sum_here = hashlib.sha256(path.read_bytes()).hexdigest()
        entries[_normal(entry["name"])] = {**entry, "file_name": path.name, "sha256": sum_here}
    (folder / "pyodide-lock.json").write_text(json.dumps({**lock, "packages": entries}), "utf-8")
    beside = {name: pins()[name] for name in ("comm", "ipywidgets", "jupyterlab-widgets")}
    for path in _fetch(workshop, lock, beside, fetched):
        shutil.copyfile(path, pypi / path.name)


def build_ours(workshop: Workshop) -> Path:
    """Return the wheel of the course, made from this clone."""
    place = workshop.folder / "ours"
    shutil.rmtree(place, ignore_errors=True)
    call([workshop.python, "-m", "hatchling", "build", "-t", "wheel", "-d", place], "make the wheel of the course")
    [path] = place.glob("*.whl")
    return path


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _with_needs(names: Iterable[str], known: Mapping[str, Any]) -> list[str]:
    """Return the names with everything that they need, by Pyodide's list."""
    found: dict[str, None] = {}
    waiting = [*names]
    while waiting:
        name = _normal(waiting.pop())
        if name not in found:
            found[name] = None
            waiting += known[name]["depends"]
    return sorted(found)


def _fetch(workshop: Workshop, lock: Mapping[str, Any], versions: Mapping[str, str], folder: Path) -> list[Path]:
    """Return the wheel of each package: one for every computer, or for WebAssembly, or one that is made so."""
    pip: list[str | Path] = [
        workshop.python,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
    ]
    pip += ["--only-binary=:all:", "--dest", folder]
    tag = "cp" + workshop.python_version.replace(".", "")
    for_the_web: list[str | Path] = ["--python-version", workshop.python_version, "--implementation", "cp"]
    for_the_web += ["--platform", PLATFORM.format(lock["info"]["abi_version"]), "--abi", tag]
    aim = "fetch {}. Check the connection, and try again"
    for where, names in ((for_the_web, versions.keys() - TURNED_PURE), ([], versions.keys() & TURNED_PURE)):
        wanted = [f"{name}=={versions[name]}" for name in sorted(names) if not _find(folder, name, versions[name])]
        if wanted:
            call([*pip, *where, *wanted], aim.format(" ".join(wanted)))
    found = [(name, _find(folder, name, version)) for name, version in versions.items()]
    lost = [name for name, path in found if path is None]
    if lost:
        raise NotBuilt(f"Fetched, but not in '{folder}': {', '.join(lost)}. Delete that folder, and try again.")
    return [path for _, path in found if path]


def _find(folder: Path, name: str, version: str) -> Path | None:
    matching = (path for path in folder.glob("*.whl") if _name_and_version(path) == (name, version))
    return next(matching, None)


def _name_and_version(path: Path) -> tuple[str, str]:
    name, version, *_ = path.name.split("-")
    return _normal(name), version


def _slim(path: Path, folder: Path) -> Wheel:
    """Write the wheel without what no page asks for, and return it."""
    name, version = _name_and_version(path)
    with zipfile.ZipFile(path) as archive:
        parts = {part: archive.read(part) for part in archive.namelist() if not part.endswith("/")}
    kept = {part: data for part, data in parts.items() if not NOT_IN_A_PAGE.match(part)}
    tags = path.stem.split("-", 2)[2]
    if name in TURNED_PURE:
        kept = {part: data for part, data in kept.items() if not part.endswith((".so", ".pyd", ".c"))}
        tags = "py3-none-any"
    return Wheel(name, version, _write(folder, path.name.split("-")[0], version, tags, kept))


def _empty(name: str, folder: Path) -> Wheel:
    """Write a wheel in which nothing is, in place of a package that the kernel asks for and can do without."""
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n".encode()
    return Wheel(name, "0", _write(folder, name, "0", "py3-none-any", {f"{name}-0.dist-info/METADATA": metadata}))


def _write(folder: Path, stem: str, version: str, tags: str, parts: Mapping[str, bytes]) -> Path:
    """Write a wheel whose bytes depend on nothing but its parts."""
    info = f"{stem}-{version}.dist-info"
    record = f"{info}/RECORD"
    tag = f"Wheel-Version: 1.0\nGenerator: course\nRoot-Is-Purelib: true\nTag: {tags}\n".encode()
    whole = {**{part: data for part, data in parts.items() if part != record}, f"{info}/WHEEL": tag}
    path = folder / f"{stem}-{version}-{tags}.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for part in sorted(whole):
            archive.writestr(zipfile.ZipInfo(part, EARLIEST), whole[part], zipfile.ZIP_DEFLATED, 9)
        lines = "".join(f"{part},,\n" for part in [*sorted(whole), record])
        archive.writestr(zipfile.ZipInfo(record, EARLIEST), lines, zipfile.ZIP_DEFLATED, 9)
    return path
