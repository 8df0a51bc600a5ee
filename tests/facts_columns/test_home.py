"""When a home page may be called stale: not while anything on it may show something newer."""

from __future__ import annotations

import pytest
from tests.facts_columns.site import resolver

from zhengjian.checks import home_stale
from zhengjian.facts.base import Coverage, Moment
from zhengjian.facts.home_updates import HomeUpdates
from zhengjian.model import Outcome

H = "http://www.a.gov.cn"
OLD_NEWS = "".join(f'<li><a href="/gz/{n}.html">召开专题会议研究重点工作（之{n}）</a><span>2025-0{n}-01</span></li>' for n in (4, 3, 2))


@pytest.mark.parametrize(
    ("beside", "verdict"),
    [
        ("", "violated"),
        ("<script>var d=new Date();document.write(d.getFullYear())</script>", "violated"),
        (
            '<script>var n=[["/n/1.html","关于防汛检查的通知","2025-06-15"],["/n/2.html","关于供水的公告","2025-06-10"]];s(n)</script>',
            "met",
        ),
        ('<ul id="n" class="list"></ul><script src="/js/news.js"></script>', "unknown"),
        ('<ul id="n"></ul><script>$.getJSON("/n.json",function(r){$("#n").html(r)})</script>', "unknown"),
        ('<iframe src="/news/list.html"></iframe>', "unknown"),
        ('<script>var t="全市防汛会议召开了|水库安全检查启动",l="/n/1.html|/n/2.html";</script>', "unknown"),
        ('<h2><a href="/n/9.html">全市防汛抗旱工作会议今日召开</a></h2>', "unknown"),
    ],
)
def test_a_home_page_is_called_stale_only_where_nothing_newer_may_be_shown(beside: str, verdict: str) -> None:
    home = f"<html><head><title>某局</title></head><body><h3>要闻</h3><ul>{OLD_NEWS}</ul>{beside}</body></html>"

    def judged(home: HomeUpdates, coverage: Coverage, now: Moment) -> Outcome:
        return home_stale.check(home, coverage, now, home_stale.Limits())

    assert resolver({f"{H}/": home}).call(judged).verdict == verdict
