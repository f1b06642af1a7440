"""A class from the first phone to the hand-ins: what is asked, kept, counted, shown."""

import io
import zipfile
from pathlib import Path

from course.record.backup import read_backup
from course.teacher.classroom.handin import read_folder
from tests.live.conftest import Room

GO_OR_WAIT = "discuss.go-or-wait.1"


def test_an_answer_is_kept_and_counted(room: Room) -> None:
    amina = room.join("Amina")
    assert room.put(amina, GO_OR_WAIT, {"chosen": "x"}).status_code in (404, 422)
    assert room.put(amina, GO_OR_WAIT, {"value": 2}).status_code == 404, "a hidden question takes nothing"
    room.open(GO_OR_WAIT)
    reply = room.put(amina, GO_OR_WAIT, {"value": 2, "why": "Because."})
    assert (reply.status_code, reply.json()["outcome"]) == (200, "stored")
    asked = next(slide for slide in room.desk()["slides"] if slide["id"] == GO_OR_WAIT)
    assert asked["answered"] == 1
    assert room.state(amina)["current"] == GO_OR_WAIT


def test_a_class_goes_to_collect(room: Room) -> None:
    amina = room.join("Amina")
    room.open("stand.A7.1")
    assert room.put(amina, "stand.A7.1", {"value": 5, "why": "It is so.", "values": {"sure": 2}}).status_code == 200
    packed = room.client.get(f"/t/{room.id}/class.zip", headers=room.teacher).content
    with zipfile.ZipFile(io.BytesIO(packed)) as bundle:
        backup = read_backup(bundle.read(bundle.namelist()[0]))
    assert backup.name == "Amina"
    assert [event.body for event in backup.events] == [{"round": 1, "stand": 2, "sure": 2, "why": "It is so."}]


def test_collect_reads_the_class_file_while_the_class_goes_on(room: Room, tmp_path: Path) -> None:
    record = "ab" * 16
    amina, badr = room.join("Amina", record=record), room.join("Badr")
    room.open("stand.A7.1")
    room.put(amina, "stand.A7.1", {"value": 1})
    room.put(badr, "stand.A7.1", {"value": 5})
    handed = read_folder(tmp_path)
    assert [(learner.name, len(learner.events)) for learner in handed.learners] == [("Amina", 1), ("Badr", 1)]
    assert handed.learners[0].record == record
    assert not handed.skipped
    again = read_folder(tmp_path / "class.sqlite3").learners
    assert [learner.events for learner in again] == [learner.events for learner in handed.learners]


def test_a_person_who_left_is_not_collected(room: Room, tmp_path: Path) -> None:
    amina = room.join("Amina")
    room.open("stand.A7.1")
    room.put(amina, "stand.A7.1", {"value": 1})
    assert room.client.delete(f"/r/{room.id}/me", headers=amina).status_code == 200
    assert not read_folder(tmp_path).learners
    assert room.put(amina, "stand.A7.1", {"value": 2}, rev=2).status_code == 410
