"""The ledger's tables: the register, what was observed and judged, what people decided. Never page bodies.

Only this room and the shells above ``service`` see these classes; the functions beside this file take and return the
values of ``model``. Targets and findings are named by their stable ids, not by row numbers, so that the tables of
decisions outlive every re-judging.
"""
# ruff: noqa: RUF012 - Django reads the lists of a Meta; nothing changes them

from __future__ import annotations

from django.db import models

KEY = 64
NAME = 250


# -------------------------------------------------------------------------------------------------- register


class Unit(models.Model):
    """A unit (单位); ``position`` keeps the order of the office's own list, which documents follow."""

    code = models.CharField(max_length=KEY, primary_key=True)
    name = models.CharField(max_length=NAME)
    short_name = models.CharField(max_length=NAME, blank=True, default="")
    kind = models.CharField(max_length=KEY, blank=True, default="")
    parent = models.CharField(max_length=KEY, blank=True, default="", db_index=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "code"]


class Site(models.Model):
    """A registered website; ``host`` is the host of its home page."""

    site_id = models.CharField(max_length=KEY, primary_key=True)
    name = models.CharField(max_length=NAME)
    home = models.TextField()
    host = models.CharField(max_length=NAME, db_index=True, default="")
    unit = models.CharField(max_length=KEY, db_index=True)
    kind = models.CharField(max_length=KEY)
    serves_public = models.BooleanField(default=True)
    icp = models.CharField(max_length=NAME, blank=True, default="")
    police = models.CharField(max_length=NAME, blank=True, default="")
    status = models.CharField(max_length=KEY, default="正常运行", db_index=True)
    scored = models.BooleanField(null=True)
    evidence = models.CharField(max_length=NAME, blank=True, default="")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "site_id"]


class Column(models.Model):
    """A column (栏目) that the register names."""

    site_id = models.CharField(max_length=KEY, db_index=True)
    name = models.CharField(max_length=NAME)
    url = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=KEY, blank=True, default="")
    period_days = models.PositiveIntegerField(null=True)
    exempt_reason = models.TextField(blank=True, default="")
    exempt_by = models.CharField(max_length=NAME, blank=True, default="")
    exempt_until = models.DateField(null=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["site_id", "name", "url"], name="one_column")]


class Account(models.Model):
    """A registered new-media account."""

    account_id = models.CharField(max_length=KEY, primary_key=True)
    platform = models.CharField(max_length=KEY, db_index=True)
    name = models.CharField(max_length=NAME)
    platform_id = models.CharField(max_length=NAME, blank=True, default="")
    unit = models.CharField(max_length=KEY, db_index=True)
    status = models.CharField(max_length=KEY, default="正常", db_index=True)
    home = models.TextField(blank=True, default="")
    feed = models.TextField(blank=True, default="")
    opened = models.DateField(null=True)
    filed = models.DateField(null=True)
    filed_name = models.CharField(max_length=NAME, blank=True, default="")
    filed_unit = models.CharField(max_length=NAME, blank=True, default="")
    changed = models.DateField(null=True)
    notice = models.TextField(blank=True, default="")
    evidence = models.CharField(max_length=NAME, blank=True, default="")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "account_id"]


class RegisterChange(models.Model):
    """One change of the register: who, when, before, after (JSON; empty text: there was, or is, no entry)."""

    at = models.DateTimeField()
    by = models.CharField(max_length=NAME)
    reason = models.TextField(blank=True, default="")
    sheet = models.CharField(max_length=KEY)
    key = models.CharField(max_length=NAME, db_index=True)
    change = models.CharField(max_length=KEY)
    before = models.TextField(blank=True, default="")
    after = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]


# ------------------------------------------------------------------------------------ observed and judged


class Inspection(models.Model):
    """One run of ``inspect``: its period, instant, rulebook and the auto-confirmed checks of that day."""

    period = models.CharField(max_length=KEY, db_index=True)
    as_of = models.DateTimeField()
    rulebook = models.CharField(max_length=KEY)
    recheck = models.BooleanField(default=False)
    selected = models.TextField(blank=True, default="")
    started = models.DateTimeField()
    finished = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]


class Round(models.Model):
    """One inspection of one target: where its evidence lies and how much was seen.

    ``observed`` is False when nothing could be concluded (``why_unseen`` says why). ``left_out`` counts addresses that
    were known and not visited, ``reasons`` (JSON: reason → number) says why.
    """

    period = models.CharField(max_length=KEY)
    kind = models.CharField(max_length=KEY)
    target = models.CharField(max_length=KEY)
    unit = models.CharField(max_length=KEY, default="", db_index=True)
    number = models.PositiveIntegerField()
    inspection = models.ForeignKey(Inspection, on_delete=models.SET_NULL, null=True, related_name="rounds")
    recheck = models.BooleanField(default=False)
    as_of = models.DateTimeField()
    rulebook = models.CharField(max_length=KEY)
    folder = models.TextField(blank=True, default="")
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)
    pages = models.PositiveIntegerField(default=0)
    complete = models.BooleanField(default=True)
    observed = models.BooleanField(default=True)
    why_unseen = models.TextField(blank=True, default="")
    left_out = models.PositiveIntegerField(default=0)
    reasons = models.TextField(blank=True, default="{}")

    class Meta:
        ordering = ["period", "kind", "target", "number"]
        constraints = [models.UniqueConstraint(fields=["period", "kind", "target", "number"], name="one_round")]


class Outcome(models.Model):
    """The verdict of one check on one target in one round under one rulebook."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="outcomes")
    period = models.CharField(max_length=KEY)
    kind = models.CharField(max_length=KEY)
    target = models.CharField(max_length=KEY)
    check_name = models.CharField(max_length=KEY)
    order = models.PositiveSmallIntegerField(default=0)
    verdict = models.CharField(max_length=16)
    why = models.TextField(blank=True, default="")
    rulebook = models.CharField(max_length=KEY)
    as_of = models.DateTimeField()
    limit = models.PositiveIntegerField(default=1)
    unseen = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["period", "rulebook", "kind", "target"], name="outcome_of_target"),
            models.Index(fields=["period", "check_name", "verdict"], name="outcome_of_check"),
        ]
        constraints = [models.UniqueConstraint(fields=["round", "rulebook", "check_name"], name="one_outcome")]


class Finding(models.Model):
    """One finding, laid flat for lists. ``finding_id`` is the stable id that decisions refer to.

    The same id may stand in several rounds and under several rulebooks; ``current`` marks the row that lists show
    (the office's rulebook, the latest round that has it). ``severity`` sorts: 0 veto, 1 deduction, 2 notice, 3 bonus.
    ``state`` and ``counts`` are computed from the events and kept here for lists.
    """

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="findings")
    finding_id = models.CharField(max_length=KEY, db_index=True)
    order = models.PositiveIntegerField(default=0)
    period = models.CharField(max_length=KEY)
    kind = models.CharField(max_length=KEY)
    target = models.CharField(max_length=KEY)
    unit = models.CharField(max_length=KEY, default="")
    check_name = models.CharField(max_length=KEY)
    severity = models.PositiveSmallIntegerField(default=1)
    where = models.TextField()
    what = models.TextField()
    value = models.TextField(null=True)
    expected = models.TextField(null=True)
    evidence = models.TextField()
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    line = models.PositiveIntegerField(null=True)
    since = models.DateField(null=True)
    state = models.CharField(max_length=16, default="hit")
    counts = models.BooleanField(default=False)
    current = models.BooleanField(default=True)

    class Meta:
        indexes = [
            models.Index(fields=["period", "current", "state", "severity", "id"], name="finding_queue"),
            models.Index(fields=["period", "current", "severity", "check_name", "target", "order"], name="finding_list"),
            models.Index(fields=["period", "current", "check_name", "severity", "state", "counts"], name="finding_count"),
            models.Index(fields=["period", "current", "unit"], name="finding_of_unit"),
            models.Index(fields=["period", "kind", "target"], name="finding_of_target"),
        ]


class ColumnReading(models.Model):
    """One column as it was found (contract §5), for lists."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="columns")
    period = models.CharField(max_length=KEY)
    site_id = models.CharField(max_length=KEY)
    name = models.CharField(max_length=NAME)
    url = models.TextField(blank=True, default="")
    kind = models.CharField(max_length=KEY, blank=True, default="")
    kind_confidence = models.CharField(max_length=KEY, blank=True, default="")
    why = models.TextField(blank=True, default="")
    items = models.PositiveIntegerField(null=True)
    last = models.DateTimeField(null=True)
    last_text = models.CharField(max_length=KEY, blank=True, default="")
    last_from = models.CharField(max_length=KEY, blank=True, default="")
    period_days = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=16, default="unknown")

    class Meta:
        indexes = [models.Index(fields=["period", "state"], name="column_state"), models.Index(fields=["site_id"], name="column_site")]


class Result(models.Model):
    """The score of one target, kept for lists; ``score`` is the value as JSON."""

    period = models.CharField(max_length=KEY)
    kind = models.CharField(max_length=KEY)
    target = models.CharField(max_length=KEY)
    unit = models.CharField(max_length=KEY, default="")
    rulebook = models.CharField(max_length=KEY)
    after_recheck = models.BooleanField(default=False)
    result = models.CharField(max_length=16)
    total = models.DecimalField(max_digits=8, decimal_places=3, null=True)
    findings = models.PositiveIntegerField(default=0)
    score = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["period", "kind", "result"], name="result_list")]
        constraints = [
            models.UniqueConstraint(fields=["period", "kind", "target", "rulebook", "after_recheck"], name="one_result"),
        ]


# ------------------------------------------------------------------------------------------ what people decide


class Event(models.Model):
    """One decision about one finding; never changed, never deleted.

    ``digest`` covers the row and the digest before it, so a row that was altered or taken out breaks the chain.
    """

    finding_id = models.CharField(max_length=KEY, db_index=True)
    kind = models.CharField(max_length=KEY)
    by = models.CharField(max_length=NAME)
    actor = models.CharField(max_length=16, default="reviewer")
    reason = models.TextField(blank=True, default="")
    until = models.DateField(null=True)
    at = models.DateTimeField()
    previous = models.CharField(max_length=KEY, blank=True, default="")
    digest = models.CharField(max_length=KEY)

    class Meta:
        ordering = ["id"]


from zhengjian.ledger.inputs_tables import *  # noqa: E402, F403 - Django finds an application's tables in this module
from zhengjian.ledger.people import *  # noqa: E402, F403 - Django finds an application's tables in this module
