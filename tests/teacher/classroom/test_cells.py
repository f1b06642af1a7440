"""A table that is filled keeps every byte outside the filled cells, and reads as other programs read it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.teacher.classroom.cells import CellsError, read_cells

SIGNS = st.text(alphabet='a1é،م,;\t"\r\n \ufeff', max_size=40)
CELLS = st.text(alphabet='a1é،م,;\t"\n ', max_size=8)


def read(text, separator):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))


@given(SIGNS)
def test_any_text_is_read_as_python_reads_it(text):
    cells = read_cells(text.encode())
    body = text.removeprefix("\ufeff")
    assert [[cell.text for cell in row] for row in cells.rows] == read(body, cells.separator)


@given(SIGNS)
def test_nothing_filled_is_the_same_file(text):
    assert read_cells(text.encode()).fill({}) == text.encode()


@given(SIGNS, st.data())
def test_a_filled_cell_says_what_was_filled_in_and_the_others_what_they_said(text, data):
    cells = read_cells(text.encode())
    places = [(row, column) for row, line in enumerate(cells.rows) for column in range(len(line))]
    chosen = data.draw(st.lists(st.sampled_from(places), unique=True)) if places else []
    changes = {place: data.draw(CELLS) or "x" for place in chosen}
    filled = read_cells(cells.fill(changes))
    if filled.separator != cells.separator:
        return  # so few cells that a filled one outweighs them
    for place in places:
        assert filled.says(*place) == changes.get(place, cells.says(*place))


def test_only_the_cell_changes_whatever_quotation_marks_and_ends_of_lines_stand_around_it():
    data = '\ufeffId;"Grade";Note\r\n"P 1";"";\'x\n\r\nP 2;;"a ""b"""'.encode()
    filled = read_cells(data).fill({(1, 1): "7,5", (3, 1): 'two "2"; three'})
    assert filled == '\ufeffId;"Grade";Note\r\n"P 1";"7,5";\'x\n\r\nP 2;"two ""2""; three";"a ""b"""'.encode()


@pytest.mark.parametrize("data", ["Prénom,Note\r\n".encode("latin-1"), "Name,Note".encode("utf-16")])
def test_another_encoding_is_refused_with_the_remedy(data):
    with pytest.raises(CellsError, match="UTF-8"):
        read_cells(data)
