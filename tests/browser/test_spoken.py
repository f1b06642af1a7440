"""What a screen reader says of every kind of widget: a transcript each in ``spoken/``, and what must hold in all.

The widgets are drawn in Chromium without JupyterLab: their own scripts over a model whose kernel is this process. A
transcript changes when words or order change. To write them anew after looking at the difference, delete the file.
"""

import base64
import difflib
import itertools
import re
from pathlib import Path

import pytest

from course.content import lessons
from course.content.interface import words
from course.html.controls import control, to_page
from course.html.style import screen
from course.pages.atlas import atlas
from course.pages.desk import Desk
from course.pages.labs import open_lab
from course.pages.lesson import Lesson
from course.pages.negotiations import open_table
from course.widgets.prompt import PromptForm
from course.widgets.task import TaskForm
from tests.chromium import ROOT, in_chromium, open_page
from tests.widget_page import answer, draw

READER = ROOT / "node_modules" / "@guidepup" / "virtual-screen-reader" / "lib" / "esm" / "index.browser.js"
TRANSCRIPTS = Path(__file__).parent / "spoken"
MOST_HEARD, MOST_KEPT = 320, 170
"""How many phrases of a long widget are listened to, and how many lines of it are kept."""
SILENT = re.compile(r"^(paragraph|strong|end( of|,) .*)$")
"""Where something begins and ends: not what a person listens for."""
CONTROLS = ("one", "several", "scale", "rank", "place", "sort", "number", "text")

pytestmark = [
    *in_chromium,
    pytest.mark.skipif(not READER.exists(), reason="no screen reader; 'python3 -m course test' installs it with Node"),
]

LISTEN = """async ({ most }) => {
  const { virtual } = window.reader;
  await virtual.start({ container: document.querySelector('main') });
  for (let phrases = 0; phrases < most; phrases += 1) {
    await virtual.next();
    if ((await virtual.lastSpokenPhrase()) === 'end of main') break;
  }
  const log = await virtual.spokenPhraseLog();
  await virtual.stop();
  return log;
}"""


@pytest.fixture(scope="module")
def page(browser):
    """A page with a screen reader in it, and no JupyterLab."""
    page = open_page(browser, locale="en-US", timezone_id="UTC")
    page.widget = None
    page.expose_function("answer", lambda content: answer(page.widget, content))
    page.goto("data:text/html,<html lang=en><title>Spoken</title></html>")
    page.add_style_tag(content=screen())
    bring_reader(page)
    return page


def bring_reader(page):
    """Put the screen reader on a page."""
    encoded = base64.b64encode(READER.read_bytes()).decode()
    page.evaluate("async code => { window.reader = await import(`data:text/javascript;base64,${code}`) }", encoded)


@pytest.fixture
def speak(page):
    """Draw a widget, and return what is said of it, a phrase a line."""

    def speaking(widget, then=None):
        page.widget = widget
        draw(page, widget)
        if then:
            then(page)
        spoken = page.evaluate(LISTEN, {"most": MOST_HEARD})
        return shorten(spoken, str(widget.setting.record.where.parent))[:MOST_KEPT]

    return speaking


def shorten(spoken, folder):
    """Return what is said without ends of groups, without what differs every time, and with two options of a list."""
    phrases = [phrase for phrase in spoken if not SILENT.match(phrase)]
    short = [
        phrase
        for place, phrase in enumerate(phrases)
        if not (place > 1 and all(one.startswith("option, ") for one in phrases[place - 2 : place + 1]))
    ]
    return [re.sub(r"Saved \d{1,2}:\d\d", "Saved (time)", phrase).replace(folder, "(folder)") for phrase in short]


def is_of_kind(drawn, kind):
    return drawn is not None and to_page(drawn)["type"] == kind


def first_with(kind):
    """The first question of the course that is answered with a control of this kind, and its lesson."""
    for stem in lessons.stems():
        content = lessons.lesson(stem)
        exercise = lessons.exercise(stem).tasks if stem in lessons.exercise_stems() else ()
        for question in (*content.checks, *exercise, *content.prompts):
            if is_of_kind(control(question, words()["form"]), kind):
                return question
    raise LookupError(f"no question with a control of kind {kind}")


def make_widgets(setting, record):
    """A widget of every kind by the name of its transcript."""
    page = Lesson(lessons.lesson("02_ways_to_settle"), record=record)
    desk = Desk(record=record)
    return {
        "opening": page.opening,
        "prompt": lambda: page.discuss(page.content.prompts[0].id),
        **{f"question_{kind}": lambda kind=kind: make_question(setting, first_with(kind)) for kind in CONTROLS},
        "stand": lambda: page.stand("A4"),
        "stands": page.stands,
        "trial": lambda: take_first_stand(page.weigh("A4")),
        "lab": lambda: predict(open_lab(setting, "bargaining_zone")),
        "table": lambda: open_table(setting, "two-rivers"),
        "position": lambda: take_seat(setting),
        "atlas": lambda: atlas(setting),
        "portfolio": page.portfolio,
        "my_work": page.my_work,
        "desk_folder": desk.folder,
        "desk_view": desk.class_view,
        "desk_plan": desk.plan,
    }


def make_question(setting, question):
    form = PromptForm if hasattr(question, "grouping") else TaskForm
    return form(setting, question)


def take_first_stand(trial):
    trial.receive({"do": "stand", "n": 1, "round": 1, "stand": 1})
    trial.receive({"do": "weigh", "n": 2, "piece": trial.claim.speaks_for[0].id, "weight": 3})
    return trial


def take_seat(setting):
    """The table of the summit, with something written before in lesson 1; the folder, long as it is, lies closed."""
    setting.record.append("01_diplomatic_defense", "memo", "answer", {"answer": {"text": "A joint watch. " * 12}})
    table = open_table(setting, "the-strait")
    table.receive({"do": "seat", "n": 1, "seat": "velaya"})
    return table


def predict(lab):
    lab.receive({"do": "predict", "n": 1, "chosen": lab.words.prediction.options[0].id})
    return lab


NAMES = [
    *("opening", "prompt", *(f"question_{kind}" for kind in CONTROLS), "stand", "stands", "trial", "lab", "table"),
    *("position", "atlas", "portfolio", "my_work", "desk_folder", "desk_view", "desk_plan"),
]
NAMELESS = re.compile(r"^(button|textbox|radio|checkbox|slider|spinbutton|combobox|img|link|image)(, (not |un)\w+.*)?$")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_said_of_a_widget(setting, record, speak, name):
    spoken = speak(make_widgets(setting, record)[name]())
    path = TRANSCRIPTS / f"{name}.txt"
    if not path.exists():
        path.write_text("\n".join(spoken) + "\n", "utf-8")
        pytest.fail(f"{path.name} was not there and is written now: read it, and keep it if one can listen to it")
    difference = list(difflib.unified_diff(path.read_text("utf-8").splitlines(), spoken, "kept", "spoken", lineterm=""))
    assert not difference, "\n".join(difference)
    assert not [phrase for phrase in spoken if NAMELESS.match(phrase)], "a control without a name"
    assert not [phrase for phrase in spoken if re.search(r"\b(lesson|exercise|desk)\.\w+\(", phrase)], "code is spoken"
    # A field for a file has no role: all that is said of it is its name, after its label. Cells may hold one number.
    twice = [one for one, other in itertools.pairwise(spoken) if one == other]
    twice = [phrase for phrase in twice if phrase != setting.word("work", "restore") and not phrase.startswith("cell")]
    assert not twice, "said twice in a row"


def test_a_question_is_said_before_its_options(setting, record, speak):
    question = first_with("one")
    spoken = speak(make_question(setting, question))
    asked = next(place for place, phrase in enumerate(spoken) if "group, " in phrase)
    options = [place for place, phrase in enumerate(spoken) if phrase.startswith("radio, ")]
    assert options
    assert asked < min(options)


def test_saved_is_said_before_what_comes_back(setting, record, speak):
    form = Lesson(lessons.lesson("02_ways_to_settle"), record=record).discuss("you-first")

    def answer(page):
        radio = page.locator("input[type=radio]").first
        if radio.count():
            radio.check()
        if page.locator("textarea").count():
            page.locator("textarea").first.fill("A third party that both trust.")
        page.locator("button[type=submit]").click()
        page.wait_for_function("document.querySelector('.course-status').textContent.startsWith('Saved')")

    spoken = speak(form, answer)
    saved = next(place for place, phrase in enumerate(spoken) if "Saved (time)" in phrase)
    back = next(place for place, phrase in enumerate(spoken) if setting.word("form", "panel") in phrase)
    assert saved < back
    assert any(setting.word("form", "block-done") in phrase for phrase in spoken[:saved]), "the tick is heard"
