"""What a class can be asked in a lesson, in the order of its notebook: prompts, checks, stands, looks that ask.

The questions, their controls and their words are those of the lesson; nothing is told a second time here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec
from markupsafe import Markup

from course.answers.claim import claim_item
from course.answers.events import Body, Guess, Place, Response, Round, Stand, to_body
from course.answers.look import look_item
from course.checks.judge import judge
from course.content import catalog, lessons
from course.content.interface import words
from course.content.outline import outline
from course.html import ask
from course.html.controls import Control, Option, Scale, Sort, Text, control, to_page
from course.html.element import NOTHING
from course.html.prompt import prompt_eyebrow
from course.html.question import setting_markup
from course.html.task import task_eyebrow
from course.html.text import phrase, plain
from course.html.trial import STANDS
from course.html.wording import Wording
from course.model.answer import Answer
from course.model.ask import Cover
from course.model.claim import Claim
from course.model.lesson import AnyLook, Lesson
from course.model.prompt import AnyPrompt
from course.model.task import AnyCheck
from course.model.verdict import Verdict

Call = Literal["discuss", "check", "stand", "look"]
SURES = (1, 2, 3)


class Slide(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a class is asked. ``id`` is fit for an address: "discuss.go-or-wait.2", "stand.A7.1".

    ``session`` (from 1) and ``block`` say where it stands in the notebook, ``more`` whether that is beyond the core.
    ``round`` is 1 or 2, or 0 where there is only one. A look that asks nothing has no ``control``: it is only shown.
    ``reason`` labels a box for one sentence why, and ``sure`` asks how sure somebody is.
    """

    id: str
    call: Call
    about: AnyPrompt | AnyCheck | Claim | AnyLook
    lesson: str
    round: Literal[0, 1, 2] = 0
    session: int = 1
    block: str = ""
    more: bool = False
    exit: bool = False
    eyebrow: str
    setting: Markup
    asks: Markup
    control: Control | None
    reason: str = ""
    sure: bool = False

    @property
    def item(self) -> str:
        """Return what the record calls it."""
        match self.call:
            case "stand":
                return claim_item(self.about.id)
            case "look":
                return look_item(self.about.id)
        return self.about.id

    @property
    def is_text(self) -> bool:
        """Return whether people write sentences here, which the teacher approves before the class sees them."""
        return isinstance(self.control, Text)

    @property
    def first(self) -> str:
        """Return the id of the first round of what is asked a second time, "" otherwise."""
        return f"{self.id[:-1]}1" if self.round == 2 else ""


class Deck:
    """The slides of a lesson, by id and in order."""

    def __init__(self, wording: Wording, lesson: Lesson):
        self.wording = wording
        self.lesson = lesson
        self.slides: Mapping[str, Slide] = {slide.id: slide for slide in _slides(wording, lesson)}

    def find(self, id: str) -> Slide | None:
        """Return the slide with that id, or None."""
        return self.slides.get(id)


def wording() -> Wording:
    """Return the words and sources that slides are made with."""
    return Wording(words=words(), cite=lambda id: catalog.sources()[id])


def deck_of(stem: str) -> Deck:
    """Return the deck of the lesson ``stem``, with a teacher's changes; raise ContentError where there is none."""
    return Deck(wording(), lessons.lesson(stem))


def _slides(wording: Wording, lesson: Lesson) -> Iterator[Slide]:
    places = {
        block.title: (number, block.more)
        for number, session in enumerate(lesson.sessions, 1)
        for block in session.blocks
    }
    prompts = {prompt.id: prompt for prompt in lesson.prompts}
    checks = {check.id: check for check in lesson.checks}
    looks = {look.id: look for look in lesson.looks}
    told: set[str] = set()
    session = 1
    for block in outline(lesson.stem):
        session, more = places.get(block.title, (session, True))
        for call, id in block.calls:
            made: Sequence[Slide] = ()
            if call == "discuss" and id in prompts:
                made = _of_prompt(wording, lesson, prompts[id])
            elif call == "check" and id in checks:
                made = [_of_check(wording, lesson, checks[id])]
            elif call in ("stand", "weigh") and id in catalog.claims():
                made = [_of_claim(wording, lesson, catalog.claims()[id], 1 if call == "stand" else 2)]
            elif call == "look" and id in looks:
                made = [_of_look(wording, lesson, looks[id])]
            for slide in made:
                if slide.id not in told:
                    told.add(slide.id)
                    yield msgspec.structs.replace(slide, session=session, block=block.title, more=more)


def _of_prompt(wording: Wording, lesson: Lesson, prompt: AnyPrompt) -> list[Slide]:
    rounds: Sequence[Literal[0, 1, 2]] = (1, 2) if prompt.pair else (1,)
    return [
        Slide(
            id=f"discuss.{prompt.id}.{round}",
            call="discuss",
            about=prompt,
            lesson=lesson.stem,
            round=round,
            exit=prompt.exit,
            eyebrow=prompt_eyebrow(wording.words["prompt"], prompt),
            setting=setting_markup(prompt),
            asks=phrase(prompt.asks),
            control=control(prompt, wording.words["form"]),
            reason=prompt.reason,
        )
        for round in rounds
    ]


def _of_check(wording: Wording, lesson: Lesson, check: AnyCheck) -> Slide:
    return Slide(
        id=f"check.{check.id}",
        call="check",
        about=check,
        lesson=lesson.stem,
        eyebrow=task_eyebrow(wording.words["task"], check, "check"),
        setting=setting_markup(check),
        asks=phrase(check.asks),
        control=control(check, wording.words["form"]),
    )


def _of_claim(wording: Wording, lesson: Lesson, claim: Claim, round: Literal[1, 2]) -> Slide:
    words = wording.words["trial"]
    low, high = words[f"scale{STANDS[0]}"], words[f"scale{STANDS[-1]}"]
    return Slide(
        id=f"stand.{claim.id}.{round}",
        call="stand",
        about=claim,
        lesson=lesson.stem,
        round=round,
        eyebrow=wording.word("trial", "eyebrow", claim=claim.id),
        setting=NOTHING,
        asks=phrase(claim.says),
        control=Scale(low=low, high=high, low_html=phrase(low), high_html=phrase(high), steps=len(STANDS)),
        reason=words["why"],
        sure=True,
    )


def _of_look(wording: Wording, lesson: Lesson, look: AnyLook) -> Slide:
    asked = look.ask
    return Slide(
        id=f"look.{look.id}",
        call="look",
        about=look,
        lesson=lesson.stem,
        eyebrow=ask.eyebrow(wording, look) if asked else "",
        setting=ask.before(wording, look, slots=False) if asked else NOTHING,
        asks=phrase(asked.asks) if asked else phrase(look.title),
        control=_guess(wording, look) if asked else None,
    )


def _guess(wording: Wording, look: AnyLook) -> Control | None:
    """Return the control for a guess; None where each of several cells would be a line to write."""
    fields = ask.fields(wording, look)
    if fields[0].id == "":
        return Text(rows=2 if fields[0].rows > 1 else 1)
    choices = {choice.value: choice.text for field in fields for choice in field.choices}
    if not choices:
        return None
    return Sort(
        items=tuple(Option(field.id, phrase(field.name or field.label), field.name or field.label) for field in fields),
        groups=tuple(Option(value, phrase(text), plain(text)) for value, text in choices.items()),
    )


def to_event(slide: Slide, answer: Answer) -> tuple[str, dict[str, object]]:
    """Return the kind and the body of the event under which a learner's own record would keep ``answer``."""
    return to_body(_body(slide, answer))


def _body(slide: Slide, answer: Answer) -> Body:
    match slide.call:
        case "check":
            return Response(answer=answer)
        case "discuss":
            round: Round = 2 if slide.round == 2 else 1
            return Response(answer=answer, round=round)
        case "look":
            return Guess(answer=_guessed(slide, answer))
    sure = (answer.values or {}).get("sure")
    place: Place = STANDS[int(answer.value or 1) - 1]
    return Stand(
        round=2 if slide.round == 2 else 1,
        stand=place,
        sure=sure if sure in SURES and isinstance(sure, int) else None,
        why=answer.why,
    )


def _guessed(slide: Slide, answer: Answer) -> Answer:
    """Return a guess in the field in which the lesson's own look has it."""
    look = slide.about
    asked = ask.asks(look)  # type: ignore[arg-type]
    shape = ask.SHAPES[type(asked)]
    if isinstance(asked, Cover) and answer.placed is not None:
        return Answer(values={id: str(group) for id, group in answer.placed.items()})
    if shape == "value" and answer.text is not None:
        return Answer(value=answer.text)
    return answer


def verdict_on(slide: Slide, answer: Answer) -> Verdict | None:
    """Return the verdict on an answer to a check; None where nothing is right or wrong."""
    return judge(slide.about, answer) if slide.call == "check" else None  # type: ignore[arg-type]


_IDS = re.compile(r"\A(discuss|check|stand|look)\.[A-Za-z0-9_-]+(\.[12])?\Z")


def is_slide_id(id: str) -> bool:
    """Return whether ``id`` may be that of a slide."""
    return bool(_IDS.match(id))


def to_phone(slide: Slide) -> dict[str, object]:
    """Return a slide as JSON for a page: what is asked and its control; nothing that tells what is right."""
    return {
        "id": slide.id,
        "call": slide.call,
        "round": slide.round,
        "first": slide.first,
        "exit": slide.exit,
        "eyebrow": slide.eyebrow,
        "setting": str(slide.setting),
        "asks": str(slide.asks),
        "control": to_page(slide.control) if slide.control else None,
        "reason": slide.reason,
        "sure": slide.sure,
    }
