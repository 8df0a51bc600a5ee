"""No annual work report of the website for last year, which must be public by 31 January.

Looked for in the texts of all links of the site: a report names the year and the website (2024年政府网站工作年度报表). A site
that published earlier years' reports and not last year's is at fault, and so is one whose lists date last year's report
after 31 January only; one that shows none at all may publish them in a common column of its portal, so it stays open, and
so does a crawl that left addresses out. Before the end of 31 January nothing is due. Whether the home page leads to the
report is said and left to a person.
"""

from __future__ import annotations

import re
from datetime import date

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.facts.base import Coverage, Moment, Pages
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.model import SHANGHAI, Finding, Outcome

ABOUT = About(
    title="未按时公开网站年度报表",
    wording="每年1月31日前在本网站首页发布政府网站工作年度报表",
    clause="政府网站年度报表",
    document="国办函〔2018〕12号",
    finding_phrase="未按时公开政府网站年度报表",
)

REPORT = re.compile(r"网站\S{0,8}(?:报表|年报|年度报告)|年度\S{0,4}(?:工作|监管)?报表")
YEARLY = re.compile(r"年报|年度报告|年度报表")
WHOLE_DAY = re.compile(r"20\d\d-\d\d-\d\d")
YEAR = re.compile(r"20\d\d\s*年")


def check(links: Pages[PageLinks], lists: Pages[ListItems], coverage: Coverage, now: Moment) -> Outcome:
    """One finding when earlier years have reports and last year has none, or has one that every list dates too late."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    today = now.as_of.astimezone(SHANGHAI).date()
    if today <= date(today.year, 1, 31):
        return not_applicable("尚未到1月31日")
    year = str(today.year - 1)
    named = [link.text for page in links for link in page.fact.of("page", "attachment") if REPORT.search(link.text)]
    if found := next((text for text in named if year in text), None):
        if late := _late(lists, year, f"{today.year}-01-31"):
            return threshold(f"{late.what}，应于1月31日前公开", [late], 0, 1)
        home = links.home
        led = home is None or any(REPORT.search(link.text) or YEARLY.search(link.text) for link in home.fact.links)
        return met(f"已公开：{found}" + ("" if led else "；首页未见入口，须人工查看"))
    earlier = [text for text in named if YEAR.search(text)]
    if not earlier:
        return unknown(f"未见{year}年的网站年度报表，可能在门户网站集中公开")
    if not coverage.complete or not all(page.fact.complete for page in links):
        return unknown(f"未见{year}年的网站年度报表；本轮没有读完全部页面")
    finding = Finding(
        where=coverage.home.final_url or coverage.home.url,
        what=f"未见{year}年政府网站工作年度报表",
        value="0",
        expected=f"{today.year}年1月31日前公开",
        evidence=(coverage.home.snapshot,),
    )
    return threshold(f"读完全站{len(links)}个页面，有“{earlier[0]}”，未见{year}年的", [finding], 0, 1)


def _late(lists: Pages[ListItems], year: str, due: str) -> Finding | None:
    """A finding when the earliest day that any list shows for last year's report lies after the due day."""
    dated = [
        (item.date[:10], page.url, page.snapshot, item.title)
        for page in lists
        for item in page.fact.items
        if year in item.title and REPORT.search(item.title) and WHOLE_DAY.match(item.date)
    ]
    day, where, snapshot, title = min(dated, default=("", "", "", ""))
    if day <= due:
        return None
    return Finding(where=where, what=f"“{title}”发布于{day}", value=day, expected=f"{due}前公开", evidence=(snapshot,))
