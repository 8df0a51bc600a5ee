"""What the checks share that look at every page: findings merged over pages, and whether enough pages were read."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from msgspec.structs import replace

from zhengjian.facts.base import Attempt, Coverage, Fact, Pages, Reading
from zhengjian.facts.sightings import Sightings
from zhengjian.model import SEEN_WHOLE, FetchCode, Finding

F = TypeVar("F", bound=Fact)
I = TypeVar("I")  # noqa: E741 - an item of a fact

_NAMED = 5
_PARTLY_MOST = 5  # percent of the pages: a stray byte on one of many pages hides no site
_REFUSED = (
    frozenset(FetchCode) - SEEN_WHOLE - {FetchCode.HTTP_ERROR, FetchCode.TRUNCATED, FetchCode.DECODE_LIMIT, FetchCode.REDIRECT_OFFSITE}
)
_STOPPED = "已停止抓取"
_RULES = ("预算", "robots.txt", "程序故障", "检查中断")


@dataclass(frozen=True, slots=True)
class Spot(Generic[F, I]):
    """One item on one page: where it stands in the source, and what makes it the same as one on another page."""

    reading: Reading[F]
    start: int
    end: int
    line: int
    key: Hashable
    item: I


def merged(spots: Iterable[Spot[F, I]], *, what: Callable[[I], str], value: Callable[[I], str], expected: str) -> list[Finding]:
    """One finding for each key, placed at its first page, with the number of pages that show it."""
    groups: dict[Hashable, list[Spot[F, I]]] = {}
    for spot in spots:
        groups.setdefault(spot.key, []).append(spot)
    findings = []
    for group in groups.values():
        first = group[0]
        pages = list(dict.fromkeys(spot.reading.url for spot in group))
        more = f"；同样内容见于{len(pages)}个页面" if len(pages) > 1 else ""
        findings.append(
            Finding(
                where=first.reading.url,
                what=what(first.item) + more,
                value=value(first.item),
                expected=expected,
                evidence=tuple(dict.fromkeys(spot.reading.snapshot for spot in group[:_NAMED])),
                start=first.start,
                end=first.end,
                line=first.line,
            )
        )
    return findings


def dated(findings: Iterable[Finding], sightings: Sightings | None) -> list[Finding]:
    """The findings with the day since when each is known, and the snapshot of that day as evidence."""
    found = []
    for finding in findings:
        first = sightings.of(finding.value) if sightings is not None else None
        if first is not None:
            evidence = tuple(dict.fromkeys(filter(None, (*finding.evidence, first.snapshot))))
            finding = replace(finding, since=first.on, evidence=evidence)
        found.append(finding)
    return found


def lost_in_between(control: Attempt) -> str:
    """What a control that no longer opened says of the round, in Chinese."""
    why = control.reason or f"复查先前能打开的 {control.url.partition('#')[0]} 未能打开"
    return f"网站在检查途中失去响应（{why}）"


def _is_refused(attempt: Attempt) -> bool:
    """True for a page that is there, or may be, and was not given to us; 404 and 410 say that there is none."""
    return attempt.code in _REFUSED or (attempt.code is FetchCode.HTTP_ERROR and attempt.http_status not in {404, 410})


def unread(pages: Pages[F], coverage: Coverage) -> str:
    """Why nothing may be called free of faults: the home page was not seen, or too many pages were not seen or read only in part.

    A page is not seen when it was refused to us and when a rule of our own left it out: the budget, robots.txt, a stop.
    Addresses that were cut as traps are no pages.
    """
    if not coverage.home_seen:
        return coverage.why_unseen
    if not len(pages):
        return "没有读到任何页面"
    own = [attempt for attempt in coverage.attempts if attempt.kind == "page"]
    refused = [attempt for attempt in own if _is_refused(attempt) or _STOPPED in attempt.reason]
    if len(refused) * 100 > _PARTLY_MOST * len(own):
        return f"已知{len(own)}个页面网址中有{len(refused)}个被拒绝访问或打不开，如 {refused[0].url}"
    unasked = [attempt for attempt in own if attempt.code is None and any(rule in attempt.reason for rule in _RULES)]
    if (len(refused) + len(unasked)) * 100 > _PARTLY_MOST * len(own):
        return f"已知{len(own)}个页面网址中有{len(unasked)}个未访问（{unasked[0].reason}），如 {unasked[0].url}"
    if coverage.lost is not None:
        return lost_in_between(coverage.lost)
    partly = [reading.url for reading in pages if not reading.fact.complete]
    if not partly or len(partly) * 100 <= _PARTLY_MOST * len(pages):
        return ""
    return f"{len(pages)}个页面中有{len(partly)}个只读到一部分，如 {partly[0]}"
