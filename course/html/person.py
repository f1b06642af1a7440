"""A person who mediated: the scene, what could be done, and what they did, once that is asked for."""

from markupsafe import Markup

from course.html.element import b, bullets, details, h4, join, p, section, small, title
from course.html.extract import RULE
from course.html.face import Face, lines
from course.html.text import phrase, plain, prose, typed
from course.html.wording import Wording
from course.model.person import Person


def person_face(wording: Wording, person: Person) -> Face:
    """Return a person without a kernel: scene and options; folded below, what they did and what became of it."""
    words = wording.words["person"]
    markup = section(
        "person",
        p(small(words["eyebrow"])),
        title(phrase(person.name)),
        about_person(wording, person),
        prose(person.before),
        p(b(phrase(person.asks))),
        bullets(phrase(option.says) for option in person.options),
        details(words["read-on"], happened(wording, person)),
    )
    text = lines(
        words["eyebrow"],
        plain(person.name),
        _about(wording, person),
        plain(person.before),
        plain(person.asks),
        *(f"( ) {plain(option.says)}" for option in person.options),
        RULE,
        wording.word("person", "did", name=plain(person.name)),
        plain(person.did),
        nearest(wording, person),
        words["after"],
        plain(person.after),
    )
    return Face(markup, text)


def _about(wording: Wording, person: Person) -> str:
    said = wording.word("person", "said", said=person.said)
    return " · ".join(part for part in (said, plain(person.years), plain(person.role)) if part)


def about_person(wording: Wording, person: Person) -> Markup:
    """Return how the name is said, the years of a life, and the role in this scene."""
    return p(small(_about(wording, person)))


def nearest(wording: Wording, person: Person) -> str:
    """Return which option comes nearest to what the person did, or that none does."""
    option = person.option(person.chose)
    if option is None:
        return wording.words["person"]["near-none"]
    return wording.word("person", "near", option=plain(option.says))


def happened(wording: Wording, person: Person) -> Markup:
    """Return what the person did and what became of it, with sources."""
    words = wording.words["person"]
    return join(
        (
            h4(wording.word("person", "did", name=plain(person.name))),
            prose(person.did),
            p(small(nearest(wording, person))),
            h4(words["after"]),
            prose(person.after),
            wording.cited_below(person.sources),
        )
    )


def decided_panel(wording: Wording, person: Person, option: str, why: str) -> Markup:
    """Return what the learner decided, beside which stands what happened; ``option`` is "" where they read on."""
    words = wording.words["person"]
    chosen = person.option(option)
    if chosen is None:
        return join((h4(words["you"]), p(words["you-read"])))
    return join((h4(words["you"]), p(phrase(chosen.says)), p(typed(why)) if why else None))


def decision_says(wording: Wording, person: Person, option: str, why: str) -> str:
    """Return a decision as plain text, "" where the option is there no more and nothing was written."""
    chosen = person.option(option)
    says = plain(chosen.says) if chosen else wording.words["person"]["no-option"]
    return f"{says}. {why}" if why else says
