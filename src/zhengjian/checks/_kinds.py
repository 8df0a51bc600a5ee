"""Whether a kind of column lives on a site, and whether it is there at all: shared by the checks of required columns."""

from __future__ import annotations

import re

from zhengjian.checks._columns import blank_finding, first_level, judge_all, named, stale_finding, state_of_group, unseen
from zhengjian.checks.base import met, threshold, unknown
from zhengjian.facts.base import Coverage, Moment, Pages
from zhengjian.facts.column_state import Rhythm
from zhengjian.facts.columns import Columns
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.model import Outcome


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
    """Violated when the site has columns of the kind and all of them, read whole, are blank.

    A section that is nowhere seen is unknown: it may only be called otherwise, or live on another host.
    """
    if not coverage.home_seen:
        return unknown(coverage.why_unseen)
    there = columns.of(kind)
    filled = next((column for column in there if column.state not in {"blank", "unknown"}), None)
    if filled is not None:
        return met(f"已开设“{filled.name}”")
    blank = [column for column in there if column.state == "blank"]
    if blank and len(blank) == len(there):
        return threshold(f"{kind}类栏目{len(blank)}个均为空白", [blank_finding(column) for column in blank[:1]], 0, 1)
    if there:
        return unknown(f"“{there[0].name}”未能判断：{there[0].reason}")
    pattern = re.compile(words)
    entry = next((link.text for linking in links for link in linking.fact.links if len(link.text) <= 20 and pattern.search(link.text)), "")
    if entry:
        return met(f"已有“{entry}”入口")
    headings = (heading for reading in lists for heading in (reading.fact.name, *(box.heading for box in reading.fact.boxes)))
    heading = next((heading for heading in headings if pattern.search(heading)), "")
    return met(f"已有“{heading}”内容") if heading else unknown(f"未见名为{kind}的栏目或入口，需人工核实")
