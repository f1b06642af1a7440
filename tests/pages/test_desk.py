"""The teacher's desk in a notebook: a class is read, shown without names, marked, and handed back."""

import io
import zipfile

import pytest
from msgspec.structs import replace

from course.content import lessons
from course.content.interface import words
from course.model.prompt import OneChoice
from course.model.task import Writing
from course.pages import workplace
from course.pages.desk import Desk
from course.pages.page import QuestionPage
from course.record import Record, make_backup, read_backup
from course.widgets.desk import PANELS

STEM = "02_ways_to_settle"
OTHER = "05_why_come_to_the_table"
SAID = words()["desk"]


@pytest.fixture
def desk(tmp_path):
    """A desk beside a class of six: each answers one prompt and writes one text."""
    folder = tmp_path / "my_class"
    folder.mkdir()
    writing = next(task for task in lessons.exercise(STEM).tasks if isinstance(task, Writing))
    prompt = next(prompt for prompt in lessons.lesson(STEM).prompts if isinstance(prompt, OneChoice) and prompt.pair)
    for n, name in enumerate(("Amina", "Bilal", "Chiara", "Daoud", "Elif", "Farah")):
        record = Record(tmp_path / "learners" / name)
        for again in (1, 2):
            answer = {"chosen": prompt.options[n % 2].id, "why": f"<b>Reason {n}</b>"}
            record.append(STEM, prompt.id, "answer", {"answer": answer, "round": again})
        record.append(
            STEM, writing.id, "answer", {"answer": {"text": f"Text {n} شكرا"}, "outcome": "not-yet", "try": 1}
        )
        (folder / f"{name}.course.json").write_bytes(make_backup(record, name))
    (folder / "broken.course.json").write_bytes(b"no")
    return Desk(record=Record(tmp_path / "my_work"))


@pytest.fixture
def panels(desk, files):
    """All panels of the desk by name."""
    names = {"view": "class_view", "grades": "gradebook"}
    panels = {panel: getattr(desk, names.get(panel, panel))() for panel in PANELS}
    for panel in panels.values():
        files.watch(panel)
    yield panels
    for panel in panels.values():
        panel.close()


@pytest.fixture
def files(monkeypatch):
    """What panels sent to the page: pairs of file name and content, the latest last."""

    class Files(list):
        def watch(self, panel):
            monkeypatch.setattr(panel, "send", self.take)

        def take(self, content, buffers):
            self.append((content["file"], bytes(buffers[0])))

    return Files()


@pytest.fixture
def read(panels, send):
    """The panels after the class was read."""
    send(panels["folder"], "read", folder="my_class")
    return panels


def test_nothing_is_shown_before_a_class_is_read(panels, files, send):
    for name in ("view", "texts", "mark", "grades"):
        assert panels[name].state["note"] == SAID["not-read"]
    for name, action, content in (
        ("grades", "file", {"what": "plain"}),
        ("grades", "file", {"what": "feedback"}),
        ("folder", "write", {}),
        ("texts", "tick", {"texts": ["x"]}),
        ("mark", "mark", {"id": "x", "points": 3}),
    ):
        assert send(panels[name], action, **content)["said"] == SAID["not-read"]
    assert files == []


def test_a_folder_that_is_not_there_is_named(panels, tmp_path, send):
    state = send(panels["folder"], "read", folder="no such")
    assert state["trouble"] == SAID["no-folder"].format(folder=tmp_path / "no such")


def test_a_class_is_read_shown_ticked_marked_and_handed_back(panels, files, send):
    state = send(panels["folder"], "read", folder="my_class")
    assert "broken.course.json" in state["report"]
    assert "Amina" in state["report"]
    view = panels["view"].state["view"]
    assert "tally" in view
    assert "Amina" not in view
    assert "Reason" not in view
    texts = [text for group in panels["texts"].state["groups"] for text in group["texts"]]
    assert len(texts) == 18
    reasons = [text for text in texts if text["text"].startswith("<b>")][:2]
    send(panels["texts"], "tick", texts=[reason["id"] for reason in reasons])
    assert panels["view"].state["ticked"] == reasons
    assert "&lt;b&gt;Reason" in panels["view"].state["view"]
    assert "<b>Reason" not in panels["view"].state["view"]
    writing = panels["mark"].state["writing"]
    assert "Amina" not in str(panels["mark"].state)
    state = send(panels["mark"], "mark", id=writing["id"], by="Dr. S", rubric={}, comment="Good", points=3)
    assert state["said"] == SAID["mark-saved"].format(done=1, total=6)
    assert state["writing"]["mark"]["comment"] == "Good"
    send(panels["grades"], "file", what="feedback")
    name, data = files[-1]
    assert name == "feedback.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        [member] = archive.namelist()
        [event] = read_backup(archive.read(member)).events
    assert (event.kind, event.body["comment"], event.body["by"]) == ("mark", "Good", "Dr. S")


@pytest.mark.parametrize(
    ("what", "file"),
    [("plain", "gradebook.csv"), ("moodle", "gradebook_moodle.csv"), ("canvas", "gradebook_canvas.csv")],
)
def test_a_gradebook_is_downloaded(what, file, read, files, send):
    state = send(read["grades"], "file", what=what, scale=10)
    name, data = files[-1]
    assert name == file
    # A class that did not hand in at Moodle has no number there, and a row without one stops the import.
    assert (b"Amina" in data) == (what != "moodle")
    assert state["said"] == SAID["given"].format(name=file)


def test_names_are_shown_only_when_asked_for(read, send):
    assert "Amina" not in str(read["mark"].state["writings"])
    assert "Amina" in str(send(read["mark"], "choose", names=True)["writings"])
    assert "Amina" not in str(send(read["mark"], "choose", names=False)["writings"])


def test_what_is_chosen_in_one_panel_is_chosen_in_all(read, send):
    listed = read["mark"].state["writings"]
    assert send(read["mark"], "choose", writing=listed[2]["id"])["writing"]["id"] == listed[2]["id"]
    assert send(read["plan"], "choose", lesson=OTHER)["lesson"] == OTHER
    assert read["texts"].state["lesson"] == OTHER
    assert read["mark"].state["writings"] == []
    assert send(read["plan"], "choose", lesson="no such lesson")["lesson"] == OTHER


def test_a_run_sheet_is_for_the_lesson_and_the_minutes_chosen(panels, files, send):
    send(panels["plan"], "choose", lesson=OTHER)
    send(panels["plan"], "file", what="plan", minutes=70, students=23)
    name, data = files[-1]
    assert name == f"run-sheet-{OTHER[:2]}.html"
    assert lessons.lesson(OTHER).title in data.decode()
    assert "1 group of 3" in data.decode()


def test_a_run_sheet_is_for_the_session_chosen(panels, files, send, monkeypatch):
    content = lessons.lesson(OTHER)
    blocks = content.sessions[0].blocks
    sessions = tuple(
        replace(content.sessions[0], title=title, blocks=part)
        for title, part in (("One", blocks[:4]), ("Two", blocks[4:]))
    )
    monkeypatch.setattr(workplace.lessons, "lesson", lambda stem, **_: replace(content, stem=stem, sessions=sessions))
    state = send(panels["plan"], "choose", lesson=OTHER)
    assert [option["id"] for option in state["sessions"]] == ["0", "1", "2"]
    assert state["sessions"][2]["text"] == "Session 2 · Two"
    send(panels["plan"], "file", what="plan", minutes=45, students=23, session=2)
    name, data = files[-1]
    assert name == f"run-sheet-{OTHER[:2]}-session-2.html"
    assert "Session 2 · Two: 45 minutes" in data.decode()
    assert "no session 3" in send(panels["plan"], "file", what="plan", minutes=45, students=23, session=3)["trouble"]


@pytest.mark.parametrize("minutes", [0, 1000, None, "long"])
def test_minutes_that_nobody_can_plan_are_said(minutes, panels, files, send):
    number = minutes if isinstance(minutes, int) else 0
    trouble = send(panels["plan"], "file", what="plan", minutes=minutes, students=23)["trouble"]
    assert trouble == SAID["plan-range"].format(minutes=number, least=10, most=240)
    assert files == []


def test_all_results_are_written_beside_the_class(read, tmp_path, send):
    send(read["folder"], "write")
    results = {path.name for path in (tmp_path / "my_class" / "class_results").iterdir()}
    assert results >= {"class_view.html", "gradebook.csv"}


def test_a_folder_without_work_says_what_belongs_into_it(panels, tmp_path, send):
    (tmp_path / "empty").mkdir()
    assert send(panels["folder"], "read", folder="empty")["said"] == SAID["no-work"].format(folder=tmp_path / "empty")


def test_what_cannot_be_saved_is_said_of_the_folder_of_the_class(read, tmp_path, send):
    results = tmp_path / "my_class" / "class_results"
    results.write_text("in the way")
    trouble = SAID["bad-results"].format(folder=results)
    assert send(read["folder"], "write")["trouble"] == trouble
    assert send(read["texts"], "tick", texts=["a"])["trouble"] == trouble
    writing = read["mark"].state["writing"]
    mark = {"id": writing["id"], "by": "", "rubric": {}, "comment": "Good", "points": 1, "over": []}
    state = send(read["mark"], "mark", **mark)
    assert (state["trouble"], state["writing"]["id"]) == (trouble, writing["id"])


def test_the_desk_asks_a_teacher_nothing(desk):
    assert not isinstance(desk, QuestionPage)


def test_panels_have_a_face_without_a_kernel(panels):
    for name, panel in panels.items():
        assert SAID[name] in repr(panel)
        assert SAID[f"how-{name}"] in repr(panel)


def test_two_desks_that_mark_one_text_offer_both_marks(read, desk, send):
    """The other desk is a second page with a kernel of its own, over the same folder."""
    other = Desk(record=desk.setting.record)
    folder, panel = other.folder(), other.mark()
    send(folder, "read", folder="my_class")
    before = panel.state["writing"]
    mark = {"id": before["id"], "rubric": {}, "points": 3, "over": before["saved"]}
    send(read["mark"], "mark", **mark, by="Dr. S", comment="First")
    state = send(panel, "mark", **mark, by="Mr. K", comment="Second")
    assert state["trouble"] == SAID["mark-newer"]
    assert state["writing"]["mark"]["comment"] == "First"
    assert "First" in state["writing"]["said"]
    saved = state["writing"]["saved"]
    state = send(panel, "mark", **{**mark, "over": saved}, by="Mr. K", comment="Second")
    assert not state["trouble"]
    assert state["writing"]["mark"]["comment"] == "Second"
    folder.close()
    panel.close()


def test_everything_for_a_lesson_is_one_file(panels, files, send):
    send(panels["plan"], "choose", lesson=OTHER)
    told = {"minutes": 45, "students": 9, "session": 1, "absent": "", "paper": False}
    send(panels["plan"], "file", what="prepare", **told)
    name, data = files[-1]
    assert name.endswith(".zip")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert "print_all.html" in archive.namelist()
    trouble = send(panels["plan"], "file", what="prepare", **{**told, "minutes": 5})["trouble"]
    assert trouble == SAID["plan-range"].format(minutes=5, least=10, most=240)


def test_what_is_planned_is_for_the_class_list_that_was_read(tmp_path, panels, files, send):
    (tmp_path / "my_class" / "list.csv").write_text("Name\nAmina\nBilal\nZaynab\nUmar\nHana\n", "utf-8")
    told = {"minutes": 45, "students": 24, "session": 0, "absent": "Umar", "paper": False}
    send(panels["plan"], "choose", lesson=STEM)
    send(panels["plan"], "file", what="plan", **{**told, "students": 4})
    for_four = files[-1][1]
    send(panels["folder"], "read", folder="my_class")
    send(panels["plan"], "file", what="plan", **told)
    assert files[-1][1] == for_four
    before, _, names = panels["folder"].state["report"].partition("<details>")
    assert "Zaynab" not in before, "the page may be on the projector"
    assert "Zaynab" in names, "who has handed nothing in is there before anything is written"
    state = send(panels["folder"], "write")
    assert state["said"] == SAID["written"].format(folder=tmp_path / "my_class" / "class_results")
    assert words()["collect"]["list-read"].format(file="list.csv", count=5) == state["told"][0]
    assert any("Zaynab" in line for line in state["told"])
    assert send(panels["folder"], "read", folder="my_class")["told"] == [], "what was written is not what is read now"


@pytest.mark.parametrize("students", [0, 1, 61, 10_000])
def test_a_class_that_cannot_be_seated_is_refused_in_words_of_the_desk(panels, files, send, students):
    told = {"minutes": 45, "students": students, "session": 0, "absent": "", "paper": True}
    reply = send(panels["plan"], "file", what="prepare", **told)
    assert reply["trouble"] == SAID["plan-people"].format(count=students, least=2, most=60)
    assert not files


COLUMNS = ["Essay (501)", "Other (502)"]


@pytest.fixture
def canvas(tmp_path, desk):
    """The gradebook of a Canvas course with two assignments beside the class, as it was exported."""
    heads = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *COLUMNS]
    possible = ["    Points Possible", "", "", "", "", "20.00", "5.00"]
    rows = [heads, possible, ["Amina", "1000", "", "a", "s", "", ""]]
    (tmp_path / "my_class" / "grades.csv").write_text("\n".join(map(",".join, rows)) + "\n", "utf-8")


@pytest.mark.usefixtures("canvas")
def test_the_column_that_gets_the_grades_is_chosen_on_the_desk(desk, panels, send, monkeypatch):
    folder = panels["folder"]
    assert folder.state["columns"] == [], "nothing to choose before a class is read"
    send(folder, "read", folder="my_class")
    assert [option["id"] for option in folder.state["columns"]] == ["", *COLUMNS]
    [which] = folder.state["fills"]
    assert which == words()["fill"]["which"].format(file="grades.csv", columns="; ".join(COLUMNS))
    send(folder, "choose", column=COLUMNS[1])
    [will] = folder.state["fills"]
    assert will == words()["fill"]["will"].format(file="grades.csv", column=COLUMNS[1])
    used = []
    room = desk.workplace.room
    monkeypatch.setattr(room, "filled", lambda assignment="", book=None: used.append(assignment) or [])
    send(folder, "write")
    assert used == [COLUMNS[1]] * 2, "in the file, and in what is said of it"
    send(folder, "choose", column="Nothing of the kind")
    assert folder.state["column"] == COLUMNS[1]
    send(folder, "read", folder="my_class")
    assert folder.state["column"] == ""
