"""Clears memory when nobody waits: Python's own full clearing stops every answer, and comes just when many arrive."""

import asyncio
import contextlib
import gc
from collections.abc import Callable, Iterator

LOOKS = 5.0
"""Seconds between two looks whether it is quiet."""
LONGEST = 60
"""So many looks in a row may find the class busy; then it is cleared all the same, every five minutes."""
NEVER = 1_000_000
"""Younger clearings before a full one begins by itself: never, in the hours that a class lasts."""


@contextlib.contextmanager
def cleared_when_quiet(answered: Callable[[], int]) -> Iterator[None]:
    """Clear fully while ``answered``, which counts answers, stands still.

    A full clearing looks at everything that lives: with a thousand pages listening 150 ms, in which no answer is
    acknowledged. What was loaded by now stays for good and is not looked at again.
    """
    young, middle, old = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(young, middle, NEVER)
    looking = asyncio.get_running_loop().create_task(_clear(answered))
    try:
        yield
    finally:
        looking.cancel()
        gc.set_threshold(young, middle, old)
        gc.unfreeze()


async def _clear(answered: Callable[[], int]) -> None:
    before, busy = answered(), 0
    while True:
        await asyncio.sleep(LOOKS)
        now = answered()
        busy = busy + 1 if now != before else 0
        if before == now or busy >= LONGEST:
            gc.collect()
            busy = 0
        before = now
