"""The atlas: the case table with filters, a time line, a map of tiles, a table that sorts, and a card per case.

The kernel filters; the page gets the first rows and counts, never the whole table, so that it answers as fast when
the table is a hundred times as long.
"""

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from course.evidence.index import FIELDS, ORDERS, CaseIndex, Field, Found, Query
from course.html.atlas import atlas_face
from course.html.face import Face
from course.html.text import phrase
from course.model.atlas import Tile
from course.model.case import VOCABULARY
from course.model.language import with_semicolons
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget

SHOWN = 100
FIRST = 10
MOST_OPTIONS = 400


class Atlas(CourseWidget):
    """One atlas. ``card`` returns the card of a case by its id; ``decode`` returns a coded word in words."""

    entry = "atlas"

    def __init__(
        self,
        setting: Setting,
        index: CaseIndex,
        tiles: Sequence[Tile],
        card: Callable[[str], Face],
        decode: Callable[[str], str],
    ):
        self.index = index
        self.card = card
        self.decode = decode
        self.tiles = {tile.iso3: index.book.names[tile.iso3] for tile in tiles}
        words = setting.words["atlas"]
        everything = index.find(Query())
        years = list(everything.years)
        total = len(index.book.cases)
        self.setting = setting
        first = [self._cells(n) for n in everything.rows[:FIRST]]
        heads = [words[f"head-{order}"] for order in ORDERS]
        says = setting.word("atlas", "face", total=total, low=min(years), high=max(years))
        shown = setting.word("atlas", "first", shown=len(first), total=total)
        super().__init__(
            setting,
            face=atlas_face(setting, says, shown, heads, first),
            spec={
                "eyebrow": words["eyebrow"],
                "asks": phrase(words["asks"]),
                "fields": [self._field(field, everything) for field in FIELDS],
                "heads": [{"id": order, "text": words[f"head-{order}"]} for order in ORDERS],
                "years": [min(years), max(years)],
                "all": [[year, count] for year, count in everything.years.items()],
                "tiles": [
                    {"iso3": tile.iso3, "name": self.tiles[tile.iso3], "column": tile.column, "row": tile.row}
                    for tile in tiles
                ],
                "words": {**setting.words["form"], **words},
            },
        )
        self.state = {**self._shown(everything), "of": 0, "n": 0}

    def _field(self, field: Field, everything: Found) -> dict[str, Any]:
        """Return a filter: coded words in the order of the vocabulary, names by the alphabet."""
        values = self.index.values(field)
        if field in VOCABULARY:
            order = VOCABULARY[field]
            values = sorted(values, key=order.index)
        elif len(values) > MOST_OPTIONS:
            often = everything.counts[field]
            values = sorted(sorted(values, key=lambda value: -often.get(value, 0))[:MOST_OPTIONS])
        return {
            "id": field,
            "label": self.setting.words["atlas"][f"field-{field}"],
            "options": [
                {"value": value, "text": self.decode(value) if field in VOCABULARY else value} for value in values
            ],
        }

    def _cells(self, n: int) -> list[str]:
        book = self.index.book
        case = book.cases[n]
        return [
            str(case.year),
            case.name,
            self.decode(case.region),
            with_semicolons(book.party_names(case)),
            with_semicolons(book.actors(case)),
            self.decode(case.outcome),
            self.decode(case.durability),
        ]

    def _shown(self, found: Found) -> dict[str, Any]:
        word = self.setting.word
        shown = found.rows[:SHOWN]
        total = len(self.index.book.cases)
        cases = self.index.book.cases
        sentence = word("atlas", "count" if found.total else "none", found=found.total, total=total)
        if len(shown) < found.total:
            sentence += " " + word("atlas", "first", shown=len(shown), total=found.total)
        return {
            "rows": [{"id": cases[n].id, "cells": self._cells(n)} for n in shown],
            "said": sentence,
            "counts": found.counts,
            "years": [[year, count] for year, count in found.years.items()],
            "party": {iso3: found.parties.get(name, 0) for iso3, name in self.tiles.items()},
            "third": {iso3: found.thirds.get(name, 0) for iso3, name in self.tiles.items()},
        }

    def on_filter(self, content: dict[str, Any]) -> dict[str, Any]:
        """Answer a filter. A query that makes no sense changes nothing and is told so."""
        try:
            query = msgspec.convert(content.get("query"), Query)
        except msgspec.ValidationError as error:
            return {"said": self.setting.word("atlas", "unclear", problem=str(error))}
        # "of" names the question that the rows answer: a page redraws them only then, and keeps its focus otherwise.
        return {"of": content.get("n", 0), **self._shown(self.index.find(query))}

    def on_pick(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show the card of a case; "" closes it."""
        id = str(content.get("case") or "")
        return {"picked": id, "card": self.card(id).markup if id in self.index.book.by_id else ""}
