"""No printed document ends on a page that is nearly empty: nobody takes a sheet from the printer for one line."""

import re
import zlib

import pytest

from course.content import lessons, scenarios
from course.content.outline import outline
from course.teacher.handouts import booklet, edition, packets, runsheet_page
from course.teacher.handouts.runsheet import run_sheet
from course.teacher.handouts.seats import seated
from tests.chromium import in_chromium, open_page

pytestmark = in_chromium


@pytest.fixture(scope="module")
def page(browser):
    return open_page(browser)


USUAL = 45, 23
"""Minutes and people of the run-sheets, cards and plans that every run prints."""


def documents():
    for stem in lessons.stems():
        lesson = lessons.lesson(stem)
        yield f"booklet {stem}", lambda lesson=lesson: booklet.booklet(lesson)
        for minutes in (10, 30, 45, 90, 150, 240):
            yield (
                f"run-sheet {stem} {minutes}",
                lambda lesson=lesson, minutes=minutes: runsheet_page.to_html(
                    run_sheet(lesson, minutes, outline(lesson.stem)), 23
                ),
            )
    for stem in lessons.exercise_stems():
        exercise = lessons.exercise(stem)
        yield f"student {stem}", lambda exercise=exercise: edition.student(exercise)
        yield f"key {stem}", lambda exercise=exercise: edition.key(exercise)
    for name in scenarios.names():
        scenario = scenarios.scenario(name)
        yield f"observer {name}", lambda scenario=scenario: packets.observer_packet(scenario)
        yield f"points {name}", lambda scenario=scenario: packets.all_points(scenario)
        for people in (2, 23, 60):
            tables = seated(scenario, range(1, people + 1))
            yield f"cards {name} {people}", lambda scenario=scenario, tables=tables: packets.cards(scenario, tables)
            yield f"plan {name} {people}", lambda scenario=scenario, tables=tables: packets.plan(scenario, tables)
        for role in scenario.roles:
            yield f"{name} {role.id}", lambda scenario=scenario, role=role: packets.packet(scenario, role.id)


def contents(pdf):
    """What is drawn on each page of a PDF of Chromium's."""
    pages = re.findall(rb"<<[^>]*?/Type\s*/Page\b.*?endobj", pdf, re.DOTALL)
    for number in (re.search(rb"/Contents (\d+) 0 R", page)[1] for page in pages):
        head = re.search(rb"\n" + number + rb" 0 obj\s*<<(.*?)>>\s*stream\r?\n", pdf, re.DOTALL)
        length = int(re.search(rb"/Length (\d+)", head[1])[1])
        drawn = pdf[head.end() : head.end() + length]
        yield (zlib.decompress(drawn) if b"FlateDecode" in head[1] else drawn).decode("latin-1")


def lines(content):
    """How many lines of text a page has, and how many lines to write on. The foot is not one of them."""
    # Chromium draws the foot first, on a layer of its own.
    inside = content.partition("re\nW")[2]
    text = set(re.findall(r"1 0 0 -1 \S+ (\S+) Tm", inside))
    ruled = re.findall(r"\S+ \S+ \S+ \S+ re\nf", inside)
    return len(text), len(ruled)


DOCUMENTS = dict(documents())


LONG = re.compile(rf"(run-sheet|cards|plan) .* (?!({USUAL[0]}|{USUAL[1]})$)\d+$")


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.long if LONG.match(name) else ()) for name in DOCUMENTS]
)
def test_the_last_page_is_worth_its_sheet(page, name):
    page.set_content(DOCUMENTS[name]())
    *before, last = contents(page.pdf(format="A4"))
    text, ruled = lines(last)
    assert not before or (text >= 4 and text + ruled >= 7), (len(before) + 1, text, ruled)


def test_a_page_with_one_line_is_seen(page):
    page.set_content("<style>p { break-before: page }</style>One<p>Two</p>")
    first, last = contents(page.pdf(format="A4"))
    assert lines(first) == lines(last) == (1, 0)
