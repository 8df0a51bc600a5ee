"""Looks at a home page over IPv6: the names, a way out of this machine, and the page beside the usual one."""

from __future__ import annotations

import socket
from collections.abc import Callable, Generator, Mapping
from typing import Any

from zhengjian.config import Network
from zhengjian.facts.ipv6_look import Ipv6Look
from zhengjian.fetch.guard import Refused, is_literal, take_apart
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.once import fetch_once, page_of
from zhengjian.fetch.visit import Fetched, Visit
from zhengjian.model import Clock, FetchCode

FAR_AWAY = "2400:3200::1"  # a public resolver; nothing is sent to it


def look(
    url: str, port: int | None, network: Network, hosts: Mapping[str, Place], clock: Clock
) -> Generator[Callable[[], Any], Any, Ipv6Look]:
    """Yields one question at a time, to be made when its host may be asked; returns what was found."""
    parts, at = take_apart(url, port), clock.now()
    host = "" if isinstance(parts, Refused) else parts.host
    place, problem = _told_by_list(host, network, hosts)
    if not problem and not place.addresses:
        place, problem = yield lambda: _asked(host)
    if problem or not place.addresses:
        return Ipv6Look(host=host, at=at, problem=problem, complete=not problem)

    def visit(known: Mapping[str, Place]) -> Callable[[], Fetched]:
        return lambda: fetch_once(Visit(url=url, why="home", seconds=network.fetch_seconds, port=port), network, known, clock=clock)

    usual = yield visit(hosts)
    over = yield visit({**hosts, host: place})
    if over.snapshot.code is FetchCode.DOWN_CONN:
        over = yield visit({**hosts, host: place})
    return Ipv6Look(
        host=host,
        at=at,
        addresses=place.addresses,
        code=over.snapshot.code,
        title=_title(over),
        usual_code=usual.snapshot.code,
        usual_title=_title(usual),
    )


def _told_by_list(host: str, network: Network, hosts: Mapping[str, Place]) -> tuple[Place, str]:
    """The IPv6 addresses that the hosts file gives, or why nothing can be said; neither when the names must be asked."""
    if not host or is_literal(host):
        return Place(), "网站以 IP 地址访问，没有域名可查"
    listed = hosts.get(host)
    if listed is not None or network.hosts_only:
        found = tuple(address for address in (listed.addresses if listed else ()) if ":" in address)
        if not found:
            return Place(), "主机表没有给出该网站的 IPv6 地址"
        return Place(addresses=found, port=listed.port if listed else None), _no_way_to(found[0])
    return Place(), _no_way_to(FAR_AWAY)


def _asked(host: str) -> tuple[Place, str]:
    """The AAAA records of a host (none: the name has none), or why nothing can be said of them."""
    try:
        answers = socket.getaddrinfo(f"{host}.", None, socket.AF_INET6, socket.SOCK_STREAM)
    except socket.gaierror as error:
        none_there = error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        return Place(), "" if none_there else f"域名解析服务无应答（{error.strerror}）"
    return Place(addresses=tuple(dict.fromkeys(str(answer[4][0]) for answer in answers))), ""


def _no_way_to(address: str) -> str:
    """Why this machine cannot reach an IPv6 address; connecting a datagram socket only asks our own routes."""
    try:
        with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as test:
            test.connect((address, 443))
    except OSError:
        return "本机没有 IPv6 线路，无法判断"
    return ""


def _title(fetched: Fetched) -> str:
    return page_of(fetched).title[:200] if fetched.snapshot.whole else ""
