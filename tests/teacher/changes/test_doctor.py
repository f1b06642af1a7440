"""The doctor: a sound course gives only fine lines, and every fault gives its one line."""

import json
import os
import re
import shutil
from pathlib import Path

import msgspec
import pytest

from course.content import catalog, documents, language, lessons, overrides, people, scenarios
from course.content.entries import Entries
from course.content.overrides import entries_of
from course.content.place import CONTENT
from course.content.reader import ContentError
from course.model.source import Source
from course.record import Record
from course.teacher.changes import adapted, doctor
from course.teacher.changes.adapt import base_line, begin
from course.teacher.changes.adapted import examine_changes
from course.teacher.verbs import doctor as verb

ROOT = Path(__file__).resolve().parents[3]
STEM = "05_why_come_to_the_table"
LESSON = f"my_course/lessons/{STEM}.toml"
BOOK = f"notebooks/{STEM}.ipynb"


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "my_course"
    monkeypatch.setenv("COURSE_MY_COURSE", str(folder))
    return folder


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A copy of the course's notebooks and pins, without its history, every notebook trusted."""
    folder = tmp_path / "course"
    for name in doctor.folders(ROOT):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for path in (ROOT / name).glob("*.ipynb"):
            shutil.copy(path, folder / name)
    shutil.copy(ROOT / "requirements.txt", folder)
    monkeypatch.setattr(doctor, "_is_trusted", lambda path: True)
    return folder


def told(part, *marks):
    return [one.says for one in part if one.mark in (marks or ("look", "broken"))]


def only(part, mark, said):
    """The one line that is not fine is this one."""
    lines = [one for one in part if one.mark != "fine"]
    assert [one.mark for one in lines] == [mark], lines
    assert re.search(said, lines[0].says), lines[0].says


# --- The installation ---


def test_sound_course_is_fine(root, record):
    lines = list(doctor.examine(root, record))
    assert {one.mark for one in lines} == {"fine"}, lines
    assert len(lines) == 6


def test_packages_that_miss_or_differ_are_named(root):
    pins = root / "requirements.txt"
    pins.write_text("-e .\nmsgspec==0.0.1\npytest>=1\nno-such-thing==1.0\nother==1; sys_platform == 'nowhere'\n")
    lines = list(doctor.python_and_packages(root))[1:]
    assert [(one.mark, one.says.split(".")[0]) for one in lines] == [
        ("look", "The package msgspec is 0"),
        ("broken", "The package no-such-thing is missing"),
    ]
    pins.unlink()
    only(doctor.python_and_packages(root), "look", "cannot be compared")


def test_package_that_lost_a_file_and_import_that_fails_are_named(root, monkeypatch):
    """The list of packages is complete then, and no lesson starts."""
    monkeypatch.setattr(doctor.packages, "is_whole", lambda name, every_byte: name != "tornado")
    monkeypatch.setattr(doctor.packages, "failing_imports", lambda: ["tornado.web (No module named 'tornado')"])
    lines = [one for one in doctor.python_and_packages(root) if one.mark == "broken"]
    assert [line.says.split(".")[0] for line in lines] == [
        "The package tornado is damaged: some of its files are gone",
        "This cannot be imported: tornado",
    ]


def test_other_python_is_named(root, monkeypatch):
    monkeypatch.setattr(doctor, "TRIED", ((3, 99), (3, 99)))
    only(doctor.python_and_packages(root), "look", r"tried with 3\.11")


def test_folder_that_refuses_is_named(tmp_path, monkeypatch):
    only(doctor.place_to_write(tmp_path / "gone"), "broken", "cannot be written to")
    monkeypatch.setattr(doctor, "LEAST_FREE_MB", 10**12)
    only(doctor.place_to_write(tmp_path), "look", "MB are free")


def test_record_that_cannot_be_written_is_named(tmp_path, monkeypatch):
    record = Record(tmp_path)
    record.append(STEM, "go-or-wait", "answer", {"answer": {"value": 1}})
    [line] = doctor.work(record)
    assert line.mark == "fine"
    assert "Entries: 1." in line.says
    record.where.write_bytes(b"not a database at all" * 100)
    only(doctor.work(Record(tmp_path)), "broken", "damaged")
    monkeypatch.setenv("BINDER_SERVICE_HOST", "x")
    assert "lent" in told(doctor.work(Record(tmp_path / "new")), "look")[0]


def test_missing_and_broken_notebooks_are_named(root):
    (root / BOOK).unlink()
    only(doctor.notebooks(root), "broken", f"{BOOK} is missing")
    (root / BOOK).write_text("{")
    only(doctor.notebooks(root), "broken", f"{BOOK} is no notebook")


@pytest.mark.parametrize("name", ["notebooks/ar", "exercises/ar"])
def test_notebooks_of_every_language_are_looked_at(root, name):
    book = f"{name}/{STEM}.ipynb"
    (root / book).unlink()
    only(doctor.notebooks(root), "broken", f"{book} is missing")
    (root / book).write_text("{")
    only(doctor.notebooks(root), "broken", f"{book} is no notebook")
    shutil.rmtree(root / name)
    assert bool(told(doctor.notebooks(root))) == (name == "exercises/ar"), "a course may be without a language"


def test_a_language_that_is_still_being_translated_may_have_few_notebooks(root, monkeypatch):
    speaks = msgspec.structs.replace(language.read_language(language.LANGUAGES / "ar"), complete=False)
    monkeypatch.setattr(language, "read_language", lambda folder: speaks)
    (root / "notebooks" / "ar" / f"{STEM}.ipynb").unlink()
    assert told(doctor.notebooks(root)) == []


def test_worked_solutions_of_a_language_are_looked_at(root):
    book = f"exercises/ar/solutions/{STEM}.ipynb"
    (root / book).write_text("{")
    only(doctor.notebooks(root), "broken", f"{book} is no notebook")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda cells: cells.append({"cell_type": "code", "id": "ab12cd34", "source": ["1"]}), "cells added: 1"),
        (lambda cells: cells.pop(2), "cells missing: 1"),
    ],
)
def test_changed_notebook_is_named(root, change, said):
    book = json.loads((root / BOOK).read_text("utf-8"))
    change(book["cells"])
    (root / BOOK).write_text(json.dumps(book))
    only(doctor.notebooks(root), "look", f"{BOOK}: {said}")


def test_edited_cell_is_named_and_an_output_is_not(root, monkeypatch):
    before = json.loads((root / BOOK).read_text("utf-8"))
    monkeypatch.setattr(doctor, "_read_committed", lambda root, name: before["cells"] if name == BOOK else None)
    after = json.loads((root / BOOK).read_text("utf-8"))
    after["cells"][1]["outputs"] = []
    (root / BOOK).write_text(json.dumps(after))
    assert told(doctor.notebooks(root)) == []
    after["cells"][0]["source"] = ["Something else"]
    (root / BOOK).write_text(json.dumps(after))
    only(doctor.notebooks(root), "look", f"{BOOK}: cells edited: 1")


def test_notebook_of_ones_own_is_left_alone(root):
    shutil.copy(root / BOOK, root / "notebooks" / "ours.ipynb")
    assert told(doctor.notebooks(root)) == []


def test_notebooks_are_trusted_once_they_are_signed(tmp_path, monkeypatch):
    from nbformat import read
    from nbformat.sign import NotebookNotary

    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path))
    one, other = sorted((ROOT / "notebooks").glob("*.ipynb"))[:2]
    assert not doctor._is_trusted(one)
    notary = NotebookNotary(data_dir=str(tmp_path))
    notary.sign(read(one, as_version=4))
    notary.store.close()
    assert doctor._is_trusted(one)
    assert not doctor._is_trusted(other)


def test_untrusted_notebooks_are_one_line(root, monkeypatch):
    monkeypatch.setattr(doctor, "_is_trusted", lambda path: path.stem != STEM)
    only(doctor.notebooks(root), "look", rf"when opened: 6 \(.*{BOOK}")


@pytest.mark.parametrize(
    "name",
    [
        "work/damaged-2026-01-01-120000-0.sqlite3",
        "notebooks/Untitled.ipynb",
        "exercises/05-Copy1.ipynb",
        "notebooks/ar/Untitled.ipynb",
        "exercises/ar/solutions/05-Copy1.ipynb",
    ],
)
def test_leftovers_are_named(root, name):
    (root / "work").mkdir()
    (root / name).write_text("{}")
    only(doctor.leftovers(root, Record(root / "work")), "look", f"Left over: {name}")


def test_a_scenario_that_cannot_be_played_is_named(monkeypatch):
    scenario = scenarios.scenario
    monkeypatch.setattr(
        scenarios, "scenario", lambda id: msgspec.structs.replace(scenario(id), no_zopa=id == "the-strait")
    )
    only(doctor.content(), "broken", r"Scenario the-strait, no_zopa: .* Take no_zopa = true out\.")


def test_a_source_that_nobody_has_asked_for_is_read_too(monkeypatch, tmp_path):
    text = (CONTENT / "sources.toml").read_text("utf-8")
    (tmp_path / "sources.toml").write_text(f"{text}\n[nobody-2020]\nauthor = 1\n", "utf-8")
    monkeypatch.setattr(catalog, "sources", lambda: Entries(tmp_path / "sources.toml", Source))
    only(doctor.content(), "broken", r"sources\.toml \[nobody-2020\]")


def test_broken_content_is_named(tmp_path, monkeypatch):
    for folder in ("lessons", "exercises"):
        shutil.copytree(lessons.CONTENT / folder, tmp_path / folder)
    (tmp_path / "lessons" / f"{STEM}.toml").write_text("title = = 1")
    monkeypatch.setattr(lessons, "CONTENT", tmp_path)
    only(doctor.content(), "broken", rf"{STEM}\.toml: .*line 1")


# --- What a teacher changed ---


def write(home, text, name=f"lessons/{STEM}.toml"):
    path = home / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def test_no_changes_are_fine(home, monkeypatch):
    assert [one.mark for one in examine_changes()] == ["fine"]
    begin("lessons", STEM)
    begin("exercises", STEM)
    assert [one.mark for one in examine_changes()] == ["fine", "fine"]
    monkeypatch.setenv("COURSE_MY_COURSE", "")
    assert "turned off" in told(examine_changes(), "fine")[0]


def test_sound_changes_are_counted(home):
    path = begin("lessons", STEM)
    text = (
        '[[prompts]]\nid = "go-or-wait"\nasks = "Fly?"\n[[prompts]]\nid = "prove-it"\nremove = true\n'
        '[[prompts]]\nid = "ours"\nkind = "text"\nasks = "?"\nminutes = 1\n'
        'grouping = "all"\nperspectives = []\nguide = ""\n'
    )
    path.write_text(text + path.read_text("utf-8"), "utf-8")
    [line, cell] = examine_changes()
    assert cell.mark == "fine"
    assert cell.says.startswith(f"{LESSON}, prompts 'ours': learners see it by itself in notebooks/{STEM}.ipynb, below")
    assert "'prove-it'" in cell.says
    assert line.mark == "fine"
    assert line.says == f"{LESSON}: 1 changed, 1 added, 1 left out."


def test_addition_that_no_cell_can_show_has_its_line(home, tmp_path, monkeypatch):
    """In a course without this notebook, or in one that lost the cell above."""
    write(
        home,
        '[[prompts]]\nid = "ours"\nkind = "text"\nasks = "?"\nminutes = 1\n'
        'grouping = "all"\nperspectives = []\nguide = ""\n',
    )
    monkeypatch.setattr(adapted, "root", lambda: tmp_path)
    [_, cell] = examine_changes()
    assert cell.mark == "look"
    assert cell.says.endswith('lesson.discuss("ours")')


CHOOSE = (
    "[[checks]]\nid = 'sixty-four'\n"
    "options = [{id='%s', says='', feedback='', right=%s}, {id='%s', says='', feedback='', right=%s}]"
)
RIGHT, *WRONG = sorted(
    next(one for one in lessons.lesson(STEM, as_published=True).checks if one.id == "sixty-four").options,
    key=lambda one: not one.right,
)


@pytest.mark.parametrize(
    ("text", "mark", "said"),
    [
        ("a = = 1", "broken", rf"{LESSON}: .*line 1"),
        ("[[prompts]]\nid = 'go-or-wait'\nask = ''", "broken", rf"{LESSON}, prompts 'go-or-wait': .*'asks'"),
        ("[[prompts]]\nid = 'go-or-wiat'\nasks = ''", "broken", "no 'go-or-wiat' here; did you mean 'go-or-wait'"),
        (
            "[[prompts]]\nid = 'why-not-the-brothers'\noptions = [{id = 'timng', remove = true}]",
            "look",
            r"prompts 'why-not-the-brothers', options 'timng': .*'timing'.*take this entry out",
        ),
        (
            "[[prompts]]\nid = 'why-not-the-brothers'\noptions = [{id = 'timng'}]",
            "broken",
            r"options 'timng': the course has no 'timng' here; did you mean 'timing'.*'says'",
        ),
        ("[[prompts]]\nid = 'prove-itt'\nremove = true", "look", "did you mean 'prove-it'"),
        (
            f"[[checks]]\nid = 'sixty-four'\noptions = [{{id='{RIGHT.id}', right=false}}]",
            "broken",
            "no answer is right",
        ),
        (
            f"[[checks]]\nid = 'sixty-four'\noptions = [{{id='{WRONG[0].id}', right=true}}]",
            "broken",
            "2 options are right",
        ),
        ("[[checks]]\nid = 'what-is-missing'\nitems = [{id='spring', group='hop'}]", "broken", "'hop'.*'hope'"),
        ("[[checks]]\nid = 'what-is-missing'\ngroups = [{id='hope', remove=true}]", "broken", "'spring' belongs to"),
        (
            "[[prompts]]\nid = 'prove-it'\nperspectives = [{who='A', says='B', sources=['fearon-1996']}]",
            "broken",
            r"prompts 'prove-it': there is no source 'fearon-1996' .*'fearon-1995'",
        ),
        ("sources = ['fearon-1996']", "broken", "lesson: there is no source 'fearon-1996'"),
    ],
)
def test_fault_in_a_change_is_one_line(home, text, mark, said):
    write(home, text)
    lines = [one for one in examine_changes() if one.mark != "fine"]
    assert [one.mark for one in lines][:1] == [mark], lines
    assert re.search(said, lines[0].says), lines[0].says
    assert len({one.says.split("'")[1] for one in lines if "'" in one.says}) <= 1


@pytest.mark.parametrize(
    ("name", "mark", "said"),
    [
        ("lessons/05_why_come_to_the_tabel.toml", "broken", f"did you mean '{STEM}'"),
        ("lesson/05.toml", "look", "is not read"),
        ("lessons/notes.txt", "look", "is not read"),
        ("sources.toml", "look", "is not read"),
    ],
)
def test_file_that_is_not_read_is_named(home, name, mark, said):
    write(home, "", name)
    only(examine_changes(), mark, said)


def test_change_of_the_course_since_is_named_with_the_line_that_ends_it(home):
    now = entries_of(lessons.published("lessons", STEM))
    old = {**now["prompts/go-or-wait"], "asks": "What it said before", "extra": 1}
    text = '[[prompts]]\nid = "go-or-wait"\nasks = "Fly?"\n[base]\n'
    write(home, text + base_line("prompts/go-or-wait", old) + "\n" + base_line("prompts/prove-it", {"id": "x"}))
    only(examine_changes(), "look", r"prompts 'go-or-wait': since you made this, the course has changed asks, extra\.")
    [said] = told(examine_changes())
    write(home, text + said.splitlines()[-1].strip())
    assert told(examine_changes()) == []


def test_title_that_the_course_changed_is_named_only_if_the_teacher_changed_it_too(home):
    now = entries_of(lessons.published("lessons", STEM))["lesson"]
    kept = base_line("lesson", {**now, "title": "Before"})
    write(home, f"title = 'Mine'\n[base]\n{kept}")
    only(examine_changes(), "look", r"lesson: .* changed title\.")
    write(home, f"summary = 'Mine'\n[base]\n{kept}")
    assert told(examine_changes()) == []


def test_question_that_is_gone_from_the_course_is_named_with_the_nearest(home):
    entry = lessons.published("lessons", STEM)["prompts"][0] | {"id": "go-or-stay"}
    text = "[[prompts]]\nid = 'go-or-stay'\nkind = 'text'\nasks = '?'\nminutes = 1\ngrouping = 'all'\n"
    write(home, f"{text}perspectives = []\nguide = ''\n[base]\n{base_line('prompts/go-or-stay', entry)}")
    only(examine_changes(), "look", r"prompts 'go-or-stay': .* is gone\. Nearest now: prompts/go-or-wait")


GONE = "lessons/09_inside_and_outside.toml"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[checks]]\nid = "before-the-war"\nasks = "Mine?"', r"asks 'second-half' in its place\. Take this entry out"),
        (
            '[[checks]]\nkind = "choose"\nid = "before-the-war"\nasks = "Mine?"\nmodel = ""\noptions = []',
            r"checks 'before-the-war': .* needs another id",
        ),
        ('[[prompts]]\nid = "mine"\nafter = "who-must-act"', r"prompts 'mine', after: .* Write 'a-chair-for-judges'"),
        ('[[retired]]\nid = "mine"', "retired: this list is the course's own"),
    ],
)
def test_change_of_a_question_that_is_no_longer_asked_names_the_one_in_its_place(home, text, said):
    write(home, text, GONE)
    with pytest.raises(ContentError, match=said):
        lessons.lesson("09_inside_and_outside")
    assert any(re.search(said, line) for line in told(examine_changes(), "broken"))


def test_leaving_out_a_question_that_is_no_longer_asked_is_named_and_takes_nothing_away(home):
    base = '[base]\n"checks/before-the-war" = "asks:3f2a1c"'
    write(home, f'[[checks]]\nid = "before-the-war"\nremove = true\n{base}', GONE)
    only(examine_changes(), "look", r"checks 'before-the-war': the course no longer asks this; it asks 'second-half'")
    assert lessons.lesson("09_inside_and_outside") == lessons.lesson("09_inside_and_outside", as_published=True)


def test_points_of_ones_own_are_read(home):
    write(home, "nonsense = 1", "points.toml")
    only(examine_changes(), "broken", "points.toml")


# --- The verb ---


def test_verb_begins_each_line_with_a_word_and_ends_with_what_to_mend(root, home, monkeypatch, capsys):
    monkeypatch.chdir(root)
    monkeypatch.setenv("COURSE_MY_WORK", str(root / "my_work"))
    assert verb.main([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines[:-1]} == {"fine"}
    assert lines[-1] == "Nothing to mend."
    assert not os.path.exists(root / "my_work")
    write(home, "a = = 1")
    assert verb.main([]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:-1]].count("broken") == 1
    assert lines[-1] == "To mend: 1."


def test_every_fingerprint_of_a_starter_is_that_of_the_course(home):
    for stem in lessons.stems():
        path = begin("lessons", stem)
        _, base = overrides.read_override(path)
        assert all(
            overrides.changed_keys(base[name], one) == []
            for name, one in entries_of(lessons.published("lessons", stem)).items()
        )


# --- What a teacher changed in documents and people ---

DOCUMENT, PERSON = "airspace-agreement-1991", "retno-marsudi"


def change_text(home, folder, id, text):
    (home / folder).mkdir(parents=True, exist_ok=True)
    (home / folder / f"{id}.toml").write_text(text, "utf-8")


def test_a_question_of_a_document_is_a_teacher_s_to_change(home):
    published = documents.document(DOCUMENT, as_published=True)
    change_text(home, "documents", DOCUMENT, '[[questions]]\nid = "addressee"\nasks = "Who is told, and how?"\n')
    changed = documents.document(DOCUMENT)
    assert changed.questions[0].asks == "Who is told, and how?"
    assert (changed.questions[0].options, changed.text) == (published.questions[0].options, published.text)
    assert documents.document(DOCUMENT, as_published=True) == published
    assert told(examine_changes()) == []
    change_text(home, "documents", DOCUMENT, '[[questions]]\nid = "addressee"\nremove = true\n')
    assert [one.id for one in documents.document(DOCUMENT).questions] == ["promised"]


def test_what_a_person_is_asked_about_is_a_teacher_s_to_change(home):
    change_text(home, "people", PERSON, 'asks = "What would you do on that day?"\n')
    assert people.person(PERSON).asks == "What would you do on that day?"
    assert told(examine_changes()) == []


@pytest.mark.parametrize(
    ("folder", "id", "text", "said"),
    [
        ("documents", DOCUMENT, 'text = ["Nobody wrote this."]\n', "text: this is no key that a teacher changes"),
        ("documents", DOCUMENT, "question = 1\n", "questions"),
        ("documents", DOCUMENT, '[[questions]]\nid = "adressee"\nasks = "Who?"\n', "addressee"),
        ("documents", DOCUMENT, '[[marks]]\nid = "things"\nright = ["No such words"]\n', "is no phrase of the text"),
        (
            "documents",
            DOCUMENT,
            '[[questions]]\nid = "addressee"\noptions = [{ id = "hot-line", right = true }]\n',
            "2 options are right",
        ),
        ("documents", DOCUMENT, '[missing]\nsources = ["no-such-source"]\n', "no-such-source"),
        ("documents", DOCUMENT, "asks = ", f"documents/{DOCUMENT}.toml"),
        ("people", PERSON, 'did = "She did something else."\n', "did: this is no key that a teacher changes"),
        ("people", PERSON, '[[options]]\nid = "fly"\nremove = true\n', "there is no option 'fly'"),
        ("people", "retno-marsud", 'asks = "What?"\n', "retno-marsudi"),
    ],
)
def test_a_fault_in_a_change_of_a_document_or_a_person_is_one_line(home, folder, id, text, said):
    change_text(home, folder, id, text)
    [line] = told(examine_changes())
    assert re.search(said, line), line
    assert f"{folder}/{id}.toml" in line
