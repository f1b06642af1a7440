"""A negotiation in the learner's record: kept move by move, found again, branched.

Events on the item ``negotiation/<scenario>/<game>``: of kind ``move``, each a plain event of the engine, and of kind
``branch`` (``of``, ``at``), which says that a game begins with the moves of another one, up to that number.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from course.answers.events import Body, Branch, Draft, Entry, Move, PositionTaken, of_shape, read_events, to_body
from course.answers.position import POSITION, position_versions
from course.answers.versions import Version
from course.model.answer import Answer
from course.model.event import Event as RecordEvent
from course.model.scenario import Scenario
from course.negotiation.error import NegotiationError
from course.negotiation.event import StoredEvent, mark_of
from course.negotiation.session import LEARNER, Session
from course.record import Record

_ITEM = "negotiation/"


class _Seat(msgspec.Struct):
    kind: str


class _Opening(msgspec.Struct):
    """What of the first move says who plays: the seats, by role."""

    seats: dict[str, _Seat]


class StoredGame(msgspec.Struct, frozen=True, kw_only=True):
    """A game as the record has it: its ``moves``, and ``at``, when the last one was made."""

    id: str
    scenario: str
    lesson: str
    at: str
    moves: tuple[StoredEvent, ...]

    @property
    def seat(self) -> str:
        """Return the seat that the learner has, "" when the log does not say."""
        try:
            seats = msgspec.convert(self.moves[0].body, _Opening).seats
        except msgspec.ValidationError:
            return ""
        return next((role for role, seat in seats.items() if seat.kind == LEARNER), "")

    @property
    def over(self) -> bool:
        """Return whether the talks have ended."""
        return any(move.kind == "end" for move in self.moves)


def games(record: Record, scenario: str = "") -> list[StoredGame]:
    """Return the games in the record, of one scenario if named; the one played last stands last."""
    return read_games(record.events(under=f"{_ITEM}{scenario}/" if scenario else _ITEM), scenario)


def read_games(events: Iterable[RecordEvent], scenario: str = "") -> list[StoredGame]:
    """Fold the moves and branches among ``events`` into games, of one scenario if named."""
    prefix = f"{_ITEM}{scenario}/" if scenario else _ITEM
    entries, _ = read_events(event for event in events if event.item.startswith(prefix) and event.item.count("/") >= 2)
    return _fold(entries)


def _fold(entries: Sequence[Entry[Body]]) -> list[StoredGame]:
    moves: dict[str, list[StoredEvent]] = {}
    begun: dict[str, tuple[str, str]] = {}
    branches = {entry.item: entry.body for entry in of_shape(entries, Branch)}
    for entry in sorted((*of_shape(entries, Branch), *of_shape(entries, Move)), key=lambda entry: (entry.at, entry.id)):
        lesson, _ = begun.get(entry.item, (entry.lesson, ""))
        begun[entry.item] = lesson, entry.at
    for entry in of_shape(entries, Move):
        moves.setdefault(entry.item, []).append(_stored(entry))
    stored = []
    for item, (lesson, at) in begun.items():
        _, name, id = item.split("/", 2)
        log = _joined(item, moves, branches)
        if log:
            stored.append(StoredGame(id=id, scenario=name, lesson=lesson, at=at, moves=tuple(log)))
    return sorted(stored, key=lambda game: game.at)


def _stored(entry: Entry[Move]) -> StoredEvent:
    move = entry.body
    return StoredEvent(
        seq=move.seq, round=move.round, actor=move.actor, kind=move.kind, to=move.to, body=move.body, mark=move.mark
    )


def _joined(item: str, moves: Mapping[str, list[StoredEvent]], branches: Mapping[str, Branch]) -> list[StoredEvent]:
    """Return the moves of a game, those that it shares with the game it branched from first."""
    shared: list[StoredEvent] = []
    line = _line_of(item, branches)
    for place in range(len(line) - 1, -1, -1):
        own = moves.get(line[place], [])
        shared = _chain([*shared, *own])
        if place:
            shared = shared[: max(branches[line[place - 1]].at + 1, 0)]
    return shared


def _line_of(item: str, branches: Mapping[str, Branch]) -> list[str]:
    """Return the game at ``item``, the one that it branched from, and so on."""
    line = [item]
    while (branch := branches.get(line[-1])) is not None:
        parent = line[-1].rsplit("/", 1)[0] + f"/{branch.of}"
        if parent in line:
            break
        line.append(parent)
    return line


def _chain(moves: Iterable[StoredEvent]) -> list[StoredEvent]:
    """Return one log. Two copies of a game that went on apart, on two computers, share some numbers.

    Where a number is missing, the next move that is there ends the log, so that the engine finds the gap and says so.
    """
    by_number: dict[int, list[StoredEvent]] = {}
    for move in moves:
        by_number.setdefault(move.seq, []).append(move)
    log: list[StoredEvent] = []
    while same := by_number.pop(len(log), None):
        before = log[-1].mark if log else ""
        log.append(next((move for move in reversed(same) if mark_of(move, before) == move.mark), same[-1]))
    later = [number for number in by_number if number > len(log)]
    return [*log, by_number[min(later)][-1]] if log and later else log


PLAN = "plan"
"""The box of a game's plan; the opening position and each stage of the debrief are boxes too."""


def read_texts(events: Iterable[RecordEvent], item: str) -> dict[str, list[Version]]:
    """Return what was written in the game at ``item``: every version by box, oldest first.

    What stands in the game's log is current; what another page wrote over it, or put aside, is an earlier version.
    """
    # A stage may have any name, and each reader of it looks at all events of the scenario.
    entries, _ = read_events(event for event in events if event.item.startswith(_ITEM))
    _, name, id = item.split("/", 2)
    game = next((game for game in _fold(entries) if (game.scenario, game.id) == (name, id)), None)
    standing = {(move.seq, move.mark) for move in game.moves} if game else set()
    texts: dict[str, list[Version]] = {}
    for entry in of_shape(entries, Move):
        box = _box_of(entry.body)
        stands = (entry.body.seq, entry.body.mark) in standing
        if box and (stands or entry.item == item):
            version = Version(id=entry.id, at=entry.at, answer=_answer_of(entry.body), aside=not stands)
            texts.setdefault(box, []).append(version)
    for draft in of_shape(entries, Draft):
        box = draft.item.removeprefix(f"{item}/")
        if box != draft.item:
            version = Version(id=draft.id, at=draft.at, answer=draft.body.answer, typed=True, aside=True)
            texts.setdefault(box, []).append(version)
    branches = {entry.item: entry.body for entry in of_shape(entries, Branch)}
    positions = position_versions(of_shape(entries, PositionTaken), _line_of(item, branches))
    if positions:
        texts.setdefault(POSITION, []).extend(positions)
    return {box: sorted(versions, key=lambda version: (version.at, version.id)) for box, versions in texts.items()}


def _box_of(move: Move) -> str:
    """Return the box in which a move was written, "" for one in none."""
    if move.kind == "reflection":
        return str(move.body.get("stage", ""))
    return PLAN if move.kind == PLAN else ""


def _answer_of(move: Move) -> Answer:
    values = {key: move.body.get(key) for key in ("target", "walk_away", "guesses")} if move.kind == PLAN else None
    text = move.body.get("text")
    return Answer(text=text if isinstance(text, str) and text else None, values=values)


class Game:
    """A session and how much of it the record has. ``save`` is tried again with the next move if it fails."""

    def __init__(self, record: Record, lesson: str, session: Session, id: str = "", saved: int = 0):
        self.record = record
        self.lesson = lesson
        self.session = session
        self.id = id or secrets.token_hex(6)
        self.saved = saved
        self.origin: Branch | None = None

    @classmethod
    def start(cls, record: Record, lesson: str, scenario: Scenario, seat: str) -> "Game":
        """Return a new game; its seed is drawn here and kept in the first event."""
        return cls(record, lesson, Session.open(scenario, seed=secrets.randbelow(1_000_000), learner=seat))

    @classmethod
    def resume(cls, record: Record, lesson: str, scenario: Scenario, stored: StoredGame) -> tuple["Game", str]:
        """Return a stored game where it stood, and what is wrong with its log ("" when it is sound).

        A damaged log is followed as far as it is sound and goes on from there as a game of its own. Raises
        NegotiationError when nothing of it can be used.
        """
        trouble, moves = "", stored.moves
        try:
            session = Session.from_events(scenario, None, moves)
        except NegotiationError as error:
            if not error.sound:
                raise
            trouble, moves = str(error), moves[: error.sound]
            session = Session.from_events(scenario, None, moves)
        game = cls(record, lesson, session, "" if trouble else stored.id, len(moves))
        if trouble:
            game.origin = Branch(of=stored.id, at=len(moves) - 1)
        return game, trouble

    @property
    def item(self) -> str:
        """Return where the moves stand in the record."""
        return f"{_ITEM}{self.session.scenario.id}/{self.id}"

    @property
    def seat(self) -> str:
        """Return the learner's seat."""
        return next(id for id, seat in self.session.state.seats.items() if seat.kind == LEARNER)

    def branch(self, at: int) -> "Game":
        """Return another game that shares the moves up to number ``at``; this one stays as it is."""
        other = Game(self.record, self.lesson, self.session.branch(at), saved=at + 1)
        other.origin = Branch(of=self.id, at=at)
        return other

    def part_from(self, stored: StoredGame) -> None:
        """Go on as a game of its own, from the last move that it shares with the one that is ``stored``."""
        pairs = zip(self.session.events, stored.moves, strict=False)
        shared = next((place for place, (own, other) in enumerate(pairs) if own.mark != other.mark), len(stored.moves))
        self.origin = Branch(of=stored.id, at=shared - 1)
        self.id, self.saved = secrets.token_hex(6), shared

    def save(self) -> None:
        """Write what the record has not yet got; raise RecordError and keep it in mind when that fails."""
        if self.origin is not None:
            kind, body = to_body(self.origin)
            self.record.append(self.lesson, self.item, kind, body, id=self._name("branch"))
            self.origin = None
        new = self.session.events[self.saved :]
        bodies = {self._name(f"{event.seq}/{event.mark}"): event.plain() for event in new}
        self.record.extend(self.lesson, self.item, "move", bodies)
        self.saved = len(self.session.events)

    def _name(self, what: str) -> str:
        """Return the id of an event: the same for the same move, so that a backup restored twice adds nothing."""
        return hashlib.sha256(f"{self.item}/{what}".encode()).hexdigest()[:32]
