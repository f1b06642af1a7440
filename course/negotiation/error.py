"""The one error of the engine."""

from course.model.error import CourseError


class NegotiationError(CourseError):
    """A move, a log or a scenario that cannot be used: one sentence with the remedy.

    ``sound`` is the number of events of a log that are in order (None when no log is concerned).
    """

    def __init__(self, message: str, sound: int | None = None):
        super().__init__(message)
        self.sound = sound
