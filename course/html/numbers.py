"""The numbers of a debrief as HTML: each figure with its finding and the same numbers as a table."""

from collections.abc import Sequence

from course.html import figures
from course.html.face import bullets
from course.html.look import table_markup
from course.html.picture import svg
from course.html.text import escape, phrase
from course.html.told import Told
from course.model.picture import Picture
from course.negotiation.debrief import Debrief, Spot
from course.negotiation.points import gains
from course.negotiation.space import OutcomeSpace


class Numbers:
    """What was possible, and where it ended. ``told`` has the words of the table."""

    def __init__(self, told: Told, found: Debrief):
        self.told, self.found = told, found
        self.words, self.scenario = told.words, told.scenario
        self.names = {role.id: role.name for role in self.scenario.roles}
        self.parties = [role.id for role in self.scenario.parties]
        self.ideal = gains(OutcomeSpace(self.scenario, told.session.state.guarantees)).ideal

    def markup(self) -> str:
        """Return all of it, in order: gains, what was possible, the points, what was missed, steps, refusals."""
        parts = [self._gains(), self._possible(), self._points(), self._missed(), self._dance(), self._refusals()]
        asked = bullets(phrase(one) for one in self.scenario.teaching.debrief_questions)
        talk = f"<h4>{escape(self.words['discuss'])}</h4>{asked}"
        return "".join([*parts, self._home(), self._mediator(), talk])

    def _word(self, key: str, **values: object) -> str:
        return self.told.wording.word("table", key, **values)

    def _figure(self, title: str, picture: Picture, finding: str, table: str) -> str:
        heading = f"<h4>{escape(self.words[title])}</h4>"
        said = f"<p><b>{escape(self.told.wording.words['look']['finding'])}</b> {escape(finding)}</p>"
        same = escape(self.told.wording.words["look"]["numbers"])
        drawn = svg(picture, f"{self.words[title]}. {finding}")
        return f"{heading}{said}<figure>{drawn}</figure><details><summary>{same}</summary>{table}</details>"

    def _table(self, key: str, heads: Sequence[str], rows: list[list[str]], words: int = 1) -> str:
        """Return a table whose first columns hold words, and the others numbers."""
        numbers = [place >= words for place in range(len(heads))]
        return table_markup(escape(self.words[key]), [escape(one) for one in heads], numbers, rows)

    def _gains(self) -> str:
        found = self.found
        order = sorted(found.results, key=lambda one: -one.gain)
        if found.agreed:
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
        if found.exclusion:
            finding += " " + self._word("finding-exclusion", points=f"{found.exclusion:.0f}")
        rows = [
            [
                phrase(self.names[one.role]),
                f"{one.batna:.0f}",
                f"{one.points:.0f}",
                f"{one.gain:+.0f}",
                "–" if one.share is None else f"{100 * one.share:.0f}%",
            ]
            for one in found.results
        ]
        heads = [self.words[key] for key in ("side", "walk-away", "outcome", "gain", "share")]
        picture = figures.gains(found, self.names, self.words)
        return self._figure("figure-gains", picture, finding, self._table("figure-gains", heads, rows))

    def _marks(self) -> list[tuple[str, Spot]]:
        """Return the packages to compare: the points, and halfway."""
        said = self.told.speech.words.points
        marks = [(said[name]["label"], spot) for name, spot in self.found.points.items() if spot is not None]
        return marks + [(self.words["figure-halfway"], spot) for spot in self.found.halfway[:1]]

    def _possible(self) -> str:
        found = self.found
        part = f"{100 * found.acceptable_count / found.package_count:.1f}"
        finding = self._word("finding-possible", count=found.acceptable_count, total=found.package_count, part=part)
        if found.agreed:
            finding += " " + self.words["finding-efficient" if found.efficient else "finding-inefficient"]
        rows = [self._valued(label, spot.values) for label, spot in self._marks()]
        if found.agreed:
            rows.insert(0, self._valued(self.words["figure-deal"], {one.role: one.points for one in found.results}))
        table = self._table("figure-possible", [self.words["package"], *(self.names[p] for p in self.parties)], rows)
        if len(self.parties) == 2:
            return self._figure("figure-frontier", figures.frontier(found, self.names, self.words), finding, table)
        bars = [(label, self._shares(spot.values)) for label, spot in self._marks()]
        if found.agreed:
            ours = {one.role: one.share or 0.0 for one in found.results}
            bars.insert(0, (self.words["figure-deal"], ours))
        return self._figure("figure-possible", figures.shares(bars, self.names), finding, table) if bars else ""

    def _valued(self, label: str, values: dict[str, float]) -> list[str]:
        return [phrase(label), *(f"{values[party]:.0f}" for party in self.parties)]

    def _shares(self, values: dict[str, float]) -> dict[str, float]:
        """Return what share of the most that it could have gained each party gets."""
        ideal = dict(zip(self.parties, self.ideal, strict=True))
        walk = {one.role: one.batna for one in self.found.results}
        return {p: (values[p] - walk[p]) / ideal[p] if ideal[p] > 1e-9 else 0.0 for p in self.parties}

    def _points(self) -> str:
        entries = []
        for name, spot in self.found.points.items():
            if spot is None:
                continue
            said = self.told.speech.words.points[name]
            cited = self.told.wording.cited([said["source"]]) if said.get("source") else ""
            letter = escape(self.words[f"letter-{name}"])
            entries.append(
                f"<b>{letter} · {phrase(said['label'])}</b> <code>{escape(said['formula'])}</code> "
                f"{phrase(said['meaning'])} <small>{cited}</small><br>{escape(self.told.package(spot.package))}"
            )
        legend = escape(self.words["symbols"])
        return f"<h4>{escape(self.words['points-title'])}</h4><p>{legend}</p>{bullets(entries)}" if entries else ""

    def _missed(self) -> str:
        found = self.found
        heading = f"<h4>{escape(self.words['missed'])}</h4>"
        if not found.better_count:
            return f"{heading}<p>{escape(self.words['missed-none'])}</p>"
        key = "missed-some" if found.agreed else "missed-all"
        said = self._word(key, count=found.better_count, left=f"{100 * found.left:.0f}")
        rows = [
            [
                phrase(self.told.package(spot.package)),
                *(f"{spot.values[one.role]:.0f} ({spot.values[one.role] - one.points:+.0f})" for one in found.results),
            ]
            for spot in found.better[:5]
        ]
        heads = [self.words["package"], *(self.names[party] for party in self.parties)]
        return f"{heading}<p>{escape(said)}</p>{self._table('missed-table', heads, rows)}"

    def _dance(self) -> str:
        found, steps = self.found, self.told.speech.words.steps
        if not found.dance:
            return ""
        own = self.told.seat if self.told.seat in self.parties else ""
        series: dict[str, list[tuple[int, float]]] = {}
        for step in found.dance:
            to = own or (step.actor if step.actor in self.parties else "")
            if to:
                series.setdefault(step.actor, []).append((step.round, step.values[to]))
        kinds = [step.kind for step in found.dance if step.kind not in ("first", "proposal")]
        finding = self._word(
            "finding-dance", total=len(kinds), concessions=kinds.count("concession"), fortunate=kinds.count("fortunate")
        )
        axis = {**self.words, "figure-value": self.words["figure-value-own" if own else "figure-value-each"]}
        picture = figures.dance(
            series, self.names, figures.sides(self.parties), max(step.round for step in found.dance), axis
        )
        rows = [
            [
                escape(self._word("round", round=step.round)),
                phrase(self.names[step.actor]),
                phrase(steps[step.kind]["label"]),
                *(f"{step.values[party]:.0f}" for party in self.parties),
            ]
            for step in found.dance
        ]
        heads = [self.words["when"], self.words["side"], self.words["step"], *(self.names[p] for p in self.parties)]
        used = [kind for kind in steps if any(step.kind == kind for step in found.dance)]
        legend = bullets(f"<b>{phrase(steps[kind]['label'])}</b>: {phrase(steps[kind]['meaning'])}" for kind in used)
        return self._figure("figure-dance", picture, finding, self._table("figure-dance", heads, rows, 3)) + legend

    def _refusals(self) -> str:
        said = self.told.speech
        entries = []
        for one in self.found.refusals:
            values = {"role": one.role, "refused": one.refused, "joint": one.joint, "late": one.late}
            entries.append(phrase(said.say(said.words.refusals[one.pattern], values, self.scenario)))
        for role, cost in self.found.pivots.items():
            if cost > 0.005:
                entries.append(escape(self._word("pivot", name=self.names[role], cost=f"{100 * cost:.0f}")))
        return f"<h4>{escape(self.words['refusals'])}</h4>{bullets(entries)}"

    def _home(self) -> str:
        entries = []
        for id, votes in self.found.home.items():
            role = self.scenario.party(id)
            home = role.secret.ratification
            groups = {group.id: group.name for group in home.constituencies} if home else {}
            for passed, key in ((True, "home-for"), (False, "home-against")):
                names = [name for group, name in groups.items() if votes[group] is passed]
                if names:
                    entries.append(f"<b>{phrase(role.name)}</b>: {escape(self._word(key, names=', '.join(names)))}")
        return f"<h4>{escape(self.words['home'])}</h4>{bullets(entries)}" if entries else ""

    def _mediator(self) -> str:
        path = self.found.mediator
        if path is None or not (path.texts or path.ledger):
            return ""
        rows = [
            [
                escape(self._word("round", round=text.round)),
                escape(self.words[f"path-{text.kind}"]),
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
        shared, declined = (sum(getattr(one, key) for one in path.ledger) for key in ("shared", "declined"))
        said = self._word("path", told=len(path.ledger), declined=declined, shared=shared, texts=len(path.texts))
        table = self._table("path-table", heads, rows, 2) if rows else ""
        return f"<h4>{escape(self.words['path-title'])}</h4><p>{escape(said)}</p>{table}"
