"""Deadlines told to another program: signed, once each, through the same outbox as mail; off until the office sets an address.

The form is that of Standard Webhooks: ``webhook-id`` stays the same however often a message is tried, ``webhook-timestamp``,
and ``webhook-signature``: ``v1,`` and the Base64 HMAC-SHA256 of ``id.timestamp.body``. No finding and no citizen is named.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import date, datetime

from zhengjian.config import Workspace
from zhengjian.fetch.post import post
from zhengjian.ledger import lists, mail
from zhengjian.ledger.mail import Letter
from zhengjian.model import Value
from zhengjian.service.mail import Sending, drain

CHANNEL = "webhook"
SHORTEST_SECRET = 24
_STATES = {"taken": "sent", "later": "waiting", "refused": "refused", "doubtful": "doubtful"}


class Deadline(Value):
    """One thing to tell: ``event`` (notice-issued, notice-reminder, reports-due), the unit, what it is about, its last day."""

    event: str
    unit: str
    subject: str
    words: str
    period: str = ""
    due: date | None = None


def ready(workspace: Workspace) -> bool:
    """Whether the office has set an address."""
    return bool(workspace.settings.webhook.url)


def tell(workspace: Workspace, key: str, deadline: Deadline, at: datetime) -> None:
    """Put one deadline into the outbox, once for each ``key``; nothing happens while no address is set."""
    if not ready(workspace):
        return
    told = {
        "event": deadline.event,
        "unit": {"code": deadline.unit, "name": lists.unit_full_name(deadline.unit)},
        "subject": deadline.subject,
        "words": deadline.words,
        "period": deadline.period,
        "due": deadline.due.isoformat() if deadline.due else None,
        "at": at.isoformat(),
    }
    body = json.dumps(told, ensure_ascii=False)
    letter = Letter(id=0, key=f"webhook:{key}", unit=deadline.unit, subject=deadline.subject, body=body, channel=CHANNEL)
    mail.put(letter, at, held=False)


def send_waiting(workspace: Workspace, at: datetime) -> Sending:
    """Send every deadline that is due to be told."""
    if not ready(workspace):
        return Sending()
    secret = _secret(workspace)
    if secret is None:
        name = workspace.settings.webhook.secret_file
        return Sending(problem=f"没有可用的签名密钥：请把至少{SHORTEST_SECRET}个字符的随机密钥写入工作目录的 {name}（webhook.secret_file）")
    return drain(CHANNEL, lambda letter: _deliver(workspace, letter, secret, at), at)


def _secret(workspace: Workspace) -> bytes | None:
    try:
        text = (workspace.root / workspace.settings.webhook.secret_file).read_bytes().strip()
    except OSError:
        return None
    return text if len(text) >= SHORTEST_SECRET else None


def _deliver(workspace: Workspace, letter: Letter, secret: bytes, at: datetime) -> tuple[str, str]:
    id_, moment, body = hashlib.sha256(letter.key.encode()).hexdigest()[:32], str(int(at.timestamp())), letter.body.encode()
    headers = {"webhook-id": id_, "webhook-timestamp": moment, "webhook-signature": signature(secret, id_, moment, body)}
    given = workspace.settings.webhook
    done = post(given.url, body, headers, given.allow_addresses)
    return _STATES[done.outcome], done.why


def signature(secret: bytes, id_: str, moment: str, body: bytes) -> str:
    """What a receiver computes to know that a message is ours and untouched."""
    signed = hmac.new(secret, b".".join((id_.encode(), moment.encode(), body)), hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"
