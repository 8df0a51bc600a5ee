"""Rows that hold no link: cards that answer a click, and letters that are shown whole with their answers.

Asked for only where no dated list of links was found. Elements of one make under one parent are rows when each holds a
title and a day, and either answers a click or speaks of letters: the days of a chronicle, which looks the same, are the
days of events and never taken.
"""

from __future__ import annotations

import re

from zhengjian.facts.dates import mentions
from zhengjian.facts.links import OPENED
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.facts.row import Item, date_of, row_date
from zhengjian.facts.rows import Group, groups, merged

_LETTERS = re.compile(
    r"(?:留言|来信|写信|信件|咨询|诉求|提问|投诉)(?:人|时间|日期|标题|主题)|(?:回复|答复|办结)(?:时间|日期|单位|部门)|(?:站长|管理员|本局|我局)(?:回复|答复)\s*[:：]"
)
_LABEL = re.compile(r"^(?:标\s*题|主\s*题|留言标题|信件标题|来信标题|问题)\s*[:：]\s*")
_ROWS = "li,tr,dl,div[class],table[class]"
_NAMED = "h1,h2,h3,h4,h5,h6,strong,b,.title,.tit,.bt"
_FRAME = re.compile(r"nav|menu|foot|crumb|pag(?:e|ing|ination)\b", re.IGNORECASE)
_MOST_ELEMENTS = 2_000
_LONGEST = 1_500


def groups_of(page: Page) -> list[Group]:
    """All groups of rows on a page, neighbours merged; worked out once for all readers of the page."""
    found: list[Group] | None = page.shared.get("groups")
    if found is None:
        found = merged(groups(page))
        if not any(group.dated >= 2 for group in found):
            found = [*found, *_bare(page)]
        page.shared["groups"] = found
    return found


def _bare(page: Page) -> list[Group]:
    clicked, letters = page.has("onclick"), _LETTERS.search(page.text) is not None
    if not clicked and not letters:
        return []
    made: dict[tuple[Element, str, str], list[Element]] = {}
    elements = page.select(f"{_ROWS},[onclick]" if clicked else _ROWS)
    for element in elements if len(elements) <= _MOST_ELEMENTS else ():
        if isinstance(element.parent, Element):
            made.setdefault((element.parent, element.tag, attr(element, "class")), []).append(element)
    found = []
    for (parent, _, mark), rows in made.items():
        if len(rows) < 2 or _FRAME.search(mark):
            continue
        read = [(row, item) for row in dict.fromkeys(rows) if (item := _row(page, row, letters=letters)) is not None]
        if len(read) >= 2 and len(read) * 2 >= len(rows):
            found.append(Group(parent, [row for row, _ in read], [item for _, item in read], "", len(page.anchors)))
    rows_of = {row: group for group in found for row in group.rows}
    return [group for group in found if not _lies_in(group, rows_of)]


def _lies_in(group: Group, rows_of: dict[Element, Group]) -> bool:
    """True for a group inside a row of another: a letter's parts."""
    element: object = group.container
    for _ in range(8):
        if not isinstance(element, Element):
            return False
        if element in rows_of and rows_of[element] is not group:
            return True
        element = element.parent
    return False


def _row(page: Page, row: Element, *, letters: bool) -> Item | None:
    """One row: its title, where its click leads, and its day; of a letter the day of its answer."""
    opened = OPENED.search(attr(row, "onclick"))
    text = row.text
    if not (opened or letters) or not 8 <= len(text) <= _LONGEST or any(len(squeeze(link.text)) >= 6 for link in row.select("a[href]")):
        return None
    heading = row.select_one(_NAMED)
    title = squeeze(heading.text) if heading is not None else ""
    if len(title) < 4 or date_of(title):
        title = next((words for piece in row.stripped_strings if len(words := squeeze(piece)) >= 4 and not _dated(words)), "")
    date = (_answered(text) if letters else "") or row_date(row, text, title)[0]
    if len(title) < 4 or not date:
        return None
    return Item(title=_LABEL.sub("", title)[:160], url=(page.resolve(opened[1]) or "") if opened else "", date=date, origin="list")


def _dated(words: str) -> bool:
    return date_of(words) is not None or any(True for _ in mentions(words))


def _answered(text: str) -> str:
    """The latest day of a letter, which is that of its answer; empty without any."""
    return max((mention.value for mention in mentions(text)), default="")
