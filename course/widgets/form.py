"""One question as one form: what prompts and tasks have in common."""

import weakref
from collections.abc import Callable
from typing import Any, ClassVar, get_args

import msgspec
from markupsafe import Markup

from course.answers.events import Body, Draft, Response, Round, to_body
from course.answers.question import QuestionWork, read_question
from course.answers.versions import Version, current, earlier
from course.html.controls import Text, control, shown, to_page
from course.html.element import NOTHING
from course.html.question import question_face, setting_markup
from course.html.text import phrase
from course.model.answer import Answer, read_answer
from course.model.event import Event
from course.record import Saved
from course.widgets.message import OddMessage, need, read_id, read_ids, read_press, read_table, read_text
from course.widgets.setting import Setting
from course.widgets.versions import listed
from course.widgets.widget import CourseWidget

ROUNDS: tuple[Round, ...] = get_args(Round)


class Form(CourseWidget):
    """A question with its control, buttons, status line and panel. Subclasses judge and answer.

    The same question may be open on several pages. Each says with what it sends which events it knows of (``based``):
    what another page has saved since is shown first, and nothing takes its place until somebody has seen it.
    """

    entry = "form"
    family = ""
    # What one of them finds when a learner comes back to the page, it tells the others.
    _open: ClassVar["weakref.WeakSet[Form]"] = weakref.WeakSet()

    def __init__(self, setting: Setting, question: Any, *, eyebrow: str, button: str, **spec: Any):
        self.question = question
        words = setting.words["form"]
        self.control = control(question, words)
        self.has_text = bool(spec.get("reason")) or isinstance(self.control, Text)
        # A check without a text may be tried on any page: every try counts, and none takes another's place.
        self.asks_first = self.has_text or self.family == "prompt"
        super().__init__(
            setting,
            face=question_face(setting, self.family, question, eyebrow, self.control, self.more_face(setting)),
            spec={
                "family": self.family,
                **setting.pocket(f"{setting.stem}/{question.id}"),
                "eyebrow": eyebrow,
                "asks": phrase(question.asks),
                "setting": setting_markup(question),
                "control": to_page(self.control),
                "button": button,
                "words": dict(words),
                "asksFirst": self.asks_first,
                **spec,
            },
        )
        Form._open.add(self)

    def more_face(self, setting: Setting) -> tuple[Markup, list[str]]:
        """Return what the static face shows below the control, as HTML and as plain lines."""
        return NOTHING, []

    def read(self) -> QuestionWork:
        """Return what the record has on this question; this is one query."""
        return read_question(self.setting.record.events(self.setting.stem, self.question.id))

    def save(self, decide: Callable[[QuestionWork], Body | None], press: str = "") -> tuple[QuestionWork, Saved]:
        """Save what ``decide`` makes of the work so far, if anything; return the work as it then stands.

        ``press`` is the id of the press that asks for it: a press that is in the record already adds nothing.
        """

        def decided(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            body = decide(read_question(events))
            return to_body(body) if body else None

        saved = self.setting.record.save(self.setting.stem, self.question.id, decided, id=press)
        return read_question(saved.events), saved

    def in_words(self, answer: Answer) -> str:
        """Return an answer as plain text."""
        return shown(self.control, answer)

    def unsaved(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep the answer, so that it is still there when the page draws the form again."""
        answer = read_answer(content.get("answer")) if isinstance(content.get("answer"), dict) else None
        return {"answer": answer.plain()} if answer else {}

    def given(self, content: dict[str, Any]) -> Answer:
        """Return the answer in a message, a blank one where nothing is answered yet."""
        need(content, "answer")
        return read_answer(read_table(content, "answer")) or Answer()

    def round_of(self, content: dict[str, Any]) -> Round:
        """Return the round that the page showed when the button was pressed.

        A press that does not say that it was made in the second round is one of the first: a double click is no
        second vote.
        """
        return 2 if content.get("round") == 2 and self.round == 2 else 1

    @property
    def round(self) -> Round:
        """Return the round that the page shows."""
        return 2 if self.state.get("round") == 2 else 1

    def fresh(self, work: QuestionWork) -> dict[str, Any]:
        """Return the state of the page as the record has it."""
        raise NotImplementedError

    def standing(self, work: QuestionWork) -> dict[str, Any]:
        """Return what the page must know of the versions of its answer: the newest one, and how many earlier ones."""
        versions = {str(number): work.versions(number) for number in ROUNDS}
        return {
            "based": {box: now.id for box, all in versions.items() if (now := current(all))},
            "versions": {box: len(earlier(all)) for box, all in versions.items()} if self.has_text else {},
            "newer": {},
            "listed": {},
            "put": None,
        }

    def write(self, content: dict[str, Any], entry: Response | Draft) -> tuple[QuestionWork, dict[str, Any]]:
        """Save what was answered or typed; return the work as it then stands, and what the page must show first.

        Where the record holds a version that the page has not shown, the new one is kept aside and takes no place.
        """
        answer, number = entry.answer, entry.round or 1
        based = self._based(content, number)
        over = read_id(content, "over")
        entry = msgspec.structs.replace(entry, over=over) if over else entry

        def decide(work: QuestionWork) -> Body | None:
            now = work.current(number)
            # Another page may have saved the same; and what was drafted since is answered by saving.
            if now and now.answer == answer and (isinstance(entry, Draft) or not now.typed):
                return None
            return self._aside(work, answer, number) if self._unseen(now, answer, based) else entry

        work, _ = self.save(decide, read_press(content))
        now = work.current(number)
        return work, {str(number): self._newer(now)} if now and self._unseen(now, answer, based) else {}

    def _based(self, content: dict[str, Any], number: Round) -> frozenset[str]:
        """Return the events of which the page knows: those that it names, or the one that it was told of last."""
        based = read_ids(content, "based")
        return frozenset((self.state.get("based", {}).get(str(number), ""),)) if based is None else based

    def _unseen(self, now: Version | None, answer: Answer, based: frozenset[str]) -> bool:
        return self.asks_first and now is not None and now.id not in based and now.answer != answer

    def _aside(self, work: QuestionWork, answer: Answer, number: Round) -> Draft | None:
        """Return what keeps an answer that does not take its place, None where there is nothing new to keep."""
        answers = [version.answer for version in work.versions(number) if version.aside or not version.typed]
        return None if answer in (Answer(), *answers) else Draft(answer=answer, round=number, aside=True)

    def _newer(self, version: Version) -> dict[str, Any]:
        answer = version.answer.plain()
        return {"id": version.id, "at": version.at, "answer": answer, "text": self._told(version.answer)}

    def _told(self, answer: Answer) -> str:
        """Return an answer with its reason, as plain text."""
        return "\n".join(part for part in (self.in_words(answer), answer.why) if part)

    def on_draft(self, content: dict[str, Any]) -> dict[str, Any]:
        """Keep what is being typed, so that a lid closed in mid-sentence loses nothing."""
        answer = self.given(content)
        if answer == Answer():
            return {"draft": True}
        round_now = self.round_of(content) if "round" in content else self.round
        work, newer = self.write(content, Draft(answer=answer, round=round_now))
        if newer:
            return {"newer": newer, "empty": False}
        now = work.current(round_now)
        change = {**self.standing(work), "empty": False}
        if round_now != self.round or now is None:
            return change
        return {**change, "answer": answer.plain(), "at": now.at, "draft": now.typed}

    def on_look(self, content: dict[str, Any]) -> dict[str, Any]:
        """Look whether another page has saved something since: for this question and all others of its page."""
        setting = self.setting
        by_item: dict[str, list[Event]] = {}
        for event in setting.record.events(setting.stem):
            by_item.setdefault(event.item, []).append(event)
        for other in list(Form._open):
            if other is not self and other.setting.record is setting.record and other.setting.stem == setting.stem:
                change = other._looked(read_question(by_item.get(other.question.id, ())), {})
                if change:
                    other.show(change)
        return self.quietly(self._looked(read_question(by_item.get(self.question.id, ())), content))

    def _looked(self, work: QuestionWork, content: dict[str, Any]) -> dict[str, Any]:
        """Return what changes on the page because of what the record holds by now."""
        number = self.round_of(content) if "round" in content else self.round
        now = work.current(number)
        if now and self._unseen(now, Answer(), self._based(content, number)):
            return {"newer": {str(number): self._newer(now)}}
        fresh = self.fresh(work)
        if fresh["based"] == self.state["based"]:
            return {}
        # The box stays as it is: what the page says around it is what is new.
        return fresh if not self.asks_first else {key: fresh[key] for key in ("based", "versions", "earlier", "panel")}

    def on_take(self, content: dict[str, Any]) -> dict[str, Any]:
        """Show what the record holds. What stood on the page instead is kept aside."""
        answer, number = self.given(content), self.round_of(content)
        work, _ = self.save(lambda work: self._aside(work, answer, number), read_press(content))
        return {**self.fresh(work), "empty": False}

    def on_versions(self, content: dict[str, Any]) -> dict[str, Any]:
        """List the earlier versions of the answer."""
        number = self.round_of(content)
        return self.quietly({"listed": {str(number): listed(earlier(self.read().versions(number)), self._told)}})

    def on_put_back(self, content: dict[str, Any]) -> dict[str, Any]:
        """Put an earlier version back into the box. What stood there until now is kept aside."""
        answer, number, id = self.given(content), self.round_of(content), read_text(content, "version")
        work, _ = self.save(lambda work: self._aside(work, answer, number), read_press(content))
        version = next((version for version in work.versions(number) if version.id == id), None)
        if version is None:
            raise OddMessage("no such version")
        return {"put": version.answer.plain()}
