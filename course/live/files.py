"""The style and the scripts of the live class's pages: our own, and those of the widgets that make controls."""

import functools
import gzip
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from course.html import style

FOLDER = Path(__file__).parent / "static"
WIDGETS = Path(__file__).parents[1] / "widgets"
CONTROLS = ("controls", "element", "radios", "rank", "text")
TABLE = ("table_talks", "table_parts", "table_caucus", "box", "newer", "saving", "talk", "versions")
SHARED = (*CONTROLS, *TABLE)
"""The widgets' modules that a page may import: what makes a control of its description, and the talks at a table."""
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
_FONT = "font/woff2"


@functools.lru_cache(maxsize=64)
def content(name: str) -> str | None:
    """Return the text of a file, None where there is none. ``course.css`` is the style of every page."""
    if name == "course.css":
        return style.alone()
    stem, _, ending = name.partition(".")
    folder = WIDGETS if stem in SHARED and ending == "js" else FOLDER
    known = {path.name: path for path in folder.glob("*") if path.suffix in _TYPES}
    return known[name].read_text(encoding="utf-8") if name in known else None


@functools.cache
def packed(name: str) -> bytes | None:
    """Return the same packed, which is a third of it: thirty phones load it at once, over one access point."""
    text = content(name)
    return None if text is None else gzip.compress(text.encode(), mtime=0)


async def file(request: Request) -> Response:
    """Give a file. It may be kept for a while: a class of thirty need not fetch it thirty times a lesson."""
    name = request.path_params["name"]
    font = next((path for path in style.FONTS.values() if path.name == name), None)
    if font:
        # Packed already. A phone keeps it for a day: it changes with the course alone.
        return FileResponse(font, media_type=_FONT, headers={"cache-control": "max-age=86400"})
    text = content(name)
    if text is None:
        return Response(status_code=404)
    kind = f"{_TYPES[Path(name).suffix]}; charset=utf-8"
    headers = {"cache-control": "max-age=300", "vary": "accept-encoding"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(packed(name), media_type=kind, headers={**headers, "content-encoding": "gzip"})
    return Response(text, media_type=kind, headers=headers)


ROUTES = [Route("/static/{name}", file)]
