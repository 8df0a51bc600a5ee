"""Hostile sources cannot stall the readers: openings that never close, repeated, cost time in proportion to their length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from zhengjian.facts import hidden, privacy, tampering, wording
from zhengjian.facts.page import Page

LENGTH = 60_000
MOST_SECONDS = 2.0
"""A quadratic search of such a text takes far longer; a linear one some hundredths."""
URL = "http://www.a.gov.cn/1.html"
OPENINGS = (
    "<",
    "<a href='//x.com' ",
    "<a href=//x1.com style='",
    "document.write('",
    "eval('",
    "\\x41",
    "<!--",
    "/*",
    "{",
    "d=document;",
    "a=document,a.write('",
    'document.title="',
    "url(",
    "location='//x.com'",
    "var a='b';",
    "a+='b';",
    "[1,2,3,",
    "'a'+",
    "'a',",
    "String.fromCharCode(1,",
    "}('p',2,2,'a|b'.split('|')",
    "%41",
    "unescape('",
    "atob('",
    'onerror="',
    "<img onerror='",
    "<area coords='0,0,1,1' href='//x.cc'>",
    "<style>.a{",
    "<style>",
    "@media print{",
    "<div style='position:absolute;left:-999px'>",
    "<noscript>",
    "<marquee>",
    "<script>",
    "referrer baidu location ",
    "'\\'",
    '"\\"',
    "getElementById('",
    "1 ",
    "123-",
    "住",
    "姓名",
    "*19850307",
    "、，",
    "第—",
    "赌",
    "百*",
    "<iframe src=//x.com ",
    "<meta http-equiv=refresh content='",
    "=document",
    "document\t\t\t.",
    "$.",
    "a.b.c",
    "return/",
    "-->",
    "<a href='//x1.com'>传奇私服</a>",
    "hacked  by",
    "hacked ",
    "转",
    "\u200b",
    'a="',
    "function(p,a,c,k,e,d)",
    "['a']['b']",
    "'a'.concat(",
    '"x".split("").reverse().join("")',
    "setTimeout('",
    "insertAdjacentHTML('",
    "fromCharCode parseInt('1',16) '1-",
    "fromCharCode split '1-2-3-4-5-6-7-8-9",
    'a={b:"c",',
    "location='http://x1.com';{",
    "f(function(){location='http://x1.com'",
    "<textarea><a href=//x1.com ",
    "百*家",
)
READERS: dict[str, Callable[[str], object]] = {
    "hidden": lambda text: hidden.read(Page(URL, text)),
    "inline script": lambda text: hidden.read(Page(URL, f"<script>{text}</script>")),
    "script file": lambda text: hidden.of_script(text, "www.a.gov.cn"),
    "tampering": lambda text: tampering.read(Page(URL, text)),
    "wording": wording.of_text,
    "personal data": privacy.of_text,
    "personal data of a page": lambda text: privacy.read(Page(URL, text)),
    "mask": privacy.mask,
}


@pytest.mark.parametrize("name", READERS)
def test_openings_that_never_close_end_soon(name: str) -> None:
    read = READERS[name]
    slow = {}
    for opening in OPENINGS:
        begun = time.process_time()
        read(opening * (LENGTH // len(opening)))
        if (spent := time.process_time() - begun) > MOST_SECONDS:
            slow[opening] = round(spent, 1)
    assert not slow
