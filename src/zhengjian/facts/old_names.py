"""Institutions called by a name that a reform ended, as if it were today's: 市国土资源局2025年挂牌出让. Names are data with day and source.

Sure only where the sentence itself sets the name beside a later day. A page of a later day that uses the name without one is worth
a look: it may tell of earlier years. What speaks of the past, of a reform, of a document of that time or of another country is silent.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

from zhengjian.facts.sentences import sentence_at


@dataclass(frozen=True, slots=True)
class OldName:
    """An ended name, today's, the first day on which the old one is wrong, and the decision that ended it."""

    name: str
    now: str
    since: date
    source: str


@dataclass(frozen=True, slots=True)
class OldNameAt:
    """An old name at a place of a text. ``sure``: the sentence itself names a later day."""

    start: int
    end: int
    old: OldName
    sure: bool


@cache
def old_names() -> dict[str, OldName]:
    """Every ended name."""
    data = tomllib.loads((resources.files("zhengjian.facts.data") / "old_names.toml").read_text("utf-8"))
    return {name: OldName(name, now, reform["from"], reform["source"]) for reform in data["reform"] for name, now in reform["names"]}


_BEFORE = 16
_AFTER = 16
_NEAR = 24
_A_YEAR = timedelta(days=365)
_FORMER = re.compile(
    r"(?:冒充|假冒|谎称|自称|伪造|原|(?<![月年日底之期天以])前|旧|时任|曾任|历任|老|并入|合并|撤销|设立|组建|成立|更名|改[为名]|前身|隶属于?|分配到?|调[入到任]?|进入|供职于?|就职于?|任职于?|退休于?)"
    r"[\u4e00-\u9fff（(、“]{0,14}$"
)
"""What may stand before a name that is meant as the old one; the division's own name stands between."""
_ELSEWHERE = re.compile(
    r"(?:[美英法德韩泰俄各外]国|日本|俄罗斯|印度|巴西|越南|老挝|柬埔寨|缅甸|澳大利亚|加拿大|意大利|西班牙|荷兰|以色列|巴基斯坦|哈萨克斯坦|新加坡|马来西亚"
    r"|印度尼西亚|菲律宾|蒙古国?|朝鲜|埃及|南非|肯尼亚|新西兰|瑞[士典]|丹麦|芬兰|挪威|香港|澳门|台湾|联邦|两国|双方|开发区|园区|新区|高新区|工业区|度假区|景区"
    r"|管委会|农场|兵团|师|团场|林场)[\u4e00-\u9fff]{0,6}$"
)
_LATER_WORD = re.compile(
    r"^(?:门|分[^局]|署|队|件|位|属|长|级|[（(](?:现|今|后)|现|改|更名|撤销|合并|时期|旧|原|印制|颁|核发|发放的|批准的|[、和与及][\u4e00-\u9fff]{2,12}(?:合并|整合|职责)|职责|的职责|移交|划[入转归])"
)
# A name joined to another institution's stands for itself (水利局和环保局); joined to anything else it ends a longer name (文化和旅游局).
_BOUNDARY = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|[年月日由经据向被是从对到在将把让请省市州县区旗盟我本该各赴]|[局厅委部办会府院署队][和与及]|国家|根据|按照|今日|近日)$"
)
_PAST = re.compile(
    r"机构改革|改革前|挂牌前|更名|改名|改称|前身|沿革|大事记|年鉴|县志|市志|史料|回忆|当年|当时|那时|曾经?|历史|简历|履历|出生|入党|毕业|退休|生前|离休"
    r"|整合组建|合并|撤销|划[入转归]|移交|原[^则因本料来始创告件文]|发〔20|发\[20|令第|号令|第\d+号令|编制时|起草时|颁发的|核发的|办理的"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?:\s?年(?:\s?(\d{1,2})\s?月)?|[-/.](\d{1,2})[-/.]\d)?")
_YEARS_AGO = re.compile(r"[0-9一二三四五六七八九十]+年(?:前|以前|来|间)|上世纪|年代")


def at(text: str, start: int, end: int) -> OldNameAt | None:
    """What the name at a place is: wrong, perhaps wrong, or None where nothing is to be said."""
    old = old_names()[text[start:end]]
    before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
    if (
        not _BOUNDARY.search(before)
        or _FORMER.search(before)
        or _ELSEWHERE.search(before)
        or _LATER_WORD.match(after)
        or _in_title(text, start, end)
    ):
        return None
    sentence = sentence_at(text, start, end)
    if _PAST.search(sentence.replace(old.name, "", 1)) or _YEARS_AGO.search(sentence):
        return None
    days = list(_days(sentence))
    if any(day < old.since + _A_YEAR for day in days):
        return None
    near = text[max(0, start - _NEAR) : end + _NEAR]
    return OldNameAt(start, end, old, sure=bool(days) and any(_days(near)))


def _days(text: str) -> Iterator[date]:
    for found in _YEAR.finditer(text):
        month = int(found[2] or found[3] or 12)
        yield date(int(found[1]), month if 1 <= month <= 12 else 12, 1)


def _in_title(text: str, start: int, end: int) -> bool:
    """Inside of a document's title or a quotation that is closed behind the name."""
    line_start, line_end = text.rfind("\n", 0, start) + 1, text.find("\n", end)
    head, tail = text[line_start:start], text[end : line_end if line_end >= 0 else len(text)]
    return any(head.rfind(left) > head.rfind(right) and right in tail for left, right in ("《》", "“”", "〈〉", "「」", "（）", "()"))
