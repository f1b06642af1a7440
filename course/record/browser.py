"""What the browser says of its own storage: whether it may clear it, and how much room is left.

Only the page can ask that; it tells the kernel, and every record of the kernel knows it from then on.
"""

import msgspec

_LITTLE_ROOM = 5_000_000  # bytes: a backup and a long lesson


class BrowserStorage(msgspec.Struct, frozen=True, kw_only=True):
    """``persisted``: the browser has promised not to clear it by itself. ``usage`` of ``quota`` bytes are taken.

    What the browser did not tell is None.
    """

    persisted: bool | None = None
    usage: int | None = None
    quota: int | None = None


_told = BrowserStorage()


def tell_storage(storage: BrowserStorage) -> None:
    """Keep what the page has found out; the last one counts."""
    global _told
    _told = storage


def told_storage() -> BrowserStorage:
    """Return what the page has found out so far."""
    return _told


def forgets() -> str:
    """Return why this browser may forget what is saved: "little-room" or "browser"; "" where it has promised not to."""
    if _told.usage is not None and _told.quota is not None and _told.quota - _told.usage < _LITTLE_ROOM:
        return "little-room"
    return "" if _told.persisted else "browser"
