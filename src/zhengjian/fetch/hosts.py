"""From a host name to socket addresses: the hosts file first, then the system's resolver in a few threads.

A line of the file is ``ADDRESS[:PORT] HOST`` (``[ADDRESS]:PORT HOST`` for IPv6), ``! HOST`` for a host that does not
exist, or a comment that starts with ``#``. It serves laboratories and split DNS.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

import msgspec

from zhengjian.config import ConfigError
from zhengjian.fetch.guard import is_literal
from zhengjian.model import Value

DNS_SECONDS_KEPT = 300.0


class Place(Value):
    """Where a host is: its addresses, best first, and the port to use instead of the address's own (None = its own).

    No addresses: the name does not resolve, and ``problem`` is the resolver's word for it. ``try_again`` is True when
    the resolver itself had trouble, so that nothing is known about the name.
    """

    addresses: tuple[str, ...] = ()
    port: int | None = None
    problem: str = ""
    try_again: bool = False

    @property
    def over_ipv4(self) -> Place | None:
        """The IPv4 addresses alone, when there are others, too."""
        found = tuple(address for address in self.addresses if ":" not in address)
        return msgspec.structs.replace(self, addresses=found) if 0 < len(found) < len(self.addresses) else None


def read_hosts_file(path: Path) -> dict[str, Place]:
    """The hosts of a file by name; raises ``ConfigError`` with file and line when a line cannot be read."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"主机表 {path} 无法读取（{error.strerror}）；请检查 zhengjian.toml 的 network.hosts_file") from None
    return read_hosts(text, str(path))


def read_hosts(text: str, name: str = "hosts") -> dict[str, Place]:
    """The hosts of a text in the format of the file."""
    found: dict[str, Place] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        try:
            address, hosts = words[0], words[1:]
            place = Place(problem="NXDOMAIN") if address == "!" else _place(address)
            if not hosts:
                raise ValueError
        except ValueError:
            raise ConfigError(f"主机表 {name} 第{number}行“{line.strip()}”无法识别，应写成“地址[:端口] 主机名”或“! 主机名”") from None
        found |= {host.lower().rstrip("."): place for host in hosts}
    return found


def _place(text: str) -> Place:
    address, port = text, ""
    if text.startswith("["):
        address, _, port = text[1:].partition("]")
        port = port.removeprefix(":")
    elif text.count(":") == 1:
        address, port = text.split(":")
    return Place(addresses=(str(ip_address(address)),), port=int(port) if port else None)


@dataclass
class Resolver:
    """Finds hosts without blocking: ``look(host)`` answers at once or gives a future to ask again.

    ``listed`` is the hosts file; with ``listed_only`` any other host is refused by policy before this is asked.
    """

    listed: Mapping[str, Place] = field(default_factory=dict)
    threads: int = 64
    _known: dict[str, tuple[float, Place]] = field(default_factory=dict)
    _asked: dict[str, Future[Place]] = field(default_factory=dict)
    _pool: ThreadPoolExecutor | None = None
    _last_answer: float = float("-inf")

    def line_works(self, now: float) -> bool:
        """True when some name resolved lately: then a name that does not is not our own line's doing."""
        return now - self._last_answer < DNS_SECONDS_KEPT

    def asking(self, host: str) -> bool:
        """True unless the question for a host still waits for one of our threads."""
        asked = self._asked.get(host)
        return asked is None or asked.running() or asked.done()

    def asks_others(self, host: str) -> bool:
        """True while questions for other names than this one are on their way."""
        return any(other != host for other in self._asked)

    def look(self, host: str, now: float) -> Place | None:
        """The place of a host, or None while the question is on its way (ask again a little later)."""
        if host in self.listed:
            return self.listed[host]
        known = self._known.get(host)
        if known is not None and known[0] > now:
            return known[1]
        asked = self._asked.get(host)
        if asked is None:
            self._pool = self._pool or ThreadPoolExecutor(self.threads, thread_name_prefix="dns")
            self._asked[host] = self._pool.submit(ask_system, host)
            return None
        if not asked.done():
            return None
        del self._asked[host]
        place = asked.result()
        if place.addresses:
            self._last_answer = now
        # A failure is asked anew by the next try: a retry that repeats a remembered answer is no retry.
        self._known[host] = (now + (DNS_SECONDS_KEPT if place.addresses else 1.0), place)
        return place

    def close(self) -> None:
        """Let the threads go; questions on their way are abandoned."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)


def ask_system(host: str) -> Place:
    """One question to the system's resolver: every address of the name, IPv4 first, each once."""
    try:
        # The trailing dot keeps the resolver from trying the name inside our own search domains.
        answers = socket.getaddrinfo(host if is_literal(host) else f"{host}.", None, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        again = error.errno in {socket.EAI_AGAIN, socket.EAI_FAIL, socket.EAI_SYSTEM}
        return Place(problem=error.strerror or str(error), try_again=again)
    except (UnicodeError, OSError) as error:
        return Place(problem=str(error))
    ordered = sorted(answers, key=lambda answer: answer[0] != socket.AF_INET)
    return Place(addresses=tuple(dict.fromkeys(str(answer[4][0]) for answer in ordered)))
