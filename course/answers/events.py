"""The events of the record, typed: what each kind of entry holds, written to JSON and read from it.

The record keeps ``(kind, body)`` and knows nothing of their meaning; here they have one. The JSON of a body is that of
version 0.1.0 of the course, so that records and backups are read by both. A body that is broken, or of a kind or shape
that only a newer course knows, reads as None: it stays in the record and in every backup, and no page stumbles over it.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar, cast

import msgspec
from msgspec.structs import fields

from course.model import boundary
from course.model.answer import Answer
from course.model.event import Event, Reader
from course.model.map import Point
from course.model.task import Level

Round = Literal[1, 2]
Place = Literal[-2, -1, 0, 1, 2]
"""Where somebody stands on a claim, from against it (−2) to for it (2)."""
Weight = Literal[0, 1, 2, 3, 4]
Side = Literal["for", "against"]
FiledSide = Literal["for", "against", "neither"]

# Not a key that any body has, so that a body's own "kind" (a move has one) is never taken for it.
_TAG = "@kind"
_LAB = "lab/"


# Without the garbage collector's book-keeping (gc=False), which no event needs, since none can be part of a circle: a
# long record is read twice as fast.
class Body(msgspec.Struct, frozen=True, kw_only=True, gc=False, tag_field=_TAG):
    """What every body has: a tag, which is the ``kind`` of the event and stands beside the body, not in it."""


class Response(Body, frozen=True, kw_only=True, omit_defaults=True, tag="answer"):
    """An answer that was saved, to a prompt (with its round) or to a task (a try, without one)."""

    answer: Answer
    round: Round | None = None
    over: str = ""
    """The event that another page had made: this was kept instead by somebody who had seen it."""

    def __post_init__(self) -> None:
        # A newer course may know answers of which this one sees nothing: they must not pass as no answer.
        if self.answer.blank:
            raise ValueError("nothing was answered")


class Draft(Body, frozen=True, kw_only=True, tag="draft"):
    """An answer that was being typed when it was last looked at.

    With ``aside`` it stands beside the answer and never in its place: it was typed on a page that did not show what the
    record held by then, or it had to make room for another version. ``over`` as in a response. On a claim, in a lab and
    at a table a draft is always aside: of a stand (``value``, ``why``), of an own argument (``chosen``, ``text``,
    ``why``), of a prediction (``chosen``), or of a text (``text``).
    """

    answer: Answer
    round: Round = 1
    # Left out where they say nothing, so that the JSON is that of version 0.1.0.
    aside: bool | msgspec.UnsetType = msgspec.UNSET
    over: str | msgspec.UnsetType = msgspec.UNSET


class Hint(Body, frozen=True, kw_only=True, tag="hint"):
    """A hint that was opened; the first is number 1."""

    number: int


class ModelAnswer(Body, frozen=True, kw_only=True, tag="model"):
    """The model answer was opened."""


class Review(Body, frozen=True, kw_only=True, tag="review"):
    """A learner's own comments beside a rubric: by criterion, then by side ("works", "grow").

    ``levels`` is where they placed their text, by criterion; ``aside`` and ``over`` are as in a draft.
    """

    review: dict[str, dict[str, str]]
    levels: dict[str, Level] | msgspec.UnsetType = msgspec.UNSET
    aside: bool | msgspec.UnsetType = msgspec.UNSET
    over: str | msgspec.UnsetType = msgspec.UNSET


class Ranked(Body, frozen=True, kw_only=True, omit_defaults=True, tag="ranked"):
    """The samples of a writing task as somebody ranked them, strongest first, and why; no order: they left it out.

    ``aside`` and ``over`` as in a draft.
    """

    order: tuple[Level, ...] = ()
    why: str = ""
    aside: bool = False
    over: str = ""


class Pointed(Body, frozen=True, kw_only=True, tag="pointed"):
    """The sentence of their text in which somebody says that they do what a part asks for; "": in none yet."""

    part: str
    sentence: str


class Mark(Body, frozen=True, kw_only=True, tag="mark"):
    """A teacher's comments on the text in the event ``answer`` of the record ``learner``; ``rubric`` as in a review.

    ``over`` are the marks that its page showed and in whose place it was made. Without it that is not known.
    """

    teacher: str = ""
    by: str = ""
    learner: str = ""
    answer: str
    rubric: dict[str, dict[str, str]] = {}
    comment: str = ""
    points: int | float | None = None
    over: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET


class Stand(Body, frozen=True, kw_only=True, tag="stand"):
    """A stand on a claim, before the evidence (round 1) or after it (2). ``sure`` is 1 to 3, or None.

    A lesson that weighs a claim once more asks for no first stand again. A stand that is taken there before its
    evidence is one of round 2 too, since the claim was weighed, and ``early``.
    """

    round: Round
    stand: Place
    sure: int | None = None
    why: str = ""
    early: bool | msgspec.UnsetType = msgspec.UNSET


class Filed(Body, frozen=True, kw_only=True, tag="filed"):
    """Something that a lesson taught, filed for a claim, against it or as neither, or why it was filed so.

    An event says one of the two; what it does not say stays as it was.
    ``aside`` and ``over`` are about ``why``, and as in a draft.
    """

    id: str
    side: FiledSide | msgspec.UnsetType = msgspec.UNSET
    why: str | msgspec.UnsetType = msgspec.UNSET
    aside: bool | msgspec.UnsetType = msgspec.UNSET
    over: str | msgspec.UnsetType = msgspec.UNSET


class MapOpened(Body, frozen=True, kw_only=True, tag="opened"):
    """Our map of a claim was opened, in the lesson of the event: what was to be filed there was filed, or left."""


class Weigh(Body, frozen=True, kw_only=True, tag="weigh"):
    """How far one piece of evidence moves the learner."""

    piece: str
    weight: Weight


class Argument(Body, frozen=True, kw_only=True, tag="argument"):
    """An argument of the learner's own."""

    id: str
    side: Side
    text: str
    source: str = ""


class Withdrawal(Body, frozen=True, kw_only=True, tag="argument"):
    """An own argument taken back: an event of the kind "argument" that says ``removed``."""

    id: str
    removed: bool = True


class Rebuttal(Body, frozen=True, kw_only=True, tag="rebuttal"):
    """The answer to the strongest piece of the other side."""

    piece: str = ""
    text: str
    over: str | msgspec.UnsetType = msgspec.UNSET


class Prediction(Body, frozen=True, kw_only=True, tag="prediction"):
    """What a learner expects of a lab before moving anything."""

    chosen: str


class Guess(Body, frozen=True, kw_only=True, tag="guess"):
    """What a learner guessed at a look, on an item ``look/<id>``. From then on it shows what there is to see.

    A look may be opened without any guess: then the answer is a blank one. ``over`` as in a response.
    """

    answer: Answer = Answer()
    over: str | msgspec.UnsetType = msgspec.UNSET


class LabResponse(Body, frozen=True, kw_only=True, tag="answer"):
    """What a learner says about a real case at the end of a lab: an "answer" on an item ``lab/<name>``.

    ``over`` as in a response.
    """

    text: str
    over: str | msgspec.UnsetType = msgspec.UNSET


class Move(Body, frozen=True, kw_only=True, tag="move"):
    """One event of the negotiation engine; its fields are those of ``course.negotiation.event.StoredEvent``."""

    seq: int
    round: int
    actor: str
    kind: str
    to: tuple[str, ...] = ()
    body: dict[str, Any] = {}
    mark: str = ""


class Branch(Body, frozen=True, kw_only=True, tag="branch"):
    """This game begins with the moves of the game ``of``, up to the move number ``at``."""

    of: str
    at: int


class PositionTaken(Body, frozen=True, kw_only=True, tag="position"):
    """An opening position before the talks, for the ``seat`` that was taken: an option an issue, why, what to give.

    ``aside`` and ``over`` as in a draft.
    """

    seat: str = ""
    demands: dict[str, str] = {}
    why: str = ""
    give: str = ""
    aside: bool | msgspec.UnsetType = msgspec.UNSET
    over: str | msgspec.UnsetType = msgspec.UNSET


class Chosen(Body, frozen=True, kw_only=True, tag="concepts"):
    """Answers of a sitting of the concept test, by item: those chosen just now, or with ``handed`` all of them."""

    chosen: dict[str, str]
    handed: bool = False


class Marked(Body, frozen=True, kw_only=True, tag="marked"):
    """The phrases of a document that were marked for one thing, when they were checked: one event is one try.

    ``aside`` and ``over`` as in a draft.
    """

    mark: str
    phrases: tuple[str, ...]
    aside: bool | msgspec.UnsetType = msgspec.UNSET
    over: str | msgspec.UnsetType = msgspec.UNSET


class Replied(Body, frozen=True, kw_only=True, tag="replied"):
    """An option that was chosen as the answer to a question about a document."""

    question: str
    option: str


class MissingSaid(Body, frozen=True, kw_only=True, tag="missing"):
    """What a learner misses in a document, in a line of their own. ``aside`` and ``over`` as in a draft."""

    text: str
    aside: bool | msgspec.UnsetType = msgspec.UNSET
    over: str | msgspec.UnsetType = msgspec.UNSET


class Decision(Body, frozen=True, kw_only=True, tag="decision"):
    """What a learner would have done in a person's place, and why. ``aside`` and ``over`` as in a draft."""

    option: str
    why: str = ""
    aside: bool | msgspec.UnsetType = msgspec.UNSET
    over: str | msgspec.UnsetType = msgspec.UNSET


class Drawn(Body, frozen=True, kw_only=True, tag="drawn"):
    """A line that was drawn on a map: its points (longitude, latitude) from south to north, and why it runs there.

    ``line`` tells the first, drawn before the judgment was read, from the second. ``aside`` and ``over`` as in a draft.
    """

    line: boundary.Place
    points: tuple[Point, ...]
    why: str = ""
    aside: bool | msgspec.UnsetType = msgspec.UNSET
    over: str | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        # Whoever reads it draws it: what is no line on a map must not get that far.
        if not boundary.FEWEST <= len(self.points) <= boundary.MOST or not all(map(boundary.is_on_earth, self.points)):
            raise ValueError("no line on a map")


class ReadOn(Body, frozen=True, kw_only=True, tag="read-on"):
    """What a person did was read before anything was decided."""


class Profile(Body, frozen=True, kw_only=True, tag="profile"):
    """What somebody calls themself."""

    name: str


class Tick(Body, frozen=True, kw_only=True, tag="tick"):
    """Which texts a teacher lets the class see, by id."""

    texts: tuple[str, ...]


B = TypeVar("B", bound=Body)
B_co = TypeVar("B_co", bound=Body, covariant=True)


class Entry(msgspec.Struct, Generic[B_co], frozen=True, kw_only=True, gc=False):
    """An event whose body was read."""

    id: str
    at: str
    lesson: str
    item: str
    body: B_co


_TYPES: dict[str, type[Body]] = {
    str(body.__struct_config__.tag): body
    for body in (
        Response,
        Draft,
        Hint,
        ModelAnswer,
        Review,
        Ranked,
        Pointed,
        Mark,
        Stand,
        Filed,
        MapOpened,
        Weigh,
        Argument,
        Rebuttal,
        Prediction,
        Guess,
        Move,
        Branch,
        PositionTaken,
        Chosen,
        Marked,
        Replied,
        MissingSaid,
        Decision,
        Drawn,
        ReadOn,
        Profile,
        Tick,
    )
}
KINDS = frozenset(_TYPES)
_DECODERS = {kind: msgspec.json.Decoder(shape) for kind, shape in _TYPES.items()}
_LAB_DECODER = msgspec.json.Decoder(LabResponse)
_LIST_DECODERS = {shape: msgspec.json.Decoder(list[shape]) for shape in (*_TYPES.values(), LabResponse)}  # type: ignore[valid-type]


def to_body(entry: Body) -> tuple[str, dict[str, Any]]:
    """Return the kind and the JSON body under which the record keeps ``entry``."""
    body: dict[str, Any] = msgspec.to_builtins(entry)
    return body.pop(_TAG), body


def read_event(event: Event) -> Entry[Body] | None:
    """Return ``event`` with its body read, or None where this version of the course cannot read it."""
    body = read_body(event.item, event.kind, event.body)
    return Entry(id=event.id, at=event.at, lesson=event.lesson, item=event.item, body=body) if body else None


def read_body(item: str, kind: str, body: Mapping[str, object]) -> Body | None:
    """Return the body of an event of that kind on that item, or None where it cannot be read."""
    shape = _shape(item, kind)
    if shape is None:
        return None
    if shape is Argument and body.get("removed"):
        shape = Withdrawal
    try:
        return msgspec.convert(body, shape)
    except msgspec.ValidationError:
        return None


def _shape(item: str, kind: str) -> type[Body] | None:
    return LabResponse if kind == "answer" and item.startswith(_LAB) else _TYPES.get(kind)


def can_read(item: str, kind: str, text: str) -> bool:
    """Return whether ``read_event`` can read a body, from its JSON ``text``: quick, because nothing of it is kept.

    Raises msgspec.DecodeError where it is no JSON at all.
    """
    decoder = _LAB_DECODER if kind == "answer" and item.startswith(_LAB) else _DECODERS.get(kind)
    if decoder is None:
        return False
    try:
        decoder.decode(text)
    except msgspec.ValidationError:
        # An argument that was taken back has another shape; few enough to be read twice.
        return kind == "argument" and read_body(item, kind, msgspec.json.decode(text)) is not None
    return True


def count_unread(entries: Sequence[tuple[str, str, str]]) -> int:
    """Return how many of ``entries`` (item, kind, JSON text) ``can_read`` would refuse; each text is a JSON object.

    A list of bodies of one shape costs half of what they cost one by one.
    """
    by_shape: dict[type[Body] | None, list[tuple[str, str, str]]] = {}
    for entry in entries:
        by_shape.setdefault(_shape(entry[0], entry[1]), []).append(entry)
    unread = len(by_shape.pop(None, ()))
    for shape, alike in by_shape.items():
        try:
            _LIST_DECODERS[shape].decode(f"[{','.join(text for _, _, text in alike)}]")
        except msgspec.ValidationError:
            unread += sum(not can_read(item, kind, text) for item, kind, text in alike)
    return unread


def _shapes() -> str:
    """Return what changes when a kind of event gains or loses a field: a survey by another version is made anew."""
    shapes: list[type[msgspec.Struct]] = [*_TYPES.values(), Withdrawal, LabResponse, Answer]
    known = [(shape.__name__, [(field.name, str(field.type)) for field in fields(shape)]) for shape in shapes]
    return f"{zlib.crc32(repr(known).encode()):08x}"


READER = Reader(can_read, count_unread, _shapes())
"""How the record looks through its events."""


def read_events(events: Iterable[Event]) -> tuple[list[Entry[Body]], int]:
    """Return the events that can be read, in their order, and how many could not."""
    entries, unread = [], 0
    for event in events:
        entry = read_event(event)
        if entry is None:
            unread += 1
        else:
            entries.append(entry)
    return entries, unread


def of_shape(entries: Iterable[Entry[Body]], shape: type[B]) -> tuple[Entry[B], ...]:
    """Return those of ``entries`` that hold a ``shape``."""
    return tuple(cast("Entry[B]", entry) for entry in entries if isinstance(entry.body, shape))
