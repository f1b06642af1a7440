"""Memory is cleared when nobody waits, and Python clears as before once the server has ended."""

import asyncio
import gc

import pytest

from course.live import rest


@pytest.fixture
def clearings(monkeypatch):
    monkeypatch.setattr(rest, "LOOKS", 0.01)
    monkeypatch.setattr(rest, "LONGEST", 20)
    seen = []

    def note(phase, told):
        if phase == "start" and told["generation"] == 2:
            seen.append(told)

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def run_for(answered, looks, seen):
    async def serve():
        with rest.cleared_when_quiet(answered):
            seen.clear()
            await asyncio.sleep(rest.LOOKS * looks)

    asyncio.run(serve())
    return len(seen)


def is_cleared(answered, times, seen):
    """Whether it comes to so many clearings, however long a look takes on a machine that is busy."""

    async def serve():
        with rest.cleared_when_quiet(answered):
            seen.clear()
            while len(seen) < times:
                await asyncio.sleep(rest.LOOKS)

    asyncio.run(asyncio.wait_for(serve(), 30))
    return True


def test_a_quiet_class_is_cleared(clearings):
    assert is_cleared(lambda: 7, 2, clearings)


def test_a_busy_class_waits_and_is_cleared_at_last(clearings):
    counted = iter(range(1_000_000))
    assert run_for(lambda: next(counted), 8, clearings) == 0
    assert is_cleared(lambda: next(counted), 1, clearings)


def test_python_clears_as_before_once_the_server_has_ended(clearings):
    before, frozen = gc.get_threshold(), gc.get_freeze_count()

    async def serve():
        with rest.cleared_when_quiet(lambda: 0):
            assert gc.get_threshold()[2] == rest.NEVER
            assert gc.get_freeze_count() > frozen

    asyncio.run(serve())
    assert (gc.get_threshold(), gc.get_freeze_count()) == (before, 0)
