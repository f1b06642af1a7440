"""Pairs by difference of answer: those who disagree meet."""

from collections import Counter
from collections.abc import Mapping, Sequence

from course.live.deck import Slide
from course.live.results import parts_of, read
from course.live.store import Given, Person

Parts = Mapping[str, float | str]


def pair_up(
    slide: Slide, given: Sequence[Given], people: Sequence[Person], sorted_by_hand: Mapping[str, str] | None = None
) -> list[list[Person]]:
    """Return pairs (one of three where the number is odd) in which as many as can be answered differently.

    Who did not answer comes last. Of a question with several parts the one counts on which the class is spread most,
    then the next. Everybody stands in a row in that order, and meets whoever stands half the row away: so a pair agrees
    on that part only where more than half of all do. Texts differ where the teacher sorted them into groups
    (``sorted_by_hand``, by person).
    """
    by_hand = sorted_by_hand or {}
    parts = {answer.person: _parts(slide, answer, by_hand) for answer in given}
    answered = [person for person in people if parts.get(person.person)]
    silent = [person for person in people if not parts.get(person.person)]
    order = _by_spread([parts[person.person] for person in answered])
    row = sorted(answered, key=lambda person: [parts[person.person][part] for part in order])
    # Who is left over comes out of the middle: there stands the majority, which has too few to meet anyhow.
    left = [row.pop(len(row) // 2)] if len(row) % 2 else []
    half = len(row) // 2
    pairs = [[row[n], row[n + half]] for n in range(half)]
    rest = [*left, *silent]
    pairs += [rest[n : n + 2] for n in range(0, len(rest), 2)]
    if len(pairs) > 1 and len(pairs[-1]) == 1:
        lonely = pairs.pop()
        pairs[-1] += lonely
    return pairs


def _parts(slide: Slide, given: Given, by_hand: Mapping[str, str]) -> Parts:
    """Return where somebody stands; in one word where the teacher sorted what was written, or only a verdict tells."""
    parts = parts_of(slide, read(given))
    if by_hand:
        word = by_hand.get(given.person) or " ".join(map(str, parts.values()))
        return {"": word} if word else {}
    return parts or ({"": given.verdict} if given.verdict else {})


def _by_spread(answers: Sequence[Parts]) -> list[str]:
    """Return the parts of a question, that on which ``answers`` are spread most first."""
    asked = list(answers[0]) if answers else []
    return sorted(asked, key=lambda part: -_spread([answer[part] for answer in answers]))


def _spread(values: Sequence[float | str]) -> float:
    """Return how far apart values lie: the variance of numbers, of words how likely two people differ."""
    numbers = [value for value in values if not isinstance(value, str)]
    if numbers:
        mean = sum(numbers) / len(numbers)
        return sum((number - mean) ** 2 for number in numbers) / len(numbers)
    return 1 - sum((count / len(values)) ** 2 for count in Counter(values).values())
