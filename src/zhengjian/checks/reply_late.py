"""Published messages that were answered late: after more working days than even a difficult matter may take.

Measured on pages that give, by label, one day of asking and one of answering. A simple question is answered within five working
days, a difficult one within fifteen; a machine cannot tell which it was, so what lies between is left to a person. Working
days follow the State Council's calendar, counted from the day after the question.
"""

from __future__ import annotations

from datetime import date

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment, Pages, months_before
from zhengjian.facts.link_target import TARGET_DEPTH
from zhengjian.facts.reply_days import ReplyDays
from zhengjian.model import SHANGHAI, Finding, Outcome
from zhengjian.workflow.working_days import UnknownYear, WorkCalendar, midnight

ABOUT = About(
    title="留言答复不及时",
    wording="简单常见咨询5个工作日内答复；留言、意见7个工作日内反馈，情况复杂的延长至15个工作日",
    clause="扣分指标·互动交流·办理答复",
    document="国办秘函〔2019〕19号；国办发〔2014〕57号",
    finding_phrase="网民留言答复不及时",
)


class Limits(BaseLimits):
    """``simple``, ``difficult``: working days for an answer. ``back``: how many months of messages are looked at."""

    simple: int = 5
    difficult: int = 15
    back: int = 12


def check(messages: Pages[ReplyDays], coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """One finding for each message that was answered late."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    earliest = months_before(now.as_of.astimezone(SHANGHAI), limits.back).date().isoformat()
    read = [page for page in messages if page.fact.answered >= earliest and page.depth < TARGET_DEPTH and page.fact.complete]
    read = [page for page in read if page.fact.asked <= page.fact.answered]
    if not read:
        return unknown(f"未见近{limits.back}个月内同时标明留言时间和答复时间的留言页面")
    findings, between = [], 0
    for page in read:
        try:
            days = WorkCalendar().between(midnight(date.fromisoformat(page.fact.asked)), midnight(date.fromisoformat(page.fact.answered)))
        except UnknownYear as error:
            return unknown(str(error))
        if days > limits.difficult:
            what = f"{page.fact.asked}的留言{page.fact.answered}答复，用时{days}个工作日，上限{limits.difficult}个"
            expected = f"不超过{limits.difficult}个工作日"
            findings.append(Finding(where=page.url, what=what, value=f"{days}个工作日", expected=expected, evidence=(page.snapshot,)))
        between += limits.simple < days <= limits.difficult
    said = f"核对{len(read)}条留言的答复时间，{len(findings)}条超过{limits.difficult}个工作日，允许0条"
    more = f"；另有{between}条用时超过{limits.simple}个工作日，是否属复杂问题须人工核实" if between else ""
    return threshold(said + more, findings, between, 1)
