"""Logging in at the hub (OAuth), and which account a token belongs to."""

import hmac
import re
import secrets
from typing import Any
from urllib.parse import urlencode

from itsdangerous import BadSignature, URLSafeTimedSerializer
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from tornado.web import HTTPError

from course.content.interface import words
from course.hub.pages import notice
from course.live.access import Account
from course.live.answering import refusal

SEES_AGAIN = 60
"""Seconds after which the hub is asked anew about a token: so long somebody stays a teacher who is none any more."""
PATIENCE = 600
"""Seconds within which somebody who went to the hub's login has to come back."""
LASTS = 14 * 24 * 60 * 60
"""Seconds for which a browser keeps its token; the hub may end it sooner, and does when somebody logs out there."""
MOST_WAYS = 5
"""So many logins may be under way in one browser, each in a page of its own."""
SESSION = "jupyterhub-session-id"
_TOKEN = re.compile(r"\A[\w.~+/=-]{8,500}\Z", re.ASCII)
_STATE = re.compile(r"\A[\w-]{20,60}\Z", re.ASCII)


def _own_auth() -> Any:
    """Return the hub's own part for services, loaded where a service begins: nothing else of the course needs it."""
    from jupyterhub.services.auth import HubOAuth

    return HubOAuth(cache_max_age=SEES_AGAIN)


class Login:
    """The hub, as it is named in the environment that it gives to a service.

    Users in the group ``teachers`` teach. ``is_secure``: browsers reach the hub by HTTPS, so no cookie goes without it.
    """

    def __init__(self, teachers: str, *, is_secure: bool, auth: Any = None):
        self.teachers = teachers
        self.auth = auth or _own_auth()
        self.is_secure = is_secure or self.auth.cookie_host_prefix_enabled
        # The token is the hub's secret for this service: there is no other key, and none by default.
        self._signing = URLSafeTimedSerializer(self.auth.api_token, salt="course-hub-login")

    def token_in(self, request: Request) -> str:
        """Return the token that a browser of somebody who logged in brings along, "" for none."""
        token = request.cookies.get(self.auth.cookie_name, "")
        return token if _TOKEN.match(token) else ""

    async def account(self, token: str, session: str) -> Account | None:
        """Return whose token it is; None where it is nobody's, or not for this service.

        Only who logged in with a browser teaches: the token of a server is in the hands of whatever runs there. Raises
        Refusal where the hub does not answer.
        """
        if not _TOKEN.match(token):
            return None
        try:
            user = await self.auth.user_for_token(token, session_id=session, sync=False)
        except HTTPError:
            raise refusal("hub-away", 503) from None
        # Every user has tokens for other services: one that opens those does not open this.
        if user is None or user.get("kind") != "user" or not self.auth.check_scopes(self.auth.access_scopes, user):
            return None
        # A token of a login has its session; one that was made for a server has none, also where it comes as a cookie.
        is_login = bool(user.get("session_id"))
        return Account(str(user["name"]), teaches=is_login and self.teachers in user.get("groups", ()))

    def begin(self, request: Request, then: str) -> Response:
        """Send somebody to the hub's login, and afterwards to the path ``then``."""
        state = secrets.token_urlsafe(24)
        verifier, challenge, method = self.auth.generate_pkce_code_challenge()
        asked = {"state": state, "code_challenge": challenge, "code_challenge_method": method}
        response = RedirectResponse(f"{self.auth.login_url}&{urlencode(asked)}", 302)
        under_way = [name for name in request.cookies if name.startswith(self.auth.state_cookie_name)]
        for name in under_way if len(under_way) >= MOST_WAYS else ():
            response.delete_cookie(name, path=self.auth.cookie_path)
        # Kept by the browser and signed: strangers fill no memory here, and a new start of the service ends no login.
        self._keep(response, self._way(state), self._signing.dumps([state, verifier, then]), PATIENCE)
        return response

    async def finish(self, request: Request) -> Response:
        """Take somebody back from the hub's login."""
        state, code = request.query_params.get("state", ""), request.query_params.get("code", "")
        way = self._way(state)
        try:
            kept, verifier, then = self._signing.loads(request.cookies.get(way, ""), max_age=PATIENCE)
        except (BadSignature, ValueError, TypeError):
            kept, verifier, then = "", "", ""
        # A link of a stranger's would log in whoever follows it as that stranger.
        if not _STATE.match(state) or not hmac.compare_digest(state, str(kept)):
            return notice(request, words()["hub"]["other-login"], 403)
        if not code:
            return notice(request, words()["hub"]["not-let-in"], 403)
        try:
            token = await self.auth.token_for_code(code, code_verifier=verifier, sync=False)
            account = await self.account(token, request.cookies.get(SESSION, ""))
        except HTTPError:
            return notice(request, words()["hub"]["login-failed"], 502)
        if account is None:
            return notice(request, words()["hub"]["not-let-in"], 403)
        response = RedirectResponse(then, 303)
        response.delete_cookie(way, path=self.auth.cookie_path)
        self._keep(response, self.auth.cookie_name, token, LASTS)
        return response

    @property
    def leaves(self) -> str:
        """Return the address at which somebody logs out of the hub, and so of this service."""
        return f"{self.auth.hub_host}{self.auth.hub_prefix}logout"

    def _way(self, state: str) -> str:
        """Return the cookie of one login: two pages that log in at once do not end each other's."""
        return f"{self.auth.state_cookie_name}-{state[:8]}"

    def _keep(self, response: Response, name: str, value: str, seconds: int) -> None:
        # "lax" and not "strict": who comes back from a login elsewhere (the university's) comes from another site.
        response.set_cookie(
            name,
            value,
            max_age=seconds,
            path=self.auth.cookie_path,
            httponly=True,
            samesite="lax",
            secure=self.is_secure,
        )
