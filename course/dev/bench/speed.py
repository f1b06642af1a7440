"""How fast the course is in the kernel: imports, labs, tables."""

import importlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from types import ModuleType
from typing import Any

from course.content import labs as lab_words
from course.content import tables
from course.dev.bench.row import Row, milliseconds
from course.pages.labs import NETWORK, involvements


def _python(code: str) -> float:
    """Return how long a fresh Python takes for ``code``, in milliseconds, beyond starting."""
    timed = f"import time; t = time.perf_counter(); {code}; print(1000 * (time.perf_counter() - t))"
    runs = [
        float(subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True).stdout)
        for _ in range(5)
    ]
    return sorted(runs)[2]


def rows() -> Iterator[Row]:
    """Measure each in turn."""
    yield Row("import course", f"{_python('import course'):.0f} ms", "", "under 150 ms")
    yield Row("from course import open_lesson", f"{_python('from course import open_lesson'):.0f} ms")
    yield from _labs()
    yield Row("read the case table", f"{milliseconds(_read_tables):.0f} ms", f"{len(tables.cases())} cases")


def _labs() -> Iterator[Row]:
    for name in lab_words.names():
        module, words = importlib.import_module(f"course.labs.{name}"), lab_words.lab(name).words
        data = (tuple(involvements()),) if name == NETWORK else ()

        redraw = partial(_redraw, module, data, words)
        yield Row(f"lab {name}, settings to picture", f"{milliseconds(redraw):.1f} ms", "", "under 20 ms")


def _redraw(module: ModuleType, data: tuple[Any, ...], words: Mapping[str, str]) -> None:
    result = module.solve(*data)
    module.picture(result, words), module.sentence(result), module.table(result)


def _read_tables() -> None:
    for read in (tables.states, tables.cases, tables.third_parties):
        read.cache_clear()
        read()
