"""What a teacher changed: files in ``my_course/`` that are laid over the content files of the course.

An override has the shape of the file that it changes, and holds only what differs. Tables merge deeply. Lists whose
entries carry an ``id`` merge by id: the same id replaces single keys, a new id comes last or ``after`` another one,
``remove = true`` takes the entry out. Every other value replaces. ``[base]`` holds fingerprints of what the course said
when the file was made.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from course.content.place import root
from course.content.reader import read_toml

FOLDER_NAME = "my_course"
SWITCH = "COURSE_MY_COURSE"
BASE = "base"
REMOVE = "remove"
AFTER = "after"
RETIRED = "retired"
QUESTIONS = ("prompts", "checks", "looks", "tasks")
"""The lists whose entries a notebook shows, each in a cell of its own."""

Tables = dict[str, Any]


def my_course(environment: Mapping[str, str] | None = None) -> Path | None:
    """Return the folder of a teacher's overrides, which need not exist; None when they are turned off.

    ``COURSE_MY_COURSE`` names it, and turns it off when it is empty. Otherwise it is ``my_course`` at the root that
    holds ``notebooks``.
    """
    environment = os.environ if environment is None else environment
    wish = environment.get(SWITCH)
    if wish is None:
        return root() / FOLDER_NAME
    try:
        return Path.cwd() / Path(wish.strip()).expanduser() if wish.strip() else None
    except (OSError, RuntimeError):
        return None


def override_path(folder: str, stem: str) -> Path | None:
    """Return where the override of ``lessons`` or ``exercises``, ``stem``, lies or would lie; None if turned off."""
    home = my_course()
    return home / folder / f"{stem}.toml" if home else None


def name_override(path: Path) -> str:
    """Return how a message names an override: ``my_course/lessons/05_….toml``."""
    return "/".join(path.parts[-3:])


def read_override(path: Path) -> tuple[Tables, Mapping[str, str]]:
    """Return the tables of an override and its fingerprints; raise ContentError when it cannot be parsed."""
    tables = read_toml(path, name_override(path))
    base = tables.pop(BASE, {})
    return tables, base if isinstance(base, dict) else {}


def merge(base: Any, over: Any) -> Any:
    """Return ``base`` with ``over`` laid on it; neither is changed.

    Laying it on twice is laying it on once, as long as no list says an id twice; such a file is refused.
    """
    if isinstance(over, dict):
        under = base if isinstance(base, dict) else {}
        return {**under, **{key: merge(under.get(key), value) for key, value in over.items()}}
    if carries_ids(over):
        return _merge_by_id(base if carries_ids(base) else [], over)
    return [merge(None, entry) for entry in over] if isinstance(over, list) else over


def carries_ids(value: Any) -> bool:
    """Return whether this is a list of tables that all have an id."""
    return isinstance(value, list) and bool(value) and all(isinstance(_id(entry), str) for entry in value)


def _id(entry: Any) -> Any:
    return entry.get("id") if isinstance(entry, dict) else None


def _merge_by_id(base: list[Tables], over: list[Tables]) -> list[Tables]:
    entries = list(base)
    followers: dict[str, str] = {}
    for change in over:
        if change.get(REMOVE) is True:
            continue
        id, ids = change["id"], [entry["id"] for entry in entries]
        changes = {key: value for key, value in change.items() if key not in (REMOVE, AFTER)}
        if id in ids:
            place = ids.index(id)
            entries[place] = merge(entries[place], changes)
            continue
        # Two that come after the same one stand in the order of the file.
        before = followers.get(change.get(AFTER, ""), change.get(AFTER))
        place = ids.index(before) + 1 if before in ids else len(ids)
        followers[change.get(AFTER, "")] = id
        entries.insert(place, merge(None, changes))
    gone = {change["id"] for change in over if change.get(REMOVE) is True}
    return [entry for entry in entries if entry["id"] not in gone]


def additions(published: Tables, over: Tables) -> dict[str, list[tuple[str, str]]]:
    """Return what an override adds, by the id of the published question below which it is shown.

    An addition is its list and its id. It stands below the question that its ``after`` names, which may be one that
    is left out, and otherwise below the last of its list that is no exit question, or of the first list where the
    course has none in that one.
    """
    known = {key: [entry["id"] for entry in published[key]] for key in QUESTIONS if carries_ids(published.get(key))}
    places = {id: id for ids in known.values() for id in ids}
    # An exit question stays the last of its session.
    ends = {entry["id"] for key in known for entry in published[key] if entry.get("exit") is True}
    added: dict[str, list[tuple[str, str]]] = {}
    for key in QUESTIONS:
        for entry in over[key] if carries_ids(over.get(key)) else ():
            if entry["id"] in places or entry.get(REMOVE) is True:
                continue
            among = known.get(key) or next(iter(known.values()), [""])
            last = next((id for id in reversed(among) if id not in ends), among[-1])
            place = places.get(entry.get(AFTER, last), last)
            places[entry["id"]] = place
            added.setdefault(place, []).append((key, entry["id"]))
    return added


def reworded_on_paper(merged: Tables, over: Tables) -> Tables:
    """Return the tables with a teacher's own setting on paper too, where the override words only that of the screen."""
    new = {
        entry["id"]: entry["setting"]
        for entry in (over["tasks"] if carries_ids(over.get("tasks")) else ())
        if "setting" in entry and "on_paper" not in entry
    }
    if not new:
        return merged
    return {**merged, "tasks": [_reworded(entry, new.get(entry["id"])) for entry in merged["tasks"]]}


def _reworded(entry: Tables, setting: str | None) -> Tables:
    printed = entry.get("on_paper")
    if setting is None or not isinstance(printed, dict):
        return entry
    return {**entry, "on_paper": {**printed, "setting": setting}}


def retired_ids(tables: Tables) -> dict[str, str]:
    """Return by the id of each question that the course no longer asks the id of the one in its place."""
    gone = tables.get(RETIRED)
    return {entry["id"]: entry.get("now", "") for entry in gone} if carries_ids(gone) and gone else {}


def removed_ids(over: Tables) -> frozenset[str]:
    """Return the ids of the questions that an override takes out of a lesson or an exercise."""
    lists = [value for value in over.values() if carries_ids(value)]
    return frozenset(entry["id"] for entries in lists for entry in entries if entry.get(REMOVE) is True)


def entries_of(tables: Tables) -> dict[str, Tables]:
    """Return what can have changed since: entries with an id as ``prompts/go-or-wait``, ``teacher``, and the rest."""
    entries: dict[str, Tables] = {}
    for key, value in tables.items():
        if carries_ids(value):
            entries |= {f"{key}/{entry['id']}": entry for entry in value}
        elif isinstance(value, dict):
            entries[key] = value
        else:
            entries.setdefault("lesson", {})[key] = value
    return entries


def fingerprint(entry: Tables) -> str:
    """Return a short text that differs when a key of an entry differs, and tells which: ``asks:3f2a1c options:…``."""
    return " ".join(f"{key}:{_digest(value)}" for key, value in sorted(entry.items()))


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:6]


def changed_keys(before: str, entry: Tables) -> list[str]:
    """Return the keys of an entry that differ from its earlier fingerprint: changed, new or gone."""
    then = dict(pair.split(":", 1) for pair in before.split() if ":" in pair)
    now = dict(pair.split(":", 1) for pair in fingerprint(entry).split())
    return sorted(key for key in then.keys() | now.keys() if then.get(key) != now.get(key))
