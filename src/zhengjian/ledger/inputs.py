"""What others tell us: messages, posts, policies, profiles, filings, repost tasks, visits. Saved and read as values.

Importing the same rows again changes nothing; a row with a known key is replaced by the newer one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from django.db import models, transaction

from zhengjian.ledger import models as tables
from zhengjian.ledger import people
from zhengjian.ledger.times import shanghai
from zhengjian.model import Account, Message, Period, Policy, Post, Profile, Value, decode, digest, encode
from zhengjian.register.entries import Repost, Traffic

V = TypeVar("V", bound=Value)
_MESSAGE_FIELDS = tuple(name for name in Message.__struct_fields__ if name != "until")


class ImportedFile(Value):
    """One imported file: what it was, its digest, when, and how many of its rows were good and bad."""

    kind: str
    name: str
    sha256: str
    at: datetime
    rows: int
    bad_rows: int = 0


def note(file: ImportedFile) -> None:
    """Remember an imported file."""
    tables.Import.objects.create(**msgspec.structs.asdict(file))


def _upsert(table: type[models.Model], rows: Sequence[models.Model], unique: list[str]) -> int:
    """Insert or replace by key; returns how many of the rows were new."""
    names = [field.name for field in table._meta.concrete_fields if field.name != "id" and field.name not in unique]
    with transaction.atomic():
        before = table._default_manager.count()
        table._default_manager.bulk_create(rows, batch_size=400, update_conflicts=True, unique_fields=unique, update_fields=names)
        return table._default_manager.count() - before


def _values(table: type[models.Model], type_: type[V]) -> Iterable[V]:
    names = type_.__struct_fields__
    return (type_(**dict(zip(names, shanghai(row), strict=True))) for row in table._default_manager.order_by("pk").values_list(*names))


def save_messages(messages: Iterable[Message]) -> int:
    """Keep error reports by their number. An extension is an event of handling, so an import takes none away."""
    rows = [tables.Message(**{name: getattr(message, name) for name in _MESSAGE_FIELDS}) for message in messages]
    return _upsert(tables.Message, rows, ["message_id"])


def messages(period: Period | None = None, *, only: str = "") -> tuple[Message, ...]:
    """Error reports whose clock started in the period (转办时间, else 收到时间), in the order they came; or the ``only`` one."""
    query = tables.Message.objects.order_by("pk")
    events = people.MessageEvent.objects.filter(kind="extend").order_by("pk")
    if only:
        query, events = query.filter(message_id=only), events.filter(message=only)
    until = dict(events.values_list("message", "until"))
    found = (
        Message(**dict(zip(_MESSAGE_FIELDS, shanghai(row), strict=True)), until=until.get(row[0]))
        for row in query.values_list(*_MESSAGE_FIELDS)
    )
    return tuple(message for message in found if period is None or _within(message.forwarded or message.received, period))


def _within(at: datetime | None, period: Period) -> bool:
    return at is not None and period.start <= at < period.end


def save_posts(posts: Iterable[Post]) -> int:
    """Keep posts; the same account, address, title and time is the same post."""
    rows = {(row.account_id, row.key): row for post in posts for row in [tables.Post(key=_post_key(post), **msgspec.structs.asdict(post))]}
    return _upsert(tables.Post, list(rows.values()), ["account_id", "key"])


def _post_key(post: Post) -> str:
    return digest(post.url, post.title, post.at.isoformat() if post.at else "")


def posts(account_ids: Sequence[str] | None = None) -> dict[str, tuple[Post, ...]]:
    """All posts by account, the newest last."""
    names = Post.__struct_fields__
    query = tables.Post.objects.order_by("account_id", "at", "pk").values_list(*names)
    grouped: dict[str, list[Post]] = {}
    for row in query if account_ids is None else query.filter(account_id__in=account_ids):
        post = Post(**dict(zip(names, shanghai(row), strict=True)))
        grouped.setdefault(post.account_id, []).append(post)
    return {account: tuple(found) for account, found in grouped.items()}


class Look(Value):
    """One look at an account through one source; ``whole`` when it answered and can prove silence."""

    account_id: str
    source: str
    at: datetime
    whole: bool
    period: str = ""
    round: int = 1
    posts: int = 0
    problem: str = ""
    evidence: str = ""


def save_looks(looks: Iterable[Look]) -> None:
    """Keep looks at accounts; nothing is ever overwritten, and the same look is kept once."""
    known = set(tables.Reading.objects.values_list("account_id", "source", "evidence"))
    looks = [look for look in looks if (look.account_id, look.source, look.evidence) not in known]
    rows = [
        tables.Reading(complete=look.whole, **{k: v for k, v in msgspec.structs.asdict(look).items() if k != "whole"}) for look in looks
    ]
    tables.Reading.objects.bulk_create(rows, batch_size=500)


def looks() -> dict[str, tuple[Look, ...]]:
    """All looks by account, the oldest first."""
    grouped: dict[str, list[Look]] = {}
    names = ("account_id", "source", "at", "complete", "period", "round", "posts", "problem", "evidence")
    for row in tables.Reading.objects.order_by("at", "pk").values_list(*names):
        values = dict(zip(names, shanghai(row), strict=True))
        look = Look(whole=values.pop("complete"), **values)
        grouped.setdefault(look.account_id, []).append(look)
    return {account: tuple(found) for account, found in grouped.items()}


def save_policies(policies: Iterable[Policy], evidence: Sequence[str]) -> int:
    """Keep policy documents by number, title and address."""
    rows = {
        row.key: row
        for policy, source in zip(policies, evidence, strict=True)
        for row in [
            tables.Policy(
                key=digest(policy.number, policy.title, policy.url),
                evidence=source,
                **{name: getattr(policy, name) for name in ("number", "title", "url", "published", "needs_interpretation")},
            )
        ]
    }
    return _upsert(tables.Policy, list(rows.values()), ["key"])


def policies() -> tuple[Policy, ...]:
    """All policy documents, in the order they were imported."""
    names = ("number", "title", "url", "published", "needs_interpretation")
    return tuple(Policy(**dict(zip(names, shanghai(row), strict=True))) for row in tables.Policy.objects.order_by("pk").values_list(*names))


def save_profiles(profiles: Iterable[Profile]) -> int:
    """Keep what platforms show; every reading stays."""
    rows = [tables.Profile(**msgspec.structs.asdict(profile)) for profile in profiles]
    known = set(tables.Profile.objects.values_list("account_id", "evidence"))
    fresh = [row for row in rows if (row.account_id, row.evidence) not in known]
    tables.Profile.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def profiles() -> dict[str, Profile]:
    """The newest profile of each account."""
    newest: dict[str, Profile] = {}
    for profile in _values(tables.Profile, Profile):
        held = newest.get(profile.account_id)
        if held is None or held.read_at is None or (profile.read_at is not None and profile.read_at >= held.read_at):
            newest[profile.account_id] = profile
    return newest


def save_filings(accounts: Iterable[Account], evidence: Sequence[str]) -> int:
    """Keep the national system's entries; a new export replaces the old one whole."""
    rows = [
        tables.Filing(
            account_id=account.account_id,
            platform=account.platform,
            name=account.name,
            platform_id=account.platform_id,
            entry=encode(account).decode(),
            evidence=source,
        )
        for account, source in zip(accounts, evidence, strict=True)
    ]
    with transaction.atomic():
        tables.Filing.objects.all().delete()
        tables.Filing.objects.bulk_create(rows, batch_size=500)
    return len(rows)


def filings() -> dict[str, tuple[Account, str]]:
    """The national export by account number: entry and evidence."""
    rows = tables.Filing.objects.values_list("account_id", "entry", "evidence")
    return {account: (decode(entry, Account), evidence) for account, entry, evidence in rows}


def save_reposts(reposts: Iterable[Repost]) -> int:
    """Keep repost tasks by their number."""
    return _upsert(tables.Repost, [tables.Repost(**msgspec.structs.asdict(repost)) for repost in reposts], ["task_id"])


def reposts() -> tuple[Repost, ...]:
    """All repost tasks."""
    return tuple(_values(tables.Repost, Repost))


def save_traffic(lines: Iterable[Traffic]) -> int:
    """Keep visits of columns by address and days."""
    rows = {
        row.key: row
        for line in lines
        for row in [tables.Traffic(key=digest(line.url, str(line.start), str(line.end)), **msgspec.structs.asdict(line))]
    }
    return _upsert(tables.Traffic, list(rows.values()), ["key"])


def traffic() -> tuple[Traffic, ...]:
    """All visits of columns."""
    return tuple(_values(tables.Traffic, Traffic))


class ProbeCount(Value):
    """One site's availability visits of one day, counted by what they count as."""

    site_id: str
    day: Any
    visits: int
    opened: int
    not_opened: int
    person: int
    excluded: int


def save_probe_days(counts: Iterable[ProbeCount]) -> int:
    """Keep daily counts of availability visits; a day counted again replaces the old line."""
    return _upsert(tables.ProbeDay, [tables.ProbeDay(**msgspec.structs.asdict(count)) for count in counts], ["site_id", "day"])


def imported(kind: str = "", before: datetime | None = None) -> list[tuple[str, str]]:
    """Name and SHA-256 of every imported file whose original is kept: of a kind, from before a moment."""
    found = tables.Import.objects.filter(removed=None).order_by("pk")
    if kind:
        found = found.filter(kind=kind)
    if before is not None:
        found = found.filter(at__lt=before)
    return list(found.values_list("name", "sha256"))


def mark_removed(sha256: str, at: datetime) -> None:
    """Remember that the original of an imported file is deleted."""
    tables.Import.objects.filter(sha256=sha256, removed=None).update(removed=at)


def removed(digest: str) -> datetime | None:
    """When the original of an imported file was deleted, by the beginning of its SHA-256; None while it is kept."""
    rows = tables.Import.objects.filter(sha256__startswith=digest).order_by("-pk").values_list("removed")
    return next((when for (when,) in map(shanghai, rows[:1])), None)


def newest_import(kind: str) -> str:
    """The evidence id of the list of a kind that was imported last; empty when none was."""
    digest = tables.Import.objects.filter(kind=kind).order_by("-pk").values_list("sha256", flat=True).first()
    return f"I-{digest[:16]}" if digest else ""
