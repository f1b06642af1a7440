"""A discussion prompt: take a stand, then meet perspectives that differ. Nobody is told that they are right."""

from typing import Any

from course.html.text import escape, typed
from course.model.prompt import Prompt
from course.widgets.form import Form, carried_face, perspectives_face
from course.widgets.setting import Setting


class PromptForm(Form):
    """One discussion prompt. With ``pair`` it asks twice: alone, and again after talking."""

    family = "prompt"

    def __init__(self, setting: Setting, prompt: Prompt, *, carried: str = ""):
        self.carried = carried
        word = setting.word
        how = word("prompt", "pair" if prompt.pair else prompt.grouping)
        eyebrow = word("prompt", "eyebrow", how=how, minutes=prompt.minutes)
        super().__init__(
            setting, prompt, eyebrow=eyebrow, button=word("prompt", "save"), reason=prompt.reason, pair=prompt.pair
        )
        self.state = self._state()

    def _rounds(self) -> dict[int, dict[str, Any]]:
        """Return the latest answer of each round."""
        record = self.setting.record
        events = record.events(self.setting.stem, self.question.id, "answer")
        return {int(event.body.get("round", 1)): dict(event.body) for event in events}

    def _state(self) -> dict[str, Any]:
        rounds = self._rounds()
        draft = self.latest("draft")
        last = self.setting.record.latest(self.setting.stem, self.question.id, "answer")
        drafted = self.setting.record.latest(self.setting.stem, self.question.id, "draft")
        second = self.question.pair and 1 in rounds
        round_now = 2 if second else 1
        answer = rounds.get(round_now, {}).get("answer")
        newer = drafted and (last is None or drafted.at > last.at) and draft.get("round", 1) == round_now
        return {
            "round": round_now,
            "answer": draft.get("answer") if newer else answer,
            "draft": bool(newer),
            "at": drafted.at if newer and drafted else last.at if last else "",
            "earlier": carried_face(self.setting, self.carried) + (self._earlier(rounds) if second else ""),
            "button": self.setting.word("prompt", "save-again" if second else "save"),
            "panel": self._panel(rounds),
        }

    def _earlier(self, rounds: dict[int, dict[str, Any]]) -> str:
        first = rounds[1]["answer"]
        word = self.setting.word
        reason = f" {typed(first['why'])}" if first.get("why") else ""
        said = f"<p>{escape(word('prompt', 'first-time'))} {typed(self.in_words(first))}{reason}</p>"
        return said + ("" if 2 in rounds else f"<p><strong>{escape(word('prompt', 'now-discuss'))}</strong></p>")

    def _panel(self, rounds: dict[int, dict[str, Any]]) -> str:
        wanted = 2 if self.question.pair else 1
        if wanted not in rounds:
            return ""
        word = self.setting.word
        parts = []
        if self.question.pair:
            before, after = self.in_words(rounds[1]["answer"]), self.in_words(rounds[2]["answer"])
            key = "stayed" if before == after else "moved"
            parts.append(f"<p>{escape(word('prompt', key))} {typed(before)} → {typed(after)}</p>")
        parts.append(f"<h3>{escape(word('prompt', 'perspectives'))}</h3>")
        parts.append(perspectives_face(self.setting, self.question.perspectives))
        parts.append(f"<p class='course-note'>{escape(word('prompt', 'no-right-answer'))}</p>")
        return "".join(parts)

    def on_save(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save an answer; an empty one is not an answer."""
        answer = dict(content.get("answer") or {})
        if not self.in_words(answer):
            return {"empty": True}
        self.write("answer", {"answer": answer, "round": self.state.get("round", 1)})
        return {**self._state(), "empty": False}
