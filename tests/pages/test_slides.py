"""What a notebook thinks that a class can be asked is what the class is asked, and takes what the widgets save."""

import secrets
from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.answers.claim import claim_item
from course.answers.events import Body, Guess, Response, Stand, to_body
from course.answers.look import look_item
from course.answers.to_class import all_to_class, to_class
from course.content import catalog, lessons
from course.content.outline import outline
from course.html import ask
from course.html.controls import Number, One, Place, Rank, Scale, Several, Sort, Text
from course.live.answering import fit
from course.live.deck import Slide, deck_of, to_event, wording
from course.model.answer import Answer
from course.model.event import Event
from course.pages.slides import slides_of

DECKS = {stem: deck_of(stem) for stem in lessons.stems()}
SLIDES = [slide for deck in DECKS.values() for slide in deck.slides.values() if slide.control]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=40)


@pytest.mark.parametrize("stem", DECKS)
def test_slides_are_those_of_the_deck(stem: str) -> None:
    asked = {slide.id for slide in DECKS[stem].slides.values() if slide.control}
    assert slides_of(wording(), lessons.lesson(stem)) == asked


def test_what_no_class_is_asked_stays_at_home() -> None:
    """All stands at once (lesson 00) and what is answered in exercises: the live class of a lesson asks neither."""
    at = "2026-11-22T15:10:00.000001Z"
    for stem, deck in DECKS.items():
        asked = frozenset(slide.id for slide in deck.slides.values())
        calls = {(call, id) for block in outline(stem) for call, id in block.calls}
        for claim in catalog.claims():
            kind, body = to_body(Stand(round=1, stand=2))
            stood = Event(id=secrets.token_hex(16), at=at, lesson=stem, item=claim_item(claim), kind=kind, body=body)
            assert (to_class(stood, asked) is not None) == (("stand", claim) in calls), (stem, claim)
        tasks = lessons.exercise(stem).tasks if stem in lessons.exercise_stems() else ()
        assert not {f"check.{task.id}" for task in tasks} & asked


def answers_to(slide: Slide) -> st.SearchStrategy[Answer]:
    """Answers as a lesson's own form gives them."""
    control = slide.control
    match control:
        case One(options=options):
            return st.sampled_from([Answer(chosen=option.id) for option in options])
        case Several(options=options, most=most):
            ids = st.sampled_from([option.id for option in options])
            return st.lists(ids, min_size=1, max_size=most or len(options), unique=True).map(
                lambda chosen: Answer(chosen=tuple(chosen))
            )
        case Rank(options=options):
            return st.permutations([option.id for option in options]).map(lambda order: Answer(order=tuple(order)))
        case Place(options=options, steps=steps):
            return st.fixed_dictionaries({option.id: st.integers(1, steps) for option in options}).map(
                lambda placed: Answer(placed=placed)
            )
        case Scale(steps=steps):
            return st.integers(1, steps).map(lambda value: Answer(value=value))
        case Sort(items=items, groups=groups):
            group = st.sampled_from([group.id for group in groups])
            return st.fixed_dictionaries({item.id: group for item in items}).map(lambda placed: Answer(placed=placed))
        case Number():
            return st.integers(-1000, 1000).map(lambda number: Answer(value=str(number)))
        case Text():
            return TEXTS.map(lambda text: Answer(text=text))
    raise AssertionError(control)


def saved_at(slide: Slide) -> st.SearchStrategy[tuple[str, Body]]:
    """What the widgets of a lesson save: item and body."""
    if slide.call == "stand":
        return st.builds(
            Stand,
            round=st.just(slide.round),
            stand=st.sampled_from([-2, -1, 0, 1, 2]),
            sure=st.sampled_from([None, 1, 2, 3]),
            why=st.just("") | TEXTS,
        ).map(lambda stand: (claim_item(slide.about.id), stand))
    if slide.call == "look":
        return guesses(slide).map(lambda answer: (look_item(slide.about.id), Guess(answer=answer)))
    with_reason = st.tuples(answers_to(slide), (st.just("") | TEXTS) if slide.reason else st.just("")).map(
        lambda pair: msgspec.structs.replace(pair[0], why=pair[1])
    )
    round = slide.round or None
    return with_reason.map(lambda answer: (slide.about.id, Response(answer=answer, round=round)))  # type: ignore[arg-type]


def guesses(slide: Slide) -> st.SearchStrategy[Answer]:
    look = slide.about
    shape = ask.SHAPES[type(ask.asks(look))]  # type: ignore[arg-type]
    if shape in ("value", "text"):
        return TEXTS.map(lambda text: Answer(**{shape: text}))  # type: ignore[arg-type]
    fields = ask.fields(wording(), look)  # type: ignore[arg-type]
    some = st.fixed_dictionaries(
        {}, optional={field.id: st.sampled_from([choice.value for choice in field.choices]) for field in fields}
    )
    return some.filter(bool).map(lambda chosen: Answer(**{shape: chosen}))  # type: ignore[arg-type]


def event_of(slide: Slide, item: str, body: Body) -> Event:
    kind, told = to_body(body)
    return Event(
        id=secrets.token_hex(16), at="2026-01-01T00:00:00.000000Z", lesson=slide.lesson, item=item, kind=kind, body=told
    )


@given(st.data(), st.sampled_from(SLIDES))
def test_every_slide_takes_what_a_widget_saved_and_the_class_keeps_the_same_event(
    data: st.DataObject, slide: Slide
) -> None:
    item, body = data.draw(saved_at(slide))
    event = event_of(slide, item, body)
    slides = {other.id for other in DECKS[slide.lesson].slides.values() if other.control}
    sent = to_class(event, slides)
    assert sent is not None
    assert (sent.slide, sent.press) == (slide.id, event.id)
    kept = fit(slide, sent.answer)
    kind, told = to_event(slide, kept)
    assert slide.item == event.item
    assert (kind, told) == (event.kind, normal(event.body))


def normal(body: dict[str, object]) -> dict[str, object]:
    """A body as a text in one form of Unicode has it."""
    from course.live.answering import clean

    def spelled(part: object) -> object:
        if isinstance(part, str):
            return clean(part, 4000)
        return {key: spelled(value) for key, value in part.items()} if isinstance(part, dict) else part

    return spelled(body)  # type: ignore[return-value]


def events() -> Iterator[tuple[str, str, dict[str, object]]]:
    yield "go-or-wait", "draft", {"answer": {"chosen": "go"}}
    yield "look/x", "guess", {"answer": {}}
    yield "claim/A7", "weigh", {"piece": "p", "weight": 3}
    yield "claim/A7", "stand", {"round": 1, "stand": 9}
    yield "lab/ripeness", "answer", {"text": "x"}
    yield "no-such", "answer", {"answer": {"chosen": "go"}}
    yield "x", "from-a-newer-course", {}


@pytest.mark.parametrize(("item", "kind", "body"), list(events()))
def test_what_answers_no_question_stays_at_home(item: str, kind: str, body: dict[str, object]) -> None:
    event = Event(id="0" * 32, at="2026-01-01T00:00:00.000000Z", lesson="05", item=item, kind=kind, body=body)
    assert to_class(event, {"discuss.go-or-wait.1", "look.x", "stand.A7.1"}) is None


def test_what_was_answered_before_joining_stays_at_home() -> None:
    old, new = (
        Event(
            id=str(n) * 32,
            at=f"2026-01-01T00:00:0{n}.000000Z",
            lesson="05",
            item="a",
            kind="answer",
            body={"answer": {"chosen": "b"}, "round": 1},
        )
        for n in (1, 2)
    )
    assert [sent.press for sent in all_to_class([old, new], old.at, {"discuss.a.1"})] == [new.id]
