"""Wording of a text: terms that dictionaries call wrong, doubled words, broken punctuation, stray traditional characters.

A hit shows its sentence, the suggestion, the rule and a confidence; what quotes an error, or teaches the right form, is
silent. ``look`` hits are worth a look and never a finding.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from importlib import resources
from itertools import islice

from msgspec.structs import replace

from zhengjian.facts import signals
from zhengjian.facts.article import article_of
from zhengjian.facts.base import Fact
from zhengjian.facts.misspelt import SOURCE, is_name
from zhengjian.facts.page import Page
from zhengjian.facts.privacy import mask
from zhengjian.facts.set_phrases import shipped
from zhengjian.facts.signals import Found
from zhengjian.facts.terms import Lexicon, Term
from zhengjian.model import Value


class WordingItem(Value):
    """One hit. ``level`` is 严重, 一般 or 提示; ``confidence`` is in percent; ``sentence`` is masked.

    ``since`` and ``until`` bound the days on which the wording is wrong; empty when it always is.
    """

    text: str
    suggestion: str
    kind: str
    level: str
    rule: str
    confidence: int
    sentence: str
    start: int
    end: int
    line: int
    since: date | None = None
    until: date | None = None


class Wording(Fact):
    """表述：文字中的错别字和不规范表述"""

    items: tuple[WordingItem, ...] = ()
    published: str = ""


_BREAK = re.compile(r"[。！？!?；;\n\r\t]")
_QUOTING = re.compile(
    r"错别字|错字|别字|误写|错写|写错|误作|误为|误用|写成|写作|打成|错误写法|正确写法|正确的写法|规范写法|应为|应是|应改为|应更正为|更正为|应写为|应写作|改为“|改成“|勘误|更正|纠错|不规范表述"
    r"|→|改作|改成|改正|读成|念成|不写|不用|不对|误|原文为|原为|自查发现|不得使用|不能使用|不应使用|不使用|禁用|慎用|不说|不称|而不是|而非“|不是“|错误表述|错误用法|通假|同音|形近|读音|字音|字形|字义|[两二三四五]字|谐音|混淆|易错|语文|成语"
)
_PARTICLE_WORDS = re.compile(
    r"的的(?:确|士|喀)|目的的|的地地|地地(?:道|方|区|震|质|理|点|址|图|段|铁)|[本当各属产工场土田林草山湿基大内外驻实境异]地地|和和(?:睦|气|谐|平|美)|[与参给赋授]与与|对对(?:联|手|口|外|内|比|象|策|面|方|子)|[一核相面反绝成校结应派]对对|把把(?:关|脉|舵|手)|将将(?:军|领|来|于|要|近)|为为"
    r"|[认作成因称分行以]为为(?:民|了|人|期|何|主|首)|从从(?:业|严|前|来|容|化)|[跟服听]从从|到到(?:场|位|期|达|处|岗|底|来)|[达得看受遇收接想见做找报等]到到|以以(?:上|下|及|来|色|外|内|人|此)|[所可予得足难加]以以|在在(?:线|职|校|建|编|岗|读|外|此|任|位|场|家|押|逃|乎|意|理|即)|由由(?:此|于)|[自理缘因]由由|了了[事之几然断结]|[不明]了了"
)
_TRADITIONAL_MOST = 2
_TRADITIONAL_PAGE = 20
_HAN = re.compile(r"[\u4e00-\u9fff]")
# 截止 stands wrongly for 截至 where figures of a day follow; 报名截止5月31日 is right.
_AS_OF = re.compile(
    r"截止\s?(?:20\d\d年|\d{1,2}月\d{1,2}日|目前|今年|本月|上月|年底|月底)[^，。；\n]{0,10}，[^。；\n]{0,14}?"
    r"(?:共|累计|已|全[省市县区国镇乡校]|完成|实现|达|发放|办理|受理)"
)
_SIMPLIFIED_LEAST = 10
_CONTEXT = 30
_MOST = 200


def read(page: Page) -> Wording:
    """Read a page's visible text with the dictionary that was handed along, or the starter dictionary."""
    lexicon = page.shared.get("lexicon") or shipped()
    found = _read(page.text, lexicon, signals.of_page(page))
    found_places = [placed(item, page.html) for item in found.items]
    published = article_of(page).published if any(item.since or item.until for item in found_places) else ""
    return Wording(items=tuple(found_places), published=published, complete=page.complete)


def of_text(text: str, lexicon: Lexicon | None = None) -> Wording:
    """Read a plain text; places are offsets into it."""
    return _read(text, lexicon or shipped(), signals.search(text))


def _read(text: str, lexicon: Lexicon, signs: dict[str, Found]) -> Wording:
    items = [
        *islice(_terms(text, lexicon), _MOST),
        *islice(_rules(text, signs.get("wording", ())), _MOST),
        *_days(text),
        *_leaders(text, lexicon),
    ]
    held = [item for item in items if not lexicon.excuses(text, item.start, item.end)] if lexicon.right else items
    return Wording(items=tuple(sorted(held, key=lambda item: item.start)))


def _terms(text: str, lexicon: Lexicon) -> Iterator[WordingItem]:
    for start, end, term in lexicon.find(text):
        sentence = sentence_at(text, start, end)
        if not quotes_error(sentence, text[start:end]) and not (term.source == SOURCE and is_name(text, start, end, term.suggestion)):
            yield _of_term(term, text, start, end, sentence)


def _of_term(term: Term, text: str, start: int, end: int, sentence: str) -> WordingItem:
    return WordingItem(
        text=text[start:end],
        suggestion=term.suggestion,
        kind=term.kind,
        level=term.severity,
        rule=f"词库·{term.source or '自建'}",
        confidence=60 if term.severity == "提示" else 90 if term.source == SOURCE else 99,
        sentence=mask(sentence),
        start=start,
        end=end,
        line=text.count("\n", 0, start) + 1,
        since=term.starts,
        until=term.ends,
    )


def _leaders(text: str, lexicon: Lexicon) -> Iterator[WordingItem]:
    for found in islice(lexicon.roster.read(text), _MOST) if lexicon.roster is not None else ():
        sentence = sentence_at(text, found.start, found.end)
        if not quotes_error(sentence, text[found.start : found.end]):
            yield WordingItem(
                text=text[found.start : found.end],
                suggestion=found.suggestion,
                kind=found.kind,
                level="一般" if found.sure else "提示",
                rule="领导名单",
                confidence=90 if found.sure else 60,
                sentence=mask(sentence),
                start=found.start,
                end=found.end,
                line=text.count("\n", 0, found.start) + 1,
                since=found.since,
                until=found.until,
            )


@cache
def triggers() -> dict[str, str]:
    """Every string that a rule begins with, and its rule."""
    data = tomllib.loads((resources.files("zhengjian.facts.data") / "wording.toml").read_text("utf-8"))
    kinds = dict.fromkeys((word * 2 for word in data["doubled"]), "重复词") | dict.fromkeys(
        (word * 2 for word in data["particles"]), "重复字"
    )
    return kinds | dict.fromkeys(data["marks"], "标点符号") | dict.fromkeys(data["traditional"], "繁简混用") | {"截止": "用词"}


def _rules(text: str, signs: Found) -> Iterator[WordingItem]:
    kinds = triggers()
    found = [(start, end, kinds[word]) for start, end, word in signs]
    traditional = sum(kind == "繁简混用" for _, _, kind in found)
    doubled = len({text[start:end] for start, end, kind in found if kind in _BY_CHANCE})
    for start, end, kind in found:
        if (kind == "繁简混用" and traditional > _TRADITIONAL_PAGE) or (kind in _BY_CHANCE and doubled > _DOUBLED_PAGE):
            continue
        suggestion = _RULES[kind](text, start, end)
        if suggestion is not None:
            by_chance = kind in _BY_CHANCE and (doubled > _DOUBLED_MOST or not _is_prose(sentence_at(text, start, end)))
            yield from _hit(text, (start, end), suggestion, kind, by_chance)


def _is_prose(sentence: str) -> bool:
    """A sentence of some length with marks of prose; titles, menus and lists double words by chance."""
    return len(_HAN.findall(sentence)) >= _PROSE_LEAST and any(mark in sentence for mark in "，。；")


def _doubled(text: str, start: int, end: int) -> str | None:
    follows = text[end : end + 1]
    middle = (start + end) // 2
    fits = (_HAN.match(follows) or follows in set("，。；、") - {""}) and _stand_apart(text, start, middle, end)
    return text[start:middle] if fits else None


def _stand_apart(text: str, start: int, middle: int, end: int) -> bool:
    """True when the segmenter, too, reads the same word twice: 根据根据地 is no doubled 根据."""
    import rjieba  # as in ``terms``: most pages never need it

    left, edges = max(0, start - 6), set[int]()
    at = left
    for word in rjieba.cut(text[left : end + 6], False):
        edges.add(at)
        at += len(word)
    return {start, middle, end} <= edges | {at}


def _doubled_particle(text: str, start: int, end: int) -> str | None:
    near = text[max(0, start - 2) : end + 2]
    if start >= 2 and text[start - 1] == text[start - 2]:  # 实实在在, 和和与与: a pair of pairs
        return None
    follows = _HAN.match(text[end : end + 1])
    fits = follows and _PARTICLE_WORDS.search(near) is None and _stand_apart(text, start, start + 1, end)
    return text[start] if fits else None


def _marks(text: str, start: int, end: int) -> str | None:
    """Two marks in a row between words; three full stops are a clumsy ellipsis, not an error of this kind."""
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if not (_HAN.match(before) or before in set("”》）")) or after in {"。", "，", "、", "…"}:
        return None
    return "。" if "。" in text[start:end] else text[start]


def _as_of(text: str, start: int, end: int) -> str | None:
    begins = start == 0 or text[start - 1] in "。；，\n\u3000 "
    return "截至" if begins and _AS_OF.match(text, start) else None


def _mixture(text: str, start: int, end: int) -> str | None:
    before = text[max(0, start - 20) : start]
    if before.rfind("《") > before.rfind("》") or before.rfind("“") > before.rfind("”"):
        return None
    sentence = sentence_at(text, start, end)
    strange = sum(triggers().get(character) == "繁简混用" for character in sentence)
    return "" if strange <= _TRADITIONAL_MOST and len(_HAN.findall(sentence)) >= _SIMPLIFIED_LEAST else None


_DAY = re.compile(r"(?<![\d.])(\d{1,2})月(\d{1,2})日")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _days(text: str) -> Iterator[WordingItem]:
    """Days that no calendar has: 6月31日, 13月1日."""
    for found in _DAY.finditer(text) if "日" in text else ():
        month, day = int(found[1]), int(found[2])
        if not 1 <= month <= len(_LONGEST) or not 1 <= day <= _LONGEST[month - 1]:
            yield from _hit(text, found.span(), "", "日期有误", False)


_RULES: dict[str, Callable[[str, int, int], str | None]] = {
    "重复词": _doubled,
    "重复字": _doubled_particle,
    "标点符号": _marks,
    "用词": _as_of,
    "繁简混用": _mixture,
}
_BY_CHANCE = frozenset({"重复词", "重复字"})
_DOUBLED_MOST = 2
_DOUBLED_PAGE = 6  # a page with so many is no text at all
_PROSE_LEAST = 8
_CONFIDENCE = {"重复词": 95, "重复字": 92, "标点符号": 90, "用词": 90, "繁简混用": 90, "日期有误": 95}


def _hit(text: str, span: tuple[int, int], suggestion: str, kind: str, by_chance: bool) -> Iterator[WordingItem]:
    start, end = span
    sentence = sentence_at(text, start, end)
    if quotes_error(sentence, text[start:end]):
        return
    yield WordingItem(
        text=text[start:end],
        suggestion=suggestion,
        kind=kind,
        level="提示" if by_chance else "一般",
        rule=f"规则·{kind}",
        confidence=50 if by_chance else _CONFIDENCE[kind],
        sentence=mask(sentence),
        start=start,
        end=end,
        line=text.count("\n", 0, start) + 1,
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
            r"错别字|错字|别字|误写|错写|写错|误作|误为|写成|读成|念成|改作|改成|都不对|不用“|改正|错误写法|正确写法|正确的写法|规范写法|应改为|应更正为|勘误|纠错|易错|混淆|字音|字形|字义|[一-鿿]、[一-鿿]、[一-鿿]{1,2}[两二三四五]字",
            sentence,
        )
        is not None
    )


def placed(item: WordingItem, html: str) -> WordingItem:
    """The item placed in the page's source, when its words stand there in one piece and once."""
    at = html.find(item.text)
    if at < 0 or html.find(item.text, at + 1) >= 0:
        return item
    return replace(item, start=at, end=at + len(item.text), line=html.count("\n", 0, at) + 1)
