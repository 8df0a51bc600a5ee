"""A citizen's error report whose address lies on another site than the one it was sent to.

Only a host that belongs to another registered site is evidence; an unknown host is left to a person.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from zhengjian.checks.base import About, met, not_applicable, threshold
from zhengjian.facts.base import Registered
from zhengjian.facts.messages import Messages
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="找错留言转办有误",
    wording="留言按网站标识码和网址转办",
    clause="“我为政府网站找错”网民留言办理",
    document="“我为政府网站找错”平台留言办理要求",
    on="message",
    finding_phrase="网民留言转办单位有误",
)


def check(messages: Messages, registered: Registered) -> Outcome:
    """One finding for each report whose address's host is another registered site's host."""
    if not messages.messages:
        return not_applicable("本期没有留言")
    others = {host: code for host, code in registered.hosts.items() if code != registered.site.site_id}
    wrong = [
        Finding(
            where=message.message_id,
            what=f"留言{message.message_id}所指网址属于标识码{others[host]}的网站",
            value=message.url,
            expected=others[host],
            evidence=(message.evidence or f"message:{message.message_id}",),
        )
        for message in messages.messages
        if (host := (urlsplit(message.url).hostname or "").removeprefix("www.")) in others
    ]
    if not wrong:
        return met(f"{len(messages.messages)}条留言与网站对应")
    return threshold(f"{len(wrong)}条留言转给了别的网站", wrong, 0, 1)
