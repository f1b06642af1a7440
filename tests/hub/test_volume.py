"""Learners' folders: one each, never a path, and with an account of its own where the hub may give one."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from course.hub.volume import Volumes, folder_name

is_root = pytest.mark.skipif(getattr(os, "geteuid", lambda: -1)() != 0, reason="only root gives folders to accounts")
ODD = [
    "..",
    ".",
    "",
    "a/b",
    "../a",
    "Amina",
    "amina",
    "آمنة",
    "a\0b",
    "x-" + "a" * 26,
    ".hidden",
    "a" * 200,
    "a b",
    "ﬁ",
]


def test_odd_names_have_folders_of_their_own() -> None:
    assert len({folder_name(name).lower() for name in ODD}) == len(ODD)


@given(some.text())
def test_no_name_is_a_path(name: str) -> None:
    made = folder_name(name)
    assert made == Path(made).name
    assert not made.startswith(".")
    assert len(made) <= 41


def test_a_link_is_no_folder_of_a_learner(tmp_path: Path) -> None:
    volumes = Volumes(tmp_path / "learners", 200_000)
    volumes.folder.mkdir()
    (volumes.folder / "amina").symlink_to("/etc")
    with pytest.raises(OSError, match="link"):
        volumes.open("amina")


@is_root
def test_each_learner_has_an_account_that_nobody_had_before(tmp_path: Path) -> None:
    volumes = Volumes(tmp_path / "learners", 200_000)
    accounts = []
    for name in ("amina", "bilal", "carla"):
        volumes.open(name)
        accounts.append(volumes.account(name))
    assert accounts == [200_000, 200_001, 200_002]
    assert volumes.delete("carla")
    volumes.open("dawud")
    assert volumes.account("dawud") == 200_003, "what Carla left elsewhere is not Dawud's"
    volumes.open("amina")
    assert volumes.account("amina") == 200_000


@pytest.fixture
def walkable() -> Iterator[Path]:
    """A folder into which every account can walk: those of pytest are its own user's alone."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        yield Path(folder)


@is_root
def test_one_learner_cannot_look_into_anothers_folder(walkable: Path) -> None:
    volumes = Volumes(walkable / "learners", 200_000)
    for name in ("amina", "bilal"):
        secret = volumes.open(name) / "secret"
        secret.write_text(name)
        os.chown(secret, volumes.account(name), -1)

    def tries(who: str, *command: str) -> int:
        account = volumes.account(who)
        return subprocess.run(
            command, user=account, group=account, extra_groups=[], cwd="/", stderr=subprocess.DEVNULL
        ).returncode

    bilals = volumes.path("bilal")
    assert tries("bilal", "/bin/cat", str(bilals / "secret")) == 0
    for command in (
        ("/bin/cat", str(bilals / "secret")),
        ("/bin/ls", str(bilals)),
        ("/bin/ls", str(volumes.folder)),
        ("/bin/mkdir", str(volumes.folder / "mine")),
    ):
        assert tries("amina", *command) != 0
