"""Serves a province on loopback: a small HTTP/1.1 server in processes of its own, routed by the Host header.

``serve`` binds the socket here (a port in use is said at once), starts the processes with it, and ends them when the
context closes. A process also ends when its parent is gone: its standard input closes.
"""

from __future__ import annotations

import asyncio
import pickle
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from zhengjian.lab.answers import Answer, Answers
from zhengjian.lab.province import Province

_REASONS = {
    200: "OK",
    202: "Accepted",
    302: "Found",
    304: "Not Modified",
    403: "Forbidden",
    404: "Not Found",
    412: "Precondition Failed",
    421: "Misdirected Request",
}
_HEAD_LIMIT = 65536


class LabError(Exception):
    """The lab cannot be served; the text is one Chinese sentence with the remedy."""


@dataclass(frozen=True)
class Serving:
    """A served province: where it listens, and the hosts file that leads to it."""

    address: str
    port: int
    hosts_file_text: str
    pids: tuple[int, ...]


@contextmanager
def serve(province: Province, *, port: int = 0, address: str = "127.0.0.1", processes: int = 1) -> Iterator[Serving]:
    """Serve the province until the context closes; ``port`` 0 picks a free one. Raises ``LabError`` when it is taken."""
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((address, port))
        except OSError as error:
            raise LabError(f"演示服务无法使用 {address}:{port}（{error.strerror}）；请换一个端口，或先停止占用它的程序") from None
        listening.listen(1024)
        port = listening.getsockname()[1]
        children = [_start(listening.fileno(), province) for _ in range(processes)]
        try:
            for child in children:
                _wait_until_ready(child)
            text = "".join(f"{address}:{port} {host}\n" for host in Answers(province).hosts())
            yield Serving(address, port, text, tuple(child.pid for child in children))
        finally:
            for child in children:
                _stop(child)


def _start(fileno: int, province: Province) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", __package__, str(fileno)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=(fileno,))
    assert child.stdin is not None
    data = pickle.dumps(province)
    child.stdin.write(len(data).to_bytes(8, "big") + data)
    child.stdin.flush()
    return child


def _wait_until_ready(child: subprocess.Popen[bytes]) -> None:
    assert child.stdout is not None
    if child.stdout.readline() != b"ready\n":
        raise LabError("演示服务没有启动成功；请查看上面的错误信息")


def _stop(child: subprocess.Popen[bytes]) -> None:
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.close()
    try:
        child.wait(5)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    child.stdout.close()


class _Http(asyncio.Protocol):
    """One connection: requests are answered in order, kept alive until the client closes."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.buffer = b""
        self.transport: asyncio.Transport | None = None
        self.waiting = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        self.transport = None

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        self._answer_all()

    def _answer_all(self) -> None:
        while not self.waiting and self.transport is not None:
            head, mark, rest = self.buffer.partition(b"\r\n\r\n")
            if not mark:
                if len(self.buffer) > _HEAD_LIMIT:
                    self.transport.close()
                return
            lines = head.decode("latin-1").split("\r\n")
            headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            length = headers.get("content-length", "0")
            body_size = int(length) if length.isdigit() else 0
            if len(rest) < body_size:
                return
            self.buffer = rest[body_size:]
            self._answer_one(lines[0], headers)

    def _answer_one(self, line: str, headers: dict[str, str]) -> None:
        method, _, rest = line.partition(" ")
        target = rest.rpartition(" ")[0] or "/"
        host = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
        zipped = "gzip" in headers.get("accept-encoding", "")
        answer = self.answers.answer(host.lower(), target, zipped)
        if answer.wait:
            self.waiting = True
            asyncio.get_running_loop().call_later(answer.wait, self._resume, answer, method, headers)
        else:
            self._send(answer, method, headers)

    def _resume(self, answer: Answer, method: str, headers: dict[str, str]) -> None:
        self.waiting = False
        self._send(answer, method, headers)
        self._answer_all()

    def _send(self, answer: Answer, method: str, headers: dict[str, str]) -> None:
        if self.transport is None:
            return
        if answer.hang_up:
            self.transport.abort()
            return
        status, body = answer.status, answer.body
        tag = dict(answer.headers).get("ETag")
        if tag is not None and tag == headers.get("if-none-match"):
            status, body = 304, b""
        lines = [
            f"HTTP/1.1 {status} {_REASONS.get(status, 'Answer')}",
            f"Content-Type: {answer.content_type}",
            f"Content-Length: {len(body)}",
        ]
        lines += [f"{name}: {value}" for name, value in answer.headers]
        closing = headers.get("connection", "").lower() == "close" or answer.cut
        lines.append("Connection: close" if closing else "Connection: keep-alive")
        if method == "HEAD":
            body = b""
        elif answer.cut:
            body = body[: len(body) // 2]
        self.transport.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)
        if closing:
            self.transport.close()


async def _run(listening: socket.socket, province: Province) -> None:
    loop = asyncio.get_running_loop()
    answers = Answers(province)
    server = await loop.create_server(lambda: _Http(answers), sock=listening)
    print("ready", flush=True)
    async with server:
        await loop.run_in_executor(None, sys.stdin.buffer.read)


def main() -> None:
    """The serving process: the listening socket's number as argument, the province on standard input."""
    size = int.from_bytes(sys.stdin.buffer.read(8), "big")
    province = pickle.loads(sys.stdin.buffer.read(size))
    assert isinstance(province, Province)
    listening = socket.socket(fileno=int(sys.argv[1]))
    listening.setblocking(False)
    asyncio.run(_run(listening, province))
