"""An app (移动客户端) whose page for downloads does not open.

Measured on visits of the address that the register gives as the app's home: a page in a shop for apps, or of the unit's own.
A visit counts as not open by the rules of the availability probe: asked twice, then by a second program, our own line tried
beside it. Refused, challenged, an HTTP error or a broken certificate is for a person. Every visit of the week must have failed;
one that opened excuses. Known limit: that the app starts and works, and whether a page that opens still offers it, is not seen.
"""

from __future__ import annotations

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.facts.accounts import AccountEntry
from zhengjian.facts.app_visits import APP, AppVisits, at_moment
from zhengjian.facts.base import Moment
from zhengjian.model import COUNTS_AS, SAID, SHANGHAI, CountsAs, Finding, Outcome, ProbeVisit

ABOUT = About(
    title="移动客户端无法下载或使用",
    wording="移动客户端（APP）无法下载或使用，发生“僵尸”“睡眠”情况",
    clause="单项否决指标·内容不更新",
    document="国办秘函〔2019〕19号",
    on="account",
    finding_phrase="移动客户端无法下载或使用",
)


def check(entry: AccountEntry, visits: AppVisits | None, now: Moment) -> Outcome:
    """One finding for an app whose page no visit opened."""
    account = entry.account
    if account.platform != APP or account.status != "正常":
        return not_applicable(f"{account.platform}（{account.status}）不适用")
    if not account.home.lower().startswith("http"):
        return unknown("名录没有登记移动客户端的主页或下载页面，无法访问")
    looked = at_moment(visits.visits, now.as_of) if visits is not None else []
    if not looked:
        return unknown("监测时间点前后没有访问过移动客户端的下载页面")
    if any(COUNTS_AS[visit.code] is CountsAs.OPEN for visit in looked):
        return met(f"移动客户端的下载页面可以打开（{_day(looked[-1])}）")
    doubtful = [visit for visit in looked if COUNTS_AS[visit.code] is not CountsAs.NOT_OPEN]
    if doubtful:
        status = f"，HTTP {doubtful[-1].http_status}" if doubtful[-1].http_status else ""
        return unknown(f"移动客户端的下载页面未能读取（{SAID[doubtful[-1].code]}{status}），须人工核实")
    last = looked[-1]
    finding = Finding(
        where=account.home,
        what=f"“{account.name}”的下载页面{_day(last)}访问{len(looked)}次均打不开（{SAID[last.code]}），须人工核实能否下载和使用",
        value=f"{len(looked)}/{len(looked)}",
        expected="可以下载、使用",
        evidence=tuple(visit.evidence or f"probe:{visit.site_id}@{visit.at.isoformat()}" for visit in looked),
    )
    return threshold(f"访问下载页面{len(looked)}次，均打不开，允许0次", [finding], 0, 1)


def _day(visit: ProbeVisit) -> str:
    return f"{visit.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
