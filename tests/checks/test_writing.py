"""The structure of a text: what is there and what is missing."""

import json
import shutil
import subprocess
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.checks import judge
from course.checks.signs import is_plain_sentence, meet, places
from course.checks.writing import count_words, has_part, sentences
from course.model.answer import read_answer
from course.model.task import Model, Part, Way, Writing

TIMES = "by #|within # days|deadline*"
WHEN = Part(id="when", name="By when", ways=(Way(groups=(TIMES,), words=2),), missing="Say by when.")
WHO = Part(id="who", name="Who watches", ways=(Way(groups=("monitor*|يراقب",), words=2),), missing="Say who watches.")
WORDS = Part(id="words", name="Who can read it", asks="Where can everybody read it?", missing="Say it plainly.")
TASK = Writing(
    id="clause",
    asks="Write it.",
    model="m",
    least=5,
    most=12,
    parts=(WHEN, WHO, WORDS),
    samples=(),
    frames=(),
    rubric=(),
    models=(Model(title="A", text="Monitors count them by 3 May.", notice="n"),),
)


COUNTED = [
    ("", 0),
    ("…", 0),
    ("one", 1),
    ("don't re-open it’s", 3),
    ("وقف إطلاق النار", 3),
    ("وَقْفُ إِطْلَاقِ النَّارِ", 3),
    ("s\u0323ulh\u0323", 1),
    ("ṣulḥ", 1),
    ("می\u200cخواهم صلح", 2),
    ("صـــلح", 1),
    ("a- b -c", 3),
    ("rock-’n’-roll", 3),
    ("\u0301 \u200d", 0),
    ("well\u2010known non\u2011violent co\u00adoperate", 3),
    ("٣٥ ديناراً", 2),
    ("snake_case 12 ½", 3),
    ("हिन्दी भाषा", 2),
]


@pytest.mark.parametrize(("text", "count"), COUNTED)
def test_words_are_counted(text, count):
    assert count_words(text) == count


@pytest.mark.skipif(not shutil.which("node"), reason="no Node here")
def test_page_counts_the_same_words():
    script = Path(__file__, "../../../course/widgets/text.js").resolve()
    texts = json.dumps([text for text, _ in COUNTED])
    code = f"import({json.dumps(script.as_uri())}).then((m) => console.log(JSON.stringify({texts}.map(m.countWords))))"
    counted = subprocess.run(["node", "-e", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(counted) == [count for _, count in COUNTED]


def part_with(*groups, **more):
    """A part with one way."""
    return Part(id="p", name="P", ways=(Way(groups=groups, **{"words": 2, **more}),), missing="m")


SAID = [
    "if",
    "shall",
    "within",
    "10",
    "days",
    "by",
    "the",
    "end",
    "of",
    "Darwan",
    "fails",
    "well-known",
    "can't",
    "3",
    "May",
    ",",
    "-",
    "يراقب",
    "الخط",
]
GROUPS = ["@duty", "@time", "@who", "if .. fails", "shall", "well|known", "يراقب"]


@given(
    st.lists(st.sampled_from(SAID), min_size=1, max_size=25),
    st.lists(st.sampled_from(GROUPS), min_size=1, max_size=3),
    st.integers(1, 12),
)
def test_groups_meet_where_any_choice_of_their_signs_stands_within_so_many_words(said, groups, near):
    sentence = " ".join(said)
    found = [places(sentence, group) for group in groups]
    stretches = [max(end for _, end in chosen) - min(start for start, _ in chosen) for chosen in product(*found)]
    assert meet(sentence, groups, near) == (min(stretches, default=near + 1) <= near)


def test_sign_is_found_with_vowels_and_without():
    for text in ("فَرِيقٌ يُرَاقِبُ الخَطَّ", "فريق يراقب الخط", "من يـراقب"):
        assert has_part(text, WHO)


@pytest.mark.parametrize(
    "text", ["It ends by 3 May.", "It ends BY 12:00.", "It ends within\n10 days.", "It has two deadlines."]
)
def test_sign_is_found(text):
    assert has_part(text, WHEN)


@pytest.mark.parametrize("text", ["", "It ends by May.", "It is standby 3.", "It has lifelineX.", "It is by."])
def test_sign_is_a_whole_word(text):
    assert not has_part(text, WHEN)


@pytest.mark.parametrize(
    "text",
    [
        "Who is the monitor?",
        "Monitors",
        "The monitors by the road",
        "monitor, watch, verify, inspect, observe",
        "This section says who monitors it.",
        "I should say who monitors it.",
        "Use the word monitor in your text.",
        "Write who monitors it.",
    ],
)
def test_what_only_names_it_does_not_do_it(text):
    assert not has_part(text, WHO)


def test_groups_meet_in_one_sentence_and_within_some_words():
    both = part_with("monitor*", "by #")
    assert has_part("The monitors count them by 3 May.", both)
    assert not has_part("The monitors count them. They end by 3 May.", both)
    assert not has_part("The monitors count them.\n2. They end by 3 May.", both)
    far = "The monitors of the four states that both sides have named count all of them by 3 May."
    assert has_part(far, both)
    assert not has_part(far, part_with("monitor*", "by #", near=10))
    assert not has_part("No monitors count them by 3 May.", part_with("monitor*", "by #", without="no monitor*"))


def test_gap_is_no_longer_than_it_says():
    assert has_part("He calls all of them upon the hour.", part_with("call* ..3 upon"))
    assert not has_part("He calls all of the many upon the hour.", part_with("call* ..3 upon"))


@pytest.mark.parametrize(
    "time",
    ["within ten days", "on 3 May", "by the end of the year", "at 12:00", "after eight weeks", "tomorrow", "at once"],
)
def test_a_time_is_known(time):
    assert has_part(f"They shall meet {time}.", part_with("@time"))


def test_class_that_is_not_there_is_found_nowhere():
    assert not has_part("They meet at the nowhere of the road.", part_with("@nowhere"))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1. They shall meet. 2. They go.", ["1. They shall meet.", "2. They go."]),
        ("One line\ngoes on. Then two!", ["One line goes on.", "Then two!"]),
        ("A heading\nA sentence.", ["A heading", "A sentence."]),
        ('He said "stop." Then he went.', ['He said "stop."', "Then he went."]),
        ("", []),
        ("1.", ["1."]),
    ],
)
def test_sentences(text, count):
    assert sentences(text) == count


@given(st.text())
def test_no_word_gets_lost_between_sentences(text):
    assert count_words(" ".join(sentences(text))) <= count_words(text)


@given(st.text(), st.text(min_size=1, max_size=12))
def test_any_sign_is_plain_text(text, sign):
    assert has_part(text, part_with(sign)) in (True, False)


def test_part_without_ways_is_never_missing_and_never_found():
    assert not has_part(TASK.models[0].text, WORDS)
    assert judge(TASK, read_answer({"text": TASK.models[0].text})).outcome == "open"


def test_missing_parts_are_named_one_by_one():
    verdict = judge(TASK, read_answer({"text": "Both sides promise to behave well."}))
    assert verdict.outcome == "not-yet"
    assert [(one.about, one.says) for one in verdict.remarks] == [
        ("By when", "Say by when."),
        ("Who watches", "Say who watches."),
    ]


@pytest.mark.parametrize(
    ("text", "key"), [("The monitors by 3.", "too-short"), ("The monitors by 3 " + "and so on " * 9, "too-long")]
)
def test_length_is_told_with_its_aim(text, key):
    [remark] = judge(TASK, read_answer({"text": text})).remarks
    assert remark.key == key
    assert remark.values["count"] == count_words(text)


def test_complete_text_is_open_not_correct():
    verdict = judge(TASK, read_answer({"text": TASK.models[0].text}))
    assert (verdict.outcome, verdict.remarks[0].key) == ("open", "all-parts")
    assert [(remark.about, remark.values["sentence"]) for remark in verdict.remarks[1:]] == [
        ("By when", "Monitors count them by 3 May."),
        ("Who watches", "Monitors count them by 3 May."),
    ]


@pytest.mark.parametrize("blank", ["", "  ", "…", "?!", None])
def test_text_without_a_word_is_not_answered(blank):
    assert judge(TASK, read_answer({"text": blank})).outcome == "not-answered"


@pytest.mark.parametrize(
    "about",
    [
        "اكتبوا جملة تقول متى تبدأ الخطوة، أو بعد كم شهرًا تنظرون هل تعمل.",
        "ثم قولوا في فقرات مرقمة من تدعوه أو تحثه، وإلى ماذا.",
        "ابدؤوا بسطر يشير إلى نص قبله الأعضاء من قبل.",
        "سأذكر هنا كيف نتحقق من وعد دروان بعد شهر.",
        "أريد أن أكتب عن المراقبين على الحدود وعن المال.",
        "المهمة تطلب جملة عن موعد الخطوة الأولى.",
    ],
)
def test_what_speaks_about_the_writing_is_no_sentence_in_arabic_either(about):
    assert not is_plain_sentence(about, 4)


@pytest.mark.parametrize(
    "says",
    [
        "تكتب نخلة تقريرًا كل شهر وترسله إلى العاصمتين.",
        "ابدؤوا بخطوة صغيرة قبل نهاية الشهر.",
        "المذكرة تتضمن مراقبين من إحدى عشرة دولة.",
        "وصفت دروان الزوارق الجديدة بأنها تهديد لها.",
        "اكتفى الطرفان بوعد لا يتحقق منه أحد.",
    ],
)
def test_a_sentence_that_only_begins_alike_counts(says):
    assert is_plain_sentence(says, 4)
