"""The concept test: its static face, and what a learner sees of it after handing in."""

import datetime
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from course.answers.concepts import ConceptWork
from course.html.element import NOTHING, bullets, definitions, element, h3, h4, join, p, section, small, strong
from course.html.face import Face, lines
from course.html.text import phrase, plain
from course.html.wording import Wording
from course.model.concept import DO_NOT_KNOW, SITTINGS, Concept, ConceptTest, Sitting
from course.model.event import read_moment
from course.model.language import arrow

WEEKS_UNTIL_LATER = 4
"""So long after the second sitting the third one is planned."""

Works = Mapping[Sitting, ConceptWork]


def concepts_face(wording: Wording, test: ConceptTest, sitting: Sitting) -> Face:
    """Return every scene with its question and answers, for a page without a kernel."""
    head, how = eyebrow(wording, test, sitting), wording.word("concepts", f"how-{sitting}", total=len(test.items))
    unknown = wording.words["concepts"][DO_NOT_KNOW]
    items = [
        join((phrase(item.scene), " ", strong(phrase(item.asks)), bullets([*_says(item), unknown])))
        for item in test.items
    ]
    markup = section("concepts", p(small(head)), p(how), bullets(items, ordered=True))
    text = [
        line
        for number, item in enumerate(test.items, 1)
        for line in (
            f"{number}. {plain(item.scene)} {plain(item.asks)}",
            *(f"( ) {plain(option.says)}" for option in item.options),
            f"( ) {unknown}",
        )
    ]
    return Face(markup, lines(head, how, *text))


def _says(item: Concept) -> list[Markup]:
    return [phrase(option.says) for option in item.options]


def eyebrow(wording: Wording, test: ConceptTest, sitting: Sitting) -> str:
    """Return the line above the test: which sitting it is, and how long it takes."""
    return wording.word("concepts", f"eyebrow-{sitting}", minutes=test.minutes)


def day(at: str) -> datetime.date:
    """Return the day of a moment of the record, as the clock here shows it."""
    return read_moment(at).astimezone().date()


def plan(wording: Wording, works: Works) -> str:
    """Return when the third sitting is planned: four weeks after the second was handed in."""
    after = works["after"].handed
    if after is None:
        return wording.word("concepts", "plan-open")
    date = day(after.at) + datetime.timedelta(weeks=WEEKS_UNTIL_LATER)
    return wording.word("concepts", "plan", date=date.isoformat())


def handed_already(wording: Wording, work: ConceptWork) -> str:
    """Return that the first time counts, and when that was."""
    return wording.word("concepts", "handed-already", date=day(work.at).isoformat())


def sittings_until(sitting: Sitting, works: Works) -> list[Sitting]:
    """Return the sittings up to this one that were handed in."""
    known = SITTINGS[: SITTINGS.index(sitting) + 1]
    return [name for name in known if works[name].handed]


def change(wording: Wording, test: ConceptTest, works: Works, handed: Sequence[Sitting]) -> str:
    """Return in a sentence how many answers were right in each of the sittings ``handed``."""
    word, total = wording.word, len(test.items)
    scores = []
    for name in handed:
        named, right = word("concepts", f"sitting-{name}"), works[name].right(test.items)
        scores.append(word("concepts", "score", sitting=named, right=right, total=total))
    return word("concepts", "change", scores=arrow().join(scores))


def results(wording: Wording, test: ConceptTest, works: Works, sitting: Sitting) -> Markup:
    """Return what is shown after handing in. Before the course that is no verdict: the same questions come again."""
    words = wording.words["concepts"]
    if sitting == "before":
        return p(words["before-saved"])
    handed = sittings_until(sitting, works)
    return join(
        (
            h3(words["results"]),
            p(strong(change(wording, test, works, handed))),
            None if "before" in handed else p(words["no-before"], class_="course-note"),
            p(plan(wording, works), class_="course-note") if sitting == "after" else None,
            *(_result(wording, number, item, works, handed) for number, item in enumerate(test.items, 1)),
        )
    )


def _result(wording: Wording, number: int, item: Concept, works: Works, handed: Sequence[Sitting]) -> Markup:
    words = wording.words["concepts"]
    right = next((phrase(option.says) for option in item.options if option.right), NOTHING)
    answers = [
        (words["now"] if name == handed[-1] else words[f"then-{name}"], _answer(wording, item, works[name]))
        for name in handed
    ]
    # Whoever is right now has read the right answer one line above.
    shown = [] if works[handed[-1]].chosen.get(item.id) == item.right else [(words["right-answer"], right)]
    return element(
        "section",
        h4(f"{number} · {plain(item.concept)}"),
        p(phrase(item.scene), " ", phrase(item.asks)),
        definitions([*answers, *shown, (words["why"], phrase(item.why))]),
        class_="course-concept",
    )


def _answer(wording: Wording, item: Concept, work: ConceptWork) -> Markup:
    return join((chosen_words(wording, item, work), " ", small(f"({verdict(wording, item, work)})")))


def chosen_words(wording: Wording, item: Concept, work: ConceptWork) -> str:
    """Return what was chosen, as plain text; that nothing was, where that is so."""
    words, chosen = wording.words["concepts"], work.chosen.get(item.id, "")
    if chosen == DO_NOT_KNOW:
        return words[DO_NOT_KNOW]
    return next((plain(option.says) for option in item.options if option.id == chosen), words["no-answer"])


def verdict(wording: Wording, item: Concept, work: ConceptWork) -> str:
    """Return whether what was chosen is right, in a word."""
    return wording.words["concepts"]["right" if work.chosen.get(item.id) == item.right else "not-right"]


def told(wording: Wording, test: ConceptTest, works: Works, sitting: Sitting) -> str:
    """Return a sitting that was handed in as one line of somebody's own work. The first one tells no verdict."""
    work, total = works[sitting], len(test.items)
    answered = wording.word("concepts", "handed", date=day(work.at).isoformat(), done=len(work.chosen), total=total)
    if sitting == "before":
        return answered
    return f"{answered} {change(wording, test, works, sittings_until(sitting, works))}"


def columns(wording: Wording, handed: Sequence[Sitting]) -> list[str]:
    """Return the heads of the table of somebody's own answers."""
    return [wording.words["concepts"]["concept"], *(wording.words["concepts"][f"then-{name}"] for name in handed)]


def rows(wording: Wording, test: ConceptTest, works: Works, handed: Sequence[Sitting]) -> list[list[str]]:
    """Return of each item its concept, and of each sitting whether the answer was right."""
    return [[plain(item.concept), *(verdict(wording, item, works[name]) for name in handed)] for item in test.items]
