"""Reads the negotiations of the summit, and the words that the table speaks."""

from functools import cache

from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.scenario import Scenario
from course.model.speech import TableWords

FOLDER = CONTENT / "scenarios"


def names() -> tuple[str, ...]:
    """Return the ids of all scenarios, by the alphabet; no file is read."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


def scenarios() -> tuple[str, ...]:
    """Return the ids of all scenarios, shortest first."""
    return tuple(sorted(names(), key=lambda name: (scenario(name).minutes, name)))


@cache
def scenario(id: str) -> Scenario:
    """Return one scenario; raise ContentError for an unknown id or a file that cannot be used."""
    path = FOLDER / f"{id}.toml"
    if not path.exists():
        raise ContentError(f"There is no scenario '{id}'{did_you_mean(id, names())} Choose from {', '.join(names())}.")
    return convert({"id": id, **read_toml(path)}, Scenario, path.name)


@cache
def words() -> TableWords:
    """Return the words of the table."""
    return convert(read_toml(CONTENT / "negotiation.toml"), TableWords, "negotiation.toml")
