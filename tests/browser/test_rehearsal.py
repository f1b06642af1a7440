"""The first steps of a lesson with a small class of scripted phones: the whole is ``course.dev.rehearsal``."""

import asyncio
import shutil
from pathlib import Path

import pytest

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this computer; .ci/run installs it"),
    pytest.mark.skipif(not AXE.exists(), reason="no axe-core here; 'python3 -m course test' installs it with Node"),
]


def test_three_phones_play_the_first_steps_of_the_run_sheet():
    pytest.importorskip("playwright.async_api")
    from course.dev.rehearsal import Wanted, rehearse

    told = asyncio.run(rehearse(Wanted(stem="05_why_come_to_the_table", phones=3, sessions=(1,), steps=3)))
    assert told.troubles == []
    assert told.seen == ["check.recall-mandate", "check.recall-words", "discuss.go-or-wait.1"]
    assert (told.sent, told.kept, told.lost, told.doubled) == (9, 9, 0, 0)
