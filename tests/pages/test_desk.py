"""The teacher's desk in a notebook: a class is read, shown without names, marked, and handed back."""

import io
import itertools
import zipfile

import pytest

from course.content import lessons
from course.content.interface import words
from course.pages.desk import Desk
from course.record import Record, make_backup, read_backup
from course.widgets.desk import PANELS

STEM = "02_ways_to_settle"
SAID = words()["desk"]
_numbers = itertools.count(1)


@pytest.fixture
def desk(tmp_path):
    """A desk beside a class of six: each answers one prompt and writes one text."""
    folder = tmp_path / "my_class"
    folder.mkdir()
    writing = next(one for one in lessons.exercise(STEM).tasks if type(one).__name__ == "Writing")
    prompt = next(one for one in lessons.lesson(STEM).prompts if type(one).__name__ == "OneChoice" and one.pair)
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
    made = Desk(record=Record(tmp_path / "my_work"))
    made.writing = writing
    return made


@pytest.fixture
def panels(desk, monkeypatch):
    """All panels of the desk, and what they sent to the page."""
    methods = {"view": desk.class_view, "grades": desk.gradebook}
    found = {name: methods.get(name, getattr(desk, name, None))() for name in PANELS}
    sent = []
    for panel in found.values():
        monkeypatch.setattr(
            panel, "send", lambda content, buffers=None: sent.append((content["file"], bytes(buffers[0])))
        )
    yield found, sent
    for panel in found.values():
        panel.close()


def press(panel, action, **content):
    panel._receive(panel, {"do": action, "n": next(_numbers), **content}, [])
    return panel.state


def test_nothing_is_shown_before_a_class_is_read(panels):
    found, sent = panels
    for name in ("view", "texts", "mark", "grades"):
        assert found[name].state["note"] == SAID["not-read"]
    assert press(found["grades"], "file", what="plain")["said"] == SAID["not-read"]
    assert sent == []


def test_a_folder_that_is_not_there_is_named(panels, tmp_path):
    found, _ = panels
    state = press(found["folder"], "read", folder="no such")
    assert state["trouble"] == SAID["no-folder"].format(folder=tmp_path / "no such")


def test_a_class_is_read_shown_ticked_marked_and_handed_back(panels, desk):
    found, sent = panels
    state = press(found["folder"], "read", folder="my_class")
    assert "broken.course.json" in state["report"]
    assert "Amina" in state["report"]
    view = found["view"].state["view"]
    assert "tally" in view
    assert "Amina" not in view
    assert "Reason" not in view
    groups = found["texts"].state["groups"]
    texts = [one for group in groups for one in group["texts"]]
    assert len(texts) == 18
    chosen = [one for one in texts if one["text"].startswith("<b>")][:2]
    press(found["texts"], "tick", texts=[one["id"] for one in chosen])
    assert [one["text"] for one in found["view"].state["ticked"]] == [one["text"] for one in chosen]
    assert "&lt;b&gt;Reason" in found["view"].state["view"]
    assert "<b>Reason" not in found["view"].state["view"]
    one = found["mark"].state["writing"]
    assert "Amina" not in str(found["mark"].state)
    state = press(found["mark"], "mark", id=one["id"], by="Dr. S", rubric={}, comment="Good", points=3)
    assert state["said"] == SAID["mark-saved"].format(done=1, total=6)
    assert state["writing"]["mark"]["comment"] == "Good"
    press(found["grades"], "file", what="feedback")
    name, data = sent[-1]
    assert name == "feedback.zip"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        [member] = archive.namelist()
        [event] = read_backup(archive.read(member)).events
    assert (event.kind, event.body["comment"], event.body["by"]) == ("mark", "Good", "Dr. S")
    for what, file in (("plain", "gradebook.csv"), ("moodle", "gradebook_moodle.csv")):
        press(found["grades"], "file", what=what, scale=10)
        assert sent[-1][0] == file


def test_names_are_shown_only_when_asked_for(panels):
    found, _ = panels
    press(found["folder"], "read", folder="my_class")
    assert "Amina" not in str(found["mark"].state["writings"])
    assert "Amina" in str(press(found["mark"], "choose", names=True)["writings"])


def test_all_results_are_written_beside_the_class(panels, desk):
    found, _ = panels
    press(found["folder"], "read", folder="my_class")
    press(found["folder"], "write")
    assert {one.name for one in (desk.root / "my_class" / "class_results").iterdir()} >= {
        "class_view.html",
        "gradebook.csv",
    }


def test_panels_have_a_face_without_a_kernel(panels):
    found, _ = panels
    for name, panel in found.items():
        assert SAID[name] in repr(panel)
        assert SAID[f"how-{name}"] in repr(panel)
