"""Links on the site's pages that do not open: pages, pictures, attachments, scripts, style sheets and other sites.

Dead means: the server says that the thing does not exist (404, 410); or there is no such host, or nobody listens there,
and nothing else of that host answered in the round; and a second try said the same. Or a page of the site itself says so
with status 200, in the words of a "not found" page or with the very text that the site gave for an address that cannot
exist; or a file's address leads to the home page, as the one that cannot exist did. Refusals (403, 429), server errors,
timeouts, challenges, our own limits and a server that stopped answering in between leave a link undecided, never dead;
so does a page that opened and, asked again at the end, did not: the site or its gate had turned us away.
One finding for each dead address, placed at the page that links to it (the home page first, which weighs more), with all
pages that do.
"""

from __future__ import annotations

from zhengjian.checks._dead import OPEN, reasons
from zhengjian.checks._pages import lost_in_between
from zhengjian.checks._sample import home_first
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Attempt, Coverage, Pages
from zhengjian.facts.link_target import LinkTarget
from zhengjian.facts.links import PageLinks
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="链接打不开",
    wording="首页及其他页面上的链接（包括图片、附件、外部链接等）打不开或错误",
    clause="扣分指标·功能设计·可用性",
    document="国办秘函〔2019〕19号",
    finding_phrase="存在错链断链",
)

KINDS = {"page": "链接", "image": "图片", "attachment": "附件", "external": "外部链接", "script": "脚本文件", "style": "样式文件"}
WRITTEN = {"redirect", "option", "action", "refresh"}  # kinds of links in which a part of an address may stand


class Limits(BaseLimits):
    """``tries``: how often a link must have failed. ``unsure_share``: with more undecided links (percent) nothing is met."""

    tries: int = 2
    unsure_share: int = 20


def check(coverage: Coverage, targets: Pages[LinkTarget], links: Pages[PageLinks], limits: Limits) -> Outcome:
    """One finding for each dead address."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    home = coverage.home.final_url or coverage.home.url
    tried = [attempt for attempt in coverage.attempts if attempt.code is not None and attempt.kind in KINDS and attempt.linked_from]
    if not tried:
        return unknown("本轮没有检查过链接")
    snapshots = {attempt.final_url or attempt.url: attempt.snapshot for attempt in coverage.attempts} | {home: coverage.home.snapshot}
    why_dead = reasons(tried, coverage, targets, limits.tries)
    linking = _linking([attempt for attempt in tried if why_dead[attempt.url]], links)
    read = frozenset(page.url for page in links)
    dead = [attempt for attempt in tried if why_dead[attempt.url] and _is_a_link(attempt, linking, read)]
    findings = [
        f for attempt in dead if (f := _finding(attempt, why_dead[attempt.url], home_first(_pages(attempt, linking), home), snapshots))
    ]
    unsure = [attempt for attempt in tried if not why_dead[attempt.url] and attempt.code not in OPEN]
    why = f"检查{len(tried)}个链接，{len(findings)}个打不开，允许0个"
    if unsure:
        why += f"；另有{len(unsure)}个因拒绝访问、超时、服务器出错或中途停止响应未能判定"
    why += f"；{lost_in_between(coverage.lost)}，站内链接不作结论" if coverage.lost is not None else ""
    too_many = coverage.lost is not None or len(unsure) * 100 > len(tried) * limits.unsure_share
    return threshold(why, findings, max(1, len(unsure)) if too_many else 0, 1)


def _linking(bad: list[Attempt], links: Pages[PageLinks]) -> dict[str, dict[str, str]]:
    """The pages that link to each address that did not open, each with the kind of its link."""
    wanted = {attempt.url for attempt in bad}
    found: dict[str, dict[str, str]] = {}
    for page in links if wanted else ():
        for link in page.fact.links:
            if link.url in wanted and (link.kind not in WRITTEN or page.url not in found.get(link.url, ())):
                found.setdefault(link.url, {})[page.url] = link.kind
    return found


def _is_a_link(attempt: Attempt, linking: dict[str, dict[str, str]], read: frozenset[str]) -> bool:
    """False when every page that names the address does so in a script or drop-down; a script or style must be named as one.

    Nor is it one when it was only worked out from what a page's script would do: the pages that led to it do not name it.
    """
    kinds = set(linking.get(attempt.url, {}).values())
    if attempt.kind in {"script", "style"}:
        return attempt.kind in kinds
    return not kinds <= WRITTEN if kinds else not read.intersection(attempt.linked_from)


def _pages(attempt: Attempt, linking: dict[str, dict[str, str]]) -> list[str]:
    return list(dict.fromkeys((*attempt.linked_from, *linking.get(attempt.url, ()))))


def _finding(attempt: Attempt, reason: str, pages: list[str], snapshots: dict[str, str]) -> Finding | None:
    evidence = tuple(dict.fromkeys(filter(None, (attempt.snapshot, *(snapshots.get(page, "") for page in pages[:5])))))
    more = f"等{len(pages)}个页面" if len(pages) > 1 else ""
    what = f"{KINDS[attempt.kind]}打不开（{reason}）；链接所在页面：{'、'.join(pages)}{more}"
    return Finding(where=pages[0], what=what, value=attempt.url, expected="可以打开", evidence=evidence) if evidence else None
