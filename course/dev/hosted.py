"""Serves a folder on loopback as a web host does: packed where that helps, with a date to ask again by."""

import gzip
import http.server
import mimetypes
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".wasm": "application/wasm", ".whl": "application/zip"}
PACKED = {".js", ".mjs", ".wasm", ".json", ".html", ".css", ".svg", ".ipynb", ".txt"}
"""What a host packs on its way; wheels and pictures are packed already."""


class Host:
    """A folder that is served. ``sent`` are the bytes of all answers, heads not counted, and ``asked`` the paths."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.address = ""
        self.sent = 0
        self.asked: list[str] = []
        self._packed: dict[Path, bytes] = {}
        self._lock = threading.Lock()

    def read(self, path: Path) -> tuple[bytes, bool]:
        """Return what is sent for a file, and whether it is packed."""
        if path.suffix not in PACKED:
            return path.read_bytes(), False
        with self._lock:
            if path not in self._packed:
                self._packed[path] = gzip.compress(path.read_bytes(), 6, mtime=0)
            return self._packed[path], True

    def note(self, path: str, size: int) -> None:
        """Count an answer."""
        with self._lock:
            self.asked.append(path)
            self.sent += size


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    host: Host

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Send a file, the page of a folder, or 404."""
        asked = unquote(urlsplit(self.path).path)
        path = (self.host.folder / asked.lstrip("/")).resolve()
        if path.is_dir():
            path = path / "index.html"
        if not path.is_relative_to(self.host.folder) or not path.is_file():
            self._answer(404, {}, b"")
            self.host.note(asked, 0)
            return
        mark = f'"{path.stat().st_mtime_ns:x}"'
        kind = TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        head = {"Content-Type": kind, "ETag": mark, "Cache-Control": "max-age=600"}
        if self.headers.get("If-None-Match") == mark:
            self._answer(304, head, b"")
            self.host.note(asked, 0)
            return
        data, packed = self.host.read(path)
        self._answer(200, {**head, **({"Content-Encoding": "gzip"} if packed else {})}, data)
        self.host.note(asked, len(data))

    def _answer(self, status: int, head: dict[str, str], data: bytes) -> None:
        self.send_response(status)
        for name, value in head.items():
            self.send_header(name, value)
        if status != 304:
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        try:
            self.wfile.write(data)
        except OSError:
            self.close_connection = True  # the page was closed meanwhile


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that went away."""


@contextmanager
def hosting(folder: Path) -> Iterator[Host]:
    """Serve a folder on loopback, and give its host."""
    host = Host(folder)
    server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"host": host}))
    host.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
