"""An edition that is read from right to left: its font, its style sheets, and what a line must not take apart."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from course.content import language
from course.content.place import CONTENT, PACKAGE
from course.evidence.theme import finish
from course.html import style
from course.html.card import in_arabic
from course.html.document import page
from course.html.element import apart
from course.html.lab import idea
from course.html.picture import svg
from course.html.text import prose_by_direction
from course.html.wording import Wording
from course.model.lab import Idea
from course.model.language import (
    ENGLISH,
    arrow,
    as_one,
    label,
    own_direction,
    quoted,
    speak,
    steady,
    together,
    with_commas,
    with_equations,
    with_semicolons,
)
from course.model.picture import Picture
from course.model.picture import Text as Label
from course.model.term import Term

ARABIC = language.read_language(language.LANGUAGES / "ar")
LRI, RLI, PDI = "\u2066", "\u2067", "\u2069"


@pytest.fixture
def arabic():
    """A process that speaks Arabic. Its texts stay as they were read."""
    speak(ARABIC)
    style.part.cache_clear()
    yield ARABIC
    speak(ENGLISH)


def test_english_pays_for_no_font():
    assert "@font-face" not in style.screen() + style.printed("print", "runsheet")
    assert not re.search(r"[\u2066-\u2069]", as_one("+4") + label("Kuwait") + steady("1980–1988, +2"))
    assert apart("TIME, 1981") == "TIME, 1981"
    assert own_direction() == "auto"
    assert "bdi" not in page("A title", prose_by_direction("Text."))


def test_arabic_has_a_font_inside_its_styles_and_small_enough_for_a_phone(arabic):
    assert [path.read_bytes()[:4] for path in style.FONTS.values()] == [b"wOF2"] * 2
    assert sum(path.stat().st_size for path in style.FONTS.values()) < 26_000
    assert "SIL OPEN FONT LICENSE" in (style.FONTS[400].parent / "OFL.txt").read_text("utf-8").upper()
    for css in (style.screen(), style.printed("print")):
        assert 'src: url("data:font/woff2;base64,' in css
        assert re.search(r"line-height: var\(--course-line, 1\.(7|8)", css)
    served = style.alone()
    assert all(f'src: url("{path.name}")' in served for path in style.FONTS.values())
    assert "data:font" not in served


def ranges(css):
    """The letters that the style sheet takes from the font."""
    for found in re.search(r"unicode-range: ([^;]+);", css)[1].split(", "):
        first, _, last = found.removeprefix("U+").partition("-")
        yield range(int(first, 16), int(last or first, 16) + 1)


def test_every_arabic_letter_of_the_catalogs_is_in_the_font():
    known = {code for some in ranges(style.part("arabic")) for code in some}
    used = set()
    for path in sorted((CONTENT / "languages" / "ar" / "made").rglob("*.json")):
        used |= set(path.read_text("utf-8"))
    letters = {letter for letter in used if re.match("[\u0600-\u08ff\ufb50-\ufdff\ufe70-\ufefe]", letter)}
    assert len(letters) > 40
    assert {letter: hex(ord(letter)) for letter in letters if ord(letter) not in known} == {}


SIDED = re.compile(
    r"(?<![\w-])((?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b[\w-]*|(?:left|right)\s*:"
    r"|text-align:\s*(?:left|right)|float:\s*(?:left|right)|clear:\s*(?:left|right)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|rectX)[^;}]*"
)


def test_no_style_sheet_names_left_or_right():
    """Margins, borders and edges begin and end as the language does. Of a printed page's margin boxes none is logical:
    arabic.css has their contents the other way about.
    """
    sheets = sorted(PACKAGE.rglob("*.css"))
    assert len(sheets) > 15
    found = {path.name: hits for path in sheets if (hits := SIDED.findall(path.read_text("utf-8")))}
    assert found == {}


@pytest.mark.parametrize(
    "css",
    ["p { margin-left: 1px }", "p { left: 0 }", "p{text-align:right}", "p { float: left; }", "p { border-left: 0 }"],
)
def test_the_look_that_it_takes_sees_a_side(css):
    assert SIDED.search(css)
    assert not SIDED.search("p { margin-inline-start: 1px; inset-inline-end: 0; text-align: start; float: inline-end }")


JOINED = re.compile(r"(?P<quote>['\"])[,;] (?P=quote)\.join\(")
SPOKEN_IN_ENGLISH = {
    # Errors of code, or for a terminal and for authors of content files, which are in English.
    *("checks/notebook.py", "hub/command.py", "content/limits.py", "content/scenarios.py", "content/atlas.py"),
    *("content/boundaries.py", "content/changed.py", "content/language.py", "content/asks.py", "content/people.py"),
    *("content/templates.py", "content/mistakes.py", "model/lab.py", "pages/lesson.py", "site/wheels.py"),
    *("negotiation/package.py", "negotiation/soundness.py", "negotiation/session.py", "negotiation/legality.py"),
    *("teacher/changes/adapted.py", "teacher/changes/doctor.py", "teacher/verbs/command.py", "widgets/script.py"),
    *("hub/service.py",),
    # Data, SQL, selectors of a style sheet.
    *("html/binding.py",),
    *("model/boundary.py", "record/rows.py", "record/journal.py", "evidence/index.py", "pages/page.py"),
}


def test_lists_are_joined_as_the_language_joins_them():
    found = set()
    for path in sorted(PACKAGE.rglob("*.py")):
        name = path.relative_to(PACKAGE).as_posix()
        if not name.startswith(("dev/", "launch/")) and JOINED.search(path.read_text("utf-8")):
            found.add(name)
    assert found <= SPOKEN_IN_ENGLISH


def test_scripts_join_lists_as_the_page_does():
    joined = re.compile(r"join\((['\"])[,;] \1\)")
    found = {path.name for path in PACKAGE.rglob("*.js") if joined.search(path.read_text("utf-8"))}
    # Years with their counts, and coordinates that somebody may type.
    assert found <= {"atlas_years.js", "boundary.js"}


def test_lists_in_arabic(arabic):
    assert with_commas(["ا", "ب"]) == "ا، ب"
    assert with_semicolons(["ا", "ب"]) == "ا؛ ب"
    assert together(["ا", "ب", "ج"]) == "ا، ب وج"
    assert together([]) == ""


def test_lists_in_english():
    assert together(["a", "b", "c"]) == "a, b and c"
    assert together(["a"]) == "a"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("−2 أعارض بشدة", [f"{LRI}−2{PDI}"]),
        ("بين −2 و+2.", [f"{LRI}−2{PDI}", f"{LRI}+2{PDI}"]),
        ("من 1980–1988، ثم 7", [f"{LRI}1980–1988{PDI}"]),
        ("نعم: 100 − 55 − 20.", [f"{LRI}100 − 55 − 20{PDI}"]),
        ("تصنع ست دول 6 × 5 / 2 = 15 زوجًا", [f"{LRI}6 × 5 / 2 = 15{PDI}"]),
        ("0:04–0:08 (4)", [f"{LRI}0:04–0:08{PDI}"]),
        ("في عام 1990 – 5 دول", []),
        ("A9 و45%", []),
        ("المغرب، 2019-20", [f"{LRI}2019-20{PDI}"]),
        ("أُعدّ في 2026-01-31", [f"{LRI}2026-01-31{PDI}"]),
        ("[نص](05_why-2-3.ipynb) [آخر](#source-zartman-2000-2) https://a.org/2019-20/x", []),
        ("{start}–{end} ({minutes} د)", [f"{LRI}{{start}}–{{end}}{PDI}"]),
        ("السطر 2: arming_at_50 = 4", []),
    ],
)
def test_a_number_keeps_its_sign_and_a_range_its_order(arabic, text, kept):
    assert re.findall(f"{LRI}.*?{PDI}", steady(text)) == kept
    assert re.sub(f"[{LRI}{PDI}]", "", steady(text)) == text


def test_what_is_read_of_a_catalog_is_steady(tmp_path):
    code = "from course.content.interface import words; import json; print(json.dumps(words()['trial']['scale-2']))"
    variables = {**os.environ, "COURSE_LANGUAGE": "ar", "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=variables, cwd=tmp_path, capture_output=True, check=True)
    assert json.loads(done.stdout).startswith(f"{LRI}−2{PDI}")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        (
            "القيمة عند A = 100·[(1 − wA)·x + (wA)·y]، وعند B = 100·[y]. نقطة ناش",
            ["A = 100·[(1 − wA)·x + (wA)·y]", "B = 100·[y]"],
        ),
        ("والثقة: m/2 + |b| ≤ f.", ["m/2 + |b| ≤ f"]),
        ("والألم(t) = الألم + النمو·t. تكون A9 ناضجة", []),
        ("حصتي A من قضيتين (BATNA)، مع R", []),
    ],
)
def test_an_equation_keeps_its_brackets(arabic, text, held):
    assert re.findall(f"{LRI}(.*?){PDI}", with_equations(text)) == held
    assert re.sub(f"[{LRI}{PDI}]", "", with_equations(text)) == text


@pytest.mark.parametrize(
    "place", ["my-work-ليلى-2026.course.json", "/home/a/my_work", "~/my_work", r"C:\Users\a\my_work", Path("/home/a")]
)
def test_the_place_of_a_file_keeps_its_order(arabic, place):
    wording = Wording({"work": {"where": "في المجلد {folder} هنا"}}, cite=None)
    assert wording.word("work", "where", folder=place) == f"في المجلد {LRI}{place}{PDI} هنا"
    assert wording.word("work", "where", folder="٣/4 منها") == "في المجلد ٣/4 منها هنا"


def test_an_arabic_term_is_not_said_twice(arabic):
    term = Term(id="mediation", term="الوساطة", meaning="طرف ثالث", arabic="الوساطة", transliteration="al-wasāta")
    assert in_arabic(term) == ()
    speak(ENGLISH)
    assert [*map(str, in_arabic(term))] == ['<span lang="ar" dir="rtl">الوساطة</span>', "<i>al-wasāta</i>"]


def test_an_idea_has_the_commas_of_its_page(arabic):
    model = Idea(author="جون ناش", work="مسألة المساومة", year="1981; 1950", says="", notation="", sources=())
    drawn = str(idea(Wording({}, cite=None), model))
    assert "</b>، <i>" in drawn
    assert "(1981؛ 1950)" in drawn


def test_the_length_of_sessions_counts_in_arabic(tmp_path):
    code = """
import json
from types import SimpleNamespace as Session
from course.content.interface import words
from course.html.opening import length
said = words()["opening"]
print(json.dumps([length(said, [Session(minutes=n) for n in minutes])
    for minutes in ([45], [10], [45, 45], [60, 60, 60], [45, 90, 10])]))
"""
    variables = {**os.environ, "COURSE_LANGUAGE": "ar", "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=variables, cwd=tmp_path, capture_output=True, check=True)
    assert json.loads(done.stdout) == [
        "45 دقيقة",
        "10 دقائق",
        "جلستان، مدة كل منهما 45 دقيقة",
        "3 جلسات، مدة كل منها 60 دقيقة",
        "3 جلسات: 45، 90 و10 دقائق",
    ]


def test_a_number_stays_after_the_letter_before_it(arabic):
    assert (
        steady("يحس A {felt:.0f} وينال B 80، في A9 و(UN 3)") == "يحس A\u200f {felt:.0f} وينال B\u200f 80، في A9 و(UN 3)"
    )
    assert steady("Side A 60", ENGLISH) == "Side A 60"


def test_words_of_somebody_stand_in_the_marks_of_the_language(arabic):
    assert quoted("نعم") == "«نعم»"
    speak(ENGLISH)
    assert quoted("yes") == "“yes”"
    files = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".js") and "dev" not in path.parts]
    assert [path.name for path in files if re.search(r"“\$?\{", path.read_text("utf-8"))] == []


def test_arrows_lead_on_as_a_line_is_read(arabic):
    assert (arrow(), arrow(back=True), arrow(plain=True)) == (" ← ", " → ", " <- ")


ARROW = re.compile(r"[\"'`}] ?(?:→|←|->|<-) ?(?:[\"'`]|\$?\{)")
FIXED = {
    "model/language.py": "where they are chosen",
    "widgets/element.js": "where scripts choose",
    "html/figures.py": "numbers in a drawing, which counts from the left",
    "teacher/quizzes/gift.py": "the syntax of GIFT",
    "widgets/script.py": "an error for who writes scripts",
}


def test_no_arrow_is_written_where_a_line_may_run_the_other_way():
    files = [path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".js") and "dev" not in path.parts]
    names = {path.relative_to(PACKAGE).as_posix() for path in files if ARROW.search(path.read_text("utf-8"))}
    assert names == set(FIXED)


def test_text_of_ours_takes_the_direction_of_its_page(arabic):
    made = page("عنوان", prose_by_direction("A9 قيد المحاكمة"))
    assert '<html lang="ar" dir="rtl">' in made
    assert 'dir="auto"' not in made


def test_citations_are_kept_apart(arabic):
    assert apart("TIME, 1981") == "<bdi>TIME, 1981</bdi>"
    assert apart("+4", "ltr") == '<bdi dir="ltr">+4</bdi>'


def test_a_date_in_a_sentence_is_kept_as_one():
    """``Wording.word`` sees to it; a sentence that is filled in without it must."""
    filled = re.compile(r"\.format\([^\n]*=(?!as_one)[\w.()]*\.isoformat\(\)")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if "dev" not in path.parts and filled.search(path.read_text("utf-8"))
    }
    assert found == set()


def test_labels_of_a_drawing_say_their_direction(arabic):
    picture = Picture(width=300, height=90, marks=(Label(x=9, y=20, text="القيمة عند A"), Label(x=9, y=60, text="−2")))
    drawn = svg(picture, "وصف")
    assert f"{RLI}القيمة عند A{PDI}" in drawn
    assert ">−2<" in drawn


def test_a_chart_says_the_direction_of_its_texts(arabic):
    drawn = {"data": {"values": [{"name": "قطر 2017", "value": 3}]}, "encoding": {"x": {"field": "value"}}}
    spec = finish(drawn, "متى انضم 57 عضوًا", "وصف")
    assert spec["title"] == f"{RLI}متى انضم 57 عضوًا{PDI}"
    assert spec["data"]["values"][0] == {"name": f"{RLI}قطر 2017{PDI}", "value": 3}
    assert spec["encoding"] == drawn["encoding"]
    assert spec["config"]["title"]["anchor"] == "end"
    assert spec["description"] == "وصف"


@pytest.mark.skipif(not shutil.which("node"), reason="no Node here")
@pytest.mark.parametrize(("course", "said"), [({"lang": "ar", "dir": "rtl"}, ["ar", "rtl"]), ({}, [None, None])])
def test_a_notebook_in_jupyterlab_is_read_as_its_metadata_says(course, said):
    script = PACKAGE / "jupyter" / "extension" / "static" / "speaking.js"
    code = (
        f"import({json.dumps(script.as_uri())}).then((m) => {{ const node = {{}};"
        f" m.speak({{content: {{node, model: {{getMetadata: () => ({json.dumps(course)})}}}}}});"
        f" console.log(JSON.stringify([node.lang ?? null, node.dir ?? null])); }})"
    )
    shown = subprocess.run(["node", "-e", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(shown) == said
