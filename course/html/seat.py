"""What one seat sees at the table: what its package is worth to it, the offers, and how it can answer."""

from typing import Any

from markupsafe import Markup

from course.html.element import join, numbered_table, p, small, span
from course.html.hearing import Hearing
from course.html.text import phrase, plain
from course.model.language import as_one, with_commas
from course.model.scenario import Package, Party
from course.negotiation.bodies import Disclosure
from course.negotiation.event import of_shape
from course.negotiation.rules import home_vote, passes_home

OWN = "course-own-worth"
"""The class of what only this seat may read, which a phone covers with the folder."""


class SeatView(Hearing):
    """The table as one seat sees it."""

    def points(self) -> dict[str, dict[str, float]]:
        """Return one's own points for every option, {} for the mediator."""
        return {issue: dict(table) for issue, table in self.role.secret.scores.items()} if self.role.secret else {}

    def red_lines(self) -> list[dict[str, Any]]:
        """Return one's own red lines, for the options that they concern."""
        lines = self.role.secret.red_lines if self.role.secret else ()
        return [
            {
                "issue": line.issue,
                "options": list(line.options),
                "text": self._word("red-hard" if line.hard else "red-soft", reason=line.reason),
            }
            for line in lines
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
        sentences = []
        if len(known) < total:
            points = sum(secret.scores[issue][option] for issue, option in known.items())
            sentences.append(self._word("so-far", points=f"{points:.0f}", count=len(known), total=total))
        else:
            points = self.value(known)
            over = points - secret.batna.points
            key = "over" if over > 0 else "under" if over < 0 else "level"
            sentences.append(self._word(key, points=f"{points:.0f}", gap=f"{abs(over):.0f}"))
            if secret.ratification and not crossed:
                yes = home_vote(self.role, known)
                names = [group.name for group in secret.ratification.constituencies if not yes[group.id]]
                passes = passes_home(self.role, known)
                sentences.append(self._word("home-yes" if passes else "home-no", body=secret.ratification.body))
                if names:
                    sentences.append(self._word("would-refuse", names=with_commas(names)))
        sentences += [self._word("crossed", reason=reason) for reason in crossed]
        return " ".join(sentences)

    def offers(self) -> list[dict[str, Any]]:
        """Return the live offers: who made them, what is in them, who could sign, what can be answered."""
        state, legal = self.session.state, self.session.legal(self.seat)
        entries = []
        for offer in sorted(state.offers.values(), key=lambda offer: offer.author == self.seat):
            mine = offer.author == self.seat
            accepted, refused = state.accepted.get(offer.seq, ()), state.refused.get(offer.seq, ())
            stands = [self._word("could-sign", name=self.name(role)) for role in accepted]
            stands += [self._word("refused-it", name=self.name(role)) for role in refused]
            entries.append(
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
        return entries

    def compared(self) -> Markup:
        """Return what lies on the table side by side, as a table: an issue a row, an offer or a text a column."""
        state = self.session.state
        columns = [(self.name(offer.author), offer.package) for offer in state.offers.values()]
        if state.drafts:
            columns.append((self._word("text", version=state.drafts[-1].version), state.drafts[-1].package))
        columns += [
            (self._word("paper", name=self.name(paper.author)), paper.package) for paper in state.papers.values()
        ]
        if not columns:
            return p(self.words["nothing-tabled"], class_="course-note")
        points = self.points()
        rows: list[list[str]] = []
        for issue in self.scenario.issues:
            cells: list[str] = [phrase(issue.label)]
            for _, package in columns:
                option = package.get(issue.id)
                own = small(f"({points[issue.id][option]:g})", class_=OWN) if points and option else None
                worth = (" ", own) if own else ()
                cells.append(join((phrase(self._option(issue.id, option)), *worth)) if option else "–")
            rows.append(cells)
        if points:
            worths = [
                span(f"{self.value(package):.0f}", class_=OWN) if len(package) == len(rows) else "–"
                for _, package in columns
            ]
            rows.append([self.words["total"], *worths])
        heads = [self.words["issue"], *(name for name, _ in columns)]
        caption = self.words["compared-points" if points else "compared"]
        return numbered_table(caption, heads, [False] * len(heads), rows)

    def talks(self) -> dict[str, Any]:
        """Return everything with which the seat can act now: offers, texts, questions, the ledger, the mandate."""
        now, scenario = self.session.state, self.scenario
        guarantees = scenario.mandate.guarantees if scenario.mandate else ()
        signing = now.signing
        return {
            "offers": self.offers(),
            "compared": self.compared(),
            "signing": {
                "text": self._word("to-sign", names=with_commas(self.name(role) for role in signing.asked)),
                "terms": self.package(signing.offer.package),
                "worth": self.worth(signing.offer.package),
            }
            if signing
            else None,
            "text": self._text(),
            "asked": [
                {"seq": seq, "about": event.body.question, "terms": self.package(event.body.package or {})}
                for seq, event in now.questions.items()
                if self.seat in event.to
            ],
            "ledger": [
                {
                    "seq": event.seq,
                    "text": f"{self.name(event.actor)}: {self.answer(event.body.answer)}",
                    "scope": self.speech.words.scopes[event.body.scope],
                    "share": event.body.scope == "may_share" and "share" in self.session.legal(self.seat),
                }
                for event in of_shape(self.view.events, Disclosure)
                if self.seat in event.to
            ],
            "guarantees": [
                {"id": offer.id, "label": plain(offer.label), "text": plain(offer.text)}
                for offer in guarantees
                if offer.id not in now.guarantees
            ],
            "deadlines": list(range(now.round + 1, now.deadline)),
        }

    def _text(self) -> dict[str, Any] | None:
        """Return the newest version of the mediator's single text, and how it was received where that may be seen."""
        drafts = self.session.state.drafts
        if not drafts:
            return None
        votes = self.view.state.votes
        read = [self._word("read-as", name=self.name(role), vote=as_one(f"{v:+d}")) for role, v in votes.items()]
        return {
            "version": drafts[-1].version,
            "terms": self.package(drafts[-1].package),
            "package": dict(drafts[-1].package),
            "votes": " ".join(read),
        }
