"""An account closed or cancelled without a public notice that the register can name."""

from __future__ import annotations

from zhengjian.checks.base import About, met, not_applicable, threshold
from zhengjian.facts.accounts import AccountEntry
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="账号关停注销未公告",
    wording="关停、注销应向社会公告",
    clause="规范关停注销",
    document="国办发〔2018〕123号",
    on="account",
    finding_phrase="账号关停注销未向社会公告",
)


def check(entry: AccountEntry) -> Outcome:
    """A finding when a closed account's entry names no notice."""
    account = entry.account
    if account.status not in {"关停", "注销"}:
        return not_applicable("账号在用")
    if account.notice:
        return met(f"公告见 {account.notice}")
    finding = Finding(
        where=account.home or account.account_id,
        what=f"“{account.name}”已{account.status}，登记中没有公告网址",
        value=None,
        expected="公告网址",
        evidence=(entry.register_evidence or f"register:{account.account_id}",),
    )
    return threshold("没有公告网址", [finding], 0, 1)
