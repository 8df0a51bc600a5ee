"""Every way of writing a forbidden address, for every client that opens a socket: none leads there."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hostile.clock import RealClock
from hostile.names import NXDOMAIN, Names
from hostile.server import HostileServer
from zhengjian.config import Network
from zhengjian.facts.ipv6_look import Ipv6Look
from zhengjian.fetch import Fetcher, Visit, ipv6, tls
from zhengjian.fetch.guard import Refused, is_literal, refuse_address, take_apart
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.post import post
from zhengjian.fetch.proxy import GuardingProxy
from zhengjian.fetch.second_opinion import SecondOpinion
from zhengjian.model import FetchCode as Code

FORBIDDEN = (
    "127.0.0.2",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.100.100.200",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
)
INNER = ("::1", "::", "fe80::1", "fe80::1%25eth0", "fec0::1", "fc00::1", "ff02::1", "2001:db8::1", "3fff::1", "5f00::1")
NETWORK = Network()
ASKED = settings(max_examples=120, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
FEWER = settings(ASKED, max_examples=30)


def _number(value: int, form: str) -> str:
    return {"decimal": str(value), "octal": f"0{value:o}", "hex": f"0x{value:X}", "padded": f"0000{value:o}"}[form]


@st.composite
def hosts(draw: st.DrawFn) -> str:
    """A forbidden address, written as odd as a URL allows."""
    address = IPv4Address(draw(st.sampled_from(FORBIDDEN)))
    number = int(address)
    if draw(st.booleans()):
        high, low = f"{number >> 16:x}", f"{number & 0xFFFF:x}"
        wraps = [
            f"::ffff:{address}", f"::ffff:{high}:{low}", f"0:0:0:0:0:ffff:{high}:{low}", f"::{address}", f"::{high}:{low}",
            f"64:ff9b::{address}", f"64:ff9b::{high}:{low}", f"64:ff9b:1::{high}:{low}", f"2002:{high}:{low}::", f"2002:{high}:{low}::1",
            str(IPv6Address(0xFFFF << 32 | number).exploded), *INNER,
        ]  # fmt: skip
        wrapped = draw(st.sampled_from(wraps))
        return f"[{wrapped.upper() if draw(st.booleans()) else wrapped}]"
    parts = list(address.packed)
    kept = draw(st.integers(1, 4))
    whole = int.from_bytes(bytes(parts[kept - 1 :]), "big")
    words = [_number(part, draw(st.sampled_from(["decimal", "octal", "hex", "padded"]))) for part in [*parts[: kept - 1], whole]]
    text = draw(st.sampled_from([".", ".", "\u3002", "\uff0e", "\uff61"])).join(words)
    dress = draw(st.sampled_from(["plain", "wide", "circled", "percent", "dot", "soft"]))
    if dress == "wide":
        return "".join(chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalnum() else letter for letter in text)
    if dress == "circled":
        return "".join(chr(0x2460 + int(letter) - 1) if letter in "123456789" else letter for letter in text)
    if dress == "percent":
        return "".join(f"%{ord(letter):02x}" if letter.isascii() and letter.isalnum() else letter for letter in text)
    return text + {"dot": ".", "soft": "\u00ad"}.get(dress, "")


def _by_number(host: str) -> Place:
    """What the system's resolver makes of a number in any of its forms, without asking anybody."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return NXDOMAIN
    return Place(addresses=tuple(dict.fromkeys(str(one[4][0]) for one in found)))


@pytest.fixture(scope="module")
def names() -> Iterator[Names]:
    with pytest.MonkeyPatch.context() as patch:
        yield Names(patch, public="203.0.113.1", other=_by_number)


@pytest.fixture(scope="module")
def canary(server: HostileServer, names: Names) -> Iterator[int]:
    """The port of the canary at 127.0.0.2; nothing of this file may have reached it."""
    before = server.canary
    yield server.canary_port
    assert server.canary == before


def _visit(host: str, port: int, scheme: str = "http") -> Visit:
    return Visit(url=f"{scheme}://{host}:{port}/", why="probe", seconds=2.0, port=port)


@ASKED
@given(host=hosts())
def test_the_first_stack(canary: int, host: str) -> None:
    fetcher: Fetcher[None] = Fetcher(NETWORK, RealClock())
    try:
        assert fetcher.fetch(_visit(host, canary)).snapshot.code is Code.BLOCKED_POLICY
    finally:
        fetcher.close()


@pytest.fixture(scope="module")
def second(names: Names) -> Iterator[SecondOpinion]:
    running = SecondOpinion(NETWORK, RealClock())
    yield running
    running.close()


@ASKED
@given(host=hosts())
def test_the_second_stack(canary: int, second: SecondOpinion, host: str) -> None:
    assert second.ask(_visit(host, canary)).result(timeout=10).snapshot.code is Code.BLOCKED_POLICY


@pytest.fixture(scope="module")
def proxy(names: Names) -> Iterator[GuardingProxy]:
    running = GuardingProxy(NETWORK)
    yield running
    running.close()


@FEWER
@given(host=hosts(), method=st.sampled_from(["CONNECT", "GET"]))
def test_the_proxy_under_the_browser(canary: int, proxy: GuardingProxy, host: str, method: str) -> None:
    """The raw form, as a browser would never send it, on a port that is allowed."""
    proxy.extra_port = canary
    raw = host.encode("utf-8", "surrogateescape").decode("latin-1")
    target = f"{raw}:{canary}" if method == "CONNECT" else f"http://{raw}:{canary}/"
    with socket.create_connection(("127.0.0.1", proxy.port), 5) as line:
        line.sendall(f"{method} {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode("latin-1"))
        line.settimeout(5)
        assert not line.recv(100).startswith((b"HTTP/1.1 200", b"HTTP/1.0 200"))


@FEWER
@given(host=hosts())
def test_the_look_at_certificates(canary: int, host: str) -> None:
    look = tls.look(host.strip("[]"), canary, NETWORK, {}, RealClock())
    question = next(look)
    try:
        while True:
            question = look.send(question())
    except StopIteration as end:
        assert end.value.problem and not end.value.version


@FEWER
@given(host=hosts())
def test_the_look_over_ipv6_and_the_search(canary: int, host: str) -> None:
    look = ipv6.look(f"http://{host}:{canary}/", canary, NETWORK, {}, RealClock())
    try:
        question = next(look)
        while True:
            question = look.send(question())
    except StopIteration as end:
        assert isinstance(end.value, Ipv6Look) and end.value.code in {None, Code.BLOCKED_POLICY}


@FEWER
@given(host=hosts(), scheme=st.sampled_from(["http", "https"]))
def test_the_one_that_sends(canary: int, host: str, scheme: str) -> None:
    assert post(f"{scheme}://{host}:{canary}/", b"{}", {}).outcome in {"refused", "later"}


@FEWER
@given(host=hosts())
def test_without_the_guard_the_forms_do_lead_inward(host: str) -> None:
    """Else their being refused would show nothing: what is not refused as an address is one, and an inner one."""
    parts = take_apart(f"http://{host}/")
    assert isinstance(parts, Refused) or (is_literal(parts.host) and refuse_address(parts.host))
