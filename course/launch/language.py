"""What the course speaks: chosen on the command line, and remembered beside a learner's answers."""

import argparse
import os
from pathlib import Path

LANGUAGES = Path(__file__).resolve().parents[1] / "content" / "languages"
FILE = "language.txt"
SWITCH = "COURSE_LANGUAGE"
ENGLISH = "en"


def codes() -> list[str]:
    """The codes of all languages that the course has, English first."""
    return [ENGLISH, *sorted(path.parent.name for path in LANGUAGES.glob("*/language.toml"))]


def known(code: str) -> str:
    """A code that the command line takes."""
    if code not in codes():
        raise argparse.ArgumentTypeError(f"the course does not speak '{code}': choose one of {', '.join(codes())}")
    return code


def _file(root: Path) -> Path:
    named = os.environ.get("COURSE_MY_WORK", "").strip()
    return (Path(named).expanduser() if named else root / "my_work") / FILE


def remember(root: Path, code: str) -> None:
    """Keeps the choice until another is made."""
    path = _file(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(code + "\n", encoding="utf-8")


def remembered(root: Path) -> str:
    """What was chosen last; English where nothing was, or what the course no longer has."""
    try:
        code = _file(root).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ENGLISH
    return code if code in codes() else ENGLISH


def notebook(root: Path, path: str) -> str:
    """The notebook to open in place of an English one: that of the language chosen, where it is made."""
    folder, _, name = path.rpartition("/")
    other = f"{folder}/{remembered(root)}/{name}"
    return other if (root / other).is_file() else path
