"""What is only seen at a real socket: bodies without an end, clients that stand still, names written by hand.

`course.dev.weakenings` lists all threats.
"""

import json
import secrets
import socket
import time
from collections.abc import Iterator

import pytest

from course.dev.served import Served
from course.live import guard

STAND = "stand.A7.1"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Served(tmp_path_factory.mktemp("live") / "class.sqlite3", stem="05_why_come_to_the_table") as served:
        served.turn(slide=STAND, state="open")
        yield served


def speak(server: Served, *parts: bytes, pause: float = 0) -> bytes:
    """Send parts as they are, and return all that comes back until the server ends or falls silent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as line:
        came = b""
        try:
            for part in parts:
                line.sendall(part)
                time.sleep(pause)
            line.settimeout(2)
            while piece := line.recv(65536):
                came += piece
        except (TimeoutError, ConnectionError):
            pass
        return came


def put(server: Served, who: dict[str, str], rev: int = 1) -> int:
    sent = {"press": secrets.token_hex(16), "rev": rev, "answer": {"value": 2}}
    return server.ask("PUT", f"/r/{server.room}/answers/{STAND}", sent, who)[0]


def head(server: Served, who: dict[str, str], *more: str) -> bytes:
    lines = [
        f"PUT /r/{server.room}/answers/{STAND} HTTP/1.1",
        "host: localhost",
        f"authorization: {who['authorization']}",
        *more,
    ]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def test_a_body_without_an_end_is_ended(server: Served) -> None:
    amina = server.join("Amina")
    chunk = b"4000\r\n" + b"x" * 0x4000 + b"\r\n"
    came = speak(server, head(server, amina, "transfer-encoding: chunked"), *[chunk] * 40)
    assert came == b"" or came.startswith(b"HTTP/1.1 413")
    assert put(server, amina) == 200


def test_a_chunked_body_in_the_limit_is_an_answer(server: Served) -> None:
    amina = server.join("Amina")
    sent = json.dumps({"press": secrets.token_hex(16), "rev": 1, "answer": {"value": 2}}).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (sent[:10], sent[10:])) + b"0\r\n\r\n"
    came = speak(server, head(server, amina, "transfer-encoding: chunked", "connection: close"), chunks)
    assert came.startswith(b"HTTP/1.1 200")


def test_a_body_that_says_it_is_too_long_is_not_waited_for(server: Served) -> None:
    amina = server.join("Amina")
    came = speak(server, head(server, amina, f"content-length: {guard.LARGEST_BODY + 1}"))
    assert came.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "99999999999999999999999"])
def test_an_odd_length_breaks_nothing(server: Served, length: str) -> None:
    amina = server.join("Amina")
    came = speak(server, head(server, amina, f"content-length: {length}"), b"{}")
    assert came == b"" or came.startswith((b"HTTP/1.1 4", b"HTTP/1.1 413"))
    assert put(server, amina) == 200


def test_fifty_that_stand_still_hold_nobody_up(server: Served) -> None:
    amina, still = server.join("Amina"), server.join("Still")
    lines = []
    for number in range(50):
        line = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        # Half of them in the head of a request, half in its body.
        whole = head(server, still, "content-length: 500")
        line.sendall(whole[:40] if number % 2 else whole + b"x")
        lines.append(line)
    # Somebody else: what Amina may send in a short time, these lines have used up.
    assert put(server, server.join("Badr")) == 200
    for line in lines:
        line.close()
    assert put(server, amina, 2) == 200


def test_fifty_open_streams_hold_nobody_up_and_end_with_the_server(tmp_path: object) -> None:
    server = Served(f"{tmp_path}/class.sqlite3", stem="05_why_come_to_the_table")
    amina = server.join("Amina")
    server.turn(slide=STAND, state="open")
    ask = f"GET /r/{server.room}/news HTTP/1.1\r\nhost: localhost\r\nauthorization: {amina['authorization']}\r\n\r\n"
    lines = []
    for _ in range(50):
        line = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        # Nobody reads what comes.
        line.sendall(ask.encode())
        lines.append(line)
    for rev in range(1, 16):
        assert put(server, amina, rev) == 200
    begin = time.monotonic()
    server.stop()
    assert time.monotonic() - begin < 8
    for line in lines:
        line.close()


@pytest.mark.parametrize(
    ("name", "status"), [("localhost", b"404"), ("LOCALHOST:1", b"404"), ("evil.example", b"421"), ("", b"421")]
)
def test_the_name_that_was_asked_for_is_looked_at(server: Served, name: str, status: bytes) -> None:
    came = speak(server, f"GET /nowhere HTTP/1.1\r\nhost: {name}\r\nconnection: close\r\n\r\n".encode())
    assert came.split(b" ")[1] == status
    assert b"content-security-policy: default-src 'none'" in came


def test_a_request_without_a_name_is_refused(server: Served) -> None:
    came = speak(server, b"GET /health HTTP/1.0\r\n\r\n")
    assert came.split(b" ")[1] == b"421"


def test_the_server_tells_nothing_of_itself(server: Served) -> None:
    came = speak(server, b"GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n").lower()
    assert b"\r\nserver:" not in came
    assert b"uvicorn" not in came
