"""Names against counts: every failing site and account named or listed, each account with its own platform."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from zhengjian.bulletin.proofread.reading import Grid
from zhengjian.bulletin.proofread.remark import Remark
from zhengjian.bulletin.proofread.sections import Sentence

PLATFORMS = (
    "抖音号|快手号|微信订阅号|微信服务号|微信公众号|公众号|订阅号|服务号|视频号|微博|头条号|百家号|"
    "移动客户端|客户端|小程序|小红书账号|哔哩哔哩账号|账号"
)
QUOTED = r"“[^“”]{1,40}”"
ACCOUNT = re.compile(rf"((?:{QUOTED}[、和]?)+)(?:新浪)?(?:今日)?(?:{PLATFORMS})")
SITE = re.compile(rf"{QUOTED}(?:政府)?(?:门户)?网站")
FAILING_SITES = re.compile(r"问题的(?:政府)?网站(\d+)个")
FAILING_ACCOUNTS = re.compile(r"问题的(?:政务新媒体)?(?:账号)?(\d+)个")


def check_names(said: Sequence[Sentence], lists: Sequence[Grid]) -> Iterator[Remark]:
    """All remarks about names of the body; ``lists`` are tables that are no counts."""
    body = [sentence for sentence in said if not sentence.in_annex]
    yield from _failing_sites(body, lists)
    yield from _failing_accounts(body, lists)


def _failing_sites(body: Sequence[Sentence], lists: Sequence[Grid]) -> Iterator[Remark]:
    """Failing sites must be named where they are counted, or listed."""
    stated = _stated(body, FAILING_SITES)
    if stated is None:
        return
    sentence, number = stated
    listed = [row for grid in lists for row in _list_rows(grid) if any("政府网站" in cell for cell in row[1:])]
    if listed:
        if len(listed) != number:
            yield Remark(place=sentence.section, read=str(number), expected=str(len(listed)), why="存在突出问题的网站数与所附名单不符")
        return
    here = {name for one in body if one.section == sentence.section for name in SITE.findall(one.text)}
    everywhere = {name: one.section for one in body for name in SITE.findall(one.text)}
    if len(here) < number and not _points_to_list(body, sentence):
        others = "；".join(f"{name}见于“{section}”" for name, section in everywhere.items()) or "全文没有点名任何网站"
        why = f"存在突出问题的网站有{number}个，本段没有写明是哪{'个' if number == 1 else '些'}；{others}"
        yield Remark(place=sentence.section, read=f"存在突出问题的网站{number}个", expected="", why=why, certain=False)


def _failing_accounts(body: Sequence[Sentence], lists: Sequence[Grid]) -> Iterator[Remark]:
    """As many accounts named as counted; and each with its own platform."""
    accounts = [(one.section, names) for one in body for names in ACCOUNT.findall(one.text)]
    named = {name for _, names in accounts for name in re.findall(QUOTED, names)}
    stated = _stated(body, FAILING_ACCOUNTS)
    listed = [row for grid in lists for row in _list_rows(grid) if any(re.search(PLATFORMS, cell) for cell in row[1:])]
    if stated is not None and listed and len(listed) != stated[1]:
        yield Remark(place=stated[0].section, read=str(stated[1]), expected=str(len(listed)), why="存在问题的账号数与所附名单不符")
    elif stated is not None and not listed and len(named) < stated[1] and not _points_to_list(body, stated[0]):
        why = f"存在问题的账号有{stated[1]}个，全文只点名{len(named)}个：{'、'.join(sorted(named)) or '无'}"
        yield Remark(
            place=stated[0].section, read=f"账号{stated[1]}个", expected=f"点名{stated[1]}个或附名单", why=why, certain=bool(named)
        )
    for section, names in accounts:
        several = re.findall(QUOTED, names)
        if len(several) > 1:
            why = f"{'、'.join(several[:-1])}没有写明平台，与{several[-1]}共用一个平台名称，可能有歧义"
            yield Remark(place=section, read=names, expected="", why=why, certain=False)


def _stated(body: Sequence[Sentence], pattern: re.Pattern[str]) -> tuple[Sentence, int] | None:
    for sentence in body:
        found = pattern.search(sentence.text)
        if found is not None and "总体" in sentence.section and "复查" not in sentence.text:
            return sentence, int(found[1])
    return None


def _points_to_list(body: Sequence[Sentence], stated: Sentence) -> bool:
    """True when the section sends its reader to a list in an annex."""
    return any(one.section == stated.section and re.search("见附[件表]", one.text) for one in body)


def _list_rows(grid: Grid) -> list[tuple[str, ...]]:
    """Rows of a numbered list table."""
    return [row for row in grid if row and row[0].isdigit()] if grid and "序号" in grid[0] else []
