"""Pace, quiet hours, robots, names, limits of decoding: pure rules, each on and beside its boundary."""

from __future__ import annotations

import gzip
import zlib
from datetime import datetime

import pytest
import zstandard

from zhengjian.config import ConfigError, Network
from zhengjian.facts.content_coding import undo
from zhengjian.fetch import Fetched, Place, read_hosts
from zhengjian.fetch.polite import Pace, QuietHours
from zhengjian.fetch.robots import Robots
from zhengjian.fetch.verdicts import retry_after
from zhengjian.model import SHANGHAI, Snapshot
from zhengjian.model import FetchCode as Code


def test_one_host_is_asked_at_its_interval_and_slower_when_it_is_slow() -> None:
    pace = Pace(Network(host_interval_seconds=2.0))
    pace.began("a", 0.0)
    assert pace.ready_at("a", 0.1) == float("inf"), "one connection a host"
    pace.ended("a", 0.2, 0.2)
    assert pace.ready_at("a", 0.3) == 2.0
    pace.began("a", 2.0)
    pace.ended("a", 5.0, 3.0)
    assert pace.ready_at("a", 5.0) == 17.0, "five times the last response time after its start"
    pace.began("a", 17.0)
    pace.ended("a", 40.0, 23.0)
    assert pace.ready_at("a", 40.0) <= 17.0 + 30.0, "but never more than thirty seconds apart"


def test_sixty_five_names_on_one_address_share_its_budget() -> None:
    pace, now, busy, starts = Pace(Network()), 0.0, 0, list[float]()
    hosts = [f"{number}.gov.cn" for number in range(65)]
    for host in hosts:
        pace.locate(host, "1.2.3.4")
    while len(starts) < 200 and now < 100:
        for host in hosts:
            if pace.ready_at(host, now) <= now:
                pace.began(host, now)
                busy += 1
                assert busy <= 2
                starts.append(now)
                pace.ended(host, now, 0.01)
                busy -= 1
        now += 0.05
    assert all(sum(start <= other < start + 10 for other in starts) <= 51 for start in starts)


def test_a_server_that_asks_for_rest_gets_it_even_without_pace() -> None:
    pace = Pace(Network(host_interval_seconds=0, address_requests_per_second=0))
    pace.began("a", 0.0)
    pace.ended("a", 0.1, 0.1, retry_after=120)
    assert pace.ready_at("a", 0.1) == pytest.approx(120.1) and pace.ready_at("b", 0.1) == 0.1


def test_parts_of_a_split_group_stay_within_the_whole() -> None:
    half = Pace(Network(host_interval_seconds=0), share=0.5)
    half.began("a", 0.0)
    assert half.ready_at("a", 0.0) == float("inf"), "one of the two connections"
    half.ended("a", 0.0, 0.0)
    assert half.ready_at("a", 0.0) == pytest.approx(0.4), "half of five a second"


@pytest.mark.parametrize(
    ("text", "moment", "quiet"),
    [
        ("", "2025-06-20T12:00", False),
        ("08:30-18:00 workdays", "2025-06-20T08:29", False),
        ("08:30-18:00 workdays", "2025-06-20T08:30", True),
        ("08:30-18:00 workdays", "2025-06-20T18:00", False),
        ("08:30-18:00 workdays", "2025-06-21T12:00", False),
        ("22:00-06:00", "2025-06-21T23:00", True),
        ("22:00-06:00", "2025-06-21T05:59", True),
        ("22:00-06:00", "2025-06-21T06:00", False),
        ("08:00-09:00, 12:00-13:00", "2025-06-21T12:30", True),
    ],
)
def test_quiet_hours(text: str, moment: str, quiet: bool) -> None:
    assert QuietHours(text).quiet(datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)) is quiet


@pytest.mark.parametrize("text", ["morning", "08:30", "08:30-18:00 sundays", "8-18", "25:00-26:00"])
def test_quiet_hours_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(ConfigError, match="不是静默时段"):
        QuietHours(text)


def _robots(body: bytes = b"", status: int | None = 200, code: Code = Code.OK) -> Robots:
    at = datetime(2025, 6, 20, tzinfo=SHANGHAI)
    return Robots.of(Fetched(Snapshot(id="", url="u", final_url="u", at=at, code=code, http_status=status), body), "Zhengjian/1 (+x)")


@pytest.mark.parametrize(
    ("robots", "refused"),
    [
        (_robots(b"User-agent: *\nDisallow: /x/"), True),
        (_robots(b"\xef\xbb\xbfUser-agent: *\nDisallow: /x/"), True),
        (_robots("User-agent: *\nDisallow: /x/\n# 说明".encode("gbk")), True),
        (_robots(b"User-agent: zhengjian\nDisallow:\n\nUser-agent: *\nDisallow: /"), False),
        (_robots(b"User-agent: *\nDisallow: /x/\nAllow: /x/y.html"), False),
        (_robots(b"<html>page not found</html>"), False),
        (_robots(status=404, code=Code.HTTP_ERROR), False),
        (_robots(status=403, code=Code.BLOCKED), False),
        (_robots(status=500, code=Code.HTTP_ERROR), True),
        (_robots(status=None, code=Code.DOWN_TIMEOUT), True),
        (_robots(status=302, code=Code.REDIRECT_LOOP), False),
        (_robots(b"User-agent: *\nDisallow: /x/\n" + b"#" * 600_000 + b"\nAllow: /x/"), True),
    ],
)
def test_robots_as_rfc_9309_has_it(robots: Robots, refused: bool) -> None:
    assert bool(robots.refuse("http://a.gov.cn/x/y.html")) is refused


def test_a_crawl_delay_is_capped() -> None:
    assert _robots(b"User-agent: *\nCrawl-delay: 3600").delay == 30.0


def test_the_hosts_file_says_address_port_and_absence() -> None:
    hosts = read_hosts("127.0.0.1:81 A.gov.cn. b.gov.cn # two\n[::1]:82 c.gov.cn\n10.0.0.1 d.gov.cn\n! e.gov.cn\n\n# nothing")
    assert hosts["a.gov.cn"] == hosts["b.gov.cn"] == Place(addresses=("127.0.0.1",), port=81)
    assert hosts["c.gov.cn"] == Place(addresses=("::1",), port=82) and hosts["d.gov.cn"].port is None
    assert hosts["e.gov.cn"].addresses == () and hosts["e.gov.cn"].problem == "NXDOMAIN"


@pytest.mark.parametrize("line", ["nonsense a.gov.cn", "127.0.0.1:x a.gov.cn", "127.0.0.1", "!"])
def test_a_bad_line_of_the_hosts_file_is_named(line: str) -> None:
    with pytest.raises(ConfigError, match="第2行"):
        read_hosts(f"# first\n{line}")


def test_decoding_keeps_its_limits() -> None:
    text = b"<html>" + b"x" * 5000
    assert undo(gzip.compress(text), "gzip", 1 << 20) == (text, None, "")
    assert undo(gzip.compress(text) + gzip.compress(text), "gzip", 1 << 20)[0] == text * 2
    assert undo(zlib.compress(text), "deflate", 1 << 20)[0] == undo(zlib.compress(text)[2:-4], "deflate", 1 << 20)[0] == text
    assert undo(zstandard.compress(text), "zstd", 1 << 20)[0] == text
    assert undo(text, "identity", 100)[1] is Code.TRUNCATED
    assert undo(gzip.compress(bytes(200 << 20), 9), "gzip", 16 << 20)[1] is Code.DECODE_LIMIT
    assert undo(zstandard.compress(bytes(200 << 20)), "zstd", 16 << 20)[1] is Code.DECODE_LIMIT
    assert undo(text, "gzip, gzip", 1 << 20)[1] is Code.DECODE_LIMIT
    assert undo(text, "br", 1 << 20)[1] is Code.DECODE_ERROR and undo(text, "gzip", 1 << 20)[1] is Code.DECODE_ERROR


def test_what_a_server_asks_us_to_wait() -> None:
    now = datetime(2025, 6, 20, 4, tzinfo=SHANGHAI).timestamp()
    assert retry_after("120", now) == 120 and retry_after("999999", now) == 3600
    assert retry_after("Thu, 19 Jun 2025 20:01:00 GMT", now) == 60
    assert retry_after("soon", now) == retry_after("", now) == retry_after("Thu, 19 Jun 2025 19:00:00 GMT", now) == 0
