"""Words and characters written twice. 根据根据《条例》 is one; 根据根据地 and 实实在在 are none, the segmenter tells them apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_HAN = re.compile(r"[\u4e00-\u9fff]")
_PARTICLE_WORDS = re.compile(
    r"的的(?:确|士|喀)|目的的|的地地|地地(?:道|方|区|震|质|理|点|址|图|段|铁)|[本当各属产工场土田林草山湿基大内外驻实境异]地地|和和(?:睦|气|谐|平|美)|[与参给赋授]与与|对对(?:联|手|口|外|内|比|象|策|面|方|子)|[一核相面反绝成校结应派]对对|把把(?:关|脉|舵|手)|将将(?:军|领|来|要|近)"
    r"|[认作成因称分行以]为为(?:民|了|人|期|何|主|首)|从从(?:业|严|前|来|容|化)|[跟服听]从从|到到(?:场|位|期|达|处|岗|底|来)|[达得看受遇收接想见做找报等]到到|以以(?:上|下|及|来|色|外|内|人|此)|[所可予得足难加]以以|在在(?:线|职|校|建|编|岗|读|外|此|任|位|场|家|押|逃|乎|意|理|即)|由由(?:此|于)|[自理缘因]由由|了了[事之几然断结]|[不明]了了"
)


BEFORE_NUMBERS = {"第": "", "约": "条合契", "共": "公总中"}
"""Characters that stand before numbers, and those with which they make a word."""
_FREE = frozenset("对作以要来为在和有用会上下中人长家后前时里外得到过与及能将可需须应地的了着一不大小出入起去天年日月市县区省国乡镇村")
"""Characters that are words by themselves and may follow, or go before, one that ends or begins with them: 反对对伊动武."""
_IN_ORDER_TO = re.compile(r"进一步|贯彻|加强|深入|全面|认真|切实|推动|确保|保障|规范|做好")
_JOINING = frozenset("将要已并和与及来在会后为应须可能再就也都步续日月前年真力先")
"""Last characters of what joins sentences, or qualifies a verb: 进一步增增强, 5月12日组组织."""
_TRAILING = frozenset("了的着并和与及目")
_NUMBER = re.compile(r"[一二三四五六七八九十百千\d]|有[一二三四五六七八九十百千\d]")


def word(text: str, start: int, end: int) -> str:
    """The word that stands twice between two places; empty when it does not."""
    follows, middle = text[end : end + 1], (start + end) // 2
    fits = (_HAN.match(follows) or follows in set("，。；、《“") - {""}) and _stand_apart(text, start, middle, end)
    return text[start:middle] if fits else ""


def character(text: str, start: int, end: int) -> str:
    """The character that stands twice between two places; empty when a word may hold either of the two."""
    near = text[max(0, start - 2) : end + 2]
    if text[start] in BEFORE_NUMBERS:
        return text[start] if _NUMBER.match(text, end) and text[start - 1 : start] not in BEFORE_NUMBERS[text[start]] else ""
    if text[start] == "为" and not _IN_ORDER_TO.match(text, end):  # 为为农服务的典型点赞
        return ""
    if start >= 2 and text[start - 1] == text[start - 2]:  # 实实在在, 和和与与: a pair of pairs
        return ""
    fits = _HAN.match(text[end : end + 1]) and _PARTICLE_WORDS.search(near) is None and _stand_apart(text, start, start + 1, end)
    return text[start] if fits else ""


def stutters(words: Iterable[str]) -> Iterator[str]:
    """What words of two characters become when one of the two is written twice: 组组织, 召开开."""
    for word in words:
        first, second = word[0], word[1]
        if first not in _FREE:
            yield f"{first}{first}{second}"
        if second not in _FREE:
            yield f"{first}{second}{second}"


def stuttered(text: str, start: int, end: int) -> str:
    """The word of a stutter between two places; empty when the segmenter reads the double character as part of another word."""
    import rjieba  # as in ``terms``: most pages never need it

    is_first = text[start] == text[start + 1]
    word, left = text[start + 1 : end] if is_first else text[start : start + 2], max(0, start - 6)
    single = (start, start + 1) if is_first else (end - 1, end)
    at = left
    for token in rjieba.cut(text[left : end + 6], False):
        if (at, at + len(token)) == single:
            return word
        at += len(token)
    return ""


def stands_free(text: str, start: int, end: int) -> bool:
    """True when the character that is too many in a stutter can belong to no word beside it: 市监监管 and 组织织密 are lawful.

    A name may be shortened before it, a phrase may begin behind it; only marks and words that join are sure.
    """
    if text[start] == text[start + 1]:
        before = text[start - 1 : start] if start else ""
        return not _HAN.match(before) or before in _JOINING
    after = text[end : end + 1]
    return not _HAN.match(after) or after in _TRAILING


def _stand_apart(text: str, start: int, middle: int, end: int) -> bool:
    """True when the segmenter, too, reads the same word twice: 根据根据地 is no doubled 根据.

    Either of the two may be the edge of a longer word that falls into two (认真|落实, 党委|书记).
    """
    import rjieba  # as in ``terms``: most pages never need it

    left, edges = max(0, start - 6), set[int]()
    at = left
    for token in rjieba.cut(text[left : end + 6], False):
        edges.add(at)
        stop = at + len(token)
        if at == middle and end < stop and rjieba.has_word(text[end:stop]) and stop - end > 1:
            edges.add(end)
        if stop == middle and at < start and rjieba.has_word(text[at:start]) and start - at > 1:
            edges.add(start)
        at = stop
    return {start, middle, end} <= edges | {at}
