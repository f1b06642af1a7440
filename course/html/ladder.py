"""What stands around a text to write: samples to rank, frames, the rubric on three levels, what was said of each."""

from collections.abc import Iterable, Mapping, Sequence
from string import ascii_uppercase

import msgspec
from markupsafe import Markup

from course.html.controls import Option, Rank
from course.html.element import BR, NOTHING, blockquote, bullets, details, div, em, h3, h4, join, p, small, strong
from course.html.text import phrase, plain, prose, typed
from course.model.answer import Answer
from course.model.language import with_semicolons
from course.model.task import LEVELS, Criterion, Level, Sample, Writing

Words = Mapping[str, Mapping[str, str]]
"""The tables of ``interface.toml``."""
SIDES = ("works", "grow")
LEVEL = "level"
"""Under this name a level stands among the comments of a criterion."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the rubric for the page: what a good text does, and what a text does on each level."""

    id: str
    html: Markup
    text: str
    levels: tuple[Option, ...]


def level_word(words: Words, level: Level) -> str:
    """Return what a level is called."""
    return words["ladder"][level]


def sample_names(words: Words, task: Writing) -> dict[Level, str]:
    """Return what the samples are called, by their level, in the order in which they are shown."""
    letters = zip(ascii_uppercase, task.samples, strict=False)
    return {sample.level: words["ladder"]["sample"].format(letter=letter) for letter, sample in letters}


def ranking_control(words: Words, task: Writing) -> Rank:
    """Return the control with which the samples are ranked; it begins in the order in which they are shown."""
    names = sample_names(words, task)
    return Rank(
        options=tuple(Option(level, phrase(name), name) for level, name in names.items()),
        start=tuple(names),
        first_html=phrase(words["ladder"]["rank-first"]),
        last_html=NOTHING,
    )


def samples_to_page(words: Words, task: Writing) -> Markup:
    """Return the samples, one beside the other, without their levels."""
    names = sample_names(words, task)
    blocks = (div(h4(names[sample.level]), blockquote(prose(sample.text))) for sample in task.samples)
    return div(*blocks, class_="course-samples")


def rubric_rows(words: Words, task: Writing) -> tuple[Row, ...]:
    """Return the rubric for the page."""
    return tuple(
        Row(
            id=criterion.id,
            html=phrase(criterion.says),
            text=plain(criterion.says),
            levels=tuple(
                Option(
                    level,
                    join((strong(level_word(words, level)), " ", phrase(criterion.level(level)))),
                    plain(criterion.level(level)),
                )
                for level in LEVELS
            ),
        )
        for criterion in task.rubric
    )


def to_page(rows: Iterable[Row]) -> list[object]:
    """Return rows as JSON for the page."""
    return [msgspec.to_builtins(row, enc_hook=str) for row in rows]


def writing_face(words: Words, task: Writing) -> tuple[Markup, list[str]]:
    """Return as HTML and as plain lines what stands around the box: samples, frames and the rubric.

    The levels of the samples are told where answers are, in a solution.
    """
    word, names = words["ladder"], sample_names(words, task)
    levels = [
        (criterion, [(level_word(words, level), criterion.level(level)) for level in reversed(LEVELS)])
        for criterion in task.rubric
    ]
    markup = join(
        (
            h3(word["samples"]),
            p(phrase(word["samples-how"])),
            *(join((h4(names[sample.level]), blockquote(prose(sample.text)))) for sample in task.samples),
            details(word["frames"], bullets(phrase(frame) for frame in task.frames)),
            details(
                word["rubric"],
                bullets(
                    join(
                        (
                            strong(phrase(criterion.says)),
                            *(join((BR, em(name), " ", phrase(says))) for name, says in rows),
                        )
                    )
                    for criterion, rows in levels
                ),
            ),
        )
    )
    text = [
        word["samples"],
        plain(word["samples-how"]),
        *(f"{names[sample.level]}: {' '.join(plain(sample.text).split())}" for sample in task.samples),
        word["frames"],
        *(f"- {plain(frame)}" for frame in task.frames),
        word["rubric"],
    ]
    for criterion, rows in levels:
        text += [f"- {plain(criterion.says)}", *(f"  {name}: {plain(says)}" for name, says in rows)]
    return markup, text


def our_ranking(words: Words, task: Writing, order: Sequence[str] = (), why: str = "") -> Markup:
    """Return how we rank the samples and why; where ``order`` differs, the row of the rubric to look at."""
    word, names = words["ladder"], sample_names(words, task)
    by_level = {sample.level: sample for sample in task.samples}
    criteria = {criterion.id: criterion for criterion in task.rubric}
    blocks = [p(em(word["your-why"]), " ", typed(why))] if why else []
    entries = []
    for place, level in enumerate(reversed(LEVELS), 1):
        sample = by_level[level]
        given = order.index(level) + 1 if level in order else place
        entries.append(
            join(
                (
                    strong(f"{names[level]} · {level_word(words, level)}"),
                    f" ({words['ladder']['your-place'].format(place=given)})" if order else None,
                    BR,
                    phrase(sample.why),
                    _look_at(words, criteria.get(sample.criterion), sample) if given != place else None,
                )
            )
        )
    blocks.append(bullets(entries, ordered=True))
    title = word["ours-same"] if list(order) == list(reversed(LEVELS)) else word["ours"]
    return div(h4(title), *blocks, class_="course-ours")


def _look_at(words: Words, criterion: Criterion | None, sample: Sample) -> Markup | None:
    if criterion is None:
        return None
    says = (
        phrase(criterion.says),
        " ",
        em(level_word(words, sample.level)),
        " ",
        phrase(criterion.level(sample.level)),
    )
    return join((BR, small(words["ladder"]["look-at"], " ", *says)))


def ours_lines(words: Words, task: Writing) -> list[str]:
    """Return how we rank the samples, as plain lines."""
    word, names = words["ladder"], sample_names(words, task)
    by_level = {sample.level: sample for sample in task.samples}
    return [
        word["ours"],
        *(f"- {names[level]} ({level_word(words, level)}): {plain(by_level[level].why)}" for level in reversed(LEVELS)),
    ]


# --- What somebody said of samples and of their own text, in words ---


def told_ranking(words: Words, task: Writing, answer: Answer) -> str:
    """Return a ranking of the samples as plain text, with ours beside each."""
    _word, names = words["ladder"], sample_names(words, task)
    ranked = [
        f"{place}. {names[sample]} ({words['ladder']['we-say'].format(level=level_word(words, sample))})"
        for place, sample in enumerate((level for level in answer.order or () if level in names), 1)
    ]
    return "\n".join(part for part in (with_semicolons(ranked), answer.why) if part)


def told_review(words: Words, task: Writing, answer: Answer) -> str:
    """Return levels and comments beside the rubric as plain text, below the sentence that they are about."""
    review = answer.values or {}
    lines: list[str] = []
    for criterion in task.rubric:
        sides = review.get(criterion.id)
        said = told_criterion(words, sides if isinstance(sides, dict) else {})
        if said:
            lines += [plain(criterion.says), *said]
    return "\n".join(lines)


def told_criterion(words: Words, sides: Mapping[str, str]) -> list[str]:
    """Return the level and the comments on one criterion as plain lines."""
    form, word = words["form"], words["ladder"]
    level = sides.get(LEVEL)
    placed = [f"{word['placed']} {level_word(words, level)}"] if level in LEVELS else []
    return [*placed, *(f"{form[side]}: {sides[side]}" for side in SIDES if sides.get(side))]


def told_pointed(task: Writing, pointed: Mapping[str, str]) -> list[str]:
    """Return where the learner says that the text does what no pattern can find, as plain lines."""
    return [f"{plain(part.name)}: {pointed[part.id] or '–'}" for part in task.parts if part.id in pointed]
