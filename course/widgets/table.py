"""The negotiation table: a seat, a plan, the talks, and what was possible.

Every move is an event of the engine, saved before the page says so. A move that cannot be saved stays in the game and
is saved with the next one. The page draws ``state``; all that it may do stands in ``state["legal"]``.
"""

from collections.abc import Callable
from typing import Any

from course.answers.games import Game, StoredGame, games
from course.html.face import Face
from course.html.folder import folder
from course.html.scenario import introduction, mediator_questions, plan_questions, scenario_face, seat_choice
from course.html.seat import SeatView
from course.html.text import phrase, plain
from course.model.scenario import Scenario
from course.negotiation import moves
from course.negotiation.error import NegotiationError
from course.negotiation.requests import Unclear, read_beside, read_move, require_legal
from course.negotiation.speech import Speech
from course.widgets.message import OddMessage, read_number, read_table, read_text
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget


class NegotiationTable(CourseWidget):
    """One scenario, to be played from any seat against the computer. ``case`` gives the real case's card."""

    entry = "table"

    def __init__(self, setting: Setting, scenario: Scenario, speech: Speech, case: Callable[[], Face | None]):
        self.scenario = scenario
        self.speech = speech
        self.case = case
        self.game: Game | None = None
        words = setting.words["table"]
        clock = setting.word("table", "how-long", minutes=scenario.minutes, rounds=scenario.rounds)
        super().__init__(
            setting,
            face=scenario_face(setting, scenario, clock),
            spec={
                **setting.pocket(f"negotiation/{scenario.id}"),
                "eyebrow": words["eyebrow"],
                "title": phrase(scenario.title),
                "told": introduction(setting, scenario),
                "clock": clock,
                "seats": [
                    {
                        "id": role.id,
                        "name": plain(role.name),
                        "html": seat_choice(setting, role),
                        "party": role.kind == "party",
                    }
                    for role in scenario.roles
                ],
                "issues": [
                    {
                        "id": issue.id,
                        "label": plain(issue.label),
                        "why": phrase(issue.why),
                        "options": [
                            {"id": o.id, "label": plain(o.label), "text": plain(o.text)} for o in issue.options
                        ],
                    }
                    for issue in scenario.issues
                ],
                "questions": plan_questions(scenario),
                "mediatorQuestions": mediator_questions(setting),
                "asked": dict(speech.words.questions),
                "scopes": dict(speech.words.scopes),
                "votes": [{"value": vote, "text": words[f"vote{vote}"]} for vote in (-2, -1, 0, 1, 2)],
                "words": {**setting.words["form"], **words},
            },
        )
        self.state = self._opened()

    # --- which game ---

    def _opened(self) -> dict[str, Any]:
        """Take up the game played last, if there is one."""
        stored = games(self.setting.record, self.scenario.id)
        return self._resumed(stored[-1]) if stored else self._state()

    def _resumed(self, stored: StoredGame) -> dict[str, Any]:
        try:
            game, trouble = Game.resume(self.setting.record, self.setting.stem, self.scenario, stored)
        except NegotiationError as error:
            return {**self._state(), "said": str(error)}
        self.game = game
        try:
            return {**self._state(), "said": trouble}
        except Exception as problem:
            # The engine followed the log and yet it cannot be shown: somebody wrote it by hand. Another game still can.
            self.game = None
            about = f"{type(problem).__name__}: {problem}"
            return {**self._state(), "said": self.setting.word("table", "not-shown", problem=about)}

    def _state(self) -> dict[str, Any]:
        if self.game is None:
            return {"phase": "seat", "game": "", "moves": 0, "games": self._games(), "unsaved": False}
        session, seat = self.game.session, self.game.seat
        now = session.state
        view = SeatView(self.setting, self.speech, session, seat)
        phase = "over" if now.outcome else "plan" if self._planless() else "play"
        role = self.scenario.role(seat)
        names = {role.id: plain(role.name) for role in self.scenario.roles}
        state: dict[str, Any] = {
            "phase": phase,
            "game": self.game.id,
            "moves": len(session.events),
            "seat": seat,
            "party": role.kind == "party",
            "clock": self.setting.word("table", "clock", name=names[seat], round=now.round, rounds=now.deadline),
            "folder": folder(self.setting, self.speech, session, seat),
            "plan": view.plan(),
            "points": view.points(),
            "red": view.red_lines(),
            "to": [{"id": id, "name": name} for id, name in names.items() if id != seat],
            "log": view.log(),
            "legal": list(session.legal(seat)),
            "branches": view.branches(),
            "games": self._games(),
            "unsaved": self.game.saved < len(session.events),
            "debrief": None,
            "worth": "",
        }
        if phase == "over":
            # It computes over all packages, with numpy.
            from course.html.debrief import DebriefView

            state["debrief"] = DebriefView(self.setting, self.speech, session, seat, self.case).shown()
        elif phase == "play":
            state |= view.talks()
        return state

    def _planless(self) -> bool:
        if self.game is None:
            return False
        session, seat = self.game.session, self.game.seat
        planned = any(event.kind == "plan" and event.actor == seat for event in session.events)
        return not planned and "plan" in session.legal(seat)

    def _games(self) -> list[dict[str, Any]]:
        """Return the games in the record, newest first, for a list to choose from."""
        names = {role.id: plain(role.name) for role in self.scenario.roles}
        out = []
        for game in reversed(games(self.setting.record, self.scenario.id)):
            ended = self.setting.word("table", "game-over" if game.over else "game-on", round=game.moves[-1].round)
            label = self.setting.word("table", "game", seat=names.get(game.seat, game.seat), how=ended)
            out.append({"id": game.id, "at": game.at, "label": label})
        return out

    # --- what the page may do ---

    def _is_late(self, content: dict[str, Any]) -> bool:
        """Whether the page, when the button was pressed, showed another game or an earlier move than there is now."""
        game, count = read_text(content, "game"), read_number(content, "moves")
        now = self.game
        shown = ("", 0) if now is None else (now.id, len(now.session.events))
        return count is not None and (game, count) != shown

    def unsaved(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep the move: the game goes on, and saves it with the next one."""
        return self._state()

    def _saved(self) -> dict[str, Any]:
        if self.game is not None:
            self.game.save()
        return {**self._state(), "moved": True}

    def on_seat(self, content: dict[str, Any]) -> dict[str, Any]:
        """Begin a new game in a seat. Earlier games stay in the record."""
        if self._is_late(content):
            return self._state()
        if read_text(content, "seat") not in {role.id for role in self.scenario.roles}:
            return {"said": self.setting.words["table"]["need-seat"], "moved": False}
        try:
            # Computed over all packages: only who plays waits for it. The checks ask it of every scenario too.
            from course.negotiation.soundness import sound

            sound(self.scenario)
        except NegotiationError as error:
            return {"said": str(error), "moved": False}
        self.game = Game.start(self.setting.record, self.setting.stem, self.scenario, str(content["seat"]))
        return self._saved()

    def on_anew(self, content: dict[str, Any]) -> dict[str, Any]:
        """Go back to the choice of seats."""
        if self._is_late(content):
            return self._state()
        if self.game is not None:
            self.game.save()
        self.game = None
        return self._state()

    def on_open(self, content: dict[str, Any]) -> dict[str, Any]:
        """Take up another game of this scenario."""
        if self.game is not None:
            self.game.save()
        stored = games(self.setting.record, self.scenario.id)
        game = next((game for game in stored if game.id == content.get("game")), None)
        return self._resumed(game) if game else self._state()

    def on_branch(self, content: dict[str, Any]) -> dict[str, Any]:
        """Go back to a move, in a game of its own, and play on from there."""
        at = read_number(content, "at")
        if self.game is None or self._is_late(content):
            return self._state()
        if at is None:
            raise OddMessage("'at' is missing")
        self.game.save()
        try:
            other = self.game.branch(at)
        except (NegotiationError, TypeError, ValueError) as error:
            return {"said": str(error), "moved": False}
        self.game = other
        if not self._planless():
            other.session.advance()
        return self._saved()

    def on_build(self, content: dict[str, Any]) -> dict[str, Any]:
        """Say what a package is worth; nothing is saved."""
        if self.game is None:
            return {}
        package = {issue: str(option) for issue, option in read_table(content, "package").items()}
        view = SeatView(self.setting, self.speech, self.game.session, self.game.seat)
        return {"worth": view.worth(package)}

    def on_move(self, content: dict[str, Any]) -> dict[str, Any]:
        """Make one move of the engine, with words beside it where there are any."""
        if self.game is None or self._is_late(content):
            return {**self._state(), "moved": False}
        session, seat = self.game.session, self.game.seat
        try:
            move = read_move(content, seat, self.scenario)
            text = read_beside(content, move)
            require_legal(self.scenario, session.state, session.events, seat, move)
            if text:
                session.act(seat, moves.say(text))
            session.act(seat, move)
            if move.kind == "plan":
                session.advance()
        except NegotiationError as error:
            return {"said": str(error), "moved": False}
        except Unclear as error:
            return {"said": self.setting.words["table"][error.key], "moved": False}
        return self._saved()

    def on_save(self, content: dict[str, Any]) -> dict[str, Any]:
        """Try again to save what could not be saved."""
        return self._saved() if self.game else self._state()
