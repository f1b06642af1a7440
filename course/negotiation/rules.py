"""What follows by itself: who must sign, what a deal is worth with someone left out, home, the clock."""

from course.model.scenario import KnownScenario, Package, Party, Rule, Scenario

from .bodies import Adoption, Clock, Collapse, End, Ratification, Ruling
from .event import TABLE
from .state import Signing, State, Tabled


def enough(rule: Rule, parties: tuple[str, ...], supporters: tuple[str, ...]) -> bool:
    """Return whether these supporters can conclude a deal under the rule.

    Unanimity: all. Required: at least those named. Majority: more than half, those named among them.
    """
    if rule.type == "unanimity":
        return set(parties) <= set(supporters)
    if not set(rule.required) <= set(supporters) or len(supporters) < 2:
        return False
    return rule.type == "required" or 2 * len(supporters) > len(parties)


def supporters(scenario: KnownScenario, state: State, offer: Tabled) -> tuple[str, ...]:
    """Return the parties that stand behind an offer, in the order of the table: author and acceptors."""
    behind = {offer.author, *state.accepted.get(offer.seq, ())}
    return tuple(role.id for role in scenario.parties if role.id in behind and role.id not in state.away)


def exclusion_cost(scenario: KnownScenario, signers: tuple[str, ...]) -> float:
    """Return the points that every signatory loses for the parties left outside."""
    outside = [role.id for role in scenario.parties if role.id not in signers]
    return sum(scenario.rule.exclusion.get(role, 0) for role in outside)


def home_vote(party: Party, package: Package) -> dict[str, bool]:
    """Return how each constituency of a party votes on a package (empty when nobody must ratify).

    A constituency's view is 100 × Σ wᵢ·sᵢ(package)/max sᵢ ÷ Σ wᵢ, over the issues i that it weighs, where s are the
    party's own scores; it votes yes from its threshold upward. After Putnam (1988), doi 10.1017/S0020818300027697.
    """
    home, scores = party.secret.ratification, party.secret.scores
    if home is None:
        return {}
    votes = {}
    for group in home.constituencies:
        view = sum(
            weight * scores[issue][package[issue]] / max(*scores[issue].values(), 1e-12)
            for issue, weight in group.weights.items()
        )
        votes[group.id] = 100 * view / sum(group.weights.values()) >= group.threshold - 1e-9
    return votes


def passes_home(party: Party, package: Package) -> bool:
    """Return whether a package lies in a party's win-set."""
    home = party.secret.ratification
    if home is None:
        return True
    vote = home_vote(party, package)
    return sum(group.votes for group in home.constituencies if vote[group.id]) >= home.needed


def due(scenario: Scenario, state: State) -> tuple[str, Ruling] | None:
    """Return the next thing that happens by itself, as (actor, ruling), or None when a seat must move.

    An offer with enough supporters is adopted once every party present has answered it, or when the round ends.
    """
    if state.outcome or not state.count:
        return None
    if state.signing:
        return _after_signing(scenario, state, state.signing)
    parties = tuple(role.id for role in scenario.parties)
    backed = {seq: offer for seq, offer in state.offers.items() if state.accepted.get(seq)}
    behind = {seq: supporters(scenario, state, offer) for seq, offer in backed.items()}
    for seq, names in behind.items():
        heard = {*names, *state.refused.get(seq, ()), *state.away}
        if heard >= set(parties) and enough(scenario.rule, parties, names):
            return TABLE, Adoption(offer=seq, asked=names)
    if len(state.acted) < len(scenario.roles):
        return None
    ready = [seq for seq, names in behind.items() if enough(scenario.rule, parties, names)]
    if ready:
        seq = max(ready, key=lambda offer: (len(behind[offer]), -offer))
        return TABLE, Adoption(offer=seq, asked=behind[seq])
    if state.round >= state.deadline:
        return TABLE, End(agreed=False, package=None, signers=())
    return TABLE, Clock(round=state.round + 1)


def _after_signing(scenario: Scenario, state: State, signing: Signing) -> tuple[str, Ruling] | None:
    if signing.declined:
        left = tuple(role for role in signing.asked if role != signing.declined)
        if enough(scenario.rule, tuple(role.id for role in scenario.parties), left):
            return TABLE, Adoption(offer=signing.offer.seq, asked=left)
        return TABLE, Collapse(why="unsigned", role=signing.declined)
    if len(signing.signed) < len(signing.asked):
        return None
    for id in signing.signed:
        party = scenario.party(id)
        if party.secret.ratification and id not in state.ratified:
            passed = passes_home(party, signing.offer.package)
            return id, Ratification(passed=passed, votes=home_vote(party, signing.offer.package))
    for id, passed in state.ratified.items():
        if not passed:
            return TABLE, Collapse(why="home", role=id)
    return TABLE, End(agreed=True, package=signing.offer.package, signers=signing.signed)
