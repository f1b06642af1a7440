"""What the file name of a hand-in says: the patterns by which Moodle and Canvas name what they hand out."""

import re
import unicodedata

import msgspec

# "Amina Khan_12345_assignsubmission_file_", a folder or the beginning of a file name. Where groups hand in together, it
# is the name and the number of the group; those who are in none have a name alone.
_MOODLE = re.compile(r"\A(?P<name>.+?)(?:_(?P<id>\d+)_assign\w*|_assignsubmission_[a-z]+(?:_|\Z))")
# "khanamina_12345_67890_file.json", "khanamina_LATE_12345_67890_file.json": user, and the file that was handed in.
_CANVAS = re.compile(r"\A(?P<name>[^_]+)_(?:LATE_)?(?P<id>\d+)_(?P<handed>\d+)_(?P<file>.+)\Z")
_OWN = re.compile(
    r"\A(?:my-work-?)?(?P<name>.*?)-?(?:\d{4}-\d{2}-\d{2}-\d{4})?(?: ?\(\d+\)| - \w+)*\.course\.json\Z", re.IGNORECASE
)


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What a path says about who handed in. ``lms`` is "moodle", "canvas" or "", ``id`` the number given there.

    ``numbers`` is the part after the name, which the platform wants to see again on a file of feedback. In a zip file
    of Moodle nothing tells a group from a person: what is handed in together bears the group's name and number.
    """

    name: str = ""
    lms: str = ""
    id: str = ""
    numbers: str = ""


def parts_of(path: str) -> list[str]:
    """Return the parts of a path, however its system spells accents.

    A backslash parts them too: where an archive of an old tool for Windows is unpacked elsewhere, a name holds some.
    """
    return [unicodedata.normalize("NFC", part) for part in path.replace("\\", "/").split("/") if part]


def is_zip_name(name: str) -> bool:
    """Tell whether a name is that of a zip file."""
    return name.lower().endswith(".zip")


def platform_place(path: str) -> int | None:
    """Return which part of a path a learning platform named, None where it named none.

    The outermost one: what lies deeper is in the hands of the learner, who may call a folder whatever they like.
    """
    parts = parts_of(path)
    return next((n for n, part in enumerate(parts) if _platform_label(part, n == len(parts) - 1)), None)


def read_label(path: str) -> Label:
    """Read the label of a path; the outermost part that a platform named counts."""
    parts, place = parts_of(path), platform_place(path)
    if place is not None:
        return _platform_label(parts[place], place == len(parts) - 1) or Label()
    own = _OWN.match(parts[-1]) if parts else None
    return Label(name=own["name"].replace("-", " ").strip()) if own else Label()


def _platform_label(part: str, is_file: bool) -> Label | None:
    moodle = _MOODLE.match(part)
    if moodle:
        name, id = moodle["name"], moodle["id"] or ""
        numbers = f"_{id}_assignsubmission_file_" if id else ""
        return Label(name=name.strip(), lms="moodle", id=id, numbers=numbers)
    # Canvas hands out files, never folders.
    canvas = _CANVAS.match(part) if is_file or is_zip_name(part) else None
    if canvas:
        name, id, handed = canvas["name"], canvas["id"], canvas["handed"]
        return Label(name=name, lms="canvas", id=id, numbers=f"_{id}_{handed}_")
    return None
