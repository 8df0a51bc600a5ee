"""Text that was meant to be replaced: 正在建设中, 0830-xxxxxx, Lorem ipsum, 测试文章.

Looked for in short lines of their own, so that a report on a road 正在建设中 stays silent; masked numbers such as
138****1234 are required by law and are no placeholder.
"""

from __future__ import annotations

import re

import daachorse

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page, squeeze
from zhengjian.model import Value


class Placeholder(Value, array_like=True):
    """One hit: what sort it is (in Chinese) and the words themselves."""

    sort: str
    text: str


class Placeholders(Fact):
    """The placeholder texts of one page, at most ten."""

    hits: tuple[Placeholder, ...] = ()


_LINES = (
    (
        "栏目建设中",
        re.compile(
            r"^(?:[*·\s]*本?(?:栏目|页面|网站|网页|内容|频道|功能|系统|专题|该栏目|此栏目|该页面)\S{0,6})?(?:正在|尚在|仍在)?建设中\W*(?:敬请(?:期待|关注)\W*)?$"
        ),
    ),
    ("敬请期待", re.compile(r"^\W*(?:内容|栏目|功能)?\S{0,8}敬请期待\W*$")),
    ("测试内容", re.compile(r"^\W*(?:这是一?[条篇个]?)?测试(?:文章|标题|信息|内容|新闻|数据|页面|栏目|测试)\d{0,4}\W*$")),
    ("未填写内容", re.compile(r"^\W*(?:此处|在此|请在此)(?:填写|添加|输入)\S{0,6}\W*$|^\W*(?:标题){3,}\W*$|^\W*(?:内容){3,}\W*$")),
)
_ANYWHERE = (
    ("未填写的电话", re.compile(r"(?<!\d)0\d{2,3}\s?[-—－]\s?[xX×]{5,8}|电话\s*[:：]\s*[xX×]{4,}")),
    ("填充文字", re.compile(r"[Ll]orem ipsum")),
)
_FORM = re.compile(r"样式|模板|范本|样表|样例|示例|格式文本|[（(]样[)）]|填写说明|填表说明|承诺书|申请表|登记表|委托书")
_WORDS = ("建设中", "敬请期待", "测试", "此处", "在此", "标题标题", "内容内容")
_CROSSES = ("xx", "XX", "××", "orem ipsum")
_SIGNS = daachorse.CharwiseDoubleArrayAhoCorasick([*_WORDS, *_CROSSES])


def read(page: Page) -> Placeholders:
    """Read the page's visible text; a few microseconds when no word of the kind stands in it."""
    text, hits = page.text, []
    signs = {sign for _, _, sign in _SIGNS.find(text)}
    if any(sign < len(_WORDS) for sign in signs):
        for line in text.split("\n"):
            if 2 < len(line) <= 40:
                hits += [Placeholder(sort=sort, text=squeeze(line)) for sort, pattern in _LINES if pattern.match(line.strip("*· \t"))]
    if any(sign >= len(_WORDS) for sign in signs):
        found = ((sort, hit) for sort, pattern in _ANYWHERE for hit in pattern.finditer(text))
        hits += [Placeholder(sort=sort, text=squeeze(hit[0])) for sort, hit in found if not _in_form(text, hit.start())]
    return Placeholders(complete=page.complete, hits=tuple(dict.fromkeys(hits))[:10])


def _in_form(text: str, place: int) -> bool:
    """True inside a blank form or sample, whose crosses are to be filled in by whoever uses it."""
    return _FORM.search(text, max(0, place - 400), place + 60) is not None
