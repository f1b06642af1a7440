"""What work is worth in the gradebook, from ``points.toml``."""

from course.content.lessons import FOLDER
from course.content.reader import convert, read_toml
from course.model.points import Points


def points() -> Points:
    """Return the points rule; raise ContentError when its file cannot be used."""
    return convert(read_toml(FOLDER / "points.toml"), Points, "points.toml")
