"""What every widget owes: a static face that never changes, text that stays text, no address, no print."""

import json
import re

import pytest

from course.content import catalog, lessons
from course.content import labs as lab_words
from course.html.controls import shuffled
from course.html.text import clean, phrase, plain, prose, typed
from course.model.lesson import Bars, Chart
from course.pages.exercise import Exercise
from course.pages.labs import open_lab
from course.pages.lesson import Lesson
from course.widgets.opening import Opening

HOSTILE = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>\"'><b>bold</b>"
ARABIC = "الوساطة طريق إلى السلام"
ADDRESS = re.compile(r"0x[0-9a-f]{6,}|\b[0-9a-f]{32}\b|object at")


def lesson_widgets(stem, record):
    """Every widget that a lesson and its exercise show, by name."""
    page = Lesson(lessons.lesson(stem), record=record)
    content = page.content
    yield "opening", page.opening()
    for one in content.prompts:
        yield one.id, page.discuss(one.id)
    for one in content.checks:
        yield one.id, page.check(one.id)
    for one in content.looks:
        # A chart is displayed at once, as an output of its own: tests/test_notebooks.py looks at it.
        if not isinstance(one, Chart | Bars):
            yield one.id, page.look(one.id)
    for one in content.cases:
        yield one, page.case(one)
    for one in content.claims:
        yield one, page.weigh(one)
    for one in content.labs:
        yield one, page.lab(one)
    yield from (("terms", page.terms()), ("sources", page.sources()), ("work", page.my_work()))
    if stem in lessons.exercise_stems():
        exercise = Exercise(lessons.exercise(stem), record=record)
        worked = Exercise(lessons.exercise(stem), record=record, worked=True)
        for one in exercise.content.tasks:
            yield one.id, exercise.task(one.id)
            yield f"{one.id} worked", worked.task(one.id)


def faces(widgets):
    """The two static faces of each, by name."""
    found = {}
    for name, one in widgets:
        markup = one.face.markup if hasattr(one, "spec") else one._repr_html_()
        found[name] = (markup, repr(one))
    return found


@pytest.fixture(params=lessons.stems())
def stem(request):
    return request.param


def test_static_faces_are_complete_and_the_same_every_time(stem, record):
    first = faces(lesson_widgets(stem, record))
    assert first == faces(lesson_widgets(stem, record))
    for name, (markup, text) in first.items():
        assert 'class="course course-' in markup, name
        assert "course-note" not in markup.split(">")[0], f"{name}: {text}"
        assert text.strip(), name
        assert not ADDRESS.search(re.sub(r"https?://\S+", "", markup + text)), name
        assert not re.search(r"<(script|style|iframe|img|object|form|input)\b", markup), name
        assert markup.count("<section") == markup.count("</section>"), name


def test_saved_work_does_not_change_a_static_face(stem, record):
    before = faces(lesson_widgets(stem, record))
    for question in (*lessons.lesson(stem).prompts, *lessons.lesson(stem).checks):
        record.append(stem, question.id, "draft", {"answer": {"text": "mine"}, "round": 1})
        record.append(
            stem, question.id, "answer", {"answer": {"text": "mine"}, "round": 1, "outcome": "open", "try": 1}
        )
    for id in catalog.claims():
        record.append(stem, f"claim/{id}", "stand", {"round": 1, "stand": 1, "sure": 1, "why": "mine"})
    assert faces(lesson_widgets(stem, record)) == before


def test_bundle_of_a_widget_has_the_view_and_both_faces(setting):
    opening = Opening(setting, ready="Ready.", told=[("Goal", "Think *twice*.")], notices=["This forgets."])
    bundle = opening._repr_mimebundle_()[0]
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert "<em>twice</em>" in bundle["text/html"]
    assert "Think twice." in bundle["text/plain"]
    assert opening.spec["notices"] == ["This forgets."]
    assert "This forgets." not in bundle["text/html"] + bundle["text/plain"]


def test_everything_that_goes_to_the_page_is_plain_data(stem, record):
    for name, one in lesson_widgets(stem, record):
        if hasattr(one, "spec"):
            json.dumps([one.spec, one.state], allow_nan=False)
            assert one.code.get_state()["_esm"], name


def every_text_in_html(state):
    """Every part of a state that the page puts in as HTML."""
    return "".join(str(state.get(key) or "") for key in ("panel", "earlier", "map", "answers", "predicted"))


@pytest.mark.parametrize("text", [HOSTILE, ARABIC])
def test_typed_text_stays_text_wherever_it_is_shown(record, send, text):
    page = Lesson(lessons.lesson("02_ways_to_settle"), record=record)
    shown = ""
    for prompt in page.content.prompts:
        form = page.discuss(prompt.id)
        kind = form.spec["control"]["type"]
        answers = {"text": {"text": text}, "one": {"chosen": prompt.options[0].id} if kind == "one" else {}}
        if kind in answers:
            send(form, "save", answer={**answers[kind], "why": text})
            shown += every_text_in_html(send(form, "save", answer={**answers[kind], "why": text}))
    trial = page.weigh("A4")
    send(trial, "argue", side="for", text=text, source=text)
    send(trial, "rebut", piece=trial.claim.speaks_for[0].id, text=text)
    shown += every_text_in_html(send(trial, "weigh", piece=trial.claim.speaks_for[0].id, weight=3))
    send(trial, "stand", round=1, stand=1, why=text)
    shown += every_text_in_html(send(page.my_work(), "look"))
    number = next(one for one in page.content.checks if one.id == "zone")
    shown += every_text_in_html(send(page.check(number.id), "save", answer={"value": text}))
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<b>bold" not in shown
    assert typed(text) in shown
    assert 'dir="auto"' in typed(text)


def test_course_text_is_markdown_and_harmless():
    assert phrase("a *b* <script>x</script>") == "a <em>b</em> &lt;script&gt;x&lt;/script&gt;"
    assert prose("one\n\ntwo") == "<p>one</p>\n<p>two</p>"
    assert "javascript" not in phrase("[x](javascript:alert(1))") or "href" not in phrase("[x](javascript:alert(1))")
    assert clean('<p onclick="x()" style="x">a<script>b</script></p>') == "<p>a</p>"
    assert plain("a *b* [c](https://d.org)") == "a b c"


def test_shuffled_is_always_the_same_and_never_the_given_order():
    ids = list("abcde")
    assert shuffled(ids, "seed") == shuffled(ids, "seed") != ids
    assert sorted(shuffled(ids, "seed")) == ids
    assert shuffled(["a"], "seed") == ["a"]
    assert all(shuffled(["a", "b"], str(n)) == ["b", "a"] for n in range(9))


# --- Labs ---


@pytest.mark.parametrize("name", lab_words.names())
def test_lab_predicts_first_then_moves_and_remembers(setting, send, name):
    bench = open_lab(setting, name)
    assert bench.state["predicted"] == ""
    chosen = bench.words.prediction.options[0].id
    state = send(bench, "predict", chosen=chosen)
    assert state["predicted"]
    assert state["at"]
    knob = bench.spec["knobs"][0]
    moved = send(bench, "move", values={**bench.spec["start"], knob["id"]: knob["high"]})
    assert moved["said"] == ""
    assert moved["svg"].startswith("<svg")
    assert "aria-label" in moved["svg"]
    send(bench, "answer", text="Oman.")
    again = open_lab(setting, name)
    assert (again.state["chosen"], again.state["answer"]) == (chosen, {"text": "Oman."})
    assert again.state["predicted"] == state["predicted"]


@pytest.mark.parametrize("name", lab_words.names())
def test_lab_says_what_is_out_of_range_and_keeps_its_picture(setting, send, name):
    bench = open_lab(setting, name)
    knob = next(one for one in bench.spec["knobs"] if one["control"] == "slider")
    before = bench.state["svg"]
    state = send(bench, "move", values={**bench.spec["start"], knob["id"]: knob["high"] + 1})
    assert knob["id"] in state["said"]
    assert state["svg"] == before


def test_prediction_that_is_no_option_is_not_saved(setting, send):
    bench = open_lab(setting, "bargaining_zone")
    send(bench, "predict", chosen="nothing")
    assert setting.record.events() == []


def test_lab_that_cannot_save_says_so(failing, send):
    bench = open_lab(failing, "bargaining_zone")
    assert "no space left" in send(bench, "predict", chosen=bench.words.prediction.options[0].id)["trouble"]
    assert "no space left" in send(bench, "answer", text="Oman.")["trouble"]


def test_every_unit_and_every_list_of_a_lab_has_a_word(setting):
    for name in lab_words.names():
        spec = open_lab(setting, name).spec
        assert all(not knob["unit"] or "{value}" in knob["unit"] for knob in spec["knobs"])
        assert all(pick["label"] for pick in spec["picks"])
