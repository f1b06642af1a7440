"""Seats for a negotiation, whatever the number of people: parallel tables, co-delegates, observers, merged roles."""

from collections.abc import Sequence

import msgspec

from course.model.scenario import Scenario
from course.teacher.handouts.groups import groups

LEAST, MOST = 2, 60


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """Where one person sits. ``roles`` has two entries where roles are merged, and none for an observer.

    ``second`` marks a co-delegate: the role has a first delegate at the same table.
    """

    person: int
    roles: tuple[str, ...]
    second: bool = False


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One table, with its seats in the order in which they were filled."""

    seats: tuple[Seat, ...]

    def holders(self, role: str) -> list[int]:
        """Return who speaks for a role."""
        return [seat.person for seat in self.seats if role in seat.roles]


def seated(scenario: Scenario, people: Sequence[int]) -> tuple[Table, ...]:
    """Return tables for ``people``: each has every party, sizes differ by one at most, everybody sits once.

    As many tables as can be filled with one person for each role, so that nobody only watches. People left over
    become co-delegates, and the second one left over at a table observes. Too few people for one table: the
    mediator's chair goes first (the teacher or the course takes it), then parties are merged. ValueError outside
    2 to 60.
    """
    if not LEAST <= len(people) <= MOST:
        raise ValueError(f"{len(people)} people cannot be seated: give a number from {LEAST} to {MOST}")
    many = max(1, len(people) // len(scenario.roles))
    small, more = divmod(len(people), many)
    filled, start = [], 0
    for n in range(many):
        size = small + (n < more)
        filled.append(one_table(scenario, people[start : start + size]))
        start += size
    return tuple(filled)


def one_table(scenario: Scenario, people: Sequence[int]) -> Table:
    """Return one table for all of ``people``: roles are merged where they are few, and shared where they are many."""
    parties = [role.id for role in scenario.parties]
    # One person for each party, or fewer people with several parties each.
    held = [tuple(parties[n :: min(len(people), len(parties))]) for n in range(min(len(people), len(parties)))]
    table = Table(seats=tuple(Seat(person=person, roles=roles) for person, roles in zip(people, held, strict=False)))
    for person in people[len(held) :]:
        table = joined(scenario, table, person)
    return table


def joined(scenario: Scenario, table: Table, person: int) -> Table:
    """Return the table with one more person at it; nobody who sits there moves.

    The newcomer takes what is missing most: a role that somebody holds beside another, the mediator's chair, then a
    co-delegate's place; the second one left over observes, so that one pair of eyes is free.
    """
    seats = list(table.seats)
    double = next((n for n, seat in enumerate(seats) if len(seat.roles) > 1), None)
    if double is not None:
        *remaining, given = seats[double].roles
        seats[double] = msgspec.structs.replace(seats[double], roles=tuple(remaining))
        return Table(seats=(*seats, Seat(person=person, roles=(given,))))
    if scenario.mediator and not table.holders(scenario.mediator.id):
        return Table(seats=(*seats, Seat(person=person, roles=(scenario.mediator.id,))))
    extra = len(seats) - len(scenario.roles)
    alone = [role.id for role in scenario.parties if len(table.holders(role.id)) == 1]
    if extra == 1 or not alone:
        return Table(seats=(*seats, Seat(person=person, roles=())))
    return Table(seats=(*seats, Seat(person=person, roles=(alone[0],), second=True)))


def with_late(scenario: Scenario, tables: Sequence[Table], people: Sequence[int]) -> tuple[Table, ...]:
    """Return the tables after ``people`` came late: each joins the smallest table, and nobody else moves."""
    seated = list(tables)
    for person in people:
        place = min(range(len(seated)), key=lambda n: (len(seated[n].seats), n))
        seated[place] = joined(scenario, seated[place], person)
    return tuple(seated)


def grouped(people: Sequence[int], size: int, turn: int = 0, late: Sequence[int] = ()) -> tuple[tuple[int, ...], ...]:
    """Return groups of about ``size`` for a paired activity; another ``turn`` brings other people together.

    Who comes ``late`` joins the smallest group.
    """
    order = list(people)
    if len(order) > 2:
        # Every second person moves on (the round robin of a tournament, one seat held still).
        still, *rest = order
        step = turn % len(rest)
        order = [still, *rest[step:], *rest[:step]]
        half = (len(order) + 1) // 2
        near, far = order[:half], order[half:][::-1]
        order = [person for n in range(half) for person in (near[n : n + 1] + far[n : n + 1])]
    parted, start = [], 0
    for many in groups(len(order), size):
        parted.append(order[start : start + many])
        start += many
    for person in late:
        min(parted, key=len).append(person)
    return tuple(tuple(group) for group in parted)
