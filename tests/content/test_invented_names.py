"""Five invented states and no sixth: whatever else is invented and has a name stands in a short list here, with why."""

import json
import re

import pytest

from course.content import concepts, lessons, scenarios
from course.content.place import CONTENT, PACKAGE
from course.content.reader import read_toml
from course.content.region import region

FIVE = frozenset(state.name for state in region().states)
RETIRED = (
    "Marjan",
    "Tall",
    "Jabal",
    "Marsa",
    "Dahra",
    "Rimal",
    "Qamar",
    "Sahra",
    "Sahlan",
    "Wahat",
    "Qarwan",
    "Nahran",
)
"""What invented states were called before there was one region. Their ids may stand: answers hang on them."""

EXEMPT = {
    "Umm": "Umm Nur, a well (exercise 03)",
    "Amal": "a mediator of a sum (exercise 05)",
    "Basim": "another mediator of that sum (exercise 05)",
    "Noor": "an envoy of a sum (exercise 08)",
    "Salt": "the Salt Riders, a band (exercise and lesson 09)",
    "Littoral": "the Conference of Littoral States, which sends the envoy to the strait",
}
"""Names that are invented and are no state. In exercise 12 an accord has one too, Tell, which is an ordinary word."""

OF_THE_CONCEPT_TEST = {
    "Brava",
    "Calder",
    "Doria",
    "Ketta",
    "Lorin",
    "Lume",
    "Maravel",
    "Norrin",
    "Ombria",
    "Ruan",
    "Sorrel",
    "Tessa",
    "Torrin",
    "Vessa",
}
"""The concept test has names of its own: nobody should answer it from what they know of the region."""

REAL_HERE = {
    "Argentine",
    "Aviv",
    "Belgrade",
    "Bolivia",
    "Chatti",
    "Crescent",
    "Cuban",
    "Ebrahimi",
    "Falkland",
    "Gambians",
    "Habib",
    "Levant",
    "Malvinas",
    "Mitla",
    "Pristina",
    "Ramallah",
    "Salman",
    "Yusoff",
    "Discretion",
    "Measuring",
    "Pre",
    "Reputation",
    "Unlawful",
}
"""Real names that stand where something may be invented and in no file about the world; then words that are no name."""

MARK = re.compile(rf"\b(?:invented|fictional|do not exist|{'|'.join(sorted(FIVE))})\b")
"""An entry with one of these may hold more that is invented, and so may a question that cites no source."""

NAME = re.compile(r"(?<![\w'’-])[A-Z][a-z]{2,}\b")
"""A capitalized word. One that begins a sentence is also written small somewhere, a name is not."""

WORLD = ("exercises", "lessons", "scenarios", "labs", "concept_test", "region", "interface", "negotiation")
"""Files in which things may be invented; all other content is about the world."""


def texts(value):
    """Every text in a value, but for ids."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inside in value.items():
            if key not in ("id", "was", "stem", "sources", "carries", "names"):
                yield from texts(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from texts(inside)


def entries():
    """Every task, question and negotiation, and every cell of prose: where it is, its text, whether it cites."""
    for folder, stems in (("lessons", lessons.stems()), ("exercises", lessons.exercise_stems())):
        for stem in stems:
            for list_name, value in lessons.published(folder, stem).items():
                listed = value if isinstance(value, list) else [value]
                for entry in listed:
                    asks = list_name in ("prompts", "checks", "tasks")
                    yield (
                        f"{folder}/{stem}, {list_name}",
                        "\n".join(texts(entry)),
                        not asks or bool(entry.get("sources")),
                    )
    for path in [*sorted((CONTENT / "scenarios").glob("*.toml")), *sorted((CONTENT / "labs").glob("*.toml"))]:
        yield path.name, "\n".join(texts(read_toml(path))), True
    for folder in ("notebooks", "exercises"):
        for path in sorted((PACKAGE.parent / folder).glob("*.ipynb")):
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "markdown":
                    yield path.name, "".join(cell["source"]), True


def names_of_the_world():
    """Every capitalized word in the content about the world, and every word that is also written small somewhere."""
    capitalized, small = set(), set()
    for path in CONTENT.rglob("*"):
        if path.suffix in (".toml", ".csv"):
            text = path.read_text(encoding="utf-8")
            small |= set(re.findall(r"\b[a-z]{3,}\b", text))
            if not str(path.relative_to(CONTENT)).startswith(WORLD):
                capitalized |= set(re.findall(r"\b[A-Z]\w+", text))
    return capitalized, small


ENTRIES = list(entries())
IN_THE_WORLD, SMALL = names_of_the_world()


def unknown_names(text):
    """The names in a text that are neither of the region nor of the world."""
    for place in region().places:
        text = text.replace(place.name, "")
    known = FIVE | IN_THE_WORLD | REAL_HERE
    return {name for name in NAME.findall(text) if name not in known and name.lower() not in SMALL}


def found():
    return {
        (where, name)
        for where, text, cites in ENTRIES
        if not cites or MARK.search(text)
        for name in unknown_names(text)
    }


def test_what_is_invented_and_has_a_name_is_one_of_the_five_or_exempt():
    assert {entry for entry in found() if entry[1] not in EXEMPT} == set(), (
        "A state that is invented is one of the five of region.toml. Any other name goes into EXEMPT or REAL_HERE."
    )


def test_every_exemption_is_needed():
    everything = " ".join(text for _, text, _ in ENTRIES)
    assert [name for name in (*EXEMPT, *REAL_HERE) if name not in everything] == []


def test_a_sixth_state_is_found():
    assert unknown_names("The old president of Nahran is gone, and Velaya watches.") == {"Nahran"}
    assert unknown_names("The herders of Sahl and the farmers of Velaya met in Cairo at the Sula bank.") == set()


@pytest.mark.parametrize("name", RETIRED)
def test_no_state_of_before_the_region_is_left(name):
    told = re.compile(rf"\b{name}\b")
    assert [where for where, text, _ in ENTRIES if told.search(text)] == []


def test_the_five_states_are_all_used_and_each_negotiation_takes_place_among_them():
    everything = " ".join(text for _, text, _ in ENTRIES)
    assert [name for name in FIVE if name not in everything] == []
    for id in scenarios.names():
        summary = scenarios.scenario(id).summary
        assert any(name in summary for name in FIVE), id


def test_the_concept_test_keeps_names_of_its_own():
    scenes = " ".join(
        " ".join([item.scene, item.asks, *(option.says for option in item.options)])
        for item in concepts.concept_test().items
    )
    assert not [name for name in FIVE if re.search(rf"\b{name}\b", scenes)]
    assert unknown_names(scenes) <= OF_THE_CONCEPT_TEST
    assert [name for name in OF_THE_CONCEPT_TEST if name not in scenes] == []


def test_no_gray_cell_names_a_state_by_its_former_name():
    former = {name.lower() for name in RETIRED}
    found = []
    for stem in lessons.exercise_stems():
        for task in lessons.published("exercises", stem)["tasks"]:
            code = " ".join([task.get("worked", ""), *(value["name"] for value in task.get("values", []))])
            found += [(stem, word) for word in re.findall(r"[a-z]+", code.lower()) if word in former]
    assert found == []
