"""A unit with more than one account in use on one platform: the document allows one in principle.

微信订阅号 and 微信服务号 are different sorts of account and do not count as one platform. A hint for a person: the
rule says 原则上, so an approved second account is no fault.
"""

from __future__ import annotations

from zhengjian.checks.base import About, met, not_applicable, threshold
from zhengjian.facts.accounts import AccountEntry
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="同一平台重复开设账号",
    wording="一个单位原则上在同一第三方平台只开设一个政务新媒体账号",
    clause="规范开设",
    document="国办发〔2018〕123号",
    on="account",
    finding_phrase="同一单位在同一平台重复开设账号",
)

NOT_ONE_PLATFORM = frozenset({"移动客户端", "小程序", "其他"})


def check(entry: AccountEntry) -> Outcome:
    """One finding on every account but the unit's earliest one on the platform."""
    account = entry.account
    if account.status != "正常" or account.platform in NOT_ONE_PLATFORM:
        return not_applicable(f"{account.platform}（{account.status}）不适用")
    if not entry.siblings:
        return met("同一平台只有一个账号")
    order = sorted((account, *entry.siblings), key=lambda one: (one.opened is None, one.opened, one.account_id))
    if order[0].account_id == account.account_id:
        return met("是该单位在此平台最早开设的账号")
    names = "、".join(one.name for one in order if one.account_id != account.account_id)
    finding = Finding(
        where=account.home or account.account_id,
        what=f"“{entry.unit.name}”在{account.platform}另有在用账号：{names}",
        value=str(len(order)),
        expected="1",
        evidence=(entry.register_evidence or f"register:{account.account_id}",),
    )
    return threshold(f"同一平台有{len(order)}个在用账号", [finding], 0, 1)
