"""What JupyterHub is told: every setting of it that follows from the administrator's one file."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import course
from course.hub.configuration import NAME, Configuration, Misconfigured
from course.launch.environment import course_root

SERVICE = "live"
PACKAGE = Path(course.__file__).parent
ACCESS = f"access:services!service={SERVICE}"
ROLES = [
    # Without this, everybody but an administrator is refused by a service.
    {"name": "user", "scopes": ["self", ACCESS]},
    # A lesson's notebook joins a class with its server's token.
    {"name": "server", "scopes": ["users:activity!user", "access:servers!server", ACCESS]},
]


def tell(c: Any, said: Configuration) -> None:
    """Write everything into ``c``, the configuration of a JupyterHub on one machine."""
    ports, place = said.ports, said.place
    c.JupyterHub.bind_url = f"http://{said.listen}:{ports.front}"
    c.JupyterHub.public_url = f"{said.origin}/"
    c.JupyterHub.hub_port = ports.hub
    c.JupyterHub.db_url = said.database_of("hub")
    c.JupyterHub.cookie_secret_file = str(said.secrets / "cookie")
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{ports.proxy}"
    c.ConfigurableHTTPProxy.command = proxy_command(said)
    c.ConfigurableHTTPProxy.pid_file = str(place / "proxy.pid")
    tell_login(c, said)
    tell_service(c, said)
    tell_servers(c, said)


def proxy_command(said: Configuration) -> list[str]:
    """Return the command of the proxy; raise Misconfigured where there is none."""
    if said.proxy:
        return list(said.proxy)
    found = shutil.which("configurable-http-proxy")
    if found:
        return [found]
    script = course_root(PACKAGE) / "node_modules" / "configurable-http-proxy" / "bin" / "configurable-http-proxy"
    node = shutil.which("node")
    if node and script.is_file():
        return [node, str(script)]
    raise Misconfigured(
        "JupyterHub needs its proxy, which is not installed. Install Node, then type: npm install -g "
        "configurable-http-proxy. Or 'npm ci' in the course's folder; or name its command as 'proxy' in the file."
    )


def tell_login(c: Any, said: Configuration) -> None:
    """Write who comes in, as whom, and who teaches."""
    c.JupyterHub.load_roles = ROLES
    c.Authenticator.admin_users = set(said.admins)
    c.Authenticator.delete_invalid_users = False
    if said.platform:
        platform = said.platform
        c.JupyterHub.authenticator_class = "course.hub.lti.PlatformAuthenticator"
        # Whom the platform signed for is let in; without this nobody is.
        c.Authenticator.allow_all = True
        c.Authenticator.manage_groups = True
        # Who comes without their platform reads at once where to go, and finds no button that leads nowhere.
        c.Authenticator.auto_login = True
        own = c.PlatformAuthenticator
        own.issuer, own.authorize_url, own.jwks_endpoint = platform.issuer, platform.authorize, platform.keys
        own.client_id = set(platform.clients)
        own.deployments = list(platform.deployments)
        own.uri_scheme = "https" if said.is_secure else "http"
        own.public = said.origin
        own.teachers_group = said.teachers_group
        own.remembers = platform.remembers
        own.launches = str(said.launches_file)
        own.key_file = str(said.key_file)
        # Clocks of two machines differ.
        c.LTI13LaunchValidator.time_leeway = 30
        return
    if said.system:
        c.JupyterHub.authenticator_class = "pam"
        c.Authenticator.allow_all = said.system.everybody
        c.Authenticator.allowed_users = {*said.system.users, *said.teachers, *said.admins}
    if said.trial:
        c.JupyterHub.authenticator_class = "shared-password"
        c.SharedPasswordAuthenticator.user_password = said.trial.password
        c.Authenticator.allow_all = True
    c.JupyterHub.load_groups = {said.teachers_group: {"users": list(said.teachers)}}


def tell_service(c: Any, said: Configuration) -> None:
    """Write the live class: a service that the hub starts."""
    c.JupyterHub.services = [
        {
            "name": SERVICE,
            "url": f"http://127.0.0.1:{said.ports.live}",
            "command": [sys.executable, *service_command(said)],
            "environment": {
                "COURSE_HUB_FILE": said.database or str(said.place / "live.sqlite3"),
                "COURSE_HUB_TEACHERS": said.teachers_group,
                # The hub gives a service its own environment and nothing else.
                **{name: os.environ[name] for name in ("PYTHONPATH", NAME) if name in os.environ},
            },
            "oauth_no_confirm": True,
        }
    ]


def service_command(said: Configuration) -> list[str]:
    """Return what Python is given to be the live class."""
    return ["-P", "-m", "course.hub", "service", "--keep", str(said.keep_days), *(["--guests"] if said.guests else [])]


def tell_servers(c: Any, said: Configuration) -> None:
    """Write how learners' servers are started, what they may take, and when they end."""
    limits = said.limits
    c.JupyterHub.spawner_class = "course.hub.spawner.LearnerSpawner"
    c.JupyterHub.active_server_limit = limits.servers
    own = c.LearnerSpawner
    own.cmd = [sys.executable, "-P", "-m", "course.hub.server"]
    own.args = idle_arguments(limits.idle_minutes)
    own.volumes = str(said.volumes)
    own.first_account = said.first_account
    own.own_accounts = said.has_accounts
    own.processes = limits.processes
    own.mem_limit = limits.memory
    own.course = str(course_root(PACKAGE))
    own.language = said.language
    # A whole class presses at once, and each start takes seconds of a processor.
    own.start_timeout = own.http_timeout = 180


def idle_arguments(minutes: int) -> list[str]:
    """Return what ends kernels and servers in which nothing happens; answers are on the disk as soon as "Saved" shows.

    A page that is open counts as nothing for a kernel: learners leave theirs open overnight.
    """
    return [
        f"--MappingKernelManager.cull_idle_timeout={minutes * 60}",
        "--MappingKernelManager.cull_interval=60",
        "--MappingKernelManager.cull_connected=True",
        f"--ServerApp.shutdown_no_activity_timeout={minutes * 60}",
    ]
