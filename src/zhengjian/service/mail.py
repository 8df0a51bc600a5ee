"""Sends what waits in the outbox by SMTP: a server that is away costs nothing but time, and no mail goes out twice."""

from __future__ import annotations

import contextlib
import hashlib
import re
import smtplib
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime

from zhengjian.bulletin.safe import printable
from zhengjian.config import Workspace
from zhengjian.ledger import audit, mail
from zhengjian.ledger.audit import Person
from zhengjian.ledger.mail import Letter
from zhengjian.model import Value
from zhengjian.service.documents import stored

SECONDS = 20.0
UNANSWERED = timedelta(minutes=30)
MOST_AT_ONCE = 500
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+")


class Sending(Value):
    """How many mails went out, wait on, were refused for good, and may or may not have arrived; why the last one waits."""

    sent: int = 0
    waiting: int = 0
    refused: int = 0
    doubtful: int = 0
    problem: str = ""


class _Away(Exception):
    """The server cannot be had or does not take mail now; nothing was handed over."""


def ready(workspace: Workspace) -> bool:
    """Whether mail can be sent at all."""
    return bool(workspace.settings.mail.host and workspace.settings.mail.sender)


def send_waiting(workspace: Workspace, at: datetime) -> Sending:
    """Send every mail that is due. Each is claimed in the ledger before it is handed over, and settled after the answer."""
    if not ready(workspace):
        return Sending(problem="未设置邮件服务（zhengjian.toml 的 mail.host 和 mail.sender）")
    return drain("mail", lambda letter: _deliver(workspace, letter, at), at)


def drain(channel: str, deliver: Callable[[Letter], tuple[str, str]], at: datetime) -> Sending:
    """Claim, hand over and settle what is due on a channel; ``deliver`` says what became of one letter, and why."""
    counts = {"sent": 0, "waiting": 0, "refused": 0, "doubtful": mail.interrupted(at - UNANSWERED, channel)}
    problem = ""
    for _ in range(MOST_AT_ONCE):
        letter = mail.claim(at, channel)
        if letter is None:
            break
        state, why = deliver(letter)
        mail.settle(letter.id, state, why, at=at if state == "sent" else None)
        counts[state] += 1
        problem = why or problem
    return Sending(**counts, problem=problem)


def _deliver(workspace: Workspace, letter: Letter, at: datetime) -> tuple[str, str]:
    to = mail.addresses(letter.unit)
    if not to:
        return "waiting", "该单位没有登记邮箱"
    message = _message(workspace, letter, to, at)
    if isinstance(message, str):
        return "refused", message
    try:
        server = _connect(workspace)
        try:
            return _hand_over(server, message, to)
        finally:
            with contextlib.suppress(OSError, smtplib.SMTPException):  # the answer that counts has come already
                server.quit()
            server.close()
    except _Away as error:
        return "waiting", f"邮件服务器暂时不能接收：{error}"


def _connect(workspace: Workspace) -> smtplib.SMTP:
    """A session that is ready for mail. Raises ``_Away``."""
    given = workspace.settings.mail
    try:
        if given.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(given.host, given.port, timeout=SECONDS, context=ssl.create_default_context())
        else:
            server = smtplib.SMTP(given.host, given.port, timeout=SECONDS)
        if given.security == "starttls":
            server.starttls(context=ssl.create_default_context())
        if given.user:
            server.login(given.user, (workspace.root / given.password_file).read_text("utf-8").strip())
    except (OSError, smtplib.SMTPException) as error:
        raise _Away(printable(str(error))[:120]) from error
    return server


def _hand_over(server: smtplib.SMTP, message: EmailMessage, to: tuple[str, ...]) -> tuple[str, str]:
    """One mail to its readers. Until the text is handed over a fault means "not sent"; after that, nobody knows."""
    sender = str(message["From"])
    try:
        server.ehlo_or_helo_if_needed()
        code, words = server.mail(sender)
        if code == 250:
            answers = [server.rcpt(one) for one in to]
            code, words = next(((code, words) for code, words in answers if code not in {250, 251}), (250, b""))
    except (OSError, smtplib.SMTPException) as error:
        raise _Away(printable(str(error))[:120]) from error
    if code != 250:
        return ("refused" if code >= 500 else "waiting"), f"邮件服务器答复{code} {printable(words.decode('utf-8', 'replace'))[:120]}"
    try:
        code, words = server.data(message.as_bytes(policy=policy.SMTP))
    except smtplib.SMTPDataError as error:  # the server did not even ask for the text
        return ("refused" if error.smtp_code >= 500 else "waiting"), f"邮件服务器答复{error.smtp_code}"
    except (OSError, smtplib.SMTPException):
        return "doubtful", "信件已交出，连接随即中断，不能确定是否已送达；请核对后决定是否重发"
    if code != 250:
        return ("refused" if code >= 500 else "waiting"), f"邮件服务器答复{code} {printable(words.decode('utf-8', 'replace'))[:120]}"
    return "sent", ""


def _message(workspace: Workspace, letter: Letter, to: tuple[str, ...], at: datetime) -> EmailMessage | str:
    """The mail as it is sent, or why it cannot be made. The same mail always has the same Message-ID."""
    message = EmailMessage()
    message["From"], message["To"] = workspace.settings.mail.sender, ", ".join(to)
    message["Subject"], message["Date"] = printable(letter.subject), format_datetime(at)
    host = workspace.settings.mail.sender.rpartition("@")[2].rstrip(">")
    message["Message-ID"] = f"<{hashlib.sha256(letter.key.encode()).hexdigest()[:32]}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n".join(printable(line) for line in letter.body.splitlines()))
    for name, sha256 in letter.files:
        data = stored(workspace, sha256)
        if data is None:
            return f"附件“{name}”缺失或与发出时的摘要不符"
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def set_address(unit: str, address: str, by: Person, at: datetime) -> str:
    """Set a unit's address (empty: take it away); returns one sentence when it is refused."""
    wanted = address.strip()
    if wanted and not ADDRESS.fullmatch(wanted):
        return f"“{printable(wanted)[:60]}”不是邮箱地址；请写成 name@example.gov.cn 的样子"
    with audit.together():
        mail.set_unit_mail(unit, wanted, by.name, at)
        audit.write(by, "set-unit-mail", unit, at, {"mail": wanted})
    return ""


def send_again(id_: int, by: Person, at: datetime) -> bool:
    """A person takes the responsibility for sending a refused, doubtful or held mail (again)."""
    with audit.together():
        done = mail.again(id_)
        if done:
            audit.write(by, "send-again", str(id_), at)
    return done
