"""How every chart looks: one palette, one type size, the same white card in light and in dark themes.

The colors are those of ``widgets/style.css``. Neighbors differ in lightness too, so that they can be told apart
without color. The card stays white in a dark theme: a chart with dark text on a dark page could not be read.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from course.evidence.vega import alt

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
CONFIG: dict[str, Any] = {
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
EMBED = {"renderer": "svg", "actions": False}


def rows(values: Iterable[Mapping[str, Any]]) -> alt.InlineData:
    """Return rows as data that stand inside the specification itself."""
    return alt.InlineData(values=[dict(row) for row in values])


def counted(title: str, **more: Any) -> alt.Axis:
    """Return an axis that counts: whole numbers only."""
    return alt.Axis(title=title, format="d", tickMinStep=1, **more)


def finished(drawn: alt.TopLevelMixin, title: str, alternative: str) -> dict[str, Any]:
    """Return the Vega-Lite specification as plain data: the same drawing gives the same data on every machine."""
    with alt.data_transformers.enable(consolidate_datasets=False):
        spec = drawn.to_dict()
    return {**spec, "title": title, "description": alternative, "config": CONFIG, "usermeta": {"embedOptions": EMBED}}
