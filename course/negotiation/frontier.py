"""The Pareto frontier, exact: packages that no other package beats for one party without harming another.

Every function keeps one package for each vector of values; ``OutcomeSpace.values`` finds the ties.
"""

import numpy as np

from .space import OutcomeSpace


def frontier(space: OutcomeSpace, acceptable: bool = True) -> np.ndarray:
    """Return the sorted indices of the frontier, among packages acceptable to all or (False) among all packages.

    Two parties: sort. Additive values: issue by issue. Otherwise: enumerate and compare in blocks.
    """
    parties = len(space.parties)
    at_home = any(role.secret.ratification for role in space.roles)
    if parties > 2 and space.additive and not (acceptable and at_home):
        return _issue_by_issue(space, acceptable)
    among = space.acceptable if acceptable else np.arange(space.size)
    edge: np.ndarray = among[undominated(space.values[among])]
    return edge


def undominated(values: np.ndarray) -> np.ndarray:
    """Return the sorted rows of an (N, P) array that no other row dominates, one for each distinct row."""
    if len(values) < 2:
        return np.arange(len(values))
    if values.shape[1] == 1:
        return np.array([int(np.argmax(values[:, 0]))])
    return _two(values) if values.shape[1] == 2 else _blocks(values)


def _two(values: np.ndarray) -> np.ndarray:
    """Sort by the first value and then the second, both falling; keep each new highest second value."""
    order = np.lexsort((-values[:, 1], -values[:, 0]))
    second = values[order, 1]
    before = np.concatenate(([-np.inf], np.maximum.accumulate(second)[:-1]))
    return np.sort(order[second > before])


def _issue_by_issue(space: OutcomeSpace, acceptable: bool) -> np.ndarray:
    """Add one issue at a time and drop dominated partial packages: whatever is added, they stay dominated.

    Sound only for additive values. A hard red line takes its options out first, and a partial package that cannot
    reach every BATNA with the best of the rest is dropped too. Never builds the whole space.
    """
    tables = space.scores
    keep = [np.arange(table.shape[1]) for table in tables]
    if acceptable:
        for k, issue in enumerate(space.issues):
            barred = {
                option
                for role in space.roles
                for line in role.secret.red_lines
                if line.hard and line.issue == issue
                for option in line.options
            }
            keep[k] = np.array([o for o, id in enumerate(space.options[k]) if id not in barred], int)
    if any(not len(options) for options in keep):
        return np.empty(0, np.int64)
    best = np.array([table[:, options].max(axis=1) for table, options in zip(tables, keep, strict=True)])
    values: np.ndarray = np.zeros((1, len(space.parties)))
    index: np.ndarray = np.zeros(1, np.int64)
    for k, (table, options) in enumerate(zip(tables, keep, strict=True)):
        values = (values[:, None, :] + table[:, options].T[None]).reshape(-1, values.shape[1])
        index = (index[:, None] * table.shape[1] + options[None]).ravel()
        if acceptable:
            reach = np.all(values + best[k + 1 :].sum(axis=0) >= space.batna - 1e-9, axis=1)
            values, index = values[reach], index[reach]
        if not len(index):
            return index
        left = undominated(values)
        values, index = values[left], index[left]
    return np.sort(index)


def _blocks(values: np.ndarray, block: int = 512, chunk: int = 8192) -> np.ndarray:
    """Sort so that a dominator always comes first, then compare blocks with the frontier found so far.

    Values become ranks: they keep the order, and small integers compare faster than floats.
    """
    count, parties = values.shape
    ranks = np.empty((count, parties), np.int32)
    for p in range(parties):
        ranks[:, p] = np.unique(values[:, p], return_inverse=True)[1]
    if ranks.max() < 32767:
        ranks = ranks.astype(np.int16)
    order = np.lexsort((*ranks.T, -ranks.sum(axis=1, dtype=np.int64)))
    rows = np.ascontiguousarray(ranks[order].T)
    first = np.ones(count, bool)
    first[1:] = np.any(rows[:, 1:] != rows[:, :-1], axis=0)
    order, rows = order[first], rows[:, first]
    alive = _survivors(rows)
    order, rows = order[alive], rows[:, alive]
    size = rows.shape[1]
    edge, filled, keeps = np.empty((parties, size), rows.dtype), 0, np.zeros(size, bool)
    for start in range(0, size, block):
        part = rows[:, start : start + block]
        live = np.arange(part.shape[1])
        for j in range(0, filled, chunk):
            live = live[~_below(part[:, live], edge[:, j : min(j + chunk, filled)]).any(axis=1)]
            if not len(live):
                break
        if len(live):
            own = part[:, live]
            below = _below(own, own)
            np.fill_diagonal(below, False)
            live = live[~below.any(axis=1)]
            edge[:, filled : filled + len(live)] = part[:, live]
            filled += len(live)
            keeps[start + live] = True
    return np.sort(order[keeps])


def _survivors(rows: np.ndarray) -> np.ndarray:
    """Drop what a few strong packages dominate: the best sums and the best worst-off parties. Most fall here."""
    size = rows.shape[1]
    strong = np.unique(np.concatenate([np.arange(min(size, 24)), np.argsort(-rows.min(axis=0), kind="stable")[:24]]))
    alive = np.ones(size, bool)
    for k in strong:
        if alive[k]:
            below = np.all(rows <= rows[:, k : k + 1], axis=0)
            below[k] = False
            alive &= ~below
    return alive


def _below(rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Return the (rows, others) mask of rows that an other equals or exceeds for every party."""
    below: np.ndarray = others[0][None] >= rows[0][:, None]
    for p in range(1, len(rows)):
        below &= others[p][None] >= rows[p][:, None]
    return below
