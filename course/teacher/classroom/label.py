"""What the file name of a hand-in says: the patterns by which Moodle and Canvas name what they hand out."""

import re
import unicodedata

import msgspec

# "Amina Khan_12345_assignsubmission_file_", a folder or the beginning of a file name.
_MOODLE = re.compile(r"\A(?P<name>.+?)_(?P<id>\d+)_assign\w*")
# "khanamina_12345_67890_file.json", "khanamina_LATE_12345_67890_file.json": user and submission.
_CANVAS = re.compile(r"\A(?P<name>[^_]+)_(?:LATE_)?(?P<id>\d+)_(?P<submission>\d+)_(?P<file>.+)\Z")
_OWN = re.compile(
    r"\A(?:my-work-?)?(?P<name>.*?)-?(?:\d{4}-\d{2}-\d{2}-\d{4})?(?: ?\(\d+\)| - \w+)*\.course\.json\Z", re.IGNORECASE
)


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What a path says about who handed in. ``lms`` is "moodle", "canvas" or "", ``id`` the number given there.

    ``stem`` is the part of the name that the learning platform wants to see again on a file of feedback.
    A label names nobody for certain: it is shown, and never used to decide whose work a file holds.
    """

    name: str = ""
    lms: str = ""
    id: str = ""
    stem: str = ""


def read_label(path: str) -> Label:
    """Read the label of a path with "/" between its parts; the innermost part that a platform named counts."""
    parts = [unicodedata.normalize("NFC", one) for one in path.split("/") if one]
    for part in reversed(parts):
        found = _MOODLE.match(part)
        if found:
            name, id = found["name"], found["id"]
            return Label(name=name.strip(), lms="moodle", id=id, stem=f"{name}_{id}_assignsubmission_file_")
    if parts:
        found = _CANVAS.match(parts[-1])
        if found:
            name, id, handed = found["name"], found["id"], found["submission"]
            return Label(name=name, lms="canvas", id=id, stem=f"{name}_{id}_{handed}_")
        own = _OWN.match(parts[-1])
        if own:
            return Label(name=own["name"].replace("-", " ").strip())
    return Label()
