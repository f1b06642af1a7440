"""What JupyterHub is told follows from the administrator's file; nobody opens it too far unnoticed."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jupyterhub", reason="jupyterhub is not installed: the extra 'hub' brings it")

pytest.importorskip("resource", reason="a hub runs on Linux")

import resource

from traitlets.config import Config

from course.hub import command, settings, start
from course.hub.configuration import Configuration, Misconfigured, parse
from course.hub.spawner import give_up
from course.hub.start import make_ready, trial_file

PLATFORM = """
address = "https://hub.example.org"
folder = "hub"
admins = ["haddad"]
[platform]
issuer = "https://lms.example.org"
clients = ["abc"]
authorize = "https://lms.example.org/auth"
keys = "https://lms.example.org/keys"
[limits]
memory = "512M"
servers = 40
idle-minutes = 20
"""


@pytest.fixture(autouse=True)
def proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "proxy_command", lambda said: ["the-proxy"])


def told(text: str, folder: Path) -> tuple[Config, Configuration]:
    said, c = parse(text, folder / "hub.toml", {}), Config()
    settings.tell(c, said)
    return c, said


def test_a_platform_says_who_comes_in_and_who_teaches(tmp_path: Path) -> None:
    c, said = told(PLATFORM, tmp_path)
    assert c.JupyterHub.authenticator_class == "course.hub.lti.PlatformAuthenticator"
    assert c.Authenticator.allow_all is True
    assert c.Authenticator.manage_groups is True
    assert "load_groups" not in c.JupyterHub, "a hub whose authenticator has the groups refuses to start with others"
    assert c.Authenticator.admin_users == {"haddad"}
    assert c.PlatformAuthenticator.client_id == {"abc"}
    assert (c.JupyterHub.active_server_limit, c.LearnerSpawner.mem_limit) == (40, "512M")
    assert "--MappingKernelManager.cull_idle_timeout=1200" in c.LearnerSpawner.args
    assert c.JupyterHub.cookie_secret_file.startswith(str(said.secrets))


def test_accounts_of_the_machine_come_in_by_name_alone(tmp_path: Path) -> None:
    text = PLATFORM.partition("[platform]")[0] + 'teachers = ["lee"]\n[system]\nusers = ["amina"]\n'
    c, _ = told(text, tmp_path)
    assert c.Authenticator.allow_all is False
    assert c.Authenticator.allowed_users == {"amina", "lee", "haddad"}
    assert c.JupyterHub.load_groups == {"teachers": {"users": ["lee"]}}


def test_every_user_is_let_into_the_live_class(tmp_path: Path) -> None:
    c, _ = told(PLATFORM, tmp_path)
    scopes = {role["name"]: role["scopes"] for role in c.JupyterHub.load_roles}
    assert all("access:services!service=live" in scopes[role] for role in ("user", "server"))


@pytest.mark.parametrize(
    ("typed", "called"), [(["service", "--guests"], ["--guests"]), (["--guests"], ["--guests"]), ([], [])]
)
def test_a_service_that_names_no_verb_goes_on(
    typed: list[str], called: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[Any] = []
    monkeypatch.setattr("course.hub.service.main", lambda arguments: heard.append(arguments) or 0)
    assert command.main(typed, {command.SERVICE: "/services/live/"}) == 0
    assert heard == [called]


def test_without_root_learners_share_no_account_unnoticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, said = told(PLATFORM, tmp_path)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Misconfigured, match="each could read what"):
        make_ready(said)
    assert not said.volumes.exists()


def test_a_hub_to_try_is_made_once_and_reads_no_more_than_it_needs(tmp_path: Path) -> None:
    file = trial_file(tmp_path / "my_hub", 8005)
    text = file.read_text()
    assert trial_file(tmp_path / "my_hub", 8005).read_text() == text, "the password stays"
    c, said = told(text, file.parent)
    (file.parent / "hub.sqlite3").touch(0o644)
    make_ready(said)
    assert (file.parent / "hub.sqlite3").stat().st_mode & 0o777 == 0o600
    assert said.secrets.stat().st_mode & 0o777 == 0o700
    assert c.JupyterHub.bind_url == "http://127.0.0.1:8005"
    assert c.LearnerSpawner.own_accounts is False


def test_a_server_begins_with_its_limits_in_its_own_folder(tmp_path: Path) -> None:
    account = 200_123 if os.geteuid() == 0 else None
    before = give_up(Path("/") if account else tmp_path, account, 64 << 20, 50)
    done = subprocess.run(
        ["/bin/sh", "-c", "id -u; id -G; ulimit -d; ulimit -c; umask; pwd"],
        preexec_fn=before,
        capture_output=True,
        text=True,
        check=True,
    )
    user, groups, data, core, umask, place = done.stdout.splitlines()
    if account:
        assert (user, groups) == (str(account), str(account))
    assert (data, core, umask) == (str((64 << 20) // 1024), "0", "0077")
    assert place == ("/" if account else str(tmp_path))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the system does not hold to this limit")
def test_what_takes_too_much_memory_is_told_so(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-c", "bytearray(200 << 20)"],
        preexec_fn=give_up(tmp_path, None, 128 << 20, 50),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "MemoryError" in done.stderr
    assert resource.getrlimit(resource.RLIMIT_DATA)[0] == resource.RLIM_INFINITY, "the hub itself keeps its own"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts servers under other accounts")
def test_a_file_that_learners_could_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(PLATFORM)
    file.chmod(0o644)
    monkeypatch.setattr(start, "_try_account", lambda said: None)
    monkeypatch.setattr(start, "proxy_command", lambda said: ["the-proxy"])
    monkeypatch.setattr(os, "umask", lambda mask: 0)
    with pytest.raises(Misconfigured, match="chmod 600"):
        start.start(file, {})
