"""Feeds in the forms that platforms and bridges have, and answers that are no feed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from jobs.conftest import AS_OF, PERIOD, RealClock, workspace
from jobs.site_server import Answer, Pages, SiteServer
from zhengjian.archive import body, verify
from zhengjian.jobs import read_feeds
from zhengjian.media.feed import FeedError, read_date, read_feed
from zhengjian.model import SHANGHAI, Account

RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>某市发布</title><link>http://a</link>
<item><title><![CDATA[“放管服”改革 & 便民]]></title><link>http://a/1</link><pubDate>Thu, 19 Jun 2025 09:30:00 +0800</pubDate>
<description><![CDATA[<p>正文<b>内容</b></p>]]></description></item>
<item><title>没有日期</title><link>http://a/2</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>u</id><title>通知</title><link href="http://a/3"/>
<published>2025-06-18T08:00:00+08:00</published></entry></feed>"""
JSON = b'{"version":"https://jsonfeed.org/version/1.1","items":[{"url":"http://a/4","title":"","content_text":"\xe6\xad\xa3\xe6\x96\x87","date_published":"2025-06-17T08:00:00Z"}]}'


def test_rss_atom_and_json_are_read() -> None:
    first, second = read_feed(RSS.encode(), "A1", "S-1")
    assert (first.title, first.url, first.text) == ("“放管服”改革 & 便民", "http://a/1", "正文 内容")
    assert first.at == datetime(2025, 6, 19, 9, 30, tzinfo=SHANGHAI) and first.evidence == "S-1"
    assert second.at is None
    assert [post.title for post in read_feed(ATOM.encode(), "A1", "S-1")] == ["通知"]
    (only,) = read_feed(JSON, "A1", "S-1")
    assert only.title == "正文" and only.at == datetime(2025, 6, 17, 16, tzinfo=SHANGHAI)


def test_feeds_made_by_hand_are_mended_before_they_are_refused() -> None:
    broken = RSS.replace("没有日期", "政策 & 解读 &nbsp; \x0b")
    assert read_feed(broken.encode(), "A1", "S-1")[1].title.startswith("政策 & 解读")
    assert read_feed(RSS.encode("gb18030"), "A1", "S-1")[1].title == "没有日期"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"  ",
        b"<html><body>login</body></html>",
        b"{",
        b"{}",
        RSS.encode()[:300],
        b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss/>",
        b"[" * 100_000,
    ],
)
def test_what_is_no_feed_is_a_look_that_failed(answer: bytes) -> None:
    with pytest.raises(FeedError):
        read_feed(answer, "A1", "S-1")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025年6月19日 9:30", datetime(2025, 6, 19, 9, 30, tzinfo=SHANGHAI)),
        ("2025-06-19 09:30:00", datetime(2025, 6, 19, 9, 30, tzinfo=SHANGHAI)),
        ("1750296600", datetime(2025, 6, 19, 9, 30, tzinfo=SHANGHAI)),
        ("Thu, 19 Jun 2025 01:30:00 GMT", datetime(2025, 6, 19, 9, 30, tzinfo=SHANGHAI)),
        ("9999-99-99", None),
        ("99999-01-01T00:00:00Z", None),
        ("0001-01-01T00:00:00Z", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_dates_in_every_form(text: str, expected: datetime | None) -> None:
    assert read_date(text) == expected


def test_many_accounts_share_one_folder_and_failures_are_no_silence(tmp_path: Path) -> None:
    pages: Pages = {f"/feed/{n}": Answer(RSS.encode(), kind="application/rss+xml") for n in range(30)}
    pages |= {
        "/feed/7": Answer(b"", 403),
        "/feed/8": Answer(b"<html>login</html>"),
        "/feed/9": lambda path, before: Answer(b"", 503) if not before else pages["/feed/1"],
    }  # type: ignore[dict-item, return-value]
    accounts = [
        Account(account_id=f"A{n}", platform="微信公众号", name="某市发布", feed=f"http://www.a.gov.cn/feed/{n}") for n in range(30)
    ]
    accounts.append(Account(account_id="none", platform="抖音", name="无源"))
    with SiteServer(pages) as server:
        space = workspace(tmp_path, server)
        results = {result.account_id: result for result in read_feeds(space, PERIOD, accounts, as_of=AS_OF, clock=RealClock())}
        again = list(read_feeds(space, PERIOD, accounts, as_of=AS_OF, clock=RealClock(), resume=True))
        assert server.count("/feed/1") == 1, "a look that is finished is not repeated"
    assert len(results) == len(again) == 30
    assert results["A7"].problem == "订阅源未能读取（网站防护系统拒绝访问，HTTP 403）" and not results["A7"].reading.whole
    assert "订阅源" in results["A8"].problem and results["A9"].reading.whole
    good = results["A1"]
    assert [post.title for post in good.posts] == ["“放管服”改革 & 便民", "没有日期"] and good.reading.whole
    assert body(tmp_path / "archive", good.posts[0].evidence) == RSS.encode() and verify(tmp_path / "archive") == []
    assert good.reading.at > AS_OF - timedelta(days=1) and msgspec.json.encode(good.posts)
