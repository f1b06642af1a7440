"""Takes what is drawn out of a page, where a platform takes drawings out of pages: each becomes a file of its own."""

import re
from collections.abc import Callable, MutableMapping

from markupsafe import Markup

from course.html.element import element
from course.html.style import part

DRAWING = "svg"
NAMESPACE = "http://www.w3.org/2000/svg"
STYLE = ("colors", "map", "map_paper", "map_file")
_DRAWN = re.compile(rf"<{DRAWING}\b([^>]*)>(.*?)</{DRAWING}>", re.S)
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def apart(page: Markup, path: Callable[[], str], files: MutableMapping[str, bytes]) -> Markup:
    """Return a page that shows pictures in place of drawings. Each is put into ``files`` under the next ``path``.

    A page leads to it by ``file:PATH``; its words are the alternative of the picture.
    """

    def picture(found: re.Match[str]) -> str:
        name = path()
        given = {key: Markup(value) for key, value in _ATTRIBUTE.findall(found[1])}
        style = element("style", "".join(map(part, STYLE)))
        drawing = element(DRAWING, style, Markup(found[2]), xmlns=NAMESPACE, class_="course-map", **given)
        files[name] = f"{drawing}\n".encode()
        return str(element("img", src=f"file:{name}", alt=given.get("aria-label", "")))

    return Markup(_DRAWN.sub(picture, str(page)))
