"""Words that a class shares: by people, without words that say nothing, in more than one script."""

from hypothesis import given
from hypothesis import strategies as st

from course.live.cloud import FEWEST_PEOPLE, cloud_of, key_of, stop_words


def shown(*texts: str) -> list[tuple[str, int]]:
    return [(word.says, word.people) for word in cloud_of(texts)]


def test_a_word_counts_people_and_not_how_often_one_says_it() -> None:
    assert shown("Trust, trust, trust!", "Without trust no deal.", "A deal") == [("deal", 2), ("trust", 2)]


def test_a_word_of_one_person_is_not_shown() -> None:
    assert shown("My secret harvest", "their harvest") == [("harvest", 2)]
    assert shown("harvest harvest") == []


def test_words_that_say_nothing_are_left_out() -> None:
    assert shown("It would be there because they don’t", "It would be there because they don't") == []
    assert shown("هذا من السلام", "هذا في سلام") != []
    assert [word for word, _ in shown("هذا من السلام", "هذا في سلام")] in (["سلام"], ["السلام"])


def test_arabic_is_one_word_with_and_without_signs_and_article() -> None:
    assert key_of("السَّلام") == key_of("سلام") == key_of("ســلام")
    assert key_of("أمن") == key_of("امن")
    assert shown("الهُدنة", "هدنه") == [("الهدنة", 2)] or shown("الهُدنة", "هدنه") == [("هدنه", 2)]


def test_a_name_in_the_genitive_is_the_name() -> None:
    assert shown("Oman’s offer", "the offer of Oman") == [("offer", 2), ("oman", 2)]


def test_lists_of_words_are_there_in_both_languages() -> None:
    assert {"because", "don't", key_of("الذين")} <= stop_words()


@given(st.lists(st.text(max_size=80), max_size=8))
def test_every_word_is_in_as_many_texts_as_it_says(texts: list[str]) -> None:
    for word in cloud_of(texts):
        assert FEWEST_PEOPLE <= word.people <= len(texts)
