"""The outbox: a mail is written once, claimed by one sender at a time, and never sent twice."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from zhengjian.ledger import people
from zhengjian.ledger.lists import Slice, Wanted, cut, order_of
from zhengjian.model import Value

LONGEST_PAUSE = timedelta(hours=1)
LOOKED_AT = 500


class Letter(Value):
    """One mail that a sender has claimed: the unit it goes to, its text, and what is attached (name, SHA-256).

    On the channel ``webhook`` the text is what another program is told about the unit.
    """

    id: int
    key: str
    unit: str
    subject: str
    body: str
    files: tuple[tuple[str, str], ...] = ()
    tries: int = 0
    channel: str = "mail"


def put(letter: Letter, at: datetime, *, held: bool) -> bool:
    """Put one mail in the outbox; False when the same (``key``) is there already. ``held``: no mail server is set."""
    given = {
        "channel": letter.channel,
        "to": letter.unit,
        "subject": letter.subject[:200],
        "body": letter.body,
        "files": [list(pair) for pair in letter.files],
        "created": at,
        "state": "held" if held else "waiting",
    }
    _, made = people.Sent.objects.get_or_create(key=letter.key, defaults=given)
    return made


def claim(at: datetime, channel: str = "mail") -> Letter | None:
    """The next mail of a channel that waits, now marked as being sent; None when none is due.

    A mail that failed waits 2, 4, 8 … minutes, at most an hour, whichever way the clock was moved since.
    """
    for row in people.Sent.objects.filter(state="waiting", channel=channel).order_by("pk")[:LOOKED_AT]:
        pause = min(timedelta(minutes=2**row.tries), LONGEST_PAUSE) if row.tries < 10 else LONGEST_PAUSE
        if row.tried is not None and abs(at - row.tried) < pause:
            continue
        mine = people.Sent.objects.filter(pk=row.pk, state="waiting", tries=row.tries)
        if mine.update(state="sending", tried=at, tries=F("tries") + 1):
            files = tuple((name, sha256) for name, sha256 in row.files)
            return Letter(
                id=row.pk, key=row.key, unit=row.to, subject=row.subject, body=row.body, files=files, tries=row.tries + 1, channel=channel
            )
    return None


def settle(id_: int, state: str, problem: str = "", *, at: datetime | None = None) -> None:
    """Say what became of a claimed mail: sent, waiting (try again), refused or doubtful."""
    people.Sent.objects.filter(pk=id_, state="sending").update(state=state, problem=problem[:200], sent=at)


def interrupted(before: datetime, channel: str = "mail") -> int:
    """Mark as doubtful what a sender claimed before this moment and never answered for; returns how many."""
    words = "发送过程中断，不能确定是否已送达；请核对后决定是否重发"
    return people.Sent.objects.filter(state="sending", channel=channel, tried__lt=before).update(state="doubtful", problem=words)


def again(id_: int) -> bool:
    """A person's word that a mail may be sent (again): only what was refused, doubtful or held."""
    mine = people.Sent.objects.filter(pk=id_, state__in=("refused", "doubtful", "held"))
    return bool(mine.update(state="waiting", tries=0, tried=None, problem=""))


def listing(wanted: Wanted) -> Slice:
    """The outbox, the latest first; filters: state, channel; sorted by to, state, created or sent."""
    by = {name: name for name in ("to", "state", "created", "sent")}
    query = people.Sent.objects.order_by(*order_of(wanted.sort, by, ("-pk",)))
    for name in ("state", "channel"):
        if wanted.filters.get(name):
            query = query.filter(**{name: wanted.filters[name]})
    if wanted.words:
        query = query.filter(subject__icontains=wanted.words) | query.filter(to__icontains=wanted.words)
    return cut(query.values("id", "channel", "to", "subject", "created", "state", "tries", "sent", "problem"), wanted)


def addresses(unit: str) -> tuple[str, ...]:
    """Where a unit's mail goes: its own address, then those of its active people."""
    own = people.UnitMail.objects.filter(unit=unit).values_list("mail", flat=True)
    theirs = people.User.objects.filter(unit=unit, is_active=True).exclude(mail="").order_by("pk").values_list("mail", flat=True)
    return tuple(dict.fromkeys([*own, *theirs]))


def unit_mails() -> dict[str, str]:
    """The addresses that units have, by unit code."""
    return dict(people.UnitMail.objects.values_list("unit", "mail"))


def set_unit_mail(unit: str, mail: str, by: str, at: datetime) -> None:
    """Set a unit's address; an empty one takes it away."""
    if mail:
        people.UnitMail.objects.update_or_create(unit=unit, defaults={"mail": mail, "by": by, "at": at})
    else:
        people.UnitMail.objects.filter(unit=unit).delete()
