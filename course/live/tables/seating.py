"""Who sits where: people of a class at tables, by the allocator that also seats a class on paper."""

from collections.abc import Sequence

from course.live.answering import refusal
from course.live.tables.rows import Place
from course.model.scenario import Scenario
from course.teacher.handouts.seats import MOST, Seat, Table, one_table, seated, with_late

MOST_TABLES = 120


def seat_people(scenario: Scenario, people: Sequence[str], tables: int = 0, *, merge: bool = True) -> list[list[Place]]:
    """Return the seats of each table for ``people``, in their order; roles that nobody holds are the computer's.

    ``tables`` says how many; 0 leaves it to the allocator. With ``merge`` too few people hold several roles each;
    without, each has one, and the computer the others.
    """
    many = tables or max(1, len(people) // len(scenario.roles))
    if not people or not 1 <= many <= min(MOST_TABLES, len(people)):
        raise refusal("tables-number", 422)
    if not tables and 2 <= len(people) <= MOST:
        made = seated(scenario, range(len(people)))
    else:
        made = tuple(one_table(scenario, part) for part in _parts(len(people), many))
    return [_places(scenario, table, people, merge=merge) for table in made]


def seat_late(
    scenario: Scenario, tables: Sequence[Sequence[Place]], people: Sequence[str]
) -> dict[int, tuple[Place, ...]]:
    """Return the tables, by their place in ``tables``, that change when ``people`` who came late sit down."""
    known = [*dict.fromkeys(place.person for places in tables for place in places if place.person), *people]
    number = {person: n for n, person in enumerate(known)}
    before = [_table(places, number) for places in tables]
    after = with_late(scenario, before, [number[person] for person in people])
    return {
        n: _kept(tables[n], _places(scenario, table, known, merge=True))
        for n, table in enumerate(after)
        if table != before[n]
    }


def check_places(scenario: Scenario, places: Sequence[Place], people: Sequence[str]) -> tuple[Place, ...]:
    """Return ``places`` as they are kept, with the computer in every chair that nobody holds; refuse odd ones."""
    roles = [role.id for role in scenario.roles]
    kept: list[Place] = []
    for place in places:
        if place.person and place.person not in people:
            raise refusal("no-person", 422)
        if place.observer:
            if not place.person:
                raise refusal("odd")
            kept.append(Place(person=place.person, observer=True))
        elif place.role not in roles:
            raise refusal("odd")
        elif place.person:
            kept.append(Place(role=place.role, person=place.person, computer=place.computer))
    keys = [(place.role, place.person) for place in kept]
    if len(set(keys)) < len(keys):
        raise refusal("odd")
    held = {place.role for place in kept}
    return (*kept, *(Place(role=role, computer=True) for role in roles if role not in held))


def _parts(people: int, many: int) -> list[range]:
    small, more = divmod(people, many)
    parts, start = [], 0
    for n in range(many):
        size = small + (n < more)
        parts.append(range(start, start + size))
        start += size
    return parts


def _places(scenario: Scenario, table: Table, people: Sequence[str], *, merge: bool) -> list[Place]:
    places = []
    for seat in table.seats:
        person = people[seat.person]
        roles = seat.roles if merge else seat.roles[:1]
        places += [Place(role=role, person=person) for role in roles] or [Place(person=person, observer=True)]
    held = {place.role for place in places}
    return [*places, *(Place(role=role.id, computer=True) for role in scenario.roles if role.id not in held)]


def _table(places: Sequence[Place], number: dict[str, int]) -> Table:
    seats = []
    first: set[str] = set()
    for person in dict.fromkeys(place.person for place in places if place.person):
        roles = tuple(place.role for place in places if place.person == person and place.role)
        seats.append(Seat(person=number[person], roles=roles, second=bool(roles) and set(roles) <= first))
        first |= set(roles)
    return Table(seats=tuple(seats))


def _kept(before: Sequence[Place], after: Sequence[Place]) -> tuple[Place, ...]:
    """Return ``after``, in which the computer goes on in place of those who are away."""
    away = {(place.role, place.person) for place in before if place.person and place.computer}
    return tuple(
        Place(role=place.role, person=place.person, computer=True) if (place.role, place.person) in away else place
        for place in after
    )
