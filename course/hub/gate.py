"""What stands before the class in a hub: nobody comes in who is not logged in, and nobody as somebody else.

It reads who somebody is from the hub alone. Keys of a class that a computer kept (its cookies, a teacher's token) count
for nothing here.
"""

from collections.abc import Collection

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from course.hub.login import SESSION, Login
from course.live.access import ACCOUNT, Account
from course.live.answering import Refusal
from course.live.replies import refuse, say

CALLBACK = "/oauth_callback"
OPEN = ("/health", CALLBACK)
"""What everybody may ask for, besides the styles and scripts."""
TEACH = "/teach"
"""Where teachers open their classes."""
GRADES = "/teach/grades"
"""Where they send grades to the learning platform."""
_SAFE = ("GET", "HEAD")


class Gate:
    """Passes a request on with the account of who asks; sends everybody else to the hub's login.

    ``prefix`` is the path below which the hub passes requests on ("/services/live/"). With ``guests``, who has a
    class's code joins without an account, as in a class without a hub.
    """

    def __init__(self, app: ASGIApp, login: Login, prefix: str, guests: bool = False):
        self.app = app
        self.login = login
        self.root = prefix.rstrip("/")
        self.guests = guests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # Before the hub there may be a proxy that alone knows of HTTPS; cookies and ways back follow what browsers use.
        scheme = "https" if self.login.is_secure else "http"
        scope = {**scope, "root_path": self.root, "scheme": scheme, ACCOUNT: None}
        request = Request(scope)
        path = scope["path"].removeprefix(self.root)
        if not path.startswith("/") or not scope["path"].startswith(f"{self.root}/"):
            response: Response | None = Response(status_code=404)
            if scope["path"] == self.root:
                response = RedirectResponse(f"{self.root}/", 302)
        else:
            try:
                response = await self._admit(scope, request, path)
            except Refusal as away:
                response = say({"trouble": away.key, "says": away.says}, away.status, {"retry-after": "2"})
        await (response or self.app)(scope, receive, send)

    async def _admit(self, scope: Scope, request: Request, path: str) -> Response | None:
        """Put the account beside the request and return None, or return what it is answered with instead."""
        if path in OPEN or path.startswith("/static/"):
            return None
        account = await self._account(request)
        if account is None:
            if self._needs_none(request, path):
                return None
            if _is_visit(request):
                query = f"?{request.url.query}" if request.url.query else ""
                return self.login.begin(request, f"{request.url.path}{query}")
            return refuse("logged-out", 401)
        if path == "/" and account.teaches and not request.url.query:
            return RedirectResponse(f"{self.root}{TEACH}", 303)
        scope[ACCOUNT] = account
        return None

    async def _account(self, request: Request) -> Account | None:
        session = request.cookies.get(SESSION, "")
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind.lower() == "token":
            return await self.login.account(token.strip(), "")
        # The guard takes a change without an origin for a kernel's, which brings no cookie: browsers name their page.
        if request.method not in _SAFE and not request.headers.get("origin"):
            return None
        return await self.login.account(self.login.token_in(request), session)

    def _needs_none(self, request: Request, path: str) -> bool:
        """Return whether the class itself sees who asks: a notebook that joined, or a guest."""
        if path.startswith("/r/") and request.headers.get("authorization", "").startswith("Bearer "):
            return True
        return self.guests and (path in ("/", "/join") or _is_below(path, ("/j/", "/r/")))


def _is_below(path: str, places: Collection[str]) -> bool:
    return any(path.startswith(place) for place in places)


def _is_visit(request: Request) -> bool:
    """Return whether a person opens a page, and no script asks."""
    if request.method not in _SAFE:
        return False
    mode = request.headers.get("sec-fetch-mode")
    return mode == "navigate" if mode else "text/html" in request.headers.get("accept", "")
