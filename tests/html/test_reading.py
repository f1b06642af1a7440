"""A notebook as a page to read."""

from markupsafe import Markup

from course.html.reading import Cell, Said, cells_of, headings_of, prose, reading, title_of

SAID = Said(waits="wait", more="more: {title}", chart="in words: {text}", drops=(Markup("<p>only alive</p>"),))


def cell(id, source="", *tags, prose=True, faces=()):
    return Cell(id=id, is_prose=prose, source=source, tags=tags, faces=faces)


def drawn(*cells):
    return str(reading(cells, SAID, lambda address: f"to/{address}"))


def test_every_block_that_is_more_is_a_fold_of_its_own():
    page = drawn(
        cell("a", "## One"),
        cell("b", "## Two *more*\n\ntext", "more"),
        cell("c", "lesson.look()", "look", "more", prose=False),
        cell("d", "## Three", "more"),
        cell("e", "## Four"),
    )
    assert page.count("<details>") == 2
    first, second = page.split("<details>")[1:]
    assert "<summary>more: Two more</summary>" in first
    assert 'data-cell="c"' in first
    assert "<summary>more: Three</summary>" in second
    assert "Four" in second.split("</details>")[1]


def test_a_question_waits_and_says_nothing_that_is_true_elsewhere():
    face = Markup("<section><p>asks</p><p>only alive</p></section>")
    page = drawn(cell("a", "lesson.check('x')", "check", prose=False, faces=(face,)))
    assert "<p>asks</p></section>" in page
    assert "only alive" not in page
    assert page.count("wait") == page.count("page-waits") * 2 == 2


def test_a_chart_stands_in_words():
    assert "in words: one &lt; two" in drawn(cell("a", "", "look", prose=False, faces=("Title\none < two",)))


def test_citations_are_numbers_and_links_lead_to_pages():
    page = drawn(
        cell("a", "See [B 2](#source-b), [A 1](#source-a) and [ripe](#term-ripe)."),
        cell("b", "Again [B 2](#source-b); then [next](../exercises/03_x.ipynb)."),
    )
    assert page.count('href="#source-b"') == page.count('aria-label="1: B 2"') == 2
    assert 'aria-label="2: A 1"' in page
    assert 'href="#term-ripe" class="page-term"' in page
    assert 'href="to/../exercises/03_x.ipynb"' in page


def test_a_heading_has_the_name_that_jupyterlab_gives_it():
    cells = [cell("a", "# Title\n\n## Session 2 · Who?"), cell("b", "## Folded", "more")]
    assert title_of(cells) == "Title"
    assert headings_of(cells) == [("Session 2 · Who?", "Session-2-·-Who?")]
    assert 'id="Session-2-·-Who?"' in drawn(*cells)


def test_what_is_typed_as_markup_stays_text_and_the_start_button_goes():
    assert "<b>" not in prose("a <b>bold</b> word")
    start = '<button data-commandlinker-command="notebook:run-all-cells">Start</button> or choose Run.'
    assert prose(f"before\n\n{start}\n\nafter") == "<p>before</p>\n<p>after</p>\n"


def test_cells_are_read_as_a_file_has_them():
    code = {
        "id": "x",
        "cell_type": "code",
        "metadata": {"tags": ["check"], "jupyter": {"source_hidden": True}},
        "source": ["one\n", "two"],
        "outputs": [{"data": {"text/html": ["<p>", "x</p>"], "text/plain": "x"}}, {"data": {"text/plain": "y"}}],
    }
    [read] = cells_of({"cells": [code]})
    assert read == Cell(
        id="x", is_prose=False, source="one\ntwo", tags=("check",), faces=(Markup("<p>x</p>"), "y"), is_shown=False
    )
    assert isinstance(read.faces[0], Markup)
    assert not isinstance(read.faces[1], Markup)
