"""Whose work a file is: which files are one person's, which only look so, and what a teacher must look at.

A record id says which ``my_work`` a file came from, and a folder can be copied. The number of a learning platform says
who handed in, and a zip file can hold a folder of any name. Where the two do not agree nothing is guessed: each file
stands for itself, and no grade goes to the platform until the teacher has settled it.
"""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from course.answers.profile import read_name
from course.content.interface import words
from course.record import Backup
from course.teacher.classroom.label import Label, is_zip_name, parts_of, platform_place, read_label

LONGEST_NAME = 100
LONGEST_PATH = 240
# Letters of other alphabets that look like Latin ones, small and after case folding.
_ALIKE = str.maketrans(
    "аеорсухіјѕԁһӏкмтвнɡɩαορνικτυχβρ",
    "aeopcyxijsdhlkmtbhgiaopviktuxbp",
)


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """One backup and what is known of whose it is. ``entries`` are the ids of its events, marks aside."""

    path: str
    backup: Backup
    label: Label
    name: str
    entries: frozenset[str]


class Team(msgspec.Struct, frozen=True, kw_only=True):
    """Learners who handed one work in together: what their group is called, and the label of each, by name."""

    group: str
    labels: tuple[Label, ...]


TeamFinder = Callable[[str], "tuple[str, str] | None"]
"""Returns by the class list the group and the member that Moodle calls "Group-Name"; None for whom it does not know."""


def cut(text: str, most: int) -> str:
    """Return a text that is not longer than ``most``; of a longer one the beginning and the end."""
    return text if len(text) <= most else f"{text[: most - most // 3 - 1]}…{text[len(text) - most // 3 :]}"


def tidy(name: str) -> str:
    """Return a name as it is shown: on one line, and cut where it is no name any more."""
    return cut(" ".join(name[: 50 * LONGEST_NAME].split()), LONGEST_NAME)


def identify(path: str, backup: Backup) -> Filed:
    """Return a backup with what its path and its own words say of whose it is."""
    return Filed(
        path=path,
        backup=backup,
        label=read_label(path),
        name=tidy(backup.name) or tidy(read_name(backup.events)),
        entries=frozenset(event.id for event in backup.events if event.kind != "mark"),
    )


def part_files(files: Sequence[Filed]) -> list[list[Filed]]:
    """Part the files of one record into hand-ins, each the newest first."""
    hand_ins: list[list[Filed]] = []
    for file in sorted(files, key=lambda file: (file.backup.made_at, file.path), reverse=True):
        fitting = [hand_in for hand_in in hand_ins if all(_belong_together(file, other) for other in hand_in)]
        # What fits several was made before they parted, and may be the work of any of them.
        if len(fitting) == 1:
            fitting[0].append(file)
        else:
            hand_ins.append([file])
    return hand_ins


def is_of_a_group(hand_ins: Sequence[Sequence[Filed]]) -> bool:
    """Tell whether hand-ins of one record may be what a group handed in together in Moodle.

    An older Moodle hands out the one submission for each member, under "Group-Name" and the member's own number. A
    newer one hands it out once, under the group's name and number: see ``label.py`` and ``grade_table.py``.
    """
    labels = [file.label for files in hand_ins for file in files]
    numbers = {label.id for label in labels}
    works = {frozenset[str]().union(*(file.entries for file in files)) for files in hand_ins}
    return (
        len(numbers) == len(hand_ins) > 1
        and all(label.lms == "moodle" and "-" in label.name for label in labels)
        and len(works) == 1
    )


def find_team(hand_ins: Sequence[Sequence[Filed]], find: TeamFinder) -> Team | None:
    """Return the group that handed in together; None where the class list does not know all of them in one group."""
    if not is_of_a_group(hand_ins):
        return None
    found = [(files[0].label, find(files[0].label.name)) for files in hand_ins]
    known = [(msgspec.structs.replace(label, name=place[1]), place[0]) for label, place in found if place]
    groups = {group for _, group in known}
    if len(known) != len(found) or len(groups) != 1:
        return None
    return Team(group=groups.pop(), labels=tuple(sorted((label for label, _ in known), key=lambda label: label.name)))


def _belong_together(file: Filed, other: Filed) -> bool:
    """Tell whether two files of one record are surely the work of one person."""
    agree = not (file.name and other.name) or _fold_spelling(file.name) == _fold_spelling(other.name)
    grown = file.entries <= other.entries or other.entries <= file.entries
    if file.label.id and other.label.id:
        return (file.label.lms, file.label.id) == (other.label.lms, other.label.id) and (grown or agree)
    if file.label.id or other.label.id:
        return grown and agree and bool(file.name and other.name)
    return grown and agree


def _fold_spelling(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def skeleton(name: str) -> str:
    """Return what a name looks like: names that can be taken for one another have one skeleton."""
    letters = unicodedata.normalize("NFKD", _fold_spelling(name)).translate(_ALIKE)
    return "".join(letter for letter in letters if unicodedata.category(letter)[0] not in "MCZ")


def key_of(record: str, files: Sequence[Filed], *, alone: bool) -> str:
    """Return what a hand-in is called inside: its record, and where that is not alone, something that stays its own."""
    if alone:
        return record
    first = files[-1]
    own = [first.label.lms, first.label.id] if first.label.id else [first.name, min(first.entries, default=first.path)]
    if not first.label.id:
        own.append(first.path)
    return f"{hashlib.sha256(msgspec.json.encode(own)).hexdigest()[:8]}-{record}"


def lonely_numbers(files: Iterable[Filed]) -> frozenset[tuple[str, str]]:
    """Return the platform numbers that one zip file alone brings, while the others came from elsewhere.

    A platform's own download names many. A zip file with the folder of a single person in it may be a learner's.
    """
    sources: dict[tuple[str, str], set[str]] = {}
    for file in files:
        if file.label.id:
            sources.setdefault((file.label.lms, file.label.id), set()).add(_source(file.path))
    brought: dict[str, set[tuple[str, str]]] = {}
    for number, origins in sources.items():
        for origin in origins:
            brought.setdefault(origin, set()).add(number)
    return frozenset(
        number
        for number, origins in sources.items()
        if len(sources) > 1 and all(origin and len(brought[origin]) == 1 for origin in origins)
    )


def _source(path: str) -> str:
    """Return the zip file around the part that a platform named, "" where none is around it."""
    place = platform_place(path) or 0
    around = parts_of(path)[:place]
    last = max((n for n, part in enumerate(around) if is_zip_name(part)), default=-1)
    return "/".join(around[: last + 1])


def lookalikes(names: Iterable[str]) -> Iterator[str]:
    """Yield a sentence for each group of different names that look the same."""
    groups: dict[str, dict[str, None]] = {}
    for name in names:
        if name:
            groups.setdefault(skeleton(name), {})[name] = None
    for group in groups.values():
        if len(group) > 1:
            yield words()["collect"]["lookalike"].format(names=" · ".join(group))
