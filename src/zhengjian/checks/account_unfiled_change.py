"""An account whose real name, owner or id differs from what is filed: changed without filing the change.

The national system's export (filing) is compared with the register and with what the platform really shows. A
difference is a finding only between two sources that were both read; a change that lies within the days allowed for
filing is not late yet.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from zhengjian.checks.base import About, met, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.accounts import AccountEntry
from zhengjian.facts.base import Moment
from zhengjian.model import SHANGHAI, Finding, Outcome

ABOUT = About(
    title="账号信息变更未备案",
    wording="开设、变更、关停、注销应向主管单位备案；备案信息与实际信息不符",
    clause="分级备案",
    document="国办发〔2018〕123号",
    on="account",
    finding_phrase="账号信息变更未按程序备案，备案信息与实际信息不符",
)


class Limits(BaseLimits):
    """``days``: calendar days after a change within which it may still be filed."""

    days: int = 30


def check(entry: AccountEntry, now: Moment, limits: Limits) -> Outcome:
    """One finding for each of name, owner and id that differs between the filing and what is real."""
    account, filing, profile = entry.account, entry.filing, entry.profile
    if account.status in {"关停", "注销"}:
        return not_applicable(f"账号登记状态为“{account.status}”")
    filed_name = filing.name if filing else account.filed_name
    filed_unit = filing.unit if filing else account.filed_unit
    filed_id = filing.platform_id if filing else ""
    if not (filed_name or filed_unit or filed_id):
        return unknown("没有导入备案信息，无法核对")
    if account.changed is not None:
        changed = datetime(account.changed.year, account.changed.month, account.changed.day, tzinfo=SHANGHAI)
        if now.as_of - changed <= timedelta(days=limits.days):
            return met(f"{account.changed}变更，尚在{limits.days}天备案期内")
    real_id = profile.platform_id if profile else ""
    pairs = (
        ("账号名称", filed_name, (profile.name if profile else "") or account.name),
        ("主办单位", filed_unit, account.unit),
        ("平台账号ID", filed_id, real_id or account.platform_id),
    )
    evidence = tuple(dict.fromkeys(filter(None, (entry.filing_evidence, profile.evidence if profile else "", entry.register_evidence))))
    findings = [
        Finding(
            where=account.home or account.account_id,
            what=f"{name}与备案不符：备案为“{filed}”，实际为“{real}”",
            value=real,
            expected=filed,
            evidence=evidence,
        )
        for name, filed, real in pairs
        if filed and real and _same(filed) != _same(real) and not (name == "主办单位" and _same(filed) == _same(entry.unit.name))
    ]
    return threshold(f"{len(findings)}项信息与备案不符" if findings else "名称、主办单位与备案一致", findings, 0, 1)


def _same(text: str) -> str:
    return "".join(text.split()).casefold()
