"""A citizen's error report (找错留言) that was not closed within its working days.

The clock starts when the report was forwarded, else when it was received; the day of the start does not count. A
report still open counts as late only when its last day has passed. An invalid report is left out; a report said to be
closed without any time cannot be judged. Where the office extended the clock, the new last day counts.
"""

from __future__ import annotations

import msgspec

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Moment
from zhengjian.facts.messages import Messages, Timeliness, timeliness
from zhengjian.model import Finding, Outcome
from zhengjian.workflow.working_days import UnknownYear, WorkCalendar

ABOUT = About(
    title="找错留言超期办结",
    wording="网站内容问题3个工作日内办结",
    clause="“我为政府网站找错”网民留言办理",
    document="“我为政府网站找错”平台留言办理要求",
    on="message",
    finding_phrase="网民留言未在规定时限内办结",
)


class Limits(BaseLimits):
    """``days``: working days after the starting day within which a report must be closed; ``days_by_kind``: other days for some kinds."""

    days: int = 3
    days_by_kind: dict[str, int] = msgspec.field(default_factory=dict)


def check(messages: Messages, now: Moment, limits: Limits) -> Outcome:
    """One finding for each late report; reports not yet due are in time so far."""
    if not messages.messages:
        return not_applicable("本期没有留言")
    calendar = WorkCalendar.corrected(messages.extra_workdays, messages.extra_holidays)
    try:
        judged = [(message, timeliness(message, now.as_of, _days(message.kind, limits), calendar)) for message in messages.messages]
    except UnknownYear as error:
        return unknown(str(error))
    late = [
        Finding(
            where=message.message_id,
            what=f"留言{message.message_id}应于{due:%Y-%m-%d}前办结，"
            + (f"实际{ended:%Y-%m-%d %H:%M}办结" if ended else f"至{now.as_of:%Y-%m-%d}仍未办结"),
            value=ended.isoformat() if ended else None,
            expected=f"延期至{message.until:%Y-%m-%d}" if message.until else f"{_days(message.kind, limits)}个工作日内",
            evidence=(message.evidence or f"message:{message.message_id}",),
        )
        for message, (how, due, ended) in judged
        if how is Timeliness.LATE and due is not None
    ]
    unclear = sum(how is Timeliness.UNCLEAR for _, (how, _, _) in judged)
    if not late and not unclear:
        return met(f"{len(judged)}条留言没有超期")
    return threshold(f"{len(judged)}条留言中{len(late)}条超期、{unclear}条缺少时间无法判断", late, unclear, 1)


def _days(kind: str, limits: Limits) -> int:
    return limits.days_by_kind.get(kind, limits.days)
