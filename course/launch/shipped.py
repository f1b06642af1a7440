"""What the notebooks were when they were shipped: a sum for each, so that a change is known, and copies to go back.

A sum is taken over what a notebook says and not over its bytes: line endings, indents and the order of keys differ
between computers and programs. Outputs are in it, since a trusted notebook shows them as live HTML.
"""

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import TypeAlias

FOLDERS = ("notebooks", "exercises")
COPIES = "my_copies"
NO_LESSONS = {COPIES, ".ipynb_checkpoints"}
MANIFEST = "course/launch/manifest.json"

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
# The path of each notebook from the root, with "/", and its sum.
Manifest: TypeAlias = dict[str, str]


def notebooks(root: Path) -> list[Path]:
    """Every notebook in the folders of the course, a learner's own among them, but no copies."""
    paths = (path for folder in FOLDERS for path in sorted((root / folder).rglob("*.ipynb")))
    return [path for path in paths if not NO_LESSONS & set(path.relative_to(root).parts)]


def canonical(value: Json, joins: bool = False) -> Json:
    """A notebook, or a part of one, in the one form that its sum is taken of: text that is kept in lines is joined."""
    if isinstance(value, dict):
        return {
            # Of a bundle every text may be kept in lines; elsewhere only these two.
            key: canonical(part, joins=joins or key in ("source", "text") or _is_bundle(key, part))
            for key, part in value.items()
        }
    if isinstance(value, list):
        lines = [line for line in value if isinstance(line, str)]
        if joins and len(lines) == len(value):
            return "".join(lines)
        return [canonical(part) for part in value]
    return value


def _is_bundle(key: str, part: Json) -> bool:
    return key == "data" and isinstance(part, dict)


def checksum(notebook: bytes) -> str:
    """The sum of a notebook; of what is no notebook, an empty text, which no manifest has."""
    try:
        book = canonical(json.loads(notebook))
    except (ValueError, RecursionError):
        return ""
    text = json.dumps(book, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def sum_of(path: Path) -> str:
    """The sum of the notebook at a path; an empty text where none can be read."""
    try:
        return checksum(path.read_bytes())
    except OSError:
        return ""


def manifest_of(root: Path) -> Manifest:
    """The sums of the notebooks as they are now."""
    return {path.relative_to(root).as_posix(): sum_of(path) for path in notebooks(root)}


def read_manifest(root: Path) -> Manifest:
    """The sums of the notebooks as they were shipped; empty where the file is missing or damaged."""
    try:
        return parse_manifest((root / MANIFEST).read_bytes())
    except OSError:
        return {}


def parse_manifest(text: bytes) -> Manifest:
    """The sums in a manifest; a name that leads out of the folders of notebooks is left out."""
    try:
        sums = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(sums, dict):
        return {}
    return {
        name: value
        for name, value in sums.items()
        if isinstance(value, str) and name.split("/")[0] in FOLDERS and ".." not in name.split("/")
    }


def write_manifest(root: Path) -> bool:
    """Writes the sums of the notebooks as they are now; returns whether that changed the file."""
    text = json.dumps(manifest_of(root), indent=1, sort_keys=True) + "\n"
    path = root / MANIFEST
    if path.is_file() and path.read_text("utf-8") == text:
        return False
    path.write_text(text, "utf-8", newline="\n")
    return True


class Sorted:
    """The notebooks of the manifest: those that are as shipped, those that were changed, those that are gone."""

    def __init__(self, root: Path):
        self.as_shipped: list[str] = []
        self.changed: list[str] = []
        self.missing: list[str] = []
        for name, value in read_manifest(root).items():
            path = root / name
            if not path.is_file():
                self.missing.append(name)
            elif sum_of(path) == value:
                self.as_shipped.append(name)
            else:
                self.changed.append(name)


def keep_copies(root: Path, store: Path, as_shipped: list[str]) -> None:
    """Keeps a copy of each notebook that is as shipped, under its sum, and none of older versions.

    A downloaded folder has no history to go back to. The copies are made here, 8 MB beside an environment of
    sixty times that, because a second copy inside the package would come with every download.
    """
    manifest = read_manifest(root)
    store.mkdir(parents=True, exist_ok=True)
    for name in as_shipped:
        copy = copy_of(store, manifest[name])
        if not copy.is_file():
            draft = copy.with_suffix(".draft")
            shutil.copyfile(root / name, draft)
            os.replace(draft, copy)
    for path in store.glob("*.ipynb"):
        if path.stem not in manifest.values():
            path.unlink(missing_ok=True)


def copy_of(store: Path, value: str) -> Path:
    """Where the copy of a notebook with this sum lies."""
    return store / f"{value}.ipynb"


def put_aside(path: Path, day: str) -> Path:
    """Copies a notebook into `my_copies` beside it, under its own name with a date; returns where it is now."""
    folder = path.parent / COPIES
    folder.mkdir(exist_ok=True)
    names = [f"{path.stem} {day}.ipynb", *(f"{path.stem} {day} ({number}).ipynb" for number in range(2, 1000))]
    for name in names:
        copy = folder / name
        if not copy.exists():
            shutil.copyfile(path, copy)
            return copy
        if copy.read_bytes() == path.read_bytes():
            return copy
    raise FileExistsError(f"too many copies in {folder}")
