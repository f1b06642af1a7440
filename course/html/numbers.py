"""The numbers of a debrief: each figure with its finding and the same numbers as a table."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from course.html import figures
from course.html.element import BR, NOTHING, b, bullets, code, details, element, h4, join, numbered_table, p, small
from course.html.hearing import Hearing
from course.html.picture import svg
from course.html.text import phrase
from course.model.language import as_one, with_commas
from course.model.picture import Picture
from course.negotiation.debrief import Debrief, Spot
from course.negotiation.points import gains
from course.negotiation.space import OutcomeSpace


class Numbers:
    """What was possible, and where it ended. ``hearing`` has the words of the table."""

    def __init__(self, hearing: Hearing, debrief: Debrief):
        self.hearing, self.debrief = hearing, debrief
        self.wording, self.words, self.scenario = hearing.wording, hearing.words, hearing.scenario
        self.names = {role.id: role.name for role in self.scenario.roles}
        self.parties = [role.id for role in self.scenario.parties]
        self.ideal = gains(OutcomeSpace(self.scenario, hearing.session.state.guarantees)).ideal

    def markup(self) -> Markup:
        """Return all of it, in order: gains, what was possible, the points, what was missed, steps, refusals."""
        parts = [self._gains(), self._possible(), self._points(), self._missed(), self._dance(), self._refusals()]
        questions = bullets(phrase(question) for question in self.scenario.teaching.debrief_questions)
        return join((*parts, self._home(), self._mediator(), h4(self.words["discuss"]), questions))

    def _word(self, key: str, **values: object) -> str:
        return self.wording.word("table", key, **values)

    def _figure(self, title: str, picture: Picture, finding: str, table: Markup) -> Markup:
        look = self.wording.words["look"]
        return join(
            (
                h4(self.words[title]),
                p(b(look["finding"]), " ", finding),
                element("figure", svg(picture, f"{self.words[title]}. {finding}")),
                details(look["numbers"], table),
            )
        )

    def _table(self, key: str, heads: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1) -> Markup:
        """Return a table whose first columns hold words, and the others numbers."""
        return numbered_table(self.words[key], heads, [place >= words for place in range(len(heads))], rows)

    def _gains(self) -> Markup:
        debrief = self.debrief
        order = sorted(debrief.results, key=lambda result: -result.gain)
        if debrief.agreed:
            most, least = order[0], order[-1]
            finding = self._word(
                "finding-gains",
                most=self.names[most.role],
                high=f"{most.gain:.0f}",
                least=self.names[least.role],
                low=f"{least.gain:.0f}",
            )
        else:
            finding = self.words["finding-no-deal"]
        if debrief.exclusion:
            finding += " " + self._word("finding-exclusion", points=f"{debrief.exclusion:.0f}")
        rows = [
            [
                phrase(self.names[result.role]),
                f"{result.batna:.0f}",
                f"{result.points:.0f}",
                as_one(f"{result.gain:+.0f}"),
                "–" if result.share is None else f"{100 * result.share:.0f}%",
            ]
            for result in debrief.results
        ]
        heads = [self.words[key] for key in ("side", "walk-away", "outcome", "gain", "share")]
        picture = figures.gains(debrief, self.names, self.words)
        return self._figure("figure-gains", picture, finding, self._table("figure-gains", heads, rows))

    def _marks(self) -> list[tuple[str, Spot]]:
        """Return the packages to compare: the points, and halfway."""
        points = self.hearing.speech.words.points
        marks = [(points[name]["label"], spot) for name, spot in self.debrief.points.items() if spot is not None]
        return marks + [(self.words["figure-halfway"], spot) for spot in self.debrief.halfway[:1]]

    def _possible(self) -> Markup:
        debrief = self.debrief
        part = f"{100 * debrief.acceptable_count / debrief.package_count:.1f}"
        finding = self._word("finding-possible", count=debrief.acceptable_count, total=debrief.package_count, part=part)
        if debrief.agreed:
            finding += " " + self.words["finding-efficient" if debrief.efficient else "finding-inefficient"]
        rows = [self._valued(label, spot.values) for label, spot in self._marks()]
        if debrief.agreed:
            points = {result.role: result.points for result in debrief.results}
            rows.insert(0, self._valued(self.words["figure-deal"], points))
        heads = [self.words["package"], *(self.names[party] for party in self.parties)]
        table = self._table("figure-possible", heads, rows)
        if len(self.parties) == 2:
            return self._figure("figure-frontier", figures.frontier(debrief, self.names, self.words), finding, table)
        bars = [(label, self._shares(spot.values)) for label, spot in self._marks()]
        if debrief.agreed:
            ours = {result.role: result.share or 0.0 for result in debrief.results}
            bars.insert(0, (self.words["figure-deal"], ours))
        return self._figure("figure-possible", figures.shares(bars, self.names), finding, table) if bars else NOTHING

    def _valued(self, label: str, values: Mapping[str, float]) -> list[str]:
        return [phrase(label), *(f"{values[party]:.0f}" for party in self.parties)]

    def _shares(self, values: dict[str, float]) -> dict[str, float]:
        """Return what share of the most that it could have gained each party gets."""
        ideal = dict(zip(self.parties, self.ideal, strict=True))
        walk = {result.role: result.batna for result in self.debrief.results}
        return {p: (values[p] - walk[p]) / ideal[p] if ideal[p] > 1e-9 else 0.0 for p in self.parties}

    def _points(self) -> Markup:
        entries: list[Markup] = []
        formulas: list[str] = []
        for name, spot in self.debrief.points.items():
            if spot is None:
                continue
            point = self.hearing.speech.words.points[name]
            cited = self.hearing.wording.cited([point["source"]] if point.get("source") else [])
            formulas.append(join((phrase(point["label"]), ": ", code(point["formula"]))))
            entries.append(
                join(
                    (
                        b(self.words[f"letter-{name}"], " · ", phrase(point["label"])),
                        " ",
                        phrase(point["meaning"]),
                        " ",
                        small(cited),
                        BR,
                        self.hearing.package(spot.package),
                    )
                )
            )
        formulas.append(self.words["symbols"])
        folded = details(self.words["calculate"], bullets(formulas))
        return join((h4(self.words["points-title"]), bullets(entries), folded)) if entries else NOTHING

    def _missed(self) -> Markup:
        debrief = self.debrief
        heading = h4(self.words["missed"])
        if not debrief.better_count:
            return join((heading, p(self.words["missed-none"])))
        key = "missed-some" if debrief.agreed else "missed-all"
        missed = self._word(key, count=debrief.better_count, left=f"{100 * debrief.left:.0f}")
        rows = [
            [
                phrase(self.hearing.package(spot.package)),
                *(
                    as_one(f"{spot.values[result.role]:.0f} ({spot.values[result.role] - result.points:+.0f})")
                    for result in debrief.results
                ),
            ]
            for spot in debrief.better[:5]
        ]
        heads = [self.words["package"], *(self.names[party] for party in self.parties)]
        return join((heading, p(missed), self._table("missed-table", heads, rows)))

    def _dance(self) -> Markup:
        dance, steps = self.debrief.dance, self.hearing.speech.words.steps
        if not dance:
            return NOTHING
        own = self.hearing.seat if self.hearing.seat in self.parties else ""
        series: dict[str, list[tuple[int, float]]] = {}
        for step in dance:
            to = own or (step.actor if step.actor in self.parties else "")
            if to:
                series.setdefault(step.actor, []).append((step.round, step.values[to]))
        kinds = [step.kind for step in dance if step.kind not in ("first", "proposal")]
        finding = self._word(
            "finding-dance", total=len(kinds), concessions=kinds.count("concession"), fortunate=kinds.count("fortunate")
        )
        axis = {**self.words, "figure-value": self.words["figure-value-own" if own else "figure-value-each"]}
        last = max(step.round for step in dance)
        picture = figures.dance(series, self.names, figures.sides(self.parties), last, axis)
        rows = [
            [
                self._word("round", round=step.round),
                phrase(self.names[step.actor]),
                phrase(steps[step.kind]["label"]),
                *(f"{step.values[party]:.0f}" for party in self.parties),
            ]
            for step in dance
        ]
        heads = [
            self.words["when"],
            self.words["side"],
            self.words["step"],
            *(self.names[party] for party in self.parties),
        ]
        used = [kind for kind in steps if any(step.kind == kind for step in dance)]
        legend = bullets(join((b(phrase(steps[kind]["label"])), ": ", phrase(steps[kind]["meaning"]))) for kind in used)
        return join(
            (self._figure("figure-dance", picture, finding, self._table("figure-dance", heads, rows, 3)), legend)
        )

    def _refusals(self) -> Markup:
        speech = self.hearing.speech
        entries: list[str] = []
        for refusal in self.debrief.refusals:
            values = {"role": refusal.role, "refused": refusal.refused, "joint": refusal.joint, "late": refusal.late}
            entries.append(phrase(speech.say(speech.words.refusals[refusal.pattern], values, self.scenario)))
        for role, cost in self.debrief.pivots.items():
            if cost > 0.005:
                entries.append(self._word("pivot", name=self.names[role], cost=f"{100 * cost:.0f}"))
        return join((h4(self.words["refusals"]), bullets(entries)))

    def _home(self) -> Markup:
        entries = []
        for id, votes in self.debrief.home.items():
            role = self.scenario.party(id)
            home = role.secret.ratification
            for passed, key in ((True, "home-for"), (False, "home-against")):
                names = [group.name for group in home.constituencies if votes[group.id] is passed] if home else []
                if names:
                    entries.append(join((b(phrase(role.name)), ": ", self._word(key, names=with_commas(names)))))
        return join((h4(self.words["home"]), bullets(entries))) if entries else NOTHING

    def _mediator(self) -> Markup:
        path = self.debrief.mediator
        if path is None or not (path.texts or path.ledger):
            return NOTHING
        rows = [
            [
                self._word("round", round=text.round),
                self.words[f"path-{text.kind}"],
                *(f"{text.values[party]:.0f} ({100 * text.shares[party]:.0f}%)" for party in self.parties),
                str(text.disclosures),
            ]
            for text in path.texts
        ]
        heads = [
            self.words["when"],
            self.words["what"],
            *(self.names[party] for party in self.parties),
            self.words["told"],
        ]
        shared = sum(entry.shared for entry in path.ledger)
        declined = sum(entry.declined for entry in path.ledger)
        summary = self._word("path", told=len(path.ledger), declined=declined, shared=shared, texts=len(path.texts))
        table = self._table("path-table", heads, rows, 2) if rows else None
        return join((h4(self.words["path-title"]), p(summary), table))
