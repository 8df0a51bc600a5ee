"""What views share: the workspace, the moment, the person, the period, and the questions a list is asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest

from zhengjian.checks.base import About
from zhengjian.judge import Check, all_checks
from zhengjian.ledger.audit import Person
from zhengjian.ledger.lists import Row, Slice, Wanted
from zhengjian.ledger.place import workspace
from zhengjian.model import SHANGHAI, Period
from zhengjian.rulebook import AMENDMENTS, Rule, Rulebook, RulebookError, load, on
from zhengjian.workflow.rights import Role, Scope


def now() -> datetime:
    """The wall clock in Shanghai."""
    return datetime.now(SHANGHAI)


def person(request: HttpRequest) -> Person:
    """Who acts, for the audit log."""
    user: Any = request.user
    return Person(name=user.get_username(), role=getattr(user, "role", ""), address=request.META.get("REMOTE_ADDR", ""))


def scope(request: HttpRequest) -> Scope:
    """What the gate found this person may see."""
    found: Scope = request.scope  # type: ignore[attr-defined]
    return found


def role(request: HttpRequest) -> Role:
    """The role that the gate found."""
    found: Role = request.role  # type: ignore[attr-defined]
    return found


def wanted(request: HttpRequest, *names: str, size: int = 50) -> Wanted:
    """Filters, words, sort and page from the address; only the named filters are read."""
    asked = request.GET
    page = asked.get("page", "1")
    return Wanted(
        filters={name: asked.get(name, "")[:4000] for name in names},
        words=asked.get("q", "").strip()[:80],
        sort=asked.get("sort", "")[:20],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
        size=size,
    )


def sliced(rows: Sequence[Row], asked: Wanted) -> Slice:
    """One page of a list that does not lie in the database."""
    pages = max(1, -(-len(rows) // asked.size))
    page = min(max(1, asked.page), pages)
    start = (page - 1) * asked.size
    return Slice(tuple(rows[start : start + asked.size]), len(rows), page, pages, start + 1 if rows else 0)


def required(value: Any) -> Any:
    """The value, or the same 404 for what is missing and for what is not theirs."""
    if value is None:
        raise Http404
    return value


__all__ = ["about", "check_title", "now", "person", "required", "role", "rule", "rulebook", "scope", "sliced", "wanted", "workspace"]


@lru_cache(maxsize=8)
def _rulebook(name: str, folder: Path, _as_of: tuple[float, ...], day: date) -> Rulebook:
    return on(load(name, folder), day)


def rulebook(period: str = "") -> Rulebook:
    """The office's rulebook as it counts for a period, or today; an empty one named alike when it cannot be loaded, so that
    pages still open."""
    here, day = workspace(), Period.parse(period).start.date() if period else now().date()
    name, folder = here.settings.office.rulebook, here.root / "rulebooks"
    files = (folder / f"{name}.toml", folder / AMENDMENTS / f"{name}.toml")
    changed = tuple(file.stat().st_mtime if file.is_file() else 0.0 for file in files)
    try:
        return _rulebook(name, folder, changed, day)
    except RulebookError:
        return Rulebook(name=here.settings.office.rulebook, title="（指标文件无法读取）", document="", in_force_from=date.min)


def check_title(name: str) -> str:
    """A check's official title; its name when it is not built."""
    check: Check | None = all_checks().get(name)
    return check.about.title if check else name


def rule(name: str, period: str = "") -> Rule | None:
    """How the office's rulebook counts a check in a period, or today."""
    return rulebook(period).check.get(name)


def about(name: str) -> About | None:
    """A check's official wording and clause, or None when it is not built."""
    check = all_checks().get(name)
    return check.about if check else None
