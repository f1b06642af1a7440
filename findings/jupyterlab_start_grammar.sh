#!/usr/bin/env bash
# JupyterLab 4.6.6 with jsonschema 4.26.0 and its extra format-nongpl, rfc3987-syntax 1.1.0 and httpx 0.28.1: half of what the server
# does before it listens is preparing for texts that it never checks.
#
# One would guess that an optional checker of formats is made when a text of that format is checked. What happens: on the
# way to `jupyterlab.labapp`, jupyter_events imports jsonschema; jsonschema imports every checker that is installed; and
# rfc3987_syntax builds its grammar of internationalized addresses when it is imported. jupyter_events asks for the extra
# `format-nongpl`, so it is always installed. A second, smaller one: httpx, which the extension manager wants, imports
# its own command line with rich and pygments as soon as click happens to be there.
#
# Whom it hurts: everybody who starts a server on a slow school computer, or a hub that starts one for each learner.
# Way out: both libraries do without where the import fails, so a launcher may keep the packages out.
#
# Prints the processor time of the import with and without them. Exits 0 while they are imported, 1 when that has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile \
    jupyterlab==4.6.6 rfc3987-syntax==1.1.0 httpx==0.28.1 rich click
cd "$work"
cat >look.py <<'PY'
import sys
import time

kept_out = sys.argv[1:]
sys.modules.update(dict.fromkeys(kept_out))
start = time.process_time()
import jupyterlab.labapp  # noqa: E402

seconds = time.process_time() - start
watched = ("rfc3987_syntax", "lark", "arrow", "rich", "pygments")
print(f"{seconds:.2f}", *(name for name in watched if sys.modules.get(name)))
PY
look() { "$work/env/bin/python" look.py "$@"; }
look >/dev/null # compiles what is imported
look rfc3987_syntax isoduration click >/dev/null
all=$(look)
less=$(look rfc3987_syntax isoduration click)
echo "as installed:  $all"
echo "kept out:      $less"
[[ $all == *rfc3987_syntax*lark* && $all == *rich*pygments* ]] || { echo "changed: see the head of this file"; exit 1; }
[[ $less != *lark* && $less != *arrow* ]] || { echo "changed: the packages come in another way"; exit 1; }
echo "as described: the grammar and the command line are loaded at every start"
