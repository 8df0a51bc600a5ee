"""A citizen's error report that is still open a month after it began: worse than late."""

from __future__ import annotations

from zhengjian.checks.base import About, met, not_applicable, threshold
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Moment, months_before
from zhengjian.facts.messages import Messages
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="找错留言未办结",
    wording="上一年度网民留言未办结、超过一个月办结的扣分",
    clause="监管工作年度考核指标·网民留言办理",
    document="国办秘函〔2019〕19号",
    on="message",
    finding_phrase="网民留言超过一个月未办结",
)


class Limits(BaseLimits):
    """``months``: open for more than this many calendar months is unresolved."""

    months: int = 1


def check(messages: Messages, now: Moment, limits: Limits) -> Outcome:
    """One finding for each valid report that began more than ``months`` months ago and is open at the moment."""
    if not messages.messages:
        return not_applicable("本期没有留言")
    earliest = months_before(now.as_of, limits.months)
    unresolved = [
        Finding(
            where=message.message_id,
            what=f"留言{message.message_id}自{start:%Y-%m-%d}起超过{limits.months}个月未办结",
            value=message.status or None,
            expected="办结",
            evidence=(message.evidence or f"message:{message.message_id}",),
        )
        for message in messages.messages
        if message.status not in {"已办结", "无效"}
        and (message.closed is None or message.closed > now.as_of)
        and (start := message.forwarded or message.received) is not None
        and start < earliest
    ]
    if not unresolved:
        return met(f"{len(messages.messages)}条留言没有超过{limits.months}个月未办结的")
    return threshold(f"{len(unresolved)}条留言超过{limits.months}个月未办结", unresolved, 0, 1)
