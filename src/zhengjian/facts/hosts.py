"""Whose host an address names: our own, a public body's, a well-known service's, or nobody's we know.

Not a fact: a table with a memory.
"""

from __future__ import annotations

import ipaddress
import re
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources

from zhengjian.facts.links import registrable

PUBLIC_SUFFIXES = (
    ".gov.cn",
    ".mil.cn",
    ".edu.cn",
    ".ac.cn",
    ".政务",
    ".公益",
    ".政务.cn",
    ".公益.cn",
    ".xn--zfr164b",
    ".xn--55qw42g",
    ".gov",
)
_NAME_LEAST = 3
_HOST = re.compile(r"//([^/\s\"'<>\\)?#&;,|]{3,120})")


class Whose(StrEnum):
    """``own`` shares the page's registrable domain; ``unknown`` is every host that nothing speaks for."""

    OWN = "own"
    PUBLIC = "public"
    KNOWN = "known"
    LOCAL = "local"
    UNKNOWN = "unknown"


@cache
def known_hosts() -> frozenset[str]:
    """The registrable domains of ``data/known_hosts.txt``."""
    lines = (resources.files("zhengjian.facts.data") / "known_hosts.txt").read_text("utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))


@lru_cache(maxsize=50_000)
def whose(host: str, own: str) -> Whose:
    """Whose a host is, seen from a page on host ``own`` (both lower case, without port)."""
    if "." not in host.strip(".") or any(mark in host for mark in "{}$%[]+*"):
        return Whose.LOCAL
    if host.replace(".", "").isdigit():
        return Whose.OWN if host == own else _address(host)
    if ("." + host).endswith(PUBLIC_SUFFIXES):
        return Whose.PUBLIC
    domain = registrable(host)
    if own and domain == registrable(own):
        return Whose.OWN
    if domain in known_hosts() or host in known_hosts():
        return Whose.KNOWN
    return Whose.UNKNOWN


def _address(host: str) -> Whose:
    try:
        return Whose.UNKNOWN if ipaddress.ip_address(host).is_global else Whose.LOCAL
    except ValueError:
        return Whose.LOCAL


def host_of(address: str) -> str:
    """The lower-case host of an absolute or protocol-relative address, without port and user; empty when there is none."""
    found = None if address.startswith("file:") else _HOST.search(address[:400])
    return clean_host(found[1]) if found else ""


def clean_host(authority: str) -> str:
    """``user@WWW.A.com:80`` → ``www.a.com``."""
    return authority.rsplit("@", 1)[-1].split(":", 1)[0].strip(".").lower()


def alike(host: str, own: str) -> bool:
    """True when two hosts bear the same name under different suffixes, like an office's earlier and present domain."""
    name = registrable(own).split(".")[0] if own else ""
    return len(name) >= _NAME_LEAST and (name in host or registrable(host).split(".")[0] in own.split("."))


def unknown_hosts(text: str, own: str) -> set[str]:
    """Every unknown host that a text names after ``//``, wherever it stands: links, scripts, comments."""
    if "\\/" in text:
        text = text.replace("\\/", "/")
    return {host for host in map(clean_host, set(_HOST.findall(text))) if whose(host, own) is Whose.UNKNOWN}
