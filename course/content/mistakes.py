"""What is wrong with an override, said with the file, the place in it and the remedy."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from course.content import limits
from course.content.overrides import (
    AFTER,
    QUESTIONS,
    REMOVE,
    RETIRED,
    Tables,
    carries_ids,
    name_override,
    retired_ids,
)
from course.content.reader import ContentError, did_you_mean

T = TypeVar("T")

AT = re.compile(r"^(?P<problem>.*?)(?: - at `\$(?P<path>[^`]*)`)?$", re.DOTALL)
STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
UNKNOWN = re.compile(r"unknown field `([^`]*)`")
MISSING = re.compile(r"missing required field `([^`]*)`")
TYPES = re.compile(r"Expected `([^`]*)`, got `([^`]*)`")
LIMIT = re.compile(r"Expected `(?:int|float)` (>=|<=) ([\d.]+)")
NAMES = {
    "int": "a whole number without quotation marks",
    "float": "a number without quotation marks",
    "str": "a text in quotation marks",
    "bool": "true or false without quotation marks",
    "array": "a list in square brackets",
    "object": "a table with keys",
}
NO_SUCH_VALUE = "Invalid value"
NO_LIST = "Expected `array`, got `object`"
"""How msgspec words what is wrong. ``tests/content/test_mistakes.py`` holds it to these words."""
GONE = {
    "plan_45": "how long a block takes is counted now, and a plan is made from the sessions",
    "plan_90": "how long a block takes is counted now, and a plan is made from the sessions",
    "minutes": "how long a block takes is counted now",
    "block": "a block is named by its title now",
}
"""Keys of the plans that lessons had before they had sessions, and why they are gone."""
HOW_TO_PLAN = (
    "Take it out; to change the way through the lesson, copy all [[sessions]] of the course's own file with their "
    "[[sessions.blocks]], and change title, do, paper, more or cut there."
)


def convert_adapted(base: Tables, changes: Tables, tables: Tables, kind: type[T], path: Path, name: str = "") -> T:
    """Convert ``tables``, which are ``base`` with ``changes`` laid over, to ``kind``.

    Raise ContentError naming the override at ``path`` (as ``name``, where it is given), the entry, and what to do.
    """
    name = name or name_override(path)
    for mistake in (
        *_find_stem(changes),
        *_find_retired(base, changes),
        *_find_ids_of_no_text(changes),
        *_find_doubles(changes),
        *_find_new_kinds(base, changes),
        *_find_places(base, changes),
    ):
        raise ContentError(f"{name}, {mistake}")
    try:
        content = msgspec.convert(tables, kind)
    except msgspec.ValidationError as error:
        problem, steps = take_apart(str(error))
        place = _place(tables, steps)
        explained = _explain(problem, steps, base, tables, kind)
        raise ContentError(f"{name}{', ' if place else ''}{place}: {explained}") from None
    for place, problem in limits.troubles_of_change(content):
        raise ContentError(f"{name}, {place}: {problem}")
    return content


def take_apart(message: str) -> tuple[str, list[str | int]]:
    """Return what msgspec says is wrong, and the keys and places that lead there: "… - at `$.prompts[0].says`"."""
    match = AT.match(message)
    if match is None:
        return message, []
    return match["problem"], [key or int(number) for key, number in STEP.findall(match["path"] or "")]


def _explain(problem: str, steps: list[str | int], base: Tables, tables: Tables, kind: Any) -> str:
    unknown, missing = UNKNOWN.search(problem), MISSING.search(problem)
    if unknown:
        keys = _keys(kind, tables, steps)
        if unknown[1] in GONE and (steps == ["teacher"] or "blocks" in steps):
            return f"there is no key '{unknown[1]}' any more: {GONE[unknown[1]]}. {HOW_TO_PLAN}"
        near = did_you_mean(unknown[1], keys) or f". Keys here: {', '.join(keys)}."
        return f"there is no key '{unknown[1]}'{near}"
    entry = _walk(tables, steps)
    if missing and isinstance(entry, dict):
        around = _find_published(base, tables, steps[:-2])
        list_name = str(steps[-2]) if len(steps) > 1 else ""
        ids = _ids(around.get(list_name))
        if "id" not in entry and ids:
            return "an entry has no 'id'. Give it the one of the entry that it changes, or a new one."
        if "id" in entry and entry["id"] not in ids:
            return f"{unknown_id(entry['id'], list_name, around)} A new entry must also say '{missing[1]}'."
    if steps and steps[-1] == "kind" and problem.startswith(NO_SUCH_VALUE):
        return f"there is no such kind here. Kinds: {', '.join(_kinds(kind, steps[:-1]))}."
    if problem.startswith(NO_LIST) and len(steps) == 1:
        return f"write [[{steps[0]}]], with two brackets on each side."
    types = TYPES.fullmatch(problem)
    if types:
        expected, actual = (NAMES.get(name, name) for name in types.groups())
        return f"{expected} belongs here, and this is {actual}. Look how the course's own file writes it."
    limit = LIMIT.fullmatch(problem)
    if limit:
        bound = "less" if limit[1] == ">=" else "more"
        return f"a number that is not {bound} than {float(limit[2]):g} belongs here."
    return f"{problem}. Compare it with the course's own file."


def unknown_id(id: str, list_name: str, base: Tables) -> str:
    """Return in words that ``base`` has no entry ``id`` in that list, and what comes near."""
    for key, entries in _lists(base):
        if id in _ids(entries) and key != list_name:
            return f"in the course '{id}' stands under [[{key}]]."
    return f"the course has no '{id}' here{did_you_mean(id, _ids(base.get(list_name))) or '.'}"


def _find_published(base: Any, tables: Any, steps: Iterable[str | int]) -> Tables:
    """Return what the course has where ``tables`` has the entry at ``steps``: entries are found by id, not by place."""
    for step in steps:
        tables = _walk(tables, [step])
        if isinstance(step, int) and isinstance(tables, dict):
            base = next((entry for entry in base if entry["id"] == tables.get("id")), {}) if carries_ids(base) else {}
        else:
            base = base.get(step, {}) if isinstance(base, dict) else {}
    return base if isinstance(base, dict) else {}


def _ids(value: Any) -> list[str]:
    return [entry["id"] for entry in value] if carries_ids(value) else []


def _place(tables: Tables, steps: list[str | int]) -> str:
    """Return the steps to a place in words: "prompts 'go-or-wait', options 'ripe', says"."""
    words: list[str] = []
    here: Any = tables
    for step in steps:
        try:
            here = here[step]
        except (KeyError, IndexError, TypeError):
            here = None
        if isinstance(step, str):
            words.append(step)
        elif isinstance(here, dict) and "id" in here:
            words[-1] += f" '{here['id']}'"
        else:
            words[-1] += f" number {step + 1}"
    return ", ".join(words)


def _walk(tables: Any, steps: Iterable[str | int]) -> Any:
    for step in steps:
        try:
            tables = tables[step]
        except (KeyError, IndexError, TypeError):
            return None
    return tables


def _keys(kind: Any, tables: Any, steps: list[str | int]) -> list[str]:
    """Return the keys that the entry at ``steps`` may have."""
    here: Any = inspect.type_info(kind)
    for step in (*steps, None):
        if isinstance(here, inspect.UnionType):
            tag = tables.get("kind") if isinstance(tables, dict) else None
            here = next((member for member in here.types if getattr(member, "tag", None) == tag), None)
        if step is not None:
            here, tables = _inside(here, step), _walk(tables, [step])
    keys = [field.encode_name for field in here.fields] if isinstance(here, inspect.StructType) else []
    return [key for key in keys if key != "stem"]


def _kinds(kind: Any, steps: list[str | int]) -> list[str]:
    """Return the kinds that the entry at ``steps``, which is one of a list of questions, may be of."""
    here: Any = inspect.type_info(kind)
    for step in steps:
        here = _inside(here, step)
    return [str(member.tag) for member in getattr(here, "types", ())]


def _inside(type_info: Any, step: str | int) -> Any:
    if isinstance(type_info, inspect.StructType):
        return next((field.type for field in type_info.fields if field.encode_name == step), None)
    return getattr(type_info, "item_type", None)


def _lists(changes: Tables) -> Iterable[tuple[str, list[Tables]]]:
    return ((key, value) for key, value in changes.items() if carries_ids(value))


def _find_stem(changes: Tables) -> Iterable[str]:
    if "stem" in changes:
        yield "stem: the name of the file is the lesson's name. Take this line out."


def _find_ids_of_no_text(changes: Tables, place: str = "") -> Iterable[str]:
    """Yield ids without quotation marks: a list with one of them would replace the whole list of the course."""
    for key, value in changes.items():
        for number, entry in enumerate(value if isinstance(value, list) else (), 1):
            if not isinstance(entry, dict):
                continue
            id = entry.get("id", "")
            where = f"{place}{key} '{id}'" if isinstance(id, str) and id else f"{place}{key} number {number}"
            if not isinstance(id, str):
                yield f'{where}, id: {NAMES["str"]} belongs here, as in id = "go-or-wait".'
            yield from _find_ids_of_no_text(entry, f"{where}, ")


def _find_retired(base: Tables, changes: Tables) -> Iterable[str]:
    """Yield what names a question that the course no longer asks: a change of it, or a place after it."""
    gone = retired_ids(base)
    if RETIRED in changes:
        yield f"{RETIRED}: this list is the course's own, for answers to earlier questions. Take it out."
    for key, entries in _lists(changes):
        for entry in entries if key in QUESTIONS else ():
            if entry["id"] in gone and entry.get(REMOVE) is not True:
                yield f"{key} '{entry['id']}': {tell_retired(entry['id'], gone[entry['id']])}"
            elif entry.get(AFTER) in gone and entry["id"] not in gone:
                now, where = gone[entry[AFTER]], f"{key} '{entry['id']}', {AFTER}"
                yield f"{where}: the course asks '{now}' in the place of that one. Write '{now}'."


def tell_retired(id: str, now: str) -> str:
    """Return in words that the course asks ``now`` in the place of the question ``id``, and what to do about it."""
    return (
        f"the course no longer asks this, and asks '{now}' in its place. Take this entry out, or change '{now}'. A "
        f"question of your own needs another id: answers to the earlier one are kept under '{id}'."
    )


def _find_doubles(changes: Tables, place: str = "") -> Iterable[str]:
    """Yield ids that stand twice in one list: what the second does would hang on the order."""
    for key, entries in _lists(changes):
        ids = [entry["id"] for entry in entries]
        twice = [id for id in dict.fromkeys(ids) if ids.count(id) > 1]
        yield from (f"{place}{key} '{id}': this id stands twice. Join the two." for id in twice)
        for entry in entries:
            yield from _find_doubles(entry, f"{place}{key} '{entry['id']}', ")


def _find_new_kinds(base: Tables, changes: Tables) -> Iterable[str]:
    """Yield entries that keep their id and become another kind: answers saved before would not fit any more."""
    for key, entries in _lists(changes):
        kinds = {entry["id"]: entry.get("kind") for entry in base.get(key, ())} if carries_ids(base.get(key)) else {}
        for entry in entries:
            kind = kinds.get(entry["id"])
            if kind and entry.get("kind", kind) != kind:
                yield (
                    f"{key} '{entry['id']}': the course's kind is '{kind}', and answers are kept in that form. "
                    "Remove it, and add your question under an id of its own."
                )


def _find_places(base: Tables, changes: Tables, where: str = "", around: frozenset[str] = frozenset()) -> Iterable[str]:
    """Yield entries that are to stand after something that is not there, or that stand somewhere already.

    ``around`` are ids outside the list that count as well: a question may follow one of another list.
    """
    if not where:
        around = frozenset(id for tables in (base, changes) for key in QUESTIONS for id in _ids(tables.get(key)))
    for key, entries in _lists(changes):
        published = {entry["id"]: entry for entry in base[key]} if carries_ids(base.get(key)) else {}
        for entry in entries:
            place = f"{where}{key} '{entry['id']}'"
            known = {*published, *_ids(entries), *around} - {entry["id"]}
            if AFTER in entry and entry["id"] in published:
                yield f"{place}, {AFTER}: the course has this one, and it keeps its place. Take this line out."
            elif AFTER in entry and entry[AFTER] not in known:
                near = did_you_mean(str(entry[AFTER]), known) or "."
                yield f"{place}, {AFTER}: there is no '{entry[AFTER]}' here{near}"
            yield from _find_places(published.get(entry["id"], {}), entry, f"{place}, ")
