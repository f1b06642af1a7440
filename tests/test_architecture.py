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

PACKAGE = Path(course.__file__).parent
PYTHON = sorted(path for path in PACKAGE.rglob("*.py"))
SCRIPTS = [*sorted((PACKAGE / "widgets").glob("*.js")), PACKAGE / "teacher" / "classroom" / "marking_page.js"]
# The launcher and the benchmark speak on a terminal; the others say why a file, a move or an answer was refused.
SPEAKING = {"launch", "dev", "__main__.py"}
SPEAKING |= {"record", "content", "legality.py", "soundness.py", "event.py", "verbs"}
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


def test_colors_and_sizes_stand_in_the_style_sheet_alone():
    color = re.compile(r"#[0-9a-fA-F]{6}\b|\brgba?\(")
    found = [name_of(path) for path in SCRIPTS if color.search(path.read_text(encoding="utf-8"))]
    found += [
        name_of(path)
        for path in (PACKAGE / "widgets").glob("*.py")
        if any(color.search(text) for text in strings_of(path))
    ]
    assert found == []


def test_style_sheet_knows_no_left_and_right():
    style = (PACKAGE / "widgets" / "style.css").read_text(encoding="utf-8")
    assert (
        re.findall(
            r"(?:margin|padding|border)-(?:left|right)|text-align:\s*(?:left|right)|[{;]\s*(?:left|right):", style
        )
        == []
    )


def test_nothing_is_fetched_from_elsewhere():
    elsewhere = re.compile(r"https?://(?!www\.w3\.org)|@import|fetch\(|XMLHttpRequest|import\(")
    style = (PACKAGE / "widgets" / "style.css").read_text("utf-8")
    # In a script, @import stands in comments alone and is for the type checker.
    texts = {"style.css": style} | {name_of(path): without_comments(path.read_text("utf-8")) for path in SCRIPTS}
    assert [name for name, text in texts.items() if elsewhere.search(text)] == []
