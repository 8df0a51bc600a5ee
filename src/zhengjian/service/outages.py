"""Approved outages as the office keeps them: entered and withdrawn with who and why, and what each does to the visits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from zhengjian.config import Workspace
from zhengjian.model import COUNTS_AS, SHANGHAI, CountsAs, Value
from zhengjian.register.entries import Outage

if TYPE_CHECKING:
    from zhengjian.ledger.audit import Person

LONGEST = timedelta(days=31)
"""A site that is closed for longer is registered as closed; a slip in the year must not excuse it for ever."""


class Effect(Value):
    """Availability visits in an outage: all, those that did not open in time, those that did. None of them enters a share."""

    visits: int = 0
    bad: int = 0
    opened: int = 0


def enter(outage: Outage, by: Person, at: datetime) -> str:
    """Keep one approved outage. Returns what is wrong with it, in Chinese, or nothing."""
    from zhengjian.ledger import audit, outages

    why = _wrong(outage)
    if why:
        return why
    with audit.together():
        if outages.known(outage):
            return "该网站已有起止时间完全相同的停机报备；如要恢复已撤回的，请另行登记起止时间"
        outages.save([outage], by=by.name, at=at)
        detail = {"start": outage.start, "end": outage.end, "reason": outage.reason, "approved_by": outage.approved_by}
        audit.write(by, "enter-outage", outage.site_id, at, detail)
    return ""


def _wrong(outage: Outage) -> str:
    from zhengjian.ledger import lists
    from zhengjian.workflow.rights import Scope

    if lists.target("site", outage.site_id, Scope()) is None:
        return f"名录中没有标识码为“{outage.site_id}”的网站；请核对标识码，或先在名录中登记"
    if outage.end <= outage.start:
        return "停机的“止”应晚于“起”"
    if outage.end - outage.start > LONGEST:
        return f"一次停机最长 {LONGEST.days} 天；更长的请分次报备，或在名录中变更网站状态"
    if not outage.reason.strip() or not outage.approved_by.strip():
        return "请写明停机原因和批准人（或批准文号）"
    return ""


def withdraw(id_: int, by: Person, at: datetime, why: str) -> str:
    """Let an outage count no longer, from the next judging on. Returns what stands against it, in Chinese, or nothing."""
    from zhengjian.ledger import audit, outages

    if not why.strip():
        return "请写明撤回的理由"
    with audit.together():
        row = outages.one(id_)
        if row is None or not outages.withdraw(id_, by=by.name, at=at, why=why.strip()[:500]):
            return "没有这条停机报备，或已被撤回；请刷新后查看最新情况"
        audit.write(by, "withdraw-outage", row["site_id"], at, {"start": row["start"], "end": row["end"], "reason": why.strip()[:500]})
    return ""


def effect(workspace: Workspace, outage: Outage) -> Effect:
    """What the availability monitor saw of the site within an outage (both moments included)."""
    from zhengjian.archive import probes
    from zhengjian.plan.probes import is_bad

    end = min(outage.end, outage.start + LONGEST) + timedelta(microseconds=1)
    seen = [visit for visit in probes.read(workspace.archive, outage.start.astimezone(SHANGHAI), end) if visit.site_id == outage.site_id]
    bad = sum(is_bad(visit) for visit in seen)
    counted = sum(COUNTS_AS[visit.code] in {CountsAs.OPEN, CountsAs.NOT_OPEN} for visit in seen)
    return Effect(visits=len(seen), bad=bad, opened=counted - bad)
