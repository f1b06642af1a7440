"""Which live class this computer's learner is in: one small file beside the record, never in it or in a backup."""

import contextlib
import os
import re
import tempfile
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

FILE = "live.json"
_JOIN = re.compile(r"\A(?P<base>.*)/j/(?P<code>[^/?#]+)")
_LONGEST = 500


class Membership(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's place in a class. ``token`` says there who they are; answers saved after ``joined_at`` go along.

    ``record`` is the record's id as the class knows it. Who ``left`` can come back as the same person.
    """

    address: str
    room: str
    token: str
    lesson: str
    joined_at: str
    title: str = ""
    record: str = ""
    left: bool = False


def read_membership(folder: Path) -> Membership | None:
    """Return what the file in ``folder`` says, None where there is none, or nothing that could be read."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=Membership)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None


def write_membership(folder: Path, membership: Membership) -> None:
    """Keep it, all or nothing, and for nobody else on this computer to read; raise OSError where that cannot be."""
    folder.mkdir(parents=True, exist_ok=True)
    number, name = tempfile.mkstemp(dir=folder, prefix=f".{FILE}-")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(msgspec.json.encode(membership))
        os.replace(name, folder / FILE)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def read_address(address: str, code: str) -> tuple[str, str]:
    """Return the class's server and the code in what was typed; "" for what is missing or no address.

    The address of the QR code says both, in whichever of the two fields it was pasted.
    """
    address, code = address.strip()[:_LONGEST], code.strip()[:_LONGEST]
    for pasted in (code, address):
        found = _JOIN.match(pasted)
        if found:
            address = found["base"]
            code = found["code"] if pasted == code or not code else code
    if address and "://" not in address:
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
        named = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        named = None
    if not named or parts.username or any(letter.isspace() or not letter.isprintable() for letter in address):
        return "", code
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/"), code


def is_open_to_all(address: str) -> bool:
    """Return whether what is sent to ``address`` crosses the internet for everybody on the way to read."""
    parts = urlsplit(address)
    if parts.scheme == "https":
        return False
    with contextlib.suppress(ValueError):
        return ip_address(parts.hostname or "").is_global
    # A name without a dot, or of a network at home, is one of this room.
    host = parts.hostname or ""
    return "." in host and not host.endswith((".local", ".lan", ".home.arpa", ".internal", ".localhost"))
