"""What a lesson and an exercise share: the setting, answers in words, and messages instead of tracebacks."""

import functools
from collections.abc import Callable, Collection, Sequence
from typing import Any

from IPython.core.getipython import get_ipython

from course.content import catalog, lessons
from course.content.interface import words
from course.content.reader import ContentError, did_you_mean
from course.html.argument import ArgumentMap
from course.html.card import note
from course.html.controls import control, shown
from course.html.element import b, join, small
from course.html.face import Face
from course.html.text import phrase
from course.html.work import Written
from course.model.claim import Claim
from course.pages.cases import about_table, frame
from course.record import Record, RecordError, open_record
from course.widgets.setting import Setting
from course.widgets.work import MyWork


class Unknown(Exception):
    """An id that the lesson does not have. The message is for the learner or author."""


def told_plainly(call: Callable[..., Any]) -> Callable[..., Any]:
    """Show the message of an unknown id or a bad content file in the cell, in place of a traceback.

    Anything else that goes wrong is shown too, and marked: one broken part must not keep the cells below it from
    running. The checks refuse a notebook that holds such a mark.
    """

    @functools.wraps(call)
    def answered(*args: Any, **kwargs: Any) -> Any:
        try:
            return call(*args, **kwargs)
        except (Unknown, ContentError, RecordError) as problem:
            return note(str(problem))
        except Exception as problem:
            told = words()["note"]["broken"].format(call=call.__name__, problem=f"{type(problem).__name__}: {problem}")
            return note(told)

    return answered


class Missing:
    """Stands in for a lesson that could not be opened: every call repeats why."""

    def __init__(self, message: str):
        self._message = message

    def __getattr__(self, name: str) -> Callable[..., Face]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args, **kwargs: note(self._message)

    def __repr__(self) -> str:
        return self._message


def source(id: str) -> Any:
    """Return the source ``id``; raise ContentError with the nearest ids when there is none."""
    known = catalog.sources()
    if id not in known:
        raise ContentError(f"No source '{id}' in sources.toml{did_you_mean(id, known) or '. Add it there.'}")
    return known[id]


def quiet_errors() -> None:
    """Show a learner's own mistake in a cell as one line, not as a page of traceback."""
    shell = get_ipython()
    if shell is not None:
        shell.InteractiveTB.set_mode(mode="Minimal")


def notices(record: Record) -> list[str]:
    """Return what a learner must know about this session: that it forgets, or that nothing can be saved."""
    table = words()["opening"]
    said = [table["forgets"]] if record.is_temporary() else []
    trouble = record.writable()
    if trouble:
        said.append(table["unwritable"].format(trouble=trouble))
    return said


class Page:
    """An opened notebook of the course. ``called`` is its name in the cells.

    ``questions`` are those that a learner answers on it; ``claims`` the ids of the claims on trial.
    """

    called = "lesson"

    def __init__(
        self,
        stem: str,
        *,
        questions: Sequence[Any] = (),
        claims: Sequence[str] = (),
        record: Record | None = None,
        worked: bool = False,
    ):
        self.stem = stem
        self.questions = questions
        self.claims = claims
        self.record = record or open_record()
        self.setting = Setting(stem=stem, words=words(), cite=source, record=self.record, worked=worked)

    def find(self, id: str, among: Collection[Any], key: str) -> Any:
        """Return the one of ``among`` with this id, or raise Unknown with the nearest ids."""
        for one in among:
            if one.id == id:
                return one
        if id in lessons.left_out(f"{self.called}s", self.stem):
            raise Unknown(self.setting.word("note", "left-out"))
        near = did_you_mean(id, [one.id for one in among]) or "."
        raise Unknown(self.setting.word("note", key, id=id, lesson=self.stem[:2], near=near))

    def claim(self, id: str) -> Claim:
        """Return the claim ``id``, or raise Unknown."""
        return self.find(id, catalog.claims().values(), "no-claim")

    def written(self) -> list[Written]:
        """Return what the learner has written on this page: question as HTML, answer as plain text."""
        entries: list[Written] = []
        form = words()["form"]
        for question in self.questions:
            made = control(question, form)
            for event in _last_by_round(self.record.events(self.stem, question.id, "answer")):
                answer = event.body.get("answer") or {}
                said = shown(made, answer) or "; ".join(f"{k} = {v}" for k, v in answer.get("values", {}).items())
                said += f" ({answer['why']})" if answer.get("why") else ""
                again = (" ", small(f"({words()['work']['second-answer']})")) if event.body.get("round") == 2 else ()
                entries.append((join((phrase(question.asks), *again)), said))
        for id in self.claims:
            entries += self._stands(self.claim(id))
        return entries

    def _stands(self, claim: Claim) -> list[Written]:
        held = ArgumentMap.read(self.record.events(item=f"claim/{claim.id}"), claim)
        names = words()["trial"]
        entries = []
        for number, body in sorted(held.stands.items()):
            asked = names["stand"] if number == 1 else names["stand-again"]
            why = f": {body['why']}" if body.get("why") else ""
            asked_of = join((b(claim.id), " ", phrase(claim.says), " ", asked))
            entries.append((asked_of, names[f"scale{body['stand']}"] + why))
        entries += [(join((b(claim.id), " ", names["own"])), argument["text"]) for argument in held.own.values()]
        if held.rebuttal.get("text"):
            entries.append((join((b(claim.id), " ", names["strongest"])), held.rebuttal["text"]))
        return entries

    def table(self, name: str) -> Any:
        """Return a table of data as a pandas data frame. An unknown name raises ContentError, which is one line.

        An error is right here, and a note would not be: the next line of the cell works with what this returns.
        """
        return frame(name)

    @told_plainly
    def about(self, name: str) -> Face:
        """Show what the columns of a table mean, and where it comes from."""
        return about_table(self.setting, name, f'{self.called}.table("{name}")')

    def carried(self, question: Any) -> str:
        """Return what the learner wrote earlier at the place that ``question`` carries forward, if it does."""
        if not question.carries:
            return ""
        stem, _, id = question.carries.partition("/")
        if stem == "claim":
            said = self._stands(self.claim(id))
            return said[-1][1] if said else self._nothing_carried(question.carries)
        event = self.record.latest(stem, id, "answer") or self.record.latest(stem, id, "draft")
        if event is None:
            return self._nothing_carried(question.carries)
        earlier = [*lessons.lesson(stem).prompts, *lessons.lesson(stem).checks]
        if stem in lessons.exercise_stems():
            earlier += lessons.exercise(stem).tasks
        asked = next((one for one in earlier if one.id == id), None)
        answer = dict(event.body.get("answer") or {})
        return shown(control(asked, words()["form"]) if asked else None, answer)

    def _nothing_carried(self, carries: str) -> str:
        stem, _, id = carries.partition("/")
        where = stem[:2]
        if stem == "claim":
            trials = [one for one in lessons.stems() if id in lessons.lesson(one).claims]
            where = trials[0][:2] if trials else "00"
        return self.setting.word("task", "nothing-carried", lesson=where)

    @told_plainly
    def my_work(self) -> MyWork:
        """Show what the learner has written here, with backup and restore."""
        return MyWork(self.setting, self.written)


def _last_by_round(events: Sequence[Any]) -> list[Any]:
    """Return the last answer of each round, in the order of the rounds."""
    return [event for _, event in sorted({event.body.get("round", 1): event for event in events}.items())]
