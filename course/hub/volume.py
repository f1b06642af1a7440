"""Learners' volumes: a folder each, of their own account, that nobody else can look into."""

import base64
import hashlib
import os
import re
import shutil
from pathlib import Path

from course.launch.repair import replace

_PLAIN = re.compile(r"\A[a-z0-9][a-z0-9_-]{0,40}\Z")
_HASHED = "x-"
_COUNTER = ".next-account"


def folder_name(name: str) -> str:
    """Return what the folder of the hub's user ``name`` is called: never a path, and never two users' one.

    A name of small letters, digits, "_" and "-" is kept. Any other becomes "x-" and a sum of it.
    """
    if _PLAIN.match(name) and not name.startswith(_HASHED):
        return name
    return _HASHED + digest(name)


def digest(*parts: str) -> str:
    """Return a sum of ``parts`` (128 bits) in small letters and digits, 26 of them."""
    whole = hashlib.sha256("\0".join(parts).encode()).digest()[:16]
    return base64.b32encode(whole).decode().rstrip("=").lower()


class Volumes:
    """The folders of all learners in one folder. ``first`` is the first account number that is given, None for none.

    A learner's account is the owner of their folder: a copy of the folders with their owners is all that there is to
    keep. Without account numbers all folders are the hub's own.
    """

    def __init__(self, folder: Path, first: int | None):
        self.folder = folder
        self.first = first

    def path(self, name: str) -> Path:
        """Return the folder of a user of the hub; it need not exist."""
        return self.folder / folder_name(name)

    def names(self) -> list[str]:
        """Return the names of all folders."""
        return sorted(path.name for path in self.folder.iterdir() if path.is_dir() and not path.name.startswith("."))

    def open(self, name: str) -> Path:
        """Return the folder of a user of the hub, made if there is none; raise OSError where it cannot be."""
        self.folder.mkdir(parents=True, exist_ok=True)
        os.chmod(self.folder, 0o711)
        path = self.path(name)
        if path.is_symlink():
            raise OSError(f"'{path}' is a link, and no folder of a learner.")
        if not path.is_dir():
            # Its owner comes before its name: a folder that is there is always somebody's.
            draft = self.folder / f".{path.name}.draft"
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(mode=0o700)
            if self.first is not None:
                account = self._next(self.first)
                os.chown(draft, account, account)
            draft.rename(path)
        return path

    def account(self, name: str) -> int:
        """Return the number of a learner's account: the owner of their folder."""
        return self.path(name).stat().st_uid

    def delete(self, name: str) -> bool:
        """Delete a user's folder with everything in it; return whether there was one."""
        path = self.path(name)
        if not path.is_dir():
            return False
        shutil.rmtree(path)
        return True

    def _next(self, first: int) -> int:
        """Return an account number that nobody had before, also nobody who was deleted since."""
        counter = self.folder / _COUNTER
        owners = [path.stat().st_uid for path in self.folder.iterdir() if path.is_dir()]
        noted = int(counter.read_text()) if counter.is_file() else 0
        account = max(first, noted, *(owner + 1 for owner in owners if owner >= first))
        replace(counter, str(account + 1).encode())
        return account
