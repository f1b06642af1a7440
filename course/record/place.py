"""Where a learner's work lies, and whether it stays there."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryFile

FOLDER = "my_work"


def my_work(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder for a learner's work; it need not exist.

    ``COURSE_MY_WORK`` names it. Otherwise it is ``my_work`` in the nearest folder, from here upward, that holds a
    folder ``notebooks``; otherwise ``my_work`` here.
    """
    environment = os.environ if environment is None else environment
    named = environment.get("COURSE_MY_WORK", "").strip()
    try:
        here = Path.cwd()
        if named:
            return here / Path(named).expanduser()
        for folder in (here, *here.parents):
            if (folder / "notebooks").is_dir():
                return folder / FOLDER
    except (OSError, RuntimeError):
        # The working folder is gone, or there is no home for "~". Opening must not fail; writing will say why.
        return Path(named or FOLDER)
    return here / FOLDER


def session_forgets(environment: Mapping[str, str] | None = None) -> bool:
    """Return whether this computer is lent for one session only (Binder), so that files vanish with it."""
    environment = os.environ if environment is None else environment
    return any(
        name.startswith("BINDER_") or (name.startswith("JUPYTERHUB_") and "mybinder" in value.lower())
        for name, value in environment.items()
    )


def try_folder(folder: Path) -> None:
    """Raise OSError unless ``folder`` can be made, or exists, and takes a small file; leave nothing behind."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    with TemporaryFile(dir=folder) as file:
        file.write(bytes(100_000))
