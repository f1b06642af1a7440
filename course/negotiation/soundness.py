"""Is a scenario worth playing? Checked before a seat is taken, and by the checks for every one."""

from collections import Counter
from itertools import combinations

import msgspec
import numpy as np

from course.model.scenario import Package, Party, Scenario

from .error import NegotiationError
from .space import OutcomeSpace

LARGEST_SHARE = 0.20
"""Above this share of acceptable packages there is nothing to look for."""

STRATEGIES = (
    "boulware",
    "linear",
    "conceder",
    "tit_for_tat",
    "trade_off",
    "ratifier",
    "limited_spoiler",
    "greedy_spoiler",
    "total_spoiler",
)


class Problem(msgspec.Struct, frozen=True):
    """What is wrong with a scenario, where, and what to do: one sentence each."""

    where: str
    what: str
    remedy: str


def check(scenario: Scenario) -> list[Problem]:
    """Return what is wrong with a scenario, ids first; an empty list when it can be played."""
    problems = _names(scenario)
    if problems:
        return problems
    space = OutcomeSpace(scenario)
    return [*_values(space), *_zone(space), *_interests(space)]


def sound(scenario: Scenario) -> Scenario:
    """Return the scenario itself; raise NegotiationError with the first problem and its remedy."""
    problems = check(scenario)
    if problems:
        first = problems[0]
        raise NegotiationError(f"Scenario {scenario.id}, {first.where}: {first.what} {first.remedy}")
    return scenario


def split_the_difference(space: OutcomeSpace) -> tuple[Package, ...]:
    """Return the packages halfway between the parties' best options, issue by issue (rounded down, and up)."""
    middle = [np.median(table.argmax(axis=1)) for table in space.scores]
    both = ([int(np.floor(m)) for m in middle], [int(np.ceil(m)) for m in middle])
    rows = [both[0], both[1]] if both[0] != both[1] else [both[0]]
    return tuple(space.package(int(np.ravel_multi_index(row, space.shape))) for row in rows)


def ranking(space: OutcomeSpace, p: int) -> list[str]:
    """Return the issues by how many points hang on them for the party at place ``p``, most first."""
    swing = [float(np.ptp(table[p])) for table in space.scores]
    return [space.issues[k] for k in sorted(range(len(swing)), key=lambda k: (-swing[k], k))]


def _names(scenario: Scenario) -> list[Problem]:
    out: list[Problem] = []
    options = {issue.id: {option.id for option in issue.options} for issue in scenario.issues}
    parties = {role.id for role in scenario.parties}
    guarantees = {g.id for g in scenario.mandate.guarantees} if scenario.mandate else set()

    def say(where: str, what: str, remedy: str) -> None:
        out.append(Problem(where, what, remedy))

    def check_package(package: Package, where: str) -> None:
        for issue, option in package.items():
            if option not in options.get(issue, ()):
                say(where, f"'{issue} = {option}' is not on the table.", "Use the ids under [[issues]].")

    for name, ids in [("issues", [i.id for i in scenario.issues]), ("roles", [r.id for r in scenario.roles])]:
        for id, count in Counter(ids).items():
            if count > 1:
                say(name, f"'{id}' stands there {count} times.", "Give each one an id of its own.")
    for issue in scenario.issues:
        if len(issue.options) != len(options[issue.id]) or len(issue.options) < 2:
            say(f"issue {issue.id}", "its options are fewer than two or share an id.", "Mend the options.")
    if len(parties) < 2:
        say("roles", "fewer than two parties sit at the table.", "Add a role with kind = 'party'.")
    if scenario.rounds < 2:
        say("rounds", "there is no time to answer an offer.", "Allow at least two rounds.")
    if (scenario.mandate is None) != (scenario.mediator is None):
        say("mandate", "a mediator needs a mandate, and a mandate a mediator.", "Write both or neither.")
    named = [*scenario.rule.required, *scenario.rule.exclusion]
    named += scenario.mandate.leans if scenario.mandate else []
    for id in named:
        if id not in parties:
            say("rule or mandate", f"'{id}' is not a party.", f"Use one of {', '.join(sorted(parties))}.")
    if scenario.rule.type == "required" and not scenario.rule.required:
        say("rule", "nobody is required to sign.", "List the required parties, or take another type.")
    for guarantee in scenario.mandate.guarantees if scenario.mandate else ():
        check_package(guarantee.when, f"guarantee {guarantee.id}")
    for role in scenario.parties:
        where = f"role {role.id}"
        if role.strategy.kind not in STRATEGIES:
            say(where, f"no strategy is called '{role.strategy.kind}'.", f"Use {', '.join(STRATEGIES)}.")
        secret = role.secret
        for name, choices in options.items():
            if set(secret.scores.get(name, ())) != choices:
                say(where, f"the scores for '{name}' do not match its options.", "Score every option once.")
        for name in secret.scores.keys() - options.keys():
            say(where, f"it scores '{name}', which is not an issue.", "Take it out or add the issue.")
        for line in secret.red_lines:
            for option in line.options:
                check_package({line.issue: option}, f"{where}, red line")
        for synergy in secret.synergies:
            check_package(synergy.when, f"{where}, synergy")
        for id in secret.guarantees.keys() - guarantees:
            say(where, f"it values '{id}', which the mediator cannot give.", "Use an id of the mandate.")
        out += _home(role, set(options))
    return out


def _home(role: Party, issues: set[str]) -> list[Problem]:
    home = role.secret.ratification
    if home is None:
        return []
    out = []
    for group in home.constituencies:
        if set(group.weights) - issues or sum(group.weights.values()) <= 0:
            out.append(Problem(f"role {role.id}, {group.id}", "its weights do not fit.", "Weigh issues, above 0."))
    if not 0 < home.needed <= sum(group.votes for group in home.constituencies):
        out.append(Problem(f"role {role.id}, {home.body}", "the votes needed cannot be had.", "Mend 'needed'."))
    return out


def _values(space: OutcomeSpace) -> list[Problem]:
    out = []
    for p, role in enumerate(space.roles):
        best = space.values[:, p].max()
        if abs(best - 100) > 1e-6:
            out.append(Problem(f"role {role.id}", f"its best package is worth {best:g}.", "Make the best one 100."))
        if not 0 <= space.batna[p] < 100:
            out.append(Problem(f"role {role.id}", "its BATNA is not between 0 and 100.", "Mend batna.points."))
    return out


def _zone(space: OutcomeSpace) -> list[Problem]:
    count = len(space.acceptable)
    if space.scenario.no_zopa:
        if count:
            return [Problem("no_zopa", f"{count} packages suit every side after all.", "Take no_zopa = true out.")]
        return []
    if not count:
        return [Problem("issues", "no package suits every side.", "Lower a BATNA, or write no_zopa = true.")]
    if count > LARGEST_SHARE * space.size:
        share = f"{count / space.size:.0%}"
        return [Problem("issues", f"{share} of all packages suit every side; 20% is the most.", "Raise a BATNA.")]
    return []


def _interests(space: OutcomeSpace) -> list[Problem]:
    out = []
    for package in split_the_difference(space):
        if space.efficient(space.index(package)):
            out.append(
                Problem(
                    "scores",
                    "splitting every difference is already efficient, so there is nothing to trade.",
                    "Let the sides care most about different issues.",
                )
            )
            break
    for a, b in combinations(range(len(space.parties)), 2):
        if ranking(space, a) == ranking(space, b):
            out.append(
                Problem(
                    "scores",
                    f"{space.parties[a]} and {space.parties[b]} rank the issues alike.",
                    "Let one of them care more about another issue.",
                )
            )
    return out
