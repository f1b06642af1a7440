"""What an administrator says about their hub, in one small TOML file; everything else is made from it.

``hub.example.toml`` beside this module has every key with its meaning.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec

from course.hub.volume import Volumes
from course.model.error import CourseError

NAME = "COURSE_HUB_CONFIGURATION"
"""The variable that names the file to JupyterHub's own processes."""
PASSWORD = "COURSE_HUB_DATABASE"
"""The variable that may give the database's address in place of the file, since it has a password in it."""
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SIZE = re.compile(r"\A[1-9]\d*(\.\d+)?[MG]\Z")
_GROUP = re.compile(r"\A[a-z][a-z0-9-]{0,40}\Z")

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
Positive = Annotated[int, msgspec.Meta(ge=1)]


class Misconfigured(CourseError):
    """The file of a hub cannot be used. The message names key and remedy."""


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A table of the file: what it does not know it refuses."""


class Platform(_Table, frozen=True, kw_only=True):
    """The learning platform that logs people in by LTI 1.3: what it says of itself when a tool is registered there.

    ``keys`` is where its public keys are (JWKS), ``token`` where a tool asks for the right to send grades; without
    ``token`` none are sent. ``deployments`` are those that are let in; none named, all of this client.
    """

    issuer: str
    clients: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    authorize: str
    keys: str
    token: str = ""
    deployments: tuple[str, ...] = ()
    remembers: Positive = 200
    """Days after the last launch from a course for which somebody counts as one of it."""


class Trial(_Table, frozen=True, kw_only=True):
    """Everybody comes in under any name with one password: to try the hub on one's own computer."""

    password: Annotated[str, msgspec.Meta(min_length=8)]


class System(_Table, frozen=True, kw_only=True):
    """Accounts of this machine log in (PAM): those in ``users``, or with ``everybody`` all."""

    users: tuple[str, ...] = ()
    everybody: bool = False


class Limits(_Table, frozen=True, kw_only=True):
    """What a learner may take. ``memory`` and ``guaranteed`` with M or G; ``servers`` that run at once, 0 for any."""

    memory: str = "1G"
    guaranteed: str = "256M"
    cpu: Annotated[float, msgspec.Meta(gt=0)] = 1.0
    processes: Positive = 200
    servers: Annotated[int, msgspec.Meta(ge=0)] = 0
    idle_minutes: Positive = 60


class Ports(_Table, frozen=True, kw_only=True):
    """Where the parts listen, all on this machine alone but for ``front``."""

    front: Port = 8000
    hub: Port = 8081
    proxy: Port = 8001
    live: Port = 10101


class Kubernetes(_Table, frozen=True, kw_only=True):
    """What only Zero to JupyterHub needs: images with the course in them, and the size of a learner's volume."""

    hub_image: str = ""
    hub_tag: str = ""
    image: str = ""
    tag: str = ""
    storage: str = "1Gi"
    storage_class: str = ""
    course: str = "/opt/course"
    """Where the image of learners has the course's folder."""


class Configuration(_Table, frozen=True, kw_only=True):
    """A hub. ``address`` is what browsers use; ``folder`` holds volumes, keys, and the database if none is named.

    One of ``platform``, ``system`` and ``trial`` says who comes in. ``teachers`` names who opens live classes where no
    platform says it. Run as root, the hub gives each learner a Unix account number of their own, from
    ``first_account`` on; with ``shared_account`` all servers run as the hub's own, and can read each other's files.
    """

    address: str
    folder: str
    listen: str = "127.0.0.1"
    database: str = ""
    admins: tuple[str, ...] = ()
    teachers: tuple[str, ...] = ()
    teachers_group: str = "teachers"
    guests: bool = False
    keep_days: Positive = 30
    language: str = ""
    proxy: tuple[str, ...] = ()
    """The command of configurable-http-proxy, where it is not found by itself."""
    first_account: Annotated[int, msgspec.Meta(ge=1000, le=2_000_000_000)] = 200_000
    shared_account: bool = False
    platform: Platform | None = None
    system: System | None = None
    trial: Trial | None = None
    limits: Limits = Limits()
    ports: Ports = Ports()
    kubernetes: Kubernetes | None = None

    @property
    def place(self) -> Path:
        """Return the hub's folder."""
        return Path(self.folder)

    @property
    def volumes(self) -> Path:
        """Return the folder that holds a folder for each learner."""
        return self.place / "learners"

    @property
    def secrets(self) -> Path:
        """Return the folder of what nobody but the hub may read."""
        return self.place / "secrets"

    @property
    def launches_file(self) -> Path:
        """Return the file of who came in from which course of the platform."""
        return self.place / "platform.sqlite3"

    @property
    def scores_file(self) -> Path:
        """Return the file of grades on their way."""
        return self.place / "grades.sqlite3"

    @property
    def key_file(self) -> Path:
        """Return the file of the hub's own private key."""
        return self.secrets / "platform_key.pem"

    @property
    def has_accounts(self) -> bool:
        """Tell whether each learner's server runs under an account of its own."""
        return os.geteuid() == 0 and not self.shared_account

    def open_volumes(self) -> Volumes:
        """Return the learners' folders."""
        return Volumes(self.volumes, self.first_account if self.has_accounts else None)

    @property
    def sends_grades(self) -> bool:
        """Tell whether the platform said where a tool asks for the right to send grades."""
        return bool(self.platform and self.platform.token)

    @property
    def origin(self) -> str:
        """Return the address without a slash at its end."""
        return self.address.rstrip("/")

    @property
    def is_secure(self) -> bool:
        """Tell whether browsers come by HTTPS."""
        return urlsplit(self.address).scheme == "https"

    def database_of(self, part: str) -> str:
        """Return the address of the database for JupyterHub: the one named, or a file in the hub's folder."""
        if not self.database:
            return f"sqlite:///{self.place / part}.sqlite3"
        scheme, _, rest = self.database.partition("://")
        return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else self.database


def read(path: Path, environment: Mapping[str, str] = os.environ) -> Configuration:
    """Return what stands in the file; raise Misconfigured with the key and the remedy where it cannot be used."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as problem:
        raise Misconfigured(
            f"'{path}' cannot be read ({problem.strerror}). Copy course/hub/hub.example.toml there, and fill it in."
        ) from None
    except UnicodeDecodeError:
        raise Misconfigured(f"'{path}' is not UTF-8 text. Save it as UTF-8.") from None
    return parse(text, path, environment)


def parse(text: str, path: Path, environment: Mapping[str, str] = os.environ) -> Configuration:
    """Return what stands in ``text``, the content of the file ``path``, which is named where something is wrong."""
    try:
        tables = tomllib.loads(text)
        if address := environment.get(PASSWORD):
            tables["database"] = address
        configuration = msgspec.convert(tables, Configuration)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as problem:
        raise Misconfigured(f"{path}: {problem}. course/hub/hub.example.toml has every key.") from None
    try:
        _check(configuration)
    except Misconfigured as problem:
        raise Misconfigured(f"{path}: {problem}") from None
    if configuration.place.is_absolute():
        return configuration
    return msgspec.structs.replace(configuration, folder=str((path.parent / configuration.folder).resolve()))


def _check(said: Configuration) -> None:
    """Raise Misconfigured, with key and remedy, for what cannot be used or would open the hub to strangers."""
    address = urlsplit(said.address)
    if [said.platform, said.system, said.trial].count(None) != 2:
        raise Misconfigured("write exactly one of the tables [platform], [system] and [trial]: it says who comes in.")
    if address.scheme not in ("http", "https") or not address.hostname or address.path.strip("/"):
        raise Misconfigured("address: write what browsers use, without a path, such as https://hub.example.org")
    is_near = address.hostname in _LOOPBACK
    if address.scheme == "http" and not is_near:
        raise Misconfigured("address: without HTTPS passwords and answers can be read on the way. Write https://")
    if said.trial and not (is_near and said.listen in _LOOPBACK):
        raise Misconfigured("trial: one password for all is for this computer alone: listen and address 127.0.0.1.")
    if said.system and not (said.system.users or said.system.everybody):
        raise Misconfigured("system: nobody would come in. Name users, or write everybody = true.")
    if said.platform:
        _check_platform(said.platform)
        if said.teachers:
            raise Misconfigured("teachers: the platform says who teaches; leave it out.")
    for key in ("memory", "guaranteed"):
        if not _SIZE.match(getattr(said.limits, key)):
            raise Misconfigured(f"limits.{key}: write a number with M or G, such as 512M or 1G.")
    if not _GROUP.match(said.teachers_group):
        raise Misconfigured("teachers-group: small letters, digits and '-' only, such as teachers.")


def _check_platform(platform: Platform) -> None:
    for key in ("issuer", "authorize", "keys", "token"):
        where = urlsplit(getattr(platform, key))
        if where.geturl() and where.scheme != "https" and where.hostname not in _LOOPBACK:
            raise Misconfigured(
                f"platform.{key}: write its https:// address. Without HTTPS anybody on the way could answer there."
            )


def bytes_of(size: str) -> int:
    """Return how many bytes "512M" or "1.5G" are."""
    return int(float(size[:-1]) * {"M": 1 << 20, "G": 1 << 30}[size[-1]])
