"""A person says what kind a column is: it becomes an entry of the register, with who, when and why."""

from __future__ import annotations

from datetime import datetime

import msgspec

from zhengjian.facts.kinds import KINDS
from zhengjian.model import RegisteredColumn
from zhengjian.register import Register


def correct(site_id: str, name: str, url: str, kind: str, *, by: str, at: datetime, why: str) -> str:
    """Register a column with this kind; the next judging follows it. Returns what is wrong with the entry, in Chinese, or nothing."""
    from zhengjian.ledger import register

    if kind not in KINDS:
        return f"栏目类别应为：{'、'.join(KINDS)}"
    if not why.strip():
        return "请写明更正的理由"
    known = next((row for row in register.load().columns if row.site_id == site_id and row.url == url), None)
    row = msgspec.structs.replace(known or RegisteredColumn(site_id=site_id, name=name, url=url), kind=kind)
    register.take(Register(columns=(row,)), ["栏目"], register.Reason(by=by, at=at, text=why.strip()[:500]))
    return ""
