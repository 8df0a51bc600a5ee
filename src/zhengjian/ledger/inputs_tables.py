"""Tables of what others tell us: imported files, messages, posts, readings, policies, profiles, filings, tasks, visits."""
# ruff: noqa: RUF012 - Django reads the lists of a Meta; nothing changes them

from __future__ import annotations

from django.db import models

KEY = 64
NAME = 250


class Import(models.Model):
    """One imported file: its digest is the evidence of every row that came from it. ``removed``: when its original was deleted by rule."""

    kind = models.CharField(max_length=KEY)
    name = models.CharField(max_length=NAME)
    sha256 = models.CharField(max_length=KEY)
    at = models.DateTimeField()
    rows = models.PositiveIntegerField(default=0)
    bad_rows = models.PositiveIntegerField(default=0)
    removed = models.DateTimeField(null=True)


class Message(models.Model):
    """One citizen's error report (找错留言); ``content`` and ``answer`` may hold personal data."""

    message_id = models.CharField(max_length=KEY, primary_key=True)
    site_id = models.CharField(max_length=KEY, db_index=True)
    url = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=NAME, blank=True, default="")
    content = models.TextField(blank=True, default="")
    received = models.DateTimeField(null=True, db_index=True)
    forwarded = models.DateTimeField(null=True)
    answered = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)
    status = models.CharField(max_length=KEY, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    evidence = models.CharField(max_length=NAME, blank=True, default="")


class Post(models.Model):
    """One published item of an account, from whatever source."""

    account_id = models.CharField(max_length=KEY)
    title = models.TextField()
    at = models.DateTimeField(null=True)
    url = models.TextField(blank=True, default="")
    source = models.CharField(max_length=KEY, default="feed")
    evidence = models.CharField(max_length=NAME, blank=True, default="")
    text = models.TextField(blank=True, default="")
    views = models.BigIntegerField(null=True)
    likes = models.BigIntegerField(null=True)
    comments = models.BigIntegerField(null=True)
    key = models.CharField(max_length=KEY)

    class Meta:
        indexes = [models.Index(fields=["account_id", "at"], name="post_of_account")]
        constraints = [models.UniqueConstraint(fields=["account_id", "key"], name="one_post")]


class Reading(models.Model):
    """One look at one account through one source: how far it can be trusted and what stood in the way."""

    account_id = models.CharField(max_length=KEY, db_index=True)
    period = models.CharField(max_length=KEY, db_index=True)
    round = models.PositiveIntegerField(default=1)
    source = models.CharField(max_length=KEY)
    at = models.DateTimeField()
    complete = models.BooleanField(default=True)
    posts = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True, default="")
    evidence = models.CharField(max_length=NAME, blank=True, default="")


class Policy(models.Model):
    """A policy document that the office lists."""

    number = models.CharField(max_length=NAME)
    title = models.TextField()
    url = models.TextField(blank=True, default="")
    published = models.DateField(null=True)
    needs_interpretation = models.BooleanField(default=False)
    evidence = models.CharField(max_length=NAME, blank=True, default="")
    key = models.CharField(max_length=KEY, unique=True)


class Profile(models.Model):
    """What a platform really shows of an account."""

    account_id = models.CharField(max_length=KEY, db_index=True)
    name = models.CharField(max_length=NAME, blank=True, default="")
    certified = models.CharField(max_length=NAME, blank=True, default="")
    platform_id = models.CharField(max_length=NAME, blank=True, default="")
    status = models.CharField(max_length=KEY, blank=True, default="")
    read_at = models.DateTimeField(null=True)
    evidence = models.CharField(max_length=NAME, blank=True, default="")


class Filing(models.Model):
    """One account as the national system's export has it; ``entry`` is the account as JSON."""

    account_id = models.CharField(max_length=KEY, primary_key=True)
    platform = models.CharField(max_length=KEY, db_index=True)
    name = models.CharField(max_length=NAME)
    platform_id = models.CharField(max_length=NAME, blank=True, default="", db_index=True)
    entry = models.TextField()
    evidence = models.CharField(max_length=NAME, blank=True, default="")


class Repost(models.Model):
    """A repost task: what must be republished, by whom, within how many hours."""

    task_id = models.CharField(max_length=KEY, primary_key=True)
    title = models.TextField()
    url = models.TextField(blank=True, default="")
    published = models.DateTimeField(null=True)
    hours = models.FloatField(null=True)
    scope = models.TextField(blank=True, default="")
    evidence = models.CharField(max_length=NAME, blank=True, default="")


class Traffic(models.Model):
    """Visits of one column between two days, as a unit's own statistics tell."""

    url = models.TextField()
    start = models.DateField()
    end = models.DateField()
    visits = models.BigIntegerField()
    evidence = models.CharField(max_length=NAME, blank=True, default="")
    key = models.CharField(max_length=KEY, unique=True)


class Outage(models.Model):
    """A time in which a site may be closed with leave; one that was withdrawn stays and counts no longer."""

    site_id = models.CharField(max_length=KEY, db_index=True)
    start = models.DateTimeField()
    end = models.DateTimeField()
    reason = models.TextField()
    approved_by = models.CharField(max_length=NAME)
    key = models.CharField(max_length=KEY, unique=True)
    entered_by = models.CharField(max_length=NAME, blank=True, default="")
    entered = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=NAME, blank=True, default="")
    withdrawn = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True, default="")


class ProbeDay(models.Model):
    """One site's availability visits of one day, counted; the visits themselves lie in the archive."""

    site_id = models.CharField(max_length=KEY)
    day = models.DateField()
    visits = models.PositiveIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    not_opened = models.PositiveIntegerField(default=0)
    person = models.PositiveIntegerField(default=0)
    excluded = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site_id", "day"], name="one_probe_day")]
        indexes = [models.Index(fields=["day"], name="probe_day")]
