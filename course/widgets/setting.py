"""What every widget gets from outside: words and sources, the lesson that it stands in, the record it writes to."""

from dataclasses import dataclass, field

from course.html.wording import Wording
from course.record import Record


@dataclass(frozen=True, kw_only=True)
class Setting(Wording):
    """``stem`` names the lesson; with ``worked`` the page is a solution and shows model answers."""

    stem: str
    record: Record = field(repr=False)
    worked: bool = False
