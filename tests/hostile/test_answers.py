"""Each behaviour of the hostile server ends in one result with the right code, in time, and harms nothing after it."""

from __future__ import annotations

import json
import resource
import time
from collections.abc import Iterator

import pytest

from hostile.clock import RealClock
from hostile.server import FORMS, PAGE, HostileServer
from zhengjian.config import Network
from zhengjian.fetch import Fetched, Fetcher, Visit, read_hosts
from zhengjian.fetch.second_opinion import SecondOpinion
from zhengjian.jobs.loop import settle
from zhengjian.model import COUNTS_AS, CountsAs
from zhengjian.model import FetchCode as Code

BUDGET = 1.5  # seconds: the official 15, scaled by 0.1
HOST = "hostile.gov.test"


@pytest.fixture(scope="module")
def fetcher(server: HostileServer) -> Iterator[Fetcher[None]]:
    running: Fetcher[None] = Fetcher(_network(), RealClock(), read_hosts(_hosts(server)))
    yield running
    running.close()


def _network() -> Network:
    return Network(allow_private=True, hosts_only=True)


def _hosts(server: HostileServer) -> str:
    tls = server.tls_ports
    return f"""
127.0.0.1:{server.port} {HOST} other.gov.test
127.0.0.1:{tls["expired"]} expired.gov.test
127.0.0.1:{tls["self-signed"]} self-signed.gov.test
127.0.0.1:{tls["wrong-host"]} tls.gov.test
127.0.0.1:{tls["old"]} old.gov.test
127.0.0.1:{tls["stall"]} stall.gov.test
127.0.0.1:{tls["reset"]} reset.gov.test
127.0.0.1:1 refused.gov.test
! nx.gov.test
"""


def _visit(path: str, **also: object) -> Visit:
    address = path if "://" in path else f"http://{HOST}/{path}"
    return Visit(url=address, why="probe", seconds=BUDGET, **also)  # type: ignore[arg-type]


def _get(fetcher: Fetcher[None], path: str, **also: object) -> Fetched:
    """The one result of a visit; whatever it was, it kept its budget, and the next ordinary visit works."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for last in (False, False, True):  # a machine that is busy with other things may be late itself
        began = time.monotonic()
        fetched = fetcher.fetch(_visit(path, **also))
        took = time.monotonic() - began
        if took <= BUDGET + 0.2:
            break
        assert not last, took
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before <= 64 * 1024
    assert fetcher.fetch(_visit("ok")).snapshot.code is Code.OK
    return fetched


EXPECTED = {
    "ok": {Code.OK},
    "slow?s=4.9": {Code.OK},
    "slow?s=15.1": {Code.DOWN_TIMEOUT},
    "head-fast-body-slow": {Code.DOWN_TIMEOUT},
    "drip-header": {Code.DOWN_TIMEOUT},
    "drip-body": {Code.DOWN_TIMEOUT},
    "endless-chunk": {Code.TRUNCATED},
    "endless-slow-chunk": {Code.DOWN_TIMEOUT},
    "no-byte": {Code.DOWN_TIMEOUT},
    "redir-loop": {Code.REDIRECT_LOOP},
    "redir-ab": {Code.REDIRECT_LOOP},
    "redir-count": {Code.REDIRECT_LOOP},
    "redir-grow": {Code.REDIRECT_LOOP},
    "redir-file": {Code.BLOCKED_POLICY},
    "redir-gopher": {Code.BLOCKED_POLICY},
    "redir-canary": {Code.BLOCKED_POLICY},
    "redir-port?port=22": {Code.BLOCKED_POLICY},
    "redir-port?port=6379": {Code.BLOCKED_POLICY},
    "redir-gbk": {Code.OK},
    "big-header": {Code.PROTO_ERROR},
    "endless-header": {Code.PROTO_ERROR},
    "endless-100": {Code.PROTO_ERROR, Code.DOWN_TIMEOUT},
    "endless-103": {Code.PROTO_ERROR, Code.DOWN_TIMEOUT},
    "endless-trailer": {Code.PROTO_ERROR, Code.DOWN_TIMEOUT},
    "chunk-ext": {Code.PROTO_ERROR, Code.DOWN_TIMEOUT, Code.INCOMPLETE},
    "cl-conflict": {Code.PROTO_ERROR},
    "cl-neg": {Code.PROTO_ERROR},
    "cl-huge": {Code.TRUNCATED, Code.INCOMPLETE, Code.PROTO_ERROR},
    "short": {Code.INCOMPLETE},
    "short?how=reset": {Code.INCOMPLETE},
    "http09": {Code.PROTO_ERROR},
    "ssh-banner": {Code.PROTO_ERROR},
    "nul-header": {Code.PROTO_ERROR},
    "gzip-bomb": {Code.DECODE_LIMIT, Code.TRUNCATED},
    "br": {Code.DECODE_ERROR},
    "gzip-x10": {Code.DECODE_LIMIT},
    "gzip-lie": {Code.DECODE_ERROR},
    "gzip-tail": {Code.OK},
    "gzip-members": {Code.DECODE_LIMIT},
    "gzip-cut": {Code.INCOMPLETE},
    "s403": {Code.BLOCKED},
    "s429": {Code.BLOCKED},
    "s500": {Code.HTTP_ERROR},
    "s503": {Code.HTTP_ERROR},
    "blank": {Code.DOWN_EMPTY},
    "challenge-202": {Code.CHALLENGE},
    "challenge-412": {Code.CHALLENGE},
    "challenge-521": {Code.CHALLENGE},
    "captcha": {Code.CHALLENGE},
    "aliyun-405": {Code.BLOCKED},
    "hang-up": {Code.DOWN_CONN},
    "hang-up?how=reset": {Code.DOWN_CONN},
    "many-cookies": {Code.OK, Code.PROTO_ERROR},
    "cl-te": {Code.OK, Code.PROTO_ERROR},
    "cl-plus": {Code.OK, Code.PROTO_ERROR},
    "lf-only": {Code.OK, Code.PROTO_ERROR},
    "chunk-bad": {Code.PROTO_ERROR},
    "status-odd": {Code.HTTP_ERROR, Code.PROTO_ERROR},
    "status-long": {Code.OK, Code.PROTO_ERROR},
    "nothing-there": {Code.DOWN_EMPTY},
    "redir-nowhere": {Code.PROTO_ERROR},
    "redir-bad": {Code.PROTO_ERROR, Code.BLOCKED_POLICY},
    "redir-offsite": {Code.OK},
    "redir-space": {Code.PROTO_ERROR, Code.BLOCKED_POLICY},
    "redir-crlf": {Code.HTTP_ERROR},
    "zstd-bomb": {Code.DECODE_LIMIT},
    "br-bomb": {Code.DECODE_ERROR},
    "deflate": {Code.OK},
    "encoding-odd": {Code.OK, Code.DECODE_ERROR},
    "maintenance": {Code.DOWN_EMPTY},
    "parked": {Code.DOWN_EMPTY},
    "default-page": {Code.DOWN_EMPTY},
    "s404": {Code.HTTP_ERROR},
    "https://old.gov.test/": {Code.DOWN_TLS},
    "http://nx.gov.test/": {Code.DOWN_DNS},
    "http://unlisted.gov.test/": {Code.BLOCKED_POLICY},
    "http://refused.gov.test/": {Code.DOWN_CONN},
    "http://reset.gov.test/": {Code.DOWN_CONN},
    "https://expired.gov.test/": {Code.DOWN_TLS},
    "https://self-signed.gov.test/": {Code.DOWN_TLS},
    "https://tls.gov.test/": {Code.DOWN_TLS},
    "https://stall.gov.test/": {Code.DOWN_TIMEOUT},
    "ftp://hostile.gov.test/": {Code.BLOCKED_POLICY},
    "http://user:word@hostile.gov.test/": {Code.BLOCKED_POLICY},
}


@pytest.mark.parametrize(("path", "codes"), EXPECTED.items(), ids=list(EXPECTED))
def test_one_result_with_the_right_code(fetcher: Fetcher[None], path: str, codes: set[Code]) -> None:
    fetched = _get(fetcher, path)
    assert fetched.snapshot.code in codes, (fetched.snapshot.code, fetched.snapshot.detail)
    assert fetched.snapshot.code in {Code.OK, Code.TRUNCATED} or fetched.snapshot.detail or fetched.snapshot.http_status


@pytest.mark.parametrize("number", range(len(FORMS)), ids=list(FORMS))
def test_no_form_of_an_address_gets_past_the_guard(fetcher: Fetcher[None], number: int) -> None:
    assert _get(fetcher, f"redir-forms?n={number}").snapshot.code is Code.BLOCKED_POLICY


def test_the_official_limit_is_inclusive(fetcher: Fetcher[None]) -> None:
    """含15秒: a page that is whole only at the limit was not open in time; a little earlier it was."""
    assert _get(fetcher, "slow?s=15.0").snapshot.code is Code.DOWN_TIMEOUT
    # A machine that is busy with other things may be late itself, so a page that came too late is asked for again.
    late = next((one for _ in range(4) if (one := _get(fetcher, "slow?s=14.5")).snapshot.code is Code.OK), None)
    assert late is not None
    assert late.snapshot.code is Code.OK and 1.45 <= late.snapshot.seconds < 1.5


def test_redirects_are_counted_at_the_server(fetcher: Fetcher[None], server: HostileServer) -> None:
    server.truth.requests.clear()
    _get(fetcher, "redir-count")
    assert server.truth.requests["/redir-count"] == 11  # the first request and ten redirects


def test_cookies_and_referers_stay_at_home(fetcher: Fetcher[None], server: HostileServer) -> None:
    assert _get(fetcher, "redir-cookie").snapshot.code is Code.OK
    sent = " ".join(server.truth.headers["/headers"]).lower()
    assert "secret" not in sent and "referer" not in sent and "authorization" not in sent


def test_the_wait_that_a_server_asks_for_is_reported(fetcher: Fetcher[None]) -> None:
    assert _get(fetcher, "s429").retry_after == 120
    assert _get(fetcher, "s503").retry_after == 7


def test_whole_pages_come_whole(fetcher: Fetcher[None]) -> None:
    fetched = _get(fetcher, "ok")
    assert fetched.body == PAGE and fetched.encoding == "gzip" and fetched.wire != PAGE
    assert _get(fetcher, "gzip-tail").body == PAGE


@pytest.mark.parametrize(
    "path",
    [
        "ok",
        "slow?s=15.1",
        "drip-body",
        "endless-slow-chunk",
        "no-byte",
        "redir-loop",
        "redir-file",
        "redir-canary",
        "gzip-bomb",
        "gzip-x10",
        "s403",
        "challenge-412",
        "captcha",
        "http://nx.gov.test/",
        "http://refused.gov.test/",
        "http://unlisted.gov.test/",
        "https://expired.gov.test/",
        "s500",
    ],
)
def test_the_second_stack_keeps_the_same_budget_and_guard(server: HostileServer, path: str) -> None:
    second = SecondOpinion(_network(), RealClock(), read_hosts(_hosts(server)))
    try:
        began = time.monotonic()
        fetched = second.ask(_visit(path)).result(timeout=BUDGET + 1)
        assert time.monotonic() - began <= BUDGET + 0.6
        assert fetched.snapshot.code in EXPECTED[path], fetched.snapshot
    finally:
        second.close()


def test_the_server_and_we_agree_on_what_was_asked(fetcher: Fetcher[None], server: HostileServer) -> None:
    server.truth.requests.clear()
    for _ in range(3):
        fetcher.fetch(_visit("s500"))
    fetcher.fetch(_visit("redir-ab"))
    told = json.loads(fetcher.fetch(_visit("_truth")).body)
    assert told["paths"]["/s500"]["requests"] == 3 and told["paths"]["/s500"]["first"] <= told["paths"]["/s500"]["last"]
    assert told["paths"]["/redir-ab"]["requests"] == told["paths"]["/redir-ba"]["requests"] == 1
    assert told["canary"] == 0 and told["peak"] >= 1


def test_a_site_that_comes_and_goes_is_seen_as_often_as_it_was_there(fetcher: Fetcher[None], server: HostileServer) -> None:
    """Each visit stands alone: nothing is averaged, and the share is the server's own, to the visit."""
    server.truth.requests.clear()
    codes = []
    for _ in range(40):
        codes.append(fetcher.fetch(_visit("flap?p=1")).snapshot.code)
        time.sleep(0.02)
    up, down = server.truth.requests["/flap:up"], server.truth.requests["/flap:down"]
    assert (codes.count(Code.OK), codes.count(Code.HTTP_ERROR)) == (up, down) and min(up, down) > 5


SEEN_DIFFERENTLY = [
    "hang-up",
    "hang-up?how=reset",
    "short",
    "cl-te",
    "lf-only",
    "nul-header",
    "chunk-bad",
    "http09",
    "br",
    "many-cookies",
    "s503",
]


@pytest.mark.parametrize("path", SEEN_DIFFERENTLY)
def test_what_a_server_or_its_firewall_does_oddly_takes_no_site_down(fetcher: Fetcher[None], server: HostileServer, path: str) -> None:
    """Both stacks look, as the probe and the crawl do: a connection dropped without a word is for a person, like any oddity."""
    second = SecondOpinion(_network(), RealClock(), read_hosts(_hosts(server)))
    try:
        answers = fetcher.fetch(_visit(path)), second.ask(_visit(path)).result(timeout=5)
    finally:
        second.close()
    code = settle(*answers, home=True).snapshot.code
    assert COUNTS_AS[code] is not CountsAs.NOT_OPEN or (path == "s503" and code is Code.DOWN_HTTP)
