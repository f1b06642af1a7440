"""The negotiation table: a seat, a plan, the talks, and what was possible.

Every move is an event of the engine, saved before the page says so. A move that cannot be saved stays in the game and
is saved with the next one. The page draws ``state``; all that it may do stands in ``state["legal"]``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from course.answers.events import Body, Draft, PositionTaken, to_body
from course.answers.games import PLAN, Game, StoredGame, games, read_games, read_texts
from course.answers.position import POSITION, read_position, to_answer, to_position
from course.answers.versions import Version, current
from course.html.face import Face
from course.html.folder import folder
from course.html.position import earlier_lines, first_offer, position_lines
from course.html.scenario import introduction, mediator_questions, plan_questions, scenario_face, seat_choice
from course.html.seat import SeatView
from course.html.text import phrase, plain
from course.model.answer import Answer
from course.model.event import Event as RecordEvent
from course.model.position import EarlierText
from course.model.scenario import Scenario
from course.negotiation import moves
from course.negotiation.bodies import Plan, Reflection
from course.negotiation.error import NegotiationError
from course.negotiation.moves import Move
from course.negotiation.requests import Unclear, read_beside, read_move, require_legal
from course.negotiation.speech import Speech
from course.record import RecordError
from course.widgets.boxes import Boxed
from course.widgets.message import OddMessage, read_number, read_press, read_table, read_text
from course.widgets.setting import Setting

Texts = Mapping[str, list[Version]]


class NegotiationTable(Boxed[Texts]):
    """One scenario, to be played from any seat against the computer. ``case`` gives the real case's card.

    The same game may be open on several pages: each goes on from what the record has of it. The opening position, the
    plan and what is written in the debrief are boxes. ``earlier`` gives what the learner wrote before, and a position
    may rest on.
    """

    entry = "table"

    def __init__(
        self,
        setting: Setting,
        scenario: Scenario,
        speech: Speech,
        case: Callable[[], Face | None],
        earlier: Callable[[], Sequence[EarlierText]] = tuple,
    ):
        self.scenario = scenario
        self.earlier = earlier
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
        stored = read_games(self._events(), self.scenario.id)
        return self._resumed(stored[-1]) if stored else self._state()

    def _events(self) -> list[RecordEvent]:
        return self.setting.record.events(under=self._under)

    @property
    def _under(self) -> str:
        return f"negotiation/{self.scenario.id}/"

    def _catch_up(self) -> bool:
        """Go on from where another page has taken this game; return whether it had.

        What this page made and could not save goes on as a game of its own.
        """
        game = self.game
        if game is None:
            return False
        try:
            every = read_games(self._events(), self.scenario.id)
        except RecordError:
            # It is said where something is to be saved.
            return False
        stored = next((other for other in every if other.id == game.id), None)
        own = [event.mark for event in game.session.events[: game.saved]]
        if stored is None or [move.mark for move in stored.moves] == own:
            return False
        if game.saved < len(game.session.events):
            game.part_from(stored)
            return False
        try:
            self.game, _ = Game.resume(self.setting.record, self.setting.stem, self.scenario, stored)
        except NegotiationError:
            return False
        return True

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
            nothing = {"phase": "seat", "game": "", "moves": 0, "games": self._games(), "unsaved": False}
            return {**self.standing({}), **nothing}
        session, seat = self.game.session, self.game.seat
        now = session.state
        view = SeatView(self.setting, self.speech, session, seat)
        phase = "over" if now.outcome else "plan" if self._planless() else "play"
        role = self.scenario.role(seat)
        texts = self.read_work()
        position = read_position(texts)
        names = {role.id: plain(role.name) for role in self.scenario.roles}
        state: dict[str, Any] = {
            **self.standing(texts),
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
            "position": self._position(texts, phase) if self._takes_position(seat) else None,
            "opening": first_offer(view, position) if phase == "play" else {},
            "debrief": None,
            "worth": "",
        }
        if phase == "over":
            # It computes over all packages, with numpy.
            from course.html.debrief import DebriefView

            state["debrief"] = DebriefView(self.setting, self.speech, session, seat, self.case, position).shown()
        elif phase == "play":
            state |= view.talks()
        return state

    def _takes_position(self, seat: str) -> bool:
        """Whether the seat writes down what it asks for first: a mediator asks for nothing."""
        return self.scenario.position and self.scenario.role(seat).kind == "party"

    def _position(self, texts: Texts, phase: str) -> dict[str, Any]:
        """Return the opening position as it stands and, as long as it can be changed, what it may rest on."""
        now = current(texts.get(POSITION, ()))
        return {
            "answer": now.answer.plain() if now else None,
            "at": now.at if now else "",
            "lines": position_lines(self.setting, self.scenario, read_position(texts)),
            "texts": self._texts() if phase == "plan" else [],
        }

    def _texts(self) -> list[dict[str, Any]]:
        return earlier_lines(self.scenario, self.earlier())

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

    # --- what is written ---

    @property
    def boxes(self) -> tuple[str, ...]:
        """Return the opening position, the plan and the stages of the debrief."""
        return (POSITION, PLAN, *self.speech.words.stages)

    def has_text(self, box: str) -> bool:
        """Return whether earlier versions can be put back: a plan is made once in a game."""
        return box != PLAN

    def versions(self, work: Texts, box: str) -> list[Version]:
        """Return every version of what was written there in this game."""
        return work.get(box, [])

    def read_work(self) -> Texts:
        """Return what was written in this game."""
        return read_texts(self._events(), self.game.item) if self.game else {}

    def add(self, content: dict[str, Any], box: str, decide: Callable[[Texts], Body | None]) -> Texts:
        """Save beside the game what ``decide`` makes of what was written in it."""
        if self.game is None:
            raise OddMessage("there is no game")
        item = self.game.item

        def decided(events: list[RecordEvent]) -> tuple[str, dict[str, Any]] | None:
            body = decide(read_texts(events, item))
            return to_body(body) if body else None

        among, press = {"under": self._under}, read_press(content)
        saved = self.setting.record.save(self.setting.stem, f"{item}/{box}", decided, among=among, id=press)
        return read_texts(saved.events, item)

    def to_aside(self, box: str, answer: Answer) -> Body:
        """Return what keeps a position, a plan or a text aside."""
        if box == POSITION:
            return self._taken(answer, aside=True)
        return Draft(answer=answer, aside=True)

    def _taken(self, answer: Answer, **more: Any) -> PositionTaken:
        position = to_position(answer)
        seat = self.game.seat if self.game else ""
        return PositionTaken(seat=seat, demands=dict(position.demands), why=position.why, give=position.give, **more)

    def tell(self, box: str, answer: Answer) -> str:
        """Return a position, a plan or a text as it was written."""
        if box == POSITION:
            return "\n".join(position_lines(self.setting, self.scenario, to_position(answer)))
        plan = answer.values or {}
        aims = {name: plan.get(key, "") for name, key in (("target", "target"), ("walk", "walk_away"))}
        aims = {name: f"{aim:g}" if isinstance(aim, int | float) else aim for name, aim in aims.items()}
        numbers = self.setting.word("table", "plan-was", **aims) if box == PLAN and self.state.get("party") else ""
        return "\n".join(line for line in (numbers, answer.text) if line)

    def fresh(self, work: Texts) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        return self._state()

    def looked(self, work: Texts, content: dict[str, Any]) -> dict[str, Any]:
        """Return what changes on the page because of what other pages have done in this game."""
        has_moved = self._catch_up()
        newer = self.news(work, content)
        # Whoever comes back from an exercise finds there what they wrote in it.
        shown = self.state.get("position") or {}
        has_written = self.state["phase"] == "plan" and bool(shown) and shown.get("texts") != self._texts()
        return {**self._state(), "newer": newer} if newer or has_moved or has_written else {}

    def _write(self, content: dict[str, Any], box: str, answer: Answer) -> dict[str, Any] | None:
        """Return what the page must show before it may write there, None where it may.

        Where another page has written something else, this is kept aside; where it has written the same, all is done.
        """
        work = self.read_work()
        now = self.now(work, box)
        if now is None:
            return None
        if now.answer == answer:
            return {**self._state(), "moved": True}
        if not self.is_unseen(box, now, answer, self.based(content, box)):
            return None
        self.add(content, box, lambda work: self.aside(work, box, answer))
        return {**self._state(), "newer": {box: self.newer(box, now)}, "moved": False}

    def _plan_anew(self, game: Game, content: dict[str, Any], plan: Plan) -> dict[str, Any]:
        """Go on in a game of one's own with a plan, where another page has made one and the writer has seen it."""
        made = next((event.seq for event in game.session.events if event.kind == PLAN and event.actor == game.seat), 0)
        fields = msgspec.to_builtins(plan)
        values = {key: fields[key] for key in ("target", "walk_away", "guesses")}
        asked = self._write(content, PLAN, Answer(text=plan.text or None, values=values))
        if asked is not None or not made:
            return asked or {**self._state(), "moved": False}
        game.save()
        other = game.branch(made - 1)
        other.session.act(game.seat, Move(plan, (game.seat,)))
        other.session.advance()
        self.game = other
        return self._saved()

    # --- what the page may do ---

    def _is_late(self, content: dict[str, Any]) -> bool:
        """Whether the page, when the button was pressed, showed another game or an earlier move than there is now."""
        game, count = read_text(content, "game"), read_number(content, "moves")
        if count is None:
            game, count = self.state["game"], self.state["moves"]
        return not self._is_of_game(game) or count != (len(self.game.session.events) if self.game else 0)

    def _is_of_game(self, id: str) -> bool:
        """Whether a page that names the game ``id`` shows this one, perhaps under the id of the one it parted from."""
        if self.game is None:
            return id == ""
        return id == self.game.id or (self.game.origin is not None and id == self.game.origin.of)

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
        has_moved = self._catch_up()
        if self.game is None:
            return {**self._state(), "moved": False}
        session, seat = self.game.session, self.game.seat
        is_late = self._is_late(content)
        is_here = self._is_of_game(read_text(content, "game") or self.state["game"])
        try:
            move = read_move(content, seat, self.scenario)
            # A plan is made once: the page may know of the one that another page has made, and show its own still.
            if is_here and isinstance(move.body, Plan) and not self._planless():
                return self._plan_anew(self.game, content, move.body)
            if is_late and not (is_here and isinstance(move.body, Reflection)):
                said = self.setting.words["table"]["moved-on"] if has_moved else ""
                return {**self._state(), "moved": False, "said": said}
            text = read_beside(content, move)
            require_legal(self.scenario, session.state, session.events, seat, move)
            if isinstance(move.body, Reflection):
                asked = self._write(content, move.body.stage, Answer(text=move.body.text))
                if asked is not None:
                    return asked
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

    def on_position(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save the opening position as it is being chosen and typed, until the talks begin."""
        self._catch_up()
        box, answer = self.read_box(content)
        game = self.game
        if box != POSITION or game is None or not self._is_of_game(read_text(content, "game")):
            # It lies in the browser, under its own game.
            return {**self._state(), "moved": False}
        # Of an odd message only what a position holds is kept.
        answer = to_answer(to_position(answer))
        if not self._planless() or not self._takes_position(game.seat):
            now = self.now(self.read_work(), box)
            if (now.answer if now else Answer()) == answer:
                return {**self._state(), "moved": False}
            self.add(content, box, lambda work: self.aside(work, box, answer))
            return {**self._state(), "moved": False, "said": self.setting.words["table"]["position-late"]}
        _, newer = self.place(content, box, answer, self._taken(answer, over=self.over(content)), typed=True)
        return {**self._state(), "newer": newer, "moved": False}

    def on_save(self, content: dict[str, Any]) -> dict[str, Any]:
        """Try again to save what could not be saved."""
        return self._saved() if self.game else self._state()
