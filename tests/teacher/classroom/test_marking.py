"""Marks: kept, handed back, shown to the right learner, and never doubled however often they travel."""

import csv
import io
import json
import math

import pytest

from course.answers.events import Mark, to_body
from course.content import lessons
from course.content.interface import words
from course.content.points import points as rule
from course.html.text import plain
from course.model import task as kinds
from course.pages.page import source
from course.record import BackupError, Record, make_backup, restore
from course.teacher.classroom.marking import PAGE_FORMAT, MarkError, NewerMark
from course.teacher.classroom.room import Classroom
from course.teacher.verbs import collect, mark
from course.widgets.setting import Setting
from course.widgets.writing import WritingForm

STEM = "02_ways_to_settle"
TASK = next(one for one in lessons.exercise(STEM).tasks if isinstance(one, kinds.Writing))
CRITERION = TASK.rubric[0].id
HOSTILE = "<b onclick=x>Good</b> قوي"


def writing_of(room, name):
    return next(one for one in room.writings() if room.view.names[one.learner] == name and one.task == TASK.id)


def marked(room, name="Amina", comment=HOSTILE, points=3):
    room.marking.sign("Dr. Salma")
    return room.marking.write(
        writing_of(room, name), {CRITERION: {"works": "Clear."}, "no": {"works": "x"}}, comment, points
    )


def form_of(record):
    setting = Setting(stem=STEM, words=words(), cite=source, record=record)
    form = WritingForm(setting, TASK)
    shown = form.state["mark"]
    form.close()
    return shown


def learner_at_home(scripted, tmp_path, name="Amina"):
    """The learner's own record, on their own computer."""
    found = next(one for one in scripted.learners if one.name == name)
    record = Record(tmp_path / "home")
    restore(record, make_backup(found.record, name))
    return record


def test_a_mark_reaches_the_learner_and_twice_changes_nothing(room, scripted, tmp_path):
    entry = marked(room)
    assert list(entry.body.rubric) == [CRITERION]
    record = learner_at_home(scripted, tmp_path)
    assert form_of(record) == ""
    [(_, data)] = room.feedback()
    assert (restore(record, data).new, restore(record, data).new) == (1, 0)
    shown = form_of(record)
    assert words()["mark"]["teacher-named"].format(by="Dr. Salma") in shown
    assert "&lt;b onclick=x&gt;Good&lt;/b&gt; قوي" in shown
    assert "Clear." in shown
    assert words()["mark"]["given"].format(points="3") in shown


def test_the_text_saved_last_counts_and_the_other_draft_stands_beside_it(tmp_path):
    record = Record(tmp_path / "home")
    form = WritingForm(Setting(stem=STEM, words=words(), cite=source, record=record), TASK)
    order = list(reversed(kinds.LEVELS))
    for action, content in (
        ("rank", {"box": "samples", "answer": {"order": order, "why": "It is clear."}}),
        ("save", {"answer": {"text": "First."}}),
        ("save", {"box": "2", "round": 2, "answer": {"text": "Second.", "why": "A witness."}}),
        ("review", {"box": "review", "answer": {"values": {CRITERION: {"level": "strong"}}}}),
        ("point", {"part": TASK.pointed[0].id, "sentence": "Second."}),
    ):
        form.receive({"do": action, "n": 1, **content})
        assert not form.state["trouble"]
    form.close()
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "amina.course.json").write_bytes(make_backup(record, "Amina"))
    room = Classroom(folder)
    writing = writing_of(room, "Amina")
    assert writing.text == "Second."
    beside = "\n".join(f"{title} {text}" for title, text in writing.beside)
    for said in ("First.", "A witness.", "It is clear.", words()["ladder"]["strong"], plain(TASK.pointed[0].name)):
        assert said in beside
    # Whoever goes back to the first draft and saves it is marked on that.
    again = WritingForm(Setting(stem=STEM, words=words(), cite=source, record=record), TASK)
    again.receive({"do": "save", "n": 1, "answer": {"text": "First again."}})
    again.close()
    (folder / "amina.course.json").write_bytes(make_backup(record, "Amina"))
    writing = writing_of(Classroom(folder), "Amina")
    assert writing.text == "First again."
    assert "Second." in "\n".join(text for _, text in writing.beside)


def test_marks_travel_to_the_learner_and_back_twice_without_doubling(room, scripted, tmp_path):
    marked(room)
    record = learner_at_home(scripted, tmp_path)
    folder = tmp_path / "second round"
    folder.mkdir()
    for _ in range(2):
        for _, data in Classroom(room.folder, room.out).feedback():
            restore(record, data)
        (folder / "amina.course.json").write_bytes(make_backup(record, "Amina"))
        back = Classroom(folder, room.out)
        assert len(back.record.events(kind="mark")) == 1
        assert len(record.events(kind="mark")) == 1
        [row] = back.gradebook().rows
        # The rubric's words stand before the comment, so that they reach the platform too.
        [comment] = row.comments
        assert comment.endswith(f" / {HOSTILE}")
        assert "Already works: Clear." in comment
    assert [one.kind for one in back.handed.learners[0].events].count("mark") == 1


def test_a_later_mark_counts_and_the_same_mark_is_kept_once(room):
    first = marked(room)
    assert marked(Classroom(room.folder, room.out)) == first
    marked(Classroom(room.folder, room.out), comment="Better now", points=4)
    [one] = [mark for key, mark in room.marking.latest().items() if key[2] == TASK.id]
    assert (one.body.comment, one.body.points) == ("Better now", 4)


def test_somebody_elses_marks_are_not_shown(room, scripted, tmp_path):
    marked(room, "Bilal")
    record = learner_at_home(scripted, tmp_path)
    [(_, data)] = room.feedback()
    restore(record, data)
    assert form_of(record) == ""


def test_a_mark_on_an_earlier_version_says_so(room, scripted, tmp_path):
    marked(room)
    record = learner_at_home(scripted, tmp_path)
    restore(record, room.feedback()[0][1])
    record.append(STEM, TASK.id, "answer", {"answer": {"text": "A new text."}, "outcome": "not-yet", "try": 2})
    assert words()["mark"]["earlier"] in form_of(record)


def test_a_learner_cannot_mark_their_own_work(room, scripted, tmp_path):
    record = learner_at_home(scripted, tmp_path)
    body = {"learner": record.record_id(), "points": 1000, "comment": "Excellent", "rubric": {}, "answer": ""}
    record.append(STEM, TASK.id, "mark", body)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.course.json").write_bytes(make_backup(record, "Amina"))
    [row] = Classroom(folder).gradebook().rows
    assert row.points <= row.most
    assert row.comments == ()


def test_marks_of_the_page_are_taken_in_once(room, tmp_path, capsys):
    writing = writing_of(room, "Amina")
    at = "2026-11-22T15:00:00.000000Z"
    sheet = {
        "format": PAGE_FORMAT,
        "by": "Dr. Salma",
        "marks": [
            {
                "answer": writing.answer,
                "at": at,
                "rubric": {CRITERION: {"grow": "Say when."}},
                "comment": "",
                "points": 2,
            },
            {"answer": "f" * 32, "at": at, "rubric": {}, "comment": "nobody", "points": None},
            {"answer": writing_of(room, "Bilal").answer, "at": at, "rubric": {}, "comment": " ", "points": None},
        ],
    }
    file = tmp_path / "marks.json"
    file.write_text(json.dumps(sheet), "utf-8")
    for count in (1, 0):
        assert collect.main([str(room.folder), "--out", str(room.out), "--marks", str(file)]) == 0
        assert words()["collect"]["marks"].format(count=count) in capsys.readouterr().out
    [event] = room.record.events(kind="mark")
    assert event.body["rubric"] == {CRITERION: {"grow": "Say when."}}
    assert len(list((room.out / "feedback").iterdir())) == 1


@pytest.mark.parametrize("data", [b"", b"[]", b'{"format": "x", "marks": []}', b"\xff\xfe"])
def test_a_foreign_file_of_marks_is_refused(room, data):
    with pytest.raises(BackupError):
        room.marking.take_in(data, room.writings())


def test_commands_write_their_files_and_name_what_is_wrong(room, scripted, tmp_path, capsys):
    assert mark.main([str(scripted.folder), "--out", str(room.out)]) == 0
    page = (room.out / "marking.html").read_text("utf-8")
    assert "<script>window.hit" not in page
    assert "&lt;script&gt;window.hit" in page
    assert page.count("<form ") == len(room.writings())
    assert collect.main([str(scripted.folder), "--out", str(room.out)]) == 0
    assert {one.name for one in room.out.iterdir()} >= {"class_view.html", "for_the_teacher.html", "gradebook.csv"}
    said = capsys.readouterr().out
    assert "cut-off.course.json" in said
    assert "changed.course.json" in said
    for arguments in ([str(tmp_path / "none")], [str(scripted.folder), "--lesson", "77"]):
        assert collect.main(arguments) == 2
    (tmp_path / "empty").mkdir()
    assert collect.main([str(tmp_path / "empty")]) == 2
    assert not (tmp_path / "empty" / "class_results").exists()


OVER = rule().marked


@pytest.mark.parametrize("points", [None, 0, 0.5, OVER])
def test_a_mark_within_its_range_is_kept(room, points):
    assert marked(room, points=points).body.points == points


@pytest.mark.parametrize("points", [-0.5, OVER + 0.5, math.nan, math.inf, True, "3", [3]])
def test_a_mark_out_of_its_range_is_refused_and_the_remedy_named(room, points):
    with pytest.raises(MarkError) as refusal:
        marked(room, points=points)
    assert f"from 0 to {OVER:g}" in str(refusal.value)
    assert str(points) in str(refusal.value)
    assert "points.toml" in str(refusal.value)
    assert room.marking.latest() == {}


def test_one_mark_out_of_range_keeps_the_whole_page_out_and_says_whose_it_is(room, tmp_path, capsys):
    at = "2026-11-22T15:00:00.000000Z"
    sheet = [
        {"answer": text.answer, "text": text.id, "at": at, "comment": "x", "points": points}
        for text, points in ((writing_of(room, "Amina"), 2), (writing_of(room, "Bilal"), OVER + 1))
    ]
    file = tmp_path / "marks.json"
    file.write_text(json.dumps({"format": PAGE_FORMAT, "by": "", "marks": sheet}), "utf-8")
    assert collect.main([str(room.folder), "--out", str(room.out), "--marks", str(file)]) == 2
    line = capsys.readouterr().err
    assert f"{float(OVER + 1)} was given" in line
    assert TASK.id in line
    assert "Bilal" in line
    assert room.marking.latest() == {}


def test_marks_of_a_teacher_with_a_rule_of_their_own_are_capped_by_the_rule_here(room, tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_MY_COURSE", str(tmp_path))
    (tmp_path / "points.toml").write_text(f"marked = {OVER + 90}\n", "utf-8")
    other = Classroom(room.folder, tmp_path / "other desk")
    marked(other, points=OVER + 90)
    monkeypatch.setenv("COURSE_MY_COURSE", "")
    assert room.marking.take_in(other.marking.file(), room.writings()) == 1
    [row] = [row for row in room.gradebook().rows if row.name == "Amina"]
    assert row.points <= row.most


def test_moodle_gets_every_word_of_the_rubric_in_its_column(room):
    marked(room, comment="Good; go on")
    [other] = [criterion for criterion in TASK.rubric if criterion.id != CRITERION][:1]
    room.marking.write(
        writing_of(room, "Bilal"), {CRITERION: {"grow": "Say when."}, other.id: {"works": "=Clear"}}, "", None
    )
    rows = list(csv.reader(io.StringIO(room.csv("moodle")[1].decode())))
    column = rows[0].index("Feedback comments")
    identifier = {learner.name: f"Participant {learner.label.id}" for learner in room.handed.learners}
    comments = {row[0]: row[column] for row in rows[1:]}
    word = words()["mark"]
    assert comments[identifier["Amina"]] == (
        f"{plain(TASK.rubric[0].says)} {word['works']} Clear. / Good, go on".replace(";", ",")
    )
    for text in (plain(TASK.rubric[0].says), f"{word['grow']} Say when.", plain(other.says), f"{word['works']} =Clear"):
        assert text.replace(";", ",") in comments[identifier["Bilal"]]
    assert [comments[number] for name, number in identifier.items() if name not in ("Amina", "Bilal")] == [""] * 19


# --- Two pages, or two teachers, mark one text ---

AT = "2026-11-22T15:{minute:02}:00.000000Z"
WORD = words()["mark"]


def page_file(tmp_path, writing, by, comment, over, minute=0):
    """What a marking page hands over that showed the marks ``over``."""
    sent = {"answer": writing.answer, "text": writing.id, "at": AT.format(minute=minute), "comment": comment}
    sheet = {"format": PAGE_FORMAT, "by": by, "marks": [sent if over is None else {**sent, "over": over}]}
    file = tmp_path / f"marks of {by}.json"
    file.write_text(json.dumps(sheet), "utf-8")
    return file


def take_in(room, file):
    return room.marking.take_in(file.read_bytes(), room.writings())


def comments_of(writing):
    return [entry.body.comment for entry in writing.marks]


def test_two_teachers_who_did_not_see_each_other_s_mark_lose_none(room, tmp_path, capsys):
    writing = writing_of(room, "Amina")
    for minute, (by, comment) in enumerate((("Dr. Salma", "Say who pays."), ("Mr. Ken", "Cut the end."))):
        file = page_file(tmp_path, writing, by, comment, [], minute)
        assert collect.main([str(room.folder), "--out", str(room.out), "--marks", str(file)]) == 0
    said = capsys.readouterr().out
    assert WORD["several"].format(stem=STEM[:2], task=TASK.id, name="Amina", by="Dr. Salma, Mr. Ken") in said
    both = writing_of(room, "Amina")
    assert comments_of(both) == ["Say who pays.", "Cut the end."]
    assert both.mark.body.comment == "Cut the end."
    assert "Say who pays." in "\n".join(text for _, text in both.beside)
    page = room.write_marking_page().read_text("utf-8")
    assert "Say who pays." in page
    assert "Cut the end." in page


def test_a_mark_made_over_both_counts_alone(room, tmp_path):
    writing = writing_of(room, "Amina")
    for minute, by in enumerate(("Dr. Salma", "Mr. Ken")):
        take_in(room, page_file(tmp_path, writing, by, f"Says {by}", [], minute))
    both = [entry.id for entry in writing_of(room, "Amina").marks]
    take_in(room, page_file(tmp_path, writing, "Dr. Salma", "We agreed.", both, 5))
    assert comments_of(writing_of(room, "Amina")) == ["We agreed."]
    assert len(room.record.events(kind="mark")) == 3


@pytest.mark.parametrize("first_over", [None, []])
def test_a_page_that_does_not_say_what_it_showed_counts_as_before(room, tmp_path, first_over):
    writing = writing_of(room, "Amina")
    take_in(room, page_file(tmp_path, writing, "A", "First", first_over))
    take_in(room, page_file(tmp_path, writing, "B", "Second", None, 1))
    assert comments_of(writing_of(room, "Amina")) == ["Second"]


def test_a_mark_that_this_page_has_not_shown_is_not_saved_over(room):
    page = writing_of(room, "Amina")
    marked(room, comment="From another page")
    now = writing_of(room, "Amina")
    with pytest.raises(NewerMark) as refusal:
        room.marking.write(now, {}, "From this page", 2, over=[entry.id for entry in page.marks])
    assert refusal.value.mark.body.comment == "From another page"
    assert comments_of(writing_of(room, "Amina")) == ["From another page"]
    room.marking.write(now, {}, "From this page", 2, over=[now.mark.id])
    assert comments_of(writing_of(room, "Amina")) == ["From this page"]


def test_the_same_words_on_two_pages_are_one_mark(room):
    marked(room, comment="Good")
    now = writing_of(room, "Amina")
    room.marking.write(now, now.mark.body.rubric, "Good", 3, over=[])
    assert len(room.record.events(kind="mark")) == 1


def test_a_mark_of_before_reads_and_is_written_as_it_was(room):
    """A mark without what it was made over, as version 0.1.0 wrote it, keeps its JSON and so its id."""
    assert "over" not in to_body(Mark(answer="a"))[1]
