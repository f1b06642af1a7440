"""Vega-Lite as plain dictionaries: the few words of its grammar that our charts use.

A chart is one of three shapes: layers over the same rows (``layered``), layers that bring their own rows, or one panel
of layers for each value of a field (``faceted``). A layer is a mark and an encoding, and an encoding gives each channel
(x, y, color …) a field of the rows. The grammar: https://vega.github.io/vega-lite/docs/
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from course.model.chart import Json, Spec

# No minor version: a viewer warns in the browser's console where its own is an older one, and JupyterLab's is.
SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"

Encoding: TypeAlias = dict[str, "Json"]
"""What each channel shows: x, y, color …"""


def rows(values: Iterable[Mapping[str, Json]]) -> Spec:
    """Return rows as data that stand inside the specification itself."""
    return {"values": [dict(row) for row in values]}


def nominal(field: str, **more: Json) -> Spec:
    """Return a channel that shows a field of names, in no order of their own."""
    return {"field": field, "type": "nominal", **more}


def ordinal(field: str, **more: Json) -> Spec:
    """Return a channel that shows a field of names that come one after another."""
    return {"field": field, "type": "ordinal", **more}


def quantitative(field: str, **more: Json) -> Spec:
    """Return a channel that shows a field of numbers."""
    return {"field": field, "type": "quantitative", **more}


def tooltip(titles: Mapping[str, str], *fields: str) -> list[Json]:
    """Return the channel that tells these fields of a mark under the pointer, each under its title."""
    return [nominal(field, title=titles[field]) for field in fields]


def counted(title: str) -> Spec:
    """Return an axis that counts: whole numbers only."""
    return {"title": title, "format": "d", "tickMinStep": 1}


def layer(mark: str, encoding: Encoding, *, data: Spec | None = None, **look: Json) -> Spec:
    """Return one layer: a mark with its look, and what it shows; ``data`` are rows of its own."""
    drawn: Spec = {"mark": {"type": mark, **look}, "encoding": {**encoding}}
    return drawn if data is None else {"data": data, **drawn}


def text(encoding: Encoding, *, data: Spec | None = None, **look: Json) -> Spec:
    """Return a layer of text in the color of the words on axes, which the theme knows: light on a dark page.

    Vega-Lite would give the text a color of its own; unfilled, it leaves that to the style, which a theme changes.
    """
    return layer("text", encoding, data=data, style="guide-label", filled=False, stroke="transparent", **look)


def layered(*layers: Spec, width: int, height: Json, data: Spec | None = None) -> Spec:
    """Return layers drawn over one another, the first one lowest; ``data`` are rows that they share."""
    drawn: Spec = {"layer": list(layers), "width": width, "height": height}
    return drawn if data is None else {"data": data, **drawn}


def faceted(panel: Spec, data: Spec, **by: Spec) -> Spec:
    """Return one panel for each value of a field: ``by`` is ``row`` or ``column``, and the field."""
    return {"data": data, "facet": dict(by), "spec": panel}
