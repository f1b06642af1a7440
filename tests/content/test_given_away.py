"""No answer is printed above its question: neither word for word nor, in one sentence, with most of its words."""

import re
from collections.abc import Iterator

import pytest

from course.content import lessons
from course.content.place import root
from course.dev import settle as notebook
from course.html.text import plain
from course.model import task as kinds
from course.model.lesson import Lesson, Table, Timeline

RUN = 6
"""So many words in a row are copied; fewer are a name or a phrase."""
MOST, AHEAD = 0.6, 0.3
"""A sentence gives an answer away with this share of its words, if no wrong answer comes that near to any sentence."""
NEAR, MANY = 0.5, 0.4
"""An item is in a time line or a table above if a sentence there has this share of its words; so many may be."""
STEM = 5
LITTLE = set(
    re.findall(
        r"\w+",
        "about after also been before being both could does each from have into more most only other should some such "
        "than that their them then there these they this those very were what when which will with would your",
    )
)
BOOKS = [
    *(("notebooks", stem) for stem in lessons.stems()),
    *(("exercises", stem) for stem in lessons.exercise_stems()),
]
every_book = pytest.mark.parametrize(("folder", "stem"), BOOKS, ids=[f"{folder}/{stem}" for folder, stem in BOOKS])


def word_list(text):
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", plain(text).casefold())


def runs(text):
    found = word_list(text)
    return {" ".join(found[n : n + RUN]) for n in range(len(found) - RUN + 1)}


def content_words(text):
    """The words that carry the meaning, cut so that "mediates" and "mediated" are one."""
    return {one[:STEM] for one in word_list(text) if len(one) > 3 and one not in LITTLE}


def sentences(text):
    text = re.sub(r"\[([^]]*)\]\(#source[^)]*\)", "", text)
    return [one for one in re.split(r"(?<=[.!?:;])\s+|\n", text) if one.strip()]


def shown(look) -> Iterator[str]:
    yield from (look.finding, look.caution)
    if isinstance(look, Table):
        yield from (cell for row in look.rows for cell in row)
    if isinstance(look, Timeline):
        yield from (step.says for step in look.steps)


def questions(folder, stem):
    """Every check or task with what stands above it in its block: prose, and what there is to see."""
    content = (lessons.lesson if folder == "notebooks" else lessons.exercise)(stem)
    asked = {one.id: one for one in (content.checks if isinstance(content, Lesson) else content.tasks)}
    looks = {look.id: look for look in content.looks} if isinstance(content, Lesson) else {}
    above: list[str] = []
    for cell in notebook.read(root() / folder / f"{stem}.ipynb").cells:
        if cell.cell_type == "markdown":
            above = [cell.source] if cell.source.startswith("## ") else [*above, cell.source]
            continue
        for id in re.findall(r'lesson\.look\("([^"]+)"\)', cell.source):
            above += shown(looks[id])
        for id in re.findall(r'\.(?:check|task)\("([^"]+)"\)', cell.source):
            yield asked[id], list(above)


def copied(task, above):
    """What a right option, or an item to be sorted, shares with what stands above, word for word."""
    right = [option for option in getattr(task, "options", ()) if option.right]
    items = task.items if isinstance(task, kinds.Sort) else ()
    there = set().union(*map(runs, above))
    return {one.id: sorted(runs(one.says) & there) for one in (*right, *items) if runs(one.says) & there}


def nearness(says, above):
    """The largest share of the words of ``says`` that stand in one sentence above it."""
    mine = content_words(says)
    if len(mine) < 3:
        return 0.0
    return max((len(mine & content_words(one)) / len(mine) for text in above for one in sentences(text)), default=0.0)


def told(task, above):
    """The right options that one sentence above tells, while it tells no wrong one."""
    options = getattr(task, "options", ())
    wrong = max((nearness(one.says, above) for one in options if not one.right), default=0.0)
    near = {one.id: nearness(one.says, above) for one in options if one.right}
    return {id: share for id, share in near.items() if share >= MOST and share >= wrong + AHEAD}


def listed(task, above):
    """The share of items to be put in order, or into groups, that stand above already: they would only be copied."""
    items = task.items if isinstance(task, kinds.Order | kinds.Sort) else ()
    return sum(nearness(item.says, above) >= NEAR for item in items) / len(items) if items else 0.0


@every_book
def test_no_right_answer_stands_word_for_word_above_its_question(folder, stem):
    found = {task.id: copied(task, above) for task, above in questions(folder, stem)}
    assert not {id: what for id, what in found.items() if what}


@every_book
def test_no_sentence_above_a_question_tells_its_right_answer_alone(folder, stem):
    found = {task.id: told(task, above) for task, above in questions(folder, stem)}
    assert not {id: what for id, what in found.items() if what}


@every_book
def test_no_order_and_no_match_is_copied_from_what_stands_above(folder, stem):
    found = {task.id: listed(task, above) for task, above in questions(folder, stem)}
    assert not {id: share for id, share in found.items() if share >= MANY}


def test_every_check_and_task_was_looked_at():
    seen = {(stem, task.id) for folder, stem in BOOKS for task, _ in questions(folder, stem)}
    asked = {(stem, one.id) for stem in lessons.stems() for one in lessons.lesson(stem).checks}
    asked |= {(stem, one.id) for stem in lessons.exercise_stems() for one in lessons.exercise(stem).tasks}
    assert seen == asked


def option(id, says, right=False):
    return kinds.Option(id=id, says=says, right=right, feedback="")


def test_what_they_find():
    task = kinds.Choose(
        id="x",
        asks="?",
        model="",
        options=(
            option("a", "Two armed parties and their patrons made that peace.", right=True),
            option("b", "Neighbors wrote every treaty."),
        ),
    )
    above = ["Two armed parties and their patrons made the peace of 2005. Others were shut out."]
    assert copied(task, above) == {"a": ["armed parties and their patrons made", "two armed parties and their patrons"]}
    assert list(told(task, above)) == ["a"]
    assert not told(task, [*above, "It was neighbors who wrote such treaties."]), "a wrong one stands there, too"
    assert not copied(task, ["Parties with arms made it."])
    steps = ["The treaty is signed in Washington.", "The League suspends Egypt.", "The League takes Egypt back."]
    order = kinds.Order(
        id="y",
        asks="?",
        model="",
        first="",
        last="",
        right="",
        items=tuple(kinds.Item(id=one[-9:], says=one, feedback="") for one in steps),
    )
    assert listed(order, ["26 March: a treaty signed in Washington.", "The League's ministers suspend Egypt."]) > MANY
    assert listed(order, ["Ten years of quarrel, told elsewhere."]) == 0
