"""The way of a rehearsal, by run-sheets and by the console's next; the browser's part is in tests/browser."""

import pytest

from course.live.deck import deck_of

pytest.importorskip("playwright.async_api")
from course.dev.rehearsal import Wanted, way_of

STEM = "05_why_come_to_the_table"


def chosen(**wanted):
    """What the teacher chooses in the list, because next leads elsewhere."""
    return [asked.slide.id for asked in way_of(Wanted(stem=STEM, **wanted), deck_of(STEM)) if not asked.is_next]


def test_next_leads_through_all_sessions():
    assert chosen() == []


def test_where_questions_are_left_out_the_following_one_is_chosen():
    assert chosen(steps=3) == ["look.eight-years"], "of session 1 seven questions are left out"
    assert chosen(sessions=(2,)) == ["look.eight-years"]


def test_what_a_short_run_sheet_leaves_out_is_passed_over():
    asked = way_of(Wanted(stem=STEM, minutes=20), deck_of(STEM))
    left_out = {slide.id for slide in deck_of(STEM).slides.values() if not slide.more} - {one.slide.id for one in asked}
    assert left_out
    assert [one.slide.id for one in asked if not one.is_next]
