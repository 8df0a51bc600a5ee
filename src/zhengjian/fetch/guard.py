"""Which addresses we may connect to, decided on the address of the socket itself, never on a name.

Python's ``is_global`` calls NAT64, 6to4 and multicast forms of loopback global, so every IPv6 form that carries an
IPv4 address is unwrapped first and the deny list is written out as data. Fixes CWE-918 for every client that asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import ada_url

from zhengjian.config import Network
from zhengjian.model import Value

WEB_PORTS = frozenset({80, 443})
LONGEST_ADDRESS = 2048

_DENIED = tuple(
    (ip_network(network), why)
    for network, why in (
        ("0.0.0.0/8", "本机地址"),
        ("10.0.0.0/8", "内网地址"),
        ("100.64.0.0/10", "运营商内部地址"),  # 100.100.100.200 is Alibaba Cloud's metadata service
        ("127.0.0.0/8", "本机地址"),
        ("169.254.0.0/16", "链路本地地址"),
        ("172.16.0.0/12", "内网地址"),
        ("192.0.0.0/24", "协议保留地址"),
        ("192.0.2.0/24", "文档示例地址"),
        ("192.88.99.0/24", "6to4中继地址"),
        ("192.168.0.0/16", "内网地址"),
        ("198.18.0.0/15", "测试网络地址"),
        ("198.51.100.0/24", "文档示例地址"),
        ("203.0.113.0/24", "文档示例地址"),
        ("224.0.0.0/4", "组播地址"),
        ("240.0.0.0/4", "保留地址"),
        ("::/96", "本机地址"),
        ("64:ff9b:1::/48", "内部转换地址"),
        ("100::/64", "丢弃专用地址"),
        ("2001::/23", "协议保留地址"),
        ("2001:db8::/32", "文档示例地址"),
        ("3fff::/20", "文档示例地址"),
        ("5f00::/16", "段路由地址"),
        ("fc00::/7", "内网地址"),
        ("fe80::/10", "链路本地地址"),
        ("fec0::/10", "站点本地地址"),
        ("ff00::/8", "组播地址"),
    )
)
_NAT64 = ip_network("64:ff9b::/96")


class Refused(Value):
    """Our own policy said no: ``why`` is for people, in Chinese. Never a finding against a site."""

    why: str


def carried_ipv4(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address inside a v4-mapped, v4-compatible, NAT64, 6to4 or Teredo address."""
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        return address.sixtofour
    if address.teredo is not None:
        return address.teredo[1]
    if int(address) >> 32 == 0 and int(address) > 1:
        return IPv4Address(int(address))
    return None


@lru_cache(maxsize=4096)
def refuse_address(address: str) -> str:
    """Why a socket address may not be contacted; empty when it is on the public internet. A zone id is refused."""
    try:
        ip: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return f"{address} 不是有效的IP地址"
    if isinstance(ip, IPv6Address):
        if ip.scope_id:
            return f"{address} 带有区域标识"
        inner = carried_ipv4(ip)
        if inner is not None:
            return refuse_address(str(inner)) or (f"{address} 是转换地址" if ip.teredo else "")
    for network, why in _DENIED:
        if ip.version == network.version and ip in network:
            return f"{address} 是{why}"
    return "" if ip.is_global else f"{address} 不是公网地址"


class Guard:
    """The policy of one workspace, asked with the address of every socket before it connects.

    With ``hosts_only`` only addresses of the hosts file may be contacted, so that a laboratory never leaves itself;
    otherwise every public address, and with ``allow_private`` every other one too.
    """

    def __init__(self, network: Network, listed: Iterable[str]) -> None:
        self._allow_private = network.allow_private
        self._only = frozenset(listed) if network.hosts_only else None

    def refuse(self, address: str) -> str:
        """Why an address may not be contacted, in Chinese; empty when it may."""
        if self._only is not None and address not in self._only:
            return f"{address} 不在主机表中"
        return "" if self._allow_private else refuse_address(address)


class Parts(Value):
    """An address taken apart by one parser: canonical ``url``, lower-case ASCII ``host`` without brackets, ``port``."""

    url: str
    scheme: str
    host: str
    port: int


@lru_cache(maxsize=65536)
def _take_apart(url: str) -> Parts | Refused:
    if len(url) > LONGEST_ADDRESS:
        return Refused(why=f"网址超过{LONGEST_ADDRESS}个字符")
    try:
        parsed = ada_url.URL(url)
    except ValueError:
        return Refused(why="网址不合规范")
    scheme = parsed.protocol.rstrip(":")
    if scheme not in {"http", "https"}:
        return Refused(why=f"不访问 {scheme} 协议")
    if parsed.username or parsed.password:
        return Refused(why="网址中带有用户名或口令")
    host = parsed.hostname.strip("[]").rstrip(".")
    if not host:
        return Refused(why="网址没有主机名")
    port = int(parsed.port) if parsed.port else (443 if scheme == "https" else 80)
    return Parts(url=parsed.href.split("#", 1)[0], scheme=scheme, host=host, port=port)


def take_apart(url: str, extra_port: int | None = None) -> Parts | Refused:
    """Parse once, as a browser would (NFKC and IDNA inside), and refuse what no visit may ask for.

    Only http and https, no credentials, ports 80 and 443 or ``extra_port`` (the one the register gives for the site).
    """
    parts = _take_apart(url)
    if isinstance(parts, Parts) and parts.port not in WEB_PORTS and parts.port != extra_port:
        return Refused(why=f"端口{parts.port}不是网页端口")
    return parts


@lru_cache(maxsize=4096)
def is_literal(host: str) -> bool:
    """True when the host is an IP address rather than a name; the parser has already folded odd forms into one."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
