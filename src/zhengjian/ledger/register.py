"""The register in the ledger: read whole, changed entry by entry, every change kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import msgspec
from django.db import models, transaction

from zhengjian.ledger import models as tables
from zhengjian.model import Account, RegisteredColumn, Site, Unit, decode
from zhengjian.register import Register
from zhengjian.register.comparing import CHANGE_NAMES, Difference, compare

_SHEETS: dict[str, tuple[type[models.Model], type[Any], tuple[str, ...]]] = {
    "单位": (tables.Unit, Unit, ("code",)),
    "网站": (tables.Site, Site, ("site_id",)),
    "栏目": (tables.Column, RegisteredColumn, ("site_id", "name", "url")),
    "账号": (tables.Account, Account, ("account_id",)),
}


class Reason(msgspec.Struct, frozen=True):
    """Who changes the register, when, and why."""

    by: str
    at: datetime
    text: str = ""


def load() -> Register:
    """The whole register, in the order of the office's own list."""
    return Register(units=_all("单位"), sites=_all("网站"), columns=_all("栏目"), accounts=_all("账号"))


def _all(sheet: str) -> tuple[Any, ...]:
    table, type_, _ = _SHEETS[sheet]
    names = type_.__struct_fields__
    return tuple(type_(**dict(zip(names, row, strict=True))) for row in table._default_manager.values_list(*names))


def evidence() -> dict[tuple[str, str], str]:
    """Where each site and account entry came from: (sheet, key) → imported file and row."""
    sites = tables.Site.objects.values_list("site_id", "evidence")
    accounts = tables.Account.objects.values_list("account_id", "evidence")
    return {("网站", key): text for key, text in sites} | {("账号", key): text for key, text in accounts}


@transaction.atomic
def take(new: Register, sheets: Sequence[str], reason: Reason, sources: Mapping[tuple[str, str], str] | None = None) -> list[Difference]:
    """Add and change entries as ``new`` has them; entries that only the ledger has stay.

    ``sources`` say where each entry came from. Returns what was changed; the same import again changes nothing.
    """
    differences = [difference for difference in compare(load(), new, sheets) if difference.change != "removed"]
    _write(differences, reason)
    lists = {"单位": new.units, "网站": new.sites, "栏目": new.columns, "账号": new.accounts}
    for sheet in sheets:
        _place(sheet, lists[sheet], sources or {})
    return differences


@transaction.atomic
def accept(differences: Iterable[Difference], reason: Reason) -> int:
    """Make the ledger agree with these differences, removals included; returns their number."""
    chosen = list(differences)
    _write(chosen, reason)
    return len(chosen)


def changes(key: str = "") -> list[dict[str, Any]]:
    """The log of changes, the oldest first; of one entry when ``key`` is given."""
    query = tables.RegisterChange.objects.all()
    rows = query.filter(key=key) if key else query
    return [dict(row) for row in rows.values("at", "by", "reason", "sheet", "key", "change", "before", "after")]


def _write(differences: list[Difference], reason: Reason) -> None:
    for sheet, (table, type_, unique) in _SHEETS.items():
        ours = [difference for difference in differences if difference.sheet == sheet]
        fresh = [_row(table, decode(difference.after, type_)) for difference in ours if not difference.before]
        table._default_manager.bulk_create(fresh, batch_size=500)
        for difference in ours:
            if difference.before:
                old = decode(difference.before, type_)
                query = table._default_manager.filter(**{name: getattr(old, name) for name in unique})
                if difference.after:
                    query.update(**_values(table, decode(difference.after, type_)))
                else:
                    query.delete()
    tables.RegisterChange.objects.bulk_create(
        [
            tables.RegisterChange(
                at=reason.at,
                by=reason.by,
                reason=reason.text,
                sheet=difference.sheet,
                key=difference.key,
                change=CHANGE_NAMES[difference.change],
                before=difference.before,
                after=difference.after,
            )
            for difference in differences
        ],
        batch_size=500,
    )


def _values(table: type[models.Model], value: Any) -> dict[str, Any]:
    values = msgspec.structs.asdict(value)
    return {**values, "host": host_of(value.home)} if table is tables.Site else values


def _row(table: type[models.Model], value: Any) -> models.Model:
    return table(**_values(table, value))


def host_of(home: str) -> str:
    """The host of a home page, lower case, without ``www.``."""
    return (urlsplit(home).hostname or "").removeprefix("www.")


def _place(sheet: str, values: tuple[Any, ...], sources: Mapping[tuple[str, str], str]) -> None:
    """Keep the order of the imported list and where each entry came from: one upsert for the entries where either differs."""
    table, _, unique = _SHEETS[sheet]
    fields = ["position", "evidence"] if sheet in {"网站", "账号"} else ["position"]
    held = {row[: len(unique)]: row[len(unique) :] for row in table._default_manager.values_list(*unique, *fields)}
    moved = []
    for position, value in enumerate(values, 1):
        key = tuple(getattr(value, name) for name in unique)
        source = sources.get((sheet, str(key[0])), "")
        wanted = (position, source) if len(fields) == 2 else (position,)
        if held.get(key) != wanted:
            row = _row(table, value)
            row.__dict__.update(dict(zip(fields, wanted, strict=True)))
            moved.append(row)
    table._default_manager.bulk_create(moved, batch_size=400, update_conflicts=True, unique_fields=list(unique), update_fields=fields)
