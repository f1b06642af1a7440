"""The kit: what is text is escaped once, what is HTML passes, and nothing can change from one to the other."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from course.html import element as kit
from course.html.element import bullets, definitions, details, element, fill, join, numbered_table, p, section, table
from course.html.text import escape, phrase, plain, prose, typed

HOSTILE = "<b>&\"'</b>"
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")))


class Reader(HTMLParser):
    """The elements and attributes of a page, and all its text."""

    def __init__(self, markup):
        super().__init__(convert_charrefs=True)
        self.elements, self.text = [], ""
        # A plain string: a slice of HTML is HTML again, and would be escaped again when it is put to text.
        self.feed(str(markup))
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


@given(texts, texts)
def test_text_and_attributes_come_out_as_they_went_in(text, value):
    read = Reader(element("p", text, title=value))
    assert read.text == text
    assert read.elements == [("p", {"title": value})]


@given(texts)
def test_nothing_is_escaped_twice(text):
    once = p(text)
    twice = element("section", join((once, once)))
    assert twice == f"<section>{once}{once}</section>"
    assert escape(escape(text)) == escape(text)


def test_committed_notebooks_keep_their_quotes():
    assert p(HOSTILE) == "<p>&lt;b&gt;&amp;&quot;&#x27;&lt;/b&gt;</p>"


def test_parts_that_are_missing_leave_nothing():
    assert p("a", None, "", "b") == "<p>ab</p>"
    assert join((None, "", p())) == "<p></p>"
    assert join(("a", "", "b"), " · ") == "a · b"
    assert bullets([]) == join([]) == ""


def test_attributes_are_named_as_in_python():
    made = element("button", class_="course-main", data_id="a", aria_label="b", for_="c", disabled=True, hidden=False)
    assert made == '<button class="course-main" data-id="a" aria-label="b" for="c" disabled></button>'
    assert element("input", value="", min=0, title=None) == '<input value="" min="0">'


@pytest.mark.parametrize(
    "made",
    [
        p(HOSTILE),
        section("note", HOSTILE),
        details(HOSTILE, HOSTILE),
        bullets([HOSTILE, HOSTILE], ordered=True),
        definitions([(HOSTILE, HOSTILE)]),
        numbered_table(HOSTILE, [HOSTILE], [False], [[HOSTILE]]),
        table([kit.th(HOSTILE)], [[kit.td(HOSTILE)]], caption=HOSTILE),
        fill("{one} and " + HOSTILE, one=HOSTILE),
        typed(HOSTILE),
        phrase(HOSTILE),
        prose(HOSTILE),
    ],
    ids=lambda made: str(made)[:30],
)
def test_every_builder_makes_html_in_which_text_stays_text(made):
    assert type(made) is Markup
    read = Reader(made)
    assert "b" not in [tag for tag, _ in read.elements]
    assert HOSTILE in read.text


def test_plain_text_is_no_html():
    assert type(plain("*a* < b")) is str
    assert p(plain("*a* < b")) == "<p>a &lt; b</p>"


def test_html_that_lost_its_type_is_shown_as_text_and_not_run():
    lost = f"{p('a')}"
    assert Reader(p(lost)).text == "<p>a</p>"


def test_a_table_scrolls_names_its_rows_and_aligns_its_numbers():
    made = numbered_table("Caption", ["", "Count"], [False, True], [["One", "1"]])
    assert made == (
        '<div class="course-scroll"><table><caption>Caption</caption><thead><tr><td></td>'
        '<th scope="col" class="course-number">Count</th></tr></thead>'
        '<tbody><tr><th scope="row">One</th><td class="course-number">1</td></tr></tbody></table></div>'
    )
