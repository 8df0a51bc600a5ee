"""Error reports (找错留言) that were closed with a reply that says nothing.

A clue for a person. Measured on imported reports that are closed and whose reply is in the list. A reply says nothing when
courtesy, a promise, or “ask the department concerned” is all of it, when it is the report over again, or when the same short
text, naming no result, document, place or number, answered many reports of different things. A referral that names the
office, a telephone, an address or a rule is a reply; so is “已更正”, however short.
"""

from __future__ import annotations

from collections.abc import Iterable

from zhengjian.checks.base import About, not_applicable, threshold
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.empty_words import SAID, bare, emptiness, generic
from zhengjian.facts.messages import Messages
from zhengjian.facts.replies import DONE, different
from zhengjian.model import Finding, Message, Outcome

ABOUT = About(
    title="找错留言答复推诿敷衍",
    wording="认真办理网民留言，杜绝推诿敷衍、答非所问",
    clause="“我为政府网站找错”网民留言办理",
    document="“我为政府网站找错”平台留言办理要求",
    on="message",
    finding_phrase="网民留言答复推诿、敷衍",
)


class Limits(BaseLimits):
    """``alike``: so many reports of different things with the very same general reply stand out."""

    alike: int = 5


def check(messages: Messages, limits: Limits) -> Outcome:
    """One finding for each reply that says nothing; a closed report without its reply decides nothing."""
    closed = [message for message in messages.messages if message.status == "已办结"]
    if not closed:
        return not_applicable("本期没有已办结的留言")
    answered = [message for message in closed if bare(message.answer)]
    repeated = _repeated(answered, limits.alike)
    findings = []
    for message in answered:
        kind = emptiness(message.answer, message.content)
        same = repeated.get(bare(message.answer), 0)
        if kind or same:
            findings.append(_finding(message, SAID[kind] if kind else f"与另外{same - 1}条内容不同的留言答复完全相同，且没有结果"))
    unseen = len(closed) - len(answered)
    said = f"已办结留言{len(closed)}条，{len(findings)}条答复疑似推诿敷衍，允许0条"
    return threshold(said + (f"；{unseen}条没有导入答复内容" if unseen else ""), findings, unseen, 1)


def _repeated(answered: Iterable[Message], limit: int) -> dict[str, int]:
    """General replies without a result that answered so many reports, of so many different things."""
    by_answer: dict[str, list[Message]] = {}
    for message in answered:
        if generic(message.answer) and not DONE.search(message.answer):
            by_answer.setdefault(bare(message.answer), []).append(message)
    return {reply: len(group) for reply, group in by_answer.items() if different(message.content for message in group) >= limit}


def _finding(message: Message, why: str) -> Finding:
    return Finding(
        where=message.message_id,
        what=f"留言{message.message_id}的答复{why}，须人工核实",
        value=message.answer[:120],
        expected="说明核实和处理结果",
        evidence=(message.evidence or f"message:{message.message_id}",),
    )
