"""Who may do what: join codes, signed tokens, and limits on trying."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Literal

import msgspec
from itsdangerous import BadSignature, URLSafeTimedSerializer

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""What a join code is made of: nothing that is taken for something else (0 and O, 1, I and L, U and V)."""
CODE_LENGTH = 8
"""39 bits: at ten failures a minute and address, a thousand years for ten classes at once."""
LASTS = 60 * 60 * 24 * 30
"""Seconds for which somebody who joined is known: as long as a class is kept."""

ACCOUNT = "course.account"
"""Where an Account stands in the scope of a request."""

Role = Literal["person", "ticket"]


class Account(msgspec.Struct, frozen=True):
    """Somebody whom the place knows in which this server stands: a user of a JupyterHub.

    Who ``teaches`` may open classes, and has the console of those that they opened and of no others.
    """

    name: str
    teaches: bool = False

    @property
    def mark(self) -> str:
        """Return what a page keeps this account's own things under, on a computer that several people use."""
        return hashlib.sha256(f"course-live-account/{self.name}".encode()).hexdigest()[:16]

    def person(self, secret: str, turn: int = 0) -> str:
        """Return who the account is in the class with that secret: the same on every device, and no name in the file.

        Who had their part deleted comes back as somebody new, in the next ``turn``.
        """
        said = f"course-live-account/{turn}/{self.name}"
        return hmac.new(secret.encode(), said.encode(), hashlib.sha256).hexdigest()[:32]


def make_code() -> str:
    """Return a new join code."""
    return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))


def read_code(typed: str) -> str:
    """Return a code as it was meant: in any case, with blanks and hyphens, O for 0 and I for 1 alike refused later."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())[: CODE_LENGTH + 8]


def show_code(code: str) -> str:
    """Return a code as it is read aloud, in two halves."""
    return f"{code[: CODE_LENGTH // 2]}-{code[CODE_LENGTH // 2 :]}"


def hash_of(token: str) -> str:
    """Return what a file may hold of a token that gives rights."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_token(token: str, hashed: str) -> bool:
    """Return whether ``token`` is the one of that hash, in a time that tells nothing."""
    return hmac.compare_digest(hash_of(token), hashed)


def teacher_token(secret: str, room: str) -> str:
    """Return the token of a class's teacher: the same after a new start of the server, so that a console goes on."""
    return hmac.new(secret.encode(), f"course-live-teacher/{room}".encode(), hashlib.sha256).hexdigest()[:40]


def sign(secret: str, role: Role, room: str, who: str) -> str:
    """Return a token that says who somebody is in a class. Each role has its own salt: none passes for another."""
    token = URLSafeTimedSerializer(secret, salt=f"course-live-{role}").dumps([room, who])
    return token if isinstance(token, str) else token.decode()


def read_token(secret: str, role: Role, room: str, token: str) -> str | None:
    """Return who ``token`` says somebody is in that class; None where it was not made for it or is too old."""
    try:
        said, signed_at = _verify(secret, role, token)
    except BadSignature:
        return None
    # A clock that was set back since puts nobody out: only this server signs, so what lies ahead was signed by it.
    if int(time.time()) - signed_at > LASTS:
        return None
    return said[1] if isinstance(said, list) and len(said) == 2 and said[0] == room and said[1] else None


# A phone shows the same token with every request. What fails is not kept: strangers cannot fill the memory.
@lru_cache(maxsize=4096)
def _verify(secret: str, role: Role, token: str) -> tuple[Any, int]:
    """Return what a token holds and the second in which it was signed; raise BadSignature for one that was not."""
    said, signed_at = URLSafeTimedSerializer(secret, salt=f"course-live-{role}").loads(token, return_timestamp=True)
    return said, int(signed_at.timestamp())


class Bucket:
    """Lets ``burst`` things pass at once and ``per_second`` after that, for each key."""

    def __init__(self, per_second: float, burst: float, now: Callable[[], float] = time.monotonic):
        self._per_second = per_second
        self._burst = burst
        self._now = now
        self._left: dict[str, tuple[float, float]] = {}

    def left(self, key: str) -> float:
        """Return how many may pass now."""
        then, left = self._left.get(key, (self._now(), self._burst))
        return min(self._burst, left + (self._now() - then) * self._per_second)

    def take(self, key: str) -> bool:
        """Let one pass; return False where none is left."""
        left = self.left(key)
        if left < 1:
            return False
        if len(self._left) > 10_000:
            self._forget()
        self._left[key] = (self._now(), left - 1)
        return True

    def _forget(self) -> None:
        """Drop the keys that are full again, so that strangers cannot fill the memory."""
        self._left = {key: kept for key, kept in self._left.items() if self.left(key) < self._burst}


class Limits:
    """How often one may try. Wrong codes are counted and right ones are not: thirty phones behind one address join."""

    def __init__(self, now: Callable[[], float] = time.monotonic):
        self.codes = Bucket(10 / 60, 10, now)
        """Wrong codes from one address."""
        self.all_codes = Bucket(1, 60, now)
        """Wrong codes at this server."""
        self.answers = Bucket(2, 20, now)
        """Answers of one person."""
