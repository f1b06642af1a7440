"""The looks of a lesson as slides: tables, time lines, maps and documents, one at a time, for any projector.

They are the faces that the settled notebook holds, so they need neither a kernel nor a network. A chart is drawn by
JupyterLab alone: its slide has what the chart says in words.
"""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from course.content import language, lessons
from course.content.interface import words
from course.content.notebook import notebook_of
from course.content.outline import CALL
from course.html.document import VIEWPORT, frame, script
from course.html.element import div, element, join, p
from course.html.reading import HEADING, cells_of
from course.html.style import part, screen
from course.html.text import plain
from course.model.language import Language, spoken

SHOWS = ("look", "map", "read")
"""Calls that show something to look at. What is asked of the class stands on the pages of the live class."""
_KEYS = """
const slides = [...document.querySelectorAll(".slide")];
let at = Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash));
const show = (place) => {
  at = Math.min(Math.max(place, 0), slides.length - 1);
  slides.forEach((slide, number) => slide.classList.toggle("shown", number === at));
  history.replaceState(null, "", `#${slides[at].id}`);
  scrollTo(0, 0);
};
document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, PageDown: 1, " ": 1, ArrowLeft: -1, PageUp: -1 }[event.key];
  if (!step || event.target.closest("summary, input, select, button")) return;
  event.preventDefault();
  show(at + (document.dir === "rtl" && event.key.startsWith("Arrow") ? -step : step));
});
document.addEventListener("click", (event) => {
  const way = event.target.closest("[data-step]");
  if (way) show(at + Number(way.dataset.step));
});
show(at);
"""


def slides(stem: str, sessions: Sequence[int] = ()) -> str:
    """Return the slides of a lesson, of ``sessions`` only where any are named."""
    word, lesson = words()["export"], lessons.lesson(stem)
    title = word["slides"].format(number=lesson.number, title=plain(lesson.title))
    wanted = {
        block.title
        for number, session in enumerate(lesson.sessions, 1)
        if not sessions or number in sessions
        for block in session.blocks
    }
    shown = [_slide(heading, faces) for heading, faces in _looks(stem) if heading in wanted]
    faces = [_first(title, lesson.summary), *shown]
    ways = [element("button", word[key], type="button", data_step=step) for key, step in (("back", "-1"), ("on", "1"))]
    parts = [
        element("section", face, p(f"{number} / {len(faces)}", class_="place"), class_="slide", id=f"slide-{number}")
        for number, face in enumerate(faces, 1)
    ]
    style = screen() + part("slides")
    return frame(title, style, *parts, element("nav", *ways), script(_KEYS), metas=(VIEWPORT,))


def _first(title: str, summary: str) -> Markup:
    return join((element("h1", title), p(plain(summary)), p(words()["export"]["slides-how"], class_="place")))


def _slide(heading: str, faces: Sequence[str | Markup]) -> Markup:
    """Return a slide. Beside a table a chart says in words what stands there; alone, its words are the slide."""
    drawn = [face for face in faces if isinstance(face, Markup)]
    return join((element("h1", heading), div(*(drawn or map(_told, faces)), class_="course-slide")))


def _told(chart: str) -> Markup:
    title, _, told = chart.partition("\n")
    return join((element("h2", title), p(told.strip())))


def _looks(stem: str) -> Iterator[tuple[str, tuple[str | Markup, ...]]]:
    """Yield the heading under which a lesson shows something, and its faces, in the order of the notebook."""
    notebook, written = notebook_of(stem)
    is_other, heading = written is not spoken(), ""
    for cell in cells_of(notebook):
        if cell.is_prose:
            # The blocks of a lesson are named in the language that is spoken, whatever its notebook is written in.
            source = language.say_prose(cell.source, f"notebooks/{stem}.ipynb") if is_other else cell.source
            found = [plain(text) for marks, text in HEADING.findall(source) if len(marks) == 2]
            heading = found[-1] if found else heading
        elif any(call in SHOWS for call, _ in CALL.findall(cell.source)) and cell.faces:
            yield heading, tuple(_said_in(face, written) for face in cell.faces) if is_other else cell.faces


def _said_in(face: str | Markup, written: Language) -> str | Markup:
    """Return a face as one of another language than that of the slides."""
    return div(face, lang=written.code, dir=written.direction) if isinstance(face, Markup) else face
