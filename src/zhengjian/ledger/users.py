"""Accounts of people: making them, changing them, and what a person may see."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from zhengjian.ledger.lists import Row, Slice, Wanted, cut, order_of, rows_of
from zhengjian.ledger.models import Unit as UnitTable
from zhengjian.ledger.people import User
from zhengjian.model import Unit
from zhengjian.workflow.rights import NOTHING, PROVINCE, Role, Scope, scope_of

# Letters and digits that cannot be mistaken for one another when read from a terminal or a note.
_LETTERS = "abcdefghjkmnpqrstuvwxyzACDEFGHJKLMNPQRTUVWXY34679"


def one_time_password() -> str:
    """A random password of four groups of four, about 90 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


def anybody() -> bool:
    """Whether any account exists."""
    return User.objects.exists()


def names(username: str) -> bool:
    """Whether an account has this login name, upper and lower case alike."""
    return User.objects.filter(username__iexact=username).exists()


def create(username: str, role: Role, password: str, at: datetime, *, by: str = "", more: Mapping[str, Any] | None = None) -> None:
    """A new account whose password must be changed at first use. ``more``: name, unit, targets, founder."""
    User.objects.create(username=username, role=role, password=make_password(password), created=at, created_by=by, **(more or {}))


def change(username: str, **fields: Any) -> None:
    """Change fields of an account; every session of it ends."""
    user = User.objects.select_for_update().get(username=username)
    for name, value in fields.items():
        setattr(user, name, make_password(value) if name == "password" else value)
    user.epoch += 1
    user.save()


def one(username: str) -> Row | None:
    """One account by its login name, or None."""
    return next(iter(rows_of(User.objects.filter(username=username).values(*_FIELDS))), None)


def called(usernames: Iterable[str]) -> dict[str, str]:
    """Names of people by their login names; who has no name is called by the login name."""
    rows = User.objects.filter(username__in=sorted(set(usernames))).values_list("username", "name")
    return {username: name or username for username, name in rows}


def roles_held() -> frozenset[Role]:
    """Roles that active accounts have."""
    return frozenset(Role(role) for role in User.objects.filter(is_active=True).values_list("role", flat=True).distinct())


_FIELDS = (
    "username",
    "name",
    "mail",
    "role",
    "unit",
    "targets",
    "is_active",
    "must_change",
    "founder",
    "created",
    "created_by",
    "last_login",
)


def people(wanted: Wanted) -> Slice:
    """All accounts by login name; filters: role; sorted by username, name, role, unit or last_login."""
    by = {name: name for name in ("username", "name", "role", "unit", "last_login")}
    query: QuerySet[Any, Any] = User.objects.order_by(*order_of(wanted.sort, by, ("username",)))
    if wanted.filters.get("role"):
        query = query.filter(role=wanted.filters["role"])
    if wanted.words:
        query = query.filter(username__icontains=wanted.words) | query.filter(name__icontains=wanted.words)
    return cut(query.values(*_FIELDS), wanted)


def scope(user: User) -> Scope:
    """What this person may see; province-wide roles cost no query."""
    try:
        role = Role(user.role)
    except ValueError:
        return NOTHING
    units = (
        [Unit(code=code, name="", parent=parent) for code, parent in UnitTable.objects.values_list("code", "parent")]
        if role is Role.SUPERVISOR
        else []
    )
    if role in PROVINCE:
        return Scope()
    return scope_of(role, unit=user.unit, targets=frozenset(user.targets), units=units)
