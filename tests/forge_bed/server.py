"""The forge's door: plain HTTP on a port of loopback, as a proxy for all that a runner asks of `github.localhost`."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from forge_bed.forge import Forge
from forge_bed.rights import TOKEN, read_rights


class Door(ThreadingHTTPServer):
    """`workflow` is the one that runs; its jobs have the rights that it gives them."""

    daemon_threads = True

    def __init__(self, forge: Forge) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.forge = forge
        self.workflow = Path()
        self.from_fork = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Door

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed."""

    def answer(self) -> None:
        raw = self._read()
        job = (self.headers.get("Authorization") or "").rpartition(TOKEN)[2]
        rights = read_rights(self.server.workflow, job, from_fork=self.server.from_fork)
        body = json.loads(raw) if raw else {}
        status, told = self.server.forge.answer(self.command, self.path, body, job, rights)
        data = b"" if told is None else json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _read(self) -> bytes:
        """What was sent, in pieces where its length wasn't known (RFC 9112, 7.1)."""
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces = []
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer  # noqa: N815 (the library's names)


@contextmanager
def open_door(forge: Forge) -> Iterator[Door]:
    """Let a forge answer, as long as it is needed."""
    with Door(forge) as door:
        thread = Thread(target=door.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield door
        finally:
            door.shutdown()
            thread.join()
