"""Login by a learning platform, LTI 1.3: who its signed launch says that somebody is, and what they are in its course.

The protocol is that of ``jupyterhub-ltiauthenticator``. Here stands what a course needs besides: names that never
collide, groups for each course of the platform, every launch used once, the keys of the platform kept for a while, and
what went wrong said to a person.
"""

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jwt
from jupyterhub.handlers import BaseHandler
from ltiauthenticator.lti13.auth import LTI13Authenticator
from ltiauthenticator.lti13.error import LoginError, ValidationError
from ltiauthenticator.lti13.handlers import LTI13CallbackHandler, LTI13LoginInitHandler
from ltiauthenticator.lti13.validator import LTI13LaunchValidator
from ltiauthenticator.utils import convert_request_to_dict
from tornado.web import HTTPError
from traitlets import Any as AnyTrait
from traitlets import Integer, List, Unicode, default

from course.content.interface import words
from course.hub.key import own_key, public_half
from course.hub.launches import Launch, Launches, groups_of, since_days, user_name

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
LAUNCH = "LtiResourceLinkRequest"
INSTRUCTOR = {"http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor", "Instructor"}
"""Who teaches the course of a launch. That somebody teaches elsewhere in the institution says nothing about it."""
KEYS_LAST = 300
"""Seconds for which the platform's keys are kept; one that is not among them is asked for at once."""
ANSWERS_WITHIN = 10
"""Seconds in which the platform has to give its keys."""
_LONGEST = 255


class PlatformAuthenticator(LTI13Authenticator):  # type: ignore[misc]
    """Lets in whom the learning platform sends."""

    public = Unicode(config=True, help="The address that browsers use, without a slash at its end")
    deployments = List(Unicode(), config=True, help="The deployments that are let in; none named, all")
    teachers_group = Unicode("teachers", config=True, help="The group of whoever teaches a course of the platform")
    remembers = Integer(200, config=True, help="Days after a launch for which it says what somebody is")
    launches = Unicode(config=True, help="The file in which launches are kept")
    key_file = Unicode(config=True, help="The file of the hub's own private key")
    keys = AnyTrait()
    kept = AnyTrait()

    @default("keys")
    def _keys_default(self) -> jwt.PyJWKClient:
        return jwt.PyJWKClient(self.jwks_endpoint, lifespan=KEYS_LAST, timeout=ANSWERS_WITHIN)

    @default("kept")
    def _kept_default(self) -> Launches:
        return Launches(Path(self.launches))

    def public_keys_url(self, base_url: str) -> str:
        """Return the path at which the platform finds the hub's public key."""
        return f"{base_url.rstrip('/')}/lti13/keys"

    def get_handlers(self, app: Any) -> list[tuple[str, type[Any]]]:
        """Return the paths of a login, and that of the public key."""
        return [
            (self.login_url(""), LoginHandler),
            (self.callback_url(""), CallbackHandler),
            (self.public_keys_url(""), KeysHandler),
        ]

    async def authenticate(self, handler: Any, data: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return who somebody is by the claims of a launch, which have been checked, and in which groups."""
        launch = launch_of(data or {}, self.issuer)
        self.kept.note(launch)
        mine = self.kept.of_person(launch.name, since_days(self.remembers))
        return {"name": launch.name, "groups": groups_of(mine, self.issuer, self.teachers_group)}


def launch_of(claims: Mapping[str, Any], issuer: str) -> Launch:
    """Return what is kept of a launch; raise LoginError where it is nobody's."""
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= _LONGEST:
        raise LoginError("The launch does not say whose it is.")
    context, grades = _table(claims, f"{CLAIM}context"), _table(claims, GRADES)
    roles, scopes = claims.get(f"{CLAIM}roles"), grades.get("scope")
    return Launch(
        name=user_name(issuer, subject),
        subject=subject,
        context=_text(context, "id"),
        title=_text(context, "title") or _text(context, "label"),
        teaches=isinstance(roles, list) and any(role in INSTRUCTOR for role in roles if isinstance(role, str)),
        at=datetime.now(UTC),
        items=_text(grades, "lineitems"),
        scopes=tuple(one for one in scopes if isinstance(one, str)) if isinstance(scopes, list) else (),
    )


def _table(claims: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = claims.get(name)
    return value if isinstance(value, dict) else {}


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    return value if isinstance(value, str) else ""


class LoginHandler(LTI13LoginInitHandler):  # type: ignore[misc]
    """Where the platform sends a browser first; from here it is sent back to be signed for."""

    def post(self) -> None:
        """Begin a login; tell who came without their platform where to go."""
        said, own = words()["hub"], self.authenticator
        issuer = self.get_argument("iss", "")
        if not issuer:
            raise HTTPError(401, said["from-platform"])
        client = self.get_argument("client_id", "") or min(own.client_id)
        if issuer != own.issuer or client not in own.client_id:
            self.log.warning("A login was begun for another platform or client: %r, %r", issuer, client)
            raise HTTPError(403, said["other-platform"])
        self.request.arguments["client_id"] = [client.encode()]
        super().post()

    get = post

    def get_redirect_uri(self) -> str:
        """Return where the platform sends the browser afterwards: under the address that was registered there."""
        return f"{self.authenticator.public}{self.authenticator.callback_url(self.hub.server.base_url)}"

    def _set_oauth_cookie(self, key: str, value: str) -> None:
        # It comes back with a form of another site's page; browsers send other cookies along with none of these.
        site = {"samesite": "None", "secure": True} if self.authenticator.uri_scheme == "https" else {}
        self._set_cookie(key, value, expires_days=1, httponly=True, encrypted=True, **site)


class CallbackHandler(LTI13CallbackHandler):  # type: ignore[misc]
    """Where a browser comes with what the platform signed."""

    async def post(self) -> None:
        """Let somebody in, or say that they begin anew from their course."""
        try:
            user = await self.login_user(await self.launch())
        except (HTTPError, ValidationError, LoginError, jwt.PyJWTError) as problem:
            self.log.warning("A login by the platform was refused: %s", problem)
            status = problem.status_code if isinstance(problem, HTTPError) else 403
            raise HTTPError(status, words()["hub"]["login-refused"]) from None
        if user is None:
            raise HTTPError(403, words()["hub"]["login-refused"])
        await self.redirect_to_next_url(user)

    async def launch(self) -> dict[str, Any]:
        """Return the claims of the launch that came, once every one of them has been checked."""
        own, validator = self.authenticator, LTI13LaunchValidator(parent=self.app)
        sent = convert_request_to_dict(self.request.arguments)
        validator.validate_auth_response(sent)
        # Before the platform is asked for anything: a stranger makes nobody wait.
        self.check_state()
        loop = asyncio.get_running_loop()
        key = await loop.run_in_executor(None, own.keys.get_signing_key_from_jwt, sent["id_token"])
        claims: dict[str, Any] = jwt.decode(
            sent["id_token"],
            key.key,
            algorithms=own.jwks_algorithms,
            audience=own.client_id,
            issuer=own.issuer,
            leeway=validator.time_leeway,
            options={"require": ["exp", "iat", "nonce", "sub"]},
        )
        validator.validate_id_token(claims)
        validator.validate_azp_claim(claims, own.client_id)
        self.check_nonce(claims)
        self._check_ours(claims)
        # A clock of the platform that is ahead makes a launch last longer.
        lasts = validator.max_age + 2 * validator.time_leeway + KEYS_LAST
        if not own.kept.use_nonce(claims["nonce"], time.time(), lasts):
            raise LoginError("The launch was used before.")
        return claims

    def _check_ours(self, claims: Mapping[str, Any]) -> None:
        if claims.get(f"{CLAIM}message_type") != LAUNCH:
            raise LoginError("The message is no launch.")
        named = self.authenticator.deployments
        if named and claims.get(f"{CLAIM}deployment_id") not in named:
            raise LoginError("The deployment is not among those that are let in.")


class KeysHandler(BaseHandler):  # type: ignore[misc]
    """The hub's public key, for the platform to check what the hub signs."""

    def get(self) -> None:
        """Answer with a set of one key."""
        half = public_half(own_key(Path(self.authenticator.key_file)))
        self.set_header("content-type", "application/json")
        self.finish({"keys": [half]})
