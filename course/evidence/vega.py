"""Altair, loaded without what no chart needs.

jsonschema, on which Altair rests, builds a grammar for international web addresses as soon as it finds the package
that holds it (JupyterLab brings it along). That takes four seconds in a notebook and serves no chart. Without the
package jsonschema leaves that one format unchecked, so it is out of sight while Altair is loaded.
"""

import sys

SLOW = "rfc3987_syntax"

_hidden = SLOW not in sys.modules
if _hidden:
    # None in this place is Python's own way to say "cannot be imported".
    sys.modules[SLOW] = None  # type: ignore[assignment]
try:
    import altair as alt
finally:
    if _hidden:
        del sys.modules[SLOW]

__all__ = ["alt"]
