"""Joins a scenario with the engine and its words, puts the table on a page, and reads finished games back."""

import functools
from collections.abc import Iterable, Iterator

from course.answers.games import StoredGame, games, read_texts
from course.answers.position import POSITION, read_position
from course.answers.question import QuestionWork, read_question
from course.content import scenarios
from course.content.position import steps_to
from course.html.position import position_lines
from course.model.position import EarlierText, Position
from course.model.scenario import Scenario
from course.negotiation.bodies import Reflection
from course.negotiation.event import of_shape
from course.negotiation.session import Session
from course.negotiation.speech import Speech
from course.pages.cases import case_face
from course.widgets.setting import Setting
from course.widgets.table import NegotiationTable


def speech() -> Speech:
    """Return how the table speaks."""
    return Speech(scenarios.words())


def open_table(setting: Setting, id: str) -> NegotiationTable:
    """Return the table of the scenario ``id``; raise ContentError when there is none."""
    scenario = scenarios.scenario(id)
    case = functools.partial(case_face, setting, scenario.teaching.case)
    return NegotiationTable(setting, scenario, speech(), case, lambda: tuple(earlier_texts(setting, scenario)))


def earlier_texts(setting: Setting, scenario: Scenario) -> Iterator[EarlierText]:
    """Yield what the learner wrote in the region's earlier tasks and what bears on ``scenario``, in their order.

    It is the newest text as it stands, the second draft where there is one. What was not written is left out.
    """
    if not scenario.position:
        return
    for step, label in steps_to(scenario):
        stem, _, task = step.task.partition("/")
        text = newest_text(read_question(setting.record.events(stem, task)))
        if text:
            yield EarlierText(lesson=stem, label=label, text=text, bears=step.bears)


def newest_text(work: QuestionWork) -> str:
    """Return a text as its writer left it last, "" where there is none."""
    for round in (2, 1):
        now = work.current(2 if round == 2 else 1)
        if now and now.answer.text and now.answer.text.strip():
            return now.answer.text.strip()
    return ""


def tell_games(setting: Setting, stored: Iterable[StoredGame] | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every finished game (of those ``stored``): its title, and what was written in it, as plain text.

    Of a game that is not finished, the opening position, where one was written for it.
    """
    chapters = []
    for game in games(setting.record) if stored is None else stored:
        item = f"negotiation/{game.scenario}/{game.id}"
        if game.over or setting.record.events(item=f"{item}/{POSITION}"):
            position = read_position(read_texts(setting.record.events(under=f"negotiation/{game.scenario}/"), item))
            try:
                chapters.append(_tell_game(setting, scenarios.scenario(game.scenario), game, position))
            except Exception:
                # A scenario that has changed or gone since, or moves that somebody wrote by hand: they stay in the
                # record, and no game may take the page with all other answers away.
                continue
    return [(title, entries) for title, entries in chapters if entries]


def _tell_game(
    setting: Setting, scenario: Scenario, game: StoredGame, position: Position
) -> tuple[str, list[tuple[str, str]]]:
    table = setting.words["table"]
    title = table["written"].format(title=scenario.title)
    opened = (
        table["written-position"].format(seat=scenario.role(game.seat).name),
        "\n".join(position_lines(setting, scenario, position)),
    )
    if not game.over:
        return title, [opened] if opened[1] else []
    from course.html.debrief import DebriefView  # numpy comes with it

    session = Session.from_events(scenario, None, game.moves)
    view = DebriefView(setting, speech(), session, game.seat, lambda: None, position)
    entries = [opened]
    plan = view.plan()
    if plan is not None:
        lines = "\n".join(line for line in plan["lines"] if line)
        entries.append((table["written-plan"].format(seat=scenario.role(game.seat).name), lines))
    entries.append((table["written-result"], view.ended()))
    entries.append((table["written-became"], view.became()))
    texts = {event.body.stage: event.body.text for event in of_shape(view.view.events, Reflection)}
    for id, stage in scenarios.words().stages.items():
        if texts.get(id):
            asks = {"case": scenario.teaching.case_question, "memo": scenario.teaching.memo}.get(id, stage["text"])
            entries.append((asks, texts[id]))
    return title, [entry for entry in entries if entry[1]]
