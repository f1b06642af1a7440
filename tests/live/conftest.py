from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from course.dev.postgres import Cluster
from course.dev.served import Served, open_class
from course.live.app import make_app
from course.live.store import Store

HOST = "http://class.test"


class Room:
    """A class that is open in lesson 05: a client for its teacher, and one more for each person who joins."""

    def __init__(self, client: TestClient, file: Store):
        self.client = client
        self.file = file
        self.opened, self.token = client.portal.call(client.app.state.hall.open, "05_why_come_to_the_table")
        self.id = self.opened.room.id
        self.code = self.opened.room.code
        self.teacher = {"authorization": f"Bearer {self.token}"}

    def join(self, name: str = "", **more: Any) -> dict[str, str]:
        """Join as a kernel does, and return the headers that say who it is."""
        sent = {"code": self.code, "name": name, **more}
        reply = self.client.post("/join", json=sent, headers={"x-course-client": "notebook"})
        assert reply.status_code == 200, reply.text
        return {"authorization": f"Bearer {reply.json()['token']}"}

    def turn(self, **change: Any) -> Any:
        reply = self.client.post(f"/t/{self.id}/turn", json=change, headers=self.teacher)
        assert reply.status_code == 200, reply.text
        return reply.json()

    def open(self, slide: str) -> None:
        self.turn(slide=slide, state="open", current=slide)

    def put(self, who: dict[str, str], slide: str, answer: dict[str, Any], rev: int = 1, press: str = "") -> Any:
        import secrets

        sent = {"press": press or secrets.token_hex(16), "rev": rev, "answer": answer}
        return self.client.put(f"/r/{self.id}/answers/{slide}", json=sent, headers=who)

    def state(self, who: dict[str, str]) -> Any:
        return self.client.get(f"/r/{self.id}/state", headers=who).json()

    def desk(self) -> Any:
        return self.client.get(f"/t/{self.id}/state", headers=self.teacher).json()


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    file = Store(tmp_path / "class.sqlite3")
    with TestClient(make_app(file, ["class.test"]), base_url=HOST) as client:
        yield Room(client, file)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL. Its classes stay apart; what a test sets in it, or kills, is there for the next one too."""
    made = Cluster()
    yield made
    made.remove()


@pytest.fixture(scope="session")
def servers(cluster: Cluster) -> Iterator[tuple[Served, Served]]:
    """Two servers over one PostgreSQL, started once."""
    with Served(cluster.address) as one, Served(cluster.address) as other:
        yield one, other


@pytest.fixture
def two(servers: tuple[Served, Served]) -> tuple[Served, Served]:
    """Two servers with a class of their own, which neither of them knows yet."""
    opened = open_class(servers[0].file, "05_why_come_to_the_table")
    for server in servers:
        server.room, server.key, server.code = opened
        if server.process.poll() is not None:
            server.start()
    return servers
