"""What a JupyterHub is told so that it holds live classes: copy these lines into its own configuration.

The course is installed with its extras: ``pip install "mediation-course[live,hosted,hub]"``, into the hub's environment
or another, whose Python then stands in ``command`` below. The hub starts the service, passes
``/services/live/`` on to it and says to it who somebody is.
"""

import sys

c = get_config()  # type: ignore[name-defined]  # noqa: F821

# The address that browsers use: it stands in the QR code, and no page is answered under another name.
c.JupyterHub.public_url = "https://hub.example.org/"
# Users' servers run what users wrote. On a host of its own for each, none of that can act in another's live class.
# c.JupyterHub.subdomain_host = "https://hub.example.org"

c.JupyterHub.services = [
    {
        "name": "live",
        "url": "http://127.0.0.1:10101",
        "command": [sys.executable, "-m", "course.hub", "service"],
        # Where classes are kept: a folder that is backed up, or postgresql://user:password@host/name.
        # Its pages speak English, or with "COURSE_LANGUAGE": "ar" in here Arabic.
        "environment": {"COURSE_HUB_FILE": "live.sqlite3", "COURSE_HUB_TEACHERS": "teachers"},
        # A hub asks every user once whether a service may know who they are; this one belongs to the house.
        "oauth_no_confirm": True,
    }
]

# Who opens classes. Or let the authenticator manage groups.
c.JupyterHub.load_groups = {"teachers": {"users": ["teacher"]}, "students": {"users": ["amina", "bilal"]}}

# Without this, everybody but an administrator is refused by a new service: the role "user" does not open it.
c.JupyterHub.load_roles = [
    {
        "name": "live-class",
        "description": "comes into the live class",
        "scopes": ["access:services!service=live"],
        "groups": ["teachers", "students"],
        # For people who are in no group:
        # "users": ["amina", "bilal"],
    },
    # Everybody who may log in to the hub, in place of the role above:
    # {"name": "user", "scopes": ["self", "access:services!service=live"]},
    # Servers of users, so that a lesson's notebook there joins the class with the code alone:
    # {"name": "server", "scopes": ["users:activity!user", "access:servers!server", "access:services!service=live"]},
]
