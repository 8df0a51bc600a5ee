"""Tokens of the API: made once, shown once, kept as a digest, bound to a person's role and scope."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from zhengjian.ledger.lists import Row, rows_of
from zhengjian.ledger.people import ApiToken, User

PREFIX = "zj_"


def make(username: str, label: str, scopes: Sequence[str], created: datetime, expires: datetime) -> str:
    """A new token of an account; the text is returned once and not kept."""
    text = PREFIX + secrets.token_urlsafe(32)
    user = User.objects.get(username=username)
    ApiToken.objects.create(user=user, label=label, digest=_digest(text), scopes=list(scopes), created=created, expires=expires)
    return text


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def holder(text: str, now: datetime) -> tuple[User, frozenset[str]] | None:
    """The person and the scopes of a valid token; None for any other text."""
    if not text.startswith(PREFIX) or len(text) > 100:
        return None
    row = ApiToken.objects.select_related("user").filter(digest=_digest(text), revoked=False, expires__gt=now).first()
    if row is None or not row.user.is_active or row.user.must_change:
        return None
    return row.user, frozenset(row.scopes)


def of(username: str) -> tuple[Row, ...]:
    """An account's tokens: id, label, scopes, created, expires, revoked."""
    query = ApiToken.objects.filter(user__username=username).order_by("-created")
    return rows_of(query.values("id", "label", "scopes", "created", "expires", "revoked"))


def revoke(username: str, id_: int) -> bool:
    """Revoke one of an account's own tokens; False when it is not theirs."""
    return bool(ApiToken.objects.filter(user__username=username, pk=id_, revoked=False).update(revoked=True))
