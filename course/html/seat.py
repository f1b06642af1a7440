"""What one seat sees at the table: what its package is worth to it, the offers, and how it can answer."""

from typing import Any

from course.html.look import table_markup
from course.html.text import escape, phrase, plain
from course.html.told import Told
from course.model.scenario import Package, Party
from course.negotiation.rules import home_vote, passes_home


class SeatView(Told):
    """The table as one seat sees it."""

    def points(self) -> dict[str, dict[str, float]]:
        """Return one's own points for every option, {} for the mediator."""
        return {issue: dict(table) for issue, table in self.role.secret.scores.items()} if self.role.secret else {}

    def red_lines(self) -> list[dict[str, Any]]:
        """Return one's own red lines, for the options that they concern."""
        lines = self.role.secret.red_lines if self.role.secret else ()
        return [
            {
                "issue": one.issue,
                "options": list(one.options),
                "text": self._word("red-hard" if one.hard else "red-soft", reason=one.reason),
            }
            for one in lines
        ]

    def worth(self, package: Package) -> str:
        """Return in words what a package, whole or partial, is worth to this seat and whether it could sign it."""
        total = len(self.scenario.issues)
        known = {
            issue.id: package[issue.id]
            for issue in self.scenario.issues
            if package.get(issue.id) in {option.id for option in issue.options}
        }
        if not isinstance(self.role, Party):
            return self._word("chosen", count=len(known), total=total)
        secret = self.role.secret
        crossed = [line.reason for line in secret.red_lines if line.hard and known.get(line.issue) in line.options]
        said = []
        if len(known) < total:
            points = sum(secret.scores[issue][option] for issue, option in known.items())
            said.append(self._word("so-far", points=f"{points:.0f}", count=len(known), total=total))
        else:
            points = self.value(known)
            over = points - secret.batna.points
            key = "over" if over > 0 else "under" if over < 0 else "level"
            said.append(self._word(key, points=f"{points:.0f}", gap=f"{abs(over):.0f}"))
            if secret.ratification and not crossed:
                yes = home_vote(self.role, known)
                names = [group.name for group in secret.ratification.constituencies if not yes[group.id]]
                passes = passes_home(self.role, known)
                said.append(self._word("home-yes" if passes else "home-no", body=secret.ratification.body))
                if names:
                    said.append(self._word("would-refuse", names=", ".join(names)))
        said += [self._word("crossed", reason=reason) for reason in crossed]
        return " ".join(said)

    def offers(self) -> list[dict[str, Any]]:
        """Return the live offers: who made them, what is in them, who could sign, what can be answered."""
        state, legal = self.session.state, self.session.legal(self.seat)
        out = []
        for offer in sorted(state.offers.values(), key=lambda one: one.author == self.seat):
            mine = offer.author == self.seat
            accepted, refused = state.accepted.get(offer.seq, ()), state.refused.get(offer.seq, ())
            stands = [self._word("could-sign", name=self.name(role)) for role in accepted]
            stands += [self._word("refused-it", name=self.name(role)) for role in refused]
            out.append(
                {
                    "seq": offer.seq,
                    "title": self._word(
                        "offer-mine" if mine else "offer-of", name=self.scenario.role(offer.author).name
                    ),
                    "package": dict(offer.package),
                    "worth": self.worth(offer.package) if self.role.secret else "",
                    "stands": " ".join(stands),
                    "accept": not mine and "accept" in legal and self.seat not in accepted,
                    "reject": not mine and "reject" in legal and self.seat not in refused,
                }
            )
        return out

    def compared(self) -> str:
        """Return what lies on the table side by side, as a table: an issue a row, an offer or a text a column."""
        state = self.session.state
        columns = [(self.name(offer.author), offer.package) for offer in state.offers.values()]
        if state.drafts:
            columns.append((self._word("text", version=state.drafts[-1].version), state.drafts[-1].package))
        columns += [(self._word("paper", name=self.name(p.author)), p.package) for p in state.papers.values()]
        if not columns:
            return f"<p class='course-note'>{escape(self.words['nothing-tabled'])}</p>"
        points = self.points()
        rows = []
        for issue in self.scenario.issues:
            cells = [phrase(issue.label)]
            for _, package in columns:
                option = package.get(issue.id)
                mark = f" <small>({points[issue.id][option]:g})</small>" if points and option else ""
                cells.append(f"{phrase(self._option(issue.id, option))}{mark}" if option else "–")
            rows.append(cells)
        if points:
            worths = [f"{self.value(p):.0f}" if len(p) == len(rows) else "–" for _, p in columns]
            rows.append([escape(self.words["total"]), *worths])
        heads = [escape(self.words["issue"]), *(escape(name) for name, _ in columns)]
        return table_markup(
            escape(self.words["compared-points" if points else "compared"]), heads, [False] * len(heads), rows
        )

    def talks(self) -> dict[str, Any]:
        """Return everything with which the seat can act now: offers, texts, questions, the ledger, the mandate."""
        now, scenario = self.session.state, self.scenario
        guarantees = scenario.mandate.guarantees if scenario.mandate else ()
        signing = now.signing
        return {
            "offers": self.offers(),
            "compared": self.compared(),
            "signing": {
                "text": self._word("to-sign", names=", ".join(self.name(one) for one in signing.asked)),
                "terms": self.package(signing.offer.package),
                "worth": self.worth(signing.offer.package),
            }
            if signing
            else None,
            "text": self._text(),
            "asked": [
                {"seq": seq, "about": one.body["question"], "terms": self.package(one.body.get("package") or {})}
                for seq, one in now.questions.items()
                if self.seat in one.to
            ],
            "ledger": [
                {
                    "seq": one.seq,
                    "text": f"{self.name(one.actor)}: {self.answer(one.body['about'], one.body['answer'])}",
                    "scope": self.speech.words.scopes[one.body["scope"]],
                    "share": one.body["scope"] == "may_share" and "share" in self.session.legal(self.seat),
                }
                for one in self.view.events
                if one.kind == "disclose" and self.seat in one.to
            ],
            "guarantees": [
                {"id": one.id, "label": plain(one.label), "text": plain(one.text)}
                for one in guarantees
                if one.id not in now.guarantees
            ],
            "deadlines": list(range(now.round + 1, now.deadline)),
        }

    def _text(self) -> dict[str, Any] | None:
        """Return the newest version of the mediator's single text, and how it was received where that may be seen."""
        drafts = self.session.state.drafts
        if not drafts:
            return None
        votes = self.view.state.votes
        read = [self._word("read-as", name=self.name(role), vote=f"{v:+d}") for role, v in votes.items()]
        return {
            "version": drafts[-1].version,
            "terms": self.package(drafts[-1].package),
            "package": dict(drafts[-1].package),
            "votes": " ".join(read),
        }
