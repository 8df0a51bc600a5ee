"""Published questions that wait for an answer longer than even a difficult matter may take.

Measured by what the site itself shows: rows and pages of its mailboxes that say 未答复, 待回复 or the like beside one day. The
limit is the longest that any rule allows: fifteen working days. Between five (a simple question) and fifteen a person decides;
what waits for more than three months is ``messages-unanswered``'s and is not counted twice. A message that is “being handled” may
have been answered meanwhile. Known limit: the questions that inspectors send and time by themselves are not seen here.
"""

from __future__ import annotations

from datetime import date

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment, Pages, months_before
from zhengjian.facts.message_board import MessageBoard
from zhengjian.model import SHANGHAI, Finding, Outcome
from zhengjian.workflow.working_days import UnknownYear, WorkCalendar, midnight

ABOUT = About(
    title="网民咨询未按时答复",
    wording="简单常见咨询5个工作日内答复；留言、意见7个工作日内反馈，情况复杂的延长至15个工作日",
    clause="扣分指标·互动交流·办理答复",
    document="国办秘函〔2019〕19号；国办发〔2014〕57号",
    finding_phrase="网民咨询未在规定时限内答复",
)


class Limits(BaseLimits):
    """``simple``, ``difficult``: working days for an answer. ``months``: what waits longer is counted by another check."""

    simple: int = 5
    difficult: int = 15
    months: int = 3


def check(boards: Pages[MessageBoard], coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """One finding for each day and page with such questions."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    at = min(now.as_of, coverage.finished or now.as_of).astimezone(SHANGHAI)
    earliest = months_before(at, limits.months).date().isoformat()
    seen = [page for page in boards if page.fact.kind or page.fact.waiting or page.fact.handling]
    findings: dict[str, Finding] = {}
    open_: set[str] = set()
    for page in seen:
        for day in (*page.fact.waiting, *page.fact.handling):
            try:
                days = WorkCalendar().between(midnight(date.fromisoformat(day)), at) if earliest <= day <= at.date().isoformat() else 0
            except UnknownYear as error:
                return unknown(str(error))
            if days > limits.difficult and day in page.fact.waiting:
                what = f"{day}的留言至{at:%Y-%m-%d}未答复，已{days}个工作日，上限{limits.difficult}个"
                expected, evidence = f"不超过{limits.difficult}个工作日", (page.snapshot,)
                findings.setdefault(day, Finding(where=page.url, what=what, value=day, expected=expected, evidence=evidence))
            elif days > limits.simple:
                open_.add(day)
    if not findings and not seen:
        return unknown("未见公开的留言")
    if not findings and not coverage.complete:
        return unknown(f"读到{len(seen)}个留言页面，未见超过时限未答复的；本轮没有读完全部页面")
    said = f"读到{len(seen)}个留言页面，{len(findings)}条超过{limits.difficult}个工作日未答复，允许0条"
    left = len(open_ - findings.keys())
    return threshold(said + (f"；另有{left}条在办理中或是否属复杂问题，须人工核实" if left else ""), list(findings.values()), left, 1)
