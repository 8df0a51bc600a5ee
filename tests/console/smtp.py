"""A small SMTP server on loopback (RFC 5321, no extensions) that can be told to misbehave."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast


@dataclass
class Post:
    """What arrived, and how the server answers: ``fine``, ``busy`` (451), ``unknown-reader`` (550), ``cut`` (hangs up after the text)."""

    mood: str = "fine"
    port: int = 0
    arrived: list[EmailMessage] = field(default_factory=list)
    readers: list[str] = field(default_factory=list)


@contextmanager
def serve(post: Post) -> Iterator[Post]:
    """Serve on a free port of loopback until the block ends."""

    class Session(socketserver.StreamRequestHandler):
        timeout = 10

        def say(self, words: str) -> None:
            self.wfile.write(words.encode() + b"\r\n")

        def handle(self) -> None:
            self.say("220 loopback")
            while line := self.rfile.readline():
                word = line[:4].upper()
                if word == b"DATA":
                    self.say("354 go on")
                    if not self.text():
                        return
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                elif word == b"RCPT":
                    post.readers.append(line.decode().strip())
                    self.say("550 no such reader" if post.mood == "unknown-reader" else "250 ok")
                elif word == b"MAIL" and post.mood == "busy":
                    self.say("451 come back later")
                else:
                    self.say("250 ok")

        def text(self) -> bool:
            lines = []
            while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                lines.append(line[1:] if line.startswith(b"..") else line)
            post.arrived.append(cast("EmailMessage", message_from_bytes(b"".join(lines), policy=policy.default)))
            if post.mood == "cut":
                return False
            self.say("250 kept")
            return True

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", post.port), Session) as server:
        post.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield post
        finally:
            server.shutdown()
            thread.join(5)
