"""The house keeps its shape: what `course` offers and costs to import, where arrows point and words stand."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import course
from course.content import lessons
from course.dev import settle as notebook
from course.evidence import theme
from course.html import style

PACKAGE = Path(course.__file__).parent
PYTHON = sorted(path for path in PACKAGE.rglob("*.py"))
SCRIPTS = [*sorted((PACKAGE / "widgets").glob("*.js")), PACKAGE / "teacher" / "classroom" / "marking_page.js"]
LIVE_SCRIPTS = sorted((PACKAGE / "live" / "static").glob("*.js"))
SITE_SCRIPTS = sorted((PACKAGE / "site" / "static").glob("*.js"))
SCRIPTS += [*LIVE_SCRIPTS, *SITE_SCRIPTS]
# The launcher and the benchmark speak on a terminal; the others say why a file, a move or an answer was refused.
SPEAKING = {"launch", "dev", "__main__.py"}
SPEAKING |= {
    "record",
    "content",
    "legality.py",
    "soundness.py",
    "event.py",
    "verbs",
    "doctor.py",
    "command.py",
    "service.py",
}
ONLY_SOME = ("altair", "matplotlib", "networkx", "numpy", "pandas")
HEAVY = (*ONLY_SOME, "IPython", "anywidget", "ipywidgets", "msgspec")


def name_of(path):
    return path.relative_to(PACKAGE).as_posix()


def test_course_offers_exactly_this():
    offered = {"__version__", "open_atlas", "open_desk", "open_exercise", "open_lesson"}
    assert set(course.__all__) == set(dir(course)) == offered
    assert all(callable(getattr(course, name)) for name in course.__all__ if name.startswith("open_"))
    with pytest.raises(AttributeError):
        course.lesson_opener  # noqa: B018


def imported_by(statement):
    """Which of the heavy packages a fresh Python has loaded after ``statement``."""
    code = f"{statement}\nimport sys\nprint(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1].split()


def test_import_course_loads_nothing_heavy():
    assert imported_by("import course") == []


def test_opening_a_lesson_loads_nothing_that_only_some_need():
    loaded = imported_by("from course import open_lesson")
    assert not set(ONLY_SOME) & set(loaded)


@pytest.mark.parametrize("stem", [*lessons.stems(), "case_atlas"])
def test_a_notebook_that_nobody_has_touched_loads_nothing_that_only_some_need(stem, tmp_path, monkeypatch):
    """Tables of data need pandas and a seat at the table numpy; charts, labs and the atlas need neither."""
    monkeypatch.setenv("COURSE_MY_WORK", str(tmp_path))
    cells = notebook.read(notebook.ROOT / "notebooks" / f"{stem}.ipynb").cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    assert not set(ONLY_SOME) & set(imported_by(code))


def test_arrows_point_one_way():
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_modules_are_named_by_what_they_hold():
    vague = re.compile(r"(utils?|helpers?|common|misc)(\.|$)|_(old|new)(\.|$)")
    assert [name_of(path) for path in PACKAGE.rglob("*") if vague.search(path.name)] == []


def test_data_lies_inside_the_package():
    outside = re.compile(r"""parents?\[[1-9]|\.parent\.parent""")
    known = {"dev/settle.py", "live/files.py"}
    found = [name_of(path) for path in PYTHON if outside.search(path.read_text("utf-8")) and not in_speaking(path)]
    assert set(found) <= known


def in_speaking(path):
    return bool(SPEAKING & set(path.relative_to(PACKAGE).parts))


# --- Words for learners stand in interface.toml ---

SENTENCE = re.compile(r"[A-Za-z]+(?: [a-z]+){2,}.*[.!?…]$")


def strings_of(path):
    """The strings of a module that somebody could read: no docstrings, and not what an exception says."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise):
            skipped |= {id(one) for one in ast.walk(node)}
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value


@pytest.mark.parametrize("path", [path for path in PYTHON if not in_speaking(path)], ids=name_of)
def test_no_sentence_for_learners_stands_in_python(path):
    assert [text for text in strings_of(path) if SENTENCE.search(text)] == []


def without_comments(script):
    return re.sub(r"(?m)(?:^|\s)//.*$", "", re.sub(r"(?s)/\*\*.*?\*/", "", script))


def strings_of_script(path):
    """The strings of a script that somebody could read: not what an error says to who mends the page."""
    script = re.sub(r"new Error\(.*\)", "", without_comments(path.read_text(encoding="utf-8")))
    return [text for _, text in re.findall(r"""(["'`])((?:(?!\1).)*)\1""", script)]


def test_strings_of_scripts_are_found():
    assert "course-status" in strings_of_script(PACKAGE / "widgets" / "talk.js")
    assert len([text for path in SCRIPTS for text in strings_of_script(path)]) > 500


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_no_sentence_for_learners_stands_in_javascript(path):
    found = strings_of_script(path)
    assert [text for text in found if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}.*[.!?:…]\s*$", text)] == []


# --- What is HTML and what is text, and where colors stand ---

# A tag, or a part of one: an f-string ends where its gap begins. "(?P<name>" is a regular expression.
TAG = re.compile(r"(?<!\?P)<(?:[a-z][a-z0-9]*(?=[\s>/])|/[a-z]|!--)")
# The kit writes tags here; everybody else calls it.
# The drawings of maps are files: they are compared with what we write, path by path, and never pass as they are.
# A comment in README.md marks where its facts stand.
WRITES_TAGS = {"html/text.py", "content/maps.py", "dev/metadata.py"}
MAKES_MARKUP = {"html/apart.py", "html/text.py", "html/element.py", "html/document.py", "html/reading.py"}


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_only_the_kit_makes_html(path):
    tags = [text for text in strings_of(path) if TAG.search(text)]
    assert tags == [] or name_of(path) in WRITES_TAGS
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    made = [call.lineno for call in calls if ast.unparse(call.func).split(".")[-1] == "Markup"]
    assert made == [] or name_of(path) in MAKES_MARKUP


@pytest.mark.parametrize("path", PYTHON, ids=name_of)
def test_text_is_escaped_by_the_kit_alone(path):
    """Two ways of escaping differ in their quotes, and a committed notebook would differ with them."""
    tree = ast.parse(path.read_text("utf-8"))
    names = [
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if node.module == "markupsafe"
    ]
    assert set(names) <= {"Markup"}


STYLES = sorted(
    path for folder in ("html/styles", "live/static", "site/static") for path in (PACKAGE / folder).glob("*.css")
)
COLORS = PACKAGE / "html" / "styles" / "colors.css"
COLOR = re.compile(
    r"(?<!&)#(?:[0-9a-fA-F]{3}){1,2}\b|\b(?:rgb|hsl)a?\(|\b(?:white|black|silver|(?:dim)?gr[ae]y)\b(?!-)"
)
THEME = PACKAGE / "evidence" / "theme.py"


def test_colors_stand_in_one_file():
    everywhere = [*PACKAGE.rglob("*.js"), *(path for path in PACKAGE.rglob("*.css") if path != COLORS)]
    literals = {name_of(path): COLOR.findall(without_comments(path.read_text("utf-8"))) for path in everywhere}
    literals |= {
        name_of(path): [color for text in strings_of(path) for color in COLOR.findall(text)]
        for path in PYTHON
        if path != THEME
    }
    assert {name: found for name, found in literals.items() if found} == {}


def test_every_color_is_defined_once_and_used():
    defined = re.findall(r"--course-([a-z-]+):", COLORS.read_text("utf-8"))
    assert len(defined) == len(set(defined)) > 20
    used = {name for path in STYLES for name in re.findall(r"var\(--course-([a-z-]+)\)", path.read_text("utf-8"))}
    assert used <= set(defined)
    assert {name for name in set(defined) - used if not name.startswith("chart-")} == set()


def test_one_style_sheet_makes_our_own_pages_dark():
    dark = {path.name: set(re.findall(r"--course-night-(?!off)[a-z]+", path.read_text("utf-8"))) for path in STYLES}
    assert {name for name, used in dark.items() if used} - {COLORS.name} == {"night.css"}
    assert f".{style.ALONE}.course," in style.part("night")


def test_charts_have_the_colors_of_the_style_sheet():
    colors = dict(re.findall(r"--course-chart-([a-z-]+): ([^;]+);", COLORS.read_text("utf-8")))
    named = {"first": theme.FIRST, "second": theme.SECOND, "on-marks": theme.ON_MARKS}
    named |= {"between": theme.BETWEEN, "line": theme.LINE}
    fates = {fate: color for fate, color in theme.DURABILITY.items() if fate not in ("held", "collapsed")}
    assert colors == {**named, **fates}
    literals = {color for text in strings_of(THEME) for color in COLOR.findall(text)}
    assert literals <= set(colors.values())


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_style_sheet_knows_no_left_and_right(path):
    style = path.read_text(encoding="utf-8")
    sides = r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|[{;]\s*(?:left|right):"
    assert re.findall(sides, style) == []


def test_nothing_is_fetched_from_elsewhere():
    elsewhere = re.compile(r"https?://(?!www\.w3\.org)|@import|fetch\(|XMLHttpRequest|import\(")
    # In a script, @import stands in comments alone and is for the type checker.
    texts = {name_of(path): without_comments(path.read_text("utf-8")) for path in (*SCRIPTS, *STYLES)}
    # The pages of the live class ask their own server: in one module, by addresses that the policy of the page binds.
    del texts["live/static/server.js"]
    # The site's own worker fetches the files of its list, which lie in the site.
    del texts["site/static/service-worker.js"]
    assert [name for name, text in texts.items() if elsewhere.search(text)] == []
    # The pages of the live class ask their own server, by relative addresses.
    addresses = re.compile(r"https?://|//[a-z]|@import|XMLHttpRequest|import\(")
    live = {name_of(path): without_comments(path.read_text("utf-8")) for path in LIVE_SCRIPTS}
    assert [name for name, text in live.items() if addresses.search(text)] == []


def test_nobody_waits_inside_a_page_that_allows_no_evaluation():
    """Playwright's `wait_for_function` asks a second time from within the page. A page of the live class forbids that,
    so such a wait fails only where the page was not ready at the first look: use `until` with `evaluate` there."""
    tests = Path(__file__).parent / "browser"
    driving = [*tests.glob("test_live_*.py"), tests / "test_rehearsal.py", *(PACKAGE / "dev").glob("[pr]*.py")]
    waiting = [path.name for path in driving if ".wait_for_function(" in path.read_text(encoding="utf-8")]
    assert len(driving) > 5
    assert waiting == []
