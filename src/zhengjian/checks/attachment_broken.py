"""Attachments that are not there, or not what they claim to be: an error page under a file's name, another kind, half a file.

Measured on every attachment that was asked for; one is not there when the server said so twice (404, 410). Formats of one
family pass for each other; encrypted files, old formats and refusals decide nothing.
"""

from __future__ import annotations

from zhengjian.checks._sample import home_first
from zhengjian.checks.base import About, not_applicable, threshold, unknown
from zhengjian.facts.attachment import Attachment
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.links import PageLinks
from zhengjian.model import FetchCode, Finding, Outcome

ABOUT = About(
    title="附件打不开或内容不符",
    wording="首页及其他页面上的附件应能打开，内容与名称一致；提供的表格、样表可正常下载",
    clause="扣分指标·功能设计·可用性；办事服务·表格样表",
    document="国办秘函〔2019〕19号",
    finding_phrase="附件打不开",
)

TRIES = 2


def check(files: Pages[Attachment], links: Pages[PageLinks], coverage: Coverage) -> Outcome:
    """One finding for each broken file, at the page that links to it, with all pages that do."""
    if not coverage.home_seen or coverage.home is None:
        return unknown(coverage.why_unseen)
    asked = [attempt for attempt in coverage.attempts if attempt.kind == "attachment"]
    faults = {file.url: (file.fact.fault, file.snapshot) for file in files if file.fact.complete}
    for attempt in asked:
        if attempt.http_status in {404, 410} and attempt.code in {FetchCode.HTTP_ERROR, FetchCode.DOWN_HTTP} and attempt.tries >= TRIES:
            faults[attempt.final_url or attempt.url] = (f"打不开（HTTP {attempt.http_status}，尝试{attempt.tries}次）", attempt.snapshot)
    if not faults:
        return unknown(f"{len(asked)}个附件都未能完整读取") if asked else not_applicable("未见附件")
    home = coverage.home.final_url or coverage.home.url
    names = {attempt.final_url or attempt.url: attempt for attempt in asked}
    findings = []
    for url, (fault, snapshot) in faults.items():
        attempt_at = names.get(url)
        address = attempt_at.url if attempt_at is not None else url
        if fault:
            linking = [page.url for page in links if any(link.url == address for link in page.fact.links)]
            known = attempt_at.linked_from if attempt_at is not None else ()
            pages = home_first(list(dict.fromkeys((*known, *linking))), home) or [url]
            what = f"附件{fault}；链接所在页面：{'、'.join(pages)}"
            findings.append(Finding(where=pages[0], what=what, value=address, expected="可以打开，内容与名称一致", evidence=(snapshot,)))
    why = f"检查{len(faults)}个附件，{len(findings)}个打不开或内容不符，允许0个"
    if len(faults) < len(asked):
        why += f"；另有{len(asked) - len(faults)}个未能判定"
    return threshold(why, findings, 0, 1)
