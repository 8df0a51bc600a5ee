"""The days-left board: accounts and columns whose time runs out, before it has."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Subquery

from zhengjian.ledger.lists import Row, within
from zhengjian.ledger.models import Account, ColumnReading, Post, Site
from zhengjian.model import SHANGHAI
from zhengjian.workflow.rights import Scope

# The official limit of an account is two weeks; offices warn from the tenth day on (practice.md §3c).
ACCOUNT_LIMIT_DAYS = 14
ACCOUNT_WARN_DAYS = 10
SHOWN = 12


def running_out(period: str, as_of: datetime, scope: Scope) -> dict[str, tuple[Row, ...]]:
    """Accounts with 10 to 14 days since their last known post at ``as_of``, and near-stale columns, fewest days first.

    Accounts without any known post are not listed: not seen is not the same as not updated.
    """
    oldest, newest = as_of - timedelta(days=ACCOUNT_LIMIT_DAYS), as_of - timedelta(days=ACCOUNT_WARN_DAYS)
    latest = {
        row["account_id"]: row["last"]
        for row in Post.objects.filter(at__gt=as_of - timedelta(days=60), at__lte=as_of)
        .values("account_id")
        .annotate(last=Max("at"))
        .filter(last__gt=oldest, last__lte=newest)
        .order_by("last")[:400]
    }
    accounts = within(Account.objects.filter(account_id__in=list(latest), status="正常"), scope, target="account_id")
    rows: list[Row] = [
        {**row, "last": latest[row["account_id"]], "left": _days_left(latest[row["account_id"]], as_of)}
        for row in accounts.values("account_id", "name", "platform", "unit")
    ]
    names = Site.objects.filter(site_id=OuterRef("site_id")).values("name")[:1]
    columns = within(ColumnReading.objects.filter(period=period, state="near-stale"), scope, target="site_id", unit="round__unit")
    return {
        "accounts": tuple(sorted(rows, key=lambda row: (row["left"], row["account_id"]))[:SHOWN]),
        "columns": tuple(
            columns.order_by("last_text").values("site_id", "name", "last_text", "period_days", site_name=Subquery(names))[:SHOWN]
        ),
    }


def _days_left(last: datetime, as_of: datetime) -> int:
    gone = (as_of.astimezone(SHANGHAI).date() - last.astimezone(SHANGHAI).date()).days
    return max(0, ACCOUNT_LIMIT_DAYS - gone)
