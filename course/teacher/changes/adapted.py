"""What is wrong, or has become wrong, in the files in which a teacher changed the course."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from course.content import catalog, documents, lessons, people, references
from course.content.changed import MAY_CHANGE
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
from course.content.place import CONTENT, root
from course.content.points import FILE as POINTS
from course.content.points import points
from course.content.reader import ContentError, did_you_mean, nearest, read_toml
from course.model import task as kinds
from course.model.lesson import Exercise, Lesson
from course.teacher.changes.adapt import base_line
from course.teacher.changes.finding import Finding, report

READ: dict[str, Callable[[str], Lesson | Exercise]] = {"lessons": lessons.lesson, "exercises": lessons.exercise}


def examine_changes() -> Iterator[Finding]:
    """Yield what is found in every file of the folder of a teacher's changes."""
    home = my_course()
    if home is None:
        yield report("fine", "changes-off")
        return
    paths = sorted(path for path in home.rglob("*") if path.is_file() and ".ipynb_checkpoints" not in path.parts)
    if not paths:
        yield report("fine", "changes-none")
    for path in paths:
        yield from _file(home, path)


def _file(home: Path, path: Path) -> Iterator[Finding]:
    inside = path.relative_to(home)
    name, folder, stem = inside.as_posix(), inside.parts[0], path.stem
    if name == POINTS:
        try:
            points()
        except ContentError as problem:
            yield report("broken", "changes-trouble", problem=problem)
        return
    if path.suffix == ".toml" and len(inside.parts) == 2 and folder in MAY_CHANGE:
        yield from _text(folder, stem, path)
        return
    if path.suffix != ".toml" or len(inside.parts) != 2 or folder not in READ:
        folders = ", ".join([*(f"{each}/*.toml" for each in (*READ, *MAY_CHANGE)), POINTS])
        yield report("look", "not-read", file=f"{home.name}/{name}", folders=folders)
        return
    stems = lessons.stems() if folder == "lessons" else lessons.exercise_stems()
    if stem not in stems:
        near = did_you_mean(stem, stems) or "."
        yield report("broken", "no-such-lesson", file=name_override(path), near=near)
        return
    try:
        changes, base = read_override(path)
    except ContentError as problem:
        yield report("broken", "changes-trouble", problem=problem)
        return
    wrong = [*examine_override(folder, stem, path, changes, base)]
    yield from wrong or [_summary(folder, stem, path, changes)]
    if not wrong:
        yield from _find_added(folder, stem, path)


def _text(folder: str, id: str, path: Path) -> Iterator[Finding]:
    """Yield what is found in the override of a document or a person."""
    file, known = name_override(path), documents.ids() if folder == "documents" else people.ids()
    if id not in known:
        yield report("broken", "no-such-text", file=file, near=did_you_mean(id, known) or ".")
        return
    try:
        changes, base = read_override(path)
        published = read_toml(CONTENT / folder / f"{id}.toml")
        wrong = [
            *_removals(file, published, changes, {}),
            *_since(file, folder, id, published, changes, base),
            *_sources(file, merge({}, changes)),
        ]
        if folder == "documents":
            documents.document(id)
        else:
            people.person(id)
    except ContentError as problem:
        yield report("broken", "changes-trouble", problem=problem)
        return
    yield from wrong or [_summary_of(published, path, changes)]


def _find_added(folder: str, stem: str, path: Path) -> Iterator[Finding]:
    """Yield where learners meet what a teacher added; for what nothing shows, the line that does."""
    notebook = root() / ("notebooks" if folder == "lessons" else "exercises") / f"{stem}.ipynb"
    blocks = {call: block.title for block in blocks_of(notebook) for call in block.calls} if notebook.is_file() else {}
    for after, additions in lessons.added(folder, stem).items():
        for key, id in additions:
            named = {"file": name_override(path), "place": f"{key} '{id}'", "notebook": _name_notebook(notebook)}
            own = blocks.get((SHOWN_BY[key], id))
            block = own or next((title for (_, called), title in blocks.items() if called == after), None)
            if block is None:
                call = "lesson" if folder == "lessons" else "exercise"
                yield report("look", "add-cell", **named, line=f'{call}.{SHOWN_BY[key]}("{id}")')
            else:
                yield report("fine", "added-shown", **named, after=id if own else after, block=block)


def _name_notebook(notebook: Path) -> str:
    return f"{notebook.parent.name}/{notebook.name}"


def examine_override(folder: str, stem: str, path: Path, changes: Tables, base: Any) -> Iterator[Finding]:
    """Yield what is wrong in one override: ``changes`` laid over the lesson or exercise, ``base`` its fingerprints."""
    published = lessons.published(folder, stem)
    try:
        content = READ[folder](stem)
    except ContentError as problem:
        yield report("broken", "changes-trouble", problem=problem)
        content = None
    gone = lessons.retired(folder, stem)
    yield from _removals(name_override(path), published, changes, gone)
    yield from _since(name_override(path), folder, stem, published, changes, base)
    if content is not None:
        touched = {entry["id"] for entries in changes.values() if carries_ids(entries) for entry in entries}
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
        for line in references.find_broken(others, references.collect_ids()):
            yield report("broken", "changes-trouble", problem=line)
        if isinstance(content, Lesson):
            for line in references.recalled_too_early(content, name_override(path)):
                yield report("broken", "changes-trouble", problem=line)


def _summary(folder: str, stem: str, path: Path, changes: Tables) -> Finding:
    return _summary_of(lessons.published(folder, stem), path, changes)


def _summary_of(tables: Tables, path: Path, changes: Tables) -> Finding:
    published = entries_of(tables).keys()
    left = len(removed_ids(changes))
    touched = entries_of(changes).keys()
    changed = len(touched & published) - left
    return report(
        "fine", "changes", file=name_override(path), changed=changed, added=len(touched - published), left=left
    )


def _removals(
    file: str, published: Any, changes: Tables, gone: Mapping[str, str], place: str = ""
) -> Iterator[Finding]:
    """Yield removals of what is not there, also of options and items inside a question.

    ``gone`` are questions that the course no longer asks, with those in their place.
    """
    for key, entries in changes.items():
        if not carries_ids(entries):
            continue
        by_id = {entry["id"]: entry for entry in published.get(key, ())} if carries_ids(published.get(key)) else {}
        for entry in entries:
            here = f"{place}{key} '{entry['id']}'"
            if entry.get(REMOVE) is True and entry["id"] not in by_id:
                if entry["id"] in gone:
                    now = gone[entry["id"]]
                    yield report("look", "remove-retired", file=file, place=here, now=now)
                    continue
                yield report(
                    "look", "remove-unknown", file=file, place=here, problem=unknown_id(entry["id"], key, published)
                )
            elif entry["id"] in by_id:
                yield from _removals(file, by_id[entry["id"]], entry, {}, f"{here}, ")


def _since(file: str, folder: str, stem: str, published: Tables, changes: Tables, base: Any) -> Iterator[Finding]:
    """Yield what the course changed or dropped since, among the things that the teacher changed."""
    now, gone = entries_of(published), lessons.retired(folder, stem)
    for name, change in entries_of(changes).items():
        fingerprint = base.get(name)
        if not isinstance(fingerprint, str):
            continue
        place = name.replace("/", " '", 1) + "'" * ("/" in name)
        if name not in now:
            if name.partition("/")[2] in gone:
                continue  # told already, with the question that stands in its place
            near = nearest(name, now)
            yield report("look", "gone", file=file, place=place, near=", ".join(near) or "–")
            continue
        keys = changed_keys(fingerprint, now[name])
        if "/" not in name:
            keys = [key for key in keys if key in change]
        if keys:
            home, line = f"course/content/{folder}/{stem}.toml", base_line(name, now[name])
            yield report("look", "base-changed", file=file, place=place, keys=", ".join(keys), home=home, line=line)


def unsolvable(file: str, list_name: str, task: kinds.Task) -> Iterator[Finding]:
    """Yield why nobody could solve a task: no right answer, or too many, or nothing to choose from."""
    where = {"file": file, "place": f"{list_name} '{task.id}'"}
    for name in ("options", "items"):
        if hasattr(task, name) and len(getattr(task, name)) < 2:
            yield report("broken", "too-few", **where, list=name)
            return
    if isinstance(task, kinds.Choose | kinds.ChooseSeveral):
        right = sum(option.right for option in task.options)
        if not right:
            yield report("broken", "no-right", **where)
        elif right > 1 and isinstance(task, kinds.Choose):
            yield report("broken", "several-right", **where, count=right)
    if isinstance(task, kinds.Sort):
        groups = [group.id for group in task.groups]
        for item in task.items:
            if item.group not in groups:
                near = did_you_mean(item.group, groups) or f". Groups: {', '.join(groups)}."
                yield report("broken", "no-group", **where, item=item.id, group=item.group, near=near)


def _sources(file: str, changes: Tables) -> Iterator[Finding]:
    """Yield every source that is named and that the course does not have."""
    sources = catalog.sources()
    for name, entry in entries_of(changes).items():
        place = name.replace("/", " '", 1) + "'" * ("/" in name)
        for source in dict.fromkeys(_find_sources(entry)):
            if source not in sources:
                near = did_you_mean(source, sources) or "."
                yield report("broken", "no-source", file=file, place=place, source=source, near=near)


def _find_sources(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            if key == "sources" and isinstance(part, list):
                yield from (source for source in part if isinstance(source, str))
            elif key == "source" and isinstance(part, str):
                yield part
            else:
                yield from _find_sources(part)
    elif isinstance(value, list):
        for part in value:
            yield from _find_sources(part)
