"""How fast the live class acknowledges answers and shows them to the teacher, beside oTree and beside no database.

Generator and server share this computer. So ratios of one run say more than the milliseconds.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import psutil

from course.dev.bench import otree
from course.dev.bench.crowd import Measured, Task
from course.dev.bench.row import Row
from course.dev.served import Served
from course.html.controls import One
from course.html.text import plain
from course.live.deck import Slide, deck_of

STEM = "05_why_come_to_the_table"
SLIDE = "discuss.why-not-the-brothers.1"
"""One choice of four and a reason: what most phones send."""
CLASSES = (30, 300, 1000)
SECONDS = 10.0
LINES, SUSTAINED = 64, 5.0
SHARING = 1000
"""So many students share the lines at the sustained rate: nobody may answer twenty times at once."""
_CROWD = [sys.executable, "-c", "from course.dev.bench.crowd import main; main()"]
TABLES, AT_A_TABLE, SCENARIO = 60, 6, "the-transition"
"""Five seats are the most that a scenario has: of six people two share one, and none is a computer's."""
MOVES, TALKS = 2, 20.0
"""So often each acts, at random moments within so many seconds: a table hears a move every one or two."""
LONG = 1000
"""With so many oTree takes minutes: they are measured beside it only where that is asked for."""


def rows(*, long: bool = False) -> Iterator[Row]:
    """Measure all; ``long`` also has a thousand at oTree."""
    ours: dict[int, Measured] = {}
    yield from ours_alone(ours)
    yield from at_tables()
    yield from beside_otree(ours, [size for size in CLASSES if long or size < LONG], SECONDS)


def ours_alone(
    measured: dict[int, Measured],
    classes: Sequence[int] = CLASSES,
    seconds: float = SECONDS,
    *,
    instant: int = 1000,
    sustained: float = SUSTAINED,
    sharing: int = SHARING,
) -> Iterator[Row]:
    """Measure the live class, and keep what came of each size in ``measured``."""
    for size in classes:
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as server:
            told = measured[size] = crowd(server, students=size, seconds=seconds)
            memory = psutil.Process(server.process.pid).memory_info().rss / 1e6
        yield from _class(size, seconds, told, memory)
    with tempfile.TemporaryDirectory() as folder, opened(Path(folder)) as server:
        told = crowd(server, students=instant, seconds=0)
    yield Row(
        f"live class, {instant:,} press in one instant, until the last is acknowledged",
        f"{told.whole:.2f} s{_refused(told)}",
        f"p99 {_at(told.acknowledged, 99)}",
        "within 0.5 s" if instant == 1000 else "",
    )
    rates = {}
    for module in ("course.dev.bench.unwritten", "course.dev.served"):
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder), module) as server:
            told = crowd(server, students=sharing, seconds=sustained, lines=LINES)
            rates[module] = (len(told.acknowledged) - told.refused) / told.whole
    without, kept = rates.values()
    yield Row(
        f"live class, {LINES} lines without a pause",
        f"{kept:,.0f} answers/s{_refused(told)}, p99 {_at(told.acknowledged, 99)}",
        f"without a database {without:,.0f}/s: {kept / without:.0%}",
        "at least 50 %",
    )


def at_tables(tables: int = TABLES, seconds: float = TALKS) -> Iterator[Row]:
    """Measure tables at which people negotiate at once, beside the same without a database."""
    heard = {}
    for module in ("course.dev.bench.unwritten", "course.dev.served"):
        with tempfile.TemporaryDirectory() as folder, opened(Path(folder), module) as server:
            heard[module] = negotiate(server, tables=tables, seconds=seconds)
            memory = psutil.Process(server.process.pid).memory_info().rss / 1e6
    without, told = heard.values()
    name = f"live class, {tables} tables of {AT_A_TABLE}, {len(told.acknowledged):,} moves within {seconds:g} s"
    never = len(told.acknowledged) - len(told.seen)
    yield Row(
        f"{name}, press to every other seat, p50 / p99",
        f"{_at(told.seen, 50)} / {_at(told.seen, 99)}" + (f", {never} never" if never else ""),
        f"without a database {_at(without.seen, 50)} / {_at(without.seen, 99)}",
        "p99 at most 150 ms",
    )
    yield Row(
        f"{name}, press to every other stream / to acknowledgement, p99",
        f"{_at(told.told, 99)} / {_at(told.acknowledged, 99)}",
        f"without a database {_at(without.told, 99)} / {_at(without.acknowledged, 99)}",
    )
    yield Row(f"{name}, memory of the server / sent to a phone", f"{memory:.0f} MB / {told.phone / 1e3:,.0f} kB")


def beside_otree(ours: dict[int, Measured], classes: Sequence[int], seconds: float) -> Iterator[Row]:
    """Measure oTree with the same question and the same students, where it can be installed."""
    slide = _slide()
    assert isinstance(slide.control, One)
    choices = {option.id: plain(option.text) for option in slide.control.options}
    try:
        with otree.running(plain(slide.asks), choices) as peer:
            for size in classes:
                task = Task(port=peer.port, students=size, seconds=seconds, page=peer.open(size))
                told = run(task)
                ratio = _percentile(told.acknowledged, 99) / _percentile(ours[size].acknowledged, 99)
                yield Row(
                    f"oTree {otree.VERSION}, {size:,} students, answer to acknowledgement, p50 / p99",
                    f"{_at(told.acknowledged, 50)} / {_at(told.acknowledged, 99)}{_refused(told)}",
                    f"ours {_at(ours[size].acknowledged, 99)}: 1/{ratio:.0f}",
                    {300: "at most 1/10", LONG: "at most 1/500"}.get(size, ""),
                )
    except otree.NotHere as why:
        yield Row(f"oTree {otree.VERSION}", str(why))


def opened(folder: Path, module: str = "course.dev.served") -> Served:
    """Return a server whose class is asked the question."""
    server = Served(folder / "class.sqlite3", stem=STEM, module=module)
    server.turn(slide=SLIDE, state="open", current=SLIDE)
    return server


def crowd(server: Served, *, students: int, seconds: float, lines: int = 0) -> Measured:
    """Return what students measured at a server."""
    control = _slide().control
    assert isinstance(control, One)
    return run(
        Task(
            port=server.port,
            students=students,
            seconds=seconds,
            lines=lines,
            room=server.room,
            key=server.key,
            code=server.code,
            slide=SLIDE,
            options=tuple(option.id for option in control.options),
        )
    )


def negotiate(server: Served, *, tables: int, seconds: float) -> Measured:
    """Return what people measured who negotiate at tables of a server."""
    return run(
        Task(
            port=server.port,
            students=tables * AT_A_TABLE,
            seconds=seconds,
            room=server.room,
            key=server.key,
            code=server.code,
            tables=tables,
            scenario=SCENARIO,
            moves=MOVES,
        )
    )


def run(task: Task) -> Measured:
    """Have a process of its own do the task: what measures must not wait for what is measured."""
    done = subprocess.run(_CROWD, input=msgspec.json.encode(task), stdout=subprocess.PIPE, check=True)
    return msgspec.json.decode(done.stdout, type=Measured)


def _slide() -> Slide:
    return deck_of(STEM).slides[SLIDE]


def _class(size: int, seconds: float, told: Measured, memory: float) -> Iterator[Row]:
    name = f"live class, {size:,} students within {seconds:g} s"
    yield Row(
        f"{name}, answer to acknowledgement, p50 / p99",
        f"{_at(told.acknowledged, 50)} / {_at(told.acknowledged, 99)}{_refused(told)}",
        "",
        "about 10 ms",
    )
    unseen = len(told.acknowledged) - told.refused - len(told.seen)
    yield Row(
        f"{name}, from there to the teacher, p50 / p99",
        f"{_at(told.seen, 50)} / {_at(told.seen, 99)}" + (f", {unseen} never" if unseen else ""),
        "",
        "p99 at most 250 ms",
    )
    yield Row(f"{name}, memory of the server", f"{memory:.0f} MB", "", "at most 80 MB")
    yield Row(f"{name}, sent to a phone / to the teacher", f"{told.phone / 1e3:.1f} kB / {told.desk / 1e3:,.0f} kB")


def _percentile(values: Sequence[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else float("nan")


def _at(values: Sequence[float], percent: int) -> str:
    value = 1000 * _percentile(values, percent)
    return f"{value:,.1f} ms" if value < 100 else f"{value:,.0f} ms"


def _refused(told: Measured) -> str:
    return f", {told.refused} refused" if told.refused else ""
