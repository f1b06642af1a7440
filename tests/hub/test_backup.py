"""A learner's record is read with no more than that learner's rights: a link in their folder opens nobody else's."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("jupyterhub", reason="jupyterhub is not installed: the extra 'hub' brings it")

from course.dev.accounts import ACCOUNT, surroundings, way_to_python

SCRIPT = """
import json, os, subprocess, sys
from pathlib import Path
from course.hub.backup import backup_of
from course.hub.volume import Volumes

os.umask(0o077)
volumes = Volumes(Path(sys.argv[1]), int(sys.argv[2]))
append = "from course.record import Record; Record({!r}).append('05', 'mine', 'answer', {{'says': {!r}}})"
told = {}
for name in ("amina", "bilal"):
    home, account = volumes.open(name), volumes.account(name)
    command = "from pathlib import PosixPath; " + append.format(home / "my_work", name)
    subprocess.run(
        [sys.executable, "-P", "-c", command], user=account, group=account, extra_groups=[], cwd="/", check=True
    )
    told[name] = name.encode() in (backup_of(home, True) or b"")
os.rename(volumes.path("bilal") / "my_work", volumes.path("bilal") / "other")
os.symlink(volumes.path("amina") / "my_work", volumes.path("bilal") / "my_work")
told["link"] = (backup_of(volumes.path("bilal"), True) or b"").decode()
told["owners"] = sorted({path.stat().st_uid for path in volumes.path("amina").rglob("*")})
print(json.dumps(told))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="course-hub-"))
    made.chmod(0o711)
    yield made
    shutil.rmtree(made)


def test_a_link_to_anothers_work_is_not_followed_with_the_hubs_rights(folder: Path) -> None:
    before = way_to_python()
    if before is None:
        pytest.skip("only root starts programs under other accounts, where these reach Python")
    command = [*before, sys.executable, "-P", "-c", SCRIPT, str(folder), str(ACCOUNT)]
    done = subprocess.run(command, env=surroundings(), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told == {"amina": True, "bilal": True, "link": "", "owners": [ACCOUNT]}
