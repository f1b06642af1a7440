"""A line to a server on this machine that costs next to nothing: whoever measures must not be what is slow."""

import asyncio
from collections.abc import Callable, Mapping
from typing import NamedTuple, cast

HOST = "127.0.0.1"


class Reply(NamedTuple):
    """What a server answered; ``head`` are its first lines as they came."""

    status: int
    head: bytes
    body: bytes

    def header(self, name: str) -> str:
        """Return the header ``name``, "" where it was not sent."""
        for line in self.head.split(b"\r\n")[1:]:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.encode():
                return value.strip().decode("latin-1")
        return ""


class Line(asyncio.Protocol):
    """One connection that is kept: one question after the other. ``bytes`` counts what came."""

    def __init__(self, port: int):
        self.port = port
        self.bytes = 0
        self._transport: asyncio.Transport | None = None
        self._waiting: asyncio.Future[Reply] | None = None
        self._buffer = bytearray()
        self._on_event: Callable[[bytes], None] | None = None

    async def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Reply:
        """Ask and return the answer; connect first where the server has closed the line meanwhile, as it may."""
        for last in (False, True):
            try:
                return await self._ask(method, path, headers, body)
            except ConnectionError:
                if last:
                    raise
        raise AssertionError

    async def _ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        await self._send(method, path, headers, body)
        self._waiting = asyncio.get_running_loop().create_future()
        return await self._waiting

    async def _send(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        if self._transport is None:
            self._buffer.clear()
            await asyncio.get_running_loop().create_connection(lambda: self, HOST, self.port)
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self.port}", f"Content-Length: {len(body)}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        assert self._transport is not None
        self._transport.write("\r\n".join([*lines, "", ""]).encode() + body)

    async def listen(self, path: str, headers: Mapping[str, str], on_event: Callable[[bytes], None]) -> None:
        """Hold a stream of events, and give the data of each to ``on_event``."""
        self._on_event = on_event
        await self._send("GET", path, headers, b"")

    def close(self) -> None:
        """Let the line go."""
        if self._transport:
            self._transport.close()
            self._transport = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the line."""
        # uvloop's is one too, and does not say so.
        self._transport = cast(asyncio.Transport, transport)

    def connection_lost(self, fault: Exception | None) -> None:
        """Note that the server let the line go."""
        self._transport = None
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ConnectionResetError())

    def data_received(self, data: bytes) -> None:
        """Take what came."""
        self.bytes += len(data)
        self._buffer += data
        if self._on_event:
            self._take_events(self._on_event)
        elif self._waiting and not self._waiting.done():
            reply = _read_reply(self._buffer)
            if reply:
                self._buffer.clear()
                self._waiting.set_result(reply)

    def _take_events(self, on_event: Callable[[bytes], None]) -> None:
        """Give on the events that are whole. An event ends at an empty line; each chunk that a server sends is one."""
        end = self._buffer.rfind(b"\n\n")
        if end < 0:
            return
        whole = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        for line in whole.split(b"\n"):
            if line.startswith(b"data: "):
                on_event(line[6:])


def _read_reply(buffer: bytearray) -> Reply | None:
    """Return a whole answer, None where some of it is still on its way."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        return None
    reply = Reply(int(buffer[9:12]), bytes(buffer[:end]), b"")
    body = bytes(buffer[end + 4 :])
    if reply.header("transfer-encoding") == "chunked":
        return _join_chunks(reply, body) if body.endswith(b"0\r\n\r\n") else None
    return reply._replace(body=body) if len(body) >= int(reply.header("content-length") or 0) else None


def _join_chunks(reply: Reply, body: bytes) -> Reply:
    whole, place = b"", 0
    while True:
        start = body.index(b"\r\n", place)
        size = int(body[place:start], 16)
        if not size:
            return reply._replace(body=whole)
        whole += body[start + 2 : start + 2 + size]
        place = start + 4 + size
