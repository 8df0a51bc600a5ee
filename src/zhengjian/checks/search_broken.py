"""A site's own search that does not find what the site itself lists, or whose answer page does not open.

Measured by the round's own look: two or three titles that the site has listed for three days, searched for through the home
page's form. It is a fault only when the answer page says of each that there is nothing, and is known to show results as it
comes: it showed some for a common word, or has no scripts. Known limit: boxes that need a script or POST are left to a person.
"""

from __future__ import annotations

from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.facts.base import Coverage
from zhengjian.facts.search_look import SearchLook, SearchTry
from zhengjian.model import FetchCode, Finding, Outcome

ABOUT = About(
    title="站内搜索不可用",
    wording="站内搜索可用；随机选若干标题，搜索结果第一页应找到",
    clause="扣分指标·功能设计·搜索功能",
    document="国办秘函〔2019〕19号",
    finding_phrase="站内搜索功能不可用",
)

# Answers that a page which does not work gives; refusals, gates and overload are none of them.
_BROKEN = frozenset({404, 410, 500, 502})


def check(look: SearchLook, coverage: Coverage) -> Outcome:
    """One finding at the first search when none of the titles can be found."""
    home = coverage.home
    if not coverage.home_seen or home is None:
        return unknown(coverage.why_unseen)
    if look.problem or len(look.tries) < 2:
        return unknown(look.problem or "可供搜索的文章标题不足两条")
    found = sum(one.answer == "found" for one in look.tries)
    if found == len(look.tries):
        return met(f"以{found}条本站文章标题搜索，均在结果第一页找到")
    if found:
        return unknown(f"以{len(look.tries)}条本站文章标题搜索，{found}条在结果第一页找到，其余需人工核实")
    first, control = look.tries[0], look.control
    asked = [*look.tries, *([control] if control is not None else [])]
    if all(_broken(one) for one in asked):
        what = f"搜索页打不开（HTTP {first.status}），{len(asked)}次搜索均如此"
    elif all(one.answer == "none" for one in look.tries) and (not look.scripted or (control is not None and control.answer == "found")):
        what = f"以{len(look.tries)}条本站文章标题搜索，均提示没有结果：{'、'.join(one.words for one in look.tries)}"
    else:
        return unknown("搜索结果页未能读出结果（可能由脚本生成，或拒绝了访问），需人工核实")
    return violated(what, [Finding(where=home.url, what=what, value=first.url, expected="结果第一页找到该文章", evidence=(home.snapshot,))])


def _broken(one: SearchTry) -> bool:
    return one.code in {FetchCode.HTTP_ERROR, FetchCode.DOWN_HTTP} and one.status in _BROKEN
