"""A PostgreSQL of one's own, in a folder that goes away: for tests of two servers over one database."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg

from course.dev.served import free_port, until

ACCOUNT = "postgres"
"""Whose processes they are where we are root, under whom PostgreSQL refuses to run; Debian's package makes it."""
PATIENCE = 30


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, None where it is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name))
    return folders[-1] if folders else None


class Cluster:
    """A server on loopback. ``address`` is that of its database."""

    def __init__(self) -> None:
        found = programs()
        if found is None:
            raise FileNotFoundError("initdb")
        self._programs = found
        self.folder = Path(tempfile.mkdtemp(prefix="course-postgres-"))
        self._user = ACCOUNT if os.geteuid() == 0 else None
        if self._user:
            shutil.chown(self.folder, self._user)
        self.port = free_port()
        self.address = f"postgresql://course@127.0.0.1:{self.port}/postgres"
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "course", "-A", "trust", "-E", "UTF8", "--locale=C")
        self.start()

    def start(self) -> None:
        """Start, also after it was killed, and wait until it takes connections."""
        settings = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": self.folder}
        command = [self._programs / "postgres", "-D", self.folder / "data"]
        # A child of ours and not of pg_ctl's: when it is killed, it is we who are told.
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*map(str, command), *(f"--{name}={value}" for name, value in settings.items())],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=self._user,
                group=self._user,
            )
        until(self._is_ready)

    def _is_ready(self) -> bool:
        try:
            psycopg.connect(self.address, connect_timeout=1).close()
        except psycopg.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """End every process of it at once."""
        first = self._process.pid
        for child in Path(f"/proc/{first}/task/{first}/children").read_text().split():
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(child), signal.SIGKILL)
        self._process.kill()
        self._process.wait()

    def remove(self) -> None:
        """End it and delete its folder."""
        # SIGINT: at once, without waiting for who is connected, and in order.
        self._process.send_signal(signal.SIGINT)
        self._process.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *arguments]
        with (self.folder / "log").open("ab") as log:
            subprocess.run(
                command, check=True, stdout=log, stderr=log, cwd=self.folder, user=self._user, group=self._user
            )
