"""Scripted learners: they go through lessons as the page does, by widgets, and hand in a backup.

What a class must show is read off the script here, never off the code that is tested.
"""

import datetime
import itertools
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from course.checks import judge, solved
from course.content import boundaries, documents, lessons, people
from course.model import prompt as prompts
from course.model import task as tasks
from course.model.answer import read_answer
from course.record import Record, make_backup, pack
from course.teacher.classroom.handin import read_folder
from course.teacher.classroom.room import Classroom

STEMS = ("02_ways_to_settle", "05_why_come_to_the_table")
FORMULA = '=HYPERLINK("http://example.invalid","click")'
MARKUP = "<script>window.hit = 1</script><img src=x onerror='window.hit = 1'>"
ARABIC = "الوسيط يحفظ المال حتى يعود البحارة إلى بيوتهم."
NAMES = (
    *("Amina", "Bilal", "Chiara", "Daoud", "Elif", "Farah", "Gamal", "Hana", "Idris", "Jamila", "Karim"),
    *("Layla", "Musa", "Noor", "Omar", "Petra", "Qasim", "Rania"),
)


def number(seed: str) -> Iterator[str]:
    """Ids that look random and are always the same for a seed."""
    source = random.Random(seed)
    while True:
        yield f"{source.getrandbits(128):032x}"


class Learner:
    """Somebody with a record, who answers prompts and tasks."""

    def __init__(self, folder: Path, name: str):
        self.name = name
        self.record = Record(folder / name)
        self.ids = number(name)

    def do(self, stem: str, item: str, kind: str, body: dict) -> None:
        self.record.append(stem, item, kind, body, id=next(self.ids))

    def prompt(self, stem: str, one: prompts.Prompt, pick: int, text: str = "") -> None:
        """Answer a prompt with its option number ``pick``; in a think-pair-share the second time with the next one."""
        for again in (1, 2) if one.pair else (1,):
            answer = opinion(one, pick + again - 1, text)
            self.do(stem, one.id, "answer", {"answer": answer, "round": again})

    def task(self, stem: str, one: tasks.Task, answer: dict) -> None:
        self.do(stem, one.id, "answer", {"answer": answer, "outcome": "correct", "try": 1})

    def stand(self, stem: str, claim: str, again: int, stand: int) -> None:
        self.do(stem, f"claim/{claim}", "stand", {"round": again, "stand": stand, "sure": 2, "why": ""})

    def backup(self, name: str | None = None) -> bytes:
        return make_backup(self.record, self.name if name is None else name)


def opinion(one: prompts.Prompt, pick: int, text: str) -> dict:
    """An answer to a prompt: the option, step or place number ``pick``."""
    if isinstance(one, prompts.ShortText):
        return {"text": text or f"I would do thing {pick}."}
    if isinstance(one, prompts.Scale):
        return {"value": pick % one.steps + 1}
    ids = [option.id for option in one.options]
    first = ids[pick % len(ids)]
    if isinstance(one, prompts.OneChoice):
        return {"chosen": first} | ({"why": text} if text else {})
    if isinstance(one, prompts.SeveralChoices):
        return {"chosen": [first]}
    if isinstance(one, prompts.Ranking):
        return {"order": [first, *(id for id in ids if id != first)]}
    return {"placed": dict.fromkeys(ids, pick % one.steps + 1)}


def wrong(task: tasks.Task) -> dict | None:
    """An answer to a task that is not right, None where nothing is wrong."""
    if isinstance(task, tasks.Choose):
        return {"chosen": next(one.id for one in task.options if not one.right)}
    if isinstance(task, tasks.ChooseSeveral):
        return {"chosen": [one.id for one in task.options if not one.right]}
    if isinstance(task, tasks.Order):
        return {"order": [one.id for one in task.items][::-1]}
    if isinstance(task, tasks.Sort):
        groups = [one.id for one in task.groups]
        return {"placed": {one.id: next(id for id in groups if id != one.group) for one in task.items}}
    if isinstance(task, tasks.Number):
        return {"value": str(task.answer + 1000)}
    if isinstance(task, tasks.Notebook):
        return {"values": {one.name: "nothing like it" for one in task.values}}
    return None


def asked(stem: str) -> list[tasks.Task]:
    return [*lessons.lesson(stem).checks, *lessons.exercise(stem).tasks]


def work_through(learner: Learner, stem: str, pick: int, answer: Callable[[tasks.Task], dict | None], text="") -> None:
    """Do a whole lesson with its exercise."""
    content = lessons.lesson(stem)
    for one in content.prompts:
        learner.prompt(stem, one, pick, text)
    for claim in content.claims:
        learner.stand(stem, claim, 1, -1)
        learner.stand(stem, claim, 2, 1)
    for task in asked(stem):
        given = answer(task)
        if given is not None:
            assert judge(task, read_answer(given)).outcome != "not-answered"
            learner.task(stem, task, given)
    for id in content.documents:
        document = documents.document(id)
        for marking in document.marks:
            learner.do(stem, f"document/{id}", "marked", {"mark": marking.id, "phrases": list(marking.right)})
        learner.do(stem, f"document/{id}", "missing", {"text": text or "A date is missing."})
    for id in content.boundaries:
        line = [list(point) for point in boundaries.boundary(id).start]
        learner.do(stem, f"boundary/{id}", "drawn", {"line": "first", "points": line, "why": text})
    for id in content.people:
        options = people.person(id).options
        learner.do(stem, f"person/{id}", "decision", {"option": options[pick % len(options)].id, "why": text})


def right(task: tasks.Task) -> dict:
    return solved(task).plain()


def typing(text: str) -> Callable[[tasks.Task], dict]:
    """Solve what has a solution, and write ``text`` where a text is asked for."""
    return lambda task: {"text": text} if isinstance(task, tasks.Open | tasks.Writing) else solved(task).plain()


class Class:
    """Twenty-three learners and what they handed in.

    Eight do all of both lessons right, four wrong, three leave the tasks blank, two stop after the first prompt; one
    writes Arabic, one a formula (and is called one), one HTML; one never began; two hand in a file that is damaged.
    """

    STEMS, FORMULA, MARKUP, ARABIC = STEMS, FORMULA, MARKUP, ARABIC
    RIGHT, WRONG, BLANK, UNFINISHED, ODD, EMPTY, DAMAGED = 8, 4, 3, 2, 3, 1, 2

    def __init__(self, base: Path, folder: Path):
        self.folder = folder
        folder.mkdir(parents=True)
        names = itertools.chain(NAMES, [FORMULA, "Zaynab"], itertools.count())
        self.learners: list[Learner] = []
        groups = [(self.RIGHT, right), (self.WRONG, wrong), (self.BLANK, None), (self.UNFINISHED, "stop")]
        for many, how in groups:
            for n in range(many):
                learner = self.add(base, str(next(names)))
                for stem in STEMS:
                    if how == "stop":
                        learner.prompt(stem, lessons.lesson(stem).prompts[0], n)
                    else:
                        work_through(learner, stem, n, how or (lambda task: None))
        for name, text in (("زينب", ARABIC), (FORMULA, FORMULA), ("Tariq", MARKUP)):
            learner = self.add(base, name)
            for stem in STEMS:
                work_through(learner, stem, 0, typing(text), text)
        self.add(base, "Umar")
        for n, learner in enumerate(self.learners):
            slug = f"Learner {n}_{1000 + n}_assignsubmission_file_"
            (folder / slug).mkdir()
            (folder / slug / "my-work-2026-11-22-1510.course.json").write_bytes(learner.backup())
        cut = self.learners[0].backup()[:-300]
        (folder / "cut-off.course.json").write_bytes(cut)
        changed = self.learners[1].backup().replace(b'"round":1', b'"round":2', 1)
        (folder / "changed.course.json").write_bytes(changed)

    def add(self, base: Path, name: str) -> Learner:
        learner = Learner(base, f"{len(self.learners):02}")
        learner.name = name
        self.learners.append(learner)
        return learner


def again(learner: Learner, record: str) -> bytes:
    """The same work under another record id: what copying a folder and going on in it makes."""
    return pack(learner.record.events(), record, "Somebody else", datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC))


@pytest.fixture(scope="session")
def scripted(tmp_path_factory):
    """The class, as it handed in; tests read it and write elsewhere."""
    base = tmp_path_factory.mktemp("class")
    return Class(base / "records", base / "handed in")


@pytest.fixture(scope="session")
def handed(scripted):
    """The class as `collect` reads it."""
    return read_folder(scripted.folder)


@pytest.fixture
def room(scripted, tmp_path):
    """The class on the desk, with results that go elsewhere."""
    return Classroom(scripted.folder, tmp_path / "results")


@pytest.fixture
def newcomer(tmp_path):
    """Make a learner with an empty record, by name."""
    return lambda name: Learner(tmp_path / "newcomers", name)


@pytest.fixture
def copied():
    """Make the same work under another record id."""
    return again
