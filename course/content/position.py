"""Which earlier writing tasks can help a learner to an opening position, from the steps of the region."""

from collections.abc import Iterator

from course.content import lessons
from course.content.interface import words
from course.content.region import region
from course.model.lesson import number_of
from course.model.region import Step
from course.model.scenario import KnownScenario


def steps_to(scenario: KnownScenario) -> Iterator[tuple[Step, str]]:
    """Yield the steps whose texts bear on an issue of ``scenario``, each with the name of its exercise."""
    known = region()
    if scenario.id != known.summit:
        return
    issues = {issue.id for issue in scenario.issues}
    exercises = lessons.exercise_stems()
    for step in known.steps:
        if step.lesson in exercises and issues.intersection(step.bears):
            # A teacher's change to another exercise must not take the table away.
            number, title = number_of(step.lesson), lessons.exercise(step.lesson, as_published=True).title
            yield step, words()["table"]["position-text"].format(number=number, title=title)
