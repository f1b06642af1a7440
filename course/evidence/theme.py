"""How every chart looks: one palette and one type size, on the card that the viewer's theme gives it.

JupyterLab lays a theme of its own under a chart: in a light theme a white card with black words, in a dark one a dark
card with white words. So no specification of ours names the color of a background or of words. The colors of marks
stand out from both cards (3:1 at least), and black is read on each of them. Neighbors differ in lightness too, so that
they can be told apart without color.
"""

from typing import Any

from course.evidence.vega import SCHEMA
from course.model.chart import Json, Spec
from course.model.language import is_mirrored, label

FIRST, SECOND = "#1a8f99", "#c9701f"
DURABILITY = {
    "held": FIRST,
    "partly-held": "#86bcc0",
    "collapsed": SECOND,
    "open": "#b9a1ea",
    "not-known": "#c9ced4",
    "not-applicable": "#e7eaed",
}
ON_MARKS = "#000000"
"""The color of a number that stands on a mark."""
BETWEEN = "#ffffff"
"""The line around a mark that touches another."""
LINE = "#888888"
"""Axes and grids, on both cards."""

WIDTH = 560
TITLE: Spec = {"fontSize": 15, "anchor": "start", "offset": 12}
CONFIG: Spec = {
    "padding": 14,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": LINE,
        "gridOpacity": 0.4,
        "domainColor": LINE,
        "tickColor": LINE,
        "labelLimit": 240,
    },
    "legend": {"labelFontSize": 12, "titleFontSize": 12, "labelLimit": 240},
    "header": {"labelFontSize": 12},
    "title": TITLE,
    "text": {"color": ON_MARKS, "fontSize": 12},
    "style": {"guide-label": {"fontSize": 12}},
}
# Drawn as SVG, so that it stays sharp and a screen reader finds the description. The menu of
# actions would go online for its editor, and its button has no name.
EMBED: Spec = {"renderer": "svg", "actions": False}


def finish(drawn: Spec, title: str, alternative: str) -> Spec:
    """Return a whole specification: the drawing with its title, its text alternative and our look.

    Axes count from the left in every language. Where one is read from right to left, every text of it is told which
    way it runs; the title begins at the left there too, for on a phone the right half of a drawing is out of sight.
    """
    about: Spec = {"description": alternative, "config": CONFIG, "usermeta": {"embedOptions": EMBED}}
    if not is_mirrored():
        return {"$schema": SCHEMA, **drawn, "title": title, **about}
    look: Spec = {**CONFIG, "font": f"Course Arabic, {CONFIG['font']}"}
    return {"$schema": SCHEMA, **_directed(drawn), "title": label(title), **about, "config": look}


def _directed(drawn: Json) -> Any:
    if isinstance(drawn, str):
        return label(drawn)
    if isinstance(drawn, list):
        return [_directed(part) for part in drawn]
    return {key: _directed(part) for key, part in drawn.items()} if isinstance(drawn, dict) else drawn
