"""The student's page: joining by a code or a QR code, and the class on a phone."""

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from course.content.interface import words
from course.html.trial import STANDS
from course.live import access
from course.live.deck import SURES
from course.live.frame import show
from course.live.students import account_of, hall_of
from course.model.language import spoken

entry = "phone"
STYLE = "live"


def page_data() -> dict[str, object]:
    """Return what the script says and asks with: the words of the lessons' own controls among it."""
    trial = words()["trial"]
    return {
        "words": {**words()["form"], **words()["phone"]},
        "stands": {"1": trial["stand"], "2": trial["stand-again"]},
        "places": [trial[f"scale{place}"] for place in STANDS],
        "sure": trial["sure"],
        "sures": [trial[f"sure{step}"] for step in SURES],
    }


async def front(request: Request) -> Response:
    """Show where the code is typed; in the address of a QR code it stands already, with a ticket in ``t``."""
    code = access.read_code(request.path_params.get("code", ""))[: access.CODE_LENGTH]
    home = "../" if "code" in request.path_params else ""
    shown = access.show_code(code) if code else ""
    here = spoken()
    also = [
        {**msgspec.to_builtins(other), "href": f"{other.href}/{f'j/{shown}' if shown else ''}"}
        for other in request.app.state.also
    ]
    language = {"code": here.code, "name": here.name, "label": words()["site"]["in-language"]}
    return _show(request, {"code": shown, **({"also": also, "own": language} if also else {})}, home)


async def room(request: Request) -> Response:
    """Show the class. What a phone may know it asks for itself, with its cookie; the page holds nothing of a class."""
    found = await hall_of(request).find(request.path_params["room"])
    if found is None:
        return _show(request, {"room": request.path_params["room"]}, "../../", status=404)
    return _show(request, {"room": found.room.id}, "../../")


def _show(request: Request, more: dict[str, object], home: str, *, status: int = 200) -> Response:
    said, account = words()["phone"], account_of(request)
    # What a computer keeps of one account is not shown to the next, and not sent as theirs.
    whose = {"account": account.mark} if account else {}
    return show(
        said["page"],
        {**page_data(), **whose, **more},
        script=entry,
        style=STYLE,
        home=home,
        without=said["no-script"],
        status=status,
    )


ROUTES: list[Route] = [
    Route("/", front),
    Route("/j/{code}", front),
    Route("/r/{room}/", room),
]
