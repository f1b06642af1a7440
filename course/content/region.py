"""The invented region of the course, from ``region.toml``: one crisis, whose steps stand above the writing tasks."""

import functools
from collections.abc import Iterator

import msgspec

from course.content.interface import words
from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.lesson import Exercise
from course.model.region import Region, Step

FILE = "region.toml"


@functools.cache
def region() -> Region:
    """Return the region; raise ContentError when its file cannot be used."""
    content = convert(read_toml(CONTENT / FILE), Region, FILE)
    for problem in troubles(content):
        raise ContentError(f"{FILE}, {problem}")
    return content


def troubles(region: Region) -> Iterator[str]:
    """Yield what does not go together in the region: who reads a quarrel, and the order of the steps."""
    states = [state.id for state in region.states]
    for quarrel in region.quarrels:
        place = f"quarrels '{quarrel.id}', readings"
        readers = [reading.of for reading in quarrel.readings]
        for id in readers:
            if id not in states:
                yield f"{place}: there is no state '{id}'{did_you_mean(id, states) or '.'} Use an id of [[states]]."
        if len(set(readers)) < max(2, len(readers)):
            yield f"{place}: one side tells it, or tells it twice. Write one reading of each side, of two at least."
    for earlier, step in zip(region.steps, region.steps[1:], strict=False):
        place = f"steps '{step.lesson}'"
        if not earlier.lesson < step.lesson:
            yield f"{place}: it stands below '{earlier.lesson}'. Write the steps in the order of the lessons."
        if not earlier.time < step.time:
            yield f"{place}: it is not later than '{earlier.lesson}'. Mend year_of_crisis or season of one of the two."
    for step in region.steps:
        place = f"steps '{step.lesson}'"
        if step.task and step.task.partition("/")[0] != step.lesson:
            yield f"{place}, task: '{step.task}' is a task of another lesson. Mend one of the two."
        if step.bears and not step.task:
            yield f"{place}, bears: without a task nothing is written that bears on the summit. Take it out."


def tell(step: Step) -> str:
    """Return the line that says where things stand at a step."""
    season = words()["coded"][step.season]
    return words()["task"]["stands"].format(season=season, year=step.year_of_crisis, happened=step.happened)


def told_in(lesson: str) -> list[Step]:
    """Return what a lesson tells of the crisis: only the lesson of the summit tells how it came so far."""
    steps = region().steps
    return list(steps) if lesson == steps[-1].lesson else []


def place_in_region(exercise: Exercise) -> Exercise:
    """Return the exercise with a line on where things stand above the setting of each task of the region."""
    tasks = []
    for task in exercise.tasks:
        step = region().step_of(f"{exercise.stem}/{task.id}")
        setting = "\n\n".join(part for part in (tell(step), task.setting) if part) if step else task.setting
        tasks.append(msgspec.structs.replace(task, setting=setting))
    return msgspec.structs.replace(exercise, tasks=tuple(tasks))
