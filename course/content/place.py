"""Where the notebooks and a teacher's own folder lie: beside each other, at the root of the course."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]


def root() -> Path:
    """Return the nearest folder, from here upward, that holds ``notebooks``; otherwise the one around the package."""
    try:
        here = Path.cwd()
    except OSError:
        return PACKAGE.parent
    return next((one for one in (here, *here.parents) if (one / "notebooks").is_dir()), PACKAGE.parent)
