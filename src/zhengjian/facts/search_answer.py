"""Reading what answers a search: a page or JSON that shows the title, says that there is nothing, or shows neither and why.

Not a fact: looks at a site's search use it. "Nothing" must be said and nothing shown: a page whose links begin like the
title, or that holds its words over and over, may only shorten or dress them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from zhengjian.facts import link_target
from zhengjian.facts.page import Page, attr

OLD = "data-zhengjian-old"  # what a browser's page says of a link that stood there before the search
Kind = Literal["found", "none", "error", "unclear"]


class Answer(NamedTuple):
    """What an answer shows of a title; ``why`` says in Chinese why it shows neither. ``gated``: every further search would end there."""

    kind: Kind
    why: str = ""
    gated: bool = False


_NOTHING = re.compile(
    r"(?:没有|未能?|无法)(?:找到|搜索到|检索到|查询到|搜到|查到)|找不到|(?:没有|暂无|无)(?:相关|符合|匹配|满足)[^。，,]{0,8}(?:结果|内容|信息|记录|数据|文档)"
    r"|(?:^|[^\d.,])0\s*(?:条|个|篇|项)(?:相关)?(?:结果|记录|信息|内容)|(?:共|找到|搜索到|检索到|约)\s*0\s*(?:条|个|篇|项)|暂无数据"
)
_BROKEN = re.compile(
    r"HTTP Status [45]\d\d|[\w.]*(?:Exception|SQLException)\b|系统(?:异常|错误|繁忙)|服务器(?:内部)?错误|Internal Server Error"
)
_CAPTCHA = re.compile(r"验证码|安全验证|滑动(?:验证|滑块)|请(?:先)?完成验证|人机验证")
_LOGIN = re.compile(r"请(?:先)?登录|登录后(?:才能|可|再)")
_TOO_OFTEN = re.compile(r"(?:搜索|访问|操作|查询|请求)(?:过于|太|过)频繁|请(?:稍后|\d+\s*秒后)再")
_SPACES = re.compile(r"\s+")
_TAG = re.compile(r"<[^<>]{0,200}>")
_CUT = re.compile(r"(?:\.{2,}|…+)$")
_TOTALS = frozenset(
    {"total", "totalcount", "totalnum", "totalhits", "count", "recordcount", "numfound", "hits", "rowcount", "recordstotal"}
)
_ASKED = frozenset(
    {"q", "query", "keyword", "keywords", "key", "kw", "word", "words", "searchword", "wd", "params"}
)  # the question repeated
_ECHOES, _BEGINNING, _SHORT, _DEEPEST = 3, 8, 400, 12


def read(page: Page, title: str, *, shown: str = "") -> Answer:
    """What a page shows. ``shown`` is the text that a browser really showed; without it the text of the source."""
    if page.html.lstrip()[:1] in {"{", "["}:
        return read_json(page.html, title)
    wanted, text = _bare(title), shown or page.text
    links = [link for link in page.anchors if not page.rendered or attr(link, OLD) != link.text.strip()[:200]]
    named = [_bare(words) for link in links for words in (link.text, attr(link, "title")) if words]
    if any(wanted in words for words in named) or any(_begins(words, wanted) for words in named):
        return Answer("found")
    if gate := _gate(page, text):
        return Answer("unclear", gate, gated=True)
    if len(text) <= _SHORT and (_BROKEN.search(text) or link_target.read(page).kind == "not-found"):
        return Answer("error")
    if _bare(text).count(wanted) >= _ECHOES or any(words.startswith(wanted[:_BEGINNING]) for words in named):
        return Answer("unclear", "结果中有相近的标题，未能读出")
    return Answer("none") if _NOTHING.search(text) else Answer("unclear", "结果页未能读出结果")


def read_json(text: str, title: str) -> Answer:
    """What JSON shows: any text with the title in it; a total of nothing and no rows; or neither."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return Answer("unclear", "搜索接口的应答不是完整的JSON")
    leaves = list(_leaves(data, "", 0))
    wanted = _bare(title)
    rows = [value for key, value in leaves if isinstance(value, str) and key not in _ASKED]
    if any(wanted in _bare(_TAG.sub("", value)) for value in rows):
        return Answer("found")
    totals = [value for key, value in leaves if key in _TOTALS and isinstance(value, int) and not isinstance(value, bool)]
    nothing = bool(totals) and not any(totals) and not any(len(value) > _BEGINNING for value in rows)
    return Answer("none") if nothing else Answer("unclear", "搜索接口的应答未能读出结果")


def _leaves(data: object, key: str, depth: int) -> Iterator[tuple[str, object]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _leaves(value, str(name).lower(), depth + 1)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value, key, depth + 1)
    else:
        yield key, data


def _gate(page: Page, text: str) -> str:
    """Why a page shows no results although it could: something stands before them."""
    if _TOO_OFTEN.search(text):
        return "搜索被限制频次"
    if _CAPTCHA.search(text) and not _NOTHING.search(text):
        return "搜索需要验证码"
    if page.select("input[type=password]") or (_LOGIN.search(text) and len(text) <= _SHORT):
        return "搜索需要登录"
    return ""


def _begins(words: str, wanted: str) -> bool:
    """True for a title that a list has cut short."""
    cut = _CUT.sub("", words)
    return cut != words and len(cut) >= _BEGINNING and wanted.startswith(cut)


def _bare(text: str) -> str:
    return _SPACES.sub("", text)
