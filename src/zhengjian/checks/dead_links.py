"""Links on the site's pages that do not open: pages, pictures, attachments and other sites; not scripts and style sheets.

Dead means: the server says that the thing does not exist (404, 410), or there is no such host or nobody listens there,
and a second try said the same. Refusals (403, 429), server errors, timeouts, challenges and our own limits leave a link
undecided: it is counted as not seen, never as dead. One finding for each dead address, placed at the page that links to
it (the home page first, which weighs more).
"""

from __future__ import annotations

from collections.abc import Iterable

from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Attempt, Coverage
from zhengjian.model import FetchCode, Finding, Outcome

ABOUT = About(
    title="链接打不开",
    wording="首页及其他页面上的链接（包括图片、附件、外部链接等）打不开或错误",
    clause="扣分指标·功能设计·可用性",
    document="国办秘函〔2019〕19号",
    finding_phrase="存在错链断链",
)

KINDS = {"page": "链接", "image": "图片", "attachment": "附件", "external": "外部链接"}


class Limits(BaseLimits):
    """``tries``: how often a link must have failed. ``unsure_share``: with more undecided links (percent) nothing is met."""

    tries: int = 2
    unsure_share: int = 20


def check(coverage: Coverage, limits: Limits) -> Outcome:
    """One finding for each dead address."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    home = coverage.home.final_url or coverage.home.url
    tried = [attempt for attempt in coverage.attempts if attempt.code is not None and attempt.kind in KINDS and attempt.linked_from]
    if not tried:
        return unknown("本轮没有检查过链接")
    snapshots = {attempt.final_url or attempt.url: attempt.snapshot for attempt in coverage.attempts} | {home: coverage.home.snapshot}
    dead = [attempt for attempt in tried if _reason(attempt) and attempt.tries >= limits.tries]
    findings = [_finding(attempt, home, snapshots) for attempt in dead if _evidence(attempt, snapshots)]
    unsure = [attempt for attempt in tried if attempt not in dead and not _open(attempt)]
    why = f"检查{len(tried)}个链接，{len(findings)}个打不开，允许0个"
    if unsure:
        why += f"；另有{len(unsure)}个因拒绝访问、超时或服务器出错未能判定"
    too_many = len(unsure) * 100 > len(tried) * limits.unsure_share
    return threshold(why, findings, len(unsure) if too_many else 0, 1)


def _reason(attempt: Attempt) -> str:
    if attempt.http_status in {404, 410} and attempt.code in {FetchCode.HTTP_ERROR, FetchCode.DOWN_HTTP}:
        return f"HTTP {attempt.http_status}"
    return {FetchCode.DOWN_DNS: "域名不能解析", FetchCode.DOWN_CONN: "拒绝连接"}.get(attempt.code or FetchCode.OK, "")


def _open(attempt: Attempt) -> bool:
    return attempt.code in {FetchCode.OK, FetchCode.OK_SLOW, FetchCode.UNCHANGED, FetchCode.TRUNCATED, FetchCode.REDIRECT_OFFSITE}


def _evidence(attempt: Attempt, snapshots: dict[str, str]) -> tuple[str, ...]:
    found: Iterable[str] = (attempt.snapshot, *(snapshots.get(page, "") for page in attempt.linked_from))
    return tuple(dict.fromkeys(snapshot for snapshot in found if snapshot))


def _finding(attempt: Attempt, home: str, snapshots: dict[str, str]) -> Finding:
    pages = sorted(attempt.linked_from, key=lambda page: page != home)
    more = f"等{len(pages)}个页面" if len(pages) > 1 else ""
    return Finding(
        where=pages[0],
        what=f"{KINDS[attempt.kind]}打不开（{_reason(attempt)}，尝试{attempt.tries}次）；链接所在页面：{'、'.join(pages[:5])}{more}",
        value=attempt.url,
        expected="可以打开",
        evidence=_evidence(attempt, snapshots),
    )
