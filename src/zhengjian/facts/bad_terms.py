"""The words of trades that hijack pages, and the words of those who report on them. Data in ``data/bad_terms.toml``.

Matching is one pass of an automaton over lower-case text without zero-width characters and separators in between.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import daachorse

_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, 0x180E, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E])
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_TRADITIONAL = dict(
    zip(
        "賭場樂澳門娛線電開戶註冊頭銀龍視訊馬會資彩發網億國際業聖賽車鐵圖黃亂體麗遊戲錢現金專歡幣獎球單證貸數賣購藥",
        "赌场乐澳门娱线电开户注册头银龙视讯马会资彩发网亿国际业圣赛车铁图黄乱体丽游戏钱现金专欢币奖球单证贷数卖购药",
        strict=True,
    )
)
_FOLD = _INVISIBLE | _WIDE | {ord(key): value for key, value in _TRADITIONAL.items()}
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])[\s·・.\-_~*+|/\\、,，。!！]{1,3}(?=[\u4e00-\u9fff])")
_HOST_LEAST = 5
_BRANDED = re.compile(r"([a-z]{2,14})\d{2,8}[a-z]{0,3}")
_LATIN = re.compile(r"[a-z0-9]")


@dataclass(frozen=True)
class Terms:
    """One automaton over some lists of words; ``find`` gives the distinct words found, in order."""

    words: tuple[str, ...]
    automaton: daachorse.CharwiseDoubleArrayAhoCorasick

    def find(self, text: str, accept: Callable[[str, int, int], bool] = lambda *_: True) -> list[str]:
        """Distinct words in folded text that are accepted; a Latin word must not stand inside a longer Latin word."""
        found: dict[str, None] = {}
        for start, end, index in self.automaton.find(text):
            word = self.words[index]
            if not accept(text, start, end):
                continue
            if _LATIN.match(word[0]) and start and _LATIN.match(text[start - 1]):
                continue
            if _LATIN.match(word[-1]) and end < len(text) and _LATIN.match(text[end]):
                continue
            found[word] = None
        return list(found)


@cache
def terms(kind: str) -> Terms:
    """The list of one kind: promotion, topic, trade, report or institution."""
    data = tomllib.loads((resources.files("zhengjian.facts.data") / "bad_terms.toml").read_text("utf-8"))
    pitches = [venue + offer for venue in data["venue"] for offer in data["offer"]] if kind == "promotion" else []
    words = tuple(dict.fromkeys(word.lower() for word in [*data[kind], *pitches]))
    return Terms(words, daachorse.CharwiseDoubleArrayAhoCorasick(list(words), daachorse.MATCH_KIND_LEFTMOST_LONGEST))


def fold(text: str) -> str:
    """Lower case, half width, simplified for the words that matter, without invisible characters."""
    return text.translate(_FOLD).lower()


def promotes(text: str) -> list[str]:
    """Words that are written only to sell a bad trade; also when points or spaces stand between their characters."""
    folded = fold(text)
    found = promoted(folded) or promoted(_BETWEEN.sub("", folded))
    return found or (invoices(folded) if "代开" in folded and _CONTACT.search(folded) else [])


def promoted(folded: str) -> list[str]:
    """Promotion words of a folded text as they stand, without looking between points and spaces: for whole pages."""
    return terms("promotion").find(folded, _is_word)


def invoices(text: str) -> list[str]:
    """An offer to write invoices for others: a service of the tax offices, and a crime when a stranger offers it."""
    return ["代开发票"] if _INVOICES.search(text) else []


_INVOICES = re.compile(r"代开[^。\n]{0,10}发票|发票代开")
_CONTACT = re.compile(r"微信|qq|扣扣|电询|保真|开票公司|v信|加q")


def _is_word(text: str, start: int, end: int) -> bool:
    """False for characters that only meet by chance: 军人|妻子, 特色|图书馆, 现金|网点, 江南体育|馆."""
    if any(text.startswith(word, start - at) for word, at in _harmless().get(text[start:end], ())):
        return False
    if not _HAN.match(text[start]) or not _HAN.match(text[end - 1]):
        return True
    if end - start > _SHORT_WORD:
        return text[start:end][-2:] != "体育" or _OF_SPORTS.match(text, end) is None
    if text[start:end][-2:] == "体育" and _OF_SPORTS.match(text, end):
        return False
    import rjieba  # as in ``terms``: most sites never need it

    first = max(0, start - _AROUND)
    place, edges = first, {first}
    for word in rjieba.cut(text[first : end + _AROUND]):
        place += len(word)
        edges.add(place)
    return start in edges and end in edges


_HAN = re.compile(r"[\u4e00-\u9fff]")
_OF_SPORTS = re.compile(
    r"馆|场|公园|中心|局|学|运动|健身|产业|文化|用品|器材|协会|俱乐部|教|设施|小镇|新城|旅游|赛|活动|综合|广场|休闲|频道|新闻|事业"
)
_SHORT_WORD = 4
_AROUND = 6


@cache
def _harmless() -> dict[str, list[tuple[str, int]]]:
    """By promotion word: the longer words that it is harmless in, and where it stands in them."""
    found: dict[str, list[tuple[str, int]]] = {}
    for longer in terms("harmless").words:
        for word in terms("promotion").find(longer):
            found.setdefault(word, []).append((longer, longer.index(word)))
    return found


def host_promotes(host: str) -> list[str]:
    """Promotion words in a host's name: long ones, because short ones are abbreviations of honest names, or a brand with digits."""
    return [word for word in promotes(host) if len(word) >= _HOST_LEAST] or _brand(host)


def shady(host: str) -> bool:
    """True for a host under an ending that public bodies, the press and counters of visits hardly ever use."""
    return host.rsplit(":", 1)[0].rsplit(".", 1)[-1] in terms("host_ending").words


def host_speaks(host: str) -> list[str]:
    """Words of a bad trade as parts of a host's name: ``best-casino.com``. Too weak for a link, telling for a page's own address."""
    parts = re.split(r"[.\-]", host.rsplit(":", 1)[0])
    return [part for part in parts if part in terms("host").words or part in terms("topic").words]


def _brand(host: str) -> list[str]:
    """A brand as a label of its own, with two digits behind it and an ending of that trade: ``yabo88.vip``, ``www.xpj5588.cc``."""
    labels = host.rsplit(":", 1)[0].split(".")
    if labels[-1] not in terms("host_ending").words:
        return []
    return [found[1] for label in labels[:-1] if (found := _BRANDED.fullmatch(label)) and found[1] in terms("host").words]


def mentions(text: str) -> list[str]:
    """Words of a bad trade in a text that does not report on it: promotion words, or topic words without a report word."""
    folded = fold(text)
    if terms("report").find(folded):
        return []
    return promotes(text) or terms("topic").find(folded)


def sells(text: str) -> list[str]:
    """Words of ordinary trades that link farms sell; none when the text names an institution, unless it advertises."""
    folded = fold(text)
    adverts = terms("advert").find(folded)
    return adverts or ([] if terms("institution").find(folded) else terms("trade").find(folded))


def advertises(text: str) -> list[str]:
    """Words of trades that advertise on other people's pages, medical and shady ones first of all."""
    return terms("advert").find(fold(text))


def reports(text: str) -> bool:
    """True when a text speaks of police, courts, prevention or health: then a bad word is its subject."""
    return bool(terms("report").find(fold(text)))
