"""What one line in a lesson cell calls: unknown ids, broken parts and bad records are told in words."""

import pytest
from msgspec.structs import replace

from course.content import catalog, lessons
from course.content.reader import ContentError
from course.html.face import Face
from course.negotiation.error import NegotiationError
from course.negotiation.requests import Unclear
from course.pages import lesson as module
from course.pages.blocks import list_blocks
from course.pages.lesson import Lesson, open_lesson
from course.pages.page import Broken, Missing
from course.record.trouble import trouble
from course.widgets.concepts import ConceptForm
from course.widgets.look import AskedLook
from course.widgets.prompt import PromptForm
from course.widgets.task import TaskForm
from course.widgets.trial import Trial

STEM = "02_ways_to_settle"


@pytest.fixture
def lesson(record):
    return Lesson(lessons.lesson(STEM), record=record)


@pytest.mark.parametrize(
    ("call", "id", "near"),
    [
        ("discuss", "settled-hwo", "settled-how"),
        ("check", "zone1", "zone"),
        ("look", "algiers-step", "algiers-steps"),
        ("case", "taba-1989", "taba-1988"),
        ("weigh", "A44", "A4"),
        ("stand", "a4", "A4"),
        ("lab", "bargaining-zone", "bargaining_zone"),
    ],
)
def test_unknown_id_answers_with_the_nearest_ones(lesson, call, id, near):
    face = getattr(lesson, call)(id)
    assert isinstance(face, Face)
    assert f"'{id}'" in repr(face)
    assert f"'{near}'" in repr(face)
    assert "Traceback" not in repr(face)
    assert 'class="course course-note"' in face._repr_html_()


@pytest.mark.parametrize("id", ["", "qqqqqqqq", "<script>", 7, None])
def test_id_that_is_like_no_other_is_told_too(lesson, id):
    face = lesson.discuss(id)
    assert repr(face).startswith("No prompt")
    assert repr(face).rstrip().endswith((".", "?"))
    assert "<script" not in face._repr_html_()


def test_each_call_gives_its_widget(lesson):
    assert isinstance(lesson.discuss("settled-how"), PromptForm)
    assert isinstance(lesson.check("zone"), TaskForm)
    assert isinstance(lesson.weigh("A4"), Trial)
    assert isinstance(lesson.look("menu"), AskedLook)
    readings = Lesson(lessons.lesson("03_islamic_traditions"), record=lesson.record)
    assert isinstance(readings.look("siffin-readings"), Face)
    assert repr(lesson) == "Lesson 2: Ways to settle"


def test_broken_part_is_marked_named_and_stops_nothing(lesson, monkeypatch, caplog):
    def broken(*args, **options):
        raise ZeroDivisionError("no zone")

    monkeypatch.setattr(module, "PromptForm", broken)
    face = lesson.discuss("settled-how")
    assert isinstance(face, Broken)
    assert "lesson.discuss('settled-how'): ZeroDivisionError: no zone" in repr(face)
    assert isinstance(lesson.check("zone"), TaskForm)
    # A check sees the traceback; the fixture that refuses it is told that this one was meant.
    [entry] = caplog.records
    assert "lesson.discuss('settled-how') of '02_ways_to_settle'" in entry.getMessage()
    assert entry.exc_info[0] is ZeroDivisionError
    caplog.clear()


@pytest.mark.parametrize("kind", [ContentError, NegotiationError, Unclear])
def test_what_a_person_can_mend_is_told_and_not_called_broken(lesson, monkeypatch, kind):
    def refusing(*args, **options):
        raise kind("Mend the file.")

    monkeypatch.setattr(module, "PromptForm", refusing)
    face = lesson.discuss("settled-how")
    assert repr(face) == "Mend the file."
    assert not isinstance(face, Broken)


def test_open_lesson_shows_its_head(record, heads):
    page = open_lesson(STEM, record=record)
    assert isinstance(page, Lesson)
    [opening] = heads
    assert lessons.lesson(STEM).summary in repr(opening)
    assert opening.spec["notices"] == []


def test_unknown_lesson_says_so_at_once_and_in_every_cell(record, heads):
    page = open_lesson("02_way_to_settle", record=record)
    assert isinstance(page, Missing)
    assert "'02_ways_to_settle'" in repr(heads[0])
    assert repr(page.discuss("x")) == repr(page.anything_at_all(1, a=2)) == repr(heads[0])
    with pytest.raises(AttributeError):
        page._repr_html_  # noqa: B018


def test_bad_content_file_is_told_in_words(record, heads, monkeypatch):
    def broken(stem):
        raise ContentError("lessons/02.toml: Mend the TOML at that line.")

    monkeypatch.setattr(module.lessons, "lesson", broken)
    open_lesson(STEM, record=record)
    assert "Mend the TOML" in repr(heads[0])


def test_session_that_forgets_says_so_on_the_first_screen(record, heads, monkeypatch):
    monkeypatch.setattr(type(record), "forgets", lambda self: "session")
    open_lesson(STEM, record=record)
    [notice] = heads[0].spec["notices"]
    assert "backup" in notice


def test_record_that_cannot_be_written_says_so_on_the_first_screen(record, heads, monkeypatch):
    monkeypatch.setattr(type(record), "writable", lambda self, reader: trouble("read-only"))
    open_lesson(STEM, record=record)
    [notice] = heads[0].spec["notices"]
    assert "cannot be written" in notice


def test_sources_of_a_lesson_hold_everything_that_it_cites(lesson):
    listed = repr(lesson.sources())
    cited = [source for prompt in lesson.content.prompts for view in prompt.perspectives for source in view.sources]
    cited += [source for part in (*lesson.content.checks, *lesson.content.looks) for source in part.sources]
    for id in cited:
        assert catalog.sources()[id].title in listed.replace("*", ""), id


def test_portfolio_of_a_lesson_holds_answers_and_stands(lesson, send):
    send(lesson.discuss("settled-how"), "save", answer={"chosen": "half", "why": "Judges drew it."})
    send(lesson.discuss("settled-how"), "save", answer={"chosen": "no"}, round=2)
    send(lesson.check("zone"), "save", answer={"value": "35"})
    trial = lesson.weigh("A4")
    send(trial, "stand", round=1, stand=1, why="Algiers.")
    send(trial, "argue", side="for", text="Oman too.")
    said = [answer for _, answer in lesson.written()]
    assert any("Half." in one and "Judges drew it." in one for one in said)
    assert any(one.startswith("No.") for one in said)
    assert "35 dinars a ton" in said
    assert any("+1 agree" in one and "Algiers." in one for one in said)
    assert "Oman too." in said


@pytest.mark.parametrize("stem", lessons.stems())
def test_every_lesson_opens(stem, record, heads):
    assert isinstance(open_lesson(stem, record=record), Lesson)
    assert len(heads) == 1


def test_every_term_and_source_can_be_linked_to(lesson):
    """A link "#term-…" or "#source-…" of the prose leads to the entry of that id; a term is folded to a line."""
    terms, sources = lesson.terms().markup, lesson.sources().markup
    for id in lesson.content.terms:
        assert terms.count(f'<details id="term-{id}"><summary>') == 1
    for id in set(lesson.cited()):
        assert sources.count(f'<li id="source-{id}">') == 1
    glossary = catalog.glossary()
    arabic = [glossary[id] for id in lesson.content.terms if glossary[id].arabic]
    assert arabic
    for term in arabic:
        assert f'· <span lang="ar" dir="rtl">{term.arabic}</span>' in terms


@pytest.fixture
def twice(record):
    """A lesson of two sessions: the second half of its blocks as a session of their own."""
    content = lessons.lesson(STEM)
    [first] = content.sessions[:1]
    half = len(first.blocks) // 2
    sessions = (
        replace(first, title="One", blocks=first.blocks[:half]),
        replace(first, title="A [second](x) try", minutes=30, blocks=first.blocks[half:]),
    )
    return Lesson(replace(content, sessions=sessions, minutes=first.minutes + 30), record=record)


def test_the_opening_shows_the_way_through_the_first_session_and_where_the_others_begin(lesson, twice):
    first = lesson.content.sessions[0]
    once, html = repr(lesson.opening()), repr(twice.opening())
    if len(lesson.content.sessions) == 1:
        assert f"{first.minutes} minutes" in once.splitlines()
        assert "After that:" not in once
    core = [block.title for block in first.blocks if not block.more]
    assert [line.rpartition(" (")[0] for line in once.splitlines() if line.endswith(" min)")] == [
        f"- {title}" for title in core
    ]
    assert f"2 sessions: {first.minutes} and 30 minutes" in html
    assert "- Session 2 · A second try, 30 minutes" in html
    assert twice.content.sessions[1].blocks[0].title not in html
    assert 'href="#Session-2-·-A-second-try"' in twice.opening().spec["html"]


def test_the_head_of_a_later_session_lists_its_core_and_what_is_more(twice):
    face = twice.session(2)
    assert isinstance(face, Face)
    session = twice.content.sessions[1]
    lines = repr(face).splitlines()
    core = [block.title for block in session.blocks if not block.more]
    more = [block.title for block in session.blocks if block.more]
    assert lines[0] == "Your way through session 2, 30 minutes:"
    assert [line.rpartition(" (")[0] for line in lines[1 : len(core) + 1]] == [f"- {title}" for title in core]
    assert lines[len(core) + 1 :] == ([f"More, if you have time: {'; '.join(more)}"] if more else [])
    assert all(f"<li>{title} (" in face._repr_html_() for title in core)


@pytest.mark.parametrize("number", [0, 3, "2", None, []])
def test_a_session_that_there_is_not_is_told(twice, number):
    face = twice.session(number)
    assert repr(face) == f"Lesson 2 has no session {number}. Its sessions: 1 to 2."
    assert "course-note" in face._repr_html_()


def test_concept_test_opens_and_an_unknown_sitting_is_told(lesson, record):
    assert isinstance(lesson.concept_test("before"), ConceptForm)
    assert "'before'" in repr(lesson.concept_test("beforee"))
    assert "before, after, later" in repr(lesson.concept_test(7))


def test_my_work_lists_a_sitting_that_was_handed_in_here(lesson, record):
    record.append(STEM, "concepts/before", "concepts", {"chosen": {"arms-race": "threat"}})
    assert lesson._sittings() == []
    record.append(STEM, "concepts/before", "concepts", {"chosen": {"arms-race": "threat"}, "handed": True})
    [(asks, answer)] = lesson._sittings()
    assert "before the course" in asks
    assert "1 of 12" in answer
    assert "right" not in answer.lower()


def test_a_guess_stands_in_my_work_and_marks_the_block_as_worked_in(record, send):
    page = Lesson(lessons.lesson("04_a_seat_at_the_table"), record=record)

    def worked():
        return {block.title for block in list_blocks(page.setting, page.stem, record.events(page.stem)) if block.work}

    before = worked()
    send(page.look("tools"), "show", box="guess", answer={"text": "<b>Courts</b> wait."})
    assert worked() - before == {"Read · Rooms that stay empty"}
    [(asks, answer)] = page.written()
    assert answer == "<b>Courts</b> wait."
    assert "Which tools are used" in asks


def test_a_bar_to_be_guessed_is_drawn_only_after_the_guess(record, send, monkeypatch):
    drawn = []

    class Handle:
        def update(self, data, raw):
            drawn.append(data["text/plain"])

    def display(data, raw, display_id=False):
        drawn.append(data["text/plain"])
        return Handle() if display_id else None

    monkeypatch.setattr("course.pages.cases.display", display)
    page = Lesson(lessons.lesson("04_a_seat_at_the_table"), record=record)
    asked = page.look("waiting-court")
    assert "14" not in drawn[-1]
    assert "reported: ?" in drawn[-1]
    send(asked, "show", box="guess", answer={"value": "20"})
    assert len(drawn) == 2
    assert "14" in drawn[-1]
    page.look("waiting-court")
    assert "14" in drawn[-1]


def test_a_map_is_shown_cited_and_an_unknown_one_told(record):
    kuwait = Lesson(lessons.lesson("01_diplomatic_defense"), record=record)
    face = kuwait.map("kuwait")
    assert face.text.startswith("Kuwait and its neighbors\n")
    assert "<svg" in face._repr_html_()
    assert "natural-earth" in set(kuwait.cited())
    assert "did you mean 'kuwait'" in repr(kuwait.map("kuwayt"))
    assert "No map '7'" in repr(kuwait.map(7))
