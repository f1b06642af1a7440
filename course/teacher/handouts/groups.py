"""Groups for any number of people, as equal as can be."""


def groups(people: int, size: int) -> tuple[int, ...]:
    """Return the sizes of groups of about ``size`` people, the larger first; they differ by one at most.

    Nobody is left alone: an odd class has one group of three among its pairs, and fours become threes or fives.
    Fewer people than ``size`` are one group; no people are no group.
    """
    if people < 1:
        return ()
    # With pairs the odd one joins a pair; larger groups take the count nearest to the size, at a tie more groups.
    count = max(1, people // 2 if size == 2 else (2 * people + size) // (2 * size))
    small, more = divmod(people, count)
    return (small + 1,) * more + (small,) * (count - more)


def counted(sizes: tuple[int, ...]) -> list[tuple[int, int]]:
    """Return how many groups there are of each size: ``[(1, 3), (10, 2)]`` is one of three and ten of two."""
    return [(sizes.count(size), size) for size in sorted(set(sizes))]
