"""How the mediator went: texts and proposals, what they were worth, and what it had been told."""

import msgspec
import numpy as np

from course.model.scenario import Package

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
    """How the mediator went: its texts, the ledger of what it was told, the mean share each party got from it."""

    texts: tuple[Drafting, ...]
    ledger: tuple[Disclosure, ...]
    mean_shares: dict[str, float]
    guarantees: tuple[str, ...]


def mediator_path(space: OutcomeSpace, session: Session, mediator: str) -> MediatorPath:
    """Return the mediator's path; shares are of each party's ideal gain, for parties that can gain anything."""
    events = session.events
    ledger = [e for e in events if e.kind == "disclose"]
    usable = {e.seq for e in ledger if e.body["scope"] != "mediator_only" and e.body["answer"] is not None}
    passed = {e.body["disclosure"] for e in events if e.kind == "share"}
    texts = []
    for event in events:
        whole = len(event.body.get("package") or ()) == len(space.issues)
        if event.actor != mediator or event.kind not in ("draft", "bridge") or not whole:
            continue
        row = space.values[space.index(event.body["package"])]
        part = shares(space, row[None])[0]
        texts.append(
            Drafting(
                seq=event.seq,
                round=event.round,
                kind=event.kind,
                package=event.body["package"],
                values={role: float(row[p]) for p, role in enumerate(space.parties)},
                shares={role: float(part[p]) for p, role in enumerate(space.parties)},
                disclosures=sum(seq < event.seq for seq in usable),
            )
        )
    roles = texts[0].shares if texts else {}
    mean = {role: float(np.mean([text.shares[role] for text in texts])) for role in roles}
    answers = tuple(
        Disclosure(
            seq=e.seq,
            role=e.actor,
            about=e.body["about"],
            scope=e.body["scope"],
            declined=e.body["answer"] is None,
            shared=e.seq in passed,
        )
        for e in ledger
    )
    return MediatorPath(tuple(texts), answers, mean, session.state.guarantees)
