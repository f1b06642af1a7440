"""What is wrong, or has become wrong, in the files in which a teacher changed the course."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from course.content import catalog, lessons, references
from course.content.mistakes import unknown_id
from course.content.outline import SHOWN_BY, blocks_of
from course.content.overrides import (
    REMOVE,
    Tables,
    carries_ids,
    changed_keys,
    entries_of,
    merge,
    my_course,
    name_override,
    read_override,
    removed_ids,
)
from course.content.place import root
from course.content.points import FILE as POINTS
from course.content.points import points
from course.content.reader import ContentError, did_you_mean, nearest
from course.model import task as kinds
from course.model.lesson import Exercise, Lesson
from course.teacher.changes.adapt import base_line
from course.teacher.changes.found import Found, found

READ: dict[str, Callable[[str], Lesson | Exercise]] = {"lessons": lessons.lesson, "exercises": lessons.exercise}


def examine_changes() -> Iterator[Found]:
    """Yield what is found in every file of the folder of a teacher's changes."""
    home = my_course()
    if home is None:
        yield found("fine", "changes-off")
        return
    paths = sorted(path for path in home.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts)
    if not paths:
        yield found("fine", "changes-none")
    for path in paths:
        yield from _file(home, path)


def _file(home: Path, path: Path) -> Iterator[Found]:
    inside = path.relative_to(home)
    name, folder, stem = inside.as_posix(), inside.parts[0], path.stem
    if name == POINTS:
        try:
            points()
        except ContentError as problem:
            yield found("broken", "changes-trouble", problem=problem)
        return
    if path.suffix != ".toml" or len(inside.parts) != 2 or folder not in READ:
        folders = f"lessons/*.toml, exercises/*.toml, {POINTS}"
        yield found("look", "not-read", file=f"{home.name}/{name}", folders=folders)
        return
    known = lessons.stems() if folder == "lessons" else lessons.exercise_stems()
    if stem not in known:
        near = did_you_mean(stem, known) or "."
        yield found("broken", "no-such-lesson", file=name_override(path), near=near)
        return
    try:
        changes, base = read_override(path)
    except ContentError as problem:
        yield found("broken", "changes-trouble", problem=problem)
        return
    wrong = [*examine_override(folder, stem, path, changes, base)]
    yield from wrong or [_summary(folder, stem, path, changes)]
    if not wrong:
        yield from _shown(folder, stem, path)


def _shown(folder: str, stem: str, path: Path) -> Iterator[Found]:
    """Yield where learners meet what a teacher added; for what nothing shows, the line that does."""
    notebook = root() / ("notebooks" if folder == "lessons" else "exercises") / f"{stem}.ipynb"
    blocks = {call: block.title for block in blocks_of(notebook) for call in block.calls} if notebook.is_file() else {}
    for after, additions in lessons.added(folder, stem).items():
        for key, id in additions:
            named = {"file": name_override(path), "place": f"{key} '{id}'", "notebook": _name(notebook)}
            own = blocks.get((SHOWN_BY[key], id))
            block = own or next((title for (_, shown), title in blocks.items() if shown == after), None)
            if block is None:
                call = "lesson" if folder == "lessons" else "exercise"
                yield found("look", "add-cell", **named, line=f'{call}.{SHOWN_BY[key]}("{id}")')
            else:
                yield found("fine", "added-shown", **named, after=id if own else after, block=block)


def _name(notebook: Path) -> str:
    return f"{notebook.parent.name}/{notebook.name}"


def examine_override(folder: str, stem: str, path: Path, changes: Tables, base: Any) -> Iterator[Found]:
    """Yield what is wrong in one override: ``changes`` laid over the lesson or exercise, ``base`` its fingerprints."""
    published = lessons.published(folder, stem)
    try:
        content = READ[folder](stem)
    except ContentError as problem:
        yield found("broken", "changes-trouble", problem=problem)
        content = None
    yield from _removals(name_override(path), published, changes)
    yield from _since(name_override(path), folder, stem, published, changes, base)
    if content is not None:
        touched = {one["id"] for entries in changes.values() if carries_ids(entries) for one in entries}
        tasks = content.tasks if isinstance(content, Exercise) else content.checks
        list_name = "checks" if folder == "lessons" else "tasks"
        for task in tasks:
            if task.id in touched:
                yield from unsolvable(name_override(path), list_name, task)
        yield from _sources(name_override(path), merge({}, changes))
        named = (
            references.of_lesson(content, name_override(path))
            if isinstance(content, Lesson)
            else references.of_exercise(content, name_override(path))
        )
        others = (reference for reference in named if reference.kind != "source")
        for line in references.find_broken(others, references.known_ids()):
            yield found("broken", "changes-trouble", problem=line)


def _summary(folder: str, stem: str, path: Path, changes: Tables) -> Found:
    known = entries_of(lessons.published(folder, stem)).keys()
    left = len(removed_ids(changes))
    touched = entries_of(changes).keys()
    changed = len(touched & known) - left
    return found("fine", "changes", file=name_override(path), changed=changed, added=len(touched - known), left=left)


def _removals(file: str, published: Any, changes: Tables, place: str = "") -> Iterator[Found]:
    """Yield removals of what is not there, also of options and items inside a question."""
    for key, entries in changes.items():
        if not carries_ids(entries):
            continue
        known = {one["id"]: one for one in published.get(key, ())} if carries_ids(published.get(key)) else {}
        for one in entries:
            here = f"{place}{key} '{one['id']}'"
            if one.get(REMOVE) is True and one["id"] not in known:
                yield found(
                    "look", "remove-unknown", file=file, place=here, problem=unknown_id(one["id"], key, published)
                )
            elif one["id"] in known:
                yield from _removals(file, known[one["id"]], one, f"{here}, ")


def _since(file: str, folder: str, stem: str, published: Tables, changes: Tables, base: Any) -> Iterator[Found]:
    """Yield what the course changed or dropped since, among the things that the teacher changed."""
    now = entries_of(published)
    for name, change in entries_of(changes).items():
        kept = base.get(name)
        if not isinstance(kept, str):
            continue
        place = name.replace("/", " '", 1) + "'" * ("/" in name)
        if name not in now:
            near = nearest(name, now)
            yield found("look", "gone", file=file, place=place, near=", ".join(near) or "–")
            continue
        keys = changed_keys(kept, now[name])
        if "/" not in name:
            keys = [key for key in keys if key in change]
        if keys:
            home, line = f"course/content/{folder}/{stem}.toml", base_line(name, now[name])
            yield found("look", "base-changed", file=file, place=place, keys=", ".join(keys), home=home, line=line)


def unsolvable(file: str, list_name: str, task: kinds.Task) -> Iterator[Found]:
    """Yield why nobody could solve a task: no right answer, or too many, or nothing to choose from."""
    where = {"file": file, "place": f"{list_name} '{task.id}'"}
    for name in ("options", "items"):
        if hasattr(task, name) and len(getattr(task, name)) < 2:
            yield found("broken", "too-few", **where, list=name)
            return
    if isinstance(task, kinds.Choose | kinds.ChooseSeveral):
        right = sum(one.right for one in task.options)
        if not right:
            yield found("broken", "no-right", **where)
        elif right > 1 and isinstance(task, kinds.Choose):
            yield found("broken", "several-right", **where, count=right)
    if isinstance(task, kinds.Sort):
        groups = [one.id for one in task.groups]
        for item in task.items:
            if item.group not in groups:
                near = did_you_mean(item.group, groups) or f". Groups: {', '.join(groups)}."
                yield found("broken", "no-group", **where, item=item.id, group=item.group, near=near)


def _sources(file: str, changes: Tables) -> Iterator[Found]:
    """Yield every source that is named and that the course does not have."""
    known = catalog.sources()
    for name, entry in entries_of(changes).items():
        place = name.replace("/", " '", 1) + "'" * ("/" in name)
        for source in dict.fromkeys(_named_in(entry)):
            if source not in known:
                near = did_you_mean(source, known) or "."
                yield found("broken", "no-source", file=file, place=place, source=source, near=near)


def _named_in(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key == "sources" and isinstance(one, list):
                yield from (source for source in one if isinstance(source, str))
            elif key == "source" and isinstance(one, str):
                yield one
            else:
                yield from _named_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _named_in(one)
