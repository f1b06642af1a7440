"""The pages of the site as they are written, before any browser: what must stand there does, and links lead on."""

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markupsafe import Markup

from course.content import catalog, lessons
from course.content.interface import words
from course.dev.settle import ROOT
from course.html.opening import length
from course.html.reading import cells_of, prose
from course.html.style import FONTS
from course.site import front, shell
from course.site.frame import editions
from course.site.pages import pages

STEMS = lessons.stems()
CITED = re.compile(r"\[[^\]]*\]\(#source-[^)]*\)")
ASKED = re.compile(r"""(?:src="|import |from "|url\(|rel="(?:stylesheet|icon|manifest)" href=")["']?https?://""")


class Reading(HTMLParser):
    """What a page holds: ids, links, the text of each cell, and where its elements are not closed as they should be."""

    VOID = ("br", "hr", "img", "input", "link", "meta", "circle", "path")

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.text, self.cells, self.open = [], [], [], {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if "id" in named:
            self.ids.append(named["id"])
        self.links += [named[name] for name in ("href", "src") if name in named]
        if tag not in self.VOID:
            self.open.append((tag, named.get("data-cell")))

    def handle_endtag(self, tag):
        if tag not in self.VOID:
            assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.text.append(data)
        for _, cell in self.open:
            if cell:
                self.cells[cell] = self.cells.get(cell, "") + data


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The site without JupyterLite."""
    folder = tmp_path_factory.mktemp("site")
    shell.write_shell(folder, ROOT)
    return folder


@pytest.fixture(scope="module")
def read(site):
    """Every page, by its path."""
    return {path.relative_to(site).as_posix(): Reading(path.read_text("utf-8")) for path in site.rglob("*.html")}


def test_there_is_a_page_for_every_notebook(read):
    shown = {page.notebook for page in pages()}
    there = {
        path.relative_to(ROOT).as_posix()
        for name in ("notebooks", "exercises")
        for path in (ROOT / name).glob("*.ipynb")
    }
    assert shown == there
    folders = [edition.folder for edition in editions(ROOT)]
    assert read.keys() == {
        f"{folder}{place}index.html" for folder in folders for place in ("", *(page.place for page in pages()))
    }


def test_every_link_leads_to_something(read, site):
    for path, page in read.items():
        assert [
            id for id, count in Counter(page.ids).items() if count > 1 and not id.startswith(("source-", "term-"))
        ] == []
        for link in page.links:
            if re.match(r"https?://|mailto:", link):
                continue
            target, _, name = link.partition("#")
            goal = (site / path).parent / target if target else site / path
            goal = goal / "index.html" if goal.is_dir() else goal
            assert goal.is_file(), f"{path}: {link}"
            if name:
                assert name in read[goal.resolve().relative_to(site.resolve()).as_posix()].ids, f"{path}: {link}"


ARABIC = any(edition.code == "ar" for edition in editions(ROOT))
made = pytest.mark.skipif(not ARABIC, reason="the Arabic notebooks are not made; 'translate make ar' makes them")


@made
@pytest.mark.parametrize("place", ["", "lessons/05/", "exercises/05/", "atlas/", "teacher/"])
def test_a_page_and_itself_in_arabic_lead_to_each_other(read, site, place):
    """Each says what it is: to a reader by the switch, to a browser by lang and dir, to a search engine by hreflang."""
    for code, folder, head in (("en", "", "ltr"), ("ar", "ar/", "rtl")):
        text = (site / f"{folder}{place}index.html").read_text("utf-8")
        assert f'<html lang="{code}" dir="{head}">' in text
        home = "../" * (folder + place).count("/")
        for other, other_folder, name in (("en", "", "English"), ("ar", "ar/", "العربية")):
            address = f"{home}{other_folder}{place}" or "./"
            assert f'<link rel="alternate" hreflang="{other}" href="{address}">' in text
            switch = re.search(rf'<(a|b)\b[^>]* lang="{other}"[^>]*>{name}</', text)
            assert switch, name
            assert (switch[1] == "b") == (other == code)
            assert (f'href="{address}"' in switch[0]) == (other != code)
        told = json.loads(re.search(r'<script type="application/json" id="page">(.*?)</script>', text, re.S)[1])
        assert told["editions"] == {"en": place, "ar": f"ar/{place}"}
        assert told["groups"]["read"] == [f"shown-{code}"]


@made
def test_an_arabic_lesson_is_told_in_arabic_and_its_living_notebook_is_the_arabic_one(site):
    text = (site / "ar" / "lessons" / "05" / "index.html").read_text("utf-8")
    assert re.search(r'"app": ?"lab/index.html\?path=notebooks/ar/05_why_come_to_the_table.ipynb"', text)
    prose = squeezed("".join(Reading(text).cells.values()))
    # Titles of works and names of sources stay as they are; sentences do not.
    assert len(re.findall("[ء-ي]{2,}", prose)) > 2 * len(re.findall("[A-Za-z]{2,}", prose)) > 0
    told = json.loads((site / "ar" / shell.MANIFEST).read_text("utf-8"))
    assert (told["lang"], told["dir"], told["start_url"], told["scope"]) == ("ar", "rtl", "./", "../")
    assert all((site / "ar" / icon["src"]).is_file() for icon in told["icons"])


@made
def test_the_font_of_a_language_is_on_its_pages_alone(site):
    styles = {path.parent.name.split("-")[1]: path.read_text("utf-8") for path in site.glob("look-*/course.css")}
    assert [code for code, style in styles.items() if FONTS[400].name in style] == ["ar"]
    assert "base64" not in styles["ar"]
    assert [path.parent.name.split("-")[1] for path in site.glob(f"look-*/{FONTS[700].name}")] == ["ar"]
    assert 'href="../look-ar-' in (site / "ar" / "index.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("index.html", "shown-en"),
        ("lessons/05/index.html", "shown-en"),
        ("ar/index.html", "shown-ar"),
        ("ar/exercises/05/index.html", "shown-ar"),
        ("look-0123456789/site.css", "shown-en"),
        ("look-ar-0123456789/site.css", "shown-ar"),
        ("files/notebooks/05_why_come_to_the_table.ipynb", "alive-en"),
        ("files/exercises/ar/05_why_come_to_the_table.ipynb", "alive-ar"),
        ("files/exercises/ar/solutions/05_why_come_to_the_table.ipynb", "alive-ar"),
        ("files/exercises/solutions/05_why_come_to_the_table.ipynb", "alive-en"),
        ("static/pyodide/mediation_course-0.1.0-py3-none-any.whl", "alive"),
        ("static/pyodide/mediation_course_ar-0.1.0-py3-none-any.whl", "alive-ar"),
        ("api/contents/notebooks/ar/all.json", "alive"),
        ("static/pyodide/numpy-2.whl", "extra"),
    ],
)
def test_a_device_stores_what_the_language_read_there_needs(path, group):
    assert shell.group_of(path, lambda path: "numpy" in path) == group


def test_no_page_asks_another_host_for_anything(site):
    written = [path for path in site.rglob("*") if path.suffix in (".html", ".css", ".js", ".webmanifest")]
    assert [path.name for path in written if ASKED.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("stem", STEMS)
def test_front_page_tells_of_each_lesson_what_is_so(read, stem):
    lesson = lessons.lesson(stem)
    text = squeezed("".join(read["index.html"].text))
    assert lesson.title in text
    assert length(words()["opening"], lesson.sessions) in text
    assert sum(session.minutes for session in lesson.sessions) == lesson.minutes
    for claim in lesson.claims:
        assert f"{claim} {catalog.claims()[claim].short}" in text
    assert f"lessons/{stem[:2]}/" in read["index.html"].links
    if stem in lessons.exercise_stems():
        assert f"Exercise, {lessons.exercise(stem).minutes} minutes" in text


def test_the_claim_to_try_is_tried_in_its_lesson():
    claim_id, for_id, against_id, stem = front.TASTE
    claim = catalog.claims()[claim_id]
    assert claim_id in lessons.lesson(stem).claims
    for id, side in ((for_id, "for"), (against_id, "against")):
        assert claim.side_of(id) == side
        assert [piece.retired for piece in claim.pieces if piece.id == id] == [False]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.address)
def test_a_page_has_all_that_its_notebook_says(read, page):
    """Every sentence of the prose, every question with its options, and each under the id of its cell."""
    notebook = json.loads((ROOT / page.notebook).read_bytes())
    there = read[f"{page.address}index.html"]
    instead = squeezed(words()["task"]["where-answered"])
    for cell in cells_of(notebook):
        text = squeezed(there.cells.get(cell.id, ""))
        # Of a citation only a number is read.
        parts = CITED.split(cell.source) if cell.is_prose else []
        said = [line for part in parts for line in Reading(str(prose(part))).text]
        for face in cell.faces:
            said += Reading(str(face)).text if isinstance(face, Markup) else face.split("\n")
        for line in said:
            if squeezed(line) not in ("", instead) and "is ready." not in line:
                assert squeezed(line) in text
    assert instead not in "".join(there.text)
    assert "data-commandlinker" not in "".join(there.text)


@pytest.mark.parametrize("stem", STEMS)
def test_every_question_says_that_it_waits(read, stem):
    text = "".join(read[f"lessons/{stem[:2]}/index.html"].text)
    lesson = lessons.lesson(stem)
    assert text.count(words()["site"]["waits"]) > len(lesson.prompts) + len(lesson.checks)


def test_the_worker_lists_every_file_with_its_sum(site):
    first, second, *_ = (site / shell.WORKER).read_text("utf-8").split("\n")
    assert json.loads(first.removeprefix("const SITE = ").removesuffix(";"))["edition"]
    files = json.loads(second.removeprefix("SITE.files = ").removesuffix(";"))
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    assert files.keys() == there - {shell.WORKER}
    assert {group for _, _, group in files.values()} == {f"shown-{one.code}" for one in editions(ROOT)}


def test_another_word_makes_another_edition(site, tmp_path):
    shell.write_worker(tmp_path)
    (tmp_path / "index.html").write_text("one")
    shell.write_worker(tmp_path)
    one = (tmp_path / shell.WORKER).read_text("utf-8")
    (tmp_path / "index.html").write_text("two")
    shell.write_worker(tmp_path)
    assert (tmp_path / shell.WORKER).read_text("utf-8") != one


def test_jupyterlites_own_worker_stays_beside_ours(tmp_path):
    (tmp_path / shell.WORKER).write_text("theirs")
    shell.write_worker(tmp_path)
    assert (tmp_path / shell.THEIRS).read_text() == "theirs"
    assert "theirs" not in (tmp_path / shell.WORKER).read_text()


def test_the_look_is_named_by_what_it_says(tmp_path, monkeypatch):
    one = shell.write_look(tmp_path)
    assert shell.write_look(tmp_path) == one
    monkeypatch.setattr(shell, "alone", lambda: "another")
    assert shell.write_look(tmp_path) != one
    assert {path.suffix for path in (tmp_path / one).iterdir()} == {".css", ".js", ".png", ".svg"}
    assert not (tmp_path / one / Path(shell.WORKER).name).exists()


def test_the_app_can_be_installed(site):
    told = json.loads((site / shell.MANIFEST).read_text("utf-8"))
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    assert all((site / icon["src"]).is_file() for icon in told["icons"])
    assert (told["start_url"], told["display"]) == ("./", "standalone")
    assert told["theme_color"].startswith("#")
