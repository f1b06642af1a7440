"""The page of the atlas: its questions fit the table as it is, and it opens without a lesson."""

import pytest

import course
from course.checks import judge
from course.content.atlas import atlas_page
from course.content.lessons import stems
from course.dev.settle import ROOT, read
from course.evidence.index import Query
from course.model.answer import read_answer
from course.model.task import Choose, Number
from course.pages.atlas import STEM, AtlasPage, index

QUESTIONS = {question.id: question for question in atlas_page().questions}


def found(id):
    asked = atlas_page().filters[id]
    return index().find(Query(year_from=asked.year_from, year_to=asked.year_to, values=asked.values))


@pytest.fixture
def page(record):
    return AtlasPage(atlas_page(), record=record)


def test_it_can_be_asked_for_by_name():
    assert course.open_atlas.__name__ == "open_atlas"
    assert STEM not in stems()


@pytest.mark.parametrize("id", QUESTIONS)
def test_the_filter_of_a_question_leaves_the_cases_it_says(id):
    assert len(atlas_page().filters[id].values) == 1, "one filter each"
    assert found(id).total == atlas_page().filters[id].cases


def test_the_answers_are_those_of_the_table():
    answers = {id: one.answer for id, one in QUESTIONS.items() if isinstance(one, Number)}
    assert answers == {
        "egypt-helps": found("egypt-helps").total,
        "courts-held": found("courts-held").counts["durability"]["held"],
    }
    egypt = index().find(Query(values={"party": "Egypt"})).total
    assert [slip.value for slip in QUESTIONS["egypt-helps"].slips] == [egypt]
    regions = found("water-where").counts["region"]
    assert set(regions.values()) == {1}
    assert len(regions) == found("water-where").total
    guarantors = found("who-guarantees").counts["third"]
    assert max(guarantors, key=guarantors.get) == "United States"
    assert (guarantors["United States"], guarantors["Qatar"], guarantors["Russia"]) == (7, 3, 3)
    assert sorted(guarantors.values())[-2] == 3
    assert f"{len(index().book.cases)} attempts" in QUESTIONS["failures"].asks


@pytest.mark.parametrize("id", QUESTIONS)
def test_a_right_answer_is_right_and_every_other_is_not(id):
    question = QUESTIONS[id]
    if isinstance(question, Choose):
        for option in question.options:
            assert (judge(question, read_answer({"chosen": option.id})).outcome == "correct") == option.right
    else:
        assert judge(question, read_answer({"value": str(question.answer)})).outcome == "correct"
        assert judge(question, read_answer({"value": str(question.answer + 1)})).outcome == "not-yet"


def test_the_page_shows_what_its_notebook_asks_for(page):
    cells = [cell.source for cell in read(ROOT / "notebooks" / f"{STEM}.ipynb").cells if cell.cell_type == "code"]
    asked = [line.split('"')[1] for line in cells if line.startswith("atlas.ask(")]
    assert asked == list(QUESTIONS)
    for id in asked:
        page.ask(id).close()


def test_an_unknown_chart_or_case_is_told_plainly(page):
    assert "did you mean" in page.chart("netwerk").text
    assert "aceh-2005" in page.case("aceh-2006").text
    assert "No table" in page.about("casess").text or "no table" in page.about("casess").text


def test_the_answers_of_a_learner_are_found_again(page, send):
    form = page.ask("egypt-helps")
    send(form, "save", answer={"value": "12"})
    form.close()
    assert [said for _, said in page.written()] == ["12 cases"]
