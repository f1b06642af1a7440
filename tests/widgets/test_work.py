"""My work: what was written, a backup down, a backup up."""

from dataclasses import replace

import pytest
from markupsafe import Markup

from course.record import Record, read_backup
from course.widgets.work import MyWork


@pytest.fixture
def work(setting):
    return MyWork(setting, lambda: [(Markup("<b>A question</b>"), "my <b>answer</b>")])


@pytest.fixture
def download(work, monkeypatch):
    """Press the backup button, and return the name and the bytes that the page downloads."""
    sent = []
    monkeypatch.setattr(work, "send", lambda content, buffers=None: sent.append((content["file"], bytes(buffers[0]))))

    def pressing(send, **content):
        send(work, "backup", **content)
        return sent[-1]

    return pressing


def test_backup_goes_to_another_computer_and_back(setting, send, download, tmp_path, work):
    setting.record.append("02_ways_to_settle", "you-first", "answer", {"answer": {"text": "نعم 🙂"}, "round": 1})
    name, data = download(send)
    assert name.endswith(".json")
    assert [event.body["answer"]["text"] for event in read_backup(data).events] == ["نعم 🙂"]
    other = replace(setting, record=Record(tmp_path / "elsewhere"))
    there = MyWork(other, list)
    said = send(there, "restore", data)["said"]
    assert said == setting.words["work"]["restored"].format(new=1, known=0)
    assert other.record.events() == setting.record.events()
    again = send(there, "restore", data)["said"]
    assert again == setting.words["work"]["restored"].format(new=0, known=1)
    assert other.record.events() == setting.record.events()


def test_name_goes_into_the_backup_and_is_remembered(setting, send, download):
    assert read_backup(download(send, name=" Amina ")[1]).name == "Amina"
    download(send, name="Amina")
    assert len(setting.record.events(kind="profile")) == 1
    assert MyWork(setting, list).spec["name"] == "Amina"


@pytest.mark.parametrize("data", [b"", b"{}", b"not json", b"\x00\xff" * 99, b'{"events": []}'])
def test_foreign_file_changes_nothing_and_says_why(setting, send, work, data):
    setting.record.append("02_ways_to_settle", "x", "answer", {"answer": {}})
    before = setting.record.events()
    state = send(work, "restore", data)
    assert state["trouble"]
    assert state["said"] == ""
    assert setting.record.events() == before


def test_answers_are_shown_as_text(send, work):
    shown = send(work, "look")["answers"]
    assert "my &lt;b&gt;answer&lt;/b&gt;" in shown
    assert "<b>A question</b>" in shown


def test_empty_work_says_so(setting):
    assert setting.words["work"]["lesson-none"] in MyWork(setting, list).state["answers"]


def test_damaged_file_can_be_put_aside(setting, send):
    setting.record.append("02_ways_to_settle", "x", "answer", {"answer": {}})
    setting.record.where.write_bytes(b"This is no database. " * 500)
    work = MyWork(setting, list)
    assert work.state["damaged"]
    state = send(work, "set_aside")
    assert state["damaged"] == ""
    assert "damaged-" in state["said"]
    assert setting.record.writable() is None


def test_backup_of_a_full_disk_still_comes_down(failing, send, monkeypatch):
    work = MyWork(failing, list)
    sent = []
    monkeypatch.setattr(work, "send", lambda content, buffers=None: sent.append(bytes(buffers[0])))
    send(work, "backup", name="")
    assert read_backup(sent[0]).events == ()


def test_an_entry_that_the_disk_altered_is_told_with_its_place(setting, work):
    setting.record.append("02_ways_to_settle", "you-first", "answer", {"answer": {"text": "Peace."}, "round": 1})
    data = setting.record.where.read_bytes()
    setting.record.where.write_bytes(data.replace(b"Peace.", b"Pease."))
    answers = work.on_look({})["answers"]
    assert setting.words["work"]["altered-one"].format(where="02_ways_to_settle · you-first") in answers
    assert work.on_look({})["damaged"] == ""
