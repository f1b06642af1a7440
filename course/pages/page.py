"""What opened pages share: the setting, questions and answers in words, and messages instead of tracebacks."""

import contextlib
import functools
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from IPython.core.getipython import get_ipython
from IPython.display import display

from course.answers.claim import ClaimWork, claim_item, read_claim
from course.answers.done import Parts
from course.answers.events import READER
from course.answers.lessons import path
from course.answers.question import QuestionWork, ranking_answer, read_question, review_answer
from course.answers.work import Work
from course.content import boundaries, catalog, documents, filings, language, lessons, maps, people
from course.content.interface import words
from course.content.outline import SHOWN_BY, calls
from course.content.place import root
from course.content.reader import ContentError, did_you_mean, nearest
from course.html.ask import told
from course.html.boundary import compared, drawing, line_says
from course.html.card import note
from course.html.controls import control, shown
from course.html.element import b, join, small
from course.html.extract import question_says
from course.html.face import Face
from course.html.filing import in_words
from course.html.ladder import told_pointed, told_ranking, told_review
from course.html.person import decision_says
from course.html.question import NOT_CARRIED, Carried
from course.html.text import phrase, plain
from course.html.work import Drawn, Written
from course.model.answer import Answer
from course.model.boundary import LINES
from course.model.claim import Claim
from course.model.error import CourseError
from course.model.language import Edition, with_commas, with_semicolons
from course.model.lesson import AnyLook, Retired, number_of
from course.model.prompt import Prompt
from course.model.task import Task, Writing
from course.pages.cases import about_table, frame
from course.pages.mistake import tell_mistakes
from course.pages.storage import ask_browser
from course.record import JournaledRecord, Record, open_record
from course.widgets.opening import Opening
from course.widgets.progress import Progress, measure_progress
from course.widgets.setting import Setting
from course.widgets.shared import share_anew
from course.widgets.work import MyWork

# Silent for a learner. A check that listens here sees the traceback of every part that broke.
LOG = logging.getLogger(__name__)
LOG.addHandler(logging.NullHandler())

AnyPage = TypeVar("AnyPage", bound="Page")
AnyQuestionPage = TypeVar("AnyQuestionPage", bound="QuestionPage")
Result = TypeVar("Result")
Arguments = ParamSpec("Arguments")


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """What lessons call it."""


Item = TypeVar("Item", bound=Named)


class Unknown(CourseError):
    """An id that the lesson does not have. The message is for the learner or author."""


class Broken(Face):
    """Stands in the cell for a part of a page that a fault of ours keeps from being shown."""


def tell_plainly(
    call: Callable[Concatenate[AnyPage, Arguments], Result],
) -> Callable[Concatenate[AnyPage, Arguments], Result | Face]:
    """Show in the cell what a person can mend, as one message in place of a traceback.

    Anything else that goes wrong is a fault of the course. It is shown too, as ``Broken``, with the part that broke:
    one broken part must not keep the cells below it from running. The traceback goes to the log of this module, where
    the tests refuse it; and they refuse a notebook that holds such a mark.
    """

    @functools.wraps(call)
    def answered(page: AnyPage, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Result | Face:
        try:
            return call(page, *args, **kwargs)
        except CourseError as problem:
            return note(str(problem))
        except Exception as problem:
            part = f"{page.called}.{call.__name__}({', '.join(map(repr, args))})"
            LOG.exception("%s of '%s' is broken", part, page.stem)
            cause = f"{type(problem).__name__}: {problem}"
            mark = note(page.setting.word("note", "broken", call=part, problem=cause))
            return Broken(mark.markup, mark.text)

    return answered


def near(setting: Setting, name: object, names: Iterable[str], *, listed: bool = False) -> str:
    """Return the end of a message about a name that nothing has: names that look like it, or a full stop.

    With ``listed`` it is all names where none looks like it.
    """
    known = list(names)
    close = [f"'{one}'" for one in nearest(str(name), known)]
    if close:
        return setting.word("note", "near", names=setting.words["note"]["near-or"].join(close))
    return setting.word("note", "near-list", names=with_commas(known)) if listed else "."


class Together:
    """Several things in one cell, one below the other."""

    def __init__(self, *parts: Any):
        self.parts = parts

    def _ipython_display_(self) -> None:
        for part in self.parts:
            display(part)

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self.parts))


def followed(
    call: Callable[Concatenate[AnyQuestionPage, str, Arguments], Result],
) -> Callable[Concatenate[AnyQuestionPage, str, Arguments], Result | Together]:
    """Show below a question what a teacher added after it: no cell has to be made for that.

    Where a cell of its own shows an addition already, it stands there alone.
    """

    @functools.wraps(call)
    def together(
        page: AnyQuestionPage, id: str, /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Result | Together:
        first = call(page, id, *args, **kwargs)
        added = page.added_below(call.__name__, id)
        return Together(first, *added) if added else first

    return together


class Missing:
    """Stands in for a page that could not be opened: every call repeats why."""

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
    sources = catalog.sources()
    if id not in sources:
        raise ContentError(f"No source '{id}' in sources.toml{did_you_mean(id, sources) or '. Add it there.'}")
    return sources[id]


def quiet_errors() -> None:
    """Show a learner's own mistake in a cell as one sentence, and what else goes wrong as one line."""
    shell = get_ipython()
    if shell is not None:
        shell.InteractiveTB.set_mode(mode="Minimal")
        tell_mistakes(shell)


class Page:
    """An opened notebook of the course. ``called`` is its name in the cells."""

    called = "page"

    def __init__(self, stem: str, *, record: Record | None = None, worked: bool = False):
        self.stem = stem
        self.record = record or open_record()
        self.setting = Setting(stem=stem, words=words_for(self.record), cite=source, record=self.record, worked=worked)

    def opening(self) -> Opening:
        """Return the head of the page."""
        raise NotImplementedError

    def editions(self) -> tuple[Edition, ...]:
        """Return the same page in the other languages; a solution has none."""
        folder = "exercises" if self.called == "exercise" else "notebooks"
        return () if self.setting.worked else language.other_editions(folder, self.stem)

    def choose(self, code: str) -> None:
        """Remember a language for the next start; where that cannot be, the page opens in it all the same."""
        with contextlib.suppress(OSError, language.NoSuchLanguage):
            language.remember(self.record.where.parent, code)

    def notices(self) -> list[str]:
        """Return what a learner must know about this session: that it forgets, or that nothing can be saved."""
        word = self.setting.word
        ask_browser()
        of_forgetting = {
            "session": word("opening", "forgets"),
            "browser": word("opening", "browser-keeps"),
            "little-room": word("opening", "browser-full"),
        }
        forgets = self.record.forgets()
        notices = [of_forgetting[forgets]] if forgets else []
        trouble = self.record.writable(READER)
        if trouble:
            notices.append(self.setting.word("opening", "unwritable", trouble=trouble))
        return notices


def words_for(record: Record) -> Mapping[str, Mapping[str, str]]:
    """Return the words of the interface for whoever keeps this record: no browser has a folder, or Jupyter's menus."""
    told = words()
    if not isinstance(record, JournaledRecord):
        return told
    here = told["in-browser"]
    form = {**told["form"], "unreachable": here["unreachable"]}
    work = {**told["work"], "where": here["where"], "restored": here["restored"]}
    return {**told, "form": form, "work": work}


def open_page(make: Callable[[], AnyPage]) -> AnyPage | Missing:
    """Make a page and show its head; where that cannot be, show why, and return what repeats it in every cell."""
    quiet_errors()
    share_anew()
    try:
        page = make()
        head = page.opening()
    except CourseError as problem:
        display(note(str(problem)))
        return Missing(str(problem))
    display(head)
    return page


class QuestionPage(Page):
    """A page with questions: a learner answers them, looks things up, and sees what they wrote.

    ``questions`` are those that a learner answers on it, ``looks`` what it has to look at; ``claims`` are the ids of
    the claims on trial, ``documents``, ``people`` and ``boundaries`` those of what is read, who is
    met, and where a line is drawn.
    """

    called = "lesson"

    def __init__(
        self,
        stem: str,
        *,
        questions: Sequence[Any] = (),
        looks: Sequence[AnyLook] = (),
        claims: Sequence[str] = (),
        documents: Sequence[str] = (),
        people: Sequence[str] = (),
        retired: Sequence[Retired] = (),
        boundaries: Sequence[str] = (),
        record: Record | None = None,
        worked: bool = False,
    ):
        super().__init__(stem, record=record, worked=worked)
        self.questions = questions
        self.looks = looks
        self.claims = claims
        self.documents = documents
        self.people = people
        self.retired = retired
        self.boundaries = boundaries

    def find(self, id: str, among: Collection[Item], key: str) -> Item:
        """Return the entry of ``among`` with this id, or raise Unknown with the nearest ids."""
        for entry in among:
            if entry.id == id:
                return entry
        raise self.unknown(id, among, key)

    def unknown(self, id: str, among: Collection[Named], key: str) -> Unknown:
        """Return the error that says, in the words ``key``, that ``id`` is not ``among`` these."""
        if id in lessons.left_out(f"{self.called}s", self.stem):
            return Unknown(self.setting.word("note", "left-out"))
        gone = next((question for question in self.retired if question.id == id), None)
        if gone:
            return Unknown(self.setting.word("note", "retired", now=gone.now))
        # Somebody who tries out a cell may write a number, or nothing, where an id belongs.
        others = near(self.setting, id, (entry.id for entry in among))
        return Unknown(self.setting.word("note", key, id=id, lesson=number_of(self.stem), near=others))

    def added_below(self, call: str, id: str) -> list[Any]:
        """Return what a teacher added below what ``call`` shows of ``id``, under a line that says so."""
        folder = f"{self.called}s"
        added = lessons.added(folder, self.stem).get(id, ()) if isinstance(id, str) else ()
        if not added:
            return []
        notebook = root() / ("notebooks" if self.called == "lesson" else folder) / f"{self.stem}.ipynb"
        in_cells = set(calls(notebook)) if notebook.is_file() else set()
        shown = [getattr(self, SHOWN_BY[key])(new) for key, new in added if (SHOWN_BY[key], new) not in in_cells]
        return [note(self.setting.word("note", "added")), *shown] if shown else []

    def claim(self, id: str) -> Claim:
        """Return the claim ``id``, or raise Unknown."""
        return self.find(id, catalog.claims().values(), "no-claim")

    def written(self, work: Work | None = None) -> list[Written]:
        """Return what the learner has written on this page: question as HTML, answer as plain text.

        ``work`` is what the record holds, for those who have read it already.
        """
        work = work or self._work()
        word = words()["work"]
        entries: list[Written] = []
        for question in self.questions:
            answered = work.question(self.stem, question.id)
            again = words()["ladder"]["second-draft"] if isinstance(question, Writing) else word["second-answer"]
            for number, entry in answered.rounds.items():
                asks = join((phrase(question.asks), *((" ", small(f"({again})")) if number == 2 else ())))
                entries.append((asks, self._in_words(question, entry.body.answer)))
            if isinstance(question, Writing):
                entries += self._beside(question, answered)
        entries += self._on_retired(work)
        entries += self._guesses(work)
        for id in self.claims:
            entries += self._stands(self.claim(id), work.claim(id))
        return [*entries, *self._on_documents(work), *self._on_people(work), *self._on_boundaries(work)]

    def _on_retired(self, work: Work) -> Iterator[Written]:
        """Yield what was answered to questions that the course no longer asks."""
        for question in self.retired:
            earlier = (small(words()["work"]["earlier"]), " ", phrase(question.asks))
            for entry in work.question(self.stem, question.id).rounds.values():
                yield join(earlier), self._in_words(question, entry.body.answer)

    def _on_documents(self, work: Work) -> Iterator[Written]:
        """Yield what was marked in documents, answered about them, and missed in them."""
        for document in documents.readable(self.documents):
            done, name = work.document(self.stem, document.id), b(phrase(document.title))
            for marking in document.marks:
                tries = done.checked(marking.id)
                if tries:
                    yield join((name, " ", phrase(marking.asks))), "\n".join(document.words_of(tries[-1].body.phrases))
            for question in document.questions:
                reply = done.replies.get(question.id)
                says = question_says(question, reply.body.option) if reply else ""
                if says:
                    yield join((name, " ", phrase(question.asks))), says
            if done.missing:
                yield join((name, " ", phrase(document.missing.asks))), done.missing

    def _on_people(self, work: Work) -> Iterator[Written]:
        """Yield what was decided in the place of people, or that what happened was read without a decision."""
        for person in people.readable(self.people):
            done = work.person(self.stem, person.id)
            asks = join((b(phrase(person.name)), " ", phrase(person.asks)))
            if done.decision:
                decision = done.decision.body
                yield asks, decision_says(self.setting, person, decision.option, decision.why)
            elif done.read_on:
                yield asks, words()["person"]["work-read"]

    def _on_boundaries(self, work: Work) -> Iterator[Written]:
        """Yield the lines that were drawn, by what they leave to whom."""
        word = words()["boundary"]
        for boundary in boundaries.readable(self.boundaries):
            done = work.boundary(self.stem, boundary.id)
            map = maps.read_map(boundary.map)
            for line in LINES:
                entry = done.entry(line)
                if entry:
                    asks = join((b(phrase(boundary.title)), " ", small(f"({word[f'work-{line}']})")))
                    yield asks, line_says(self.setting, boundary, map, entry.body.points, entry.body.why)

    def drawings(self, work: Work) -> Iterator[Drawn]:
        """Yield the maps on which something was drawn, each beside what was decided there."""
        for boundary in boundaries.readable(self.boundaries):
            lines = work.boundary(self.stem, boundary.id).lines
            if lines:
                map = maps.read_map(boundary.map)
                shown = (drawing(self.setting, boundary, map, lines), compared(self.setting, boundary, map, lines))
                yield plain(boundary.title), join(shown)

    def _guesses(self, work: Work) -> list[Written]:
        """Return what was guessed at looks before they showed it, and what is guessed in one that is not open yet."""
        listed = []
        for look in self.looks:
            if look.ask is None:
                continue
            guess = told(self.setting, look, work.look(self.stem, look.id).answer)
            if guess:
                listed.append((join((b(phrase(look.title)), " ", phrase(look.ask.asks))), guess))
        return listed

    def _beside(self, task: Writing, work: QuestionWork) -> list[Written]:
        """Return what the learner said of the samples and of their own text."""
        word = words()["ladder"]
        pointed = {part: entry.body.sentence for part, entry in work.pointed.items()}
        told = {
            word["ranked"]: told_ranking(words(), task, ranking_answer(work.ranking.body)) if work.ranking else "",
            word["points"]: "\n".join(told_pointed(task, pointed)),
            word["reviewed"]: told_review(words(), task, review_answer(work.reviewed)) if work.reviewed else "",
        }
        return [(join((phrase(task.asks), " ", small(f"({title})"))), text) for title, text in told.items() if text]

    def progress(self, minutes: int) -> Progress:
        """Return how far the learner is on this page, which takes ``minutes`` in all."""
        parts = Parts(
            stem=self.stem,
            prompts=[question for question in self.questions if isinstance(question, Prompt)],
            claims=self.claims,
            tasks=[question for question in self.questions if isinstance(question, Task)],
        )
        return measure_progress(self.setting, self._work(), [parts], minutes)

    def _work(self) -> Work:
        """Return what was done in this lesson, and with its claims in every lesson."""
        here = [event for event in self.record.events(self.stem) if not event.item.startswith(claim_item(""))]
        claims = [event for id in self.claims for event in self.record.events(item=claim_item(id))]
        return Work([*here, *claims])

    def _in_words(self, question: Any, answer: Answer) -> str:
        """Return an answer as plain text, with its reason."""
        values = with_semicolons(f"{name} = {value}" for name, value in (answer.values or {}).items())
        answered = shown(control(question, words()["form"]), answer) or values or words()["work"]["no-fit"]
        if isinstance(question, Writing) and answer.why:
            return f"{answered}\n{words()['ladder']['changed']} {answer.why}"
        return answered + (f" ({answer.why})" if answer.why else "")

    def _stands(self, claim: Claim, work: ClaimWork) -> list[Written]:
        names = words()["trial"]
        entries = self._filings(claim, work)
        taken = path(work)
        # Where more than one lesson weighed it, each stand says in which it was taken.
        has_lessons = len({entry.lesson for entry in taken if entry.body.round == 2}) > 1
        for entry in taken:
            asks = names["stand"] if entry.body.round == 1 else names["stand-again"]
            lesson = self.setting.word("trial", "in-lesson", lesson=number_of(entry.lesson))
            where = (" ", small(f"({lesson})")) if has_lessons else ()
            why = f": {entry.body.why}" if entry.body.why else ""
            stand = names[f"scale{entry.body.stand}"] + why
            entries.append((join((b(claim.id), " ", phrase(claim.says), " ", asks, *where)), stand))
        entries += [(join((b(claim.id), " ", names["own"])), argument.text) for argument in work.own]
        if work.rebuttal and work.rebuttal.text:
            entries.append((join((b(claim.id), " ", names["strongest"])), work.rebuttal.text))
        return entries

    def _filings(self, claim: Claim, work: ClaimWork) -> list[Written]:
        """Return what was filed on a claim, and where. What no lesson gives any more is left out."""
        met = filings.met_on(claim.id) if work.filed else {}
        lines = [
            f"{plain(item.says)} {in_words(self.setting, work.filed[id])}"
            for id, item in met.items()
            if id in work.filed
        ]
        asks = join((b(claim.id), " ", words()["trial"]["met"]))
        return [(asks, "\n".join(lines))] if lines else []

    def table(self, name: str) -> Any:
        """Return a table of data as a pandas data frame. An unknown name raises ContentError, which is one line.

        An error is right here, and a note would not be: the next line of the cell works with what this returns.
        """
        return frame(name)

    @tell_plainly
    def about(self, name: str) -> Face:
        """Show what the columns of a table mean, and where it comes from."""
        return about_table(self.setting, name, f'{self.called}.table("{name}")')

    def carried(self, question: Any) -> Carried:
        """Return what the learner wrote earlier at the place that ``question`` carries forward, if it does."""
        if not question.carries:
            return NOT_CARRIED
        stem, _, id = question.carries.partition("/")
        if stem == "claim":
            stands = self._stands(self.claim(id), read_claim(self.record.events(item=claim_item(id))))
            return Carried(stands[-1][1]) if stands else self._nothing_carried(question.carries)
        answer = read_question(self.record.events(stem, id)).latest
        if answer is None:
            return self._nothing_carried(question.carries)
        earlier: list[Prompt | Task] = [*lessons.lesson(stem).prompts, *lessons.lesson(stem).checks]
        if stem in lessons.exercise_stems():
            earlier += lessons.exercise(stem).tasks
        source_question = next((question for question in earlier if question.id == id), None)
        return Carried(shown(control(source_question, words()["form"]) if source_question else None, answer))

    def _nothing_carried(self, carries: str) -> Carried:
        stem, _, id = carries.partition("/")
        where = number_of(stem)
        if stem == "claim":
            trials = [trial for trial in lessons.stems() if id in lessons.lesson(trial).claims]
            where = number_of(trials[0]) if trials else "0"
        return Carried(self.setting.word("task", "nothing-carried", lesson=where), found=False)

    @tell_plainly
    def my_work(self) -> MyWork:
        """Show what the learner has written here, with backup and restore."""
        return MyWork(self.setting, self.written)
