"""The command line of the teacher: what is typed is used or refused, and one line says what can be mended."""

import csv
import inspect
import io
import zipfile

import pytest

from course.content import scenarios
from course.launch.command_line import VERBS
from course.model.error import CourseError
from course.teacher.verbs import adapt, collect, command, doctor, export, mark, plan, seats
from course.teacher.verbs.command import CommandLine, Refused, make_printable, run, stems_of

ALL = (adapt, collect, doctor, export, mark, plan, seats)


@pytest.fixture
def results(tmp_path):
    return tmp_path / "results"


@pytest.fixture
def refused(capsys):
    """Run a verb that must refuse, and return the one line that it said."""

    def refusing(verb, *arguments):
        capsys.readouterr()
        try:
            code = verb.main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code
        assert code == 2
        return capsys.readouterr().err.splitlines()[-1]

    return refusing


@pytest.fixture
def printed(capsys):
    """Run a verb that must do what it is told, and return what it printed."""

    def printing(verb, *arguments):
        capsys.readouterr()
        assert verb.main([str(argument) for argument in arguments]) == 0
        return capsys.readouterr().out

    return printing


@pytest.fixture
def zipped(scripted, tmp_path):
    """The class as one zip file, as a learning platform hands it out."""
    path = tmp_path / "submissions.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in scripted.folder.rglob("*"):
            if file.is_file():
                archive.write(file, file.relative_to(scripted.folder))
    return path


# --- What all verbs share ---


@pytest.mark.parametrize("verb", ALL, ids=lambda verb: verb.__name__.rpartition(".")[2])
def test_every_verb_runs_by_the_same_command(verb, capsys):
    name = verb.__name__.rpartition(".")[2]
    assert VERBS[name].module == verb.__name__
    assert "except" not in inspect.getsource(verb.main)
    with pytest.raises(SystemExit) as end:
        verb.main(["--help"])
    assert end.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: python -m course {name} ")
    with pytest.raises(SystemExit) as end:
        verb.main(["--no-such-option"])
    assert end.value.code == 2
    assert f"Type 'python -m course {name} --help'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("problem", "line"),
    [
        (CourseError("The file is gone. Fetch it."), "The file is gone. Fetch it."),
        (ValueError("5 minutes are too few"), "5 minutes are too few"),
        (
            PermissionError(13, "Permission denied", "a\x1b[2Jb"),
            "'a�[2Jb' cannot be read or written (Permission denied)",
        ),
        (OSError(28, "No space left on device"), "No space left on device"),
        (CourseError("two\nlines"), "two lines"),
    ],
)
def test_what_a_person_can_mend_is_one_line_and_exit_code_2(problem, line, capsys):
    def work(options):
        raise problem

    assert run(CommandLine("try", "Tries."), work, []) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert line in said.err


def test_a_fault_of_ours_keeps_its_traceback():
    def work(options):
        return {}["no such key"]

    with pytest.raises(KeyError):
        run(CommandLine("try", "Tries."), work, [])


def test_the_remedy_names_out_only_where_there_is_such_an_option(capsys):
    def work(options):
        raise PermissionError(13, "Permission denied", "page.html")

    line = CommandLine("try", "Tries.")
    run(line, work, [])
    assert "--out" not in capsys.readouterr().err
    line.add_out("FOLDER", "where to write")
    run(line, work, [])
    assert "choose --out" in capsys.readouterr().err


def test_lessons_are_named_by_number_or_stem_each_once():
    stem = "05_why_come_to_the_table"
    assert stems_of(["5", "05", stem]) == [stem]
    assert stems_of(["11", "2"]) == ["11_the_summit", "02_ways_to_settle"]
    assert stems_of([]) == []
    with pytest.raises(Refused, match=r"There is no lesson '77'\. Choose from: 00, 01"):
        stems_of(["2", "77"])


def test_a_name_cannot_steer_the_terminal():
    assert make_printable("a\x1b]0;b\u202e\n") == "a�]0;b��"
    assert make_printable("درس 5.html") == "درس 5.html"


# --- What single verbs got wrong ---


@pytest.mark.parametrize("option", [("--marks", "F"), ("--out-of", "20")])
def test_mark_takes_only_what_it_uses(option, scripted, results, refused):
    line = refused(mark, scripted.folder, "--out", results, *option)
    assert option[0] in line
    assert not results.exists()


def test_seats_and_plan_are_for_the_same_class_unless_told_otherwise(tmp_path, printed):
    sheet = tmp_path / "sheet.md"
    printed(plan, "05", "--out", sheet)
    assert sheet.read_text(encoding="utf-8").splitlines()[0].endswith(f"a class of {command.USUAL_STUDENTS}")
    assert printed(seats, "05") == printed(seats, "05", "--students", command.USUAL_STUDENTS)


def test_more_absent_than_there_are_is_said_in_those_words(refused):
    line = refused(seats, "05", "--students", 5, "--absent", 6)
    assert "--absent 6" in line
    assert "5" in line
    assert "-1" not in line
    assert "nobody" in refused(seats, "11", "--students", 5, "--absent", 5)


def test_groups_are_written_where_the_teacher_says(tmp_path, printed):
    out = printed(seats, "5", "--students", 10, "--out", tmp_path / "groups")
    [path] = (tmp_path / "groups").iterdir()
    assert path.name in out
    assert "why-not-the-brothers" in path.read_text(encoding="utf-8")
    assert path.read_text(encoding="utf-8").strip() in out


def test_groups_are_only_shown_when_nothing_is_said_of_a_folder(tmp_path, monkeypatch, printed):
    monkeypatch.chdir(tmp_path)
    printed(seats, "5")
    assert list(tmp_path.iterdir()) == []


def test_copies_are_a_line_for_each_packet_and_one_for_observers(tmp_path, printed):
    lines = printed(seats, "11", "--students", 23, "--out", tmp_path).splitlines()
    copies = lines[lines.index("Copies to print of each packet:") + 1 :]
    assert [line.split(" × ")[0].strip() for line in copies] == [
        *(role.name for role in scenarios.scenario("the-strait").roles),
        "Observer",
    ]
    counted = [int(line.split(" × ")[1]) for line in copies]
    assert sum(counted) == 23, "nobody goes without a packet, and nobody holds two seats in a class of 23"
    assert all(counted[:-1])
    # A class of two: each holds several roles, and the packets are more than the people.
    lines = printed(seats, "11", "--students", 2, "--out", tmp_path).splitlines()
    assert sum(int(line.split(" × ")[1]) for line in lines[-len(copies) :]) > 2


def test_a_zip_file_is_read_like_a_folder_with_it(zipped, scripted, tmp_path, printed):
    from_zip = printed(collect, zipped)
    assert f"Files read: {len(list(scripted.folder.rglob('*.course.json')))}." in from_zip
    # Results lie beside it, not in it.
    gradebook = tmp_path / "class_results" / "gradebook.csv"
    printed(collect, tmp_path, "--out", tmp_path / "of folder")
    of_folder = tmp_path / "of folder" / "gradebook.csv"
    assert gradebook.read_bytes() == of_folder.read_bytes()
    assert len(list(csv.reader(io.StringIO(gradebook.read_text("utf-8-sig"))))) == len(scripted.learners) + 1


def test_a_file_that_is_no_zip_is_refused_with_the_remedy(tmp_path, refused):
    other = tmp_path / "work.pdf"
    other.write_bytes(b"no")
    assert "Name the folder" in refused(collect, other)


@pytest.mark.parametrize("points", ["-5", "0", "nan", "inf", "many"])
def test_grades_are_scaled_to_points_that_there_can_be(points, scripted, results, refused):
    assert points in refused(collect, scripted.folder, "--out", results, "--out-of", points)
    assert not results.exists()


@pytest.mark.parametrize("what", ["qti", "gift"])
def test_a_lesson_named_three_ways_is_listed_once(what, tmp_path, printed):
    out = printed(export, what, "5", "05", "05_why_come_to_the_table", "--out", tmp_path)
    assert out.count("05 now-or-wait") == 1


def test_a_notebook_that_is_not_there_is_said_in_one_line(tmp_path, refused):
    from course.dev import settle

    assert "no.ipynb" in refused(settle, tmp_path / "no.ipynb")


def test_a_class_list_that_is_not_there_is_named(refused, tmp_path):
    assert "after --list" in refused(seats, "02", "--list", tmp_path / "قائمة.csv")
