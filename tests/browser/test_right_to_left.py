"""The Arabic edition in Chromium: its font, labels inside their drawings, accessibility, print, what is spoken.

A process speaks one language, so another one makes the pages: widgets as they go to a page, printed pages as files.
"""

import json
import os
import re
import subprocess
import sys
import unicodedata
from io import BytesIO

import pytest

from tests.browser.test_live_phone import Server
from tests.browser.test_spoken import LISTEN, NAMELESS, READER, SILENT, TRANSCRIPTS, bring_reader
from tests.chromium import ROOT, becomes, in_chromium, open_page, violations
from tests.widget_page import DRAW

PHONE = {"width": 390, "height": 800}

pytestmark = in_chromium

MAKE = """
import json
from datetime import date
from pathlib import Path
from course.content import lessons, scenarios
from course.content.interface import words
from course.content.outline import outline
from course.html.style import screen
from course.pages.atlas import atlas
from course.pages.exercise import Exercise
from course.pages.labs import open_lab
from course.pages.lesson import Lesson
from course.pages.page import source
from course.pages.portfolio import gather, to_html
from course.record import Record
from course.teacher.handouts import booklet, edition, packets, runsheet_page
from course.teacher.handouts.runsheet import run_sheet
from course.teacher.handouts.seats import seated
from course.widgets.script import script
from course.widgets.setting import Setting

record = Record(Path("my_work"))
setting = Setting(stem="02_ways_to_settle", words=words(), cite=source, record=record)
lesson = Lesson(lessons.lesson("02_ways_to_settle"), record=record)
trial = lesson.weigh("A4")
trial.receive({"do": "stand", "n": 1, "round": 1, "stand": 1})
lab = open_lab(setting, "bargaining_zone")
lab.receive({"do": "predict", "n": 1, "chosen": lab.words.prediction.options[0].id})
exercise = Exercise(lessons.exercise("02_ways_to_settle"), record=record)
widgets = {
    "prompt": lesson.discuss(lesson.content.prompts[0].id),
    "trial": trial,
    "lab": lab,
    "task": exercise.task(exercise.content.tasks[0].id),
    "atlas": atlas(setting),
}
summit, five = scenarios.scenario("the-strait"), lessons.lesson("05_why_come_to_the_table")
made = {
    "style": screen(),
    "widgets": {
        name: {"code": script(one.entry), "spec": one.spec, "state": one.state, "tongue": one.tongue}
        for name, one in widgets.items()
    },
    "printed": {
        "run-sheet": runsheet_page.to_html(run_sheet(five, 45, outline(five.stem)), 23),
        "packet": packets.packet(summit, summit.roles[0].id),
        "cards": packets.cards(summit, seated(summit, range(1, 6))),
        "student": edition.student(lessons.exercise(five.stem)),
        "booklet": booklet.booklet(five),
        "seats": packets.plan(summit, seated(summit, range(1, 6)), "", {1: "زينب خان"}),
        "portfolio": to_html(gather(record, date(2026, 1, 1))),
    },
}
Path("made.json").write_text(json.dumps(made, default=str), encoding="utf-8")
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """What a process that speaks Arabic sends to a page, and prints."""
    folder = tmp_path_factory.mktemp("arabic")
    variables = {**os.environ, "COURSE_LANGUAGE": "ar", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", MAKE], env=variables, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads((folder / "made.json").read_text("utf-8"))


DRAW_ALL = """async ({ widgets }) => {
  const load = text => import(URL.createObjectURL(new Blob([text], { type: 'text/javascript' })));
  for (const { code, spec, state, tongue } of Object.values(widgets)) {
    const values = { spec, state };
    const model = { get: name => values[name], on: () => {}, off: () => {}, send: () => {} };
    const { default: widget } = await load(code);
    const el = document.createElement('section');
    for (const [name, value] of Object.entries(tongue)) el.setAttribute(name, value);
    document.querySelector('main').append(el);
    widget.initialize().render({ model, el });
  }
  for (const details of document.querySelectorAll('details')) details.open = true;
  await document.fonts.ready;
}"""
OUTSIDE = """() => [...document.querySelectorAll('svg[viewBox] text')].flatMap(text => {
  const box = text.getBBox();
  const { width, height } = text.ownerSVGElement.viewBox.baseVal;
  const isIn = box.x >= -3 && box.x + box.width <= width + 3 && box.y + box.height <= height + 6;
  return isIn ? [] : [`${text.textContent}: ${box.x} to ${box.x + box.width} of ${width}`];
})"""
FONTS = (
    "() => [...document.fonts].filter(face => face.status === 'loaded').map(face => `${face.family} ${face.weight}`)"
)


@pytest.fixture(scope="module")
def lesson_page(browser, made):
    """Widgets of a lesson, an exercise and the atlas in Arabic, on one page in an English JupyterLab."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto("data:text/html,<html lang=en><title>Lesson</title><main></main></html>")
    page.add_style_tag(content=made["style"])
    page.evaluate(DRAW_ALL, {"widgets": made["widgets"]})
    yield page
    page.close()


def test_widgets_take_the_font_of_the_course(lesson_page):
    loaded = {face.replace('"', "") for face in lesson_page.evaluate(FONTS)}
    assert loaded == {"Course Arabic 400", "Course Arabic 700"}
    line = """() => {
      const style = getComputedStyle(document.querySelector('.course p'));
      return parseFloat(style.lineHeight) / parseFloat(style.fontSize);
    }"""
    assert lesson_page.evaluate(line) >= 1.7


def test_what_is_read_begins_at_the_right_and_what_is_measured_at_the_left(lesson_page):
    places = """selector => [...document.querySelectorAll(selector)]
      .map(node => [node.textContent.trim(), node.getBoundingClientRect().x])"""
    strongly, disagree = lesson_page.evaluate(places, ".course-trial .course-chip")[:2]
    assert strongly[1] > disagree[1]
    tiles = {text[:3]: x for text, x in lesson_page.evaluate(places, ".course-tile")}
    assert tiles["USA"] < tiles["EGY"] < tiles["IDN"]
    years = sorted(lesson_page.evaluate(places, ".course-years text"), key=lambda year: year[1])
    assert [year for year, _ in years] == sorted(year for year, _ in years)
    knob = "() => getComputedStyle(document.querySelector('.course-knob input[type=range]')).direction"
    assert lesson_page.evaluate(knob) == "ltr"


def test_labels_stay_in_their_drawings(lesson_page, browser, made):
    assert lesson_page.evaluate(OUTSIDE) == []
    page = browser.new_page()
    page.set_content(made["printed"]["packet"])
    assert page.locator("svg text").count() > 5
    assert page.evaluate(OUTSIDE) == []
    page.close()


def test_no_rule_of_accessibility_is_broken(lesson_page, browser, made):
    broken = {}
    for width in (1280, 390):
        lesson_page.set_viewport_size({"width": width, "height": 900})
        broken[f"lesson, {width} px"] = violations(lesson_page)
    page = browser.new_page(viewport=PHONE)
    for name in ("run-sheet", "packet", "student"):
        page.set_content(made["printed"][name])
        broken[name] = violations(page)
    page.close()
    assert not any(broken.values()), json.dumps(broken, indent=1)


def read_pdf(data):
    """The text of a PDF as somebody would copy it: forms of letters as letters, without signs of direction."""
    reader = pytest.importorskip("pypdf").PdfReader(BytesIO(data))
    text = "\n".join(page.extract_text() for page in reader.pages)
    plain = re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s+", " ", plain)


PRINTED = ("run-sheet", "packet", "cards", "student", "booklet", "seats", "portfolio")
WORDS = re.compile("[\u0621-\u064a\u0651]+(?: [\u0621-\u064a\u0651]+)+")
"""Words of one line without digits or signs, which a reader of PDF may put elsewhere."""


@pytest.mark.parametrize("name", PRINTED)
def test_what_is_printed_can_be_searched_and_copied(browser, made, name):
    page = browser.new_page()
    page.set_content(made["printed"][name])
    page.evaluate("() => document.fonts.ready")
    heads = [text for text in page.locator("h1, h2, h3, td").all_inner_texts() if len(text) < 40]
    wanted = {found for head in heads for found in WORDS.findall(unicodedata.normalize("NFKC", head))}
    text = read_pdf(page.pdf(format="A4", prefer_css_page_size=True))
    page.close()
    assert wanted
    assert [words for words in wanted if words not in text] == [], text[:600]


ROLE = re.compile(r"(?:(?:group|textbox|button|radio|status|main|form|image|link)\b)?")
ENGLISH = re.compile("[A-Za-z]{3,}")


@pytest.mark.skipif(not READER.exists(), reason="no screen reader; 'python3 -m course test' installs it with Node")
def test_what_is_said_of_a_question_in_arabic(browser, made):
    page = browser.new_page(locale="ar", timezone_id="UTC")
    page.goto("data:text/html,<html lang=ar dir=rtl><title>Spoken</title></html>")
    page.add_style_tag(content=made["style"])
    bring_reader(page)
    page.evaluate(DRAW, {name: made["widgets"]["prompt"][name] for name in ("code", "spec", "state")})
    spoken = [phrase for phrase in page.evaluate(LISTEN, {"most": 60}) if not SILENT.match(phrase)]
    assert not [phrase for phrase in spoken if NAMELESS.match(phrase)], "a control without a name"
    page.close()
    # The words are the translators'; what there is to hear, and in which order, is as in English.
    english = (TRANSCRIPTS / "prompt.txt").read_text("utf-8").splitlines()
    assert [ROLE.match(phrase)[0] for phrase in spoken] == [ROLE.match(phrase)[0] for phrase in english]
    assert not [phrase for phrase in spoken if ENGLISH.search(ROLE.sub("", phrase))], "English is left"


def test_a_phone_gets_the_font_from_the_class_and_no_rule_is_broken(browser, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_LANGUAGE", "ar")
    server = Server(tmp_path / "class.sqlite3")
    try:
        context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
        page = open_page(context)
        refused = []
        page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
        page.goto(f"{server.base}/")
        page.locator("input").first.wait_for()
        page.evaluate("() => document.fonts.ready")
        becomes(page, lambda: any("Course Arabic" in face for face in page.evaluate(FONTS)))
        assert page.evaluate("() => [document.documentElement.lang, document.documentElement.dir]") == ["ar", "rtl"]
        assert violations(page) == []
        assert refused == []
        context.close()
    finally:
        server.kill()
