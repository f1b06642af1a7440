"""The site around JupyterLite in a real browser: front page, pages to read, what is stored, a newer edition.

In JupyterLite's place lies a small page that says what the living one says, so nothing here waits for Python.
"""

import functools
import http.server
import json
import shutil
import threading
from pathlib import Path

import msgspec
import pytest

from course.content.interface import words
from course.dev.settle import ROOT
from course.model.event import Event
from course.record.backup import read_backup
from course.record.sums import sum_of
from course.site import shell
from tests.chromium import PATIENCE_MS, WCAG, becomes, needs_chromium, open_page, violations

SAID = words()["site"]

pytestmark = [pytest.mark.browser, needs_chromium]

# The cells of a lesson, higher than those of the page to read, and alive when the test says so.
LIVING = """<!doctype html><body><script>
const read = parent.document;
document.body.style.margin = "0";
for (const cell of read.querySelectorAll("[data-cell]")) {
  const div = document.createElement("div");
  div.id = cell.dataset.cell;
  div.style.minHeight = "900px";
  div.textContent = cell.dataset.cell;
  document.body.append(div);
}
const say = (alive, done = false) => parent.postMessage({ course: "living", alive, state: "running", done }, origin);
addEventListener("message", ({ data }) => {
  if (data.course === "show") document.body.dataset.shown = JSON.stringify(data);
});
say([]);
</script>"""


class Host:
    """A web host of the site that can go away, and knows what it was asked for."""

    def __init__(self, folder):
        self.folder, self.asked = folder, []
        host = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *told):
                host.asked.append(self.path)

        self.handler = functools.partial(Handler, directory=str(folder))
        self.server = None
        self.port = 0
        self.start()

    def start(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), self.handler)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}/"


def write_site(folder):
    lab = folder / "lab" / "index.html"
    lab.parent.mkdir(parents=True, exist_ok=True)
    lab.write_text(LIVING, "utf-8")
    (folder / "static" / "pyodide").mkdir(parents=True, exist_ok=True)
    (folder / "static" / "pyodide" / "python.zip").write_bytes(bytes(300_000))
    shell.write_shell(folder, ROOT)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The site, written once."""
    folder = tmp_path_factory.mktemp("site")
    write_site(folder)
    return folder


@pytest.fixture(scope="module")
def steady(folder):
    """A host that stays."""
    host = Host(folder)
    yield host
    host.stop()


@pytest.fixture
def host(folder, tmp_path):
    """A host of its own, over files of its own."""
    shutil.copytree(folder, tmp_path / "site")
    host = Host(tmp_path / "site")
    yield host
    host.stop()


@pytest.fixture
def visit(browser):
    """Open a page in a browser that has never been here; more pages of it with ``visit.again``."""
    contexts = []

    def opening(address, *, width=1280, dark=False, before="", **options):
        scheme = "dark" if dark else "light"
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        if before:
            context.add_init_script(before)
        return open_page(context, address)

    yield opening
    for context in contexts:
        broken = [error for page in context.pages for error in getattr(page, "errors", [])]
        context.close()
        assert broken == []


COUNT = """async group => {
  const ready = await navigator.serviceWorker.ready;
  const { port1, port2 } = new MessageChannel();
  const told = new Promise(resolve => { port1.onmessage = ({ data }) => resolve(data); });
  ready.active.postMessage({ course: "status" }, [port2]);
  const { have, all } = await told;
  return have[group] === all[group];
}"""


def stored(page, group="shown-en"):
    """Wait until everything of a group is stored."""
    becomes(page, lambda: page.evaluate(COUNT, group))


# --- The front page ---

MORE = "target-size", "scrollable-region-focusable"
UNFOLD = "() => { for (const details of document.querySelectorAll('details')) details.open = true; }"


@pytest.mark.parametrize("path", ["", "lessons/08/", "exercises/05/", "atlas/"])
def test_no_rule_of_accessibility_is_broken(visit, steady, path, is_long):
    broken = {}
    for width, dark in ((1280, False), (360, True), *(((1280, True), (360, False)) if is_long and not path else ())):
        page = visit(steady.address + path, width=width, dark=dark)
        page.evaluate(UNFOLD)
        if path == "":
            page.locator("#taste input").first.check()
            page.wait_for_timeout(700)  # the balance comes to rest
        broken[width, dark] = violations(page, rules=(*WCAG, "best-practice"), more=MORE)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert broken == {key: [] for key in broken}, json.dumps([*broken.values()], indent=1)


def test_a_stand_opens_both_sides_and_leans_the_balance(visit, steady):
    page = visit(steady.address)
    sides = page.locator("#taste-open")
    assert not sides.is_visible()
    page.locator("#taste input[value='2']").check()
    sides.wait_for()
    lean = "getComputedStyle(document.querySelector('#balance')).getPropertyValue('--lean')"
    becomes(page, lambda: float(page.evaluate(lean)) > 0)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    becomes(page, lambda: float(page.evaluate(lean)) < 0)


def test_without_scripts_everything_stands_there_and_says_what_is_missing(visit, steady):
    page = visit(steady.address, java_script_enabled=False)
    page.locator("#taste-open").wait_for()
    page.goto(f"{steady.address}lessons/02/")
    page.get_by_text(SAID["no-script"]).wait_for()
    assert page.locator(".page-waits:visible").count() == 0


def test_the_page_goes_on_where_the_learner_was(visit, steady):
    page = visit(f"{steady.address}lessons/05/")
    page.wait_for_function("localStorage['course-last']")
    page.goto(steady.address)
    page.locator("#go-on", has_text="Why come to the table").wait_for()
    becomes(page, lambda: page.locator("#begin").get_attribute("href"), "lessons/05/")


# --- The work of a learner, as JupyterLite's drive has it ---

EVENTS = [
    Event(
        id=f"{number:032x}",
        at=f"2026-11-{number:02}T10:00:00.000001Z",
        lesson=lesson,
        item=item,
        kind="answer",
        body=body,
    )
    for number, (lesson, item, body) in enumerate(
        [
            ("02_ways_to_settle", "you-first", {"answer": {"text": 'Ünïcode "quoted" \\ 😀 \u2028\n'}, "round": 1}),
            ("02_ways_to_settle", "zone", {"z": 1.0, "a": [1e-7, 12345678901234567890.0, 0.1], "ﬀ": None, "😀": True}),
            ("05_why_come_to_the_table", "x", {"nested": {"b": {}, "a": []}, "B": False}),
        ],
        1,
    )
]
HEAD = {"begun": "2026-11-01T00:00:00.000000Z", "record": "ab" * 16, "format": "mediation-course-journal", "version": 1}


def line(event):
    body = msgspec.json.encode(event.body).decode()
    kept = sum_of((event.id, event.at, event.lesson, event.item, event.kind, body)).hex()
    return msgspec.json.encode({**msgspec.to_builtins(event), "body": msgspec.Raw(body.encode()), "sum": kept})


def book(*lines):
    return b"\n".join([msgspec.json.encode(HEAD), *lines, b""]).decode()


STORE = """([name, files]) => new Promise((resolve, reject) => {
  const request = indexedDB.open(name, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("files");
  request.onerror = () => reject(request.error);
  request.onsuccess = () => {
    const store = request.result;
    const writing = store.transaction("files", "readwrite");
    for (const file of files) writing.objectStore("files").put(file, file.path);
    writing.oncomplete = () => { store.close(); resolve(); };
  };
})"""
PATHS = """name => new Promise(resolve => {
  const request = indexedDB.open(name);
  request.onsuccess = () => {
    const asked = request.result.transaction("files").objectStore("files").getAllKeys();
    asked.onsuccess = () => { request.result.close(); resolve(asked.result); };
  };
})"""
NAME = "JupyterLite Storage - /"


def store(page, **files):
    """Write files as JupyterLite does."""
    listed = [
        {"path": path, "name": path.rpartition("/")[2], "type": "file", "format": form, "content": content}
        for path, (form, content) in files.items()
    ]
    page.evaluate(STORE, [NAME, listed])


def store_work(page, *lines):
    one, *others = lines
    # Two books, one of them standing twice: the files of a book take turns.
    books = {
        "my_work/journal/2026-11-01-0123456789ab.a.txt": ("text", book(one)),
        "my_work/journal/2026-11-01-0123456789ab.b.txt": ("text", book(one, *others[:1])),
        "my_work/journal/2026-11-02-0123456789ac.a.txt": ("text", book(*others[1:]) + '{"id":"torn'),
    }
    store(page, **books)


def test_the_backup_without_python_is_the_one_that_python_reads(visit, steady):
    page = visit(steady.address)
    store_work(page, *map(line, EVENTS))
    page.reload()
    page.get_by_text(SAID["work-some"].partition("{")[0]).wait_for()
    becomes(page, page.locator("[data-saved='02_ways_to_settle']").inner_text, SAID["saved-here"].format(count=2))
    with page.expect_download() as told:
        page.locator("#download").click()
    assert told.value.suggested_filename.endswith(".course.json")
    backup = read_backup(Path(told.value.path()).read_bytes())
    assert list(backup.events) == EVENTS
    assert backup.record == HEAD["record"]


def test_a_line_that_a_disk_has_altered_is_left_out_and_told(visit, steady):
    page = visit(steady.address)
    altered = line(EVENTS[2]).replace(b"nested", b"nestel")
    store_work(page, line(EVENTS[0]), line(EVENTS[1]), altered)
    with page.expect_download() as told:
        page.locator("#download").click()
    assert list(read_backup(Path(told.value.path()).read_bytes()).events) == EVENTS[:2]
    page.locator("#downloaded", has_text=SAID["damaged"].format(count=1)).wait_for()


def test_deleting_leaves_nothing(visit, steady):
    page = visit(steady.address)
    stored(page)
    store_work(page, *map(line, EVENTS))
    page.reload()
    page.locator("#work details").first.evaluate(UNFOLD)
    page.locator("#delete").click()
    page.get_by_text(SAID["where-deleted"]).wait_for()
    left = "async () => [(await indexedDB.databases()).length, (await caches.keys()).length, localStorage.length]"
    becomes(page, lambda: page.evaluate(left), [0, 0, 0])


def test_deleting_takes_along_what_was_typed_and_not_sent_and_leaves_what_is_of_others(visit, folder):
    above = Host(folder.parent)  # below a folder of its own, as on a host with more than one site
    try:
        page = visit(f"{above.address}{folder.name}/")
        kept = {f"course:{'ab' * 16}:02_ways_to_settle/you-first": '"half a sen"', "theirs": "1"}
        page.evaluate("kept => { for (const key in kept) localStorage.setItem(key, kept[key]); }", kept)
        page.evaluate("sessionStorage.setItem('course-place::lesson:02', '{}')")
        page.locator("#work details").first.evaluate(UNFOLD)
        page.locator("#delete").click()
        page.get_by_text(SAID["where-deleted"]).wait_for()
        assert page.evaluate("[Object.keys(localStorage), sessionStorage.length]") == [["theirs"], 0]
    finally:
        above.stop()


STORAGE = """Object.defineProperty(navigator, "storage", {{ value: {{
  estimate: async () => ({{ quota: {quota}, usage: {usage} }}),
  persisted: async () => {kept},
  persist: async () => true,
}} }});"""


@pytest.mark.parametrize(
    ("quota", "usage", "kept", "key"),
    [
        (1e8, 1e6, "false", "forget-private"),
        (1e10, 9e9, "true", "forget-full"),
        (1e10, 1e6, "false", ""),
        (1e10, 1e6, "true", ""),
    ],
)
def test_a_browser_that_may_forget_is_told_first(visit, steady, quota, usage, kept, key):
    before = STORAGE.format(quota=quota, usage=usage, kept=kept)
    for path in ("", "lessons/02/"):
        page = visit(steady.address + path, before=before)
        page.wait_for_function("document.querySelector('#offline, .site-loading')")
        page.wait_for_function("navigator.serviceWorker.controller")
        if key:
            page.locator("#notices", has_text=SAID[key].partition("{")[0]).wait_for()
        else:
            assert page.locator("#notices").inner_text() == ""


def test_who_has_work_here_can_ask_the_browser_to_keep_it(visit, steady):
    page = visit(steady.address, before=STORAGE.format(quota=1e10, usage=1e6, kept="false"))
    store_work(page, *map(line, EVENTS))
    page.reload()
    page.get_by_text(SAID["forget-unkept"]).wait_for()
    page.get_by_role("button", name=SAID["ask-to-keep"]).click()
    page.get_by_text(SAID["kept-now"]).wait_for()


# --- A live class ---


@pytest.mark.parametrize(
    ("address", "code", "opened"),
    [
        ("class.example.org", "ABC 123", "https://class.example.org/j/ABC%20123"),
        ("192.168.1.7:8765", "abc", "http://192.168.1.7:8765/j/abc"),
        ("https://school.example/live/j/QQQ", "", "https://school.example/live/j/QQQ"),
        ("", "https://school.example/j/QQQ?t=1", "https://school.example/j/QQQ"),
    ],
)
def test_a_class_opens_as_its_own_page(visit, steady, address, code, opened):
    page = visit(steady.address, before="window.open = address => { window.opened = address; return {}; };")
    page.locator("#class-address").fill(address)
    page.locator("#class-code").fill(code)
    page.locator("#class-form button").click()
    becomes(page, lambda: page.evaluate("window.opened"), opened)
    becomes(page, lambda: page.locator("#class-said a").get_attribute("href"), opened)


def test_what_is_missing_for_a_class_is_said(visit, steady):
    page = visit(steady.address)
    page.locator("#class-form button").click()
    becomes(page, page.locator("#class-said").inner_text, SAID["class-no-address"])
    page.evaluate("document.querySelector('#class-said').textContent = ''")
    page.locator("#class-address").fill("javascript://x")
    page.locator("#class-form button").click()
    becomes(page, page.locator("#class-said").inner_text, SAID["class-no-address"])
    page.locator("#class-address").fill("class.example.org")
    page.locator("#class-form button").click()
    becomes(page, page.locator("#class-said").inner_text, SAID["class-no-code"])


# --- A page to read becomes a living one ---


def living(page):
    page.locator("iframe.site-living").wait_for(state="attached")
    page.wait_for_function("document.querySelector('#told').textContent.startsWith('Read on. The questions')")
    return page.frames[-1]


def is_alive(page):
    return page.evaluate("document.documentElement.classList.contains('site-alive')")


def test_a_lesson_is_read_at_once_and_answered_when_its_question_is_alive(visit, steady):
    page = visit(f"{steady.address}lessons/02/")
    frame = living(page)
    waits = page.locator(".page-waits").first
    assert waits.inner_text() == SAID["waits"]
    assert waits.is_visible()
    questions = page.evaluate(
        "[...document.querySelectorAll('.page-waits')].map(one => one.closest('[data-cell]').dataset.cell)"
    )
    # A question further down is no help to who reads the first one.
    frame.evaluate("alive => say(alive)", questions[1:])
    page.wait_for_timeout(300)
    assert not is_alive(page)
    frame.evaluate("alive => say(alive)", questions[:1])
    page.wait_for_function("document.documentElement.classList.contains('site-alive')")
    becomes(page, page.locator("#told").inner_text, SAID["alive"])
    waits.wait_for(state="hidden")
    page.locator("#turn").click()
    becomes(page, lambda: is_alive(page), False)
    page.locator("h1").wait_for()


def test_how_much_has_come_is_said_while_it_loads(visit, steady):
    page = visit(f"{steady.address}lessons/02/")
    frame = living(page)
    frame.evaluate("parent.postMessage({ course: 'living', alive: [], state: 'waiting', done: false }, origin)")
    frame.evaluate("fetch('../static/pyodide/python.zip').then(answer => answer.arrayBuffer())")
    page.get_by_text(SAID["loading-python"]).wait_for()


def test_the_place_where_one_reads_is_kept(visit, steady):
    page = visit(f"{steady.address}lessons/02/")
    frame = living(page)
    cell = page.evaluate("[...document.querySelectorAll('.page-prose[data-cell]')][2].dataset.cell")
    page.evaluate("cell => document.querySelector(`[data-cell='${cell}']`).scrollIntoView()", cell)
    before = page.evaluate("scrollY")
    page.mouse.wheel(0, 30)
    becomes(page, lambda: page.evaluate("scrollY") > before)
    frame.evaluate("say(['x'], true)")
    page.wait_for_function("document.documentElement.classList.contains('site-alive')")
    frame.wait_for_function("document.body.dataset.shown")
    shown = json.loads(frame.evaluate("document.body.dataset.shown"))
    assert shown["cell"] == cell


def test_who_comes_by_a_link_into_a_lesson_reads_there(visit, steady):
    page = visit(f"{steady.address}lessons/02/#Session-2-·-Who-holds-the-pen")
    living(page)
    heading = page.locator("h2", has_text="Who holds the pen")
    becomes(page, lambda: 0 <= heading.bounding_box()["y"] < 450)


@pytest.mark.parametrize(
    ("before", "key"),
    [("delete globalThis.WebAssembly", "no-wasm"), ("delete Navigator.prototype.serviceWorker", "no-worker")],
)
def test_a_browser_that_cannot_says_so_and_the_page_stays(visit, steady, before, key):
    page = visit(f"{steady.address}lessons/02/", before=before)
    page.get_by_text(SAID[key]).wait_for()
    assert page.locator("iframe").count() == 0
    assert page.locator(".page-waits:visible").count() == 0
    assert page.locator("h1").is_visible()


def test_a_lesson_comes_alive_after_a_reload_past_all_caches(visit, steady):
    page = visit(f"{steady.address}lessons/02/")
    living(page)
    page.context.new_cdp_session(page).send("Page.reload", {"ignoreCache": True})
    page.wait_for_function("!navigator.serviceWorker.controller || document.querySelector('iframe.site-living')")
    living(page)


def test_a_lesson_comes_alive_where_all_was_deleted_while_another_tab_was_open(visit, steady):
    page = visit(steady.address)
    stored(page)
    page.reload()  # now the worker answers for it
    page.wait_for_function("navigator.serviceWorker.controller")
    page.locator("#work details").first.evaluate(UNFOLD)
    page.locator("#delete").click()
    page.get_by_text(SAID["where-deleted"]).wait_for()
    other = page.context.new_page()
    other.goto(f"{steady.address}lessons/02/")
    frame = living(other)
    frame.evaluate("say(['x'], true)")
    stored(other, "alive")


def test_no_notebook_that_was_open_before_is_opened_beside_the_lesson(visit, steady):
    """JupyterLite opens again what its table of states names; each notebook starts a Python, and the two disturb."""
    page = visit(steady.address)
    page.evaluate(STORE.replace("'files'", "'statedb'").replace('"files"', '"statedb"'), [NAME, [{"path": "default"}]])
    page.goto(f"{steady.address}lessons/02/")
    living(page)
    assert page.evaluate(PATHS.replace('"files"', '"statedb"'), NAME) == []


def test_notes_in_an_older_lesson_go_aside_once_a_newer_one_is_there(visit, steady):
    page = visit(steady.address)
    path = "notebooks/02_ways_to_settle.ipynb"
    store(page, **{path: ("json", {"cells": ["mine"]})})
    # An edition of which nothing is known: the lesson was edited before this site was here.
    page.goto(f"{steady.address}lessons/02/")
    page.get_by_text(SAID["copy-kept"].partition("{")[0]).wait_for()
    [copy] = [name for name in page.evaluate(PATHS, NAME) if name.startswith("my_copies/")]
    page.locator("#notices", has_text=copy).wait_for()
    assert path not in page.evaluate(PATHS, NAME)
    # Notes in the lesson as it is now stay where they are.
    store(page, **{path: ("json", {"cells": ["mine again"]})})
    page.reload()
    living(page)
    assert {path, copy} <= {*page.evaluate(PATHS, NAME)}
    assert page.locator("#notices").inner_text() == ""


# --- Without internet, and a newer edition ---


def test_a_second_visit_asks_the_host_for_nothing_and_a_host_is_not_needed(visit, host):
    page = visit(host.address)
    stored(page)
    page.goto(f"{host.address}lessons/02/")
    frame = living(page)
    frame.evaluate("say(['x'], true)")
    stored(page, "alive")
    host.asked.clear()
    page.goto(f"{host.address}lessons/02/")
    living(page)
    page.goto(host.address)
    page.get_by_text(SAID["offline-full"].partition("{")[0]).wait_for()
    # The browser looks by itself whether there is a newer worker.
    assert [path for path in host.asked if "service-worker.js" not in path] == []
    host.stop()
    for path in ("lessons/02/", "lessons/12/", "exercises/05/", "atlas/", ""):
        page.goto(host.address + path)
        assert page.locator("h1").first.is_visible()
    page.goto(f"{host.address}lessons/07/")
    living(page)
    page.reload()
    assert page.locator("h1").is_visible()


def test_a_newer_edition_waits_until_it_is_wanted(visit, host):
    page = visit(host.address)
    stored(page)
    assert page.locator("#notices").inner_text() == ""
    front = host.folder / "index.html"
    front.write_text(front.read_text("utf-8").replace(SAID["lead"], "Another lead."), "utf-8")
    shell.write_worker(host.folder)
    page.reload()
    page.get_by_text(SAID["newer"]).wait_for()
    assert page.get_by_text(SAID["lead"]).is_visible()
    page.get_by_role("button", name=SAID["newer-load"]).click()
    page.get_by_text("Another lead.").wait_for()
    assert page.locator("#notices").inner_text() == ""
    stored(page)


def test_another_tab_is_told_when_one_has_loaded_the_newer_edition(visit, host):
    page = visit(host.address)
    stored(page)
    page.reload()  # now the worker answers for it
    other = page.context.new_page()
    other.goto(f"{host.address}lessons/02/")
    living(other)
    front = host.folder / "index.html"
    front.write_text(front.read_text("utf-8").replace(SAID["lead"], "Another lead."), "utf-8")
    shell.write_worker(host.folder)
    page.reload()
    page.get_by_role("button", name=SAID["newer-load"]).click()
    page.get_by_text("Another lead.").wait_for()
    other.get_by_text(SAID["newer"]).wait_for()
    assert other.locator("h1").is_visible()


def test_a_host_that_is_newer_than_the_worker_is_never_mixed_in(visit, host):
    """A file that is not the one of the worker's list is shown and not stored."""
    page = visit(host.address)
    stored(page)
    (host.folder / "static" / "pyodide" / "python.zip").write_bytes(b"of another edition")
    page.evaluate("fetch('static/pyodide/python.zip').then(answer => answer.text())")
    kept = "async () => (await (await caches.open('course-files /')).keys()).map(({ url }) => url)"
    page.wait_for_timeout(300)
    assert not any("python.zip" in url for url in page.evaluate(kept))


def test_all_of_it_is_stored_on_demand_and_a_host_that_goes_away_is_told(visit, host):
    page = visit(host.address)
    stored(page)
    page.locator("#keep-all").wait_for()
    host.stop()
    page.locator("#keep-all").click()
    page.get_by_text(SAID["offline-failed"]).wait_for()
    host.start()
    page.locator("#keep-all").click()
    page.get_by_text(SAID["offline-full"].partition("{")[0]).wait_for()
    stored(page, "alive")
