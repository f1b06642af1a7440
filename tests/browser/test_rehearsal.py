"""The first steps of a lesson with a small class of scripted phones: the whole is ``course.dev.rehearsal``."""

import asyncio

import pytest

from tests.chromium import in_chromium

pytestmark = in_chromium


def test_three_phones_play_the_first_steps_of_the_run_sheet():
    pytest.importorskip("playwright.async_api")
    from course.dev.rehearsal import Wanted, rehearse

    told = asyncio.run(rehearse(Wanted(stem="05_why_come_to_the_table", phones=3, sessions=(1,), steps=3)))
    assert told.troubles == []
    assert told.seen == ["check.recall-mandate", "check.recall-words", "discuss.go-or-wait.1"]
    assert (told.sent, told.kept, told.lost, told.doubled) == (9, 9, 0, 0)
