"""The benchmark's own parts: what is counted, and that a record filled for it is one that a learner could have."""

import re

from course.content import lessons
from course.dev.bench import notebooks, reopening, size
from course.dev.bench.row import Row, format_table
from course.record import Record


def test_a_filled_record_holds_what_it_says(tmp_path):
    record = Record(tmp_path)
    reopening.fill(record, answers=40, events=500)
    assert len(record.events()) == 500
    mine = record.events(reopening.STEM)
    assert len(mine) == 40
    content = lessons.lesson(reopening.STEM)
    asked = {question.id for question in (*content.prompts, *content.checks)}
    assert {event.item for event in mine} == asked | {f"claim/{claim}" for claim in content.claims}
    moments = [event.at for event in record.events()]
    assert moments == sorted(moments)


def test_every_control_comes_back_from_a_filled_record(tmp_path):
    empty, full = Record(tmp_path / "empty"), Record(tmp_path / "full")
    reopening.fill(full, answers=40, events=60)
    controls = reopening.open_all(reopening.STEM, full)
    content = lessons.lesson(reopening.STEM)
    assert controls == 2 + len(content.prompts) + len(content.checks) + len(content.claims)
    assert reopening.open_all(reopening.STEM, empty) == controls


def test_an_empty_run_is_timed_and_weighed(tmp_path):
    run = notebooks.run_all(["x = bytearray(30_000_000)"], tmp_path, tmp_path / "compiled")
    assert 0 < run.cells < run.whole
    assert run.memory > 60


def test_the_environment_is_what_learners_install():
    names = size.read_needed()
    assert {"jupyterlab", "pandas"} <= set(names)
    assert not {"altair", "networkx", "playwright"} & set(names)
    closure = size.closure(["pandas"])
    assert {"pandas", "numpy"} <= set(closure)
    assert size.megabytes([closure["numpy"]]) > 1


def test_rows_stand_in_columns():
    table = format_table([Row("a long name", "1 ms"), Row("b", "2 ms", "base 3 ms", "under 4 ms")]).splitlines()
    assert len(table) == 4
    assert {line.index(figure) for line, figure in zip(table[2:], ("1 ms", "2 ms"), strict=True)} == {
        table[0].index("figure")
    }
    assert re.fullmatch("-+", table[1])


def test_a_class_on_a_hub_is_reckoned_from_the_last_steps():
    from course.dev.bench.hub import share

    assert share([300, 400, 500, 600, 700], 5) == 140
    assert share([300, 400, 500, 600, 700], 50) == (700 + 45 * 100) / 50
