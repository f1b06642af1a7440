"""What a learner, or a teacher, calls themself."""

from collections.abc import Iterable

from course.answers.events import Profile, of_shape, read_events
from course.model.event import Event

KIND = ITEM = "profile"


def read_name(events: Iterable[Event]) -> str:
    """Return the name that was given last, "" where none was."""
    entries, _ = read_events(event for event in events if event.kind == KIND)
    profiles = of_shape(entries, Profile)
    return profiles[-1].body.name if profiles else ""
