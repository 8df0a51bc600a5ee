"""One pass over a page's source for every plain piece of text that a reader asks for before it searches.

A reader that asks ``"onclick" in html`` pays as much for one piece of text as this pass costs for thirty of them. So the
pieces stand here, all are looked for at once, and a reader asks ``page.has("onclick")``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain

import daachorse

from zhengjian.facts import foot_words

META = ("<meta", "<META", "<Meta")
UNDRAWN = ("<noframes", "<NOFRAMES", "<noembed", "<textarea", "<TEXTAREA", "<xmp")
TAGS = (
    *UNDRAWN,
    "<!--",
    "<option",
    "<OPTION",
    "<area",
    "<AREA",
    "<record",
    "<template",
    "<TEMPLATE",
    "<noscript",
    "<NOSCRIPT",
    "<h1",
    "<H1",
    *META,
)
ADDRESSES = (
    "//",
    "%3A",
    "url(",
    "srcset",
    "location",
    "refresh",
    "REFRESH",
    "Refresh",
    "onclick",
    "onerror",
    "eval(",
    "canonical",
    "upgrade-insecure-requests",
    "<base",
    "<BASE",
    "<Base",
    ":\\\\",
    "xlink:href",
    "data:text",
    "data:app",
    "srcdoc",
)
PAGING = ("createPage", "laypage", "agination", "Pager", "pager", "submit", '"next"', "'next'", "=next")
WORDS = ("位置", "首页", "即将", "将要", "离开", "跳转", "非本", "非政府", "不属于", "外部链接")
GUIDE = (
    "办事指南",
    "服务指南",
    "设定依据",
    "办理依据",
    "法律依据",
    "实施依据",
    "申请条件",
    "受理条件",
    "办理条件",
    "申请材料",
    "办理材料",
    "申报材料",
    "办理流程",
)
PHONES = (*(f"{word}{mark}1" for word in ("手机", "手机号", "电话") for mark in ("", "：", ":")), "tel:1")
ENDED = ("〔", "［20", "[20", "废止", "失效", "停止执行")
MEDIA = ("<video", "<audio", "<canvas", "<object", "<embed", "data:image", "echarts")
SURVEYS = ("征求", "征集", "调查")
CHANGED = ("变更为", "调整为", "更改为", "更换为", "改为", "变为")
ARCHIVED = ("归档", "永久下线", "迁移", "停止", "关停", "整合至", "并入")
_ASKED = ("留言", "来信", "写信", "信件", "咨询", "诉求", "提问", "问题", "投诉", "建言", "反映", "工单")
_ABOUT_IT = ("标题", "主题", "内容", "时间", "日期", "人", "编号", "类型", "类别", "对象", "目的", "详情", "事项", "描述")
ASKING = (
    *(asked + about for asked in _ASKED for about in _ABOUT_IT),
    *("提交时间", "提交日期", "网友", "网民", "留 言", "来 信", "写 信", "信 件", "咨 询", "诉 求", "提 问", "问 题", "留　言", "来　信"),
    *("标 题", "时 间", "日 期", "主 题", "内 容", "标　题", "时　间", "内　容"),
)


@dataclass(frozen=True, slots=True)
class SourceSigns:
    """The signs that stand in a source, each with its positions in order; ``length`` of the source."""

    places: Mapping[str, list[int]]
    length: int

    def has(self, *words: str) -> bool:
        """True when at least one of some pieces of text stands in the source. They must be among those looked for."""
        if not self.places.keys().isdisjoint(words):
            return True
        if not _vocabulary().issuperset(words):
            raise KeyError(f"not all of these are looked for: {', '.join(words)}")
        return False

    def count(self, *words: str) -> int:
        """How often some pieces of text stand in the source."""
        return sum(1 for _ in self._places_of(words))

    def first(self, words: Iterable[str], start: int, end: int) -> int | None:
        """The first position of some pieces of text between two others."""
        return min([place for place in self._places_of(words) if start <= place < end], default=None)

    def every(self, words: Iterable[str]) -> list[int]:
        """All positions of some pieces of text, in order."""
        return sorted(self._places_of(words))

    def _places_of(self, words: Iterable[str]) -> Iterator[int]:
        return chain.from_iterable([self.places[word] for word in words if word in self.places])


def signs_of(html: str) -> SourceSigns:
    """All signs of a source; 0.05 ms for 20 KB."""
    words, automaton = _automaton()
    places: dict[str, list[int]] = {}
    for start, _, number in automaton.find_overlapping(html):
        places.setdefault(words[number], []).append(start)
    return SourceSigns(places, len(html))


@cache
def _automaton() -> tuple[tuple[str, ...], daachorse.CharwiseDoubleArrayAhoCorasick]:
    words = tuple(sorted(_vocabulary()))
    return words, daachorse.CharwiseDoubleArrayAhoCorasick(list(words))


@cache
def _vocabulary() -> frozenset[str]:
    return frozenset(
        (
            *TAGS,
            *ADDRESSES,
            *PAGING,
            *WORDS,
            *GUIDE,
            *ENDED,
            *CHANGED,
            *SURVEYS,
            *MEDIA,
            *ARCHIVED,
            *ASKING,
            *PHONES,
            *foot_words.VOCABULARY,
        )
    )
