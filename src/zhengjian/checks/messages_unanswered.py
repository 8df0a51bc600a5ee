"""Published messages that nobody has answered for more than three months.

Measured by what the site itself shows: rows and pages of its mailboxes that say 未答复, 待回复 or the like, with the day of
the message within the last year. A message that is “being handled” may have been answered meanwhile and decides nothing.
Mailboxes for petitions and misconduct, and collections of opinions, are other channels.
"""

from __future__ import annotations

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Moment, Pages, months_before
from zhengjian.facts.message_board import MessageBoard
from zhengjian.model import SHANGHAI, Finding, Outcome

ABOUT = About(
    title="网民留言长期未回应",
    wording="监测时间点前1年内，对网民留言应及时答复处理的政务咨询类栏目存在超过3个月未回应有效留言的现象",
    clause="单项否决指标·互动回应差",
    document="国办秘函〔2019〕19号",
    finding_phrase="存在超过3个月未回应的网民留言",
)


class Limits(BaseLimits):
    """``months``: how long a message may wait. ``back``: how many months of messages are looked at."""

    months: int = 3
    back: int = 12


def check(boards: Pages[MessageBoard], coverage: Coverage, now: Moment, limits: Limits) -> Outcome:
    """One finding for each day and page with such messages."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    at = now.as_of.astimezone(SHANGHAI)
    latest, earliest = (months_before(at, months).date().isoformat() for months in (limits.months, limits.back))
    seen = [page for page in boards if page.fact.kind or page.fact.waiting or page.fact.handling]
    findings: dict[str, Finding] = {}
    for page in seen:
        for day in page.fact.waiting:
            if earliest <= day < latest:
                what = f"{day}的留言至今未答复，超过{limits.months}个月"
                findings.setdefault(
                    day, Finding(where=page.url, what=what, value=day, expected=f"{limits.months}个月内回应", evidence=(page.snapshot,))
                )
    still = sum(earliest <= day < latest for page in seen for day in page.fact.handling)
    if not findings and not seen:
        return unknown("未见公开的留言")
    if not findings and not coverage.complete:
        return unknown(f"读到{len(seen)}个留言页面，未见长期未答复的；本轮没有读完全部页面")
    why = f"读到{len(seen)}个留言页面，{len(findings)}条超过{limits.months}个月未答复，允许0条"
    if still:
        why += f"；另有{still}条注明正在办理"
    return threshold(why, list(findings.values()), still, 1)
