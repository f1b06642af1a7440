#!/usr/bin/env bash
# jupyterlite-core 0.8.6 (PyPI), in Chromium by playwright 1.65.2: what becomes of a service worker that a site already has?
#
# One would guess that a page touches the service workers of its own folder at most: a browser lets several stand side by
# side, each for its own scope. What happens: opening JupyterLite in the folder /lite/ takes away every worker of the
# host, whatever its scope, when the browser has no remembered version of JupyterLite's own worker, as at a first
# visit. The site's own offline copies and messages are gone without an error, while JupyterLite works.
#
# Whom it hurts: a school or a course that can be installed and read offline and links to a JupyterLite in one of its folders.
# What we do: the site has one worker, which carries JupyterLite's part, and remembers that version before JupyterLite starts.
#
# Needs Chromium on this machine (CHROMIUM, or /usr/bin/chromium). Exits 0 while this is so, 1 when it has changed.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check jupyterlite-core==0.8.6 doit==0.37.0 playwright==1.65.2
mkdir site
env/bin/jupyter lite build --apps lab --lite-dir . --output-dir site/lite >build.log 2>&1
echo 'self.addEventListener("fetch", () => {});' >site/worker.js
mkdir site/other && cp site/worker.js site/other/
echo '<!doctype html><title>A school</title>' | tee site/index.html >site/other/index.html
cat >look.py <<'PY'
import functools
import http.server
import os
import threading

from playwright.sync_api import sync_playwright


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *told):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory="site"))
threading.Thread(target=server.serve_forever, daemon=True).start()
base = f"http://127.0.0.1:{server.server_port}"
SCOPES = "navigator.serviceWorker.getRegistrations().then(all => all.map(one => new URL(one.scope).pathname).sort())"
with sync_playwright() as play:
    browser = play.chromium.launch(
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=["--no-sandbox", "--disable-gpu"]
    )
    page = browser.new_context().new_page()
    page.goto(base)
    page.evaluate("navigator.serviceWorker.register('worker.js').then(() => navigator.serviceWorker.ready)")
    page.evaluate("navigator.serviceWorker.register('other/worker.js')")
    print("before", *page.evaluate(SCOPES))
    page.goto(f"{base}/lite/lab/index.html")
    page.locator("#jp-main-dock-panel").wait_for(timeout=60_000)
    for _ in range(60):
        page.wait_for_timeout(500)
        scopes = page.evaluate(SCOPES)
        if any(scope.startswith("/lite") for scope in scopes):
            break
    print("after", *scopes)
    browser.close()
PY
env/bin/python look.py | tee found.txt
for expected in "before / /other/" "after /lite/"; do
    grep -qxF "$expected" found.txt || { echo "changed: $expected" >&2; exit 1; }
done
