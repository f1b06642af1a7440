"""The maps of the course: words in ``maps/<id>.toml``, drawings in ``maps/<id>.svg``.

``python -m course.dev.maps`` cuts the drawings from an atlas; people write the words. The drawing of an invented map is
made by hand.
"""

import functools
import re
from collections.abc import Iterable, Iterator

from course.content.place import CONTENT
from course.content.reader import ContentError, convert, did_you_mean, read_toml
from course.model.map import KINDS, WIDTH, Map, MapWords, Stroke, Window

FOLDER = CONTENT / "maps"
LARGEST = 12_000
"""A drawing stands in the page of every learner: it has at most so many bytes."""
REDRAW = "Draw it anew: python -m course.dev.maps."

_HEAD = re.compile(r'<svg xmlns="http://www\.w3\.org/2000/svg" viewBox="0 0 (\S+) (\S+)">')
_PATH = re.compile(rf'<path class="({"|".join(KINDS)})" d="([MLZmlz\d .-]+)"/>')
_FOOT = "</svg>"


@functools.cache
def ids() -> tuple[str, ...]:
    """Return the ids of all maps."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))


@functools.cache
def read_map(id: str) -> Map:
    """Return the map ``id``; raise ContentError when there is none, or one of its two files cannot be used."""
    words = read_words(id)
    return Map(words=words, strokes=tuple(_strokes(id, Window(*words.window))))


def read_words(id: str) -> MapWords:
    """Return what the file of a map says."""
    if id not in ids():
        raise ContentError(f"There is no map '{id}' in maps/{did_you_mean(id, ids()) or '.'}")
    where = f"maps/{id}.toml"
    words = convert({"id": id, **read_toml(FOLDER / f"{id}.toml", where)}, MapWords, where)
    for problem in _troubles(words):
        raise ContentError(f"{where}, {problem}")
    return words


def _troubles(words: MapWords) -> Iterator[str]:
    west, south, east, north = words.window
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        yield f"window: {list(words.window)} is no window. Write west, south, east, north, in degrees."
        return
    window = Window(*words.window)
    if words.invented == bool(words.sources):
        yield "sources: a map of the world names what it was drawn from, and an invented one has no source."
    for name in words.names:
        if not window.holds(name.lon, name.lat):
            place = f"{name.lon:g}, {name.lat:g}"
            yield f"names '{name.says}': {place} lies outside the window. Mend it, or widen the window."


def _strokes(id: str, window: Window) -> Iterator[Stroke]:
    """Yield what is drawn. A drawing is markup on the page of a learner: nothing but paths passes."""
    where = f"maps/{id}.svg"
    try:
        text = (FOLDER / f"{id}.svg").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise ContentError(f"{where}: there is no drawing, or it cannot be read. {REDRAW}") from None
    if len(text) > LARGEST:
        raise ContentError(f"{where}: {len(text)} bytes, and at most {LARGEST} fit. Make the window smaller.")
    head, *lines = text.splitlines() or [""]
    if _HEAD.fullmatch(head) is None or lines[-1:] != [_FOOT]:
        raise ContentError(f"{where}: this is no drawing of ours. {REDRAW}")
    if head != _head(window):
        raise ContentError(f"{where}: it was cut from another window than maps/{id}.toml has. {REDRAW}")
    for number, line in enumerate(lines[:-1], 2):
        path = _PATH.fullmatch(line)
        if path is None:
            raise ContentError(
                f"{where}, line {number}: only a path of land, river, border or disputed may stand here. {REDRAW}"
            )
        kind = next(kind for kind in KINDS if kind == path[1])
        yield Stroke(kind, path[2])


def _head(window: Window) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {window.height:g}">'


def write_drawing(id: str, window: Window, strokes: Iterable[Stroke]) -> int:
    """Write the drawing of a map beside its words; return how many bytes it has."""
    paths = (f'<path class="{stroke.kind}" d="{stroke.path}"/>' for stroke in strokes)
    text = "\n".join((_head(window), *paths, _FOOT, ""))
    return (FOLDER / f"{id}.svg").write_text(text, encoding="utf-8", newline="\n")
