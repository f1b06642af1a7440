"""What every widget gets from outside: words and sources, the lesson that it stands in, the record it writes to."""

import hashlib
import secrets
from dataclasses import dataclass, field

from IPython.core.getipython import get_ipython

from course.html.wording import Wording
from course.record import Record

_OWN_ID = secrets.token_hex(16)


@dataclass(frozen=True, kw_only=True)
class Setting(Wording):
    """``stem`` names the lesson; with ``worked`` the page is a solution and shows model answers."""

    stem: str
    record: Record = field(repr=False)
    worked: bool = False

    def pocket(self, where: str) -> dict[str, str]:
        """Return where the browser keeps what is typed at ``where`` and not sent.

        Under the id of the record, never under its place: on a shared computer, and in the homes of a hub, another
        learner's record may lie at that place, and would take the text in as that learner's. Until something is saved
        only this kernel knows the id; so till then the text lies under the kernel's own id too, which outlives a
        new start of the kernel.
        """
        session = "" if self.record.has_begun() else kernel_id()
        return {"record": self.record.identity(), "session": session, "where": where}


def kernel_id() -> str:
    """Return what tells this kernel from every other, also after it was started anew; it names nobody."""
    kernel = getattr(get_ipython(), "kernel", None)
    connection = str(getattr(getattr(kernel, "parent", None), "connection_file", ""))
    return hashlib.sha256(connection.encode()).hexdigest()[:32] if connection else _OWN_ID
