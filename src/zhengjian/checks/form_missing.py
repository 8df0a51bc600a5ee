"""Forms of service guides that cannot be had: a link to a form that does not open, or a promised download that is not there.

Measured on the guides that the site's own pages show. A link is dead as in ``dead-links``; a file that is an error page or
torn is as good as none. A download is missing when the guide says that its form can be downloaded and the page, seen whole,
has no link, handler, frame or script that could be it. Guides that send people to a window or a platform are silent.
"""

from __future__ import annotations

from collections.abc import Iterator

from zhengjian.checks._dead import OPEN, reasons
from zhengjian.checks._guides import exempt, readable
from zhengjian.checks.base import About, threshold, unknown
from zhengjian.facts.attachment import Attachment
from zhengjian.facts.base import Attempt, Coverage, Pages, Reading, Registered
from zhengjian.facts.guide import Guide
from zhengjian.facts.guide_details import GuideDetails
from zhengjian.facts.link_target import LinkTarget
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="表格样表缺失",
    wording="办事指南要求提供申请表等表单的，应提供空表、样表，并可正常下载",
    clause="扣分指标·办事服务·表格样表",
    document="国办秘函〔2019〕19号",
    finding_phrase="办事指南未提供表格样表或无法下载",
)

TRIES = 2


def check(
    guides: Pages[Guide],
    details: Pages[GuideDetails],
    files: Pages[Attachment],
    targets: Pages[LinkTarget],
    coverage: Coverage,
    registered: Registered | None,
) -> Outcome:
    """One finding for each form that cannot be had, at its guide."""
    if (not_asked := exempt(registered)) is not None:
        return not_asked
    found, why = readable(guides, coverage)
    if not found:
        return unknown(why)
    more = {page.url: page.fact for page in details}
    tried = {attempt.url: attempt for attempt in coverage.attempts if attempt.code is not None}
    dead = reasons(list(tried.values()), coverage, targets, TRIES)
    faults = {file.url: (file.fact.fault, file.snapshot) for file in files if file.fact.complete and file.fact.fault}
    findings, unseen, forms = [], 0, 0
    for page in found:
        fact = more.get(page.url, GuideDetails())
        forms += len(fact.forms) + len(fact.promised)
        for form in fact.forms:
            attempt = tried.get(form.url)
            fault, snapshot = faults.get((attempt.final_url if attempt else "") or form.url, ("", ""))
            broken = f"打不开（{dead[form.url]}）" if dead.get(form.url) else fault
            if broken:
                evidence = tuple(dict.fromkeys(filter(None, (page.snapshot, snapshot or (attempt.snapshot if attempt else "")))))
                findings.append(_finding(page, f"提供的“{form.text}”{broken}", form.url, evidence))
            unseen += not broken and not _opens(attempt)
        findings += [] if fact.perhaps else list(_missing(page, fact))
        unseen += bool(fact.perhaps)
    said = f"{len(found)}个办事指南提到{forms}份可下载的表格样表，{len(findings)}份无法取得，允许0份"
    return threshold(said + (f"；另有{unseen}份未能判定" if unseen else ""), findings, unseen, 1)


def _missing(page: Reading[Guide], fact: GuideDetails) -> Iterator[Finding]:
    for words in fact.promised:
        yield _finding(page, f"注明“{words}”，页面上没有下载链接", words, (page.snapshot,))


def _finding(page: Reading[Guide], what: str, value: str, evidence: tuple[str, ...]) -> Finding:
    return Finding(where=page.url, what=f"办事指南“{page.fact.title}”{what}", value=value, expected="可以下载", evidence=evidence)


def _opens(attempt: Attempt | None) -> bool:
    return attempt is not None and attempt.code in OPEN
