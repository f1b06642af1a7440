"""One line for each step on the way to an open course, with what is done and the seconds it took."""

import sys
import threading
import time
from pathlib import Path
from types import TracebackType

QUIET_SECONDS = 15


class Step:
    """A step that a person waits for. On a terminal its line counts along; elsewhere it speaks now and then."""

    def __init__(self, title: str):
        self.title = title
        self.summary = ""
        self._live = sys.stdout.isatty()
        self._width = 0
        self._spoken = self._began = time.monotonic()
        self._over = threading.Event()
        self._watcher: threading.Thread | None = None

    def __enter__(self) -> "Step":
        self._write(f"{self.title} ...")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._watcher:
            self._watcher.join()
        seconds = round(time.monotonic() - self._began)
        self._write(f"{self.title}: {'stopped' if kind else 'done'} ({self.summary}{seconds} s)", last=True)

    def show(self, note: str) -> None:
        """Tells how far the step is."""
        now = time.monotonic()
        if not self._live and now - self._spoken < QUIET_SECONDS:
            return
        self._spoken = now
        self._write(f"{self.title}: {note}, {round(now - self._began)} s")

    def watch(self, environment: Path, total: int) -> None:
        """Counts the packages that arrive in an environment while pip, which is silent then, unpacks them."""
        before = count_installed(environment)

        def count() -> None:
            while not self._over.wait(1):
                self.show(f"{min(total, max(0, count_installed(environment) - before))} of {total} packages installed")

        self.summary = f"{total} packages, "
        self._watcher = threading.Thread(target=count, daemon=True)
        self._watcher.start()

    def _write(self, line: str, last: bool = False) -> None:
        if self._live:
            print("\r" + line.ljust(self._width), end="\n" if last else "", flush=True)
            self._width = len(line)
        else:
            print(line, flush=True)


def count_installed(environment: Path) -> int:
    """How many packages lie in an environment."""
    places = ("lib/python*/site-packages", "Lib/site-packages")
    return max(sum(1 for _ in environment.glob(f"{place}/*.dist-info")) for place in places)
