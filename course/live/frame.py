"""The frame of a page of the live class: our own style and scripts by relative addresses, nothing inline, its data."""

from collections.abc import Mapping

from markupsafe import Markup
from starlette.responses import Response

from course.html import document
from course.html.element import NOTHING, element
from course.html.style import ALONE
from course.model.language import spoken


def show(
    title: str,
    data: Mapping[str, object],
    *,
    script: str = "",
    style: str,
    home: str,
    without: str = "",
    inside: Markup = NOTHING,
    status: int = 200,
) -> Response:
    """Return a page that ``script`` draws from ``data``, or without a script the one that stands ``inside``.

    It is in the language that this server speaks, in whichever the class was opened. ``home`` leads from its address to
    the server's own, "../../". ``without`` is what a browser says that runs no scripts. Relative addresses hold under
    any prefix.
    """
    language = spoken()
    links = (element("link", rel="stylesheet", href=f"{home}static/{name}.css") for name in ("course", style))
    head = element(
        "head",
        element("meta", charset="utf-8"),
        document.VIEWPORT,
        element("meta", name="color-scheme", content="light dark"),
        # Without it a browser asks for an icon on its own, and is refused by the policy.
        element("link", rel="icon", href="data:,"),
        element("title", title),
        *links,
        document.data("page", {"home": home, "language": language.code, **data}),
        element("script", type="module", src=f"{home}static/{script}.js") if script else None,
    )
    told = element("noscript", without) if without else None
    body = element("body", told, element("main", inside, id="live"), class_=f"course live {ALONE}")
    html = element("html", head, "\n", body, lang=language.code, dir=language.direction)
    return Response(f"<!doctype html>\n{html}\n", status, media_type="text/html")
