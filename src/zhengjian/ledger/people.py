"""Tables of the people who decide: accounts, tokens, the audit chain, notices with their answers, second looks.

Targets, findings and units are named by their ids, so these tables stand beside the inspection's own and a
register that is imported anew takes nothing away from what was decided.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


class UserManager(BaseUserManager["User"]):
    """Finds accounts by their login name, as Django's authentication asks."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The account with this login name, upper and lower case alike."""
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """One person's account. ``role`` is one of ``workflow.rights.Role``; ``unit`` and ``targets`` say what is theirs."""

    username = models.CharField("账号", max_length=40, unique=True)
    name = models.CharField("姓名", max_length=40, blank=True)
    mail = models.CharField("邮箱", max_length=200, blank=True, default="")
    role = models.CharField("角色", max_length=20)
    unit = models.CharField("单位编码", max_length=40, blank=True)
    targets = models.JSONField("负责的网站和账号", default=list, blank=True)
    is_active = models.BooleanField("启用", default=True)
    must_change = models.BooleanField("须修改口令", default=True)
    founder = models.BooleanField("首个账号", default=False)
    created = models.DateTimeField()
    created_by = models.CharField(max_length=40, blank=True)
    epoch = models.PositiveIntegerField(default=0)
    last_step = models.BigIntegerField(default=-1)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = UserManager()

    def get_session_auth_hash(self) -> str:
        """Changes with the password and with ``epoch``: raising the epoch ends every session of the account."""
        return salted_hmac("zhengjian.session", f"{self.password}|{self.epoch}|{self.is_active}", algorithm="sha256").hexdigest()

    def get_session_auth_fallback_hash(self) -> list[str]:
        """No earlier hash is accepted."""
        return []


class ApiToken(models.Model):
    """A token of the API: only its SHA-256 is kept. ``scopes`` are words of ``workflow.rights.SCOPES``."""

    user = models.ForeignKey(User, on_delete=models.CASCADE)
    label = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created = models.DateTimeField()
    expires = models.DateTimeField()
    revoked = models.BooleanField(default=False)


class Audit(models.Model):
    """One line of the audit log; ``digest`` covers the line and the digest before it. Triggers forbid changing it."""

    at = models.DateTimeField()
    who = models.CharField(max_length=40)
    role = models.CharField(max_length=20, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=200, blank=True)
    detail = models.TextField(blank=True)
    address = models.CharField(max_length=60, blank=True)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("action",)), models.Index(fields=("who",)))


class Notice(models.Model):
    """A notice to one unit in one period. ``number`` runs without gaps within ``year``."""

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    period = models.CharField(max_length=8)
    unit = models.CharField(max_length=40)
    issued = models.DateTimeField()
    issued_by = models.CharField(max_length=40)
    due = models.DateField()
    objection_until = models.DateField()
    findings = models.JSONField(default=list)
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("year", "number"), name="notice_number_once"),
            models.UniqueConstraint(fields=("period", "unit"), name="one_notice_per_unit_and_period"),
        )


class NoticeDocument(models.Model):
    """One document as it was issued; its file lies under its digest and never changes. ``edition`` grows with each supplement."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE)
    edition = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("edition", "kind")
        constraints = (models.UniqueConstraint(fields=("notice", "edition", "kind"), name="document_once"),)


class UnitMail(models.Model):
    """Where a unit gets its mail; beside the register, so that an import takes nothing away."""

    unit = models.CharField(max_length=64, primary_key=True)
    mail = models.CharField(max_length=200)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()


class NoticeEvent(models.Model):
    """What happened to a notice: received, answered, objection, reminder, extension, supplement, closed."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE)
    kind = models.CharField(max_length=20)
    by = models.CharField(max_length=40)
    actor = models.CharField(max_length=20, default="office")
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)


class Attachment(models.Model):
    """A file that a unit handed in; stored under its digest, never under its name."""

    event = models.ForeignKey(NoticeEvent, on_delete=models.CASCADE)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=60)


class MessageEvent(models.Model):
    """One step in handling a citizen's error report: forwarded, extended, answered, closed, merged, rated."""

    message = models.CharField(max_length=80, db_index=True)
    kind = models.CharField(max_length=20)
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    text = models.TextField(blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)


class SecondLook(models.Model):
    """A decision drawn at random for another person's look; ``verdict`` is empty until that person has decided."""

    period = models.CharField(max_length=8)
    finding = models.CharField(max_length=40)
    check_name = models.CharField(max_length=60)
    first = models.CharField(max_length=20)
    drawn = models.DateTimeField()
    verdict = models.CharField(max_length=20, blank=True)
    by = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("period", "finding"), name="drawn_once"),)


class PageLook(models.Model):
    """A page on which the machine found nothing, drawn at random for a person's look.

    ``by`` is empty until somebody has looked; ``missed`` is the check that should have found something, "" when none.
    """

    period = models.CharField(max_length=8)
    target = models.CharField(max_length=80)
    url = models.TextField()
    snapshot = models.CharField(max_length=120)
    drawn = models.DateTimeField()
    by = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    missed = models.CharField(max_length=60, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("period", "snapshot"), name="page_drawn_once"),)


class Sent(models.Model):
    """Outbox: one line per mail or webhook (``channel``); ``key`` makes a second sending of the same thing impossible.

    ``state``: waiting, sending (handed to the server, no answer yet), sent, refused, doubtful (the line broke after the
    text was handed over: only a person may send it again), held (no mail server was set when it was written).
    ``files`` names what is attached: [[name, sha256], …].
    """

    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=10, default="mail")
    to = models.CharField(max_length=200)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    files = models.JSONField(default=list)
    created = models.DateTimeField()
    state = models.CharField(max_length=10, default="waiting", db_index=True)
    tries = models.PositiveIntegerField(default=0)
    tried = models.DateTimeField(null=True, blank=True)
    sent = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=200, blank=True)


class Amendment(models.Model):
    """A rule of a rulebook as the office counts by it: who asked, from which document, and who else agreed.

    ``fields`` is what is to change and ``before`` what stood there (JSON; empty: the amounts were compared with the document
    and hold). ``state``: waiting, accepted, refused, taken-back.
    """

    rulebook = models.CharField(max_length=64, db_index=True)
    check_name = models.CharField(max_length=64)
    starts = models.DateField()
    fields = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    source = models.CharField(max_length=500)
    reason = models.CharField(max_length=500, blank=True, default="")
    by = models.CharField(max_length=40)
    at = models.DateTimeField()
    state = models.CharField(max_length=12, default="waiting", db_index=True)
    second = models.CharField(max_length=40, blank=True, default="")
    decided = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True, default="")
