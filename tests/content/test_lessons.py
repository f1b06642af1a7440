"""Every lesson and exercise that exists: answers, feedback and hints in step, ids that resolve, plans that add up."""

import re
import typing
from collections import Counter

import pytest

from course.checks import judge, solved
from course.checks.numbers import write_number
from course.content import catalog, labs, lessons, pace, tables
from course.content.outline import outline
from course.model import task as kinds
from course.model.answer import read_answer
from course.pages.cases import frame

LESSONS = lessons.stems()
EXERCISES = lessons.exercise_stems()
DATA = "07_dividends_of_peace"
"""The exercise whose subject is data: more of it is counted than of any other."""
FULL = [stem for stem in LESSONS if 1 <= int(stem[:2]) <= 10]
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

lesson_of = pytest.mark.parametrize("lesson", LESSONS, indirect=True)
exercise_of = pytest.mark.parametrize("exercise", EXERCISES, indirect=True)
every_task = pytest.mark.parametrize(
    "tasks",
    [*(("lesson", one) for one in LESSONS), *(("exercise", one) for one in EXERCISES)],
    indirect=True,
    ids="/".join,
)


@pytest.fixture
def lesson(request):
    return lessons.lesson(request.param)


@pytest.fixture
def exercise(request):
    return lessons.exercise(request.param)


@pytest.fixture
def tasks(request):
    """The quick checks of a lesson, or the tasks of an exercise."""
    kind, stem = request.param
    return lessons.lesson(stem).checks if kind == "lesson" else lessons.exercise(stem).tasks


def says(verdict):
    return [remark.says for remark in verdict.remarks if remark.says]


def of_kind(tasks, *kind):
    return [task for task in tasks if isinstance(task, kind)]


def test_there_are_lessons_and_exercises():
    assert {"00_start_here", "01_diplomatic_defense", "02_ways_to_settle"} <= set(LESSONS)
    assert set(EXERCISES) <= set(LESSONS)


def test_every_kind_of_task_is_used_so_that_the_tests_below_meet_it():
    used = [task for stem in LESSONS for task in lessons.lesson(stem).checks]
    used += [task for stem in EXERCISES for task in lessons.exercise(stem).tasks]
    assert {type(task) for task in used} == {*typing.get_args(kinds.AnyTask)}
    # What a task may leave out, some leave in.
    numbers, notebooks = of_kind(used, kinds.Number), of_kind(used, kinds.Notebook)
    assert any(task.hints for task in used)
    assert any(task.slips for task in numbers)
    assert any(value.slips for task in notebooks for value in task.values)
    assert any(answers_as_words(task) for task in of_kind(used, kinds.Choose))


# --- What a learner answers ---


@every_task
def test_model_answer_passes_its_own_check(tasks):
    for task in tasks:
        expected = "open" if isinstance(task, kinds.Open | kinds.Writing) else "correct"
        assert judge(task, solved(task)).outcome == expected, task.id


@every_task
def test_blank_says_not_answered(tasks):
    blanks = [None, {}, {"chosen": ""}, {"chosen": []}, {"order": []}, {"placed": {}}, {"value": " "}, {"text": "\n"}]
    for task in tasks:
        for blank in blanks:
            assert judge(task, read_answer(blank)).outcome == "not-answered", (task.id, blank)


@every_task
def test_every_option_has_feedback_of_its_own_and_a_distractor_fails_with_it(tasks):
    for task in of_kind(tasks, kinds.Choose, kinds.ChooseSeveral):
        feedback = [option.feedback for option in task.options]
        assert len(set(feedback)) == len(feedback) >= 3, task.id
        assert len({option.says for option in task.options}) == len(feedback), task.id
        for option in task.options:
            alone = {"chosen": option.id if isinstance(task, kinds.Choose) else [option.id]}
            verdict = judge(task, read_answer(alone))
            assert option.feedback in says(verdict), (task.id, option.id)
            assert verdict.remarks[0].about == option.says, (task.id, option.id)
            if not option.right:
                assert verdict.outcome == "not-yet", (task.id, option.id)


@every_task
def test_every_distractor_beside_the_right_ones_fails(tasks):
    for task in of_kind(tasks, kinds.ChooseSeveral):
        right = solved(task).chosen
        assert 0 < len(right) < len(task.options), task.id
        for option in task.options:
            chosen = [one for one in right if one != option.id] if option.right else [*right, option.id]
            assert judge(task, read_answer({"chosen": chosen})).outcome != "correct", (task.id, option.id)


@every_task
def test_one_option_is_right_and_not_always_the_first(tasks):
    single = of_kind(tasks, kinds.Choose)
    places = [[option.right for option in task.options].index(True) for task in single]
    assert all(sum(option.right for option in task.options) == 1 for task in single)
    assert len(places) < 3 or len(set(places)) > 1


@every_task
def test_item_in_a_wrong_group_gets_its_own_feedback_and_no_other(tasks):
    for task in of_kind(tasks, kinds.Sort):
        right = solved(task).placed
        groups = {group.id for group in task.groups}
        assert groups == set(right.values()), f"{task.id}: a group that nothing belongs to, or one that is missing"
        assert len({item.feedback for item in task.items}) == len(task.items), task.id
        for item in task.items:
            for group in groups - {item.group}:
                verdict = judge(task, read_answer({"placed": {**right, item.id: group}}))
                assert (verdict.outcome, says(verdict)) == ("not-yet", [item.feedback]), (task.id, item.id, group)


@every_task
def test_wrong_order_fails_with_the_feedback_of_an_item(tasks):
    for task in of_kind(tasks, kinds.Order):
        right = solved(task).order
        feedback = [item.feedback for item in task.items]
        assert len(set(feedback)) == len(feedback) >= 3, task.id
        for place in range(len(right) - 1):
            wrong = [*right]
            wrong[place], wrong[place + 1] = wrong[place + 1], wrong[place]
            verdict = judge(task, read_answer({"order": wrong}))
            assert (verdict.outcome, says(verdict)) == ("not-yet", [feedback[place + 1]]), (task.id, wrong)


@every_task
def test_expected_slip_gets_its_own_feedback(tasks):
    for task in of_kind(tasks, kinds.Number):
        for slip in task.slips:
            verdict = judge(task, read_answer({"value": write_number(slip.value)}))
            assert (verdict.outcome, says(verdict)) == ("not-yet", [slip.feedback]), (task.id, slip.value)
        far = 10 * abs(task.answer) + 1000
        assert says(judge(task, read_answer({"value": write_number(task.answer - far)}))) == [task.too_low], task.id
        assert says(judge(task, read_answer({"value": write_number(task.answer + far)}))) == [task.too_high], task.id
        assert task.slips, f"{task.id}: no expected slip"
    for task in of_kind(tasks, kinds.Notebook):
        right = solved(task).values
        for value in task.values:
            for slip in value.slips:
                verdict = judge(task, read_answer({"values": {**right, value.name: slip.value}}))
                assert verdict.outcome == "not-yet", (task.id, value.name, slip.value)
                assert slip.feedback in says(verdict), (task.id, value.name, slip.value)


@every_task
def test_values_of_a_cell_are_few_and_solved_as_worked(tasks):
    for task in of_kind(tasks, kinds.Notebook):
        assert 1 <= len(task.values) <= 3, task.id
        namespace = {"exercise": Recorder()}
        exec(task.worked, namespace)
        assert namespace["exercise"].called == [(task.id, solved(task).values)], task.id


class Recorder:
    """Stands in for an exercise, and keeps what a cell hands to it."""

    def __init__(self):
        self.called = []

    def check(self, id, **values):
        self.called.append((id, values))

    def table(self, name):
        return frame(name)


@every_task
def test_writing_names_every_part_that_is_missing(tasks):
    for task in of_kind(tasks, kinds.Writing):
        names = {part.name for part in task.parts if part.ways}
        filler = judge(task, read_answer({"text": "lorem " * task.least}))
        assert filler.outcome == "not-yet", task.id
        assert {remark.about for remark in filler.remarks} == names, task.id
        assert len({part.missing for part in task.parts}) == len(task.parts) >= 3, task.id
        for model in task.models:
            verdict = judge(task, read_answer({"text": model.text}))
            assert verdict.outcome == "open", (task.id, model.title, verdict.remarks)


@every_task
def test_writing_has_a_rubric_and_models_that_differ(tasks):
    for task in of_kind(tasks, kinds.Writing):
        assert 3 <= len(task.rubric) <= 5, task.id
        assert len({model.text for model in task.models}) == len({model.title for model in task.models}) >= 2, task.id
        assert all(model.notice for model in task.models), task.id
        assert task.least < task.most, task.id


@every_task
def test_hints_are_there_and_do_not_give_the_answer_away(tasks):
    for task in tasks:
        if not isinstance(task, kinds.Open | kinds.Writing):
            assert 1 <= len(task.hints) <= 3, f"{task.id}: {len(task.hints)} hints"
        assert len(set(task.hints)) == len(task.hints), task.id
        last = task.hints[-1].casefold() if task.hints else ""
        for answer in answers_as_words(task):
            assert not re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", last), (
                f"{task.id}: '{answer}' is in the last hint"
            )


def answers_as_words(task):
    """The right answers as a hint might say them."""
    if isinstance(task, kinds.Choose | kinds.ChooseSeveral):
        return [option.says.casefold() for option in task.options if option.right]
    if isinstance(task, kinds.Number):
        return [write_number(task.answer)]
    if isinstance(task, kinds.Notebook):
        answers = [
            one for value in solved(task).values.values() for one in (value if isinstance(value, list) else [value])
        ]
        return [one.casefold() if isinstance(one, str) else write_number(one) for one in answers]
    return []


@every_task
def test_task_explains_its_answer_and_names_sources_that_exist(tasks):
    for task in tasks:
        assert len(task.model.split()) >= 8, f"{task.id}: the model answer explains nothing"
        assert set(task.sources) <= set(catalog.sources()), task.id
        around = pace.ladder(task) if isinstance(task, kinds.Writing) else 0
        assert 1 <= task.minutes - around <= 20, task.id


# --- Prompts ---


@lesson_of
def test_prompt_shows_views_that_differ_each_with_a_source(lesson):
    for prompt in lesson.prompts:
        views = prompt.perspectives
        assert len(views) >= 2, prompt.id
        assert len({view.who for view in views}) == len({view.says for view in views}) == len(views), prompt.id
        for view in views:
            assert view.sources, f"{prompt.id}: {view.who}"
            assert set(view.sources) <= set(catalog.sources()), f"{prompt.id}: {view.who}"
        assert prompt.guide, prompt.id
        assert 1 <= prompt.minutes <= 15, prompt.id


# --- Ids ---


def ids_of(questions):
    for question in questions:
        yield question.id
        for field in ("options", "items", "groups", "parts", "rubric"):
            inner = [one.id for one in getattr(question, field, ())]
            assert len(set(inner)) == len(inner), f"{question.id}: {field}"
            yield from inner
        if isinstance(question, kinds.Notebook):
            names = [value.name for value in question.values]
            assert len(set(names)) == len(names), question.id


@lesson_of
def test_ids_of_a_lesson_are_plain_and_unique(lesson):
    asked = [*lesson.prompts, *lesson.checks, *lesson.looks]
    assert [one for one in ids_of(asked) if not ID.fullmatch(one)] == []
    tasks = lessons.exercise(lesson.stem).tasks if lesson.stem in EXERCISES else ()
    counts = Counter(one.id for one in (*asked, *tasks))
    assert [one for one, count in counts.items() if count > 1] == []


@exercise_of
def test_ids_of_an_exercise_are_plain(exercise):
    assert [one for one in ids_of(exercise.tasks) if not ID.fullmatch(one)] == []


@lesson_of
def test_everything_that_a_lesson_names_exists(lesson):
    assert set(lesson.claims) <= set(catalog.claims())
    assert set(lesson.cases) <= {case.id for case in tables.cases()}
    assert set(lesson.labs) <= set(labs.names())
    assert set(lesson.terms) <= set(catalog.glossary())
    named = [*lesson.sources, *(one.source for one in lesson.further)]
    named += [source for look in lesson.looks for source in look.sources]
    assert [one for one in named if one not in catalog.sources()] == []
    assert len(set(lesson.sources)) == len(lesson.sources)


@lesson_of
def test_further_reading_is_open_to_all_and_says_why(lesson):
    for one in lesson.further:
        source = catalog.sources()[one.source]
        assert source.open, one.source
        assert source.link, one.source
        assert one.why, one.source


@exercise_of
def test_what_a_task_carries_was_asked_earlier(exercise):
    seen = []
    for stem in LESSONS:
        if stem > exercise.stem:
            break
        lesson = lessons.lesson(stem)
        seen += [f"{stem}/{one.id}" for one in (*lesson.prompts, *lesson.checks)]
        seen += [f"claim/{one}" for one in lesson.claims]
        if stem in EXERCISES and stem < exercise.stem:
            seen += [f"{stem}/{one.id}" for one in lessons.exercise(stem).tasks]
    # Lesson 00 takes a stand on every claim.
    seen += [f"claim/{one}" for one in catalog.claims()]
    for task in exercise.tasks:
        if task.carries:
            assert task.carries in seen, task.id
        seen.append(f"{exercise.stem}/{task.id}")


# --- Plans, and how much there is ---


ON_A_SCREEN = (
    *("lab", "negotiate", "discuss", "check", "weigh", "stand", "stands"),
    *("read", "beside", "meet", "draw", "atlas", "portfolio", "concept_test"),
)
"""Calls in which something is given on a screen, as in a look that asks; a room without any needs another way."""


@lesson_of
def test_cuts_of_a_session_count_from_one(lesson):
    for session in lesson.sessions:
        cuts = [block.cut for block in session.blocks if block.cut]
        assert sorted(cuts) == list(range(1, len(cuts) + 1)), "cut counts 1, 2, 3 …"
        assert not any(block.cut for block in session.blocks if block.more), "more is never cut: it is added"


@lesson_of
def test_minutes_are_the_sum_of_the_sessions(lesson):
    assert lesson.minutes == sum(session.minutes for session in lesson.sessions)


@lesson_of
def test_every_block_of_the_core_says_what_to_do(lesson):
    assert [
        block.title for session in lesson.sessions for block in session.blocks if not (block.more or block.do)
    ] == []


@lesson_of
def test_every_block_that_needs_a_device_says_how_it_goes_without(lesson):
    asking = {look.id for look in lesson.looks if look.ask}
    needs = {
        part.title
        for part in outline(lesson.stem)
        if any(call in ON_A_SCREEN or (call == "look" and id in asking) for call, id in part.calls)
    }
    blocks = [block for session in lesson.sessions for block in session.blocks]
    assert [block.title for block in blocks if block.title in needs and not block.paper] == []


def test_no_two_blocks_that_are_more_go_without_a_device_in_the_same_words():
    """Each is made of its own content; the three corners of a person who decides are a custom of the class."""
    blocks = [
        block for stem in LESSONS for session in lessons.lesson(stem).sessions for block in session.blocks if block.more
    ]
    lines = Counter(block.paper for block in blocks if block.paper and not block.title.startswith("Who decides"))
    assert [line for line, count in lines.items() if count > 1] == []


EXIT_ANSWERS = re.compile(r"\bRead (one or two|two|three) .*\bexit\b.* aloud, .*\bwithout names\b")
"""How a block says that it begins with answers of the last exit: so many, aloud, and nobody is named."""


@lesson_of
def test_every_later_session_opens_with_answers_of_the_exit_before(lesson):
    for session in lesson.sessions[1:]:
        # What is more can be left out, and then nobody would hear them.
        first = next(block for block in session.blocks if not block.more)
        assert EXIT_ANSWERS.match(first.do), f"{lesson.stem}, {session.title}: {first.do}"


NEXT_LESSON = re.compile(r"\baloud (in|at) the (beginning of the )?next lesson|Begin lesson \d+ with")
"""How the last exit of a lesson promises the next one a beginning."""


@lesson_of
def test_a_lesson_opens_with_answers_of_the_exit_before_where_that_was_promised(lesson):
    stems = lessons.stems()
    after = stems[stems.index(lesson.stem) + 1 :][:1]
    exits = [block for block in lesson.sessions[-1].blocks if block.title.startswith("Exit")]
    if after and any(NEXT_LESSON.search(block.do) for block in exits):
        first = next(block for block in lessons.lesson(after[0]).sessions[0].blocks if not block.more)
        assert EXIT_ANSWERS.match(first.do), f"{after[0]}: {first.do}"
        assert f"lesson {lesson.number}" in first.do


@pytest.mark.parametrize("lesson", FULL, indirect=True)
def test_lesson_is_complete(lesson):
    assert len(lesson.prompts) >= 4
    assert len({type(prompt) for prompt in lesson.prompts}) >= 3
    assert any(prompt.pair for prompt in lesson.prompts)
    assert len(lesson.checks) >= 4
    assert len({type(check) for check in lesson.checks}) >= 3
    assert len(lesson.looks) >= 2
    assert len(lesson.cases) >= 2
    assert len(lesson.claims) >= 1
    assert 3 <= len(lesson.objectives) <= 6
    assert len(lesson.terms) >= 4
    assert len(lesson.further) >= 2
    assert lesson.minutes == sum(session.minutes for session in lesson.sessions)
    assert all(session.minutes == 45 for session in lesson.sessions) or lesson.digits == "11"
    assert lesson.stem in EXERCISES
    notes = lesson.teacher
    assert min(len(notes.board), len(notes.expect), len(notes.misconceptions)) >= 2
    assert all((notes.purpose, notes.silent_room, notes.heated_room, notes.cut_short))


def test_every_claim_is_on_trial_with_a_source_on_each_side():
    tried = {claim for stem in LESSONS for claim in lessons.lesson(stem).claims}
    assert tried == set(catalog.claims()) == {f"A{number}" for number in range(1, 17)}
    for claim in catalog.claims().values():
        for side in (claim.speaks_for, claim.speaks_against):
            assert any(piece.sources for piece in side), claim.id


@exercise_of
def test_exercise_is_complete(exercise):
    assert 6 <= len(exercise.tasks) <= 8
    assert 1 <= len(of_kind(exercise.tasks, kinds.Notebook)) <= (4 if exercise.stem == DATA else 3)
    assert len(of_kind(exercise.tasks, kinds.Writing)) >= 1
    assert any(task.carries for task in exercise.tasks)
    assert exercise.title == lessons.lesson(exercise.stem).title
    assert 20 <= sum(task.minutes for task in exercise.tasks) <= 60


def shape(exercise):
    return [type(task).__name__ for task in exercise.tasks]


def test_no_two_exercises_have_the_same_shape():
    """Who has done one does not know beforehand what the next will ask: kinds differ, and so does their order."""
    shapes = {stem: shape(lessons.exercise(stem)) for stem in EXERCISES}
    alike = [
        (one, other)
        for number, one in enumerate(EXERCISES)
        for other in EXERCISES[number + 1 :]
        if shapes[one] == shapes[other]
    ]
    assert not alike
    opened = Counter(tuple(kinds[:4]) for kinds in shapes.values())
    assert max(opened.values()) <= 2, f"too many exercises begin alike: {opened.most_common(1)}"


@lesson_of
def test_looks_have_a_finding_of_one_sentence_and_full_rows(lesson):
    for look in lesson.looks:
        assert look.sources, look.id
        assert look.finding.rstrip().endswith("."), look.id
        assert len(re.findall(r"[.!?](?=\s+[A-Z])", look.finding)) == 0, f"{look.id}: more than one sentence"
        if hasattr(look, "rows"):
            assert all(len(row) == len(look.columns) for row in look.rows), look.id
        if hasattr(look, "values"):
            assert len(look.names) == len(look.values), look.id
