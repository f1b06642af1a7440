"""Reads the work that a class handed in: every backup in a folder, its subfolders, and the zip files in it."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations
from pathlib import Path

import msgspec

from course.content.interface import words
from course.model.event import Event
from course.model.language import with_commas, with_semicolons
from course.record import Backup, BackupError, Sieve, read_backup
from course.teacher.classroom import identity
from course.teacher.classroom.again import is_same
from course.teacher.classroom.identity import LONGEST_PATH, Filed, Team, TeamFinder, cut
from course.teacher.classroom.label import Label
from course.teacher.classroom.unpacking import Budget, Content, files_in, hand_in_of

# A backup of work that learners do has a fraction of this; more is built to fill the memory.
_MOST_PARTS = 1_000_000
_MOST_LINES = 10
"""So many files of one hand-in that could not be used are named; the others are counted."""

_MOST_HOLDERS = 30
"""Of more hand-ins that share one entry the first are named: the teacher knows then, and the list stays short."""


class Skipped(msgspec.Struct, frozen=True, kw_only=True):
    """A file that could not be used, and why, in one sentence."""

    file: str
    why: str


class HandIn(msgspec.Struct, frozen=True, kw_only=True):
    """The work of one person. ``events`` are those of all its files, each once, oldest first.

    ``record`` is its random id. Copies of one ``my_work`` have one record and are several hand-ins: ``key`` is what
    tells them apart. ``name`` is what the learner calls themself, or what the file name says, or "". ``is_doubtful``
    where it is not sure whose work this is: then no learning platform gets a grade for it.

    What a ``team`` handed in is one work, counted once; each of its members gets the grade.
    """

    key: str
    record: str
    name: str
    label: Label
    files: tuple[str, ...]
    made_at: str
    events: tuple[Event, ...]
    is_doubtful: bool = False
    team: Team | None = None

    @property
    def labels(self) -> tuple[Label, ...]:
        """Return the labels of everybody whose work this is."""
        return self.team.labels if self.team else (self.label,)


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """Two hand-ins in which ``count`` entries are the very same: work that was copied, or merged from two computers."""

    one: str
    other: str
    count: int


class HandedIn(msgspec.Struct, frozen=True, kw_only=True):
    """A class: its hand-ins by name, the files that were left out, the pairs that share work, what to look at.

    ``questions`` are sentences: whose work is this?
    """

    learners: tuple[HandIn, ...]
    skipped: tuple[Skipped, ...]
    doubles: tuple[Skipped, ...]
    shared: tuple[Shared, ...]
    questions: tuple[str, ...]
    files: int


def _nobody(name: str) -> None:
    """Know no groups: without a class list nobody does."""


def read_folder(folder: Path, aside: Collection[str] = (), find: TeamFinder = _nobody) -> HandedIn:
    """Read every backup under ``folder``, or in the zip file of that name; raise OSError when it cannot be read.

    ``aside`` are names of files in the folder that are read elsewhere: the tables of the class. ``find`` knows from
    the class list who is in which group.
    """
    budget = Budget()
    return _sort_out(files_in(folder, budget, aside), budget, find)


def read_files(files: Iterable[tuple[str, bytes | str]]) -> HandedIn:
    """Read hand-ins from pairs of path and content; a content of type str says why a file could not be read."""
    return _sort_out((Content(path, data, hand_in_of(path)) for path, data in files), Budget())


def _sort_out(contents: Iterable[Content], budget: Budget, find: TeamFinder = _nobody) -> HandedIn:
    word = words()["collect"]
    lines: dict[str, list[Skipped]] = {}
    by_record: dict[str, list[Filed]] = {}
    count, sieve = 0, Sieve()
    for path, data, hand_in in contents:
        count += 1
        backup = _read(data, hand_in, budget, sieve)
        if isinstance(backup, str):
            lines.setdefault(hand_in, []).append(Skipped(file=cut(path, LONGEST_PATH), why=backup))
        else:
            # An empty record has no id; each such file stands for itself.
            by_record.setdefault(backup.record or f"file:{path}", []).append(identity.identify(path, backup))
    skipped = [line for hand_in, skips in lines.items() for line in _shorten(hand_in, skips)]
    doubles: list[Skipped] = []
    learners: list[HandIn] = []
    unknown: list[str] = []
    lonely = identity.lonely_numbers(file for files in by_record.values() for file in files)
    for record, files in by_record.items():
        hand_ins = identity.part_files(files)
        if team := identity.find_team(hand_ins, find):
            learners.append(joined := _of_team(record, files, team))
            why = word["team"].format(file=joined.files[0], group=team.group)
            doubles += [Skipped(file=path, why=why) for path in joined.files[1:]]
            continue
        if identity.is_of_a_group(hand_ins):
            unknown.append(word["team-unknown"].format(files=with_semicolons(sorted(file.path for file in files))))
        for person_files in hand_ins:
            learner, refused = _join(record, person_files, alone=len(hand_ins) == 1)
            learners.append(msgspec.structs.replace(learner, is_doubtful=len(hand_ins) > 1))
            first = learner.files[0]
            skipped += [Skipped(file=path, why=word["contradicts"].format(file=first)) for path in refused]
            doubles += [Skipped(file=path, why=word["double"].format(file=first)) for path in learner.files[1:]]
    learners.sort(key=lambda learner: (not learner.name, learner.name.casefold(), learner.label.id, learner.files))
    twice = _find_repeated_numbers(learners)
    learners = [
        msgspec.structs.replace(learner, is_doubtful=learner.is_doubtful or bool(_numbers(learner) & (twice | lonely)))
        for learner in learners
    ]
    return HandedIn(
        learners=tuple(learners),
        skipped=tuple(skipped),
        doubles=tuple(doubles),
        shared=tuple(_find_shared(learners)),
        questions=(*_questions(learners, twice, lonely), *unknown),
        files=count,
    )


def _read(data: bytes | str, hand_in: str, budget: Budget, sieve: Sieve) -> Backup | str:
    """Return the backup in a file, or the sentence that says why it cannot be used."""
    if isinstance(data, str):
        return data
    word = words()["collect"]
    # Counted before anything is built of it.
    entries, parts = data.count(b'"kind"'), sum(data.count(mark) for mark in (b",", b"[", b"{"))
    if parts > _MOST_PARTS or not budget.spend(hand_in, events=entries):
        return word["over-budget"]
    try:
        backup = read_backup(data, sieve)
    except BackupError as error:
        return error.message
    own = any(event.kind != "mark" for event in backup.events)
    return word["only-marks"] if backup.events and not own else backup


def _shorten(hand_in: str, lines: list[Skipped]) -> list[Skipped]:
    rest = len(lines) - _MOST_LINES
    if rest < 2:
        return lines
    word = words()["collect"]
    why = word["and-more"].format(count=rest)
    # That reading was stopped is never among those that are only counted.
    lines = sorted(lines, key=lambda line: line.why != word["over-budget"])
    return [*lines[:_MOST_LINES], Skipped(file=cut(hand_in, LONGEST_PATH), why=why)]


def _join(record: str, files: list[Filed], *, alone: bool) -> tuple[HandIn, list[str]]:
    """Join the files of one person, the newest first; return that, and the files that contradict the newest."""
    events: dict[str, Event] = {}
    joined: list[Filed] = []
    refused: list[str] = []
    for file in files:
        if not all(is_same(events.get(event.id, event), event) for event in file.backup.events):
            refused.append(cut(file.path, LONGEST_PATH))
            continue
        for event in file.backup.events:
            # The learner's own record had it before the class did, and as it was typed.
            events[event.id] = min(events.get(event.id, event), event, key=lambda one: one.at)
        joined.append(file)
    labels = [file.label for file in joined]
    label = next((label for label in labels if label.id), labels[0])
    learner = HandIn(
        key=identity.key_of(record, files, alone=alone),
        record=record,
        name=next((file.name for file in joined if file.name), identity.tidy(label.name)),
        label=label,
        files=tuple(cut(file.path, LONGEST_PATH) for file in joined),
        made_at=files[0].backup.made_at,
        events=tuple(sorted(events.values(), key=lambda event: (event.at, event.id))),
    )
    return learner, refused


def _of_team(record: str, files: list[Filed], team: Team) -> HandIn:
    """Return the one work of a group, under the names of all its members."""
    newest = sorted(files, key=lambda file: (file.backup.made_at, file.path), reverse=True)
    learner, _ = _join(record, newest, alone=True)
    name = f"{team.group}: {with_commas(label.name for label in team.labels)}"
    return msgspec.structs.replace(learner, name=cut(name, LONGEST_PATH), label=team.labels[0], team=team)


# --- What the teacher has to look at ---


def _numbers(learner: HandIn) -> set[tuple[str, str]]:
    return {(label.lms, label.id) for label in learner.labels if label.id}


def _find_repeated_numbers(learners: Iterable[HandIn]) -> frozenset[tuple[str, str]]:
    """Return the platform numbers under which several hand-ins came."""
    counts = Counter(number for learner in learners for number in _numbers(learner))
    return frozenset(number for number, count in counts.items() if count > 1)


def _questions(
    learners: list[HandIn], twice: frozenset[tuple[str, str]], lonely: frozenset[tuple[str, str]]
) -> Iterator[str]:
    word = words()["collect"]
    by_record: dict[str, list[HandIn]] = {}
    by_number: dict[tuple[str, str], list[HandIn]] = {}
    for learner in learners:
        by_record.setdefault(learner.record, []).append(learner)
        for platform_number in sorted(_numbers(learner) & twice):
            by_number.setdefault(platform_number, []).append(learner)
    for group in by_record.values():
        if len(group) > 1:
            yield word["one-record"].format(count=len(group), files=_list_names(group))
    for (_, number), group in by_number.items():
        yield word["one-number"].format(count=len(group), number=number, files=_list_names(group))
    for learner in learners:
        for _, number in sorted(_numbers(learner) & lonely):
            yield word["lonely-number"].format(number=number, files=_list_names([learner]))
    yield from identity.lookalikes(learner.name for learner in learners)


def _list_names(learners: list[HandIn]) -> str:
    return with_semicolons(" · ".join(filter(None, (learner.name, learner.files[0]))) for learner in learners)


def _find_shared(learners: list[HandIn]) -> Iterator[Shared]:
    """Yield the pairs of records with entries of the same id: ids are random, so this is never chance."""
    holders: dict[str, list[int]] = {}
    for n, learner in enumerate(learners):
        for event in learner.events:
            if event.kind != "mark":
                holders.setdefault(event.id, []).append(n)
    # Files that were copied many times share all of their entries: each set of holders is looked at once.
    sets = Counter(tuple(places) for places in holders.values() if len(places) > 1)
    counts: Counter[tuple[int, int]] = Counter()
    for places, count in sets.items():
        for pair in combinations(places[:_MOST_HOLDERS], 2):
            counts[pair] += count
    for (a, b), count in sorted(counts.items()):
        # Copies of one record are asked about in one sentence.
        if learners[a].record != learners[b].record:
            yield Shared(one=learners[a].files[0], other=learners[b].files[0], count=count)
