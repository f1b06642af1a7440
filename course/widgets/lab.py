"""A lab on the page: a puzzle, a prediction that is saved, the model that moves, and the way back to the world."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType
from typing import Any, get_args

from course.answers.events import Body, Draft, LabResponse, Prediction, to_body
from course.answers.lab import Box, LabWork, as_answer, lab_item, read_lab
from course.answers.versions import Version
from course.html import lab as html
from course.html.picture import svg
from course.html.text import phrase, plain
from course.model.answer import Answer
from course.model.event import Event
from course.model.lab import Lab, Parameter, Row, Value
from course.model.language import with_commas
from course.model.picture import Picture
from course.widgets.boxes import Boxed
from course.widgets.message import OddMessage, need, read_press, read_table, read_text
from course.widgets.setting import Setting


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


UNITS = {"%": "percent"}
"""The unit of a parameter by the word that says it, where the unit is none itself."""


class LabBench(Boxed[LabWork]):
    """One lab. The model is solved in the kernel for every move; the page shows the last one asked for."""

    boxes: tuple[Box, ...] = get_args(Box)

    entry = "lab"

    def __init__(self, setting: Setting, name: str, words: Lab, model: Model, picks: Sequence[Pick] = ()):
        self.words = words
        self.model = model
        self.item = lab_item(name)
        label = setting.words["lab"]
        start = {parameter.id: parameter.start for parameter in model.parameters}
        shown = self._shown(start)
        super().__init__(
            setting,
            face=html.lab_face(setting, words, shown["sentence"], shown["table"]),
            spec={
                **setting.pocket(f"{setting.stem}/{self.item}"),
                "eyebrow": label["eyebrow"],
                "title": phrase(words.title),
                "puzzle": html.puzzle(setting, words.puzzle),
                "question": phrase(words.prediction.question),
                "options": html.choices(words.prediction.options),
                "knobs": [self._knob(parameter, label) for parameter in model.parameters],
                "picks": [
                    {
                        "id": pick.id,
                        "label": label[f"pick-{pick.id}"],
                        "choices": [
                            {"id": choice, "text": words.words.get(choice, choice.replace("-", " "))}
                            for choice in pick.choices
                        ],
                    }
                    for pick in picks
                ],
                "presets": [
                    {
                        "id": preset.id,
                        "label": plain(preset.label),
                        "html": html.preset(setting, preset),
                        "values": {**start, **preset.values},
                    }
                    for preset in words.presets
                ],
                "start": start,
                "sandbox": phrase(words.sandbox),
                "idea": html.idea(setting, words.idea),
                "leaves": html.listed(words.leaves_out),
                "simplifies": html.listed(words.simplifies),
                "link": phrase(words.link.question),
                "claims": with_commas(words.link.claims),
                "words": {**setting.words["form"], **label},
            },
        )
        self.state = {**self.fresh(self.read_work()), **shown}

    def read_work(self) -> LabWork:
        """Return what the record has on this lab."""
        return read_lab(self.setting.record.events(self.setting.stem, self.item))

    def add(self, content: dict[str, Any], box: str, decide: Callable[[LabWork], Body | None]) -> LabWork:
        """Save what ``decide`` makes of the work so far."""

        def decided(events: list[Event]) -> tuple[str, dict[str, Any]] | None:
            body = decide(read_lab(events))
            return to_body(body) if body else None

        saved = self.setting.record.save(self.setting.stem, self.item, decided, id=read_press(content))
        return read_lab(saved.events)

    def versions(self, work: LabWork, box: str) -> list[Version]:
        """Return every prediction, or every text."""
        return work.versions("prediction" if box == "prediction" else "text")

    def to_aside(self, box: str, answer: Answer) -> Body:
        """Return what keeps a prediction or a text aside."""
        return Draft(answer=answer, aside=True)

    def has_text(self, box: str) -> bool:
        """Return whether something is written there: a prediction is chosen."""
        return box == "text"

    def tell(self, box: str, answer: Answer) -> str:
        """Return a prediction or a text as plain text."""
        option = next((option for option in self.words.prediction.options if option.id == answer.chosen), None)
        return plain(option.label) if option else answer.text or ""

    def _knob(self, parameter: Parameter, says: Mapping[str, str]) -> dict[str, Any]:
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
            # A whole sentence: languages say a number of things in other ways.
            "unit": says[f"unit-{UNITS.get(parameter.unit, parameter.unit)}"] if parameter.unit else "",
            "control": parameter.control,
        }

    def _shown(self, values: Mapping[str, Any]) -> dict[str, Any]:
        result = self.model.solve(**values)
        key, numbers = self.model.sentence(result)
        sentence = self.words.say(key, numbers)
        return {
            "svg": svg(self.model.picture(result), sentence),
            "sentence": sentence,
            "table": html.lab_table(self.words, self.model.table(result)),
        }

    def fresh(self, work: LabWork) -> dict[str, Any]:
        """Return the state of the page as the record has it, without the model."""
        answer = {} if work.text is None else {"text": work.text}
        state = {**self.standing(work), "answer": answer, "at": work.at, "predicted": "", "ticked": work.is_done}
        if not work.predicted:
            return state
        guess = next((option for option in self.words.prediction.options if option.id == work.predicted), None)
        expected = html.prediction(self.setting, self.words, guess, self._answer_of_model)
        return {**state, "chosen": work.predicted, "predicted": expected}

    @cached_property
    def _answer_of_model(self) -> str:
        """Return what the model says to the prediction's question, in the settings that the lab names for it."""
        preset = self._shown_by()
        key, numbers = self.model.sentence(self.model.solve(**preset))
        return self.words.say(key, numbers)

    def _shown_by(self) -> dict[str, float]:
        name = self.words.prediction.shown_by
        start = {parameter.id: parameter.start for parameter in self.model.parameters}
        return {**start, **next((preset.values for preset in self.words.presets if preset.id == name), {})}

    def on_predict(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save the prediction; only then does the model move."""
        chosen = read_text(content, "chosen")
        if chosen not in {option.id for option in self.words.prediction.options}:
            raise OddMessage("no such option")
        answer = Answer(chosen=chosen)
        work, newer = self.place(content, "prediction", answer, Prediction(chosen=chosen))
        return {**self.fresh(work), "newer": newer}

    def on_move(self, content: dict[str, Any]) -> dict[str, Any]:
        """Solve the model for new settings. Settings out of range are answered with the range."""
        values = read_table(content, "values")
        try:
            return {"said": "", **self._shown(values)}
        except ValueError as error:
            return {"said": str(error)}

    def on_answer(self, content: dict[str, Any]) -> dict[str, Any]:
        """Save what the learner says about a real case."""
        need(content, "text")
        text = read_text(content, "text")
        response = LabResponse(text=text, over=self.over(content))
        work, newer = self.place(content, "text", as_answer(text), response, typed=True)
        return {**self.fresh(work), "newer": newer}
