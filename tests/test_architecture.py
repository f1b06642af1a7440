"""The house keeps its shape: what `course` offers and costs to import, where arrows point and words stand."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import course
from course.content.interface import words
from course.evidence import theme

PACKAGE = Path(course.__file__).parent
PYTHON = sorted(path for path in PACKAGE.rglob("*.py"))
SCRIPTS = sorted((PACKAGE / "widgets").glob("*.js"))
# The launcher and the benchmark speak on a terminal; the others say why a file, a move or an answer was refused.
SPEAKING = {"launch", "dev", "__main__.py"}
SPEAKING |= {"record", "content", "legality.py", "soundness.py", "event.py", "verbs"}
MOST_LINES = 260
MOST_LINES_OF_SCRIPT = 300
HEAVY = ("IPython", "altair", "anywidget", "ipywidgets", "matplotlib", "msgspec", "networkx", "numpy", "pandas")


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
    return done.stdout.split()


def test_import_course_loads_nothing_heavy():
    assert imported_by("import course") == []


def test_opening_a_lesson_loads_no_charts():
    loaded = imported_by("from course import open_lesson")
    assert not {"altair", "matplotlib", "networkx", "pandas"} & set(loaded)


def test_arrows_point_one_way():
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    done = subprocess.run(command, cwd=PACKAGE.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_modules_are_short_and_named_by_what_they_hold():
    long = {name_of(path): count_lines(path) for path in PYTHON if count_lines(path) > MOST_LINES}
    long |= {name_of(path): count_lines(path) for path in SCRIPTS if count_lines(path) > MOST_LINES_OF_SCRIPT}
    assert long == {}
    vague = re.compile(r"(utils?|helpers?|common|misc)(\.|$)|_(old|new)(\.|$)")
    assert [name_of(path) for path in PACKAGE.rglob("*") if vague.search(path.name)] == []


def count_lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def test_data_lies_inside_the_package():
    outside = re.compile(r"""parents?\[[1-9]|\.parent\.parent""")
    known = {"dev/settle.py"}
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
    return re.sub(r"(?m)(?:^|\s)//.*$", "", script)


@pytest.mark.parametrize("path", SCRIPTS, ids=name_of)
def test_no_sentence_for_learners_stands_in_javascript(path):
    script = without_comments(path.read_text(encoding="utf-8"))
    found = [text for _, text in re.findall(r"""(["'`])((?:(?!\1).)*)\1""", script)]
    assert len(found) > 5
    assert [text for text in found if re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}.*[.!?:…]\s*$", text)] == []


def code():
    """All code that can name a word of the interface."""
    return "\n".join(without_comments(path.read_text(encoding="utf-8")) for path in (*PYTHON, *SCRIPTS))


def test_every_word_of_the_interface_is_used():
    text = code()
    named = set(re.findall(r"""["']([A-Za-z0-9 -]+)["']""", text)) | set(re.findall(r"words\.([a-z]+)", text))
    families = tuple(re.findall(r"""f["']([a-z-]{3,})\{""", text))
    unused = [
        f"[{table}] {key}"
        for table, entries in words().items()
        for key in entries
        if key not in named and not (families and key.startswith(families))
    ]
    assert unused == []


def test_every_word_that_code_asks_for_exists():
    text = code()
    asked = re.findall(r"""word\(\s*["']([a-z]+)["'],\s*["']([a-z0-9-]+)["']""", text)
    asked += re.findall(r"""words(?:\(\))?\[["']([a-z]+)["']\]\[["']([a-z0-9-]+)["']\]""", text)
    assert len(asked) > 30
    assert [f"[{table}] {key}" for table, key in asked if key not in words().get(table, {})] == []
    anywhere = {key for entries in words().values() for key in entries} | set(words())
    scripts = without_comments("\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS))
    in_scripts = re.findall(r"words\.([a-z]+)", scripts) + re.findall(r"""words\[["']([a-z0-9-]+)["']\]""", scripts)
    assert len(in_scripts) > 30
    assert [key for key in in_scripts if key not in anywhere] == []


# --- What is HTML and what is text, and where colors stand ---

# A tag, or a part of one: an f-string ends where its gap begins. "(?P<name>" is a regular expression.
TAG = re.compile(r"(?<!\?P)<(?:[a-z][a-z0-9]*(?=[\s>/])|/[a-z]|!--)")
# The kit writes tags here; everybody else calls it.
WRITES_TAGS = {"html/text.py"}
MAKES_MARKUP = {"html/text.py", "html/element.py", "html/document.py"}


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


STYLES = sorted((PACKAGE / "html" / "styles").glob("*.css"))
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


def test_charts_have_the_colors_of_the_style_sheet():
    colors = dict(re.findall(r"--course-([a-z-]+): ([^;]+);", COLORS.read_text("utf-8")))
    shared = {"ink": theme.INK, "soft": theme.SOFT, "paper": theme.PAPER, "accent": theme.ACCENT, "third": theme.THIRD}
    own = {"chart-edge": theme.EDGE, "chart-second": theme.SECOND}
    assert {name: colors[name] for name in (*shared, *own)} == {**shared, **own}
    durability = {colors["accent"], colors["chart-second"]}
    durability |= {color for name, color in colors.items() if name.startswith("chart-")}
    assert set(theme.DURABILITY.values()) <= durability
    literals = {color for text in strings_of(THEME) for color in COLOR.findall(text)}
    assert literals <= set(colors.values())


@pytest.mark.parametrize("path", STYLES, ids=name_of)
def test_style_sheet_knows_no_left_and_right(path):
    style = path.read_text(encoding="utf-8")
    sides = r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|[{;]\s*(?:left|right):"
    assert re.findall(sides, style) == []


def test_nothing_is_fetched_from_elsewhere():
    for path in (*SCRIPTS, *STYLES):
        assert not re.search(
            r"https?://(?!www\.w3\.org)|@import|fetch\(|XMLHttpRequest|import\(", path.read_text("utf-8")
        ), path.name
