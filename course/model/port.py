"""A port of this computer: whether a server could listen there, and one that is free."""

import os
import socket


def is_free(host: str, port: int) -> bool:
    """Tell whether a server could listen at ``port`` of ``host``."""
    return _bound(host, port) is not None


def find_free(host: str, wanted: int) -> int:
    """Return the port that is wanted, or where another program has it one that the system gives."""
    return _bound(host, wanted) or _bound(host, 0) or wanted


def _bound(host: str, port: int) -> int | None:
    """Return the port that a server would have there, None where it would get none."""
    with socket.socket() as trial:
        # Elsewhere a port that was just left counts as taken; on Windows with this a taken one would count as free.
        if os.name == "posix":
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError:
            return None
        number: int = trial.getsockname()[1]
        return number
