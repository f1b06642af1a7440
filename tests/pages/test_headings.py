"""The titles of static cards are headings, so that a screen reader can jump from one to the next without a kernel."""

import re

import pytest

from course.content import dossiers, lessons, tables
from course.html.text import phrase
from course.model.lesson import Timeline
from course.pages.lesson import Lesson
from course.record import Record

STEMS = lessons.stems()
HEADING = re.compile(r'<p><strong role="heading" aria-level="3">(.+?)</strong></p>')


@pytest.fixture
def page(tmp_path):
    return lambda stem: Lesson(lessons.lesson(stem), record=Record(tmp_path))


def headings(face):
    return HEADING.findall(getattr(face, "face", face).markup)


def test_a_case_has_its_name_as_heading_in_full_and_in_short(page):
    in_short = next(case for case in tables.cases() if case.id not in dossiers.ids())
    in_full = dossiers.dossier(next(iter(dossiers.ids())))
    assert headings(page(STEMS[1]).case(in_short.id)) == [phrase(in_short.name)]
    assert headings(page(STEMS[1]).case(in_full.id)) == [phrase(in_full.title)]


def test_dated_steps_and_claims_have_their_title_as_heading(page):
    steps = claims = 0
    for stem in STEMS:
        for look in lessons.lesson(stem).looks:
            if isinstance(look, Timeline):
                steps += 1
                assert headings(page(stem).look(look.id)) == [phrase(look.title)]
        for claim in lessons.lesson(stem).claims[:1]:
            claims += 1
            assert len(headings(page(stem).weigh(claim))) == 1
    assert steps
    assert claims
