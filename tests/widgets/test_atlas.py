"""The atlas as a widget: what it sends, what it answers, and its face without a kernel."""

import json

import pytest

from course.content.atlas import tiles
from course.content.interface import words
from course.evidence.index import CaseIndex, enlarge
from course.html.face import Face
from course.model.case import VOCABULARY
from course.model.region import SEASONS
from course.pages.atlas import atlas
from course.pages.cases import casebook, decode
from course.widgets.atlas import FIRST, SHOWN


@pytest.fixture
def widget(setting):
    made = atlas(setting)
    yield made
    made.close()


@pytest.fixture
def ask(widget, send):
    """Filter as the page does, and return the state that answers."""
    return lambda **query: send(widget, "filter", query=query)


def test_it_opens_with_every_case(widget):
    total = len(casebook().cases)
    assert widget.state["said"].startswith(f"{total} of {total} cases.")
    assert len(widget.state["rows"]) == min(SHOWN, total)


def test_a_filter_is_answered_with_rows_counts_and_a_sentence(widget, ask):
    state = ask(values={"third": "Oman", "role": "host"})
    assert state["said"] == f"{len(state['rows'])} of {len(casebook().cases)} cases."
    assert all("Oman" in row["cells"][4] for row in state["rows"])
    assert state["third"]["OMN"] == len(state["rows"])
    assert sum(number for _, number in state["years"]) == len(state["rows"])


def test_nothing_found_is_said_in_words(widget, ask):
    state = ask(year_from=1900, year_to=1901)
    assert state["rows"] == []
    assert "No case" in state["said"]


@pytest.mark.parametrize(
    "query",
    [{"values": {"nonsense": "x"}}, {"year_from": "soon"}, {"order": "size"}, {"more": 1}, {"values": {"party": 3}}],
)
def test_a_query_that_makes_no_sense_changes_no_row_and_says_so(widget, query, ask):
    before = widget.state["rows"]
    state = ask(**query)
    assert state["rows"] == before
    assert "Show all cases again" in state["said"]


def test_a_pick_shows_the_card_and_an_empty_pick_closes_it(widget, send):
    state = send(widget, "pick", case="aceh-2005")
    assert state["picked"] == "aceh-2005"
    assert "course-case" in state["card"]
    assert send(widget, "pick", case="")["card"] == ""


@pytest.mark.parametrize("id", ["no-such-case", "../secret", None, 7])
def test_no_card_for_what_is_no_case(widget, id, send):
    assert send(widget, "pick", case=id)["card"] == ""


def test_every_case_has_a_card(widget):
    for case in casebook().cases:
        assert "course-case" in widget.card(case.id).markup


def test_only_the_first_rows_travel_however_long_the_table(setting):
    small, large = atlas(setting), atlas(setting, CaseIndex(enlarge(casebook(), 20), decode), lambda id: Face("", ""))
    assert len(large.state["rows"]) == SHOWN
    assert f"{20 * len(casebook().cases)} of" in large.state["said"]
    sizes = [len(json.dumps(one.state)) + len(json.dumps(one.spec)) for one in (small, large)]
    assert sizes[1] < 1.3 * sizes[0]
    small.close()
    large.close()


def test_the_face_tells_the_count_and_the_first_cases(widget):
    bundle = widget._repr_mimebundle_()[0]
    total = len(casebook().cases)
    assert f"{total} attempts" in bundle["text/plain"]
    assert bundle["text/html"].count("<tr>") == FIRST + 1
    assert len(bundle["text/html"]) < 8000
    assert "Indus Waters Treaty" in bundle["text/plain"]
    assert "<IPython" not in repr(widget)
    assert "0x" not in repr(widget)


def test_faces_are_the_same_every_time(setting, widget):
    again = atlas(setting)
    assert again.face.markup == widget.face.markup
    again.close()


def test_every_state_has_a_tile_and_no_two_share_a_place():
    places = {(tile.column, tile.row) for tile in tiles()}
    assert len(places) == len(tiles()) == len(casebook().states)
    where = {tile.iso3: tile for tile in tiles()}
    assert where["MAR"].column < where["EGY"].column < where["IRN"].column < where["IDN"].column
    assert where["NOR"].row < where["TUR"].row < where["SAU"].row < where["ZAF"].row


def test_every_coded_word_is_said_in_words():
    coded = words()["coded"]
    wanted = {word for column in VOCABULARY.values() for word in column}
    # The region's steps have seasons, said by the same table.
    assert wanted | set(SEASONS) == set(coded)
    assert decode("partly-held") == "partly held"
    assert not any("-" in coded[word] for word in VOCABULARY["durability"])


def test_every_filter_and_column_has_its_label(widget):
    labels = [field["label"] for field in widget.spec["fields"]] + [head["text"] for head in widget.spec["heads"]]
    assert all(labels)
    assert len({field["label"] for field in widget.spec["fields"]}) == len(widget.spec["fields"])
