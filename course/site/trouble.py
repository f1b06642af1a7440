"""What keeps the site from being built."""

from course.model.error import CourseError


class NotBuilt(CourseError):
    """The site cannot be built here. The message says what is missing, where, and what to do."""
