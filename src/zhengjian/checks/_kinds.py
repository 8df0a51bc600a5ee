"""Whether a kind of column lives on a site, and whether it is there at all: shared by the checks of required columns."""

from __future__ import annotations

import re

from zhengjian.checks._columns import first_level, judge_all, named, stale_finding, state_of_group, unseen
from zhengjian.checks.base import met, threshold, unknown
from zhengjian.facts.base import Coverage, Moment, Pages
from zhengjian.facts.column_state import Rhythm
from zhengjian.facts.columns import Columns
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.model import Finding, Outcome


def kind_stale(kind: str, columns: Columns, coverage: Coverage, now: Moment, rhythm: Rhythm) -> Outcome:
    """A site's columns of one kind taken together: violated only when every one of them is stale."""
    why = unseen(columns, coverage)
    if why:
        return unknown(why)
    entries = judge_all(columns.of(kind), now.as_of, rhythm)
    if not entries:
        return unknown(f"未识别到{kind}类栏目，请登记栏目或人工检查")
    states = [state_of_group(group) for group in first_level(entries)]
    live = [entry for entry in entries if entry.state in {"fresh", "near-stale"}]
    if live:
        newest = max((entry.column.last.date for entry in live if entry.column.last is not None), default="")
        return met(f"{kind}类栏目最近更新于{newest}")
    if "unknown" in states:
        open_ = [entry for entry in entries if entry.state == "unknown"]
        return unknown(f"{kind}类栏目未能判断（{named(open_)}：{open_[0].reason}）")
    stale = [entry for entry in entries if entry.state == "stale"]
    if not stale:
        return unknown(f"{kind}类栏目没有可判断的更新日期")
    latest = max(stale, key=lambda entry: entry.column.last.date if entry.column.last is not None else "")
    return threshold(f"{len(entries)}个{kind}类栏目均超期未更新", [stale_finding(latest, now.as_of, rhythm)], 0, 1)


def kind_missing(kind: str, words: str, columns: Columns, links: Pages[PageLinks], lists: Pages[ListItems], coverage: Coverage) -> Outcome:
    """Violated when no column, link, heading or page name of a wholly crawled site speaks of the kind."""
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    there = columns.of(kind)
    if there:
        return met(f"已开设“{there[0].name}”")
    pattern = re.compile(words)
    for linking in links:
        for link in linking.fact.links:
            if link.text and len(link.text) <= 20 and pattern.search(link.text):
                return met(f"已有“{link.text}”入口")
    for reading in lists:
        headings = (reading.fact.name, *(box.heading for box in reading.fact.boxes))
        found = next((heading for heading in headings if heading and pattern.search(heading)), "")
        if found:
            return met(f"已有“{found}”内容")
    home = links.home
    if home is None or not columns.complete or not coverage.complete:
        return unknown("网站未抓取完整，不能断定未开设")
    if any(reading.fact.script for reading in lists) or not any(home.fact.of("page")):
        return unknown("部分页面由脚本生成，未经浏览器读取，不能断定未开设")
    finding = Finding(
        where=home.url,
        what=f"全站{len(links)}个页面未见{kind}类栏目或入口",
        value="未开设",
        expected=f"开设{kind}栏目",
        evidence=(home.snapshot,),
    )
    return threshold(f"未开设{kind}栏目", [finding], 0, 1)
