"""How every chart looks: one palette, one type size, the same white card in light and in dark themes.

The colors are those of ``widgets/style.css``. Neighbors differ in lightness too, so that they can be told apart
without color. The card stays white in a dark theme: a chart with dark text on a dark page could not be read.
"""

from course.evidence.vega import SCHEMA
from course.model.chart import Spec

INK, SOFT, EDGE, PAPER = "#1f2328", "#57606a", "#d5d9de", "#ffffff"
ACCENT, SECOND, THIRD = "#0b5c63", "#b85c12", "#5b3f8c"
DURABILITY = {
    "held": ACCENT,
    "partly-held": "#86bcc0",
    "collapsed": SECOND,
    "open": "#b9a1ea",
    "not-known": "#c9ced4",
    "not-applicable": "#e7eaed",
}
ON_DARK = ("held", "collapsed")
"""Durabilities whose color is so dark that a number on it must be white."""

WIDTH = 560
CONFIG: Spec = {
    "background": PAPER,
    "padding": 14,
    "font": "system-ui, sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": SOFT,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "gridColor": EDGE,
        "domainColor": EDGE,
        "tickColor": EDGE,
        "labelLimit": 240,
    },
    "legend": {"labelColor": INK, "titleColor": SOFT, "labelFontSize": 12, "titleFontSize": 12, "labelLimit": 240},
    "header": {"labelColor": INK, "labelFontSize": 12, "titleColor": SOFT},
    "title": {"color": INK, "fontSize": 15, "anchor": "start", "offset": 12},
    "text": {"color": INK, "fontSize": 12},
}
# Drawn as SVG, so that it stays sharp and a screen reader finds the description. The menu of
# actions would go online for its editor, and its button has no name.
EMBED: Spec = {"renderer": "svg", "actions": False}


def finished(drawn: Spec, title: str, alternative: str) -> Spec:
    """Return a whole specification: the drawing with its title, its text alternative and our look."""
    about: Spec = {"title": title, "description": alternative, "config": CONFIG, "usermeta": {"embedOptions": EMBED}}
    return {"$schema": SCHEMA, **drawn, **about}
