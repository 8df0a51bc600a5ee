"""The sentence around a place of a text, and whether it speaks about wording itself."""

from __future__ import annotations

import re

_BREAK = re.compile(r"[。！？!?；;\n\r\t]")
_CONTEXT = 30
_QUOTING = re.compile(
    r"错别字|错误：|正确：|错字|别字|误写|错写|写错|误作|误为|误用|写成|写作|打成|错误写法|正确写法|正确的写法|规范写法|应为|应是|应改为|应更正为|更正为|应写为|应写作|改为“|改成“|勘误|更正|纠错|不规范表述"
    r"|→|改作|改成|改正|读成|念成|不写|不用|不对|误|原文为|原为|自查发现|不得使用|不能使用|不应使用|不使用|禁用|慎用|不说|不称|而不是|而非“|不是“|错误表述|错误用法|通假|同音|形近|读音|字音|字形|字义|[两二三四五]字|谐音|混淆|易错|语文|成语"
)


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence around a place, at most some thirty characters each side."""
    left = text[max(0, start - _CONTEXT) : start]
    breaks = [found.end() for found in _BREAK.finditer(left)]
    head = left[breaks[-1] :] if breaks else left
    right = text[end : end + _CONTEXT]
    stop = _BREAK.search(right)
    return (head + text[start:end] + (right[: stop.end()] if stop else right)).strip()


def quotes_error(sentence: str, word: str) -> bool:
    """True when the sentence speaks about the wording itself: names it as an error, or teaches the right one."""
    if _QUOTING.search(sentence) is None:
        return False
    quoted = any(f"{left}{word}{right}" in sentence for left, right in (("“", "”"), ("‘", "’"), ('"', '"'), ("「", "」"), ("《", "》")))
    return (
        quoted
        or f"{word}→" in sentence
        or f"→{word}" in sentence
        or re.search(
            r"错别字|错误：|正确：|错字|别字|误写|错写|写错|误作|误为|写成|读成|念成|改作|改成|都不对|不用“|改正|错误写法|正确写法|正确的写法|规范写法|应改为|应更正为|勘误|纠错|易错|混淆|字音|字形|字义|[一-鿿]、[一-鿿]、[一-鿿]{1,2}[两二三四五]字",
            sentence,
        )
        is not None
    )
