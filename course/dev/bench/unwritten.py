"""The live class's server without a database: answers and moves are acknowledged and not kept; keeping costs the rest.

``python -m course.dev.bench.unwritten`` takes what ``python -m course.dev.served`` takes.
"""

from typing import Any
from unittest.mock import patch

from course.dev import served
from course.live import store
from course.live.jobs import Answered, Kept
from course.live.tables.jobs import Moved
from course.live.writer import Job, Writer


class Unwritten(Writer):
    """Writes everything but answers and moves."""

    async def do(self, job: Job) -> Any:
        """Say of an answer or a move that it is kept, and keep nothing."""
        if isinstance(job, Moved):
            return "stored"
        return Kept("stored", job.rev) if isinstance(job, Answered) else await super().do(job)


if __name__ == "__main__":
    with patch.object(store, "Writer", Unwritten):
        raise SystemExit(served.main())
