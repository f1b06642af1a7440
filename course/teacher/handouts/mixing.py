"""Who talks with whom: the pairs and fours of a lesson's questions, mixed anew for each."""

from collections.abc import Iterator, Sequence

import msgspec

from course.content import lessons
from course.content.outline import prompts_by_session
from course.model.prompt import AnyPrompt
from course.teacher.handouts.runsheet_page import SIZES
from course.teacher.handouts.seats import grouped


class Mix(msgspec.Struct, frozen=True, kw_only=True):
    """The groups for one question of a session, as numbers of people."""

    session: int
    prompt: AnyPrompt
    groups: tuple[tuple[int, ...], ...]


def mixes(stem: str, people: Sequence[int], late: Sequence[int] = ()) -> Iterator[Mix]:
    """Yield the groups of every question of a lesson that is talked about in groups, in the order of the notebook."""
    asked = [item for item in prompts_by_session(lessons.lesson(stem)) if item[1].grouping in SIZES]
    for turn, (session, prompt) in enumerate(asked):
        yield Mix(session=session, prompt=prompt, groups=grouped(people, SIZES[prompt.grouping], turn, late))
