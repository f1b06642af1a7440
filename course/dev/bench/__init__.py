"""Measures size and speed and prints one table: ``python -m course bench``.

What it takes to measure is imported when it is called: the processes that play a class of students import one module of
this package, and would wait for all of it.
"""

from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the options choose what, and how often."""
    from course.dev.bench.parts import main as measure

    return measure(arguments)
