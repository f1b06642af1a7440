"""The structural checks of the twelve texts: each finds the thing in other words, and not a list of its words."""

import tomllib
from pathlib import Path

import pytest

from course.checks import judge
from course.checks.signs import CLASSES
from course.checks.writing import has_part
from course.content import lessons
from course.model.answer import Answer
from course.model.task import LEVELS, Writing

FOLDER = Path(__file__).parent / "parts"
TASKS = {
    stem: task
    for stem in lessons.exercise_stems()
    for task in lessons.exercise(stem).tasks
    if isinstance(task, Writing)
}
TEXTS = {stem: tomllib.loads((FOLDER / f"{stem}.toml").read_text("utf-8")) for stem in TASKS}
FOUND = [(stem, part) for stem, task in TASKS.items() for part in task.parts if part.ways]


def ids(entries):
    return [f"{stem[:2]}-{part.id}" for stem, part in entries]


@pytest.mark.parametrize(("stem", "part"), FOUND, ids=ids(FOUND))
def test_the_thing_is_found_in_other_words(stem, part):
    texts = TEXTS[stem][part.id]["passes"]
    assert len(set(texts)) == 10
    assert [text for text in texts if not has_part(text, part)] == []


@pytest.mark.parametrize(("stem", "part"), FOUND, ids=ids(FOUND))
def test_words_without_the_thing_are_not_enough(stem, part):
    texts = TEXTS[stem][part.id]["fails"]
    assert len(set(texts)) == 10
    assert [text for text in texts if has_part(text, part)] == []


@pytest.mark.parametrize("stem", TASKS)
def test_models_and_the_better_samples_have_every_part_and_the_weak_one_has_not(stem):
    task = TASKS[stem]
    good = [model.text for model in task.models] + [s.text for s in task.samples if s.level != "weak"]
    verdicts = [judge(task, Answer(text=text)) for text in good]
    assert [remark.about for verdict in verdicts if verdict.outcome != "open" for remark in verdict.remarks] == []
    [weak] = [sample.text for sample in task.samples if sample.level == "weak"]
    assert judge(task, Answer(text=weak)).outcome == "not-yet"


def test_order_of_samples_differs_and_never_gives_the_answer():
    orders = {tuple(sample.level for sample in task.samples) for task in TASKS.values()}
    assert len(orders) >= 3
    assert not orders & {LEVELS, tuple(reversed(LEVELS))}


def test_every_class_that_a_sign_names_is_there():
    groups = [group for _, part in FOUND for way in part.ways for group in (*way.groups, way.without)]
    named = {token[1:] for group in groups for token in group.replace("|", " ").split() if token.startswith("@")}
    assert named <= set(CLASSES)


@pytest.mark.parametrize("stem", TASKS)
def test_no_frame_or_hint_passes_for_the_thing(stem):
    task = TASKS[stem]
    given = "\n".join((task.asks, *task.hints, *(part.missing for part in task.parts)))
    assert judge(task, Answer(text=given)).outcome == "not-yet"
