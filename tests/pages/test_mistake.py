"""A learner's mistake in a cell is one sentence, in the course's words; other errors stay as they are."""

import pytest
from IPython.core.interactiveshell import InteractiveShell

from course.content.interface import words
from course.pages.mistake import tell_mistakes

CELL = words()["cell"]


@pytest.fixture
def run(monkeypatch):
    """Run a cell in a shell of its own; return what it shows of an error."""
    shown = []
    shell = InteractiveShell()
    monkeypatch.setattr(shell, "_showtraceback", lambda kind, error, lines: shown.append("\n".join(lines)))
    shell.InteractiveTB.set_mode(mode="Minimal")
    tell_mistakes(shell)

    def running(cell):
        shown.clear()
        outcome = shell.run_cell(cell)
        return shown, outcome

    yield running
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("a = 1\nb = ٣٥", CELL["digits"].format(line=2, given="٣٥", number="35")),
        ("b = ٢٫٥  # mine", CELL["digits"].format(line=1, given="٢٫٥", number="2.5")),
        ("b = 120 dinars", CELL["with-words"].format(line=1, given="120 dinars", number="120")),
        ("b = 1,250 dinars", CELL["with-words"].format(line=1, given="1,250 dinars", number="1250")),
        ("b = 1,25,000 rupees", CELL["with-words"].format(line=1, given="1,25,000 rupees", number="125000")),
        ("b = −٦٠ نقطة", CELL["with-words"].format(line=1, given="−٦٠ نقطة", number="-60")),
        ("b = 1.2.3 dinars", CELL["syntax"].format(line=1, text="b = 1.2.3 dinars")),
        ("b = 35%", CELL["with-words"].format(line=1, given="35%", number="35")),
        ("b = ٣٥ ديناراً", CELL["with-words"].format(line=1, given="٣٥ ديناراً", number="35")),
        ("b = $40", CELL["with-words"].format(line=1, given="$40", number="40")),
        ("a = 2\nb =\nc = 3", CELL["empty"].format(line=2)),
        ("b =   # your number", CELL["empty"].format(line=1)),
        ("b = good offices", CELL["syntax"].format(line=1, text="b = good offices")),
        ("b = mediation", CELL["name"].format(line=1, name="mediation")),
        (
            "a = ...\nb = a - 3",
            CELL["type"].format(line=2, problem="unsupported operand type(s) for -: 'ellipsis' and 'int'"),
        ),
    ],
)
def test_mistake_is_told_in_one_sentence(run, cell, sentence):
    shown, outcome = run(cell)
    assert shown == [sentence]
    assert not outcome.success


def test_other_errors_stay_as_they_are(run):
    [shown], _ = run("1 / 0")
    assert "ZeroDivisionError" in shown


def test_fault_inside_a_library_is_not_told_as_a_learners(run):
    [shown], _ = run("import json\njson.loads(3)")
    assert "TypeError" in shown


def test_sound_cell_says_nothing(run):
    shown, outcome = run("b = 35\nb")
    assert (shown, outcome.result) == ([], 35)
