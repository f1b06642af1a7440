"""Everything that one learner did, from all events of a record or a backup: one reader for every item in it."""

from collections.abc import Iterable

from course.answers.boundary import BoundaryWork, boundary_item, read_boundary
from course.answers.claim import ClaimWork, claim_item, read_claim
from course.answers.concepts import CONCEPTS, ConceptWork, concepts_item, read_concepts
from course.answers.document import DocumentWork, document_item, read_document
from course.answers.lab import LabWork, lab_item, read_lab
from course.answers.look import LookWork, look_item, read_look
from course.answers.person import PersonWork, person_item, read_person
from course.answers.profile import read_name
from course.answers.question import UNTOUCHED, QuestionWork, read_question
from course.model.concept import Sitting
from course.model.event import Event


class Work:
    """The events of one learner by place, oldest first. Every item is folded when it is first asked for, and once."""

    def __init__(self, events: Iterable[Event]):
        self.events: tuple[Event, ...] = tuple(events)
        self._at: dict[tuple[str, str], list[Event]] = {}
        for event in self.events:
            # A stand is one fact about a claim wherever it was taken, and so is a sitting of the concept test.
            lesson = "" if event.item.startswith((claim_item(""), CONCEPTS)) else event.lesson
            self._at.setdefault((lesson, event.item), []).append(event)
        self._questions: dict[tuple[str, str], QuestionWork] = {}
        self._claims: dict[str, ClaimWork] = {}

    def question(self, lesson: str, id: str) -> QuestionWork:
        """Return what was done with a prompt or task of ``lesson``."""
        place = (lesson, id)
        if place not in self._questions:
            # Most questions of a class are asked about more often than they were answered.
            events = self._at.get(place)
            self._questions[place] = read_question(events) if events else UNTOUCHED
        return self._questions[place]

    def claim(self, id: str) -> ClaimWork:
        """Return what was done with a claim, in whatever lesson."""
        if id not in self._claims:
            self._claims[id] = read_claim(self._at.get(("", claim_item(id)), ()))
        return self._claims[id]

    def concepts(self, sitting: Sitting) -> ConceptWork:
        """Return what was chosen in one sitting of the concept test, in whatever lesson."""
        return read_concepts(self._at.get(("", concepts_item(sitting)), ()))

    def lab(self, lesson: str, name: str) -> LabWork:
        """Return what was done in a lab of ``lesson``."""
        return read_lab(self._at.get((lesson, lab_item(name)), ()))

    def look(self, lesson: str, id: str) -> LookWork:
        """Return what was guessed at a look of ``lesson``."""
        return read_look(self._at.get((lesson, look_item(id)), ()))

    def document(self, lesson: str, id: str) -> DocumentWork:
        """Return what was done with a document of ``lesson``."""
        return read_document(self._at.get((lesson, document_item(id)), ()))

    def person(self, lesson: str, id: str) -> PersonWork:
        """Return what was decided in the place of a person of ``lesson``."""
        return read_person(self._at.get((lesson, person_item(id)), ()))

    def boundary(self, lesson: str, id: str) -> BoundaryWork:
        """Return the lines that were drawn for a boundary of ``lesson``."""
        return read_boundary(self._at.get((lesson, boundary_item(id)), ()))

    @property
    def name(self) -> str:
        """Return what the learner calls themself, "" when they never said."""
        return read_name(self.events)

    @property
    def last(self) -> str:
        """Return when the learner last did something, "" when they never did."""
        return max((event.at for event in self.events if event.kind not in ("mark", "profile")), default="")
