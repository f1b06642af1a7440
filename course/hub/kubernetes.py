"""The values for Zero to JupyterHub, the chart for Kubernetes, made from the administrator's one file.

What the chart has a value of its own for stands there; the rest is handed to JupyterHub as it is told on one machine.
The names are those of the chart's ``values.schema.yaml``.
"""

from collections.abc import Mapping
from typing import Any

import msgspec

from course.hub.configuration import Configuration, Misconfigured
from course.hub.server import COURSE, LANGUAGE
from course.hub.settings import ROLES, SERVICE, idle_arguments, service_command, tell_login

FOLDER = "/srv/jupyterhub"
"""Where the chart keeps the hub's own files, on a volume."""
HOME = "/home/jovyan"


def values(said: Configuration) -> dict[str, Any]:
    """Return the values; raise Misconfigured where the file does not say what a cluster needs."""
    own = said.kubernetes
    if own is None or not (own.image and own.hub_image):
        raise Misconfigured(
            "kubernetes: write the table [kubernetes] with image and hub-image: the two images that have the course."
        )
    if said.system:
        raise Misconfigured("system: a cluster has no accounts of a machine. Write the table [platform].")
    here = msgspec.structs.replace(said, folder=FOLDER)
    live = here.ports.live
    return {
        "hub": {
            "image": {"name": own.hub_image, "tag": own.hub_tag or "latest"},
            "config": _config(here),
            "loadRoles": {role["name"]: {"scopes": role["scopes"]} for role in ROLES},
            # The file of launches and the hub's key lie on the volume beside the database, or alone there.
            "db": {"type": "sqlite-pvc"},
            **({"activeServerLimit": said.limits.servers} if said.limits.servers else {}),
            "services": {
                SERVICE: {
                    "url": f"http://hub:{live}",
                    "command": ["python3", *service_command(here), "--listen", "0.0.0.0"],
                    "environment": {
                        "COURSE_HUB_FILE": here.database or f"{FOLDER}/live.sqlite3",
                        "COURSE_HUB_TEACHERS": here.teachers_group,
                    },
                    "oauth_no_confirm": True,
                }
            },
            "service": {"extraPorts": [{"name": SERVICE, "port": live, "targetPort": live}]},
            "networkPolicy": {"ingress": [{"from": [_pods("proxy")], "ports": [{"port": live}]}]},
        },
        "proxy": {"chp": {"networkPolicy": {"egress": [{"to": [_pods("hub")], "ports": [{"port": live}]}]}}},
        "singleuser": {
            "image": {"name": own.image, "tag": own.tag or "latest"},
            "cmd": ["python3", "-P", "-m", "course.hub.server"],
            "extraEnv": {
                COURSE: own.course,
                LANGUAGE: said.language,
                "PYTHONNOUSERSITE": "1",
                "OPENBLAS_NUM_THREADS": "1",
            },
            "memory": {"limit": said.limits.memory, "guarantee": said.limits.guaranteed},
            "cpu": {"limit": said.limits.cpu},
            "storage": {
                "capacity": own.storage,
                "homeMountPath": HOME,
                **({"dynamic": {"storageClass": own.storage_class}} if own.storage_class else {}),
            },
            "startTimeout": 180,
        },
        "cull": {"enabled": True, "timeout": said.limits.idle_minutes * 60, "every": 300, "users": False},
    }


def _config(here: Configuration) -> dict[str, Any]:
    """Return what is handed to JupyterHub: who comes in, and what the chart has no value for."""
    from traitlets.config import Config

    c = Config()
    tell_login(c, here)
    told = {section: {name: _plain(value) for name, value in part.items()} for section, part in c.items()}
    told["JupyterHub"].pop("load_roles")
    told["JupyterHub"]["public_url"] = f"{here.origin}/"
    if here.database:
        told["JupyterHub"]["db_url"] = here.database_of("hub")
    told["KubeSpawner"] = {"args": idle_arguments(here.limits.idle_minutes)}
    return told


def _plain(value: Any) -> Any:
    """Return a value as YAML has it: a set becomes a list, in order."""
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return value


def _pods(component: str) -> dict[str, Any]:
    return {"podSelector": {"matchLabels": {"app.kubernetes.io/component": component}}}


def to_yaml(made: Mapping[str, Any]) -> str:
    """Return the values as the text of a YAML file."""
    import yaml

    return str(yaml.safe_dump(made, sort_keys=False, allow_unicode=True, width=120))
