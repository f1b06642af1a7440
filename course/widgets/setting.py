"""What every widget gets from outside: words and sources, the lesson that it stands in, the record it writes to."""

import contextlib
import hashlib
import importlib
import secrets
import sys
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from IPython.core.getipython import get_ipython

from course.html.wording import Wording
from course.record import Record

_OWN_ID = secrets.token_hex(16)


@dataclass(frozen=True, kw_only=True)
class Setting(Wording):
    """``stem`` names the lesson; with ``worked`` the page is a solution and shows model answers."""

    stem: str
    record: Record = field(repr=False)
    worked: bool = False

    def pocket(self, where: str) -> dict[str, str]:
        """Return where the browser keeps what is typed at ``where`` and not sent.

        Under the id of the record, never under its place: on a shared computer, and in the homes of a hub, another
        learner's record may lie at that place, and would take the text in as that learner's. Until something is saved
        only this kernel knows the id, and it may end; so till then the text lies under the id of the server too.
        """
        session = "" if self.record.has_begun() else session_id()
        return {"record": self.record.identity(), "session": session, "where": where}


def session_id() -> str:
    """Return what tells this run of the Jupyter server from every other; it names nobody.

    It outlives the kernel, which ends when its lesson is closed. Where no server of Jupyter's is found it is the
    kernel's own id, which outlives a new start of the kernel. In a browser without a server each load of the page is a
    new kernel; there it tells the site, for who uses that browser finds one record and one drawer of typed text.
    """
    if sys.platform == "emscripten":
        return site_id(str(importlib.import_module("pyodide_js").lockfileBaseUrl))
    kernel = getattr(get_ipython(), "kernel", None)
    connection = str(getattr(getattr(kernel, "parent", None), "connection_file", ""))
    return _session_of(connection) if connection else _OWN_ID


def site_id(address: str) -> str:
    """Return what tells this site from another one of the same host; ``address`` is where its Python comes from."""
    return hashlib.sha256(address.encode()).hexdigest()[:32]


@cache
def _session_of(connection: str) -> str:
    return hashlib.sha256((_server(Path(connection).parent) or connection).encode()).hexdigest()[:32]


def _server(runtime: Path) -> str:
    """Return which process is the server that started this kernel, and since when it runs; "" if that is not known.

    A server leaves a file with its number beside those of its kernels. The number alone is another learner's server
    tomorrow, or in another container now.
    """
    with contextlib.suppress(ImportError, OSError):
        # In a browser without a server there is no such package.
        import psutil

        with contextlib.suppress(psutil.Error):
            for process in psutil.Process().parents():
                if (runtime / f"jpserver-{process.pid}.json").is_file():
                    return f"{runtime}\0{process.pid}\0{process.create_time()}"
    return ""
