"""Placeholder text on a public page: 栏目建设中, 0830-xxxxxx, Lorem ipsum, 测试文章.

Found in short lines of their own; masked numbers are no placeholder. Each text is one finding, wherever it repeats.
"""

from __future__ import annotations

from zhengjian.checks._pages import unread
from zhengjian.checks.base import About, met, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.placeholders import Placeholders
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="占位内容",
    wording="不得以“正在建设中”等保留空白栏目；信息内容应真实准确",
    clause="网站设计·栏目",
    document="国办发〔2017〕47号",
    finding_phrase="页面保留“正在建设中”等占位内容",
)


class Limits(BaseLimits):
    """No limits: each placeholder is a finding."""


def check(pages: Pages[Placeholders], coverage: Coverage, limits: Limits) -> Outcome:
    """Each distinct placeholder text is a finding at the first page that shows it."""
    findings: dict[str, Finding] = {}
    for reading in pages:
        for hit in reading.fact.hits:
            findings.setdefault(
                hit.text,
                Finding(
                    where=reading.url, what=f"{hit.sort}：“{hit.text}”", value=hit.text, expected="正式内容", evidence=(reading.snapshot,)
                ),
            )
    if findings:
        return threshold(f"{len(pages)}个页面中有{len(findings)}处占位内容，上限0处", tuple(findings.values()), 0, 1)
    why = unread(pages, coverage)
    return unknown(why) if why else met(f"{len(pages)}个页面未见占位内容")
