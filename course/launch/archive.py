"""A downloaded course: a zip file with one folder around everything, looked through before anything is taken out."""

import stat
import tomllib
import zipfile
from pathlib import Path, PurePosixPath

from course.launch.problem import Problem

MOST_FILES = 20_000
MOST_BYTES = 300_000_000
# A person's own, and what is made here: of a folder that somebody packed themselves this is left where it is.
OWN = {"my_work", "my_course", "my_class", "my_hub", "exported", "class_results", "node_modules"}
NEEDED = ("course/__main__.py", "course/launch/command_line.py", "requirements.txt", "pyproject.toml")
PROJECT = "mediation-course"


class Archive:
    """The files of a course in a zip file, by their paths without the one folder around them."""

    def __init__(self, path: Path):
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        # A damaged list of contents can raise anything.
        except Exception as error:
            raise Problem(f"'{path}' cannot be read as a zip file: {error}. Download it once more.") from error
        self._members: dict[str, zipfile.ZipInfo] = {}
        # Many computers take capitals and small letters for the same.
        self._lower: set[str] = set()
        self._left = MOST_BYTES
        # What a Mac adds when it packs a folder.
        members = [member for member in self._zip.infolist() if not member.filename.startswith("__MACOSX/")]
        if len(members) > MOST_FILES:
            raise self.refusal(f"it has {len(members)} entries, and a course has fewer than {MOST_FILES}")
        tops = {member.filename.split("/")[0] for member in members}
        if len(tops) != 1:
            raise self.refusal("a downloaded course has one folder that holds everything")
        for member in members:
            self._look_at(member)
        self.names = frozenset(self._members)
        missing = [name for name in NEEDED if name not in self.names]
        if missing or not any(name.startswith("notebooks/") for name in self.names):
            raise self.refusal(f"it is not the course: {', '.join(missing) or 'notebooks'} is missing")
        if self.project().get("name") != PROJECT:
            raise self.refusal("it is not the course but another project")

    def _look_at(self, member: zipfile.ZipInfo) -> None:
        name = member.filename
        parts = name.rstrip("/").split("/")
        # A path that leads out, in the writing of any system.
        if name.startswith("/") or "\\" in member.orig_filename or any(part in ("", ".", "..") for part in parts):
            raise self.refusal(f"the path '{name}' leads out of its folder")
        if any(":" in part or "\0" in part for part in parts) or "\0" in member.orig_filename:
            raise self.refusal(f"the path '{name}' is none on every computer")
        if stat.S_ISLNK(member.external_attr >> 16):
            raise self.refusal(f"'{name}' is a link")
        if member.flag_bits & 1:
            raise self.refusal("it is locked with a password")
        inside = parts[1:]
        if not inside or member.is_dir() or is_own(PurePosixPath(*inside)):
            return
        key = "/".join(inside)
        if key.lower() in self._lower:
            raise self.refusal(f"'{name}' is in it twice")
        self._lower.add(key.lower())
        self._members[key] = member

    def read(self, name: str) -> bytes:
        """The bytes of a file; counts what comes out, since what a zip file says of itself may be wrong."""
        try:
            with self._zip.open(self._members[name]) as file:
                content = file.read(self._left + 1)
        # Every codec has errors of its own.
        except Exception as error:
            raise self.refusal(f"'{name}' in it is damaged ({error})") from error
        self._left -= len(content)
        if self._left < 0:
            raise self.refusal(f"there is more than {MOST_BYTES // 1_000_000} MB in it")
        return content

    def is_program(self, name: str) -> bool:
        """Whether a file was one to run."""
        return bool(self._members[name].external_attr >> 16 & 0o111)

    def project(self) -> dict[str, object]:
        """What the course says of itself: its name, its version."""
        try:
            project = tomllib.loads(self.read("pyproject.toml").decode("utf-8")).get("project", {})
        except ValueError as error:
            raise self.refusal(f"its pyproject.toml cannot be read ({error})") from error
        return project if isinstance(project, dict) else {}

    def refusal(self, why: str) -> Problem:
        """Why this file is not used."""
        return Problem(
            f"'{self.path.name}' is not used: {why}. Nothing was changed. Download the course from its page (Code, "
            "then Download ZIP) and name that file."
        )


def is_own(path: PurePosixPath) -> bool:
    """Whether a path is a person's own, or made on this computer, and so no part of what is shipped."""
    first = path.parts[0]
    if first in OWN or (first.startswith(".") and first not in (".ci", ".github", ".gitignore", ".gitattributes")):
        return True
    return bool({"my_copies", "__pycache__", ".ipynb_checkpoints"} & set(path.parts))
