"""What the tests of the log share: the record and the desk of version 0.1.0, and what a course shows of a record."""

import contextlib
import io
import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from course import open_atlas, open_exercise, open_lesson
from course.answers.games import games
from course.content import lessons
from course.pages.portfolio import gather, to_markdown
from course.record import Record

VERSION = Path(__file__).parent / "version_0_1_0"
STEMS = {stem[:2]: stem for stem in lessons.stems()}
TODAY = date(2026, 11, 28)
# Sentences of the course's own that were put right since: what a learner wrote stands beside them unchanged.
MENDED = {
    "the memorandum of 15 August 2005 has held.": (
        "twenty years after the memorandum of 15 August 2005 the war had not come back."
    )
}


@pytest.fixture(scope="session")
def expected():
    """What version 0.1.0 showed of its own record."""
    text = (VERSION / "expected.json").read_text("utf-8")
    for before, now in MENDED.items():
        assert before in text, f"nothing said this: {before}"
        text = text.replace(before, now)
    # 0.1.0 quoted some attributes in one way and some in the other; HTML makes no difference.
    return json.loads(re.sub(r"class='([\w -]+)'", r'class=\\"\1\\"', text))


@pytest.fixture(scope="session")
def broken():
    """Events that no version writes: each a good one with one thing changed."""
    return json.loads((VERSION / "broken.json").read_text("utf-8"))


@pytest.fixture
def old(tmp_path):
    """A copy of the learner's record that version 0.1.0 wrote."""
    shutil.copytree(VERSION / "record", tmp_path / "my_work")
    return Record(tmp_path / "my_work")


@pytest.fixture
def old_desk(tmp_path):
    """A copy of the store of a teacher's desk that version 0.1.0 wrote."""
    shutil.copytree(VERSION / "desk", tmp_path / "desk")
    return Record(tmp_path / "desk")


@pytest.fixture(scope="session")
def show():
    """How to see everything that a record makes the course show, in the order of expected.json."""
    return Shown


def quietly(call, *args, **kwargs):
    with contextlib.redirect_stdout(io.StringIO()):
        return call(*args, **kwargs)


def plain(value):
    return json.loads(json.dumps(value))


class Shown:
    """What is shown of a record, part by part; ``keys`` is expected.json, which names what was touched."""

    def __init__(self, record, keys):
        self.record = record
        self.keys = keys

    def lesson(self, key):
        return quietly(open_lesson, STEMS[key[:2]], record=self.record)

    def exercise(self, key):
        return quietly(open_exercise, STEMS[key[:2]], record=self.record)

    def atlas(self):
        return quietly(open_atlas, record=self.record)

    def prompts(self):
        return {key: plain(self.lesson(key).discuss(key[3:]).state) for key in self.keys["prompt"]}

    def tasks(self):
        shown = {}
        for key in self.keys["task"]:
            if not key[:2].isdigit():
                form = self.atlas().ask(key.split("/")[1])
            elif key[3:] in {check.id for check in lessons.lesson(STEMS[key[:2]]).checks}:
                form = self.lesson(key).check(key[3:])
            else:
                form = self.exercise(key).task(key[3:])
            shown[key] = plain(form.state)
        return shown

    def trials(self):
        return {key: plain(self.lesson(key).weigh(key[3:]).state) for key in self.keys["trial"]}

    def stands(self):
        return {
            "1": plain(self.lesson("00").stands().state),
            "2": plain(self.lesson("12").stands(round=2).state),
        }

    def labs(self):
        shown = {key: plain(self.lesson(key).lab(key[3:]).state) for key in self.keys["lab"]}
        for state in shown.values():
            del state["svg"], state["table"]
        return shown

    def written(self):
        return {
            **{stem: plain(self.lesson(stem).written()) for stem in self.keys["written"]},
            **{f"{stem}/exercise": plain(self.exercise(stem).written()) for stem in self.keys["written_exercise"]},
            "atlas": plain(self.atlas().written()),
        }

    def my_work(self):
        return {stem: self.lesson(stem).my_work().state["answers"] for stem in self.keys["my_work"]}

    def portfolio(self):
        return to_markdown(gather(self.record, TODAY))

    def carried(self):
        shown = {}
        for key in self.keys["carried"]:
            page = self.lesson(key) if key in self.keys["prompt"] else self.exercise(key)
            question = next(question for question in page.questions if question.id == key[3:])
            shown[key] = {"carries": question.carries, "text": page.carried(question).text}
        return shown

    def tables(self):
        return {id: self.lesson("11").negotiate(id) for id in self.keys["negotiation"]}

    def played(self):
        """What each game shows when it is opened."""
        shown = {}
        for id, table in self.tables().items():
            first = table.game.id
            listed = plain(table.state["games"])
            played = {}
            for stored in games(self.record, id):
                table.receive({"do": "open", "n": 1, "game": stored.id}, [])
                state, session = table.state, table.game.session
                debrief = state["debrief"] or {}
                played[stored.id] = {
                    "lesson": stored.lesson,
                    "seat": state["seat"],
                    "phase": state["phase"],
                    "round": session.state.round,
                    "over": stored.over,
                    "moves": len(stored.moves),
                    "log": len(state["log"]),
                    "last_line": state["log"][-1]["text"] if state["log"] else "",
                    "said": state["said"],
                    "ended": debrief.get("ended", ""),
                    "revealed": debrief.get("revealed", False),
                    "texts": {stage["id"]: stage["text"] for stage in debrief.get("stages", ()) if stage["text"]},
                    "plan": plain(state["plan"]),
                    "branches": len(state["branches"]),
                }
            shown[id] = {"opens": first, "games": listed, "played": played}
        return shown
