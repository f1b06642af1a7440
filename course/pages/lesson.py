"""A lesson notebook: what one line in a lesson cell calls."""

from collections.abc import Collection, Iterator
from typing import Any

from course.answers.concepts import CONCEPTS, concepts_item
from course.answers.events import Round
from course.answers.work import Work
from course.content import boundaries, catalog, documents, filings, lessons, maps, pace, people, region, tables
from course.content.concepts import concept_test
from course.content.outline import outline
from course.content.reader import did_you_mean
from course.html.card import sources_card, terms_card
from course.html.concepts import eyebrow, told
from course.html.element import b, join
from course.html.face import Face, lines
from course.html.look import look_face
from course.html.map import map_face
from course.html.opening import length, other_sessions, session_head, session_way
from course.html.region import region_face
from course.html.text import plain
from course.html.work import Written
from course.model.concept import SITTINGS, Sitting
from course.model.language import with_commas
from course.model.lesson import Bars, Chart, number_of
from course.model.lesson import Lesson as Content
from course.pages.blocks import count_parts, list_blocks
from course.pages.cases import ask_look, case_face, show_look
from course.pages.joining import link_of
from course.pages.page import Missing, QuestionPage, Unknown, followed, near, open_page, source, tell_plainly
from course.pages.slides import slides_of
from course.record import Record
from course.widgets.boundary import BoundaryDesk
from course.widgets.concepts import ConceptForm
from course.widgets.document import DocumentDesk
from course.widgets.opening import Opening
from course.widgets.person import PersonCard
from course.widgets.portfolio import PortfolioDesk
from course.widgets.progress import Progress, measure_progress
from course.widgets.prompt import PromptForm
from course.widgets.stands import Stands
from course.widgets.task import TaskForm
from course.widgets.trial import Trial
from course.widgets.work import MyWork


class Lesson(QuestionPage):
    """An opened lesson. Every method shows one thing of it in the cell that calls it."""

    def __init__(self, content: Content, *, record: Record | None = None):
        super().__init__(
            content.stem,
            questions=(*content.prompts, *content.checks),
            looks=content.looks,
            claims=content.claims,
            documents=content.documents,
            people=content.people,
            retired=content.retired,
            boundaries=content.boundaries,
            record=record,
        )
        self.content = content

    def __repr__(self) -> str:
        return f"Lesson {self.content.number}: {self.content.title}"

    def opening(self) -> Opening:
        """Return the head of the lesson."""
        table = self.setting.words["opening"]
        content = self.content
        return Opening(
            self.setting,
            ready=self.setting.word("opening", "ready", number=content.number),
            told=[("", content.summary), ("", length(table, content.sessions))],
            list_title=table["by-the-end"],
            listed=content.objectives,
            below=list(self._ways()),
            notices=self.notices(),
            progress=self.count_progress,
            joining=link_of(self.setting, slides_of(self.setting, content)),
            editions=self.editions(),
            choose=self.choose,
        )

    def count_progress(self, opened: Collection[str] = ()) -> Progress:
        """Return how far the learner is in the core, and in what they ``opened`` of more, by the titles of blocks."""
        listed = list_blocks(self.setting, self.stem, self.record.events(self.stem))
        counted = count_parts(self.content, listed, opened, self.questions)
        return measure_progress(self.setting, self._work(), [counted.parts], counted.minutes, listed)

    def _ways(self) -> Iterator[Face]:
        """Yield the way through the first session, and where the others begin."""
        first, *others = self.content.sessions
        key = "path-first" if others else "path"
        lead = self.setting.word("opening", key, title=plain(first.title), minutes=first.minutes)
        yield session_way(self.setting, lead, first, self._counted(1))
        if others:
            yield other_sessions(self.setting, self.content.sessions)

    def _counted(self, number: int) -> dict[str, float]:
        """Return the minutes of every block of a session, by its title."""
        blocks = pace.blocks_in(self.content, outline(self.stem))
        return {block.title: block.minutes for block in blocks if block.session == number}

    @tell_plainly
    def session(self, number: int) -> Face:
        """Show the head of a session: its minutes, the way through it, and what is more."""
        sessions = self.content.sessions
        # Somebody who tries out a cell may write anything here.
        if not isinstance(number, int) or not 1 <= number <= len(sessions):
            words = {"number": str(number), "lesson": self.content.number, "count": len(sessions)}
            raise Unknown(self.setting.word("note", "no-session", **words))
        return session_head(self.setting, number, sessions[number - 1], self._counted(number))

    @followed
    @tell_plainly
    def discuss(self, id: str) -> PromptForm:
        """Show a discussion prompt."""
        prompt = self.find(id, self.content.prompts, "no-prompt")
        return PromptForm(self.setting, prompt, carried=self.carried(prompt))

    @followed
    @tell_plainly
    def check(self, id: str) -> TaskForm:
        """Show a quick check."""
        return TaskForm(self.setting, self.find(id, self.content.checks, "no-check"))

    @followed
    @tell_plainly
    def look(self, id: str) -> Any:
        """Show a table, a time line or a chart with its finding; what asks for a guess first shows it afterwards."""
        look = self.find(id, self.content.looks, "no-look")
        if look.ask:
            return ask_look(self.setting, look)
        if isinstance(look, Chart | Bars):
            return show_look(self.setting, look)
        return look_face(look, self.setting)

    @tell_plainly
    def case(self, id: str) -> Face:
        """Show a case: in full where there is a dossier, in short from its row otherwise."""
        face = case_face(self.setting, id)
        if face is None:
            raise self.unknown(id, tables.cases(), "no-case")
        return face

    @tell_plainly
    def read(self, *ids: str) -> DocumentDesk:
        """Show a document to be read with a pencil, or two side by side."""
        if len(ids) not in (1, 2) or len(set(map(str, ids))) < len(ids):
            raise Unknown(self.setting.word("note", "two-documents", lesson=self.content.number))
        shown = [self._listed(id, self.content.documents, "no-document") for id in ids]
        return DocumentDesk(self.setting, [documents.document(id) for id in shown])

    @tell_plainly
    def meet(self, id: str) -> PersonCard:
        """Show a person who mediated, and one decision of theirs."""
        return PersonCard(self.setting, people.person(self._listed(id, self.content.people, "no-person")))

    @tell_plainly
    def draw(self, id: str) -> BoundaryDesk:
        """Ask for a line between two states, and show what a court decided beside it."""
        boundary = boundaries.boundary(self._listed(id, self.content.boundaries, "no-boundary"))
        return BoundaryDesk(self.setting, boundary, maps.read_map(boundary.map))

    def _listed(self, id: str, among: Collection[str], key: str) -> str:
        """Return an id that the lesson lists, or raise Unknown with the nearest ones."""
        if id in among:
            return id
        others = near(self.setting, id, among)
        raise Unknown(self.setting.word("note", key, id=id, lesson=self.content.number, near=others))

    @tell_plainly
    def map(self, id: str) -> Face:
        """Show where a case lies: a small map, with what it leaves open."""
        if id not in maps.ids():
            raise Unknown(self.setting.word("note", "no-map", id=id, near=near(self.setting, id, maps.ids())))
        map = maps.read_map(id)
        face = map_face(self.setting, map)
        if not map.words.invented:
            return face
        invented = region_face(self.setting, region.region(), region.told_in(self.stem))
        return Face(join((face.markup, invented.markup)), lines(face.text, invented.text))

    @tell_plainly
    def atlas(self) -> Any:
        """Show the whole case table: filters, a time line, a map, and a card for every case."""
        # A lesson without the atlas does not wait for it.
        from course.pages.atlas import atlas

        return atlas(self.setting)

    @tell_plainly
    def stand(self, id: str) -> Trial:
        """Ask for the first stand on a claim, before any evidence."""
        return Trial(self.setting, self.claim(id), only_first=True)

    @tell_plainly
    def weigh(self, id: str) -> Trial:
        """Put a claim on trial: first stand, what the lesson taught filed, evidence weighed, second stand."""
        return Trial(self.setting, self.claim(id), met=filings.met_in(self.content, id))

    @tell_plainly
    def stands(self, round: Round = 1) -> Stands:
        """Ask for one stand on every claim."""
        tried: dict[str, str] = {}
        for stem in lessons.stems():
            for claim in lessons.lesson(stem).claims:
                number = number_of(stem)
                tried[claim] = with_commas((tried[claim], number)) if claim in tried else number
        return Stands(self.setting, list(catalog.claims().values()), round=round, tried_in=tried)

    @tell_plainly
    def concept_test(self, sitting: Sitting) -> ConceptForm:
        """Ask the questions of the concept test: "before" the course, "after" it, or four weeks "later"."""
        if sitting not in SITTINGS:
            others = near(self.setting, sitting, SITTINGS, listed=True)
            raise Unknown(self.setting.word("note", "no-sitting", id=sitting, near=others))
        return ConceptForm(self.setting, concept_test(), sitting)

    @tell_plainly
    def portfolio(self) -> PortfolioDesk:
        """Show how the stands moved, and hand out everything that the learner wrote."""
        from course.pages.portfolio import desk

        return desk(self.setting)

    @tell_plainly
    def lab(self, id: str) -> Any:
        """Show a model that can be moved."""
        from course.pages.labs import open_lab

        return open_lab(self.setting, id)

    @tell_plainly
    def negotiate(self, id: str) -> Any:
        """Show a negotiation table: take a seat, plan, negotiate, look back."""
        # Nor for the engine.
        from course.pages.negotiations import open_table

        return open_table(self.setting, id)

    @tell_plainly
    def my_work(self) -> MyWork:
        """Show what the learner has written here, the finished negotiations included."""
        return MyWork(self.setting, lambda: [*self.written(), *self._sittings(), *self._games()])

    def _sittings(self) -> list[Written]:
        """Return the sittings of the concept test that were handed in here."""
        here = {event.item for event in self.record.events(self.stem, kind="concepts")}
        if not here:
            return []
        test, work = concept_test(), Work(self.record.events(under=CONCEPTS))
        works = {sitting: work.concepts(sitting) for sitting in SITTINGS}
        return [
            (b(eyebrow(self.setting, test, sitting)), told(self.setting, test, works, sitting))
            for sitting in SITTINGS
            if concepts_item(sitting) in here and works[sitting].handed
        ]

    def _games(self) -> list[Written]:
        if not self.record.events(self.stem, kind="move"):
            return []
        from course.answers.games import games
        from course.pages.negotiations import tell_games

        chapters = tell_games(self.setting, [game for game in games(self.record) if game.lesson == self.stem])
        return [(join((b(title), " ", asks)), answer) for title, entries in chapters for asks, answer in entries]

    @tell_plainly
    def terms(self) -> Face:
        """Show the key terms of the lesson."""
        glossary = catalog.glossary()
        for id in self.content.terms:
            if id not in glossary:
                raise Unknown(f"No term '{id}' in glossary.toml{did_you_mean(id, glossary) or '.'}")
        return terms_card(self.setting, [glossary[id] for id in self.content.terms])

    @tell_plainly
    def sources(self) -> Face:
        """Show the full entries of every source that the lesson rests on, and further reading."""
        ids = dict.fromkeys(self.cited())
        return sources_card(self.setting, [source(id) for id in ids], self.content.further)

    def cited(self) -> Iterator[str]:
        """Yield the id of every source that the lesson rests on; some come more than once."""
        yield from self.content.sources
        for prompt in self.content.prompts:
            for perspective in prompt.perspectives:
                yield from perspective.sources
        for part in (*self.content.checks, *self.content.looks):
            yield from part.sources
        for document in documents.readable(self.content.documents):
            yield from document.sources
        for person in people.readable(self.content.people):
            yield from person.sources
        for boundary in boundaries.readable(self.content.boundaries):
            yield from boundary.sources
            yield from maps.read_map(boundary.map).words.sources
            for feature in boundary.features:
                yield from feature.sources
        for id in self.content.maps:
            yield from maps.read_map(id).words.sources
        for id in self.content.claims:
            for piece in catalog.claims()[id].shown_in(self.stem).pieces:
                yield from piece.sources


def open_lesson(stem: str, *, record: Record | None = None) -> Lesson | Missing:
    """Open the lesson ``stem`` in this notebook and show its head."""
    return open_page(lambda: Lesson(lessons.lesson(stem), record=record))
