"""From a host to a connected socket, for looks that speak something else than HTTP, and the roots that are trusted.

The guard is asked as everywhere.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from functools import cache

from zhengjian.config import Network
from zhengjian.fetch.guard import Guard, is_literal
from zhengjian.fetch.hosts import Place, ask_system


class Unreachable(OSError):
    """No connection could or may be made; the text says why, in Chinese."""


def place_of(host: str, network: Network, hosts: Mapping[str, Place]) -> Place:
    """Where a host is, judged by the guard; raises ``Unreachable``."""
    listed = hosts.get(host)
    if network.hosts_only and listed is None:
        raise Unreachable(f"主机 {host} 不在主机表中")
    place = listed or (Place(addresses=(host,)) if is_literal(host) else ask_system(host))
    if not place.addresses:
        raise Unreachable(f"域名解析失败（{place.problem}）")
    guard = Guard(network, (address for known in hosts.values() for address in known.addresses))
    if why := next(filter(None, map(guard.refuse, place.addresses)), ""):
        raise Unreachable(why)
    return place


def connect(place: Place, port: int, seconds: float) -> socket.socket:
    """A connection to the first address of a judged place; raises ``OSError``."""
    return socket.create_connection((place.addresses[0], place.port or port), seconds)


@cache
def trusted_roots() -> ssl.SSLContext:
    """The system's trusted roots, loaded once: that takes longer than a visit."""
    return ssl.create_default_context()
