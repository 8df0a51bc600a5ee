"""Pages made to be slow are read in time that grows with their length, not with its square."""

from __future__ import annotations

import time

import pytest

from zhengjian.facts import article, links, list_page, placeholders
from zhengjian.facts.index import PAGE_FACTS, read_all
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
    "years above lists of one": "<p>2025年</p><ul><li><a href=t.html>标题标题标题标题</a> 06-12</li></ul>" * 12_000,
    "a very long list": "<ul>" + "<li><a href=t.html>标题标题标题标题</a><span>2025-06-01</span></li>" * 20_000 + "</ul>",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_page_is_read_in_time(shape: str) -> None:
    page = Page("http://a.gov.cn/x/", SHAPES[shape], depth=1)
    began = time.process_time()
    for reader in (links, article, list_page, placeholders):
        reader.read(page)
    assert time.process_time() - began < 4


@pytest.mark.parametrize("opening", ["<iframe ", "<script", "<!--", "<div id=app", "<", "当前位置：", "首页 > ", "共      ", "正在建设"])
def test_every_fact_is_read_from_openings_without_an_end(opening: str) -> None:
    page = Page("http://a.gov.cn/x/", opening * 20_000, depth=1)
    began = time.process_time()
    assert [type(fact) for fact in read_all(page)] == list(PAGE_FACTS), "none is lost by an exception"
    assert time.process_time() - began < 6
