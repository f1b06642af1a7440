"""GIFT: a small reader of the format, written from Moodle's own, reads back what the course says of each answer."""

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.checks import judge
from course.content import lessons
from course.html import document
from course.html.text import phrase, plain
from course.model import task as tasks
from course.model.answer import read_answer
from course.teacher.quizzes import gift, quiz
from course.teacher.quizzes.files import quizzes

ROOT = Path(__file__).parents[3]

# Which weights Moodle accepts (question_bank::fraction_options_full), in percent.
FRACTIONS = {90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5, 11.11111}
FRACTIONS |= {10, 5, 0}
HELD = {one: chr(0xE000 + n) for n, one in enumerate(":#={}~n\\")}
GIVEN = {held: "\n" if one == "n" else one for one, held in HELD.items()}
WEIGHT = re.compile(r"%(-?\d{1,2}\.?\d*)%")


def back(text):
    """The text that Moodle keeps: escapes undone, blanks at the ends gone."""
    return "".join(GIVEN.get(one, one) for one in text).strip()


def words_of(markup):
    apart = re.sub(r"</(?:p|li|ul|ol|pre|blockquote|h\d|div)>|<[bh]r>", " ", markup)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", apart)).split())


def formatted(text):
    """The words of a text that may begin with the name of its format, as Moodle takes it."""
    text = text.strip()
    found = re.match(r"\[(html|moodle|plain|markdown)\]", text)
    return words_of(back(text[found.end() :] if found else text))


def said(text):
    answer, _, feedback = text.partition("#")
    return formatted(answer), formatted(feedback)


def weighed(text):
    found = WEIGHT.match(text)
    return (float(found[1]), text[found.end() :]) if found else (None, text)


def read(text):
    """Categories and questions of a GIFT file: name, asks, kind, answers, general feedback."""
    blocks = [[]]
    for line in text.split("\n"):
        if line.strip():
            blocks[-1].append("" if line.strip().startswith("//") else line)
        else:
            blocks.append([])
    return [read_block("\n".join(lines).strip()) for lines in blocks if "".join(lines).strip()]


def read_block(block):
    if block.startswith("$CATEGORY:"):
        return {"category": block.removeprefix("$CATEGORY:").strip()}
    held = re.sub(r"\\([:#={}~n\\])", lambda found: HELD[found[1]], block)
    assert "\\" not in held
    _, name, rest = held.split("::", 2)
    asks, opened, rest = rest.partition("{")
    body, closed, after = rest.partition("}")
    assert opened
    assert closed
    assert not after.strip()
    assert asks.startswith("[html]")
    body, _, general = body.rpartition("####")
    found = {"name": back(name), "asks": formatted(asks), "general": formatted(general)}
    return found | read_answers(body.strip())


def read_answers(body):
    if body.startswith("#"):
        rights, _, wrong = body[1:].partition("~")
        answers = []
        for one in rights.split("=")[1:]:
            weight, rest = weighed(one.strip())
            value, feedback = said(rest)
            number, _, tolerance = value.partition(":")
            answers.append((float(number), float(tolerance), 100 if weight is None else weight, feedback))
        return {"kind": "number", "answers": answers, "wrong": said(wrong)[1]}
    if "~" in body:
        answers = []
        for one in re.findall(r"[~=][^~=]*", body):
            weight, rest = (100, one[1:]) if one[0] == "=" else weighed(one[1:].strip())
            answers.append((*said(rest), weight or 0))
        return {"kind": "one" if "=" in body else "several", "answers": answers}
    if "->" in body:
        pairs = [one.split("->", 1) for one in body.split("=")[1:]]
        return {"kind": "match", "answers": [(formatted(a), " ".join(back(b).split())) for a, b in pairs]}
    answers = []
    for one in body.split("=")[1:]:
        weight, rest = weighed(one.strip())
        word, feedback = rest.partition("#")[::2]
        answers.append((back(word), 100 if weight is None else weight, formatted(feedback)))
    return {"kind": "word", "answers": answers}


def everything():
    for stem in lessons.stems():
        for task in lessons.lesson(stem).checks:
            yield pytest.param(task, id=f"{stem}/check/{task.id}")
    for stem in lessons.exercise_stems():
        for task in lessons.exercise(stem).tasks:
            yield pytest.param(task, id=f"{stem}/task/{task.id}")


def exported(task):
    return read(gift.file("c", quiz.questions("here", (task,))))[1:]


@pytest.mark.parametrize("task", list(everything()))
def test_every_task_comes_back_with_its_right_answers(task):
    found = exported(task)
    if isinstance(task, tasks.Open | tasks.Writing):
        assert found == []
        return
    for one in found:
        assert plain(task.asks).strip() in one["asks"]
        assert words_of(document.prose(task.model)) in one["general"]
    COMPARE[type(task)](task, found)


def compare_options(task, found):
    (one,) = found
    assert [(plain(option.says), words_of(phrase(option.feedback))) for option in task.options] == [
        answer[:2] for answer in one["answers"]
    ]
    weights = [weight for _, _, weight in one["answers"]]
    assert [weight > 0 for weight in weights] == [option.right for option in task.options]
    if isinstance(task, tasks.Choose):
        assert (one["kind"], sorted(weights)[-2:]) == ("one", [0, 100])
        return
    assert one["kind"] == "several"
    assert all(abs(weight) in FRACTIONS for weight in weights)
    assert sum(weight for weight in weights if weight > 0) == pytest.approx(100, abs=0.001)
    # Who ticks everything gets nothing.
    assert sum(weights) == pytest.approx(0, abs=10.001)


def compare_sort(task, found):
    (one,) = found
    names = {group.id: plain(group.says) for group in task.groups}
    pairs = [(plain(item.says), names[item.group]) for item in task.items]
    assert one["answers"][: len(pairs)] == pairs
    # What stands beside nothing is a partner that nobody needs.
    unused = [name for name in names.values() if name not in dict(pairs).values()]
    assert one["answers"][len(pairs) :] == [("", name) for name in unused]
    # The general feedback is for everybody: a wrong answer must not be told that it is right.
    assert one["general"] == words_of(document.prose(quiz.add_sources(task)))


def compare_order(task, found):
    (one,) = found
    in_place = sorted(one["answers"], key=lambda pair: int(pair[1]))
    assert [says for says, _ in in_place] == [plain(item.says) for item in task.items]
    assert in_place != one["answers"]
    assert one["general"] == words_of(document.prose(quiz.add_sources(task)))


def graded(one, value):
    """The grade and feedback that Moodle gives to a number: those of the first answer that it is near to."""
    for answer, tolerance, weight, feedback in one["answers"]:
        if abs(value - answer) <= tolerance + 1e-9:
            return weight, feedback
    return 0, one["wrong"]


def compare_number(task, found):
    (one,) = found
    steps = (0, task.tolerance, -task.tolerance, 2 * task.tolerance + 1, -2 * task.tolerance - 1)
    for value in (*(task.answer + step for step in steps), *(slip.value for slip in task.slips)):
        right = judge(task, read_answer({"value": f"{value:.10f}"})).outcome == "correct"
        assert (graded(one, value)[0] == 100) == right
    for slip in task.slips:
        assert graded(one, slip.value) == (0, words_of(phrase(slip.feedback)))
    assert graded(one, task.answer)[1] == words_of(phrase(task.right))
    assert words_of(phrase(task.too_low)) in one["wrong"]
    assert words_of(phrase(task.too_high)) in one["wrong"]


def compare_values(task, found):
    assert [one["name"] for one in found] == [f"{task.id}: {quiz.readable(value.name)}" for value in task.values]
    names = [value.name for value in task.values if "_" in value.name]
    assert not [name for name in names for one in found if name in one["asks"]]
    setting = words_of(document.prose(task.setting))[:20]
    settings = [setting in one["asks"] for one in found] if setting else []
    assert settings == [True] * bool(settings) + [False] * (len(settings) - 1)
    for value, one in zip(task.values, found, strict=True):
        if isinstance(value.answer, str):
            rights = [word for word, weight, _ in one["answers"] if weight == 100]
            assert rights[: 1 + len(value.also)] == [value.answer, *value.also]
            assert {f'"{value.answer}"', f"'{value.answer}'", f"“{value.answer}”"} < set(rights)
            # A cell takes the same word; the marks belong to the cell.
            assert all(word.strip("\"'“”‘’") in (value.answer, *value.also) for word in rights)
            wrongs = {word for word, weight, _ in one["answers"] if not weight}
            assert all({slip.value, f'"{slip.value}"'} <= wrongs for slip in value.slips)
            assert one["answers"][-1] == ("*", 0, words_of(phrase(value.wrong)))
        else:
            assert graded(one, value.answer + value.tolerance)[0] == 100
            assert graded(one, value.answer + 2 * value.tolerance + 1)[0] == 0


COMPARE = {
    tasks.Choose: compare_options,
    tasks.ChooseSeveral: compare_options,
    tasks.Sort: compare_sort,
    tasks.Order: compare_order,
    tasks.Number: compare_number,
    tasks.Notebook: compare_values,
}

ANY = st.text(st.characters(exclude_categories=("Cs", "Cc", "Co"), include_characters="\n"), max_size=40)
ODD = st.sampled_from(
    ["[html]x", "[x] y", "%50%half", "a -> b", "a->b=c", "// no comment", "x\n\n\ny", "\\n", "\\", "a\\=b", "{#1:2}"]
    + ["####", "~", "=", "::x::", "$CATEGORY: x", "الصلح: خير {أ}", "1 < 2 & 3", "<script>1</script>", "TRUE", "}"]
)
TEXT = (ANY | ODD).filter(lambda text: words_of(phrase(text)) and plain(text).strip())


def shown(markdown):
    return words_of(phrase(" ".join(markdown.split())))


@given(TEXT, TEXT, st.lists(st.tuples(TEXT, TEXT), min_size=3, max_size=5), st.integers(1, 4))
def test_any_text_of_a_choice_comes_back(asks, explanation, options, rights):
    rights = min(rights, len(options) - 1)
    made = quiz.Choice(
        id="a b\nc",
        name=asks,
        asks=asks,
        explanation=explanation,
        options=tuple(quiz.Option(says=a, right=n < rights, feedback=b) for n, (a, b) in enumerate(options)),
        several=rights > 1,
    )
    category, one = read(gift.file(asks, [made]))
    assert category["category"].count("/") == 1
    assert category["category"].startswith("top/")
    assert one["asks"] == words_of(document.prose(asks))
    assert one["general"] == words_of(document.prose(explanation))
    assert [answer[:2] for answer in one["answers"]] == [(shown(a), shown(b)) for a, b in options]
    assert [weight > 0 for _, _, weight in one["answers"]] == [n < rights for n in range(len(options))]


@given(st.lists(TEXT, min_size=2, max_size=4), st.lists(TEXT, min_size=2, max_size=4, unique_by=plain), TEXT)
def test_any_text_of_a_matching_comes_back(things, partners, right):
    pairs = tuple(quiz.Pair(says=one, partner=partners[0], feedback="") for one in things)
    made = quiz.Matching(
        id="x", name="x", asks="x", explanation="x", pairs=pairs, partners=tuple(partners), right=right
    )
    one = read(gift.file("c", [made]))[1]
    first = " ".join(plain(partners[0]).split())
    rest = [("", " ".join(plain(partner).split())) for partner in partners[1:]]
    assert one["answers"] == [(words_of(phrase(thing)), first) for thing in things] + rest


@given(st.floats(-1e6, 1e6), st.floats(0, 100), TEXT, TEXT)
def test_any_number_comes_back(answer, tolerance, right, wrong):
    made = quiz.Typed(
        id="x", name="x", asks="x", explanation="x", answers=(answer,), tolerance=tolerance, right=right, wrong=wrong
    )
    one = read(gift.file("c", [made]))[1]
    assert one["answers"] == [(pytest.approx(answer, abs=1e-9), pytest.approx(tolerance, abs=1e-9), 100, shown(right))]
    assert one["wrong"] == shown(wrong)


@pytest.mark.parametrize("count", range(1, 11))
def test_moodle_knows_every_weight(count):
    assert float(gift.weight(count)) in FRACTIONS
    assert WEIGHT.fullmatch(f"%{gift.weight(count)}%")


def test_a_star_or_an_arrow_in_a_word_is_only_a_star_or_an_arrow():
    made = quiz.Typed(id="x", name="x", asks="x", explanation="x", answers=("a*b->c",), right="r", wrong="w")
    assert read(gift.file("c", [made]))[1]["answers"][0][0] == "a\\*b→c"


@pytest.mark.parametrize("text", ["%50%half", "[html]bare", "[plain] text"])
def test_an_answer_is_not_taken_for_a_weight_or_a_format(text):
    options = (
        quiz.Option(says="yes", right=True, feedback=text),
        quiz.Option(says=text, right=False, feedback=text),
    )
    one = read(gift.file("c", [quiz.Choice(id="x", name="x", asks=text, explanation=text, options=options)]))[1]
    assert one["answers"] == [("yes", text, 100), (text, text, 0)]
    assert one["asks"] == one["general"] == text


READER = ROOT / "node_modules" / "gift-pegjs"
READ = """
import parser from "gift-pegjs";
import { readFileSync } from "node:fs";
const files = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(files.map((text) => parser.parse(text))));
"""


@pytest.mark.skipif(not (shutil.which("node") and READER.is_dir()), reason="no Node here, or no npm packages")
def test_another_reader_grades_as_the_course_does():
    made = [list(quizzes(stem)) for stem in lessons.stems()]
    texts = [gift.file(part.title, part.questions) for parts in made for part in parts]
    run = subprocess.run(
        [shutil.which("node"), "--input-type=module", "-e", READ],
        cwd=ROOT,
        input=json.dumps(texts),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    parts = [part for parts in made for part in parts]
    found = 0
    for part, read in zip(parts, json.loads(run.stdout), strict=True):
        assert read[0]["type"] == "Category"
        for question, one in zip(part.questions, read[1:], strict=True):
            assert words_of(one["stem"]["text"]) == words_of(document.prose(question.asks))
            assert words_of(one["globalFeedback"]["text"]) == words_of(document.prose(question.explanation))
            same(question, one)
            found += 1
    assert found > 150


def same(question, one):
    if isinstance(question, quiz.Matching):
        # This reader leaves its own marks in partners: findings/gift_pegjs_escapes_in_partners.sh.
        pairs = [
            (words_of(pair["subquestion"]["text"]), re.sub(r"&&(\d+);", lambda m: chr(int(m[1])), pair["subanswer"]))
            for pair in one["matchPairs"]
        ]
        assert pairs[: len(question.pairs)] == [(words_of(phrase(p.says)), plain(p.partner)) for p in question.pairs]
        return
    told = [words_of(answer["feedback"]["text"]) for answer in one["choices"]]
    worth = [
        answer["weight"] if answer["weight"] is not None else 100 * answer["isCorrect"] for answer in one["choices"]
    ]
    if isinstance(question, quiz.Choice):
        assert [words_of(answer["text"]["text"]) for answer in one["choices"]] == [
            words_of(phrase(option.says)) for option in question.options
        ]
        assert told == [words_of(phrase(option.feedback)) for option in question.options]
        assert [weight > 0 for weight in worth] == [option.right for option in question.options]
        return
    slips = [slip for slip in question.slips if not (question.is_number and isinstance(slip.value, str))]
    values = [*question.answers, *(slip.value for slip in slips)]
    said_to = [question.right] * len(question.answers) + [slip.feedback for slip in slips]
    assert worth[: len(values)] == [100] * len(question.answers) + [0] * len(slips)
    for value, feedback, answer, said_here in zip(values, said_to, one["choices"], told, strict=False):
        assert said_here == shown(feedback)
        if question.is_number:
            assert answer["text"]["number"] == pytest.approx(float(value))
            assert answer["text"]["range"] == pytest.approx(question.tolerance)
        else:
            assert answer["text"]["text"] == value
    assert told[-1] == shown(question.wrong)
