"""The charts that are drawn from the case table, by name."""

from collections.abc import Callable

from course.evidence import durability, kinds_compared, kinds_over_time, network, talks_to_text
from course.evidence.casebook import Casebook
from course.evidence.drawing import Drawing, Wording, make_chart
from course.model.chart import Chart, ChartWords

DRAWINGS: dict[str, Callable[[ChartWords, Casebook, Wording], Drawing]] = {
    "kinds-over-time": kinds_over_time.draw,
    "durability": durability.draw,
    "network": network.draw,
    "kinds-compared": kinds_compared.draw,
    "talks-to-text": talks_to_text.draw,
}


def draw(words: ChartWords, book: Casebook, wording: Wording) -> Chart:
    """Draw the chart ``words.id`` from the case table; ``wording`` turns coded words into words."""
    return make_chart(words, DRAWINGS[words.id](words, book, wording))
