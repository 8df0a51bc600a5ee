"""Scores kept for lists: one line per target, period and rulebook, at inspection and after re-check."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from zhengjian.ledger import models as tables
from zhengjian.model import Period, Score, Target, decode, encode


@transaction.atomic
def save(scores: Iterable[Score], units: Mapping[Target, str], found: Mapping[Target, int], *, after_recheck: bool = False) -> None:
    """Keep scores in place of earlier ones; ``found`` is the number of each target's findings that count."""
    rows = [
        tables.Result(
            period=score.period,
            kind=score.target.kind,
            target=score.target.id,
            unit=units.get(score.target, ""),
            rulebook=score.rulebook,
            after_recheck=after_recheck,
            result=score.result,
            total=score.total,
            findings=found.get(score.target, 0),
            score=encode(score).decode(),
        )
        for score in scores
    ]
    unique = ["period", "kind", "target", "rulebook", "after_recheck"]
    update = ["unit", "result", "total", "findings", "score"]
    tables.Result.objects.bulk_create(rows, batch_size=400, update_conflicts=True, unique_fields=unique, update_fields=update)


def load(period: Period, rulebook: str, *, after_recheck: bool = False) -> dict[Target, Score]:
    """The kept scores of a period."""
    rows = tables.Result.objects.filter(period=period.name, rulebook=rulebook, after_recheck=after_recheck).values_list("score", flat=True)
    return {score.target: score for score in (decode(text, Score) for text in rows)}
