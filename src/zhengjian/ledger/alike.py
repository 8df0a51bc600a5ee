"""Findings that may say the same as another one: the same check, the same value, the same state, of any target."""

from __future__ import annotations

from typing import Any

from zhengjian.ledger.lists import FINDING_FIELDS, PUBLISHED, Row, target_names, within
from zhengjian.ledger.models import Finding
from zhengjian.workflow.rights import Scope

MOST = 200


def like(finding: dict[str, Any], scope: Scope) -> tuple[Row, ...]:
    """The other current findings of the period within a scope, at most 200, each with its ``target_name``."""
    query = within(Finding.objects.filter(period=finding["period"], current__in=(True,)), scope, target="target")
    if scope.published_only:
        query = query.filter(state__in=PUBLISHED)
    same = query.filter(check_name=finding["check_name"], state=finding["state"], value=finding["value"])
    rows = list(same.exclude(finding_id=finding["finding_id"]).order_by("unit", "target", "order").values(*FINDING_FIELDS)[:MOST])
    names = target_names([(row["kind"], row["target"]) for row in rows])
    return tuple({**row, "target_name": names.get((row["kind"], row["target"]), row["target"])} for row in rows)
