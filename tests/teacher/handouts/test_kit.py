"""Everything for one lesson: what is in it, how often it is printed, who may see what."""

import io
import json
import os
import re
import subprocess
import sys
import zipfile

import pytest

from course.content import lessons, scenarios
from course.content.outline import outline
from course.content.place import PACKAGE
from course.teacher.handouts.kit import PRINT, Plan, kit, packed
from course.teacher.handouts.slides import SHOWS, slides
from course.teacher.verbs.prepare import main

PEOPLE = tuple(range(1, 22))


def plan(stem, **more):
    return Plan(stem=stem, minutes=45, people=PEOPLE, **more)


def copies(made):
    return {paper.file: paper.copies for paper in made.papers}


@pytest.mark.parametrize("stem", lessons.stems())
def test_every_lesson_can_be_prepared(stem):
    made = kit(plan(stem))
    files = made.files()
    assert {"run_sheet.html", "booklet.html", "slides.html", PRINT, "README.txt"} <= files.keys()
    printed = files[PRINT].decode()
    assert printed.count('<section class="bound') == sum(copies(made).values())
    assert all(f"{file} × {count}" in files["README.txt"].decode() for file, count in copies(made).items() if count)


def test_packets_are_as_many_as_seats_and_only_in_the_session_in_which_they_are_needed():
    first, second = (copies(kit(plan("05_why_come_to_the_table", session=number))) for number in (1, 2))
    assert not any("packets" in file for file in first)
    packets = {file: count for file, count in second.items() if "packets" in file}
    assert packets
    assert sum(packets.values()) == len(PEOPLE)


def test_on_paper_everybody_gets_what_is_written_on():
    stem = "05_why_come_to_the_table"
    usual, on_paper = copies(kit(plan(stem))), copies(kit(plan(stem, on_paper=True)))
    assert usual["booklet.html"] == usual["exercise.html"] == 1
    assert on_paper["booklet.html"] == on_paper["exercise.html"] == len(PEOPLE)
    assert on_paper["key_for_the_teacher.html"] == 1


def test_no_slide_holds_a_secret_or_an_answer_of_a_check():
    stem = "11_the_summit"
    page = slides(stem)
    for name in scenarios.scenarios():
        for role in scenarios.scenario(name).parties:
            assert role.secret.brief[:60] not in page
    assert "course-check" not in page


@pytest.mark.parametrize("stem", ["05_why_come_to_the_table", "09_inside_and_outside"])
def test_there_is_a_slide_for_every_look(stem):
    shown = [call for block in outline(stem) for call in block.calls if call[0] in SHOWS]
    assert slides(stem).count('class="slide"') == 1 + len(shown)


def test_in_another_language_there_are_as_many_slides_and_they_speak_it():
    code = (
        "import json, sys; from course.content import lessons; from course.teacher.handouts.slides import slides; "
        "json.dump({stem: slides(stem) for stem in lessons.stems()}, sys.stdout)"
    )
    variables = {**os.environ, "COURSE_LANGUAGE": "ar", "PYTHONPATH": str(PACKAGE.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, check=True)
    for stem, page in json.loads(done.stdout).items():
        assert page.count('class="slide"') == slides(stem).count('class="slide"'), stem
        assert 'class="course-slide"><div lang="en"' not in page, stem


def test_slides_are_those_of_the_session():
    stem = "05_why_come_to_the_table"
    first, second, both = (slides(stem, sessions).count('class="slide"') for sessions in ([1], [2], []))
    assert min(first, second) > 1
    assert first + second == both + 1


def test_the_verb_writes_one_zip_with_names_on_the_cards(tmp_path, capsys):
    listed = tmp_path / "list.csv"
    listed.write_text("Name\n" + "\n".join(f"Person {letter}" for letter in "ABCDEFGH"), "utf-8")
    out = tmp_path / "hour.zip"
    told = ["11", "--session", "2", "--list", str(listed), "--absent", "Person H", "--out", str(out)]
    assert main(told) == 0
    with zipfile.ZipFile(out) as archive:
        names = archive.namelist()
        seats = archive.read("the-strait/seats.html").decode()
        cards = archive.read("the-strait/cards_for_the_teacher.html").decode()
        assert archive.testzip() is None
    assert "Person A" in seats
    assert "Person A" in cards
    assert "Person H" not in seats
    assert {"for_canvas.qti.zip", "for_moodle.xml"} <= set(names)
    assert "print_all.html" in capsys.readouterr().out
    assert not re.search(r"Student \d", seats)


def test_what_is_packed_twice_is_the_same(monkeypatch):
    files = {"قائمة.html": b"one", "b/c.html": b"two" * 900}
    first = packed(files)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert packed(dict(reversed(files.items()))) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert set(archive.namelist()) == set(files)
