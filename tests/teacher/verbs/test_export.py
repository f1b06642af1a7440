"""`python -m course export`: what a teacher types, what lies in the folder then, and what is said when it cannot be."""

import pytest

from course.content import lessons
from course.launch.command_line import VERBS
from course.teacher.verbs import export

ENDINGS = {
    "qti": ".qti.zip",
    "gift": ".gift.txt",
    "moodle": ".moodle.xml",
    "booklet": ".booklet.html",
    "student": ".student.html",
    "key": ".key.html",
}


def test_the_command_knows_the_verb():
    assert VERBS["export"].module == export.__name__


@pytest.mark.parametrize("what", ENDINGS)
def test_all_lessons_are_written(what, tmp_path, capsys):
    assert export.main([what, "--out", str(tmp_path / "new")]) == 0
    stems = lessons.exercise_stems() if what in ("student", "key") else lessons.stems()
    assert {path.name for path in (tmp_path / "new").iterdir()} == {stem + ENDINGS[what] for stem in stems}
    said = capsys.readouterr()
    assert all(stem + ENDINGS[what] in said.out for stem in stems)
    assert said.err == ""
    # Texts are for a reader: a teacher is told which ones no platform will mark.
    assert ("05 now-or-wait" in said.out) == (what in ("qti", "gift", "moodle"))
    assert ("05 to-myself" in said.out.partition("Left out")[2]) == (what in ("qti", "gift", "moodle"))
    assert ("05 now-or-wait" in said.out.partition("Left out")[2]) == (what in ("qti", "gift"))


def test_lessons_are_named_by_number_or_name_and_written_once(tmp_path, capsys):
    assert export.main(["gift", "5", "05", "05_why_come_to_the_table", "--out", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["05_why_come_to_the_table.gift.txt"]
    assert capsys.readouterr().out.count("05_why_come_to_the_table.gift.txt") == 1


def test_the_same_export_twice_is_the_same_to_the_byte(tmp_path):
    for what, ending in ENDINGS.items():
        made = []
        for folder in ("a", "b"):
            export.main([what, "02", "--out", str(tmp_path / folder)])
            made.append((tmp_path / folder / f"02_ways_to_settle{ending}").read_bytes())
        assert made[0] == made[1]


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("canvas", "course.canvas.imscc"),
        ("cartridge", "course.imscc"),
        ("moodle-course", "course.moodle.imscc"),
    ],
)
def test_the_whole_course_is_one_file(what, name, tmp_path, capsys):
    assert export.main([what, "--site", "https://example.org/course", "--out", str(tmp_path / "new")]) == 0
    assert [path.name for path in (tmp_path / "new").iterdir()] == [name]
    said = capsys.readouterr().out
    assert name in said
    # Texts are in it, to be marked; what nobody marks is not.
    assert "05 now-or-wait" not in said
    assert "05 to-myself" in said.partition("Left out")[2]
    assert ("export moodle" in said) == (what == "moodle-course")


@pytest.mark.parametrize("arguments", [["05"], ["--site", "example.org"]])
def test_what_the_whole_course_cannot_use_is_refused(arguments, tmp_path, capsys):
    assert export.main(["cartridge", *arguments, "--out", str(tmp_path)]) == 2
    assert arguments[-1] in capsys.readouterr().err or arguments == ["05"]
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_lesson_is_said_in_one_sentence(tmp_path, capsys):
    assert export.main(["qti", "77", "--out", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert "There is no lesson '77'" in said.err
    assert "Traceback" not in said.err
    assert list(tmp_path.iterdir()) == []


def test_a_lesson_without_exercise_has_no_editions(tmp_path, capsys):
    assert export.main(["key", "00", "--out", str(tmp_path)]) == 2
    assert "Lesson 0 " in capsys.readouterr().err
    assert export.main(["key", "00", "01", "--out", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["01_diplomatic_defense.key.html"]


def test_a_folder_that_is_a_file_is_said_with_a_remedy(tmp_path, capsys):
    (tmp_path / "taken").write_text("x")
    for what in ENDINGS:
        assert export.main([what, "01", "--out", str(tmp_path / "taken")]) == 2
        assert "choose --out" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["pdf"], ["QTI"]])
def test_what_to_write_must_be_known(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        export.main(arguments)
    assert left.value.code == 2
    assert "usage" in capsys.readouterr().err
