"""A lab: a model of the field that a learner can move, and the words around it."""

from collections.abc import Mapping, Sequence
from typing import Literal

import msgspec

Value = float | int | str | None
"""What a row or a sentence carries: a number, the key of a word in ``Lab.words``, or None for "no value"."""


class Parameter(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that the learner moves: its range, its step and where it starts. Labels stand in content.

    ``unit``: "%" (share), "points" (of a 0 to 100 scale), "rounds", "years", "seed", "brokers" or "".
    A ``switch`` takes 0 (off) or 1 (on).
    """

    id: str
    low: float
    high: float
    step: float
    start: float
    unit: str = ""
    control: Literal["slider", "switch"] = "slider"

    def accept(self, value: float) -> float:
        """Return ``value`` as a float; raise ValueError naming the range when it lies outside (or is NaN)."""
        if not self.low <= value <= self.high:
            unit = f" {self.unit}" if self.unit else ""
            raise ValueError(f"{self.id} is {value:g}; choose a value from {self.low:g} to {self.high:g}{unit}.")
        if self.control == "switch" and value not in (0, 1):
            raise ValueError(f"{self.id} is {value:g}; a switch takes 0 (off) or 1 (on).")
        return float(value)


def settings(parameters: Sequence[Parameter], values: Mapping[str, float]) -> dict[str, float]:
    """Return one value per parameter: its own, or its start. Refuse unknown names and values out of range."""
    unknown = [name for name in values if name not in {parameter.id for parameter in parameters}]
    if unknown:
        names = ", ".join(parameter.id for parameter in parameters)
        raise ValueError(f"there is no parameter '{unknown[0]}'; choose among {names}.")
    return {p.id: p.accept(values.get(p.id, p.start)) for p in parameters}


class Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of a lab's table. ``key`` is looked up in ``Lab.table.rows``, ``name`` stands as it is (an actor)."""

    key: str
    values: tuple[Value, ...]
    name: str = ""


class Idea(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where the model comes from. ``says`` puts it in two or three sentences; ``notation`` gives the equations."""

    author: str
    work: str
    year: str
    says: str
    notation: str
    sources: tuple[str, ...]


class Puzzle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A true situation that makes one need the model."""

    text: str
    sources: tuple[str, ...]


class Guess(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer to the prediction, and what its owner should look at in the model."""

    id: str
    label: str
    notice: str


class Prediction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The question before anything moves. The preset ``shown_by`` lets the model answer; ``model_says`` reads it."""

    question: str
    options: tuple[Guess, ...]
    shown_by: str
    model_says: str


class Preset(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Settings taken from a real case. ``note`` says that the numbers teach and were not measured."""

    id: str
    label: str
    case: str
    sources: tuple[str, ...]
    values: dict[str, float]
    note: str


class Knob(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of one parameter: its label, one sentence of help, its unit, and what its two ends mean."""

    label: str
    help: str
    unit: str = ""
    low: str = ""
    high: str = ""


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of the table: caption, heading of each column (the row's own first), label of each row."""

    caption: str
    columns: tuple[str, ...]
    rows: dict[str, str]


class Link(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the lab has to do with the claims on trial."""

    claims: tuple[str, ...]
    question: str


class Lab(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything written around one lab: a file of ``content/labs/``. The model of the same stem is in ``labs``.

    ``words`` are the labels inside the picture and the words that a sentence or a row names by key.
    """

    title: str
    idea: Idea
    puzzle: Puzzle
    prediction: Prediction
    parameters: dict[str, Knob]
    presets: tuple[Preset, ...]
    words: dict[str, str]
    sentences: dict[str, str]
    table: Table
    sandbox: str
    leaves_out: tuple[str, ...]
    simplifies: tuple[str, ...]
    link: Link

    def say(self, key: str, values: Mapping[str, Value]) -> str:
        """Return the sentence ``key``, filled. A value that is a word's key is replaced by that word, filled too."""
        numbers = {name: value for name, value in values.items() if not isinstance(value, str)}
        filled = {
            name: self.words.get(value, value).format(**numbers) if isinstance(value, str) else value
            for name, value in values.items()
        }
        return self.sentences[key].format(**filled)
