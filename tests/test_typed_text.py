"""What a person typed: on every page and face that shows it, it is text, whole, and escaped exactly once."""

import itertools
import re
from datetime import date
from html.parser import HTMLParser

import msgspec
import pytest

from course.content import catalog, labs, lessons, scenarios
from course.html.card import note
from course.model import prompt as prompts
from course.model import task as tasks
from course.pages.desk import Desk
from course.pages.exercise import Exercise
from course.pages.lesson import Lesson
from course.pages.portfolio import gather, moves_table, to_html
from course.record import Record, make_backup
from course.teacher.classroom.classview_page import all_texts, projector_page, teacher_page
from course.teacher.classroom.room import Classroom
from course.teacher.classroom.view import FEWEST
from course.teacher.handouts import booklet, edition, packets
from course.teacher.handouts.seats import seated

# Harmless, and no element of ours has this name.
HOSTILE = "<u>&\"'</u>"
TWICE = re.compile(r"&amp;(lt|gt|amp|quot|#x27|#39|#34);")
STEM = "02_ways_to_settle"
LAB = "bargaining_zone"


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.text = set(), ""

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.text += data


def shown(markup):
    """How often the hostile text is there to be read; it must be text, and escaped once."""
    reader = Reader()
    # A plain string: a slice of HTML is HTML again, and would be escaped again when it is put to text.
    reader.feed(str(markup))
    reader.close()
    assert "u" not in reader.tags
    assert not TWICE.search(markup)
    return reader.text.count(HOSTILE)


def strings(state):
    """Every string in the state of a widget that the page sets as HTML."""
    if isinstance(state, dict):
        for value in state.values():
            yield from strings(value)
    elif isinstance(state, list):
        for value in state:
            yield from strings(value)
    elif isinstance(state, str) and hasattr(state, "__html__"):
        yield state


_numbers = itertools.count(1)


def press(widget, action, **content):
    widget.receive({"do": action, "n": next(_numbers), **content}, [])
    return sum(shown(markup) for markup in strings(widget.state))


def opinion(prompt):
    ids = [option.id for option in getattr(prompt, "options", ())]
    if isinstance(prompt, prompts.ShortText):
        return {"text": HOSTILE}
    if isinstance(prompt, prompts.Ranking):
        return {"order": ids}
    if isinstance(prompt, prompts.Placing):
        return {"placed": dict.fromkeys(ids, 1)}
    value = {"value": 2} if isinstance(prompt, prompts.Scale) else {"chosen": ids[:1]}
    return {**({"chosen": ids[0]} if isinstance(prompt, prompts.OneChoice) else value), "why": HOSTILE}


def attempt(task):
    """An answer to a task into which something can be typed, None to the others."""
    if isinstance(task, tasks.Notebook):
        return {"values": {task.values[0].name: HOSTILE}}
    if isinstance(task, tasks.Number):
        return {"value": HOSTILE}
    return {"text": HOSTILE} if isinstance(task, tasks.Open | tasks.Writing) else None


@pytest.fixture
def lesson(record):
    return Lesson(lessons.lesson(STEM), record=record)


@pytest.fixture
def exercise(record):
    return Exercise(lessons.exercise(STEM), record=record)


@pytest.fixture
def written(record, lesson, exercise):
    """A record in which everything that can be typed is hostile."""
    record.append(STEM, "profile", "profile", {"name": HOSTILE})
    for prompt in lesson.content.prompts:
        for again in (1, 2) if prompt.pair else (1,):
            record.append(STEM, prompt.id, "answer", {"answer": opinion(prompt), "round": again})
    for task in (*lesson.content.checks, *exercise.content.tasks):
        answer = attempt(task)
        if answer:
            record.append(STEM, task.id, "answer", {"answer": answer, "outcome": "not-yet", "try": 1})
    claim = catalog.claims()[lesson.content.claims[0]]
    item = f"claim/{claim.id}"
    for again in (1, 2):
        record.append(STEM, item, "stand", {"round": again, "stand": 1, "sure": 2, "why": HOSTILE})
    for piece in (*claim.speaks_for, *claim.speaks_against):
        record.append(STEM, item, "weigh", {"piece": piece.id, "weight": 4})
    own = {"id": "a1", "side": "for", "text": HOSTILE, "source": HOSTILE}
    record.append(STEM, item, "argument", own)
    record.append(STEM, item, "rebuttal", {"piece": claim.speaks_against[0].id, "text": HOSTILE})
    return record


def test_prompts_show_it_as_text(written, lesson):
    seen = 0
    for prompt in lesson.content.prompts:
        form = lesson.discuss(prompt.id)
        seen += press(form, "save", answer=opinion(prompt))
        form.close()
    assert seen >= sum(prompt.pair for prompt in lesson.content.prompts)


def test_tasks_verdicts_and_marks_show_it_as_text(written, exercise):
    cell = next(task for task in exercise.content.tasks if isinstance(task, tasks.Notebook))
    card = exercise.check(cell.id, **{value.name: HOSTILE for value in cell.values})
    # A number is asked for: the verdict names what is wrong with it and does not repeat it.
    assert shown(card._repr_html_()) == 0
    writing = next(task for task in exercise.content.tasks if isinstance(task, tasks.Writing))
    answer = written.latest(STEM, writing.id, "answer")
    sides = {"grow": HOSTILE, "works": HOSTILE}
    mark = {"by": HOSTILE, "rubric": {writing.rubric[0].id: sides}, "comment": HOSTILE, "points": 3}
    written.append(STEM, writing.id, "mark", {"answer": answer.id, **mark})
    form = exercise.task(writing.id)
    assert shown(form.state["mark"]) == 4
    assert press(form, "hint") >= 4


def test_a_carried_answer_is_shown_as_text(record):
    page = Exercise(lessons.exercise("08_defusing_crises"), record=record)
    task = next(task for task in page.content.tasks if task.carries.startswith("claim/"))
    record.append(STEM, task.carries, "stand", {"round": 1, "stand": 1, "sure": 2, "why": HOSTILE})
    form = page.task(task.id)
    assert shown(form.state["earlier"]) == 1
    form.close()


def test_a_trial_and_my_work_show_it_as_text(written, lesson):
    trial = lesson.weigh(lesson.content.claims[0])
    # The argument, its source, and the answer to the strongest piece.
    assert shown(trial.state["map"]) == 3
    work = lesson.my_work()
    # Both stands, the argument and the answer at least, beside what the questions hold.
    assert shown(work.state["answers"]) > 6


def test_a_lab_shows_it_as_text(written, lesson):
    bench = lesson.lab(LAB)
    press(bench, "predict", chosen=labs.lab(LAB).prediction.options[0].id)
    assert press(bench, "answer", text=HOSTILE) == 0


def test_the_portfolio_shows_it_as_text(written):
    portfolio = gather(written, date(2026, 11, 22))
    # The name, and every answer.
    assert shown(to_html(portfolio)) > 8
    assert shown(moves_table(written)) == 0
    assert all(HOSTILE not in asked for chapter in portfolio.chapters for asked, _ in chapter.entries)


@pytest.fixture
def room(written, tmp_path):
    """A class of five, as few as a projector may show. All wrote the same; the name of one file is hostile, too."""
    folder = tmp_path / "my_class"
    folder.mkdir()
    for number in range(FEWEST):
        record = Record(tmp_path / f"learner{number}")
        for event in written.events():
            record.append(event.lesson, event.item, event.kind, dict(event.body))
        (folder / f"{number}.course.json").write_bytes(make_backup(record, HOSTILE))
    (folder / "<u>&\"'<u>.course.json").write_bytes(b"no")
    return Classroom(folder)


def test_what_a_class_wrote_is_shown_as_text(room):
    texts = all_texts(room.view)
    assert len(texts) > 5
    teacher = teacher_page(room.view, room.handed)
    assert shown(teacher) >= 2 * len(texts), "each text with a name"
    assert shown(projector_page(room.view, [text.id for text in texts])) >= len(texts)


def test_the_marking_page_shows_it_as_text(room):
    writing = room.writings()[0]
    room.marking.sign(HOSTILE)
    room.marking.write(writing, {writing.rubric[0][0]: {"grow": HOSTILE, "works": HOSTILE}}, HOSTILE, 3)
    page = room.write_marking_page().read_text(encoding="utf-8")
    assert shown(page) >= 2 * len(room.writings()) + 3


def test_the_desk_shows_it_as_text(room, tmp_path):
    desk = Desk(record=Record(tmp_path / "my_work"))
    panels = [desk.folder(), desk.class_view()]
    press(panels[0], "read", folder="my_class")
    press(panels[1], "choose", lesson=STEM)
    assert sum(shown(markup) for panel in panels for markup in strings(panel.state)) >= 3
    for panel in panels:
        panel.close()


def test_a_message_shows_it_as_text():
    assert shown(note(HOSTILE)._repr_html_()) == 1


# --- What a teacher changes in a content file is Markdown, and HTML in it stays text as well ---


def test_a_lesson_on_paper_shows_it_as_text():
    lesson = msgspec.structs.replace(lessons.lesson(STEM), title=HOSTILE, summary=HOSTILE)
    assert shown(booklet.booklet(lesson)) >= 3
    exercise = msgspec.structs.replace(lessons.exercise(STEM), title=HOSTILE, goal=HOSTILE)
    assert shown(edition.student(exercise)) >= 3
    assert shown(edition.key(exercise)) >= 2


@pytest.mark.parametrize("name", scenarios.scenarios())
def test_papers_of_a_negotiation_show_it_as_text(name):
    scenario = scenarios.scenario(name)
    roles = tuple(msgspec.structs.replace(role, name=HOSTILE, public_brief=HOSTILE) for role in scenario.roles)
    changed = msgspec.structs.replace(scenario, title=HOSTILE, roles=roles)
    for role in changed.roles:
        assert shown(packets.packet(changed, role.id)) >= 2 * len(roles)
    tables = seated(changed, range(1, 9))
    assert shown(packets.observer_packet(changed)) >= 2 * len(roles)
    assert shown(packets.cards(changed, tables)) >= 2
    assert shown(packets.plan(changed, tables)) >= 2
