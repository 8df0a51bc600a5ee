"""No annual work report of the website for last year, which must be public by 31 January.

Looked for in the texts of all links of the site: a report names the year and the website (2024年政府网站工作年度报表). A site
that published earlier years' reports and not last year's is at fault; one that shows none at all may publish them in a
common column of its portal, so it stays open, and so does a crawl that left addresses out. Before the end of 31 January
nothing is due.
"""

from __future__ import annotations

import re
from datetime import date

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.facts.base import Coverage, Moment, Pages
from zhengjian.facts.links import PageLinks
from zhengjian.model import SHANGHAI, Finding, Outcome

ABOUT = About(
    title="未按时公开网站年度报表",
    wording="每年1月31日前在本网站首页发布政府网站工作年度报表",
    clause="政府网站年度报表",
    document="国办函〔2018〕12号",
    finding_phrase="未按时公开政府网站年度报表",
)

REPORT = re.compile(r"网站\S{0,8}(?:报表|年报|年度报告)|年度\S{0,4}(?:工作|监管)?报表")
YEAR = re.compile(r"20\d\d\s*年")


def check(links: Pages[PageLinks], coverage: Coverage, now: Moment) -> Outcome:
    """One finding at the home page when earlier years have reports and last year has none."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    today = now.as_of.astimezone(SHANGHAI).date()
    if today <= date(today.year, 1, 31):
        return not_applicable("尚未到1月31日")
    year = str(today.year - 1)
    named = [link.text for page in links for link in page.fact.of("page", "attachment") if REPORT.search(link.text)]
    if found := next((text for text in named if year in text), None):
        return met(f"已公开：{found}")
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
