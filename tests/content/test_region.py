"""The region: every step has its task, both sides read each quarrel, and the crisis moves on with the lessons."""

import msgspec
import pytest

from course.content import lessons, references, scenarios
from course.content.region import region, tell, troubles
from course.model.task import Writing


def test_there_are_five_states_and_a_step_for_each_lesson():
    assert len(region().states) == 5
    assert [step.lesson[:2] for step in region().steps] == [f"{number:02}" for number in range(1, 12)]


def test_what_a_step_names_exists():
    ids = references.collect_ids()
    named = list(references.of_region(region()))
    assert {reference.kind for reference in named} == {"scenario", "lesson", "question", "issue"}
    for reference in named:
        assert reference.id in ids[reference.kind], reference


def test_every_issue_of_the_summit_that_a_text_bears_on_is_named_at_a_writing_task():
    issues = {issue.id for issue in scenarios.scenario(region().summit).issues}
    assert {issue for step in region().steps for issue in step.bears} == issues - {"corridor"}
    writings = {
        f"{stem}/{task.id}"
        for stem in lessons.exercise_stems()
        for task in lessons.exercise(stem).tasks
        if isinstance(task, Writing)
    }
    assert {step.task for step in region().steps if step.task} == writings - {
        "07_dividends_of_peace/note-to-the-minister",
        "12_verdict/verdict",
    }


@pytest.mark.parametrize("step", [step for step in region().steps if step.task], ids=lambda step: step.lesson)
def test_where_things_stand_is_told_above_the_task_and_once(step):
    exercise = lessons.exercise(step.lesson)
    settings = {f"{step.lesson}/{task.id}": task.setting for task in exercise.tasks}
    assert [id for id, setting in settings.items() if setting.startswith(tell(step))] == [step.task]
    assert settings[step.task] != tell(step), "the task has a setting of its own"
    written = {task["id"]: task for task in lessons.published("exercises", step.lesson)["tasks"]}
    assert step.happened not in written[step.task.partition("/")[2]]["setting"]


@pytest.mark.parametrize("step", region().steps, ids=lambda step: step.lesson)
def test_a_step_is_read_in_a_few_seconds(step):
    assert 15 <= len(step.happened.split()) <= 45


def changed(**fields):
    return msgspec.structs.replace(region(), **fields)


def told(region):
    return "\n".join(troubles(region))


def test_steps_out_of_order_and_out_of_place_are_told():
    first, second, *others = region().steps
    assert "below '02_ways_to_settle'" in told(changed(steps=(second, first, *others)))
    late = msgspec.structs.replace(first, year_of_crisis=3)
    assert "not later than '01_diplomatic_defense'" in told(changed(steps=(late, second, *others)))
    moved = msgspec.structs.replace(first, task=second.task)
    assert "a task of another lesson" in told(changed(steps=(moved, second, *others)))
    idle = msgspec.structs.replace(first, task="")
    assert "without a task nothing is written" in told(changed(steps=(idle, second, *others)))


def test_a_quarrel_that_one_side_tells_is_refused():
    quarrel = region().quarrels[0]
    alone = msgspec.structs.replace(quarrel, readings=quarrel.readings[:1])
    assert "one reading of each side" in told(changed(quarrels=(alone,)))
    strange = msgspec.structs.replace(quarrel.readings[0], of="velya")
    more = msgspec.structs.replace(quarrel, readings=(strange, *quarrel.readings[1:]))
    assert "no state 'velya'; did you mean 'velaya'?" in told(changed(quarrels=(more,)))


def test_every_state_reads_a_quarrel():
    readers = {reading.of for quarrel in region().quarrels for reading in quarrel.readings}
    assert readers == {state.id for state in region().states}
