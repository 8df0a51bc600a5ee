"""A site's own search that does not find what the site itself lists, or whose answer page does not open.

Measured by the round's own look: two or three titles that the site has listed for three days, searched for through the home
page's box: its form, the address that its script asks, or typed in a browser. It is a fault only when the answer says of
each title that there is nothing, and is known to show results as it comes: it showed some for a common word, or has no
scripts. A search of another site, one behind a gate, and one that shows neither are left to a person.
"""

from __future__ import annotations

from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.facts.base import Coverage
from zhengjian.facts.search_look import SearchLook
from zhengjian.model import Finding, Outcome

ABOUT = About(
    title="站内搜索不可用",
    wording="站内搜索可用；随机选若干标题，搜索结果第一页应找到",
    clause="扣分指标·功能设计·搜索功能",
    document="国办秘函〔2019〕19号",
    finding_phrase="站内搜索功能不可用",
)

FEWEST = 2  # titles without which nothing is said
WAYS = {"get": "", "post": "（提交搜索表单）", "script": "（按页面脚本的搜索地址）", "browser": "（在浏览器中输入）"}


def check(look: SearchLook, coverage: Coverage) -> Outcome:
    """One finding at the first search when none of the titles can be found."""
    home = coverage.home
    if not coverage.home_seen or home is None:
        return unknown(coverage.why_unseen)
    if look.problem or len(look.tries) < FEWEST:
        return unknown(look.problem or "可供搜索的文章标题不足两条")
    way, first = WAYS[look.way], look.tries[0]
    if look.found == len(look.tries):
        return met(f"以{look.found}条本站文章标题搜索{way}，均在结果第一页找到")
    if look.found:
        return unknown(f"以{len(look.tries)}条本站文章标题搜索{way}，{look.found}条在结果第一页找到，其余需人工核实")
    if look.broken:
        said = f"HTTP {first.status}" if first.answer != "error" else "打开后为出错提示页"
        what = f"搜索页打不开（{said}），{len(look.asked)}次搜索{way}均如此"
    elif look.nothing:
        what = f"以{len(look.tries)}条本站文章标题搜索{way}，均提示没有结果：{'、'.join(one.words for one in look.tries)}"
    else:
        why = next((one.why for one in look.tries if one.why), "") or "可能由脚本生成，或拒绝了访问"
        return unknown(f"搜索结果未能判断（{why}），需人工核实")
    evidence = tuple(dict.fromkeys(filter(None, (home.snapshot, *(one.snapshot for one in look.asked)))))
    return violated(what, [Finding(where=home.url, what=what, value=first.url, expected="结果第一页找到该文章", evidence=evidence)])
