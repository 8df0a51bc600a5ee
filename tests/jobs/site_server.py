"""A small site on loopback, told page by page: real HTTP, and a count of what was asked."""

from __future__ import annotations

import ssl
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server says for one path."""

    body: bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


def page(*links: str, title: str = "某市人民政府", text: str = "市政府召开常务会议，研究部署近期重点工作。" * 8) -> Answer:
    """A page with links; enough visible words to be no shell."""
    anchors = "".join(f'<a href="{link}">{link}</a>' for link in links)
    return Answer(f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><p>{text}</p>{anchors}</body></html>".encode())


NOT_FOUND = Answer(b"<html><body>404 Not Found</body></html>", 404)
Pages = dict[str, Answer | Callable[[str, int], Answer]]


class SiteServer:
    """``with SiteServer({"/": page("/a")}) as server``; keys may be "host/path" or "scheme://host/path" for one alone.

    A callable gets the path and how often it was asked before; what is posted follows the path behind a question mark.
    ``asked`` counts requests as "METHOD host path".
    """

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.asked: Counter[str] = Counter()
        self.headers: dict[str, dict[str, str]] = {}
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.port = self._http.server_address[1]

    def __enter__(self) -> SiteServer:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def count(self, path: str) -> int:
        """How often a path was asked, by any method and host."""
        return sum(count for line, count in list(self.asked.items()) if line.split(" ", 2)[2] == path)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16

            def do_GET(self) -> None:
                host = (self.headers.get("Host") or "").split(":")[0]
                path = self.path
                scheme = "https" if isinstance(self.connection, ssl.SSLSocket) else "http"
                said = server.pages.get(f"{scheme}://{host}{path}") or server.pages.get(
                    f"{host}{path}", server.pages.get(path, server.pages.get("*", NOT_FOUND))
                )
                before = server.count(path)
                server.asked[f"{self.command} {host} {path}"] += 1
                server.headers[path] = {name.lower(): value for name, value in self.headers.items()}
                said = said(path, before) if callable(said) else said
                self.send_response(said.status)
                self.send_header("Content-Type", said.kind)
                self.send_header("Content-Length", str(len(said.body)))
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(said.body)

            do_HEAD = do_GET

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                self.path = f"{self.path}?{body}"
                self.do_GET()

            def log_message(self, *arguments: object) -> None:
                """Silent."""

        return Handler
