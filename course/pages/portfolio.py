"""The portfolio: everything that a learner wrote in the course, as one HTML page and one Markdown file."""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

import msgspec
from markupsafe import Markup

from course.answers.claim import ClaimWork, claim_item, read_claims
from course.answers.lessons import path
from course.answers.work import Work
from course.content import atlas, catalog, lessons
from course.content.concepts import concept_test
from course.content.interface import words
from course.html import document, style
from course.html.argument import argument_map
from course.html.concepts import change, columns, sittings_until, told
from course.html.concepts import rows as concept_rows
from course.html.element import NOTHING, definitions, element, join, numbered_table, p, table, td, th
from course.html.text import plain
from course.html.wording import Wording
from course.html.work import Drawn
from course.model.claim import Claim
from course.model.concept import SITTINGS
from course.model.language import as_one, with_semicolons
from course.model.lesson import number_of
from course.pages.page import QuestionPage, source
from course.record import Record
from course.widgets.portfolio import PortfolioDesk
from course.widgets.setting import Setting


class Move(msgspec.Struct, frozen=True, kw_only=True):
    """How one stand moved. Stands are −2 to +2, None where none was taken; ``piece`` is what weighed heaviest.

    ``way`` are the stands between the first and the last, each with the number of its lesson.
    """

    claim: str
    says: str
    first: int | None
    second: int | None
    why: str
    piece: str
    way: tuple[tuple[str, int], ...] = ()


class Balance(msgspec.Struct, frozen=True, kw_only=True):
    """The map that somebody's weighing made of a claim."""

    claim: str
    drawn: Markup


class Chapter(msgspec.Struct, frozen=True, kw_only=True):
    """What was written in one notebook: pairs of question and answer, as plain text; maps that were drawn on."""

    title: str
    entries: tuple[tuple[str, str], ...]
    drawings: tuple[Drawn, ...] = ()


class Concepts(msgspec.Struct, frozen=True, kw_only=True):
    """The concept test in somebody's own words and numbers: sentences, and a table once there is a change to show."""

    told: tuple[str, ...]
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


class Portfolio(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a learner wrote, in the order of the course."""

    name: str
    made: date
    moves: tuple[Move, ...]
    balances: tuple[Balance, ...] = ()
    concepts: Concepts | None = None
    chapters: tuple[Chapter, ...]


def moves(works: Mapping[str, ClaimWork], claims: Mapping[str, Claim] | None = None) -> tuple[Move, ...]:
    """Return how the stand on each claim moved, in the order of the claims. ``works`` by the id of the claim."""
    return tuple(_move(works.get(id, ClaimWork()), claim) for id, claim in (claims or catalog.claims()).items())


def _move(work: ClaimWork, claim: Claim) -> Move:
    first, second = work.stand(1), work.stand(2)
    heaviest = work.heaviest(claim.pieces)
    later = [entry for entry in path(work) if entry.body.round == 2]
    return Move(
        claim=claim.id,
        says=plain(claim.says),
        first=first.stand if first else None,
        second=second.stand if second else None,
        why=(second.why if second else "") or (first.why if first else ""),
        piece=plain(heaviest.says) if heaviest else "",
        way=tuple((number_of(entry.lesson), entry.body.stand) for entry in later[:-1]),
    )


def gather(record: Record, today: date) -> Portfolio:
    """Read the whole record. Notebooks in which nothing was written are left out."""
    work = Work(record.events())
    claims = read_claims(work.events)
    chapters = [_chapter(title, page, work) for title, page in _pages(record)]
    chapters += _negotiations(record, work)
    return Portfolio(
        name=work.name,
        made=today,
        moves=moves(claims),
        balances=tuple(_balances(claims)),
        concepts=_concepts(Setting(stem="", words=words(), cite=source, record=record), work),
        chapters=tuple(chapter for chapter in chapters if chapter.entries),
    )


def _balances(works: Mapping[str, ClaimWork]) -> Iterator[Balance]:
    """Yield the map of every claim on which something was weighed or argued."""
    wording = Wording(words=words(), cite=source)
    for id, claim in catalog.claims().items():
        drawn = argument_map(wording, claim, works.get(id, ClaimWork()), heading=False)
        if drawn:
            yield Balance(claim=f"{id} · {plain(claim.short)}", drawn=drawn)


def _concepts(setting: Setting, work: Work) -> Concepts | None:
    """Return the concept test, None where no sitting was handed in; no verdict before the second was."""
    test, works = concept_test(), {sitting: work.concepts(sitting) for sitting in SITTINGS}
    handed = sittings_until("later", works)
    if not handed:
        return None
    if handed == ["before"]:
        return Concepts(told=(told(setting, test, works, "before"),))
    rows = tuple(tuple(row) for row in concept_rows(setting, test, works, handed))
    return Concepts(told=(change(setting, test, works, handed),), heads=tuple(columns(setting, handed)), rows=rows)


def _pages(record: Record) -> Iterator[tuple[str, QuestionPage]]:
    """Yield every notebook in which something can be written, with its title."""
    placed: set[str] = set()
    for stem in lessons.stems():
        lesson = lessons.lesson(stem)
        questions = (*lesson.prompts, *lesson.checks)
        # A claim on trial in two lessons has one stand, and stands where it was first on trial.
        claims = [claim for claim in lesson.claims if claim not in placed]
        placed.update(claims)
        yield (
            lessons.named(stem),
            QuestionPage(
                stem,
                questions=questions,
                looks=lesson.looks,
                claims=claims,
                documents=lesson.documents,
                people=lesson.people,
                retired=lesson.retired,
                boundaries=lesson.boundaries,
                record=record,
            ),
        )
        if stem in lessons.exercise_stems():
            exercise = lessons.exercise(stem)
            title = words()["portfolio"]["exercise"].format(number=number_of(stem), title=exercise.title)
            yield title, QuestionPage(stem, questions=exercise.tasks, retired=exercise.retired, record=record)
    page = atlas.atlas_page()
    yield page.title, QuestionPage(atlas.STEM, questions=page.questions, record=record)


def _chapter(title: str, page: QuestionPage, work: Work) -> Chapter:
    entries = tuple((question.striptags(), answer) for question, answer in page.written(work))
    return Chapter(title=title, entries=entries, drawings=tuple(page.drawings(work)))


def _negotiations(record: Record, work: Work) -> list[Chapter]:
    """Return a chapter for each finished negotiation: the plan, how it ended, what was written afterwards."""
    moves = [event for event in work.events if event.kind in ("branch", "move")]
    if not moves:
        return []
    from course.answers.games import read_games
    from course.pages.negotiations import tell_games

    setting = Setting(stem="", words=words(), cite=source, record=record)
    return [Chapter(title=title, entries=tuple(entries)) for title, entries in tell_games(setting, read_games(moves))]


def stand_word(stand: int | None) -> str:
    """Return a stand in words, "–" where none was taken."""
    return "–" if stand is None else words()["trial"][f"scale{stand}"]


# What looks like an address becomes a link in many viewers, whatever stands around it; in a code span it never does.
_ADDRESS = re.compile(r"://|@|www\.|[^\W\d_]{2}:\S|[\w-]\.[^\W\d_]{2}", re.IGNORECASE)
_SPECIAL = re.compile(r"([\\`*_\[\]|~#$^!{}])")
_UNSEEN = ("Cc", "Cs")
_BEGINS_A_BLOCK = re.compile(r"\A(?:([-+=:])|(\d{1,9})([.)]))")


def as_markdown(text: str) -> str:
    """Return one line that somebody typed as Markdown that shows exactly this text: no link, picture, HTML or block."""
    line = "".join(" " if unicodedata.category(letter) in _UNSEEN else letter for letter in text)
    safe_line = " ".join(map(_word, line.split()))
    return _BEGINS_A_BLOCK.sub(lambda sign: f"\\{sign[1]}" if sign[1] else f"{sign[2]}\\{sign[3]}", safe_line)


def _word(text: str) -> str:
    # Signs of HTML are never in a code span: a viewer that knows no Markdown would take them for HTML.
    pieces = re.split("([<>&])", text)
    return "".join(_code(piece) if _ADDRESS.search(piece) else _inert(piece) for piece in pieces)


def _inert(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", html.escape(text, quote=False))


def _code(text: str) -> str:
    """Return text as a code span, whose marks are longer than any in it."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    marks = "`" * (longest + 1)
    return f"{marks} {text} {marks}" if text.startswith("`") or text.endswith("`") else f"{marks}{text}{marks}"


def to_markdown(portfolio: Portfolio) -> str:
    """Return the portfolio as Markdown. What the learner typed is quoted, and stays the text that it is."""
    word = words()["portfolio"]
    lines = [f"# {word['title']}", "", as_markdown(_head(portfolio)), "", f"## {word['moves']}", ""]
    columns = columns_of(portfolio.moves)
    lines.append("| " + " | ".join(heads_of(columns)) + " |")
    lines.append("|" + "---|" * len(columns))
    for move in portfolio.moves:
        lines.append("| " + " | ".join(as_markdown(cell) for cell in cells_of(move, columns)) + " |")
    if portfolio.concepts:
        tested = portfolio.concepts
        lines += ["", f"## {words()['concepts']['title']}", *(part for said in tested.told for part in ("", said))]
        if tested.rows:
            lines += ["", "| " + " | ".join(tested.heads) + " |", "|---" * len(tested.heads) + "|"]
            lines += ["| " + " | ".join(as_markdown(cell) for cell in row) + " |" for row in tested.rows]
    for chapter in portfolio.chapters:
        lines += ["", f"## {as_markdown(chapter.title)}"]
        for question, answer in chapter.entries:
            quoted = [f"> {as_markdown(line)}" for line in answer.splitlines()]
            lines += ["", f"**{as_markdown(question)}**", "", *quoted]
    return "\n".join(lines) + "\n"


def _head(portfolio: Portfolio) -> str:
    word = words()["portfolio"]
    return " · ".join(
        part for part in (portfolio.name, word["made"].format(date=as_one(portfolio.made.isoformat()))) if part
    )


COLUMNS = ("claim", "first", "way", "second", "piece")


def columns_of(moves: Iterable[Move]) -> tuple[str, ...]:
    """Return the columns of the table of moves: a claim that was weighed once has no stand on the way."""
    has_way = any(move.way for move in moves)
    return tuple(column for column in COLUMNS if column != "way" or has_way)


def heads_of(columns: Iterable[str]) -> list[str]:
    """Return the heads of those columns."""
    word = words()["portfolio"]
    heads = {column: word[column] for column in COLUMNS}
    return [heads[column] for column in columns]


def cells_of(move: Move, columns: Iterable[str]) -> list[str]:
    """Return one row of that table as text."""
    lesson = words()["trial"]["in-lesson"]
    way = [f"{lesson.format(lesson=number)}: {stand_word(stand)}" for number, stand in move.way]
    cells = {
        "claim": f"{move.claim} {move.says}",
        "first": stand_word(move.first),
        "way": with_semicolons(way) or stand_word(None),
        "second": stand_word(move.second),
        "piece": move.piece,
    }
    return [cells[column] for column in columns]


def to_html(portfolio: Portfolio) -> str:
    """Return the portfolio as one page that prints. What the learner typed is escaped."""
    word = words()["portfolio"]
    columns = columns_of(portfolio.moves)
    heads = [th(head, scope="col") for head in heads_of(columns)]
    chapters = (
        part
        for chapter in portfolio.chapters
        for part in (
            element("h2", chapter.title),
            definitions(chapter.entries, direction="auto"),
            *(element("section", element("h3", name), shown) for name, shown in chapter.drawings),
        )
    )
    return document.frame(
        word["title"],
        style.printed("portfolio", "picture", "map", "map_print"),
        element("h1", word["title"]),
        p(_head(portfolio), dir="auto"),
        element("h2", word["moves"]),
        table(heads, (_row(cells_of(move, columns)) for move in portfolio.moves)),
        _balances_part(portfolio.balances),
        _concepts_part(portfolio.concepts),
        *chapters,
    )


def _balances_part(balances: tuple[Balance, ...]) -> Markup:
    if not balances:
        return NOTHING
    parts = (element("section", element("h3", balance.claim), balance.drawn) for balance in balances)
    return join((element("h2", words()["portfolio"]["maps"]), *parts))


def _concepts_part(tested: Concepts | None) -> Markup:
    if tested is None:
        return NOTHING
    rows = ([th(row[0], scope="row"), *map(td, row[1:])] for row in tested.rows)
    return join(
        (
            element("h2", words()["concepts"]["title"]),
            *map(p, tested.told),
            table([th(head, scope="col") for head in tested.heads], rows) if tested.rows else None,
        )
    )


def _row(cells: list[str]) -> list[Markup]:
    claim, *rest = cells
    return [th(claim, scope="row"), *(td(cell) for cell in rest)]


def moves_table(record: Record) -> Markup:
    """Return how the stands moved, with one sentence that counts it."""
    word = words()["portfolio"]
    stands = moves(read_claims(record.events(under=claim_item(""))))
    if all(move.first is None and move.second is None for move in stands):
        return p(word["none"])
    both = [move for move in stands if move.first is not None and move.second is not None]
    moved = sum(move.first != move.second for move in both)
    summary = word["summary"].format(moved=moved, stayed=len(both) - moved, both=len(both), total=len(stands))
    columns = columns_of(stands)
    rows = [cells_of(move, columns) for move in stands]
    return join((numbered_table(word["moves"], heads_of(columns), [False] * len(columns), rows), p(summary)))


def desk(setting: Setting) -> PortfolioDesk:
    """Return the portfolio as a widget."""

    def make(what: str) -> tuple[str, str]:
        if what == "table":
            return "", moves_table(setting.record)
        portfolio = gather(setting.record, date.today())
        name = f"{setting.word('portfolio', 'file')}-{portfolio.made.isoformat()}"
        if what == "html":
            return f"{name}.html", to_html(portfolio)
        return f"{name}.md", to_markdown(portfolio)

    return PortfolioDesk(setting, make)
