"""The class list of a school: who is in the class, by name, platform number, e-mail and group.

It is whatever a platform exports or a teacher typed: a CSV with a heading for each column, in any order and language
that ``content/headings.toml`` knows. Nothing is guessed from what stands below a heading.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from course.content.headings import COLUMNS, headings
from course.content.interface import words
from course.model.error import CourseError
from course.model.language import with_commas, with_semicolons
from course.teacher.classroom.cells import Cells
from course.teacher.classroom.handin import HandIn
from course.teacher.classroom.identity import TeamFinder, skeleton, tidy
from course.teacher.classroom.label import Label

_HASH = re.compile(r"\A[0-9a-f]{40}\Z")


class ClassListError(CourseError):
    """A file is no class list, or names nobody. The message says why, and what a list needs."""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """One person of the class. ``number`` is their place in the list, from 1; ``id`` what a platform calls them."""

    number: int
    name: str
    id: str = ""
    email: str = ""
    group: str = ""


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """A class list held against the hand-ins: who handed in what, who did not, and who is on no list."""

    members: tuple[Member, ...]
    found: dict[str, Member]
    missing: tuple[Member, ...]
    unlisted: tuple[HandIn, ...]
    questions: tuple[str, ...]
    doubled: frozenset[str]


def read_class_list(cells: Cells) -> tuple[Member, ...]:
    """Read a class list; raise ClassListError where it has no column of names or no row."""
    columns = columns_of(cells)
    word = words()["collect"]
    if not is_class_list(cells):
        told = with_commas(filter(None, (cell.text.strip() for cell in (cells.rows[cells.head] if cells.rows else ()))))
        raise ClassListError(word["list-no-names"].format(headings=told))
    members: list[Member] = []
    for row in range(cells.head + 1, len(cells.rows)):
        name = name_in(cells, row, columns)
        if any(cell.text.strip() for cell in cells.rows[row][max(1, cells.width) :]) and cells.width > 1:
            told = with_semicolons(cell.text.strip() for cell in cells.rows[row])
            raise ClassListError(word["list-row"].format(row=row + 1, cells=told))
        if not name or name == "Points Possible" or is_test_student(cells, row):
            continue
        fields = {
            kind: tidy(cells.says(row, columns[kind])) if kind in columns else "" for kind in ("id", "email", "group")
        }
        members.append(Member(number=len(members) + 1, name=name, **fields))
    if not members:
        raise ClassListError(word["list-empty"])
    return tuple(members)


def is_class_list(cells: Cells) -> bool:
    """Tell whether a table has a column of names under a heading that platforms use."""
    columns = columns_of(cells)
    return "name" in columns or {"first", "last"} <= columns.keys()


def columns_of(cells: Cells) -> dict[str, int]:
    """Return which column holds what; of several with the same meaning the first."""
    named, head = headings(), cells.head
    kinds: dict[str, int] = {}
    for column in range(cells.width):
        kind = named.kind(cells.says(head, column))
        if kind:
            kinds.setdefault(kind, column)
    # "Nom" and "Nome" are a whole name where no other part of one stands beside them.
    if "name" not in kinds and len(parts := [kind for kind in ("first", "last") if kind in kinds]) == 1:
        kinds["name"] = kinds.pop(parts[0])
    return {kind: kinds[kind] for kind in COLUMNS if kind in kinds}


def name_in(cells: Cells, row: int, columns: Mapping[str, int]) -> str:
    """Return the name that stands in a row, in the order in which it is said; "" where there is none."""
    said = {kind: tidy(cells.says(row, columns[kind])) for kind in ("name", "first", "last") if kind in columns}
    if cells.width == 1:
        # A list of names alone has no columns: a comma in a row belongs to the name.
        said["name"] = tidy(cells.separator.join(cell.text for cell in cells.rows[row]).rstrip(f" {cells.separator}"))
    return _in_order(said.get("name") or " ".join(filter(None, (said.get("first"), said.get("last")))))


def is_test_student(cells: Cells, row: int) -> bool:
    """Tell whether a row of Canvas's export is the student with whom a teacher looks at the course.

    Their name is in the language of the site; their login is a hash.
    """
    login = next((n for n in range(cells.width) if cells.says(0, n).strip() == "SIS Login ID"), None)
    return login is not None and bool(_HASH.match(cells.says(row, login).strip()))


def _in_order(name: str) -> str:
    """Return a name as it is said: Canvas writes the family name first, with a comma behind it."""
    last, comma, first = name.replace("،", ",").partition(",")
    return f"{first.strip()} {last.strip()}".strip() if comma and first.strip() else name


def held_against(members: Sequence[Member], learners: Sequence[HandIn]) -> Register:
    """Return who of a class handed in.

    A hand-in is a member's by the number of the platform in its file name, else by the name there, else by the name
    that the learner gave themself, and only where exactly one member fits. Two hand-ins of one member are both named.
    What a group handed in is that of all its members.
    """
    word = words()["collect"]
    found: dict[str, Member] = {}
    by_member: dict[int, list[HandIn]] = {}
    together: set[str] = set()
    for learner in learners:
        if whose := _in_group(members, learner):
            together.add(learner.key)
        elif learner.team:
            whose = [member for label in learner.labels for member in _fitting(members, _under(learner, label))]
        if not whose or learner.team:
            fitting = _fitting(members, learner)
            if len(fitting) == 1:
                found[learner.key] = fitting[0]
                whose = whose or fitting
        for member in whose:
            by_member.setdefault(member.number, []).append(learner)
    called = {member.number: member.name for member in members}
    several = {number: group for number, group in by_member.items() if len(group) > 1}
    questions = [
        word["list-twice"].format(
            name=called[number],
            count=len(group),
            files=with_semicolons(learner.files[0] for learner in group),
        )
        for number, group in several.items()
    ]
    return Register(
        members=tuple(members),
        found=found,
        missing=tuple(member for member in members if member.number not in by_member),
        unlisted=tuple(learner for learner in learners if learner.key not in found.keys() | together),
        questions=tuple(questions),
        doubled=frozenset(learner.key for group in several.values() for learner in group),
    )


def team_finder(members: Sequence[Member]) -> TeamFinder:
    """Return what finds group and member by what Moodle calls them in the hand-in of a group, "Group-Name"."""

    def find(said: str) -> tuple[str, str] | None:
        found = {(group, member.name) for group, member in _in_groups(members, said)}
        return found.pop() if len(found) == 1 else None

    return find


def _in_groups(members: Sequence[Member], said: str) -> list[tuple[str, Member]]:
    """Return whom "Group-Name" may mean, each with the group."""
    return [
        (group, member)
        for place, letter in enumerate(said)
        if letter == "-"
        for member in members
        for group in _groups_of(member)
        if _letters(said[:place]) == _letters(group) and _name_keys(said[place + 1 :]) & _name_keys(member.name)
    ]


def _in_group(members: Sequence[Member], learner: HandIn) -> list[Member]:
    """Return the members of the group that a hand-in is named by; none where it is a person's.

    So newer Moodles name what a group handed in (``mod/assign/classes/downloader.php``); older ones name each member.
    """
    said = _letters(learner.label.name) if learner.label.lms == "moodle" else ""
    if not said or any(_name_keys(learner.label.name) & _name_keys(member.name) for member in members):
        return []
    return [member for member in members if said in map(_letters, _groups_of(member))]


def _groups_of(member: Member) -> list[str]:
    """Return the groups of a member: where a platform lists several, commas stand between them."""
    return [group.strip() for group in re.split("[,;،؛]", member.group) if group.strip()]


def _letters(text: str) -> str:
    # Moodle leaves signs out of a file name, and has spaces for underscores.
    return "".join(letter for letter in _spelled(text) if letter.isalnum())


def _fitting(members: Sequence[Member], learner: HandIn) -> list[Member]:
    """Return the members whose a hand-in may be, by the surest sign that fits anybody."""
    label = learner.label
    if label.lms == "canvas" and (by_id := [member for member in members if member.id == label.id]):
        return by_id
    if label.lms == "moodle" and (by_group := [member for _, member in _in_groups(members, label.name)]):
        return by_group
    for name in dict.fromkeys(filter(None, (label.name, learner.name))):
        for keys in (_exact, _name_keys):
            if by_name := [member for member in members if keys(name) & keys(member.name)]:
                return by_name
    return []


def _under(learner: HandIn, label: Label) -> HandIn:
    """Return a group's work as that of one of its members."""
    return msgspec.structs.replace(learner, label=label, name=label.name)


def _exact(name: str) -> set[str]:
    return {unicodedata.normalize("NFKC", name).casefold().strip()}


def _name_keys(name: str) -> set[str]:
    """Return the forms of a name that are one name: its letters in order, and its words in any order."""
    flat = _spelled(name)
    parts = sorted("".join(letter for letter in part if letter.isalnum()) for part in flat.replace(",", " ").split())
    return {skeleton(flat).replace(",", ""), " ".join(filter(None, parts)), "".join(_turned(flat))}


def _spelled(name: str) -> str:
    """Return a name without what is written or left out at will: accents, vowel signs, the seat of a hamza, a kashida.

    The letters of one sound at the end of a word, and those that another keyboard has, are one letter.
    """
    letters = unicodedata.normalize("NFKD", name).casefold().translate(_ONE_LETTER)
    return "".join(letter for letter in letters if unicodedata.category(letter) not in _SIGNS)


_ONE_LETTER = str.maketrans({"ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ہ": "ه", "ۃ": "ه", "ٱ": "ا", "ـ": "", "،": ","})
_SIGNS = {"Mn", "Me", "Cf"}


def _turned(name: str) -> Iterable[str]:
    """Yield the letters of a name with the family name first, as Canvas puts them into a file name."""
    *first, last = name.split() or [""]
    return (letter for part in (last, *first) for letter in part if letter.isalnum())


def named(members: Sequence[Member], names: Iterable[str]) -> list[Member]:
    """Return the members who are meant by names, parts of names, or numbers in the list; raise ClassListError."""
    word, meant = words()["seats"], []
    for said in filter(None, (name.strip() for name in names)):
        fitting = [member for member in members if _exact(said) & _exact(member.name)]
        if not fitting:
            fitting = [member for member in members if _name_keys(said) & _name_keys(member.name)]
        if not fitting and said.isdecimal():
            fitting = [member for member in members if member.number == int(said)]
        if not fitting:
            wanted = _parts(said)
            fitting = [member for member in members if wanted <= _parts(member.name)]
        if len(fitting) != 1:
            key = "absent-several" if fitting else "absent-nobody"
            told = with_commas(f"{member.name} ({member.number})" for member in fitting)
            raise ClassListError(word[key].format(name=said, names=told))
        meant.append(fitting[0])
    return list(dict.fromkeys(meant))


def _parts(name: str) -> set[str]:
    return {skeleton(part) for part in _spelled(name).split()}


class Attendance(NamedTuple):
    """Who of a class list is there from the start and who came late, by number, and what everybody is called."""

    here: Sequence[int]
    late: Sequence[int]
    names: dict[int, str]


def attending(members: Sequence[Member], absent: str = "", late: str = "") -> Attendance:
    """Return who is there when some are said to be absent or late, with commas between them; raise ClassListError."""
    gone, came = (named(members, said.replace("،", ",").split(",")) for said in (absent, late))
    often = Counter(member.name for member in members)
    return Attendance(
        here=tuple(member.number for member in members if member not in gone and member not in came),
        late=tuple(member.number for member in came if member not in gone),
        names={
            # Of two who bear one name each must find their seat.
            member.number: f"{member.name} ({member.number})" if often[member.name] > 1 else member.name
            for member in members
        },
    )
