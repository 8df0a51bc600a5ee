"""Clues that a text may hold state or work secrets: marks of secrecy, "internal" notes. Only clues: a person decides.

Texts about the law of secrecy name the same words and are silent.
"""

from __future__ import annotations

import re

from zhengjian.facts import signals
from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page, squeeze
from zhengjian.model import Value


class Clue(Value):
    """One mark: ``text`` as it stands, the line around it, and its place."""

    text: str
    sentence: str
    start: int
    end: int
    line: int


class SecretClues(Fact):
    """涉密线索：密级标志和内部资料字样"""

    items: tuple[Clue, ...] = ()


_MARK = re.compile(
    r"(?:绝\s{0,2}密|机\s{0,2}密|秘\s{0,2}密)\s{0,2}[★☆]\s{0,2}(?:\d{1,2}\s{0,2}年|长期|启用前)?"
    r"|密\s{0,2}级\s{0,2}[:：]\s{0,2}(?:绝密|机密|秘密)(?!级?[、/或])|(?:绝密|机密|秘密)级?文件[,，]?\s{0,2}(?:严禁|不得|禁止)"
    r"|(?:内部(?:资料|文件|材料|明电|传阅)[，,。：:（(\s]{0,3}(?:注意保存|注意保密|妥善保管|不得外传|请勿外传|严禁外传|严禁外泄|阅后收回))"
    r"|(?:此件|本件|本文件|本资料|本材料|内部[^。\n]{0,8}?)[，,]?\s{0,2}(?:不得|请勿|严禁)(?:外传|在互联网(?:上)?(?:发布|传播|公开))"
    r"|(?:此件|本件|本刊|资料|材料|文件)[，,]?\s{0,2}仅供(?:内部|领导)(?:使用|参阅|参考|阅)|此件(?:不公开|不予公开)(?=[）)\s]|$)"
)
_ABOUT = re.compile(
    r"保密法|定密|密级(?:分为|包括|是指|的确定)|三级|解密|泄密|国家秘密(?:的|是|及|应)|保密(?:知识|教育|宣传|工作|管理|条例|规定|制度)|答题|试题|观看|电影|小说|应当标注|应标注|标注方法|标志(?:为|的)|禁止|商业秘密"
)
SIGNS = (
    "密★",
    "密☆",
    "密 ★",
    "密级",
    "绝密",
    "机密",
    "秘密",
    "绝 密",
    "机 密",
    "秘 密",
    "内部",
    "此件",
    "本件",
    "本文件",
    "本资料",
    "本材料",
    "本刊",
    "仅供",
)
"""What every mark of secrecy holds: texts without any of them are not searched."""


def read(page: Page) -> SecretClues:
    """Read a page's visible text."""
    if "secret" not in signals.of_page(page):
        return SecretClues(complete=page.complete)
    return SecretClues(items=of_text(page.text).items, complete=page.complete)


def of_text(text: str) -> SecretClues:
    """Read a plain text; places are offsets into it."""
    if not any(name in text for name in SIGNS):
        return SecretClues()
    items = []
    for found in _MARK.finditer(text):
        around = text[max(0, found.start() - 60) : found.end() + 60]
        if not _ABOUT.search(around):
            sentence = squeeze(text[max(0, found.start() - 30) : found.end() + 30])
            line = text.count("\n", 0, found.start()) + 1
            items.append(Clue(text=found[0].strip(), sentence=sentence, start=found.start(), end=found.end(), line=line))
    return SecretClues(items=tuple(items[:50]))
