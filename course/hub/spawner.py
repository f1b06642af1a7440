"""A learner's server as a process of this machine: under an account of their own, in their own folder, with limits."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jupyterhub.spawner import LocalProcessSpawner
from traitlets import Bool, Integer, Unicode

from course.hub.server import COURSE, HOME, LANGUAGE
from course.hub.volume import Volumes


class LearnerSpawner(LocalProcessSpawner):  # type: ignore[misc]
    """Starts ``course.hub.server`` for one user of the hub."""

    volumes = Unicode(config=True, help="The folder that holds a folder for each learner")
    first_account = Integer(200_000, config=True, help="The first account number that a learner gets")
    own_accounts = Bool(True, config=True, help="Whether each learner's server runs under an account of its own")
    processes = Integer(200, config=True, help="So many processes and threads a learner may have")
    course = Unicode(config=True, help="The folder of the course; it is read only")
    language = Unicode(config=True, help="The language in which a new learner begins")

    def _volumes(self) -> Volumes:
        return Volumes(Path(self.volumes), self.first_account if self.own_accounts else None)

    def make_preexec_fn(self, name: str) -> Callable[[], None]:
        """Return what the new process does before it becomes the server: give up every right of the hub."""
        volumes = self._volumes()
        return give_up(
            volumes.open(name),
            volumes.account(name) if self.own_accounts else None,
            int(self.mem_limit or 0),
            self.processes,
        )

    def user_env(self, env: Mapping[str, str]) -> dict[str, str]:
        """Return the environment of the server: the learner's home is their folder."""
        home = str(self._volumes().open(self.user.name))
        return {
            **env,
            "HOME": home,
            "USER": self.user.name,
            "SHELL": "/bin/sh",
            # Of two learners neither meets what the other left there.
            "TMPDIR": home,
            "PYTHONNOUSERSITE": "1",
            # On a machine of many cores each would lay out memory for as many threads, and all want them at once.
            "OPENBLAS_NUM_THREADS": "1",
            "PYTHONUTF8": "1",
            HOME: home,
            COURSE: self.course,
            LANGUAGE: self.language,
        }

    async def move_certs(self, paths: Any) -> Any:
        """Refuse: a certificate for each server is nothing that one machine needs."""
        raise NotImplementedError("internal_ssl is not supported with the course's own spawner.")


def give_up(home: Path, account: int | None, memory: int, processes: int) -> Callable[[], None]:
    """Return a function for a new process: limits, the account (None for the hub's), the folder.

    ``memory`` in bytes, 0 for no limit, is that of each process: what it can write to and shares with nobody.
    """
    import resource  # not on Windows, where no hub runs and every module is looked at all the same

    def before() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if memory:
            resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        os.umask(0o077)
        if account is not None:
            # Counted by account, so it is a learner's own only where they have one.
            resource.setrlimit(resource.RLIMIT_NPROC, (processes, processes))
            os.setgroups([])
            os.setgid(account)
            os.setuid(account)
        os.chdir(home)

    return before
