"""`python3 -m course repair 02`: brings notebooks back to the shipped form, and keeps what was there."""

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from course.launch import shipped
from course.launch.archive import Archive
from course.launch.environment import Environment
from course.launch.lock import locked
from course.launch.problem import Problem


def choose(root: Path, lessons: list[str]) -> list[str]:
    """The shipped notebooks of the lessons named: by number, stem, or path; all when none is named."""
    names = [*shipped.read_manifest(root)]
    if not names:
        raise Problem(
            f"The list of the shipped notebooks, {root / shipped.MANIFEST}, is missing or damaged, so it is not known "
            "what they were. Get the course folder again, and put your my_work into it."
        )
    picked: list[str] = []
    for lesson in lessons:
        wanted = lesson.replace("\\", "/").removesuffix(".ipynb").rpartition("/")[2].lower()
        number = wanted.zfill(2) + "_"
        of_it = [
            name
            for name in names
            if (stem_of(name) == wanted or (wanted.isdigit() and stem_of(name).startswith(number)))
        ]
        if not of_it:
            raise Problem(
                f"There is no lesson '{lesson}'. Give a number, for example 02, or the name of a notebook, for example "
                "case_atlas; without any, all notebooks are looked at."
            )
        picked += of_it
    # Two names may mean one lesson: what is repaired already would be copied aside as if somebody had changed it.
    return [*dict.fromkeys(picked)] if lessons else names


def stem_of(name: str) -> str:
    """The name of a notebook without its folder and ending."""
    return name.rpartition("/")[2].removesuffix(".ipynb")


def sources(env: Environment, name: str, value: str, archive: Archive | None) -> Iterator[bytes]:
    """The places in which the shipped form of a notebook may be: the zip file named, copies made here, the history."""
    if archive and name in archive.names:
        yield archive.read(name)
    copy = shipped.copy_of(env.shipped, value)
    if copy.is_file():
        yield copy.read_bytes()
    if (env.root / ".git").exists():
        try:
            command = ["git", "-C", str(env.root), "show", f"HEAD:{name}"]
            yield subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False).stdout
        except (OSError, subprocess.TimeoutExpired):
            pass


def shipped_form(env: Environment, name: str, value: str, archive: Archive | None = None) -> bytes | None:
    """The notebook with this sum, wherever it still is; None when nowhere."""
    return next((book for book in sources(env, name, value, archive) if shipped.checksum(book) == value), None)


def repair(root: Path, lessons: list[str], zip_file: Path | None = None) -> int:
    """Brings the notebooks of the lessons back, those of all lessons when none is named. Returns the exit code."""
    env = Environment(root)
    names = choose(root, lessons)
    manifest = shipped.read_manifest(root)
    lost, day = [], time.strftime("%Y-%m-%d")
    with locked(root, "being changed"):
        archive = Archive(zip_file) if zip_file else None
        changed = [name for name in names if shipped.sum_of(root / name) != manifest[name]]
        for name in changed:
            book = shipped_form(env, name, manifest[name], archive)
            if book is None:
                lost.append(name)
                continue
            path = root / name
            if path.exists():
                copy = shipped.put_aside(path, day).relative_to(root).as_posix()
                print(f"{name} is as it was shipped. What was there is now in {copy}.", flush=True)
            else:
                print(f"{name} is there again.", flush=True)
            replace(path, book)
    if lost:
        raise Problem(
            f"No copy of the shipped form is here: {', '.join(lost[:4])}. Download the course once more (on its page: "
            "Code, then Download ZIP) and type: python3 -m course repair --from FILE.zip"
        )
    if not changed:
        print("Nothing to repair: each of these notebooks is as it was shipped.", flush=True)
    else:
        print("Your answers were not touched. If a notebook is open in the browser, close its tab and open it again.")
    return 0


def replace(path: Path, content: bytes) -> None:
    """Writes a file in one move, so that half of it is never there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".draft")
    draft.write_bytes(content)
    os.replace(draft, path)
