"""The settled notebook of a lesson, in the language that is spoken."""

import json

from course.content.place import PACKAGE, root
from course.content.reader import ContentError
from course.model.language import ENGLISH, Language, spoken


def notebook_of(stem: str) -> tuple[dict[str, object], Language]:
    """Return the notebook of a lesson as JSON, and its language: the chosen one where it has been made, else English.

    Raises ContentError where there is no notebook.
    """
    homes = [home / "notebooks" for home in (root(), PACKAGE.parent)]
    places = [(home / spoken().code, spoken()) for home in homes] + [(home, ENGLISH) for home in homes]
    for folder, language in places:
        path = folder / f"{stem}.ipynb"
        if path.is_file():
            return json.loads(path.read_bytes()), language
    raise ContentError(f"notebooks/{stem}.ipynb is not here. Type this in the folder of the course.")
