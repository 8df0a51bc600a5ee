"""A policy and its interpretation do not lead to each other.

Both pages must have been read; a page to which a script may add links, or that was not read, decides nothing.
"""

from __future__ import annotations

from zhengjian.checks.base import About, not_applicable, threshold, unknown
from zhengjian.checks.base import Limits as BaseLimits
from zhengjian.facts.base import Coverage
from zhengjian.facts.interpretations import Interpretations
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="解读与政策原文未相互关联",
    wording="解读材料与政策文件页面应双向关联",
    clause="扣分指标·发布解读·解读关联",
    document="国办秘函〔2019〕19号",
    finding_phrase="解读稿未与政策原文双向关联",
)


class Limits(BaseLimits):
    """No limits: each pair that lacks a link is a finding."""


def check(policies: Interpretations, coverage: Coverage, limits: Limits) -> Outcome:
    """Each interpreted policy that lacks a link in either direction is a finding."""
    if not policies.views:
        return not_applicable("没有登记需要解读的政策文件（可用 policies import 导入）")
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    findings, unseen, pairs = [], 0, 0
    for view in policies.views:
        if view.match is None:
            continue
        pairs += 1
        lacking = [
            words for words, there in (("原文页没有解读的链接", view.links_to), ("解读页没有原文的链接", view.links_back)) if there is False
        ]
        if lacking:
            findings.append(
                Finding(
                    where=view.policy.url or view.match.url,
                    what=f"《{view.policy.title}》与解读“{view.match.title}”未双向关联：{'，'.join(lacking)}",
                    value="；".join(lacking),
                    expected="原文与解读相互链接",
                    evidence=tuple(dict.fromkeys([*view.evidence[:1], view.match.evidence])),
                )
            )
        elif view.links_to is None or view.links_back is None:
            unseen += 1
    if not pairs:
        return unknown("没有可核对的政策与解读")
    said = f"政策与解读{pairs}对，未双向关联{len(findings)}对，上限0对"
    return threshold(said + (f"；{unseen}对页面未读取" if unseen else ""), findings, unseen, 1)
