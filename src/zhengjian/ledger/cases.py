"""What re-checks need to know: which findings were answered and when, and whether a later round still has them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Coalesce

from zhengjian.ledger import models as tables
from zhengjian.ledger.lists import Row, rows_of
from zhengjian.model import State, Verdict
from zhengjian.workflow.review import Kind


def answered(period: str) -> list[Row]:
    """Findings that a unit says it has mended: finding_id, kind, target, check_name, and when it said so."""
    rows = rows_of(
        tables.Finding.objects.filter(period=period, current=True, state=State.RECTIFIED.value).values(
            "finding_id", "kind", "target", "check_name"
        )
    )
    times = dict(
        tables.Event.objects.filter(finding_id__in=[row["finding_id"] for row in rows], kind=Kind.ANSWER.value)
        .values_list("finding_id")
        .annotate(last=Max("at"))
        .order_by()
    )
    return [{**row, "answered": times[row["finding_id"]]} for row in rows]


def after_recheck(finding: str, kind: str, target: str, check: str, since: datetime) -> bool | None:
    """Whether the latest re-check that began after ``since`` still has the finding; None when it could not judge."""
    rounds = tables.Round.objects.filter(kind=kind, target=target, recheck=True, observed=True)
    began = rounds.annotate(began=Coalesce("started", "inspection__started"))
    latest = began.filter(began__gt=since).order_by("-began", "-number").first()
    if latest is None:
        return None
    outcome = tables.Outcome.objects.filter(round=latest, check_name=check, rulebook=latest.rulebook).first()
    if outcome is None or outcome.verdict == Verdict.UNKNOWN.value:
        return None
    return _still_there(finding, check, outcome)


def _still_there(finding: str, check: str, outcome: tables.Outcome) -> bool:
    """Whether an outcome has a finding, in other words or with another measure perhaps: "15 days" may have become "22 days".

    The same value at the same place is the same finding, and so is the same address wherever it is linked; and when a place has
    but one finding of this check in both rounds, it is that one.
    """
    now = {row.finding_id: row for row in outcome.findings.all()}
    first = tables.Finding.objects.filter(finding_id=finding, check_name=check).order_by("pk").first()
    if finding in now or first is None:
        return finding in now
    same_place = [row for row in now.values() if row.where == first.where]
    if any(row.value == first.value for row in same_place):
        return True
    if (first.value or "").startswith("http") and any(row.value == first.value for row in now.values()):
        return True
    alone = tables.Finding.objects.filter(outcome=first.outcome, where=first.where).count() == 1
    return alone and len(same_place) == 1
