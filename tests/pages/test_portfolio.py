"""The portfolio: every answer is in it, as text, and how the stands moved is counted right."""

import html
import re
import unicodedata
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from course.answers.claim import read_claims
from course.content import atlas, catalog, filings, lessons
from course.content.concepts import concept_test
from course.content.interface import words
from course.model.lesson import Met
from course.pages import portfolio
from course.pages.lesson import Lesson

TODAY = date(2026, 11, 22)
HOSTILE = '<script>window.hit = 1</script> "quoted" | bar'
ARABIC = "الصلح خير"


def stand(record, claim, number, value, why=""):
    record.append("00_start_here", f"claim/{claim}", "stand", {"round": number, "stand": value, "sure": 2, "why": why})


@pytest.fixture
def written(record):
    record.append("00_start_here", "profile", "profile", {"name": ARABIC})
    record.append("02_ways_to_settle", "you-first", "answer", {"round": 1, "answer": {"text": f"{HOSTILE}\n{ARABIC}"}})
    record.append(
        "02_ways_to_settle", "zopa", "answer", {"answer": {"values": {"rimal_limit": 120}}, "outcome": "not-yet"}
    )
    question = atlas.atlas_page().questions[0]
    record.append(atlas.STEM, question.id, "answer", {"answer": {"value": "4321"}, "outcome": "not-yet"})
    stand(record, "A4", 1, 1, "because")
    stand(record, "A4", 2, -1)
    stand(record, "A3", 1, 2)
    stand(record, "A3", 2, 2)
    stand(record, "A9", 1, 0)
    heaviest, lighter = catalog.claims()["A4"].speaks_against[:2]
    record.append("02_ways_to_settle", "claim/A4", "weigh", {"piece": heaviest.id, "weight": 4})
    record.append("02_ways_to_settle", "claim/A4", "weigh", {"piece": lighter.id, "weight": 2})
    return record


def test_every_notebook_with_an_answer_is_a_chapter_and_no_other(written):
    titles = [chapter.title for chapter in portfolio.gather(written, TODAY).chapters]
    lesson = lessons.lesson("02_ways_to_settle").title
    exercise = words()["portfolio"]["exercise"].format(number="2", title=lesson)
    assert f"2 · {lesson}" in titles
    assert exercise in titles
    assert atlas.atlas_page().title in titles
    assert f"5 · {lessons.lesson('05_why_come_to_the_table').title}" in titles, "where A9 is on trial"
    assert not any(title.startswith(("3", "11")) for title in titles)


def test_stands_are_counted_and_the_heaviest_piece_is_named(written):
    moves = {move.claim: move for move in portfolio.moves(read_claims(written.events()))}
    assert list(moves) == list(catalog.claims())
    assert (moves["A4"].first, moves["A4"].second, moves["A4"].why) == (1, -1, "because")
    assert moves["A4"].piece[:40] in catalog.claims()["A4"].speaks_against[0].says.replace("*", "")
    assert (moves["A9"].first, moves["A9"].second) == (0, None)
    told = words()["portfolio"]["summary"].format(moved=1, stayed=1, both=2, total=16)
    assert told in portfolio.moves_table(written)


def test_a_page_and_a_text_hold_what_was_typed_as_text(written):
    found = portfolio.gather(written, TODAY)
    page, text = portfolio.to_html(found), portfolio.to_markdown(found)
    for made in (page, text):
        assert "<script>" not in made
        assert ARABIC in made
        assert "2026-11-22" in made
    assert "&lt;script&gt;" in page
    assert "> &lt;script&gt;" in text


PLUGINS = ["url", "table", "strikethrough", "footnotes", "math", "def_list"]
LIVE = """\
![x](http://evil.invalid/a.png) · [x](javascript:alert(1)) · <img src=//evil.invalid> · <b>x</b>
&lt;b&gt; · <http://a.bc&d> · evil.invalid/x.png · *
http://evil.invalid/?a=`b` · www.evil.invalid · someone@evil.invalid · mailto:x@y.zz · <https://evil.invalid>
: term · x://` · `a@b`
# x · - x · + x · 1. x · 12) x · > x · --- · === · *** · ``` · ~~~ ·     code · | a | b | · |---|
**bold** _it_ ~~no~~ · [^1]: note · [a]: http://evil.invalid · $x^2$ · `` ` `` · \\[x\\] · a\\
<script>window.hit</script>
Answer: yes, it is. · Words, one (two) three! · قال: نعم · a\x00b\ud800""".replace("\n", " · ").split(" · ")


def rendered(text):
    """What two viewers make of a line: one of plain CommonMark, one that makes links of bare addresses."""
    mistune = pytest.importorskip("mistune")
    more = mistune.create_markdown(
        escape=False, plugins=["url", "table", "strikethrough", "footnotes", "math", "def_list"]
    )
    source = f"> {portfolio.as_markdown(text)}\n"
    return [MarkdownIt("commonmark").render(source), str(more(source))]


@given(st.sampled_from(LIVE) | st.text(max_size=40) | st.lists(st.sampled_from(LIVE)).map(" ".join))
def test_nothing_that_was_typed_is_markup_in_a_viewer(text):
    seen = " ".join("".join(one if unicodedata.category(one) not in ("Cc", "Cs") else " " for one in text).split())
    for page in rendered(text):
        assert set(re.findall(r"<\s*/?\s*(\w+)", page)) <= {"blockquote", "p", "code"}
        assert " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).split()) == seen


def test_a_name_is_text_in_the_file_too(written):
    found = msgspec.structs.replace(portfolio.gather(written, TODAY), name="![x](http://evil.invalid/a.png)")
    made = portfolio.to_markdown(found)
    assert "<img" not in MarkdownIt("commonmark").render(made)
    assert "evil.invalid" in made


def test_an_empty_record_gives_an_empty_portfolio(record):
    found = portfolio.gather(record, TODAY)
    assert found.chapters == ()
    assert words()["portfolio"]["none"] in portfolio.moves_table(record)
    assert "<table>" in portfolio.to_html(found)


def take_concept_test(record, sitting, chosen):
    record.append("12_verdict", f"concepts/{sitting}", "concepts", {"chosen": chosen, "handed": True})


def test_concept_test_is_in_the_portfolio_and_tells_no_verdict_before_the_second_sitting(record):
    right = {item.id: item.right for item in concept_test().items}
    assert portfolio.gather(record, date(2026, 11, 22)).concepts is None
    take_concept_test(record, "before", dict(list(right.items())[:5]))
    first = portfolio.gather(record, date(2026, 11, 22))
    for page in (portfolio.to_html(first), portfolio.to_markdown(first)):
        assert words()["concepts"]["title"] in page
        assert "5 of 12" in page
        assert words()["concepts"]["change"].split("{")[0] not in page
        assert concept_test().items[0].concept not in page
    take_concept_test(record, "after", right)
    second = portfolio.gather(record, date(2026, 11, 22))
    assert len(second.concepts.rows) == 12
    for page in (portfolio.to_html(second), portfolio.to_markdown(second)):
        assert "before 5 of 12 → after 12 of 12" in page
        assert concept_test().items[0].concept in page


# --- Weighed in two lessons, and filed ---


def save(record, lesson, kind, **body):
    record.append(lesson, "claim/A4", kind, body)


@pytest.fixture
def twice(record):
    save(record, "00_start_here", "stand", round=1, stand=1)
    save(record, "02_ways_to_settle", "stand", round=2, stand=-1, why="Two cases.")
    save(record, "03_islamic_traditions", "stand", round=2, stand=0, early=True)
    save(record, "03_islamic_traditions", "stand", round=2, stand=2)
    save(record, "03_islamic_traditions", "stand", round=2, stand=-2)
    return record


def test_path_of_a_claim_shows_the_stand_of_every_lesson(twice):
    move = next(move for move in portfolio.gather(twice, TODAY).moves if move.claim == "A4")
    assert (move.first, move.way, move.second) == (1, (("2", -1), ("3", 0)), -2)
    names, lesson = words()["trial"], words()["trial"]["in-lesson"]
    way = f"{lesson.format(lesson='2')}: {names['scale-1']}; {lesson.format(lesson='3')}: {names['scale0']}"
    book = portfolio.gather(twice, TODAY)
    for shown in (portfolio.to_markdown(book), portfolio.to_html(book), portfolio.moves_table(twice)):
        assert way in shown
        assert words()["portfolio"]["way"] in shown


def test_stands_of_every_lesson_are_in_my_work(twice):
    page = Lesson(lessons.lesson("03_islamic_traditions"), record=twice)
    stands = [answer for asks, answer in page.written() if "A4" in asks]
    names = words()["trial"]
    assert stands == [names["scale1"], f"{names['scale-1']}: Two cases.", names["scale0"], names["scale-2"]]


def test_table_of_moves_has_no_stands_on_the_way_where_there_are_none(written):
    assert words()["portfolio"]["way"] not in portfolio.to_markdown(portfolio.gather(written, TODAY))


def test_what_was_filed_is_in_my_work_and_in_the_portfolio(record, monkeypatch):
    met = {"aceh": Met(id="aceh", says="Aceh, 2005"), "oslo": Met(id="oslo", says="Oslo, 1993")}
    monkeypatch.setattr(filings, "met_on", lambda claim: met if claim == "A4" else {})
    save(record, "02_ways_to_settle", "filed", id="aceh", side="against")
    save(record, "02_ways_to_settle", "filed", id="aceh", why=HOSTILE)
    save(record, "02_ways_to_settle", "filed", id="no longer given", side="for")
    [chapter] = portfolio.gather(record, TODAY).chapters
    assert chapter.entries == ((f"A4 {words()['trial']['met']}", f"Aceh, 2005 against: {HOSTILE}"),)
    assert "<script>" not in portfolio.to_html(portfolio.gather(record, TODAY))


def test_what_was_guessed_at_a_look_is_in_the_portfolio(record):
    guesses = {"Zubarah, a strip of coast": "Bahrain", "No row any more": HOSTILE}
    body = {"answer": {"values": guesses}}
    record.append("02_ways_to_settle", "look/verdict", "guess", body)
    [chapter] = portfolio.gather(record, TODAY).chapters
    [(asks, answer)] = chapter.entries
    assert asks.startswith("Who got what")
    assert answer == f"Zubarah, a strip of coast: Bahrain\nNo row any more: {HOSTILE}"
    assert "<script>" not in portfolio.to_html(portfolio.gather(record, TODAY))
