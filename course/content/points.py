"""What work is worth in the gradebook: ``points.toml``, and over it a teacher's own in ``my_course/points.toml``."""

from course.content.mistakes import convert_adapted
from course.content.overrides import merge, my_course, read_override
from course.content.place import CONTENT
from course.content.reader import convert, read_toml
from course.model.points import Points

FILE = "points.toml"


def points(*, as_published: bool = False) -> Points:
    """Return the points rule; raise ContentError when its file cannot be used.

    ``as_published`` leaves a teacher's own out.
    """
    home, rule = None if as_published else my_course(), read_toml(CONTENT / FILE)
    if home and (home / FILE).is_file():
        changes, _ = read_override(home / FILE)
        return convert_adapted(rule, changes, merge(rule, changes), Points, home / FILE, f"{home.name}/{FILE}")
    return convert(rule, Points, FILE)
