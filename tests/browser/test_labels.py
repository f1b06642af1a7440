"""Labels in the pictures of labs and debriefs, measured with a real font: inside, and never on each other."""

import pytest

from course.content import labs
from course.html import figures
from course.html.picture import svg
from course.html.style import screen
from course.pages.labs import open_lab
from tests.chromium import in_chromium

pytestmark = in_chromium

# A quarter of a line is what letters leave empty above and below them.
COLLISIONS = """() => [...document.querySelectorAll('figure')].flatMap(figure => {
  const picture = figure.querySelector('svg').getBoundingClientRect();
  const labels = [...figure.querySelectorAll('text')].map(node => [node.textContent, node.getBoundingClientRect()]);
  const out = labels.filter(([, box]) => box.left < picture.left - 1 || box.right > picture.right + 1
    || box.top < picture.top - 1 || box.bottom > picture.bottom + 1);
  const pairs = labels.flatMap(([text, box], place) => labels.slice(place + 1).filter(([, other]) =>
    Math.min(box.right, other.right) - Math.max(box.left, other.left) > 1
    && Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top) > box.height / 4,
  ).map(([other]) => `${figure.title}: ${text} / ${other}`));
  return [...pairs, ...out.map(([text]) => `${figure.title}: ${text} reaches over the edge`)];
})"""


def pictures_of(setting, name):
    """The pictures of a lab as it starts, in every preset, and with each knob at its ends."""
    lab = open_lab(setting, name)
    spec = lab.spec
    start = {**spec["start"], **{pick["id"]: [choice["id"] for choice in pick["choices"]] for pick in spec["picks"]}}
    settings = {"start": start, **{preset["id"]: {**start, **preset["values"]} for preset in spec["presets"]}}
    for knob in spec["knobs"]:
        for end in ("low", "high"):
            settings[f"{knob['id']} {end}"] = {**start, knob["id"]: knob[end]}
    return {f"{name}, {place}": lab._shown(values)["svg"] for place, values in settings.items()}


def dances(words):
    """Dances of two sides that end close together, over few rounds and many."""
    names, colors = {"a": "The envoy", "b": "Qasr and the river"}, {"a": "side-a", "b": "side-b"}
    for rounds in (1, 4, 9):
        series = {
            "a": [(number, 90 - 4 * number) for number in range(1, rounds + 1)],
            "b": [(number, 50 + number) for number in range(1, rounds + 1)],
        }
        yield f"dance of {rounds}", svg(figures.dance(series, names, colors, rounds, words), "")


@pytest.mark.parametrize("width", [620, 330], ids=["1280 px", "390 px"])
def test_no_label_lies_on_another_or_beyond_its_picture(browser, setting, width):
    pictures = {label: picture for name in labs.names() for label, picture in pictures_of(setting, name).items()}
    pictures |= dict(dances(setting.words["table"]))
    assert len(pictures) > 100
    drawn = "".join(
        f'<figure title="{label}" style="width:{width}px;margin:0">{picture}</figure>'
        for label, picture in pictures.items()
    )
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_content(f'<style>{screen()}</style><div class="course" style="max-inline-size:none">{drawn}</div>')
    page.evaluate("document.fonts.ready")
    assert page.evaluate(COLLISIONS) == []
    page.close()


def test_every_round_of_a_dance_has_its_number(setting):
    [(_, picture)] = [dance for dance in dances(setting.words["table"]) if dance[0] == "dance of 4"]
    assert all(f">{number}</text>" in picture for number in (1, 2, 3, 4))
