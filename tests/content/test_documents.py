"""Documents and people: what is wrong in a file is said with file, key and remedy."""

import re
import shutil
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.checks.marking import judge_marks
from course.content import documents, pace, people, references
from course.content.outline import Block, blocks_of
from course.content.reader import ContentError
from course.dev.documents import find_troubles
from course.model.document import Document, Marking, MissingLine, count_words

SAMPLES = Path(__file__).parents[1] / "samples"


@pytest.fixture
def change(tmp_path):
    """Copy a sample, change its text, and read it."""

    def changing(kind, name, *changes):
        path = tmp_path / kind / f"{name}.toml"
        path.parent.mkdir(exist_ok=True)
        shutil.copy(SAMPLES / kind / path.name, path)
        text = path.read_text("utf-8")
        for before, after in changes:
            assert before in text
            text = text.replace(before, after, 1)
        path.write_text(text, "utf-8")
        return documents.read_document(path) if kind == "documents" else people.read_person(path)

    return changing


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            [('right = ["Darwan will open its half of', 'right = ["Darwan opens its half of')],
            r"right: 'Darwan opens .*'",
        ),
        (
            [('arguable = ["on the first', 'arguable = ["on a first')],
            "arguable: 'on a first .*did you mean 'on the first",
        ),
        ([('"It is hoped that the other half" =', '"It was hoped" =')], "feedback: 'It was hoped' is no phrase"),
        (
            [("Excellency, the assurances", "Excellency, | Sir, | the assurances")],
            "the phrase 'Sir,' has 1 words. Move the |",
        ),
        (
            [("ships had to wait, |", "ships had to wait, | Darwan will pay for the lamps |")],
            "stands 2 times in the text",
        ),
        ([(", right = true, feedback = \"'My", ", feedback = \"'My")], "questions 'speaks': 0 options are right"),
        ([('says = "Both states",', 'says = "Both states", right = true,')], "questions 'speaks': 2 options are right"),
        (
            [("within ten days of this date. |", "within ten days of this date. |" + " we ask for it again |" * 25)],
            "text: 2.. words. Write an extract of 80 to 200",
        ),
        ([('"It is hoped that the other half" =', '"Darwan will pay for the lamps" =')], "is right already"),
    ],
)
def test_what_is_wrong_in_a_document_is_said_with_key_and_remedy(change, changes, said):
    with pytest.raises(ContentError, match=r"documents/bridge-letter\.toml") as told:
        change("documents", "bridge-letter", *changes)
    assert re.search(said, str(told.value))


def test_a_short_text_must_be_the_whole_text(change):
    assert change("documents", "bridge-reply").words < documents.WORDS[0]
    with pytest.raises(ContentError, match=r"30 words\. .* whole = true"):
        change("documents", "bridge-reply", ("whole = true", "whole = false"))


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('chose = "ask"', 'chose = "asks"', "chose: there is no option 'asks'; did you mean 'ask'?"),
        ('{ id = "ask", ', '{ id = "ask", right = true, ', "unknown field `right`"),
        ("The bridge was opened on the first of April.", "It was opened. " * 40, "after: .* words. Write 30 to 70"),
    ],
)
def test_what_is_wrong_in_a_person_is_said_with_key_and_remedy(change, before, after, said):
    with pytest.raises(ContentError, match=r"people/salma-noor\.toml.*" + said):
        change("people", "salma-noor", (before, after))


def test_an_unknown_id_is_answered_with_the_nearest(monkeypatch):
    for module, ask in ((documents, documents.document), (people, people.person)):
        monkeypatch.setattr(module, "ids", lambda: frozenset({"bridge-letter"}))
        with pytest.raises(ContentError, match="did you mean 'bridge-letter'"):
            ask("bridge-leter")


WORD = st.text("abcdefg", min_size=1, max_size=5)
PHRASE = st.lists(WORD, min_size=1, max_size=6).map(" ".join)
PARAGRAPHS = st.lists(st.lists(PHRASE, min_size=1, max_size=6), min_size=1, max_size=4)


@given(PARAGRAPHS, st.sampled_from(["|", " | ", "  |"]))
def test_phrases_are_the_text_and_each_has_a_key_of_its_own(paragraphs, between):
    document = Document(
        id="any",
        title="Any",
        what="Letter",
        date="2031",
        source="un-charter-1945",
        licence="Invented",
        language="en",
        before="Nothing.",
        text=tuple(between.join(phrases) for phrases in paragraphs),
        marks=(Marking(id="one", asks="Mark.", right=(paragraphs[0][0],), shows="It."),),
        questions=(),
        missing=MissingLine(asks="What?", ours="That.", sources=("un-charter-1945",)),
    )
    assert [[phrase.words for phrase in phrases] for phrases in document.paragraphs] == paragraphs
    keys = [phrase.key for phrase in document.phrases]
    assert len(set(keys)) == len(keys)
    assert document.words == sum(count_words(phrase) for phrases in paragraphs for phrase in phrases)


def test_words_left_out_are_no_words():
    assert count_words("they refer […] to it […]") == 4


def test_published_documents_and_people_keep_the_rules():
    paths = [*documents.FOLDER.glob("*.toml"), *people.FOLDER.glob("*.toml")]
    assert [trouble for path in paths for trouble in find_troubles(path)] == []


def test_a_source_is_looked_up_beside_the_file(tmp_path):
    path = tmp_path / "people" / "salma-noor.toml"
    path.parent.mkdir()
    shutil.copy(SAMPLES / "people" / path.name, path)
    (tmp_path / "sources.toml").write_text("", "utf-8")
    assert [*find_troubles(path)] == [
        "people/salma-noor.toml, sources: 'un-charter-1945' is not in sources.toml. "
        "Mend the id, or add the source there."
    ]


NOTEBOOK = """{"cells": [
  {"cell_type": "markdown", "source": ["## Read · Two letters"]},
  {"cell_type": "code", "source": ["lesson.read(\\"a-letter\\", \\"a-reply\\")"]},
  {"cell_type": "code", "source": ["lesson.read('alone'); lesson.meet(\\"somebody\\")"]}
]}"""


def test_two_documents_in_one_call_are_both_seen(tmp_path):
    path = tmp_path / "06_any.ipynb"
    path.write_text(NOTEBOOK, "utf-8")
    [block] = blocks_of(path)
    assert block.calls == (("read", "a-letter"), ("beside", "a-reply"), ("read", "alone"), ("meet", "somebody"))
    named = {(reference.kind, reference.id) for reference in references.of_notebook(path, references.LESSON_CALLS)}
    assert named == {
        ("document", "a-letter"),
        ("document", "a-reply"),
        ("document", "alone"),
        ("person", "somebody"),
    }


def test_a_document_is_read_twice_and_counted_once_as_words(monkeypatch, letter, mediator):
    from course.content import lessons

    for module, content in ((documents, letter), (people, mediator)):
        monkeypatch.setattr(module, "ids", lambda content=content: frozenset({content.id}))
    monkeypatch.setattr(documents, "document", lambda id: letter)
    monkeypatch.setattr(people, "person", lambda id: mediator)
    lesson = lessons.lesson("06_accords_and_recognition")
    title = lesson.sessions[0].blocks[0].title
    blocks = {
        call: pace.blocks_in(lesson, [Block(title=title, calls=((call, id),))])[0]
        for call, id in (("read", letter.id), ("meet", mediator.id))
    }
    words = letter.words + len(letter.before.split())
    assert blocks["read"].words == words
    assert blocks["read"].minutes == pytest.approx(pace.read(words + letter.words) + pace.DOCUMENT)
    told = sum(len(text.split()) for text in (mediator.before, mediator.did, mediator.after))
    assert blocks["meet"].words == told
    assert blocks["meet"].minutes == pytest.approx(pace.read(told) + pace.PERSON)


def test_a_text_in_another_language_is_marked_by_its_english_words(letter):
    said = tuple(" | ".join(f"س{n}" for n, _ in enumerate(text.split("|"))) for text in letter.text)
    other = msgspec.structs.replace(letter, text=said, keys=letter.text)
    assert [phrase.key for phrase in other.phrases] == [phrase.key for phrase in letter.phrases]
    assert other.phrases[0].words == "س0"
    several = next(n for n, paragraph in enumerate(letter.paragraphs) if len(paragraph) > 1)
    assert other.words_of([letter.paragraphs[several][1].key, "gone"]) == ("س1", "gone")
    marking = letter.marks[0]
    right = [phrase.key for phrase in letter.phrases if phrase.words in marking.right]
    assert {verdict.fit for verdict in judge_marks(other, marking, right) if verdict.phrase.key in right} == {"fits"}
    # A phrase lost in translation: the paragraph stays as it is in English, and can be marked.
    lost = msgspec.structs.replace(other, text=(*said[:several], "س", *said[several + 1 :]))
    assert lost.paragraphs[several] == letter.paragraphs[several]


def test_a_text_in_english_is_marked_before_its_paragraph_and_not_within_a_phrase(letter):
    from msgspec.structs import replace

    from course.html.extract import text_of

    assert not any(letter.is_english(number) for number in range(len(letter.text)))
    untranslated = replace(letter, keys=letter.text)
    assert untranslated.is_english(0)
    drawn = text_of(untranslated)
    assert '<p lang="en" dir="ltr"><small>[en]</small> ' in drawn
    assert not any("[en]" in part.words for part in untranslated.phrases)
