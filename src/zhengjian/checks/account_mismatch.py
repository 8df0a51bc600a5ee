"""An account whose register entry differs from what its platform really shows.

Unlike ``account-unfiled-change`` this compares our own register with the platform: certified owner, status, id.
"""

from __future__ import annotations

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.facts.accounts import AccountEntry
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="账号登记信息与平台不一致",
    wording="认证信息应标明主办单位，登记信息与平台实际一致",
    clause="账号管理",
    document="国办发〔2018〕123号",
    on="account",
    finding_phrase="登记信息与平台实际信息不一致",
)

CLOSED = frozenset({"关停", "注销", "停用", "已注销", "已关停"})


def check(entry: AccountEntry) -> Outcome:
    """One finding for each of id, certified owner and status that differs; what the platform does not show is left out."""
    account, profile = entry.account, entry.profile
    if profile is None:
        return unknown("没有读到平台上的账号资料，无法核对")
    owners = {_same(name) for name in (entry.unit.name, entry.unit.short_name, account.unit) if name}
    certified = _same(profile.certified)
    found = []
    if profile.platform_id and account.platform_id and _same(profile.platform_id) != _same(account.platform_id):
        found.append(("平台账号ID", account.platform_id, profile.platform_id))
    if certified and not any(certified in owner or owner in certified for owner in owners):
        found.append(("认证主体", entry.unit.name, profile.certified))
    if profile.status in CLOSED and account.status == "正常":
        found.append(("状态", account.status, profile.status))
    findings = [
        Finding(
            where=account.home or account.account_id,
            what=f"{name}不一致：登记为“{registered}”，平台显示“{shown}”",
            value=shown,
            expected=registered,
            evidence=tuple(filter(None, (profile.evidence, entry.register_evidence))),
        )
        for name, registered, shown in found
    ]
    return threshold(f"{len(findings)}项与平台显示不一致" if findings else "登记信息与平台显示一致", findings, 0, 1)


def _same(text: str) -> str:
    return "".join(text.split()).casefold()
