"""What a learner costs on a hub: server and kernel, beside an empty notebook in a JupyterLab of the same hub.

Two hubs on this machine, one after the other. In ours each learner's server starts as ``course.hub.server`` and runs a
whole lesson; in the other it is JupyterHub's own, and the notebook is empty. Memory is the proportional share (PSS) of
all processes of all learners, so that what they share is counted once. It needs Linux, Node and the extra ``hub``.
"""

import json
import os
import secrets
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import nbformat
import psutil
from jupyter_client.blocking.client import BlockingKernelClient

from course.content.place import PACKAGE
from course.dev.bench.row import Row
from course.dev.served import free_port
from course.hub.start import CONFIGURATION, make_ready

LEARNERS = 5
LESSON = "notebooks/05_why_come_to_the_table.ipynb"
AIM = 1.15
CLASS = 50
PATIENCE = 180
_ROOT = PACKAGE.parent
_BARE = """
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {home!r} + "/{{username}}"
c.Spawner.cmd = [{python!r}, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
"""


class _Hub:
    """A hub to try out; ``is_ours`` tells which of the two."""

    def __init__(self, folder: Path, is_ours: bool):
        from course.hub.configuration import NAME, read

        self.is_ours = is_ours
        ports = {name: free_port() for name in ("front", "hub", "proxy", "live")}
        self.origin, token = f"http://127.0.0.1:{ports['front']}", secrets.token_hex(16)
        file, config = folder / "hub.toml", folder / "config.py"
        lines = "".join(f"{name} = {port}\n" for name, port in ports.items())
        password = secrets.token_hex(8)
        file.write_text(
            f'address = "{self.origin}"\nfolder = "hub"\nshared-account = true\n'
            f'[trial]\npassword = "{password}"\n[ports]\n{lines}'
        )
        said = read(file)
        make_ready(said)
        self.homes = folder / "hub" / "learners"
        bare = "" if is_ours else _BARE.format(home=str(self.homes), python=sys.executable)
        scopes = ["admin:users", "admin:servers", "access:servers"]
        config.write_text(
            f"load_subconfig({str(CONFIGURATION)!r})\nc = get_config()\n{bare}\n"
            f'c.JupyterHub.services.append({{"name": "bench", "api_token": {token!r}}})\n'
            f'c.JupyterHub.load_roles.append({{"name": "bench", "scopes": {scopes!r}, "services": ["bench"]}})\n'
        )
        self.client = httpx.Client(
            base_url=self.origin, headers={"authorization": f"token {token}"}, timeout=PATIENCE, verify=False
        )
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyterhub", "-f", str(config)],
                cwd=folder,
                env={**os.environ, NAME: str(file), "PYTHONPATH": str(_ROOT)},
                stdout=log,
                stderr=log,
            )
        _until(lambda: self._get("/services/live/health") == 200)

    def _get(self, path: str) -> int:
        try:
            return self.client.get(path).status_code
        except httpx.TransportError:
            return 0

    def learn(self, name: str) -> None:
        """Start a learner's server and a kernel; in ours run the lesson."""
        self.client.post(f"/hub/api/users/{name}").raise_for_status()
        self.client.post(f"/hub/api/users/{name}/server").raise_for_status()
        _until(lambda: self._get(f"/user/{name}/api/status") == 200)
        home = self.homes / name
        book = home / (LESSON if self.is_ours else "empty.ipynb")
        if not self.is_ours:
            nbformat.write(nbformat.v4.new_notebook(), book)
        asked = {"path": str(book.relative_to(home)), "type": "notebook", "name": "", "kernel": {"name": "python3"}}
        kernel = self.client.post(f"/user/{name}/api/sessions", json=asked).raise_for_status().json()["kernel"]["id"]
        [connection] = home.rglob(f"kernel-{kernel}.json")
        client: Any = BlockingKernelClient(connection_file=str(connection))
        client.load_connection_file()
        client.start_channels(hb=False)
        client.kernel_info(reply=True, timeout=PATIENCE)
        if self.is_ours:
            for cell in nbformat.read(book, as_version=4).cells:
                if cell.cell_type == "code":
                    client.execute_interactive(cell.source, timeout=PATIENCE, output_hook=lambda message: None)
        client.stop_channels()

    def megabytes(self) -> float:
        """Return what all learners' processes take together."""
        marks = ("course.hub.server", "jupyterhub.singleuser")
        servers = [one for one in psutil.Process(self.process.pid).children() if set(marks) & set(one.cmdline())]
        everything = [*servers, *(child for one in servers for child in one.children(recursive=True))]
        return sum(one.memory_full_info().pss for one in everything) / (1 << 20)

    def stop(self) -> None:
        self.client.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


@contextmanager
def _hub(is_ours: bool) -> Iterator[_Hub]:
    with tempfile.TemporaryDirectory() as folder:
        hub = _Hub(Path(folder), is_ours)
        try:
            yield hub
        finally:
            hub.stop()


def _until(is_so: Any) -> None:
    end = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > end:
            raise TimeoutError("The hub or a server did not start.")
        time.sleep(0.2)


def measure(learners: int = LEARNERS) -> tuple[list[float], list[float]]:
    """Return what ``learners`` take together, one after the other, in MB: in ours, and with empty notebooks."""
    both = []
    for is_ours in (True, False):
        with _hub(is_ours) as hub:
            taken = []
            for number in range(learners):
                hub.learn(f"learner{number}")
                time.sleep(2)
                taken.append(hub.megabytes())
            both.append(taken)
    return both[0], both[1]


def share(taken: Sequence[float], count: int = CLASS) -> float:
    """Return the MB of each of ``count`` learners: what was measured, and after it the mean of the last steps.

    The first learner pays for what all share, so the steps get smaller, and the last ones are taken for all others.
    """
    steps = [after - before for before, after in zip([0.0, *taken], taken, strict=False)]
    later = statistics.mean(steps[2:] or steps)
    return (taken[-1] + later * (count - len(taken))) / count


def rows(learners: int = LEARNERS) -> list[Row]:
    """Measure, and return the lines of the table."""
    ours, empty = measure(learners)
    made = []
    for count in (learners, CLASS):
        mine, other = share(ours[:count], count), share(empty[:count], count)
        how = "measured" if count == learners else f"reckoned from {learners}"
        made.append(
            Row(
                f"a learner's server and kernel on a hub, lesson 05 run, of {count} ({how})",
                f"{mine:.0f} MB",
                f"an empty notebook {other:.0f} MB, {mine / other:.2f} times",
                f"at most {AIM} times",
            )
        )
    return made


if __name__ == "__main__":
    from course.dev.bench.row import format_table

    sys.stdout.write(format_table(rows()) + "\n")
    sys.stdout.write(json.dumps({"load": os.getloadavg()}) + "\n")
