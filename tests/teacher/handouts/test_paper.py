"""The course on paper: every question with room to write; answers in the key alone; views after the last question."""

import re
from html.parser import HTMLParser

import msgspec
import pytest

from course.content import catalog, lessons
from course.content.interface import words
from course.html.text import plain
from course.model import prompt as prompts
from course.model import task as tasks
from course.teacher.handouts import booklet, edition

STEMS = lessons.exercise_stems()
MARKUP = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"


class Reader(HTMLParser):
    """Collects elements and the text of a page, and fails on an element closed out of turn."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.seen, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        if tag not in ("meta", "br", "hr", "img"):
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert not self.stack or self.stack.pop() == tag

    def handle_data(self, data):
        if "style" not in self.stack:
            self.text += data


def read(markup, whole=True):
    reader = Reader()
    reader.feed(markup)
    reader.close()
    assert not whole or reader.stack == []
    return reader


def squeezed(text):
    return "".join(text.split())


def flat(markup):
    return squeezed(read(markup).text)


# --- The booklet ---


@pytest.mark.parametrize("stem", lessons.stems())
def test_every_prompt_is_there_with_what_it_needs(stem):
    lesson = lessons.lesson(stem)
    markup = booklet.booklet(lesson)
    text, said = flat(markup), words()["prompt"]
    assert lesson.number in text
    for one in lesson.prompts:
        how = said["pair"] if one.pair else said[one.grouping]
        assert squeezed(said["eyebrow"].format(how=how, minutes=one.minutes)) in text
        assert squeezed(plain(one.asks)) in text
        for paragraph in one.setting.split("\n\n"):
            assert squeezed(plain(paragraph)) in text
        for option in getattr(one, "options", ()):
            assert squeezed(plain(option.says)) in text
        assert squeezed(plain(one.reason)) in text
        if isinstance(one, prompts.Scale | prompts.Placing):
            assert squeezed(plain(one.low)) in text
            assert squeezed(plain(one.high)) in text
    for claim in lesson.claims:
        assert text.count(squeezed(plain(catalog.claims()[claim].says))) >= 2
    for term in lesson.terms:
        assert squeezed(catalog.glossary()[term].arabic) in text


@pytest.mark.parametrize("stem", lessons.stems())
def test_there_is_room_to_write(stem):
    lesson = lessons.lesson(stem)
    markup = booklet.booklet(lesson)
    texts = [one for one in lesson.prompts if isinstance(one, prompts.ShortText)]
    boxes = len(texts) + sum(one.pair for one in lesson.prompts) + sum(bool(one.reason) for one in lesson.prompts)
    boxes += sum(bool(one.carries) for one in lesson.prompts) + (2 if lesson.claims else 0)
    assert markup.count('<div class="ruled"') == boxes
    assert markup.count("<i></i>") >= sum(2 * one.rows for one in texts)


@pytest.mark.parametrize("stem", [stem for stem in lessons.stems() if lessons.lesson(stem).prompts])
def test_other_views_stand_on_a_page_after_all_questions(stem):
    lesson = lessons.lesson(stem)
    before, apart, after = flat(booklet.booklet(lesson)).partition(squeezed(words()["prompt"]["perspectives"]))
    assert apart
    for one in lesson.prompts:
        assert squeezed(plain(one.guide)) not in before + after
        for view in one.perspectives:
            assert squeezed(plain(view.says)) in after
            assert squeezed(plain(view.says)) not in before


def test_nothing_in_a_booklet_is_run():
    lesson = lessons.lesson("05_why_come_to_the_table")
    changed = [
        msgspec.structs.replace(one, asks=MARKUP, setting=MARKUP, reason=MARKUP if one.reason else "", perspectives=())
        for one in lesson.prompts
    ]
    found = read(booklet.booklet(msgspec.structs.replace(lesson, title=MARKUP, summary=MARKUP, prompts=tuple(changed))))
    assert not {"script", "img", "iframe"} & set(found.seen)
    assert "window.hit" in found.text


# --- Student edition and key ---


def asked(task):
    """What a student must see of a task."""
    yield plain(task.asks)
    yield from paragraphs(task.setting)
    for one in (*getattr(task, "options", ()), *getattr(task, "items", ()), *getattr(task, "groups", ())):
        yield plain(one.says)
    for one in getattr(task, "values", ()):
        yield one.name
        yield one.unit


def answered(task):
    """What tells an answer: it belongs into the key and not into a student's hands."""
    yield from paragraphs(task.model)
    yield from (plain(hint) for hint in task.hints)
    for one in (*getattr(task, "options", ()), *getattr(task, "items", ()), *getattr(task, "slips", ())):
        yield plain(one.feedback)
    for key in ("right", "too_low", "too_high"):
        yield plain(getattr(task, key, ""))
    for one in getattr(task, "values", ()):
        yield plain(one.right)
        yield plain(one.wrong)
        yield from (plain(slip.feedback) for slip in one.slips)
    for one in getattr(task, "models", ()):
        yield from paragraphs(one.text)
        yield plain(one.notice)
    yield from (line for line in getattr(task, "worked", "").splitlines() if not line.startswith("#"))


def paragraphs(markdown):
    lines = (re.sub(r"^\s*(\d+\.|[-*>]) ", "", line) for line in markdown.split("\n"))
    return (plain(line) for line in lines if line.strip())


@pytest.mark.parametrize("stem", STEMS)
def test_both_editions_hold_every_question(stem):
    exercise = lessons.exercise(stem)
    for text in (flat(edition.student(exercise)), flat(edition.key(exercise))):
        for number, task in enumerate(exercise.tasks, 1):
            assert f"{number}·" in text
            assert [one for one in asked(task) if squeezed(one) not in text] == []
    assert squeezed(plain(exercise.goal)) in flat(edition.student(exercise))


@pytest.mark.parametrize("stem", STEMS)
def test_only_the_key_holds_answers(stem):
    exercise = lessons.exercise(stem)
    student, key = flat(edition.student(exercise)), flat(edition.key(exercise))
    told = 0
    for task in exercise.tasks:
        # A word that is also in the question tells nothing.
        seen = squeezed(" ".join(asked(task)))
        telling = [one for one in answered(task) if len(one) > 12 and squeezed(one) not in seen]
        assert [one for one in telling if squeezed(one) in student] == []
        assert [one for one in telling if squeezed(one) not in key] == []
        told += len(telling)
    assert told > 5


@pytest.mark.parametrize("stem", STEMS)
def test_the_student_edition_marks_nothing_and_gives_no_order_away(stem):
    exercise = lessons.exercise(stem)
    student, text = edition.student(exercise), flat(edition.student(exercise))
    assert "✔" not in student
    assert "<pre" not in student
    for task in exercise.tasks:
        if isinstance(task, tasks.Order):
            places = [text.index(squeezed(plain(item.says))) for item in task.items]
            assert places != sorted(places)


@pytest.mark.parametrize("stem", STEMS)
def test_the_key_says_which_answer_is_right(stem):
    exercise = lessons.exercise(stem)
    rows = [squeezed(read(row, whole=False).text) for row in re.findall(r"<tr>.*?</tr>", edition.key(exercise))]
    for task in exercise.tasks:
        if isinstance(task, tasks.Choose | tasks.ChooseSeveral):
            for option in task.options:
                (row,) = [row for row in rows if squeezed(plain(option.says)) + squeezed(plain(option.feedback)) in row]
                assert row.startswith("✔") == option.right
        if isinstance(task, tasks.Sort):
            names = {group.id: squeezed(plain(group.says)) for group in task.groups}
            letters = dict(zip(names, "ABCDEFGHIJ", strict=False))
            for item in task.items:
                assert [
                    row
                    for row in rows
                    if row.startswith(squeezed(plain(item.says)) + letters[item.group] + names[item.group])
                ]
        if isinstance(task, tasks.Order):
            for place, item in enumerate(task.items, 1):
                assert [row for row in rows if row.startswith(f"{place}{squeezed(plain(item.says))}")]


def test_nothing_in_an_edition_is_run():
    exercise = lessons.exercise("05_why_come_to_the_table")
    changed = []
    for task in exercise.tasks:
        new = {"asks": MARKUP, "setting": MARKUP, "model": MARKUP, "hints": (MARKUP,)}
        for key in ("options", "items", "groups"):
            if hasattr(task, key):
                new[key] = tuple(msgspec.structs.replace(one, says=MARKUP) for one in getattr(task, key))
        if isinstance(task, tasks.Notebook):
            new["worked"] = MARKUP
        changed.append(msgspec.structs.replace(task, **new))
    exercise = msgspec.structs.replace(exercise, title=MARKUP, goal=MARKUP, tasks=tuple(changed))
    for markup in (edition.student(exercise), edition.key(exercise)):
        found = read(markup)
        assert not {"script", "img", "iframe"} & set(found.seen)
        assert "window.hit" in found.text


def test_arabic_finds_its_direction():
    exercise = lessons.exercise("05_why_come_to_the_table")
    arabic = "ما الذي يقف في الطريق؟"
    task = msgspec.structs.replace(exercise.tasks[0], asks=arabic, setting=arabic)
    for make in (edition.student, edition.key):
        markup = make(msgspec.structs.replace(exercise, tasks=(task,)))
        assert re.search(rf'<p dir="auto">(<span class="asks">)?{arabic}', markup)
