"""的, 地 and 得 exchanged where grammar leaves no doubt: 认真得落实, 人民地利益, 取得得成绩.

的 between an adverb and a verb (不断的提高) may be the beginning of a noun phrase: sure only behind adverbs that qualify no noun and
before a verb that has its object; else worth a look.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class Particle(NamedTuple):
    """A wrong particle with the words around it, the right words, and whether grammar leaves no doubt."""

    start: int
    end: int
    suggestion: str
    sure: bool


_STRICT = ("不断", "逐步", "逐渐", "日益", "切实", "大力", "稳步", "纷纷", "悄悄", "默默", "渐渐", "慢慢")
"""Adverbs that qualify no noun."""
_LOOSE = (
    "扎实",
    "持续",
    "深入",
    "认真",
    "积极",
    "全面",
    "有效",
    "及时",
    "充分",
    "严格",
    "主动",
    "自觉",
    "牢固",
    "准确",
    "迅速",
    "坚决",
    "努力",
    "热情",
    "耐心",
    "细致",
)
_FEELINGS = ("高兴", "激动", "自豪", "深情", "动情", "欣慰", "感慨", "兴奋", "亲切", "关切", "开心", "骄傲", "感激", "自信", "诚恳", "焦急")
_OWNERS = ("我们", "人民", "群众", "他们", "国家", "企业", "政府", "干部", "党员")
_DONE = ("开展", "取得", "完成", "制定", "提出", "存在", "发现", "反映", "面临", "采取", "作出", "做出", "所做", "建立")
_DEEDS = ("做", "干", "抓", "搞", "办", "建")

_VERBS = (
    "提高|提升|推进|推动|加强|扩大|改善|优化|强化|健全|解决|促进|加大|加快|夯实|抓好|做好|树立|增强|落实|开展|完成|贯彻|执行|履行|推行|推广|增加|减少"
    "|降低|压实|拓宽|深化|组织|参与|配合|排查|整治|学习|研究|听取|解答|回答|介绍|讲解|处理"
)
_WITH_OBJECT = re.compile(
    rf"(?=(?:{_VERBS})[了\u4e00-\u9fff])(?!(?:{_VERBS})(?:过程|工作|力度|措施|步伐|方式|方法|能力|机制|情况|任务|目标|要求|成效|成果|效果|[的和与及等者]))"
)
_VERB = re.compile(rf"(?:{_VERBS})[\u4e00-\u9fff，。]")
_ENDING_VERB = re.compile(rf"(?:{_VERBS})[了，。]")
_SAYING = re.compile(r"说道|说[：:，,]|告诉|问道|讲述|握着|握住|拉着")
_OWNED = re.compile(r"利益|领导|政策|意见|需求|生活|问题|关心|支持|智慧|力量|心声|期盼|信任|幸福感|获得感")
_THINGS = re.compile(r"工作|成绩|任务|问题|措施|意见|情况|项目|成效|规定|办法|困难|方案|建议|贡献|制度")
_HOW = re.compile(r"(?:很|非常|越来越|十分|更)[\u4e00-\u9fff]{1,2}[，。！]")
_GIVEN = re.compile(r"(?:给予|给以|予以|作出|做出|进行|得到|受到|需要|有着?|起[到了]*|是|以|通过|经过|随着|靠|在|凭)[\u4e00-\u9fff]{0,4}$")


@cache
def signs() -> tuple[str, ...]:
    """Every word with the particle that may be wrong behind it."""
    return (
        *(f"{word}{particle}" for word in (*_STRICT, *_LOOSE) for particle in "的得"),
        *(f"{word}的" for word in (*_FEELINGS, *_DEEDS)),
        *(f"{word}地" for word in _OWNERS),
        *(f"{word}{particle}" for word in _DONE for particle in "得地"),
    )


def at(text: str, start: int, end: int) -> Particle | None:
    """What is wrong with the particle at the end of a sign; None when it may stand."""
    word, particle = text[start : end - 1], text[end - 1]
    if particle == "地":
        things = _OWNED if word in _OWNERS else _THINGS
        return Particle(start, end, f"{word}的", sure=True) if things.match(text, end) else None
    if particle == "得":
        if word in _DONE:
            return Particle(start, end, f"{word}的", sure=True) if _THINGS.match(text, end) else None
        return Particle(start, end, f"{word}地", sure=True) if _VERB.match(text, end) else None
    if word in _DEEDS:
        return Particle(start, end, f"{word}得", sure=False) if _HOW.match(text, end) else None
    if word in _FEELINGS:
        return Particle(start, end, f"{word}地", sure=True) if _SAYING.match(text, end) else None
    if _GIVEN.search(text[max(0, start - 8) : start]):
        return None
    is_sure = word in _STRICT and _WITH_OBJECT.match(text, end) is not None
    return Particle(start, end, f"{word}地", is_sure) if is_sure or _ENDING_VERB.match(text, end) else None
