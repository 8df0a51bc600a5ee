"""One row of a list: its title, its address, and the date that stands in it."""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from typing import NamedTuple

from zhengjian.facts.dates import FULL, Mention, mentions, split, split_in_three, whole
from zhengjian.facts.links import link_text
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.model import Value

_EDGE_DATE = re.compile(
    r"[\[(（【〔]?\s*((?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?)\s*[\])）】〕]?$|^[\[(（【〔]((?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?)[\])）】〕]"
)
UNTIL = re.compile(
    r"(?:截止|截至|至|到|[~—～]|有效期|结束|成文|印发|生成|签发|制发|生效|施行|实施|失效|废止|开标|报名|会议|活动)(?:日期|时间)?\S{0,4}\s*$"
)
_TIME_IN_TITLE = re.compile(r"(?:时间|日期)\s*[:：]\s*(20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}(?:日?\s\d{1,2}:\d\d)?)")
_NO_TITLE = frozenset(
    {"更多", "more", "more>>", "详细", "查看", "详情", "查看详情", "阅读全文", "[详细]", "更多>>", ">>更多", "[更多]", "下载", "附件"}
)
_IDLE = re.compile(
    r"\W*(?:(?:点击|立即|进入)?(?:查看|浏览|阅读)(?:详情|详细|反馈|全文|更多|结果|内容|原文|附件)?|阅读全文|全文|详细内容|办理结果|在线(?:办理|申请|预约|提交)"
    r"|继续阅读|(?:办事|服务)指南|(?:网上|在线|立即)办理|(?:上|下)一?[页篇条]|尾页|末页|最后一?页|前一页|后一页"
    r"|(?:返回)?(?:网站)?首页|返回(?:上页|上级|顶部|列表)?|关闭(?:窗口|本页)?|打印(?:本页)?)\W*"
)
_COUNTS = re.compile(r"页次|\d+\s*/\s*\d+\s*页|[共第]\s*\d+\s*[条页篇项]|^\d+\s*/\s*\d+$")
_NEIGHBOUR = re.compile(r"\W*[上下前后]一?[条篇](?:文章|新闻|信息)?\s*[:：\s]")
_FOOT = re.compile(r"ICP备|标识码|公网安备|Powered by|版权所有|主办单位\s*[:：]")
_MARKED_OFF = re.compile(r"\s*[·•|｜]\s*")
_DATE_PART = re.compile(r"[\d\s\-/.年月日:\[\]()]{1,16}|NEW|new|新")
_TITLE_LED = re.compile(r"^(?:文章)?标题\s*[:：]\s*")
date_of = lru_cache(maxsize=50_000)(whole)
_OF_DATES = "0123456789-/.:年月日 —~至"
_LONGEST_LABEL, _LONGEST_TITLE = 10, 50
DIGIT = re.compile(r"\d")
MOST_LINKS = 5  # of a row
SHORTEST_TITLE = 4  # of a row that holds nothing but its title and a date


class Item(Value, array_like=True):
    """One row of a list. ``date`` is a kept date (see ``dates``) or empty; ``origin`` says where it stood: list or attribute."""

    title: str
    url: str
    date: str = ""
    origin: str = ""


class Row(NamedTuple):
    """A row as it stands on the page: its links, and what the first of them says and leads to."""

    element: Element
    links: list[Element]
    said: str
    url: str


def _plain_row(row: Row, first: str, second: str) -> Item | None:
    """A row of one link and a date beside it from its two pieces of text; None for every other row."""
    said = row.said
    beside = first if second == said else second if first == said else ""
    length = len(said)
    if not beside or length < SHORTEST_TITLE or len(beside) >= 40 or len(row.links[0].attr("title") or "") > length:
        return None
    date = date_of(beside)
    if not date or (date.startswith("--") and row.element.select_one("time[datetime]")):
        return None
    return Item(title=said, url=row.url, date=date, origin="list")


def _bare_row(page: Page, row: Row) -> Item | None:
    """A row of nothing but its link's words, as menus have; None when a day may stand in them, or more in its attributes."""
    if not is_name(row.said) or row.links[0].attr("title") not in {None, "", row.said} or _holds_a_headline(page, row.element):
        return None
    date, origin = attribute_date(row.element)
    return Item(title=row.said, url=row.url, date=date, origin=origin)


@lru_cache(maxsize=50_000)
def is_name(words: str) -> bool:
    """True for words that can be nothing but a title: no day, no 更多, nothing that stands at a page's foot."""
    other = _NEIGHBOUR.match(words) or _FOOT.search(words) or _may_be_dated(words)
    return not (other or _says_nothing(words))


def _may_be_dated(text: str) -> bool:
    return DIGIT.search(text) is not None or "前" in text or "天" in text or "刚" in text


def read_row(page: Page, row: Row) -> Item | None:
    """A row with one link or a few; None when it is no row of a list."""
    element, links = row.element, row.links
    if not 1 <= len(links) <= MOST_LINKS:
        return None
    if len(links) == 1:
        pieces = list(element.stripped_strings)
        item = _plain_row(row, *pieces) if len(pieces) == 2 else _bare_row(page, row) if pieces == [row.said] else None
        if item is not None:
            return item
    text = element.text
    if len(text) > 900 or _NEIGHBOUR.match(text) or _FOOT.search(text) or _holds_a_headline(page, element):
        return None
    main, title = links[0], row.said
    for link in links[1:]:
        other = link_text(link)
        if (len(other) > len(title) or _says_nothing(title)) and not _says_nothing(other) and FULL.sub("", other).strip(" -—~至"):
            main, title = link, other
    if _says_nothing(title):
        title = _words_beside(element)
        if not title:
            return None
    date, origin = row_date(element, text, title)
    full = attr(main, "title")
    if not date and full:
        found = _TIME_IN_TITLE.search(full)
        date, origin = ((date_of(found[1]) or ""), "attribute") if found else (date, origin)
    url = page.resolve(attr(main, "href")) or ""
    return Item(title=_best_title(main, title, full, date), url=url, date=date, origin=origin)


def _holds_a_headline(page: Page, row: Element) -> bool:
    """True for a part of an article's page: the page's own headline stands in it, and leads nowhere."""
    headline = row.select_one("h1") if page.has("<h1", "<H1") else None
    return headline is not None and headline.select_one("a[href]") is None


def _says_nothing(title: str) -> bool:
    if len(title) < 2 or not title.strip(_OF_DATES):
        return True
    return len(title) <= 8 and (title.lower() in _NO_TITLE or _IDLE.fullmatch(title) is not None)


def _words_beside(row: Element) -> str:
    """The title of a row whose link only says 详细: its heading, else the longest words beside the link; empty without any."""
    heading = row.select_one("h1,h2,h3,h4,h5,h6")
    if heading is not None and len(words := squeeze(heading.text)) >= 6 and not date_of(words):
        return words[:160]
    pieces = [squeeze(piece) for piece in row.stripped_strings]
    title = max((piece for piece in pieces if not (_says_nothing(piece) or date_of(piece) or _COUNTS.search(piece))), key=len, default="")
    return title[:160] if len(title) >= 6 else ""


def _best_title(link: Element, title: str, full: str, date: str) -> str:
    pieces = list(link.stripped_strings)
    if len(pieces) > 1:
        crowded = len(title) > _LONGEST_TITLE or FULL.search(title) is not None
        heading = link.select_one("h1,h2,h3,h4,h5") or (link.select_one("strong,.title,.tit") if crowded else None)
        if heading is not None and len(squeeze(heading.text)) < 4:
            heading = None
        pieces = [squeeze(heading.text)] if heading is not None else [squeeze(piece) for piece in pieces]
        if heading is None and any(_dated_piece(piece) for piece in pieces):
            pieces = [max((piece for piece in pieces if not _dated_piece(piece)), key=len, default="")]
        title = "".join(piece for piece in pieces if not _DATE_PART.fullmatch(piece) and not date_of(piece)) or title
    first = _TITLE_LED.sub("", squeeze(re.split(r"[\r\n]", full, maxsplit=1)[0])) if full else ""
    if len(first) > len(title) and (title.endswith(("…", "...", "..")) or first.startswith(title[:4])):
        title = first
    elif date:
        found = FULL.search(title)
        if found and (found.start() == 0 or found.end() == len(title)) and len(title) > found.end() - found.start() + 4:
            title = (title[: found.start()] + title[found.end() :]).strip(" []（）()|｜")
    return title[:160]


def _dated_piece(piece: str) -> str:
    """The date that stands by itself among marks: ``3小时前 · 县融媒体中心``; empty without one."""
    return next((value for part in _MARKED_OFF.split(piece) if len(part) < 40 and (value := date_of(part))), "") if len(piece) < 60 else ""


def row_date(row: Element, text: str, title: str) -> tuple[str, str]:
    """The date in a row and where it stood; empty strings when there is none."""
    if _may_be_dated(text):
        pieces = list(row.stripped_strings)
        for number, piece in enumerate(pieces):
            if len(piece) < 40:
                value = date_of(piece)
                if value and not (number and _is_until(pieces[number - 1])):
                    return _with_its_year(row, value), "list"
        pieces = [squeeze(piece) for piece in pieces]
        for piece in pieces:
            if any(mark in piece for mark in "·•|｜") and piece != title and (value := _dated_piece(piece)):
                return value, "list"
        short = [(number, piece) for number, piece in enumerate(pieces) if len(piece) <= 10]
        for three in zip(pieces, pieces[1:], pieces[2:], strict=False):
            if len(three[1]) <= 3 and (value := split_in_three(*three)):
                return value, "list"
        for (number, one), (following, other) in itertools.pairwise(short):
            if following == number + 1:
                value = split(one, other)
                if value:
                    return value, "list"
        value = _loose_date(pieces, title)
        if value:
            return value, "list"
    return attribute_date(row)


def _is_until(words: str) -> bool:
    """True for a label such as 截止时间 before a day; a title may end in 会议 or 活动, too, but is longer."""
    return (len(words) <= _LONGEST_LABEL or words.endswith((":", "："))) and UNTIL.search(words) is not None


def _with_its_year(row: Element, value: str) -> str:
    """A day without a year as ``<time datetime>`` beside it has it whole."""
    if not value.startswith("--"):
        return value
    whole_day = attribute_date(row)[0]
    return whole_day if whole_day[5:10] == value[2:7] else value


def _loose_date(pieces: list[str], title: str) -> str | None:
    """A date among other words of a row: outside the title first, else at the very edge of the row."""
    for piece in pieces:
        named = piece in title or title in piece
        for mention in mentions(piece):
            if (not named or _at_edge(piece, mention)) and not UNTIL.search(piece[: mention.start]):
                return mention.value
    for edge in (pieces[-1], pieces[0]) if pieces else ():
        found = _EDGE_DATE.search(edge)
        if found and (len(found[0]) < len(edge) or edge not in title):
            bracketed = found[0][:1] in "[(（【〔" or found[0][-1:] in "])）】〕"
            value = date_of(found[1] or found[2])
            if value and (bracketed or not value.startswith("--")):
                return value
    return None


def _at_edge(title: str, mention: Mention) -> bool:
    """True for a date that stands beside a title, not in it: in brackets or after a space at its end, in brackets before it."""
    if mention.end >= len(title) - 2:
        return title[: mention.start].endswith((" ", "[", "(", "（", "【", "/", "|"))
    return mention.start == 1 and title[0] in "[(（【"


def attribute_date(row: Element) -> tuple[str, str]:
    """The day in a row's attributes, or in those of a ``<time>`` in it, and that it stood there; empty strings without one."""
    for element in (row, *row.select("time[datetime]")):
        for name, value in element.attrs.items():
            if (name.startswith("data-") or name in {"datetime", "date", "time"}) and isinstance(value, str) and 8 <= len(value) <= 30:
                found = date_of(value.replace("T", " ").split("+", 1)[0].removesuffix("Z"))
                if found:
                    return found, "attribute"
    return "", ""
