"""Joins a scenario with the engine and its words, puts the table on a page, and reads finished games back."""

import functools
from collections.abc import Iterable

from course.answers.games import StoredGame, games
from course.content import scenarios
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
    return NegotiationTable(setting, scenario, speech(), functools.partial(case_face, setting, scenario.teaching.case))


def tell_games(setting: Setting, stored: Iterable[StoredGame] | None = None) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every finished game (of those ``stored``): its title, and what was written in it, as plain text."""
    chapters = []
    for game in games(setting.record) if stored is None else stored:
        if game.over:
            try:
                chapters.append(_tell_game(setting, scenarios.scenario(game.scenario), game))
            except Exception:
                # A scenario that has changed or gone since, or moves that somebody wrote by hand: they stay in the
                # record, and no game may take the page with all other answers away.
                continue
    return chapters


def _tell_game(setting: Setting, scenario: Scenario, game: StoredGame) -> tuple[str, list[tuple[str, str]]]:
    table = setting.words["table"]
    from course.html.debrief import DebriefView  # numpy comes with it

    session = Session.from_events(scenario, None, game.moves)
    view = DebriefView(setting, speech(), session, game.seat, lambda: None)
    entries = []
    plan = view.plan()
    if plan is not None:
        lines = "\n".join(line for line in plan["lines"] if line)
        entries.append((table["written-plan"].format(seat=scenario.role(game.seat).name), lines))
    entries.append((table["written-result"], view.ended()))
    texts = {event.body.stage: event.body.text for event in of_shape(view.view.events, Reflection)}
    for id, stage in scenarios.words().stages.items():
        if texts.get(id):
            asks = {"case": scenario.teaching.case_question, "memo": scenario.teaching.memo}.get(id, stage["text"])
            entries.append((asks, texts[id]))
    return table["written"].format(title=scenario.title), [entry for entry in entries if entry[1]]
