#!/usr/bin/env bash
# anywidget 0.11.0 with ipywidgets 8.1.9 and traitlets: every instance of a widget gets a class of its own.
#
# One would guess that two widgets made by one class are of that class, as with ipywidgets' own: `type(a) is type(b)`.
# What happens: the constructor hands `_esm`, `_css` and `_anywidget_id` to `add_traits`, and traitlets answers by making
# a subclass for this one instance. So `type(a) is W` is False, a table by type finds nothing, and making a class costs
# about as much again as making the widget, since traitlets looks through all its traits.
#
# Whom it hurts: notebooks with many small widgets, such as a lesson with thirty questions: thirty classes, and half of
# the time of showing them. Way out: declare `_esm` and `_anywidget_id` as synchronized traits of the class, and let
# `add_traits` pass over those that are there.
#
# Exits 0 while this is so, 1 when it has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check \
    anywidget==0.11.0 ipywidgets==8.1.9 traitlets==5.14.3
cd "$work"
cat >look.py <<'PY'
import time

import anywidget
import ipywidgets
import traitlets

COUNT = 200


class Question(anywidget.AnyWidget):
    _esm = "export default { render() {} };"
    value = traitlets.Int(0).tag(sync=True)


class Declared(anywidget.AnyWidget):
    _esm = traitlets.Unicode("export default { render() {} };").tag(sync=True)
    _anywidget_id = traitlets.Unicode("finding").tag(sync=True)
    value = traitlets.Int(0).tag(sync=True)

    def add_traits(self, **traits):
        new = {name: trait for name, trait in traits.items() if not self.has_trait(name)}
        if new:
            super().add_traits(**new)


def look(kind):
    kind()
    start = time.perf_counter()
    made = [kind() for _ in range(COUNT)]
    each = 1000 * (time.perf_counter() - start) / COUNT
    classes = len({type(widget) for widget in made})
    print(f"{kind.__name__:10} {COUNT} widgets, {classes} classes, {each:.2f} ms each")
    return classes


print(f"anywidget {anywidget.__version__}, ipywidgets {ipywidgets.__version__}, traitlets {traitlets.__version__}")
found = {kind: look(kind) for kind in (ipywidgets.IntText, Question, Declared)}
if found != {ipywidgets.IntText: 1, Question: COUNT, Declared: 1}:
    raise SystemExit("changed: see the head of this file")
print("as described: a class for each instance, unless the class declares the traits")
PY
"$work/env/bin/python" look.py
