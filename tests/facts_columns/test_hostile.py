"""Pages made to be slow are read in time that grows with their length, not with its square."""

from __future__ import annotations

import time

import pytest

from zhengjian.facts import article, links, list_page, placeholders
from zhengjian.facts.page import Page

SHAPES = {
    "records that never close": "<record>" * 40_000,
    "frames that never close": "<iframe " * 40_000,
    "objects that never close": "<script>" + '{"title":"标题标题标题","url":"/x"' * 15_000 + "</script>",
    "elements in elements": '<div class="nav">字' * 20_000 + "<a href=x.html>链接链接链接</a>",
    "links in links": "<div><a href=x.html>标题标题标题标题标题</a>" * 4_000,
    "lists in lists": "<ul>" * 20_000,
    "nothing but dates": "2025-01-01 " * 60_000,
    "nothing but pages": "页" * 150_000,
    "a very long list": "<ul>" + "<li><a href=t.html>标题标题标题标题</a><span>2025-06-01</span></li>" * 20_000 + "</ul>",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_page_is_read_in_time(shape: str) -> None:
    page = Page("http://a.gov.cn/x/", SHAPES[shape], depth=1)
    began = time.process_time()
    for reader in (links, article, list_page, placeholders):
        reader.read(page)
    assert time.process_time() - began < 4
