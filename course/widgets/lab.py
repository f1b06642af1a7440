"""A lab on the page: a puzzle, a prediction that is saved, the model that moves, and the way back to the world."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

from course.answers.events import Body, LabResponse, Prediction, to_body
from course.answers.lab import LabWork, lab_item, read_lab
from course.html.face import bullets, lines, section
from course.html.look import table_markup
from course.html.picture import svg
from course.html.text import escape, phrase, plain, prose
from course.model.lab import Lab, Parameter, Row, Value
from course.model.picture import Picture
from course.widgets.setting import Setting
from course.widgets.widget import CourseWidget


@dataclass(frozen=True)
class Pick:
    """A list of words that a model can be limited to, such as the kinds of third party in the network."""

    id: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Model:
    """The functions of a lab, with its words already joined to the picture."""

    parameters: tuple[Parameter, ...]
    solve: Callable[..., Any]
    sentence: Callable[[Any], tuple[str, Mapping[str, Value]]]
    table: Callable[[Any], list[Row]]
    picture: Callable[[Any], Picture]

    @classmethod
    def of(cls, module: ModuleType, words: Lab) -> "Model":
        """Take the functions of a module of ``course.labs``."""
        return cls(
            parameters=module.PARAMETERS,
            solve=module.solve,
            sentence=module.sentence,
            table=module.table,
            picture=lambda result: module.picture(result, words.words),
        )

    def over(self, rows: Sequence[Any]) -> "Model":
        """Return the same model, solved over ``rows`` of data."""
        return replace(self, solve=lambda **given: self.solve(rows, **given))


def shown_value(value: Value, words: Lab) -> str:
    """Return one cell of a lab's table as text."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return words.words.get(value, value)
    return f"{value:.0f}" if abs(value - round(value)) < 0.05 else f"{value:.1f}"


class LabBench(CourseWidget):
    """One lab. The model is solved in the kernel for every move; the page shows the last one asked for."""

    entry = "lab"

    def __init__(self, setting: Setting, name: str, words: Lab, model: Model, picks: Sequence[Pick] = ()):
        self.words = words
        self.model = model
        self.item = lab_item(name)
        label = setting.words["lab"]
        start = {one.id: one.start for one in model.parameters}
        shown = self._shown(setting, start)
        idea = words.idea
        super().__init__(
            setting,
            markup=section(
                "lab",
                f"<p><small>{escape(label['eyebrow'])}</small></p><p><strong>{phrase(words.title)}</strong></p>",
                f"{prose(words.puzzle.text)}<p><small>{setting.cited(words.puzzle.sources)}</small></p>",
                f"<p><b>{phrase(words.prediction.question)}</b></p>",
                bullets(phrase(one.label) for one in words.prediction.options),
                f"<p><b>{escape(label['now'])}</b> {escape(shown['sentence'])}</p>{shown['table']}",
                f"<p>{escape(label['leaves-out'])}</p>{bullets(phrase(one) for one in words.leaves_out)}",
                f"<p><b>{escape(label['link'])}</b> {phrase(words.link.question)}</p>",
            ),
            text=lines(
                label["eyebrow"],
                plain(words.title),
                plain(words.puzzle.text),
                plain(words.prediction.question),
                *(f"( ) {plain(one.label)}" for one in words.prediction.options),
                f"{label['now']} {shown['sentence']}",
            ),
            spec={
                **setting.pocket(f"{setting.stem}/{self.item}"),
                "eyebrow": label["eyebrow"],
                "title": phrase(words.title),
                "puzzle": prose(words.puzzle.text) + f"<p><small>{setting.cited(words.puzzle.sources)}</small></p>",
                "question": phrase(words.prediction.question),
                "options": [{"id": one.id, "html": phrase(one.label)} for one in words.prediction.options],
                "knobs": [self._knob(one) for one in model.parameters],
                "picks": [
                    {
                        "id": pick.id,
                        "label": words.words.get(pick.id, pick.id),
                        "choices": [
                            {"id": one, "text": words.words.get(one, one.replace("-", " "))} for one in pick.choices
                        ],
                    }
                    for pick in picks
                ],
                "presets": [
                    {
                        "id": one.id,
                        "label": plain(one.label),
                        "html": prose(one.case)
                        + f"<p><small>{setting.cited(one.sources)}</small> {phrase(one.note)}</p>",
                        "values": {**start, **one.values},
                    }
                    for one in words.presets
                ],
                "start": start,
                "sandbox": phrase(words.sandbox),
                "idea": f"<p><b>{phrase(idea.author)}</b>, <i>{phrase(idea.work)}</i> ({phrase(idea.year)})</p>"
                + prose(idea.says)
                + f"<p>{phrase(idea.notation)}</p><p><small>{setting.cited(idea.sources)}</small></p>",
                "leaves": bullets(phrase(one) for one in words.leaves_out),
                "simplifies": bullets(phrase(one) for one in words.simplifies),
                "link": phrase(words.link.question),
                "claims": ", ".join(words.link.claims),
                "words": {**setting.words["form"], **label},
            },
        )
        self.state = {**self._state(read_lab(setting.record.events(setting.stem, self.item))), **shown}

    def _knob(self, parameter: Parameter) -> dict[str, Any]:
        knob = self.words.parameters[parameter.id]
        return {
            "id": parameter.id,
            "label": plain(knob.label),
            "help": plain(knob.help),
            "lowText": plain(knob.low),
            "highText": plain(knob.high),
            "low": parameter.low,
            "high": parameter.high,
            "step": parameter.step,
            "unit": parameter.unit,
            "control": parameter.control,
        }

    def _shown(self, setting: Setting, values: Mapping[str, Any]) -> dict[str, str]:
        result = self.model.solve(**values)
        key, numbers = self.model.sentence(result)
        sentence = self.words.say(key, numbers)
        rows = [
            [phrase(row.name or self.words.table.rows.get(row.key, row.key))]
            + [escape(shown_value(value, self.words)) for value in row.values]
            for row in self.model.table(result)
        ]
        columns = [phrase(one) for one in self.words.table.columns]
        numeric = [False] + [True] * (len(columns) - 1)
        return {
            "svg": svg(self.model.picture(result), sentence),
            "sentence": sentence,
            "table": table_markup(phrase(self.words.table.caption), columns, numeric, rows),
        }

    def _state(self, work: LabWork) -> dict[str, Any]:
        answer = {} if work.text is None else {"text": work.text}
        state: dict[str, Any] = {"answer": answer, "at": work.at, "predicted": ""}
        if not work.predicted:
            return state
        guess = next((option for option in self.words.prediction.options if option.id == work.predicted), None)
        label = escape(self.setting.words["lab"]["predicted"])
        expected = f"<p>{label} <b>{phrase(guess.label)}</b> {phrase(guess.notice)}</p>" if guess else ""
        return {**state, "chosen": work.predicted, "predicted": expected + self._answer_of_model()}

    def _write(self, body: Body) -> LabWork:
        return read_lab(self.setting.record.save(self.setting.stem, self.item, lambda _: to_body(body)).events)

    def _answer_of_model(self) -> str:
        """Return what the model says to the prediction's question, in the settings that the lab names for it."""
        preset = self._shown_by()
        key, numbers = self.model.sentence(self.model.solve(**preset))
        return f"{prose(self.words.prediction.model_says)}<p><b>{escape(self.words.say(key, numbers))}</b></p>"

    def _shown_by(self) -> dict[str, float]:
        name = self.words.prediction.shown_by
        start = {one.id: one.start for one in self.model.parameters}
        return {**start, **next((one.values for one in self.words.presets if one.id == name), {})}

    def on_predict(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save the prediction; only then does the model move."""
        chosen = str(content.get("chosen"))
        if chosen not in {option.id for option in self.words.prediction.options}:
            return {}
        return self._state(self._write(Prediction(chosen=chosen)))

    def on_move(self, content: dict[str, Any]) -> dict[str, Any]:
        """Solve the model for new settings. Settings out of range are answered with the range."""
        values = {str(name): value for name, value in dict(content.get("values") or {}).items()}
        try:
            return {"said": "", **self._shown(self.setting, values)}
        except ValueError as error:
            return {"said": str(error)}

    def on_answer(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save what the learner says about a real case."""
        work = self._write(LabResponse(text=str(content.get("text") or "")))
        return {"answer": {"text": work.text}, "at": work.at}
