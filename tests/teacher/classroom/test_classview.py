"""The class view: its numbers are those of the script, and what it shows to a class gives nobody away."""

import datetime
import re

import pytest

from course.content import filings, lessons
from course.content.interface import words
from course.html.text import escape, plain
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.event import Event
from course.model.lesson import Met
from course.teacher.classroom import classview_page, showing
from course.teacher.classroom.answers import Work
from course.teacher.classroom.classview import class_view
from course.teacher.classroom.handin import read_files
from course.teacher.classroom.room import Classroom

TODAY = datetime.date(2026, 11, 22)
STEM = "02_ways_to_settle"


def works(handed):
    return [Work(one) for one in handed.learners]


@pytest.fixture
def view(handed):
    return class_view(works(handed), TODAY)


def by_id(view, stem=STEM):
    [found] = [one for one in view.lessons if one.stem == stem]
    return {one.id: one for one in (*found.prompts, *found.tasks)}


def picks(scripted, again):
    """Which option each learner of the script picked in a lesson's prompts, the first prompt aside."""
    groups = (scripted.RIGHT, scripted.WRONG, scripted.BLANK)
    return [n + again - 1 for many in groups for n in range(many)] + [again - 1] * scripted.ODD


@pytest.mark.parametrize("stem", ["02_ways_to_settle", "05_why_come_to_the_table"])
def test_distributions_are_those_of_the_script(view, scripted, stem):
    first, *others = lessons.lesson(stem).prompts
    counted = 0
    for question in others:
        found = by_id(view, stem)[question.id]
        rounds = [(1, found.first), (2, found.second)] if question.pair else [(1, found.first)]
        for again, distribution in rounds:
            given = picks(scripted, again)
            assert distribution.answered == len(given) == 18
            if isinstance(question, prompts.OneChoice | prompts.SeveralChoices | prompts.Ranking):
                wanted = [sum(one % len(question.options) == n for one in given) for n in range(len(question.options))]
                assert [bar.count for bar in distribution.bars] == wanted
                counted += 1
            elif isinstance(question, prompts.Scale):
                wanted = [sum(one % question.steps == n for one in given) for n in range(question.steps)]
                assert [bar.count for bar in distribution.bars] == wanted
                counted += 1
            elif isinstance(question, prompts.Placing):
                mean = sum(one % question.steps + 1 for one in given) / 18
                assert all(bar.mean == pytest.approx(mean, abs=0.01) for bar in distribution.bars)
                counted += 1
        if question.pair:
            assert found.both == 18
    assert counted
    assert by_id(view, stem)[first.id].first.answered == 18 + scripted.UNFINISHED


def test_everyone_with_both_stands_moved_toward_the_claim(view):
    [one] = [one for one in view.stands if one.claim == "A3"]
    assert one.first == (0, 18, 0, 0, 0)
    assert one.second == (0, 0, 0, 18, 0)
    assert one.moves[1][3] == one.both == one.moved(1) == 18
    assert one.moved(-1) == one.moved(0) == 0


def test_tasks_count_who_solved_them_and_name_what_went_wrong(view, scripted):
    tasks_of_stem = [*lessons.lesson(STEM).checks, *lessons.exercise(STEM).tasks]
    for task in tasks_of_stem:
        found = by_id(view)[task.id]
        if isinstance(task, tasks.Open | tasks.Writing):
            assert (found.answered, found.right) == (scripted.RIGHT + scripted.ODD, None)
            continue
        assert found.answered == scripted.RIGHT + scripted.WRONG + scripted.ODD
        assert found.right == found.first_right == scripted.RIGHT + scripted.ODD
        assert found.wrong
        assert all(one.count == scripted.WRONG and one.feedback for one in found.wrong)
        if isinstance(task, tasks.Choose):
            option = next(one for one in task.options if not one.right)
            assert [one.says for one in found.wrong] == [escape(option.says)] or len(found.wrong) == 1


def test_who_did_what(view, handed, scripted):
    did = {view.names[one.learner]: one for one in view.did}
    assert did["Umar"].done == did["Umar"].tries == 0
    assert did["Umar"].last == ""
    assert did["Amina"].done == did["Amina"].offered
    assert did["Idris"].right == 0 < did["Idris"].tries
    assert len(did) == 21


def test_an_outcome_that_a_file_claims_is_not_believed(view):
    # The script writes "correct" into every answer, the wrong ones too.
    assert {view.names[one.learner]: one.right for one in view.did}["Jamila"] == 0


def test_the_projector_shows_no_name_and_no_text_that_was_not_ticked(view, scripted):
    page = classview_page.projector_page(view)
    for learner in scripted.learners:
        assert not re.search(rf"\b{re.escape(learner.name)}\b", page)
    assert "I would do thing" not in page
    [text] = [one for one in classview_page.all_texts(view) if one.text == scripted.ARABIC][:1]
    assert scripted.ARABIC not in page
    ticked = classview_page.projector_page(view, {text.id})
    assert ticked.count(scripted.ARABIC) == 1
    assert "زينب" not in ticked


def test_markup_in_texts_is_inert(view, handed, scripted):
    for page in (
        classview_page.teacher_page(view, handed),
        classview_page.projector_page(view, {one.id for one in classview_page.all_texts(view)}),
    ):
        assert "&lt;script&gt;window.hit" in page
        assert not re.search(r"<script|<img|onerror='", page)


def voted(newcomer, question, first, second):
    """The view of one think-pair-share after ``first`` learners voted and ``second`` of them voted again."""
    files = []
    for n in range(first):
        learner = newcomer(f"learner{n}")
        for again in (1, 2) if n < second else (1,):
            answer = {"chosen": question.options[n % 2].id}
            learner.do(STEM, question.id, "answer", {"answer": answer, "round": again})
        files.append((f"{n}.course.json", learner.backup()))
    return class_view(works(read_files(files)), TODAY)


def test_first_vote_is_held_back_until_half_have_voted_again_and_small_groups_are_not_shown(newcomer):
    question = next(one for one in lessons.lesson(STEM).prompts if one.pair and isinstance(one, prompts.OneChoice))
    found = [
        by_id(voted(lambda name, k=k: newcomer(f"{k}-{name}"), question, *counts))[question.id].choose_rounds()
        for k, counts in enumerate([(10, 0), (12, 5), (12, 6), (4, 4), (5, 5)])
    ]
    assert [len(one) for one in found] == [0, 0, 2, 0, 2]


def test_rubbish_in_a_backup_counts_as_nothing(newcomer):
    learner = newcomer("odd")
    for question in lessons.lesson(STEM).prompts:
        for answer in (
            {"chosen": 7},
            {"chosen": {"a": 1}},
            {"value": "x"},
            {"order": [[]]},
            {"placed": []},
            "no",
            None,
        ):
            learner.do(STEM, question.id, "answer", {"answer": answer, "round": 1})
    for task in (*lessons.lesson(STEM).checks, *lessons.exercise(STEM).tasks):
        for answer in ({"chosen": {"x": 1}}, {"order": [{}]}, {"placed": {"a": []}}, {"values": 3}, {"text": 5}, [1]):
            learner.do(STEM, task.id, "answer", {"answer": answer, "try": "many"})
    learner.do(STEM, "claim/A3", "stand", {"round": [], "stand": "very"})
    view = class_view(works(read_files([("odd.course.json", learner.backup())])), TODAY)
    assert classview_page.projector_page(view)
    assert view.stands == ()


def test_exit_questions_stand_first_and_say_so(handed, tmp_path, scripted):
    content = lessons.lesson(STEM)
    exits = {plain(prompt.asks) for prompt in content.prompts if prompt.exit}
    view = class_view(works(handed), TODAY)
    [seen] = [one for one in view.lessons if one.stem == STEM]
    assert {prompt.id for prompt in seen.prompts} == {prompt.id for prompt in content.prompts}
    for number, _ in enumerate(content.sessions, 1):
        of_session = [prompt.exit for prompt in seen.prompts if prompt.session == number]
        assert of_session == [True] + [False] * (len(of_session) - 1)
    page = classview_page.projector_page(view)
    [first, second, *_] = [prompt for prompt in seen.prompts if prompt.session == 1]
    title = page.index(escape(f"{words()['class']['exit']} {first.asks}"))
    assert title < page.index(escape(second.asks))
    room = Classroom(scripted.folder, tmp_path / "results")
    is_exit = [asks in exits for asks, _ in showing.texts_of(room, STEM)]
    assert is_exit == sorted(is_exit, reverse=True)


# --- What lessons gave to file ---


MET = {"aceh": Met(id="aceh", says="Aceh, *2005*"), "oslo": Met(id="oslo", says="Oslo, 1993")}


@pytest.fixture
def filed(monkeypatch):
    """A class of six: five filed one thing, one of them the other too."""
    monkeypatch.setattr(filings, "met_on", lambda claim: MET if claim == "A3" else {})

    def events(number):
        def event(place, body):
            id = f"{number:016x}{place:016x}"
            at = f"2026-11-22T15:10:0{place}.000001Z"
            return Event(id=id, at=at, lesson=STEM, item="claim/A3", kind="filed", body=body)

        if number < 5:
            yield event(0, {"id": "aceh", "side": "neither"})
            yield event(1, {"id": "aceh", "side": "against" if number < 2 else "for"})
        if number == 0:
            yield event(2, {"id": "oslo", "side": "neither"})
            yield event(3, {"id": "oslo", "why": "It ended badly."})

    class Learner:
        def __init__(self, number):
            self.key, self.name, self.events = f"key{number}", "", tuple(events(number))

    return class_view([Work(Learner(number)) for number in range(6)], TODAY)


def test_filings_are_counted_by_the_side_on_which_they_stand(filed):
    [stand] = filed.stands
    assert [(filing.id, filing.says, filing.counts) for filing in stand.filings] == [
        ("aceh", "Aceh, 2005", (3, 2, 0)),
        ("oslo", "Oslo, 1993", (0, 0, 1)),
    ]
    assert [text.text for text in stand.texts] == ["It ended badly."]


def test_projector_leaves_out_what_fewer_than_five_have_filed(filed):
    [stand] = filed.stands
    for_class = classview_page.stand_part(stand, filed, (), projector=True)
    assert "Aceh, 2005" in for_class
    assert "Oslo" not in for_class
    for_teacher = classview_page.stand_part(stand, filed, (), projector=False)
    assert "Oslo, 1993" in for_teacher


def guessing(count):
    """A class in which ``count`` learners guessed at a look of choices and at one of words, and one more still does."""

    def event(number, item, kind, answer):
        id = f"{number:016x}{len(item):016x}"
        at = "2026-11-22T15:10:00.000001Z"
        return Event(id=id, at=at, lesson=STEM, item=item, kind=kind, body={"answer": answer})

    class Learner:
        def __init__(self, number):
            self.key, self.name = f"key{number}", f"Name{number}"
            kind = "guess" if number < count else "draft"
            chosen = {"values": {"Hawar Islands": "Qatar" if number else "Bahrain"}}
            steps = {"placed": {"24 May 1980": "April 1980"}}
            self.events = (
                event(number, "look/verdict", kind, chosen),
                event(number, "look/algiers-steps", kind, steps),
            )

    return class_view([Work(Learner(number)) for number in range(count + 1)], TODAY)


def test_guesses_are_counted_without_names_and_only_of_looks_that_were_opened():
    view = guessing(5)
    [lesson] = view.lessons
    looks = {look.id: look for look in lesson.looks}
    assert (looks["verdict"].opened, looks["algiers-steps"].opened) == (5, 5)
    hawar = next(guessed for guessed in looks["verdict"].guessed if guessed.label.startswith("Hawar"))
    assert (hawar.counts, hawar.shown) == ((("Qatar", 4), ("Bahrain", 1)), "Bahrain")
    teacher = classview_page.lesson_part(lesson, view, (), projector=False)
    projector = classview_page.lesson_part(lesson, view, (), projector=True)
    for page in (teacher, projector):
        assert "Qatar (4)" in page
        assert "Name" not in page
    assert words()["class"]["look-shown"] in teacher
    assert words()["class"]["look-shown"] not in projector


def test_fewer_than_five_guesses_are_not_counted_out():
    view = guessing(4)
    for projector in (True, False):
        page = classview_page.lesson_part(view.lessons[0], view, (), projector=projector)
        assert "Qatar (" not in page
        assert words()["class"]["few"].format(count=4) in page


def test_a_finding_in_own_words_is_a_text_of_the_desk_without_a_name():
    event = Event(
        id="a" * 32,
        at="2026-11-22T15:10:00.000001Z",
        lesson="04_a_seat_at_the_table",
        item="look/tools",
        kind="guess",
        body={"answer": {"text": "Courts <b>wait</b>."}},
    )

    class Learner:
        key, name, events = "key", "Amina", (event,)

    class Room:
        view = class_view([Work(Learner)], TODAY)

        def ticked(self):
            return frozenset({f"{event.id}.guess"})

    [(asks, text)] = showing.texts_of(Room(), event.lesson)
    assert asks.endswith("Which tools are used, and which ones wait?")
    assert (text.id, text.text) == (f"{event.id}.guess", "Courts <b>wait</b>.")
    for page in (
        showing.lesson_picture(Room(), event.lesson),
        classview_page.lesson_part(Room.view.lessons[0], Room.view, {text.id}, projector=False),
    ):
        assert "Courts &lt;b&gt;wait" in page
        assert "Amina" not in page
