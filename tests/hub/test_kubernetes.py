"""The values for Zero to JupyterHub: made from the one file, in the chart's own names."""

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("jupyterhub", reason="jupyterhub is not installed: the extra 'hub' brings it")

import yaml

import course.hub
from course.hub import command
from course.hub.configuration import Configuration, Misconfigured, parse
from course.hub.kubernetes import to_yaml, values

EXAMPLE = Path(course.hub.__file__).with_name("hub.example.toml").read_text()
CLUSTER = """
[kubernetes]
hub-image = "registry.example.org/course-hub"
hub-tag = "2026-11"
image = "registry.example.org/course"
tag = "2026-11"
storage-class = "fast"
"""
KNOWN = {
    "hub": "activeServerLimit config db image loadRoles networkPolicy service services",
    "proxy": "chp",
    "singleuser": "cmd cpu extraEnv image memory startTimeout storage",
    "cull": "enabled every timeout users",
}
"""The names of ``values.schema.yaml`` of the chart that we use; a misspelled one the chart refuses."""


def made(text: str = EXAMPLE + CLUSTER) -> tuple[dict[str, Any], Configuration]:
    said = parse(text, Path("/srv/hub.toml"), {})
    read: dict[str, Any] = yaml.safe_load(to_yaml(values(said)))
    return read, said


def test_every_name_is_the_charts() -> None:
    read, _ = made()
    assert set(read) == set(KNOWN)
    for part, names in KNOWN.items():
        assert set(read[part]) <= set(names.split()), part


def test_nothing_is_told_twice() -> None:
    read, said = made()
    config = read["hub"]["config"]
    assert said.platform
    assert config["JupyterHub"]["authenticator_class"] == "course.hub.lti.PlatformAuthenticator"
    assert config["PlatformAuthenticator"]["issuer"] == said.platform.issuer
    assert config["PlatformAuthenticator"]["client_id"] == list(said.platform.clients)
    assert config["Authenticator"]["allow_all"] is True
    assert read["singleuser"]["memory"] == {"limit": "1G", "guarantee": "256M"}
    assert read["cull"]["timeout"] == 3600
    assert all("access:services!service=live" in role["scopes"] for role in read["hub"]["loadRoles"].values())


def test_what_must_last_lies_on_the_hubs_volume() -> None:
    read, _ = made()
    own = read["hub"]["config"]["PlatformAuthenticator"]
    paths = [own["launches"], own["key_file"], read["hub"]["services"]["live"]["environment"]["COURSE_HUB_FILE"]]
    assert all(path.startswith("/srv/jupyterhub/") for path in paths)
    assert read["hub"]["db"] == {"type": "sqlite-pvc"}


def test_a_database_is_both_the_hubs_and_the_live_classs() -> None:
    address = "postgresql://hub:secret@db/hub"
    read, _ = made(EXAMPLE.replace("admins = []", f'admins = []\ndatabase = "{address}"') + CLUSTER)
    assert read["hub"]["config"]["JupyterHub"]["db_url"] == "postgresql+psycopg://hub:secret@db/hub"
    assert read["hub"]["services"]["live"]["environment"]["COURSE_HUB_FILE"] == address


def test_a_file_without_images_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Misconfigured, match="hub-image"):
        made(EXAMPLE)
    file = tmp_path / "hub.toml"
    file.write_text(EXAMPLE)
    assert command.main(["values", str(file)], {}) == 2
    assert "hub-image" in capsys.readouterr().err
    file.write_text(EXAMPLE + CLUSTER)
    assert command.main(["values", str(file)], {}) == 0
    assert yaml.safe_load(capsys.readouterr().out)["singleuser"]["image"]["tag"] == "2026-11"
