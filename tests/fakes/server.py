"""A server on a free port of loopback that gives the answers, and the bad days, of a registry."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Registry:
    """A server, from `with` to the end of the block.

    A subclass has `path`, `answer(path)` that gives (status, body, ...) for `send`, and a method `_day_…` for each
    kind of bad day; `bad_days` are those of the first requests, None for a good one.
    """

    path = "/"

    def __init__(self, bad_days: Iterable[str | None] = ()) -> None:
        self.bad_days = list(bad_days)
        self.paths: list[str] = []
        self.agents: list[str] = []
        self.ended = threading.Event()
        fake = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                with suppress(ConnectionError):  # nobody waits for the answer any more
                    fake._serve(self)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}{self.path}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def _serve(self, handler) -> None:
        number = len(self.paths)
        self.paths.append(handler.path)
        self.agents.append(handler.headers.get("User-Agent", ""))
        day = self.bad_days[number] if number < len(self.bad_days) else None
        if day:
            getattr(self, "_day_" + re.sub(r"\W", "_", day))(handler)
        else:
            self._send(handler, *self.answer(handler.path))

    def _send(self, handler, status, body, kind="application/json", headers=(), pause=0.0):
        data = body.encode()
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers:
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data[: len(data) // 2])
        if pause:
            handler.wfile.flush()
            self.ended.wait(pause)
        handler.wfile.write(data[len(data) // 2 :])
