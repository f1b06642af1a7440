"""The live class as a service of a JupyterHub: its users are the class's people, and a group of theirs teaches.

An optional part (the extra ``hub``). The same application as everywhere (``course.live``) stands behind a gate that
knows who is logged in at the hub.
"""
