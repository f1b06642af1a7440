"""The notebooks as they are committed: their form, their outputs, their links, their prose, and what they call."""

import ast
import itertools
import re
from collections import Counter
from pathlib import Path

import nbformat
import pytest

from course.content import atlas, catalog, dossiers, labs, lessons, references, scenarios, tables
from course.content.interface import words
from course.content.language import LANGUAGES, read_language
from course.dev import settle as notebook
from course.dev.translation.notebooks import made_notebooks
from course.html.opening import length
from course.model.lesson import Exercise
from course.model.task import Notebook, Open, Writing
from course.pages.lesson import Lesson

ROOT = notebook.ROOT
PATHS = notebook.notebooks()
MADE = made_notebooks(ROOT)
TAGS = {"setup", "read", "look", "try", "check", "discuss", "weigh", "task", "end"}
START = re.compile(r'<button data-commandlinker-command="notebook:run-all-cells">[^<]+</button>')
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
CHART = "application/vnd.vegalite.v5+json"
MOST_WORDS_OF_READING = 250
HIGHEST_GRADE = 6.5  # lessons 01 and 02 reach 4


def kind_of(path):
    """What a notebook is: lesson, exercise, solution, or a page that belongs to no lesson (the atlas)."""
    kind = notebook.kind_of(path)
    return "page" if kind == "lesson" and not path.stem[:2].isdigit() else kind


def over(paths):
    """These notebooks, named by folder and file in what pytest says."""
    return pytest.mark.parametrize("path", paths, ids=lambda path: path.relative_to(ROOT).with_suffix("").as_posix())


def parameters(*kinds):
    """English notebooks of these kinds."""
    return over([path for path in PATHS if kind_of(path) in kinds])


in_any_language = over([*PATHS, *MADE])
every = parameters("lesson", "exercise", "solution", "page")
taught = parameters("lesson", "exercise", "solution")
lesson_books = parameters("lesson")
exercise_books = parameters("exercise")
solution_books = parameters("solution")
full_lessons = pytest.mark.parametrize(
    "path",
    [one for one in PATHS if kind_of(one) == "lesson" and 1 <= int(one.stem[:2]) <= 10],
    ids=lambda one: one.stem,
)


@pytest.fixture
def book(path):
    """The notebook at ``path``."""
    return notebook.read(path)


def code(book):
    return [cell for cell in book.cells if cell.cell_type == "code"]


def markdown(book):
    return [cell for cell in book.cells if cell.cell_type == "markdown"]


def calls(book):
    """Every call on ``lesson`` or ``exercise``: the method and its first argument, in the order of the notebook."""
    for cell in code(book):
        for node in ast.walk(ast.parse(cell.source)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            # What a cell asks of a table of data is pandas, and no call on the page.
            if isinstance(node.func.value, ast.Name) and node.func.value.id in ("lesson", "exercise"):
                yield node.func.attr, node.args[0].value if node.args else None


def outputs(book):
    for cell in code(book):
        for output in cell.outputs:
            yield cell, output


def is_visible(cell):
    return not cell.metadata.get("jupyter", {}).get("source_hidden", False)


def content_of(path):
    return lessons.lesson(path.stem) if kind_of(path) == "lesson" else lessons.exercise(path.stem)


# --- Form ---


def test_stems_of_notebooks_and_content_are_in_step():
    stems = {
        kind: {path.stem for path in PATHS if kind_of(path) == kind} for kind in ("lesson", "exercise", "solution")
    }
    assert stems["lesson"] == set(lessons.stems())
    assert stems["exercise"] == stems["solution"] == set(lessons.exercise_stems())
    assert stems["exercise"] <= stems["lesson"]
    assert len({stem[:2] for stem in stems["lesson"]}) == len(stems["lesson"]), "two lessons with one number"


@every
def test_notebook_is_settled(path, book):
    settled = nbformat.writes(notebook.settle_cells(book, path)) + "\n"
    assert path.read_text(encoding="utf-8") == settled, "run: python -m course settle"


@in_any_language
def test_outputs_are_static_and_without_trouble(book):
    for cell, output in outputs(book):
        assert output.output_type in ("display_data", "execute_result"), cell.source
        # A chart is drawn by JupyterLab itself; its text alternative stands beside it, its numbers in the next output.
        assert {CHART if CHART in output.data else "text/html", "text/plain"} <= set(output.data), cell.source
        assert not any("widget" in kind for kind in output.data), cell.source
        faces = re.findall(r'<section class="course ([^"]*)"', output.data.get("text/html", ""))
        assert "course-note" not in faces, f"{cell.source}: {output.data['text/plain']}"
        said = re.sub(r"https?://\S+", "", str(output.data))
        assert not re.search(r"0x[0-9a-f]{6,}|[0-9a-f]{32}", said), cell.source
    assert "widgets" not in book.metadata
    assert words()["note"]["broken"].split("(")[0] not in str(book)


@in_any_language
def test_every_code_cell_was_run_in_order_and_shows_something(book):
    assert [cell.execution_count for cell in code(book)] == list(range(1, len(code(book)) + 1))
    for cell in code(book):
        charts = sum(CHART in output.get("data", {}) for output in cell.outputs)
        assert len(cell.outputs) == 1 + charts, cell.source


@in_any_language
def test_cells_have_tags_of_the_closed_set_and_hidden_source(book):
    for cell in code(book):
        # Beside its own, a cell has the tag of what is folded, which settling writes.
        [tag] = [tag for tag in cell.metadata.tags if tag != notebook.MORE]
        assert tag in TAGS, cell.source
        answered = tag == "task" and "exercise.check(" in cell.source
        assert is_visible(cell) == answered, cell.source
    assert code(book)[0].metadata.tags == ["setup"]


@in_any_language
def test_notebook_begins_with_a_start_button(book):
    assert book.cells[0].cell_type == "markdown"
    assert START.search(book.cells[0].source)
    assert sum(len(START.findall(cell.source)) for cell in markdown(book)) == 1


@taught
def test_title_is_that_of_the_content(path, book):
    first = book.cells[0]
    kind, title = ("Lesson" if kind_of(path) == "lesson" else "Exercise"), content_of(path).title
    number = int(path.stem[:2])
    assert first.source.splitlines()[0] == (f"# {kind} {number} · {title}" if number else f"# {title}")


@in_any_language
def test_links_lead_somewhere(path, book):
    for cell in markdown(book):
        for target in LINK.findall(cell.source):
            if not target.startswith(("http://", "https://", "mailto:")):
                assert (path.parent / target).resolve().exists(), target
                assert ROOT in (path.parent / target).resolve().parents, target


@in_any_language
def test_a_cell_is_a_call_and_no_program(book):
    for cell in code(book):
        if is_visible(cell):
            continue
        statements = ast.parse(cell.source).body
        allowed = (ast.ImportFrom, ast.Assign) if cell.metadata.tags == ["setup"] else (ast.Expr,)
        assert all(isinstance(one, allowed) for one in statements), cell.source
        assert len(statements) <= 2, cell.source


# --- In another language ---


def test_every_notebook_is_made_in_every_language_whose_notebooks_are_made():
    english = {path.relative_to(ROOT) for path in PATHS}
    made = {}
    for path in MADE:
        folder, code, *rest = path.relative_to(ROOT).parts
        made.setdefault(code, set()).add(Path(folder, *rest))
    assert "ar" in made
    assert made == dict.fromkeys(made, english)


@over(MADE)
def test_links_lead_on_in_the_language_of_the_notebook(path, book):
    code = notebook.language_of(path)
    targets = [target for cell in markdown(book) for target in LINK.findall(cell.source) if target.endswith(".ipynb")]
    assert [target for target in targets if notebook.language_of((path.parent / target).resolve()) != code] == []
    # Otherwise the test looks at nothing.
    assert targets or path.parent.name == "solutions" or kind_of(path) in ("exercise", "page")


@over(MADE)
def test_a_made_notebook_says_its_language_and_how_it_runs(path, book):
    language = read_language(LANGUAGES / notebook.language_of(path))
    assert (book.metadata.course.lang, book.metadata.course.dir) == (language.code, language.direction)
    for cell, output in outputs(book):
        # A table of data is English for everybody.
        if '<section class="course ' in output.data.get("text/html", ""):
            assert f'lang="{language.code}" dir="{language.direction}"' in output.data["text/html"], cell.source


@over(MADE)
def test_a_made_notebook_folds_what_the_english_one_folds(path, book):
    folder, _, *rest = path.relative_to(ROOT).parts
    english = notebook.read(ROOT.joinpath(folder, *rest))
    assert [cell.metadata for cell in book.cells] == [cell.metadata for cell in english.cells]


# --- What is called ---


@lesson_books
def test_lesson_calls_every_part_of_its_content_once(path, book):
    content, called = content_of(path), Counter(calls(book))
    for method, parts in (("discuss", content.prompts), ("check", content.checks), ("look", content.looks)):
        assert {id: n for (name, id), n in called.items() if name == method} == {part.id: 1 for part in parts}
    weighed = [id for name, id in called if name in ("weigh", "stand")]
    assert set(weighed) == set(content.claims)
    assert [id for (name, id), n in called.items() if name in ("weigh", "stand") and n > 1] == []
    assert {id for name, id in called if name == "lab"} == set(content.labs) <= set(labs.names())
    assert [id for name, id in calls(book) if name == "map"] == list(content.maps)
    shown = {id for name, id in called if name == "case"}
    assert shown <= set(content.cases)
    known = {case.id for case in tables.cases()} | dossiers.ids()
    assert shown <= known
    assert bool(content.terms) == (("terms", None) in called)
    assert (called["sources", None], called["my_work", None]) == (1, 1)


@exercise_books
def test_exercise_calls_every_task_once_in_order(path, book):
    content = content_of(path)
    assert isinstance(content, Exercise)
    assert [id for name, id in calls(book) if name == "task"] == [task.id for task in content.tasks]
    checked = [id for name, id in calls(book) if name == "check"]
    assert checked == [task.id for task in content.tasks if isinstance(task, Notebook)]
    assert [name for name, _ in calls(book) if name not in ("task", "check", "table", "about")] == ["my_work"]


@exercise_books
def test_task_cell_has_three_dots_for_every_value_and_follows_its_question(path, book):
    tasks = {task.id: task for task in content_of(path).tasks}
    cells = code(book)
    for before, cell in itertools.pairwise(cells):
        checked = re.search(r'exercise\.check\("([^"]+)"', cell.source)
        if not checked:
            continue
        names = [value.name for value in tasks[checked[1]].values]
        assert before.source == f'exercise.task("{checked[1]}")'
        assert re.findall(r"^(\w+) = \.\.\.$", cell.source, re.MULTILINE) == names
        assert re.findall(r"(\w+)=\1", cell.source) == names
        assert cell.source.startswith("# ")


@full_lessons
def test_prompts_and_checks_alternate(path, book):
    kinds = {one.id: type(one).__name__ for one in content_of(path).prompts}
    order = [kinds[id] for name, id in calls(book) if name == "discuss"]
    assert [pair for pair in itertools.pairwise(order) if pair[0] == pair[1]] == []


@lesson_books
def test_sessions_name_blocks_that_the_notebook_has(path, book):
    headings = {
        line.removeprefix("## ").strip()
        for cell in markdown(book)
        for line in cell.source.splitlines()
        if line.startswith("## ")
    }
    named = [block.title for session in content_of(path).sessions for block in session.blocks]
    assert [title for title in named if title not in headings] == [], f"headings: {sorted(headings)}"
    assert len(set(named)) == len(named), "one block in two sessions"


def test_every_session_begins_in_its_notebook():
    assert list(references.find_session_troubles(ROOT)) == []


@lesson_books
def test_the_second_line_says_how_long_a_lesson_is(path, book):
    line = next(line for line in book.cells[0].source.splitlines() if line.startswith("*"))
    lesson = content_of(path)
    expected = length(words()["opening"], lesson.sessions)
    parts = line.strip("*").split(" · ")
    assert expected in parts[:2], f"write: *{expected} · {parts[-1]}*"


def misplaced(book, titles):
    """The headings of blocks with ``titles`` that share a cell with another block, or begin below its first line."""
    title = ""
    for cell in book.cells:
        headings = notebook.headings_of(cell)
        before, title = title, headings[-1] if headings else title
        begins = bool(headings) and cell.source.startswith("## ")
        inside = [*([] if begins else [before]), *headings]
        if len(inside) > 1:
            yield from (heading for heading in inside if heading in titles)


@lesson_books
def test_what_is_more_has_cells_of_its_own(path, book):
    """It is folded by whole cells: it begins at the first line of one, and ends where the next block begins one."""
    sessions = content_of(path).sessions
    titles = {block.title for session in sessions for block in session.blocks if block.more}
    assert list(misplaced(book, titles)) == []


def test_misplaced_blocks_are_seen():
    def cells(*sources):
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(source) for source in sources])

    assert list(misplaced(cells("## A", "text", "## B", "text", "## C"), {"B"})) == []
    assert list(misplaced(cells("## A", "text\n\n## B", "## C"), {"B"})) == ["B"]
    assert list(misplaced(cells("## A", "## B", "text\n\n## C"), {"B"})) == ["B"]
    assert list(misplaced(cells("## B\n\n## C"), {"B"})) == ["B"]


# --- Terms and citations ---

ENTRY = re.compile(r"\]\(#(term|source)-([^)\s]+)\)")


def linked(book):
    """What the prose links, as pairs ("term", "ripeness"), each with the number of its cell."""
    return [(hit, number) for number, cell in enumerate(book.cells) for hit in ENTRY.findall(cell.source)]


def _without_headings(text):
    return prose(re.sub(r"(?m)^#+ .*$", "", text))


def used_before_linked(book, names):
    """The terms that the prose uses in a block before the one in which they are first linked, or links nowhere.

    ``names`` gives the word of each term. A block may use the word and link it later within itself.
    """
    blocks, block = [""], 0
    first = {}
    for cell in book.cells:
        # The title's cell names the part of the article in the article's own words.
        if cell.source.startswith("# "):
            continue
        for part in re.split(r"(?m)^(?=## )", cell.source if cell.cell_type == "markdown" else ""):
            if part.startswith("## "):
                blocks.append("")
                block += 1
            blocks[block] += f"\n{part}"
            for kind, id in ENTRY.findall(part):
                if kind == "term":
                    first.setdefault(id, block)
    for id, name in names.items():
        plain = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        used = next(
            (number for number, text in enumerate(blocks) if plain.search(_without_headings(text))), len(blocks)
        )
        if id not in first or used < first[id]:
            yield id


@lesson_books
def test_links_of_the_prose_lead_to_entries_of_the_lesson(path, book):
    content = content_of(path)
    cited = set(Lesson(content).cited())
    unknown = [
        f"{kind}-{id}" for (kind, id), _ in linked(book) if id not in (content.terms if kind == "term" else cited)
    ]
    assert unknown == [], "add a term to the lesson's terms, a source to its sources"


@lesson_books
def test_every_term_of_a_lesson_is_linked_where_it_is_first_used(path, book):
    if not any(kind == "term" for (kind, _), _ in linked(book)):
        pytest.skip("this lesson links no terms yet")
    glossary = catalog.glossary()
    assert list(used_before_linked(book, {id: glossary[id].term for id in content_of(path).terms})) == []


def test_terms_without_a_link_are_seen():
    def cells(*sources):
        return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell(source) for source in sources])

    names = {"ripeness": "ripeness"}
    assert list(used_before_linked(cells("## A\n\nA [ripe](#term-ripeness) moment", "## B\n\nRipeness."), names)) == []
    assert list(used_before_linked(cells("## A\n\nRipeness.", "More of [it](#term-ripeness)."), names)) == []
    assert list(used_before_linked(cells("## A\n\nRipeness.", "## B\n\n[It](#term-ripeness)."), names)) == ["ripeness"]
    assert list(used_before_linked(cells("## A\n\nNo word."), names)) == ["ripeness"]


# --- Solutions ---


@exercise_books
def test_solution_is_made_from_its_exercise(path, book):
    made = notebook.solution(book, path.stem)
    stored = notebook.read(path.parent / "solutions" / path.name)
    assert [(cell.cell_type, cell.source) for cell in stored.cells] == [
        (cell.cell_type, cell.source) for cell in made.cells
    ]


def said_of_tasks(path, book):
    """The task, and the plain output of every cell that shows or judges it."""
    tasks = {task.id: task for task in lessons.exercise(path.stem).tasks}
    for cell in code(book):
        called = re.search(r'exercise\.(task|check)\("([^"]+)"', cell.source)
        if called:
            yield called[1], tasks[called[2]], cell.outputs[0].data["text/plain"].splitlines()


@solution_books
def test_solution_says_correct_or_open_everywhere(path, book):
    verdict = words()["verdict"]
    for method, task, said in said_of_tasks(path, book):
        assert verdict["not-yet"] not in said, task.id
        assert verdict["not-answered"] not in said, task.id
        if method == "check" or not isinstance(task, Notebook):
            assert verdict["open" if isinstance(task, Open | Writing) else "correct"] in said, task.id


@exercise_books
def test_untouched_exercise_denies_no_answer_and_gives_none(path, book):
    """What is stored says where answers are: exported, it must be true for those who have answered too."""
    verdict = words()["verdict"]
    for method, task, said in said_of_tasks(path, book):
        assert not {verdict["correct"], verdict["not-yet"], verdict["open"]} & set(said), task.id
        if method == "check":
            assert verdict["not-answered"] in said, task.id
        elif not isinstance(task, Notebook):
            assert words()["task"]["where-answered"] in said, task.id


# --- Prose ---


def prose(source):
    """The words of a Markdown cell that a reader reads: no button line, no markup, no addresses."""
    lines = [line for line in source.splitlines() if "<button" not in line]
    text = re.sub(r"<[^>]+>", " ", "\n".join(lines))
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.sub(r"[#*_`\[\]|>]+", " ", text)


def count(text):
    return len(re.findall(r"\w+(?:['’\-]\w+)*", text))


def readings(book):
    """Blocks of prose: what stands between two headings, or between a heading and something to do."""
    block = []
    for cell in book.cells:
        parts = re.split(r"(?m)^(?=## )", cell.source) if cell.cell_type == "markdown" else [""]
        for part in parts:
            if block and (part.startswith("## ") or cell.cell_type == "code"):
                yield " ".join(block)
                block = []
            block += [prose(part)] if part.strip() else []


@lesson_books
def test_no_block_of_reading_is_long(book):
    assert [text[:60] for text in readings(book) if count(text) > MOST_WORDS_OF_READING] == []


LEAST_PROSE, MOST_PROSE, A_SESSION_MORE = 1200, 2000, 400
"""Words of prose of a lesson of one session, at least and at most, and how many more each further session may hold."""


def words_of(book):
    """How many words of prose a notebook holds."""
    return sum(count(prose(cell.source)) for cell in markdown(book))


@lesson_books
def test_lesson_has_no_more_prose_than_its_sessions_carry(path, book):
    further = len(lessons.lesson(path.stem).sessions) - 1
    assert words_of(book) <= MOST_PROSE + A_SESSION_MORE * further


@full_lessons
def test_lesson_has_its_measure_of_prose(book):
    assert words_of(book) >= LEAST_PROSE


def syllables(word):
    """Roughly how many syllables an English word has: groups of vowels, a silent e taken off."""
    word = word.lower()
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def grade(text):
    """The school grade of a text: Kincaid et al. (1975), Derivation of New Readability Formulas for Navy Personnel."""
    text = re.sub(r"\([^()]*\d{4}[^()]*\)", " ", text)
    sentences = [part for part in re.split(r"[.!?:;]+\s+|\n{2,}", text) if count(part)]
    found = re.findall(r"[A-Za-z]+(?:['’\-][A-Za-z]+)*", text)
    return 0.39 * len(found) / len(sentences) + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


def test_grade_knows_easy_from_hard():
    easy = "The two sides met. They did not agree. Each went home."
    hard = "Intergovernmental organizations institutionalize accountability notwithstanding considerable opposition."
    assert grade(easy) < 3 < 12 < grade(hard)


@lesson_books
def test_prose_can_be_read_by_a_seventeen_year_old(book):
    assert grade("\n\n".join(prose(cell.source) for cell in markdown(book))) <= HIGHEST_GRADE


@in_any_language
def test_headings_follow_the_rhythm(path, book):
    """A block names what is to be done, so that a learner sees at a glance where there is something to do."""
    for cell in markdown(book):
        levels = [len(mark) for mark in re.findall(r"^(#+) ", cell.source, re.MULTILINE)]
        assert all(level <= 3 for level in levels), cell.source
    assert sum(cell.source.startswith("# ") for cell in markdown(book)) == 1


def test_every_claim_is_on_trial_somewhere_it_exists():
    for stem in lessons.stems():
        assert set(lessons.lesson(stem).claims) <= set(catalog.claims()), stem


def test_notebooks_are_found():
    assert len(PATHS) >= 5
    assert all(isinstance(path, Path) for path in PATHS)


# --- One figure for every length ---

IN_WORDS = {"twenty": 20, "thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "seventy-five": 75, "ninety": 90}
LENGTH = re.compile(
    rf"\b(\d+|{'|'.join(sorted(IN_WORDS, key=len, reverse=True))}) minutes\b|\btakes (\d+)\b", re.IGNORECASE
)
AN_ACT = 5
"""Up to so many minutes are the pace of one act ("talk for three minutes"), and no length of a part."""


def lengths(text):
    """Lengths in minutes that a text names."""
    numbers = (hit[1] or hit[2] for hit in LENGTH.finditer(text))
    found = [int(number) if number.isdigit() else IN_WORDS[number.lower()] for number in numbers]
    return [number for number in found if number > AN_ACT]


def known_lengths(path, book):
    """Lengths that the content files give to what a notebook holds: itself first."""
    if kind_of(path) in ("exercise", "solution"):
        return [lessons.exercise(path.stem).minutes]
    if path.stem == "case_atlas":
        return [atlas.atlas_page().minutes]
    if path.stem == "for_teachers":
        return [45, 90]
    whole = lessons.lesson(path.stem).minutes
    games = re.findall(r"lesson\.negotiate\(\"([^\"]+)\"\)", "".join(cell.source for cell in code(book)))
    sittings = [session.minutes for session in lessons.lesson(path.stem).sessions]
    every = list(map(lessons.lesson, lessons.stems())) if path.stem.startswith("00") else []
    others = [minutes for lesson in every for minutes in (lesson.minutes, *(part.minutes for part in lesson.sessions))]
    return [*sittings, whole, *(scenarios.scenario(game).minutes for game in games), *others]


@every
def test_every_length_in_the_prose_is_that_of_the_content_file(path, book):
    known = known_lengths(path, book)
    first, *others = (cell.source for cell in book.cells if cell.cell_type == "markdown")
    # A lesson's own line is read whole by another test: of "45, 90 and 30 minutes" only the last is a length here.
    if kind_of(path) != "lesson" and path.stem != "for_teachers":
        assert lengths(first)[:1] == known[:1]
    assert [number for text in (first, *others) for number in lengths(text) if number not in known] == []


@exercise_books
def test_an_exercise_takes_what_its_tasks_take(path):
    exercise = lessons.exercise(path.stem)
    assert sum(task.minutes for task in exercise.tasks) == exercise.minutes


def test_lengths_are_seen():
    assert lengths(
        "*About 45 minutes*; it takes 90, forty-five minutes, or Twenty minutes; talk for three minutes"
    ) == [
        45,
        90,
        45,
        20,
    ]
