"""The allow-list of the browser: the bytes of nh3 for all that the course makes, nothing that runs from anything."""

import json
import re
import tomllib
from html.parser import HTMLParser
from pathlib import Path

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course.content.place import CONTENT
from course.html.sanitizer import clean
from course.html.text import ATTRIBUTES, TAGS, _markdown

ROOT = Path(__file__).parents[2]
SCHEMES = {"https", "http", "mailto"}
RULES = {"tags": TAGS, "attributes": ATTRIBUTES, "url_schemes": SCHEMES}


def texts(value):
    """Every text in a content file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def course_texts():
    """All that is Markdown in the course, or could be: every text of the content files and every cell of prose."""
    found = set()
    for path in CONTENT.rglob("*.toml"):
        found.update(texts(tomllib.loads(path.read_text("utf-8"))))
    for path in (*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("exercises/**/*.ipynb")):
        cells = json.loads(path.read_text("utf-8"))["cells"]
        found.update("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    return sorted(found)


def test_all_that_the_course_makes_is_what_nh3_gives():
    made = course_texts()
    assert len(made) > 5000
    for text in made:
        for markup in (_markdown().render(text), _markdown().renderInline(text)):
            assert clean(markup, **RULES) == nh3.clean(markup, **RULES)


MARKDOWN = st.text(alphabet="ab \n*_`[]()<>&\"'#-1.|:!\\/\xa0صم", max_size=60)


@given(MARKDOWN)
@example("[a](https://b.c 'd\"e') `f<g>` **h**")
@example("| a | b |\n| - | - |\n| c | d |")
@example("3. a\n4. b\n\n---\n> c\n")
def test_all_that_markdown_makes_is_what_nh3_gives(text):
    markup = _markdown().render(text)
    assert clean(markup, **RULES) == nh3.clean(markup, **RULES)


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *(
                    "<script>",
                    "</script>",
                    "<style>",
                    "<svg onload=x>",
                    "<math>",
                    "<template>",
                    "<textarea>",
                    "<title>",
                ),
                *(
                    "<img src=x onerror=x>",
                    "<a href='javascript:x'>",
                    '<a href="java\tscript:x">',
                    "<a href=&#106;avascript:x>",
                ),
                *(
                    "<a href=//b.c>",
                    "<a href='data:text/html,x'>",
                    "<p onclick=x>",
                    "<p style='x'>",
                    "<!--",
                    "-->",
                    "<![CDATA[",
                ),
                *(
                    "<details open ontoggle=x>",
                    "<iframe srcdoc='<p>'>",
                    "<base href=x>",
                    "<form action=x>",
                    "<table><tr><td>",
                ),
                *(
                    "</p>",
                    "</a>",
                    "<",
                    ">",
                    '"',
                    "'",
                    "=",
                    "&lt;",
                    "&#x3c;script&#x3e;",
                    "\0",
                    "<noscript>",
                    "<plaintext>",
                    "<xmp>",
                ),
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=12,
).map("".join)


class Seen(HTMLParser):
    """What a reader of markup finds there."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@given(PIECES)
def test_nothing_that_runs_comes_through(markup):
    given_out = clean(markup, **RULES)
    assert re.search(r"<(?!/?[a-z])", given_out) is None
    for tag, attributes in told(given_out):
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | ({"rel"} if tag == "a" else set())
        scheme = re.match(r"\s*([^/?#:]*):", attributes.get("href") or "")
        assert scheme is None or scheme[1] in SCHEMES


def told(markup):
    seen = Seen()
    seen.feed(markup)
    seen.close()
    return seen.tags


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        "JaVa\nScript:x",
        "\x01javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "&#106;avascript:x",
        " file:///x",
    ],
)
def test_an_address_of_another_scheme_is_none(address):
    assert clean(f'<a href="{address}">a</a>', **RULES) == '<a rel="noopener noreferrer">a</a>'
