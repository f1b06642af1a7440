"""The file in which a teacher changes a lesson or an exercise: made once, with examples, never written over."""

import json
from pathlib import Path
from string import Template

from course.content import lessons
from course.content.overrides import Tables, carries_ids, entries_of, fingerprint, override_path
from course.model.lesson import Exercise, Lesson, number_of

SHORT = 90
QUESTIONS = ("prompts", "checks", "tasks")


def begin(folder: str, stem: str) -> Path | None:
    """Write the starter for ``lessons`` or ``exercises``, ``stem``, and return where it lies; None if turned off.

    Raise FileExistsError when it is there already, ContentError when there is no such lesson.
    """
    read = lessons.lesson if folder == "lessons" else lessons.exercise
    content = read(stem, as_published=True)
    path = override_path(folder, stem)
    if path is None:
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "x", encoding="utf-8", newline="\n") as file:
        file.write(starter(folder, content))
    return path


def starter(folder: str, content: Lesson | Exercise) -> str:
    """Return the text of a starter: every example is commented out, so that it changes nothing yet."""
    tables = lessons.published(folder, content.stem)
    lists = [key for key in QUESTIONS if carries_ids(tables.get(key))]
    first, last = tables[lists[0]][0], tables[lists[0]][-1]
    return Template(lessons.starter(folder)).substitute(
        number=number_of(content.stem),
        title=content.title,
        stem=content.stem,
        contents="\n".join(_contents(tables)),
        change=_comment_out(f"[[{lists[0]}]]", f"id = {_text(first['id'])}", f"asks = {_text(first['asks'])}"),
        last=_text(last["id"]),
        leave=_comment_out(f"[[{lists[0]}]]", f"id = {_text(last['id'])}", "remove = true"),
        source=next(iter(tables.get("sources", ())), "fearon-1995"),
        base="\n".join(base_line(name, entry) for name, entry in entries_of(tables).items()),
    )


def base_line(name: str, entry: Tables) -> str:
    """Return the line under ``[base]`` that keeps what the course says now of an entry."""
    return f"{_text(name)} = {_text(fingerprint(entry))}"


def _contents(tables: Tables) -> list[str]:
    lines = []
    for key, value in tables.items():
        if carries_ids(value):
            lines.append(f"# [[{key}]]")
            lines += [
                f"#   {entry['id']} ({entry['kind']}): {_short(entry.get('asks') or entry['title'])}" for entry in value
            ]
    return lines


def _short(text: str) -> str:
    return text if len(text) <= SHORT else text[:SHORT].rsplit(" ", 1)[0] + " …"


def _comment_out(*lines: str) -> str:
    return "\n".join(f"# {line}" for line in lines)


def _text(value: str) -> str:
    """Return a text as TOML writes it; a JSON string is one."""
    return json.dumps(value, ensure_ascii=False)
