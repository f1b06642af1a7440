"""A made-up language, laid over everything: nothing that a learner reads stays English, and answers are found again."""

import csv
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from course.content import catalog, language
from course.content.language import FILE, MARK, checksum, mark
from course.content.place import CONTENT
from course.dev.translation.pseudo import make_pseudo
from course.launch import lab
from course.launch import language as before_the_start
from course.launch.command_line import parser

ROOT = CONTENT.parents[1]
STEM = "02_ways_to_settle"


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory):
    """The folder of the made-up language."""
    folder = tmp_path_factory.mktemp("languages") / "qps"
    make_pseudo(folder)
    return folder


def run(command, work, spoken="", where=ROOT):
    """Run a command in a process of its own, in a language; return what it prints."""
    variables = {**os.environ, "COURSE_LANGUAGE": str(spoken), "COURSE_MY_WORK": str(work), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=variables, cwd=where, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


ALL_PAGES = """
import asyncio, json
from pathlib import Path
from types import SimpleNamespace
from starlette.requests import Request
from course import open_exercise, open_lesson
from course.content import lessons
from course.content.outline import outline
from course.live import phone
from course.teacher.verbs import plan

pages = {}
lesson, exercise = open_lesson("STEM"), open_exercise("STEM")
for block in outline("STEM"):
    # Sources are names and titles of works, terms have an Arabic one beside them.
    for call, id in block.calls:
        if call not in ("sources", "terms"):
            shown = getattr(lesson, call)(id) if id else getattr(lesson, call)()
            for part in shown if isinstance(shown, list) else [shown]:
                pages[f"{call} {id}"] = str(getattr(getattr(part, "face", part), "markup", "") or "")
for task in lessons.exercise("STEM").tasks:
    pages[f"task {task.id}"] = str(exercise.task(task.id).face.markup)
plan.main(["02", "--out", "sheet.html"])
pages["run-sheet"] = Path("sheet.html").read_text(encoding="utf-8")
app = SimpleNamespace(state=SimpleNamespace(also=()))
scope = {"type": "http", "app": app, "path_params": {}, "headers": [], "method": "GET", "path": "/"}
pages["phone"] = asyncio.run(phone.front(Request(scope))).body.decode()
Path("pages.json").write_text(json.dumps(pages), encoding="utf-8")
""".replace("STEM", STEM)
NO_TEXT = re.compile(
    r"<(?:style|cite)\b.*?</(?:style|cite)>|<code>.*?</code>|&\w+;|"
    r"<(?!script)[^>]*?(?P<said>aria-label=\"[^\"]*\"|alt=\"[^\"]*\")?[^>]*>",
    re.DOTALL,
)
ENGLISH_WORD = re.compile(r"(?<![\w-])[A-Za-z]{3,}(?![\w-])")


def words_of_page(page):
    """The words in plain letters that a page shows, or sends along to be shown."""
    texts = []
    for data in re.findall(r"<script type=\"application/json\"[^>]*>(.*?)</script>", page, re.DOTALL):
        texts += strings(json.loads(data))
    page = re.sub(r"<script\b.*?</script>", "", page, flags=re.DOTALL)
    texts.append(NO_TEXT.sub(lambda found: f" {(found['said'] or '').partition('=')[2]} ", page))
    shown = re.sub(r"\{[^}]*\}|\S+\.(?:js|css|html)|https?://\S+", " ", " ".join(texts))
    return set(ENGLISH_WORD.findall(shown))


def strings(value):
    """All texts in plain data, but for what names them."""
    if isinstance(value, dict):
        return [text for key, inside in value.items() if key != "language" for text in strings(inside)]
    if isinstance(value, list):
        return [text for inside in value for text in strings(inside)]
    return [value] if isinstance(value, str) else []


NAMES = {"python", "course", "export", "booklet"}
"""What is typed as it stands, in every language."""


def test_nothing_that_is_read_stays_english(pseudo, tmp_path):
    run([sys.executable, "-c", ALL_PAGES], tmp_path, pseudo, where=tmp_path)
    pages = json.loads((tmp_path / "pages.json").read_text("utf-8"))
    assert len(pages) > 25
    left = {name: words for name, page in pages.items() if (words := words_of_page(page) - NAMES)}
    assert left == {}
    assert 'lang="qps" dir="ltr"' in pages["discuss you-first"]
    assert pages["run-sheet"].startswith('<!doctype html>\n<html lang="qps">')
    # Otherwise the test looks at nothing.
    assert all("⟦" in page for page in pages.values() if page)


def test_the_look_that_it_takes_sees_english():
    data = '<script type="application/json" id="x">{"a": ["That {n}"]}</script>'
    page = f'<p lang="en">Seen <b title="not">this</b></p>{data}'
    assert words_of_page(page) == {"Seen", "this", "That"}


RECORD = """
import csv
import json
from course.content import documents, lessons
from course.content.interface import words
from course.html.ask import fields, told
from course.html.wording import Wording
from course.model.answer import Answer
from course.pages.page import source

lesson = lessons.lesson("STEM")
wording = Wording(words=words(), cite=source)
look = next(look for look in lesson.looks if look.ask and hasattr(look.ask, "column") and hasattr(look.ask, "rows"))
document = documents.document(lesson.documents[0])
listed = fields(wording, look)
guess = Answer(values={field.id: field.kept for field in listed})
print(json.dumps({
    "ids": [field.id for field in listed],
    "kept": [field.kept for field in listed],
    "values": [[choice.value for choice in field.choices] for field in listed],
    "told": told(wording, look, guess),
    "phrases": [phrase.key for phrase in document.phrases],
    "words": document.words_of([phrase.key for phrase in document.phrases]),
    "options": [[option.id for option in prompt.options] for prompt in lesson.prompts if hasattr(prompt, "options")],
}))
""".replace("STEM", STEM)


def test_answers_are_kept_by_the_same_words_in_every_language(pseudo, tmp_path):
    here = json.loads(run([sys.executable, "-c", RECORD], tmp_path, "en"))
    there = json.loads(run([sys.executable, "-c", RECORD], tmp_path, pseudo))
    kept = ("ids", "kept", "phrases", "options")
    assert {key: here[key] for key in kept} == {key: there[key] for key in kept}
    assert [sorted(values) for values in here["values"]] == [sorted(values) for values in there["values"]]
    assert not ENGLISH_WORD.findall(there["told"] + " ".join(there["words"]))


@pytest.mark.slow
def test_a_made_notebook_runs_strictly_and_speaks_its_language(pseudo, tmp_path):
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / f"{STEM}.ipynb", tmp_path / "notebooks")
    opening = (
        f"from pathlib import Path; from course.dev.translation import notebooks as n; folder = Path({str(pseudo)!r})"
    )
    run([sys.executable, "-c", f"{opening}; n.make(folder, Path('.'))"], tmp_path / "work", where=tmp_path)
    book = tmp_path / "notebooks" / "qps" / f"{STEM}.ipynb"
    text = book.read_text("utf-8")
    assert "".join(json.loads(text)["cells"][0]["source"]).startswith("# ⟦Ļéššöñ 2")
    # The tags of folded blocks follow the headings.
    assert text.count('"more"') == (ROOT / "notebooks" / f"{STEM}.ipynb").read_text("utf-8").count('"more"') > 0
    strictly = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", str(book)]
    assert " passed" in run(strictly, tmp_path / "work", pseudo, where=tmp_path)
    looking = [sys.executable, "-c", f"{opening}; print([*n.out_of_step(folder, Path('.'))])"]
    assert run(looking, tmp_path / "work", where=tmp_path).strip() == "[]"
    book.write_text(text.replace("Ļéššöñ 2", "Ļéššöñ 3"), "utf-8")
    assert "notebooks/qps" in run(looking, tmp_path / "work", where=tmp_path)


SOLUTION = f"""
from pathlib import Path
from course.content import catalog, language
from course.dev import settle
from course.dev.translation.notebooks import translated
book = translated(Path("exercises/{STEM}.ipynb"), language.home())
print([cell.source for cell in settle.solution(book, "{STEM}").cells if "exercise.check" in cell.source][0])
"""


def test_a_solution_is_worked_in_english_code_with_comments_of_its_language(pseudo, tmp_path):
    shown = run([sys.executable, "-c", SOLUTION], tmp_path, pseudo)
    assert "sahl_limit = " in shown
    assert "# ⟦" in shown or "#" not in shown


@pytest.fixture
def arabic(tmp_path, monkeypatch):
    """A folder in which one word is translated, one has other English since, and one is not translated."""
    folder = tmp_path / "languages" / "ar"
    (folder / "made").mkdir(parents=True)
    shutil.copy(CONTENT / "languages" / "ar" / "language.toml", folder)
    said = {"form/saved": [checksum("Saved {at}."), "تم الحفظ {at}."], "form/hint": [1, "قديم"], "form/model": None}
    (folder / "made" / "interface.toml.json").write_text(json.dumps(said), "utf-8")
    return folder


def test_what_is_not_translated_is_said_in_english_and_marked(arabic, tmp_path):
    code = (
        "import json; from course.content.interface import words; form = words()['form']; "
        "print(json.dumps([form[key] for key in ('saved', 'hint', 'model')]))"
    )
    saved, hint, model = json.loads(run([sys.executable, "-c", code], tmp_path, arabic))
    assert (saved, hint, model) == ("تم الحفظ {at}.", mark("Hint"), mark("Model answer"))
    assert hint == f"\u2066{MARK}Hint\u2069"
    assert mark("- an entry") == f"- \u2066{MARK}an entry\u2069"
    assert mark("") == ""


def test_what_a_teacher_wrote_stays_as_it_is(pseudo, tmp_path):
    changes = tmp_path / "my_course" / "lessons" / f"{STEM}.toml"
    changes.parent.mkdir(parents=True)
    changes.write_text('[[prompts]]\nid = "you-first"\nasks = "My own question?"\n', "utf-8")
    code = (
        f"import os; os.environ['COURSE_MY_COURSE'] = {str(tmp_path / 'my_course')!r}; "
        "from course.content import lessons; "
        f"lesson = lessons.lesson({STEM!r}); prompt = next(p for p in lesson.prompts if p.id == 'you-first'); "
        f"print(prompt.asks, prompt.guide); print(lessons.published('lessons', {STEM!r})['title'])"
    )
    asks, title = run([sys.executable, "-c", code], tmp_path, pseudo).splitlines()
    assert asks.startswith("My own question? ⟦")
    # What a change is compared with is the English.
    assert title == "Ways to settle"


def chosen(work, where, spoken=""):
    code = "from course.content import language; print(language.chosen().code)"
    return run([sys.executable, "-c", code], work, spoken, where).strip()


def test_a_language_is_chosen_by_the_folder_of_the_notebook_or_as_it_was_last(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_MY_WORK", raising=False)
    for folder in ("notebooks", "notebooks/ar", "my_work"):
        (tmp_path / folder).mkdir(exist_ok=True)
    work = tmp_path / "my_work"
    assert chosen(work, tmp_path) == "en"
    before_the_start.remember(tmp_path, "ar")
    assert before_the_start.remembered(tmp_path) == "ar"
    assert chosen(work, tmp_path) == "ar"
    # Whoever opens an English notebook of which there is one in their language wants the English one.
    assert chosen(work, tmp_path / "notebooks") == "en"
    before_the_start.remember(tmp_path, "en")
    assert chosen(work, tmp_path / "notebooks" / "ar") == "ar"
    assert chosen(work, tmp_path, "ar") == "ar"
    (work / "language.txt").write_text("xx\n", "utf-8")
    assert (chosen(work, tmp_path), before_the_start.remembered(tmp_path)) == ("en", "en")
    assert language.codes() == tuple(before_the_start.codes())


def test_the_first_page_is_that_of_the_language_where_it_is_made(tmp_path, monkeypatch):
    monkeypatch.delenv("COURSE_MY_WORK", raising=False)
    before_the_start.remember(tmp_path, "ar")
    first = "notebooks/00_start_here.ipynb"
    assert before_the_start.notebook(tmp_path, first) == first
    (tmp_path / "notebooks" / "ar").mkdir(parents=True)
    (tmp_path / "notebooks" / "ar" / "00_start_here.ipynb").touch()
    made = "notebooks/ar/00_start_here.ipynb"
    assert before_the_start.notebook(tmp_path, first) == made
    # A course that is open already was started in another language.
    page = tmp_path / "jpserver-7-open.html"
    for notebook in (made, first):
        page.write_text(f'content="1;url=http://localhost:8888/lab/tree/{first}?token=t"', "utf-8")
        lab.lead_on(page, notebook)
        assert page.read_text("utf-8") == f'content="1;url=http://localhost:8888/lab/tree/{notebook}?token=t"'
        page.write_text(page.read_text("utf-8").replace(first, made), "utf-8")
        lab.lead_on(page, notebook)
        assert f"/lab/tree/{notebook}?" in page.read_text("utf-8")
    lab.lead_on(tmp_path / "gone.html", made)


def test_a_verb_speaks_a_language_once_and_keeps_its_own_options():
    asked, rest = parser().parse_known_args(["live", "05", "--lan", "--language", "ar", "--port", "8001"])
    assert (asked.verb, asked.for_now, asked.language, rest) == ("live", "ar", None, ["05", "--lan", "--port", "8001"])
    asked, rest = parser().parse_known_args(["--language", "ar", "plan", "05"])
    assert (asked.language, asked.for_now, rest) == ("ar", None, ["05"])
    assert before_the_start.SWITCH == language.SWITCH


def test_a_language_that_the_course_does_not_speak_is_refused(capsys):
    with pytest.raises(language.NoSuchLanguage, match=r"does not speak 'xx'\. It speaks: en, ar"):
        language.read_language(CONTENT / "languages" / "xx")
    with pytest.raises(SystemExit):
        parser().parse_args(["--language", "xx"])
    assert "choose one of en, ar" in capsys.readouterr().err


def test_arabic_speaks_in_the_words_around_a_question_and_runs_from_right_to_left(tmp_path):
    code = (
        "from course import open_lesson; from course.content.interface import words; lesson = open_lesson('STEM'); "
        "shown = lesson.discuss('you-first'); print(shown.face.markup); print(shown.tongue); "
        "print(words()['task']['check'].format(minutes=2), words()['task']['check'].format(minutes=11))"
    ).replace("STEM", STEM)
    out = run([sys.executable, "-c", code], tmp_path, "ar")
    assert 'lang="ar" dir="rtl"' in out
    assert "نقاش · فرديًا · 4 دقائق" in out
    assert "{'lang': 'ar', 'dir': 'rtl'}" in out
    assert out.rstrip().endswith("تحقّق سريع · دقيقتان تحقّق سريع · 11 دقيقة")


def test_terms_stand_once_and_are_those_of_the_glossary():
    with (CONTENT / "languages" / "ar" / "terms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["id"] for row in rows}) == len({row["english"].casefold() for row in rows}) == len(rows) > 100
    assert all(row["source"] and row["said"] and row["hold"] in ("yes", "no") for row in rows)
    glossary = catalog.glossary()
    known = [row for row in rows if row["id"] in glossary and glossary[row["id"]].arabic]
    assert len(known) > 60
    assert [row["id"] for row in known if glossary[row["id"]].arabic != row["said"]] == []
    # Two terms with one headword say so: nothing may be found by the Arabic word alone.
    twice = [row for row in rows if sum(other["said"] == row["said"] for other in rows) > 1]
    assert all(row["note"].startswith("the same headword as") for row in twice)


OPENED = f"""
import json, sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
from course import open_lesson
lesson = open_lesson("{STEM}")
lesson.discuss("you-first")
paths = {{path.partition("/content/")[2] for path in opened if path.endswith((".json", ".toml", ".po", ".csv"))}}
print(json.dumps(sorted(filter(None, paths))))
"""


def opened(spoken, work):
    return json.loads(run([sys.executable, "-c", OPENED], work, spoken).splitlines()[-1])


def test_a_process_reads_its_own_language_alone_and_of_it_what_it_shows(tmp_path):
    english, arabic = opened("en", tmp_path), opened("ar", tmp_path)
    # Of another language an English page says only what it is called, where it offers it.
    assert {path.partition("/")[2].partition("/")[2] for path in english if path.startswith("languages/")} <= {FILE}
    of_language = [path for path in arabic if path.startswith("languages/")]
    assert [
        path for path in of_language if not path.startswith(("languages/ar/made/", "languages/ar/language.toml"))
    ] == []
    # One file of the language for each content file that is read, or none: a lesson reads no other lesson.
    read = {path for path in arabic if not path.startswith("languages/")}
    made = {path.removeprefix("languages/ar/made/").removesuffix(".json") for path in of_language}
    assert f"lessons/{STEM}.toml" in made
    assert {path for path in made - read if not path.startswith("notebooks/")} == {"languages/ar/language.toml"}
    assert read == {path for path in english if not path.startswith("languages/")}


NOT_READ = """
import json
from course.content import lessons
from course.model.task import Notebook, Writing
every = [task for stem in lessons.exercise_stems() for task in lessons.exercise(stem).tasks]
code = [task.worked for task in every if isinstance(task, Notebook)]
ways = [way for task in every if isinstance(task, Writing) for part in task.parts for way in part.ways]
print(json.dumps([*code, *(group for way in ways for group in (*way.groups, way.without))]))
"""


def test_code_and_signs_carry_no_marks_for_the_eye(tmp_path):
    texts = json.loads(run([sys.executable, "-c", NOT_READ], tmp_path, "ar"))
    assert any("= 4" in text for text in texts)
    assert any("وساطة" in text for text in texts)
    assert [text for text in texts if re.search(r"[\u2066-\u2069]", text)] == []
