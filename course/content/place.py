"""Where things lie: the files of this package, and the root that holds the notebooks and a teacher's own folder."""

from pathlib import Path

CONTENT = Path(__file__).resolve().parent
"""The content files: TOML and CSV. Only the modules beside them look into it."""

PACKAGE = CONTENT.parent


def root() -> Path:
    """Return the nearest folder, from here upward, that holds ``notebooks``; otherwise the one around the package."""
    try:
        here = Path.cwd()
    except OSError:
        return PACKAGE.parent
    return next((folder for folder in (here, *here.parents) if (folder / "notebooks").is_dir()), PACKAGE.parent)
