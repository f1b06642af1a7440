"""What the pages for people say is so: paths exist, arrows are those that are checked, commands are verbs."""

import itertools
import re
import tomllib
from pathlib import Path

import pytest

import course
from course.content import lessons
from course.content.interface import words
from course.html.opening import length
from course.launch.command_line import OWN_VERBS, VERBS

ROOT = Path(course.__file__).parents[1]
PAGES = ("README.md", "CONTRIBUTING.md")
# Made when somebody works with the course, so not in the repository.
MADE = {".venv", "my_class", "my_copies", "my_course", "my_course/", "my_work", "node_modules"}
PATH = re.compile(r"[\w.<>*-]+(?:/[\w.<>*-]*)+|[\w<>*-]+\.(?:py|js|css|toml|csv|md|txt|ipynb)")

pytestmark = pytest.mark.skipif(not (ROOT / "CONTRIBUTING.md").is_file(), reason="the course as an installed package")


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


def tables_of(text):
    """The rows of every table of a page, without their heads."""
    return [line.strip("|").split(" | ") for line in text.splitlines() if line.startswith("| ")]


def paths_in(cell):
    """The paths in backquotes of a cell; a bare name in brackets or after a comma lies in the folder before it."""
    folder = ""
    for code in re.findall(r"`([^`]+)`", cell):
        if not PATH.fullmatch(code) or code in MADE or code.split("/")[0] in MADE:
            continue
        yield folder, code
        if "/" in code:
            folder = code if code.endswith("/") else code.rpartition("/")[0] + "/"


def matches(folder, code):
    """What a path means: `<stem>` stands for any name, `*` for any part of one."""
    pattern = re.sub(r"<[^>]+>", "*", code).rstrip("/")
    found = [*ROOT.glob(pattern)]
    # In a row, `third_parties.csv` lies beside `course/content/cases.csv`, `dossiers/<case>.toml` below it; elsewhere
    # a bare name is a file of the course that nobody can mistake.
    beside = found or (folder and [*ROOT.glob(f"{folder}{pattern}")])
    anywhere = [] if "/" in pattern else [*(ROOT / "course").rglob(pattern)]
    return beside or len(anywhere) == 1


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_a_page_names_exists(page):
    text = text_of(page)
    # A line of a table is a place of its own; so is a paragraph.
    places = [" | ".join(row) for row in tables_of(text)]
    places += [part for part in text.split("\n\n") if not part.startswith("|")]
    named = [(folder, code) for place in places for folder, code in paths_in(place)]
    assert len(named) > 5
    assert [code for folder, code in named if not matches(folder, code)] == []


def test_names_in_brackets_are_modules_of_the_folder_before_them():
    """In "`course/teacher/handouts/` (`runsheet`, `groups`)" every name in the brackets is a module there."""
    named = 0
    for folder, names in re.findall(r"`(course/[\w/]+/)` \(([^)]*)\)", text_of("CONTRIBUTING.md")):
        for name in re.findall(r"`(\w+)`", names):
            named += 1
            assert (ROOT / folder / f"{name}.py").is_file() or (ROOT / folder / name).is_dir(), f"{folder}{name}"
    assert named > 10


def layers():
    """The layers of the course, the highest first, each a set of packages."""
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    [contract] = [one for one in contracts if one["type"] == "layers" and one["containers"] == ["course"]]
    return [set(re.split(r" [|:] ", layer)) for layer in contract["layers"]], set(contract["exhaustive_ignores"])


def arrows():
    """Pairs of packages from the drawing: on each line, what stands left of an arrow imports what stands right."""
    [drawing] = re.findall(r"## Which way imports go\n\n((?: {4}.*\n)+)", text_of("CONTRIBUTING.md"))
    pairs, packages = set(), set()
    # A line that begins with a branch goes on from the column of its "├" or "└".
    lines = [line[4:] for line in drawing.splitlines()]
    for line in lines:
        for chain in re.split(r" {3,}(?=\w)", line.strip()):
            steps = [
                [name for name in re.findall(r"[a-z]+", step) if name not in ("nothing", "of", "ours")]
                for step in re.split(r"[─├└]*→", chain)
            ]
            branch = re.search(r"[├└]", line)
            if branch and not steps[0]:
                above = [
                    word for word in re.finditer(r"[a-z]+", lines[0]) if word.start() <= branch.start() < word.end()
                ]
                steps[0] = [word[0] for word in above]
            packages |= {name for step in steps for name in step}
            pairs |= {(a, b) for left, right in itertools.pairwise(steps) for a in left for b in right}
    return pairs, packages


def test_the_arrows_are_those_that_are_checked():
    order, apart = layers()
    pairs, packages = arrows()
    assert packages - {"notebooks", "exercises", "course"} == set().union(*order) | (apart - {"__main__"})
    height = {package: -number for number, layer in enumerate(order) for package in layer}
    upward = [(a, b) for a, b in pairs if a in height and b in height and height[a] < height[b]]
    assert upward == []
    assert len(pairs) > 10


def test_every_folder_of_the_course_has_a_place_in_the_layers():
    order, apart = layers()
    folders = {path.name for path in (ROOT / "course").iterdir() if (path / "__init__.py").is_file()}
    assert folders == set().union(*order) | (apart - {"__main__"})


@pytest.mark.parametrize("page", PAGES)
def test_every_command_is_a_verb(page):
    named = set(re.findall(r"python3? -m course ([a-z]+)", text_of(page)))
    assert named
    assert named - {*VERBS, *OWN_VERBS} == set()


def test_readme_names_every_verb_of_a_teacher():
    named = set(re.findall(r"python3? -m course ([a-z]+)", text_of("README.md")))
    teachers = {name for name, verb in VERBS.items() if ".teacher." in verb.module}
    assert teachers <= named


def test_the_changelog_begins_with_this_version():
    [version, *_] = re.findall(r"^## (\S+)", text_of("CHANGELOG.md"), re.MULTILINE)
    project = tomllib.loads(text_of("pyproject.toml"))["project"]["version"]
    assert version == project == course.__version__


@pytest.mark.parametrize("stem", lessons.stems())
def test_the_readme_says_how_long_a_lesson_takes(stem):
    lesson = lessons.lesson(stem, as_published=True)
    rows = re.findall(rf"^\| {lesson.digits} (.+?) \| (.+?) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    expected = length(words()["opening"], lesson.sessions)
    assert rows == [(lesson.title, expected)], f"write: | {lesson.digits} {lesson.title} | {expected} |"
