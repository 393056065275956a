"""A loopback server that gives every request the same body: for faults no package can make."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class RawServer:
    base_url: str


@contextmanager
def raw_server(
    *,
    content: list[dict] | None = None,
    status: str = "completed",
    body: bytes | None = None,
    content_type: str = "application/json",
) -> Iterator[RawServer]:
    """Answers with that content in a response of the Responses API, or with that very body."""
    message = {"id": "m", "type": "message", "role": "assistant", "content": content or []}
    response = {
        "id": "r",
        "object": "response",
        "created_at": 0,
        "model": "raw",
        "status": status,
        "output": [message | {"status": status}],
        "usage": {"input_tokens": 10, "output_tokens": 10, "total_tokens": 20},
    }
    given = json.dumps(response).encode() if body is None else body

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(given)))
            self.end_headers()
            self.wfile.write(given)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield RawServer(f"http://127.0.0.1:{server.server_port}/v1")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
