"""How the mediator went: texts and proposals, what they were worth, and what it had been told."""

import msgspec

from course.model.scenario import Package

from . import bodies
from .event import of_shape
from .points import shares
from .session import Session
from .space import OutcomeSpace


class Drafting(msgspec.Struct, frozen=True):
    """One text or proposal of the mediator, what it was worth, and how many told facts it rests on."""

    seq: int
    round: int
    kind: str
    package: Package
    values: dict[str, float]
    shares: dict[str, float]
    disclosures: int


class Disclosure(msgspec.Struct, frozen=True):
    """One answer in caucus: who, what about, what the mediator might do with it, and whether it was passed on."""

    seq: int
    role: str
    about: str
    scope: str
    declined: bool
    shared: bool


class MediatorPath(msgspec.Struct, frozen=True):
    """How the mediator went: its texts, and the ledger of what it was told."""

    texts: tuple[Drafting, ...]
    ledger: tuple[Disclosure, ...]
    guarantees: tuple[str, ...]


def mediator_path(space: OutcomeSpace, session: Session, mediator: str) -> MediatorPath:
    """Return the mediator's path; shares are of each party's ideal gain, for parties that can gain anything."""
    events = session.events
    ledger = of_shape(events, bodies.Disclosure)
    usable = {told.seq for told in ledger if told.body.scope != "mediator_only" and told.body.answer is not None}
    passed = {event.body.disclosure for event in of_shape(events, bodies.Share)}
    texts = []
    for event in events:
        if event.actor != mediator or not isinstance(event.body, bodies.Draft | bodies.Bridge):
            continue
        package = event.body.package
        if len(package) < len(space.issues):
            continue
        row = space.values[space.index(package)]
        part = shares(space, row[None])[0]
        texts.append(
            Drafting(
                seq=event.seq,
                round=event.round,
                kind=event.kind,
                package=package,
                values={role: float(row[p]) for p, role in enumerate(space.parties)},
                shares={role: float(part[p]) for p, role in enumerate(space.parties)},
                disclosures=sum(seq < event.seq for seq in usable),
            )
        )
    answers = tuple(
        Disclosure(
            seq=told.seq,
            role=told.actor,
            about=told.body.about,
            scope=told.body.scope,
            declined=told.body.answer is None,
            shared=told.seq in passed,
        )
        for told in ledger
    )
    return MediatorPath(tuple(texts), answers, session.state.guarantees)
