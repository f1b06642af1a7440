"""Printable pages: well-formed, nothing typed becomes markup, nothing fetched."""

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.html import document

VOID = {"meta", "br", "hr", "link", "img", "input"}


class Balanced(HTMLParser):
    """Remembers open elements and all text; fails on an element closed out of turn."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.seen, self.text = [], [], ""

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag):
        assert self.stack.pop() == tag

    def handle_data(self, data):
        if "style" not in self.stack:
            self.text += data


def read(markup):
    parser = Balanced()
    parser.feed(markup)
    parser.close()
    assert parser.stack == []
    return parser


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"))))
def test_what_was_typed_stays_text(text):
    whole = document.page(
        text,
        document.heading(text),
        document.paragraph(document.typed(text)),
        document.table([text], [[document.typed(text)]]),
        foot=text,
    )
    found = read(whole)
    assert found.text.count(text) >= 4
    assert set(found.seen) <= {
        *("html", "head", "meta", "title", "style", "body", "main"),
        *("h1", "h2", "p", "span", "table", "thead", "tbody", "tr", "th", "td"),
    }


def test_a_foot_cannot_end_the_style():
    assert document.page("t", foot='</style><script>alert("x")</script>').count("</style>") == 1


def test_arabic_finds_its_direction():
    assert '<td dir="auto"><span class="typed" dir="auto">صلح</span></td>' in document.table(
        ["a"], [[document.typed("صلح")]]
    )
    assert '<p dir="auto">' in document.prose("الصلح خير")


STYLES = (("paper", "booklet"), ("paper", "key"), ("runsheet",), ("classview",), ("marking",))


@pytest.mark.parametrize("parts", STYLES, ids="-".join)
def test_nothing_is_fetched_and_no_side_is_named(parts):
    page = document.page("t", style=parts)
    assert not re.search(r"https?://|@import|url\(", page)
    assert not re.search(r"(margin|padding|border)-(left|right)|text-align:\s*(left|right)", page)


def test_a_whole_file_is_text_and_cannot_become_part_of_a_page():
    assert type(document.page("t")) is str


def test_data_cannot_end_its_script():
    hostile = {"a": "</script><b>", "b": "<!--"}
    made = str(document.data("setup", hostile))
    inside = made.removeprefix('<script type="application/json" id="setup">').removesuffix("</script>")
    assert "<" not in inside
    assert json.loads(inside) == hostile


def test_a_document_is_written_as_utf8_with_its_folder(tmp_path):
    path = document.write(tmp_path / "new" / "a.html", document.page("صلح"))
    assert path.read_bytes().startswith(b"<!doctype html>")
    assert "صلح" in path.read_text(encoding="utf-8")
