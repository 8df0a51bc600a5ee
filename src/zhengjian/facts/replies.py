"""Signs in the reply to a citizen's report that a person should read it first. They order a list; they grade nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from zhengjian.facts.empty_words import bare

SHORTEST = 10
"""Characters below which a reply can hardly say what was found and done."""
_WORDS = re.compile(r"[^\W_]")
DONE = re.compile(
    r"已(?!收[悉到]|阅|转|知|读)|经(核实|查|核查|检查)|属实|修复|更正|改正|纠正|恢复|删除|下线|补充|更新|整改|撤|不存在|可以?正常|原因"
)
"""What says that something was found or done."""
_LATER = re.compile(r"(正在|将会?|尽快|抓紧|下一步|进一步|稍后|及时)[^，。；]{0,10}(处理|核实|整改|研究|完善|解决|反馈|修复|落实)")
_ELSEWHERE = re.compile(
    r"(请|建议|可)[^，。；]{0,8}(咨询|致电|拨打|联系|前往|自行|登录|查阅)|向[^，。；]{2,14}(反映|咨询)|不属于?[^，。；]{0,6}(职责|职能|受理)"
)


_ALIKE = 30  # percent of the shorter question's character pairs


def different(questions: Iterable[str]) -> int:
    """How many of some questions speak of different things: their pairs of characters hardly overlap."""
    chosen: list[set[str]] = []
    for question in sorted(set(questions)):
        text = bare(question)
        pairs = {text[n : n + 2] for n in range(len(text) - 1)}
        if pairs and all(len(pairs & other) * 100 < _ALIKE * min(len(pairs), len(other)) for other in chosen):
            chosen.append(pairs)
    return len(chosen)


def signs(answer: str, alike: int = 0) -> tuple[str, ...]:
    """What stands out in a reply, in Chinese; ``alike`` is the number of other reports that got the very same text."""
    found = []
    if len(_WORDS.findall(answer)) < SHORTEST:
        found.append(f"不足{SHORTEST}个字")
    if not DONE.search(answer):
        found.append("只说将要处理" if _LATER.search(answer) else "没有说明核实和处理结果")
    if _ELSEWHERE.search(answer):
        found.append("让留言人另找部门或自行查询")
    if alike:
        found.append(f"与另外{alike}条留言的答复完全相同")
    return tuple(found)
