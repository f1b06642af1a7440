"""Pages that are bound into one keep their own rules, and their own line at the foot."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.html import document
from course.html.binding import Bound, bind, rules_of

TEXT = st.text(alphabet='ab؟"\\{};<&', max_size=20)


def style(page):
    return document.style_of(page)


def test_every_copy_is_there_and_each_style_once():
    small = document.page("Small", document.paragraph("one"), style=("runsheet",))
    large = document.page("Large", document.paragraph("two"))
    bound = bind("All", [Bound(small, 1), Bound(large, 3), Bound(small, 1)])
    assert re.findall(r'class="bound (part\d)"', bound) == ["part1", "part2", "part2", "part2", "part1"]
    assert style(bound).count("@page part1 ") == 2, "that of every page, and that of the run-sheet"
    assert bound.count("<h1") == 5


def test_what_is_said_of_a_page_is_said_of_its_part_only():
    small = document.page("Small", style=("runsheet",))
    outside = [selector for selector, _ in rules_of(style(bind("All", [Bound(small)])))]
    own = {"body", ".bound", ".bound:first-child", "@media print"}
    assert {one for one in outside if not one.startswith(("@page part1", ":root", ".part1"))} == own
    nested = next(said for selector, said in rules_of(style(bind("All", [Bound(small)]))) if selector == ".part1")
    assert "body" not in re.sub(r"tbody|\.[\w-]*body", "", nested)
    assert "font-size: 9pt" in nested


@pytest.mark.parametrize(
    ("selector", "below"),
    [
        (":lang(ar) :is(h1, h2)", "&:lang(ar) :is(h1, h2)"),
        ("body:lang(ar) :is(em, i), .a:lang(ar) i", "&:lang(ar) :is(em, i), & .a:lang(ar) i"),
        (":is(a:has(b:dir(rtl)), c) :is(p, th)", "& :is(a:has(b:dir(rtl)), c) :is(p, th)"),
    ],
)
def test_a_rule_for_a_language_holds_in_its_part(selector, below):
    page = document.page("Title").replace("</style>", f"{selector} {{ --seen: 1; }}</style>")
    part = next(said for name, said in rules_of(style(bind("All", [Bound(page)]))) if name == ".part1")
    assert f"{below} {{ --seen: 1; }}" in part


@given(TEXT)
def test_the_line_at_the_foot_is_that_of_the_page(foot):
    page = document.page("Title", foot=f"f{foot}")
    told = re.search(r"--foot: (\"(?:[^\"\\]|\\.)*\")", style(page))[1]
    sheet = next(said for selector, said in rules_of(style(bind("All", [Bound(page)]))) if selector == "@page part1")
    assert told in sheet
    assert "var(--foot)" not in sheet
    assert "counter(page" not in sheet


def test_the_line_at_the_foot_stands_once_where_the_number_of_the_page_took_its_place():
    turned = "@page { @bottom-left { content: counter(page); } @bottom-right { content: var(--foot); } }"
    page = document.page("Title", foot="here").replace("</style>", f"{turned}</style>")
    sheets = [said for name, said in rules_of(style(bind("All", [Bound(page)]))) if name == "@page part1"]
    boxes = dict(box for sheet in sheets for box in rules_of(sheet))
    assert boxes["@bottom-left"] == "content: none;"
    assert "here" in boxes["@bottom-right"]


@pytest.mark.parametrize(
    ("css", "rules"),
    [
        ("a { b: c; } d { e: f; }", [("a", "b: c;"), ("d", "e: f;")]),
        ('a { content: "}"; } b { c: d }', [("a", 'content: "}";'), ("b", "c: d")]),
        ("@media print { a { b: c; } }", [("@media print", "a { b: c; }")]),
    ],
)
def test_rules_are_parted_at_their_braces(css, rules):
    assert list(rules_of(css)) == rules
