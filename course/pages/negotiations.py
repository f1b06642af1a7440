"""Joins a scenario with the engine and its words, puts the table on a page, and reads finished games back."""

import functools

from course.answers.games import Kept, games
from course.content import scenarios as written
from course.content.interface import words
from course.content.reader import ContentError
from course.html.debrief import DebriefView
from course.html.hearing import Speech
from course.model.scenario import Scenario
from course.negotiation.error import NegotiationError
from course.negotiation.session import Session
from course.negotiation.soundness import sound
from course.pages.cases import case_face
from course.widgets.setting import Setting
from course.widgets.table import NegotiationTable


def speech() -> Speech:
    """Return how the table speaks."""
    return Speech(words=written.words(), line=written.line, say=written.say)


def open_table(setting: Setting, id: str) -> NegotiationTable:
    """Return the table of the scenario ``id``; raise ContentError when there is none or it cannot be played."""
    try:
        scenario = sound(written.scenario(id))
    except NegotiationError as error:
        raise ContentError(str(error)) from None
    return NegotiationTable(setting, scenario, speech(), functools.partial(case_face, setting, scenario.teaching.case))


def told_games(setting: Setting, stem: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    """Return every finished game (of one lesson): its title, and what was written in it, as plain text."""
    found = []
    for kept in games(setting.record):
        if kept.over and stem in ("", kept.lesson):
            try:
                found.append(_told(setting, written.scenario(kept.scenario), kept))
            except (NegotiationError, ContentError):
                # A scenario that has changed or gone since: the moves stay in the record, the page goes on.
                continue
    return found


def _told(setting: Setting, scenario: Scenario, kept: Kept) -> tuple[str, list[tuple[str, str]]]:
    table = words()["table"]
    session = Session.from_events(scenario, None, kept.moves)
    view = DebriefView(setting, speech(), session, kept.seat, lambda: None)
    entries = []
    plan = view.plan()
    if plan is not None:
        said = "\n".join(line for line in plan["lines"] if line)
        entries.append((table["written-plan"].format(seat=scenario.role(kept.seat).name), said))
    entries.append((table["written-result"], view.ended()))
    texts = {event.body["stage"]: event.body["text"] for event in view.view.events if event.kind == "reflection"}
    for id, stage in written.words().stages.items():
        if texts.get(id):
            asked = {"case": scenario.teaching.case_question, "memo": scenario.teaching.memo}.get(id, stage["text"])
            entries.append((asked, texts[id]))
    return table["written"].format(title=scenario.title), [entry for entry in entries if entry[1]]
