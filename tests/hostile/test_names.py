"""Names that fail, hang, lie or change: a fault of the site's zone, of our own line, or a way past the guard."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hostile.clock import RealClock
from hostile.names import NXDOMAIN, SERVFAIL, Names, here, slowly
from hostile.server import HostileServer
from zhengjian.config import Network
from zhengjian.fetch import Fetcher, Visit, hosts, http
from zhengjian.fetch.second_opinion import SecondOpinion
from zhengjian.model import FetchCode as Code

HOME = "http://{}:{}/ok"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    return Names(monkeypatch)


@pytest.fixture
def fetcher() -> Iterator[Fetcher[str]]:
    running: Fetcher[str] = Fetcher(Network(), RealClock())
    yield running
    running.close()


def _visit(server: HostileServer, host: str, seconds: float = 1.5) -> Visit:
    return Visit(url=HOME.format(host, server.port), why="probe", seconds=seconds, port=server.port)


def _all(fetcher: Fetcher[str], server: HostileServer, *wanted: str, seconds: float = 1.5) -> dict[str, Code]:
    for host in wanted:
        fetcher.start(_visit(server, host, seconds), host)
    found: dict[str, Code] = {}
    while len(fetcher):
        found |= {host: fetched.snapshot.code for host, fetched in fetcher.wait(1.0)}
    return found


@pytest.mark.parametrize("trouble", [NXDOMAIN, SERVFAIL, slowly(2.0, SERVFAIL)], ids=["nxdomain", "servfail", "timeout"])
def test_a_name_that_fails_beside_one_that_does_not_is_the_sites_own(
    fetcher: Fetcher[str], server: HostileServer, names: Names, trouble: object
) -> None:
    names["good.gov.test"] = here("127.0.0.1")
    names["bad.gov.test"] = trouble  # type: ignore[assignment]
    found = _all(fetcher, server, "bad.gov.test", "good.gov.test")
    assert found["good.gov.test"] is Code.OK
    assert found["bad.gov.test"] in {Code.DOWN_DNS, Code.DOWN_TIMEOUT}


@pytest.mark.parametrize("trouble", [NXDOMAIN, SERVFAIL, slowly(2.0, SERVFAIL)], ids=["nxdomain", "servfail", "timeout"])
def test_when_no_name_is_found_our_own_resolver_is_to_be_suspected(
    fetcher: Fetcher[str], server: HostileServer, names: Names, trouble: object
) -> None:
    """An intranet's resolver says "no such name" to everything outside: that takes no site down."""
    wanted = [f"{number}.gov.test" for number in range(5)]
    for host in wanted:
        names[host] = trouble  # type: ignore[assignment]
    assert set(_all(fetcher, server, *wanted).values()) == {Code.SELF_SUSPECT}


def test_names_that_hang_hold_up_no_other_name(
    fetcher: Fetcher[str], server: HostileServer, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visit begins with its own first question, not while it stands in our line behind the questions of others."""
    monkeypatch.setattr(hosts.Resolver, "threads", 2)
    for number in range(4):
        names[f"hangs-{number}.gov.test"] = slowly(1.0, SERVFAIL)
    names["good.gov.test"] = here("127.0.0.1")
    running: Fetcher[str] = Fetcher(Network(), RealClock())
    running._resolver.threads = 2
    try:
        found = _all(running, server, *(f"hangs-{number}.gov.test" for number in range(4)), "good.gov.test", seconds=1.2)
    finally:
        running.close()
    assert found["good.gov.test"] is Code.OK, "it waited two seconds for a thread, more than its own limit"


def test_a_mixed_answer_is_refused_whole(fetcher: Fetcher[str], server: HostileServer, names: Names) -> None:
    names["mixed.gov.test"] = here("127.0.0.1", "127.0.0.2")
    assert _all(fetcher, server, "mixed.gov.test") == {"mixed.gov.test": Code.BLOCKED_POLICY}


def test_a_name_that_turns_inward_between_two_questions_gets_nowhere(server: HostileServer, names: Names) -> None:
    """Rebinding, two hundred rounds: a public answer first, the canary's address next, with no time to live."""
    before = server.canary
    for number in range(200):
        names[f"rebind-{number}.gov.test"] = lambda asked: here("127.0.0.1") if not asked else here("127.0.0.2")
    fetcher: Fetcher[str] = Fetcher(Network(), RealClock())
    try:
        found = _all(fetcher, server, *(f"rebind-{number}.gov.test" for number in range(200)), seconds=10)
    finally:
        fetcher.close()
    assert set(found.values()) == {Code.OK} and server.canary == before
    assert max(names.asked.values()) == 1, "one question a hop: what was judged is what is connected to"


def test_the_second_stack_is_not_rebound_either(server: HostileServer, names: Names) -> None:
    before = server.canary
    names["inward.gov.test"] = here("127.0.0.2")
    names["mixed.gov.test"] = here("127.0.0.2", "127.0.0.1")
    second = SecondOpinion(Network(), RealClock())
    try:
        for host in ("inward.gov.test", "mixed.gov.test"):
            assert second.ask(_visit(server, host)).result(timeout=5).snapshot.code is Code.BLOCKED_POLICY
    finally:
        second.close()
    assert server.canary == before


def test_a_handshake_may_take_the_whole_official_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A home page whose server is slow to accept is slow, not down: the shorter limit for connecting is the crawl's alone."""
    monkeypatch.setattr(http, "CONNECT_SECONDS", 0.2)
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        held = [socket.socket() for _ in range(4)]
        for one in held:
            one.setblocking(False)
            one.connect_ex(("127.0.0.1", port))
        took = {}
        for why in ("probe", "page"):
            fetcher: Fetcher[None] = Fetcher(Network(allow_private=True), RealClock())
            began = time.monotonic()
            fetched = fetcher.fetch(Visit(url=f"http://127.0.0.1:{port}/", why=why, seconds=0.8, port=port))
            took[why] = time.monotonic() - began
            fetcher.close()
            assert fetched.snapshot.code is Code.DOWN_TIMEOUT
        for one in held:
            one.close()
    assert took["page"] < 0.6 < took["probe"]


def test_a_machine_without_ipv6_still_tells_a_site_that_is_down(
    server: HostileServer, names: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All connections over IPv6 fail here and say so last; what the IPv4 address said is what counts."""
    monkeypatch.setattr(http.Fetcher, "_open_socket", _without_ipv6(http.Fetcher._open_socket))
    names["up.gov.test"] = here("127.0.0.1", "2400:3200::1")
    names["down.gov.test"] = here("127.0.0.1", "2400:3200::1")
    fetcher: Fetcher[None] = Fetcher(Network(), RealClock())
    try:
        assert fetcher.fetch(_visit(server, "up.gov.test")).snapshot.code is Code.OK
        down = fetcher.fetch(Visit(url="http://down.gov.test:1/", why="probe", seconds=3.0, port=1)).snapshot
    finally:
        fetcher.close()
    assert down.code is Code.DOWN_CONN


def _without_ipv6(make: Callable[..., object]) -> Callable[..., object]:
    """A socket of the other family is bound to an address from which no way leads out."""

    def open_socket(self: Fetcher[None], handle: object, address: tuple[Any, ...]) -> object:
        made = make(self, handle, address)
        if address[0] == socket.AF_INET6 and isinstance(made, socket.socket):
            made.bind(("::1", 0))
        return made

    return open_socket
