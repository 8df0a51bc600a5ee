"""Finding repeated rows on a page: the structure that every list shares, whatever tags and classes it is made of.

Works upward from links: an element whose children of one tag each hold a link is a container of rows. ``ul/li``, nested
tables, ``dl``, paragraphs, cards, links parted by ``<br>`` all come out the same way. Each row gives a title, an address
and the date that stands in it or beside it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from zhengjian.facts.dates import FULL, Mention, mentions, split, whole
from zhengjian.facts.links import link_text, places
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.model import Value

_WHOLE = lru_cache(maxsize=50_000)(whole)
_WRITTEN = re.compile(r"成文|生成日期|印发|发文日期|发文时间|截止|结束|开标|报名|生效|施行|有效期")
_RELEASED = re.compile(r"发布|公开(?:日期|时间)|^日期$|^时间$")
_ROW_TAGS = frozenset({"li", "tr", "dl", "dt", "dd"})
_FRAME = frozenset({"nav", "footer", "breadcrumb"})
_DIGIT = re.compile(r"\d")
_EDGE_DATE = re.compile(
    r"[\[(（【〔]?\s*((?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?)\s*[\])）】〕]?$|^[\[(（【〔]((?:20\d\d[-/.年])?\d{1,2}[-/.月]\d{1,2}日?)[\])）】〕]"
)
_UNTIL = re.compile(
    r"(?:截止|截至|至|到|[~—～]|有效期|结束|成文|印发|生成|签发|制发|生效|施行|实施|失效|废止|开标|报名|会议|活动)(?:日期|时间)?\S{0,4}\s*$"
)
_TIME_IN_TITLE = re.compile(r"(?:时间|日期)\s*[:：]\s*(20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}(?:日?\s\d{1,2}:\d\d)?)")
_NO_TITLE = frozenset(
    {"更多", "more", "more>>", "详细", "查看", "详情", "查看详情", "阅读全文", "[详细]", "更多>>", ">>更多", "[更多]", "下载", "附件"}
)
_DATE_PART = re.compile(r"[\d\s\-/.年月日:\[\]()]{1,16}|NEW|new|新")
_TITLE_LED = re.compile(r"^(?:文章)?标题\s*[:：]\s*")


class Item(Value, array_like=True):
    """One row of a list. ``date`` is a kept date (see ``dates``) or empty; ``origin`` says where it stood: list or attribute."""

    title: str
    url: str
    date: str = ""
    origin: str = ""


@dataclass(slots=True)
class Group:
    """Rows of one container, in document order. ``region`` is where its links stand (see ``links``)."""

    container: Element
    rows: list[Element]
    items: list[Item]
    region: str
    first: int

    @property
    def dated(self) -> int:
        """How many rows have a date."""
        return sum(bool(item.date) for item in self.items)


def groups_of(page: Page) -> list[Group]:
    """``groups`` with neighbours merged, worked out once for all readers of the page."""
    found: list[Group] | None = page.shared.get("groups")
    if found is None:
        found = page.shared["groups"] = merged(groups(page))
    return found


def groups(page: Page) -> list[Group]:
    """All groups of rows on a page in document order; a group inside another's row is dropped, or swallows it when it is the real list."""
    kids = _kids(page)
    made = [
        group
        for container, rows in kids.items()
        if (len(rows) > 1 or next(iter(rows)).tag in _ROW_TAGS) and (group := _group(page, container, rows)) is not None
    ]
    kept = _innermost(made)
    return sorted(kept, key=lambda group: group.first)


def _kids(page: Page) -> dict[Element, dict[Element, int]]:
    """Container → its children that hold links → number of the first link inside. Each element is visited once."""
    kids: dict[Element, dict[Element, int]] = {}
    for number, anchor in enumerate(page.anchors):
        child: Element = anchor
        for _ in range(9):
            parent = child.parent
            if not isinstance(parent, Element) or parent.tag in {"body", "html"}:
                if isinstance(parent, Element) and parent.tag == "body":
                    kids.setdefault(parent, {}).setdefault(child, number)
                break
            known = kids.get(parent)
            if known is None:
                kids[parent] = {child: number}
            elif child in known:
                break
            else:
                known[child] = number
                break
            child = parent
    return kids


def _group(page: Page, container: Element, children: dict[Element, int]) -> Group | None:
    tags = [child.tag for child in children]
    tag = max(set(tags), key=tags.count) if len(set(tags)) > 1 else tags[0]
    rows = [child for child, name in zip(children, tags, strict=True) if name == tag]
    where = places(page)
    inside = [row for row in rows if where[children[row]] not in _FRAME]
    rows = inside or rows
    single = len(rows) == 1
    if single and tag not in _ROW_TAGS:
        return None
    region = where[children[rows[0]]]
    if region in _FRAME and not _DIGIT.search(container.text):
        return None
    read_rows, items = [], []
    for row in rows:
        item = _read_row(page, row)
        if item is not None:
            read_rows.append(row)
            items.append(item)
    if not items or len(items) * 2 < len(rows):
        return None
    if tag == "tr":
        items = _by_header(container, read_rows, items)
    if not any(item.date for item in items) and _DIGIT.search(container.text):
        items = _dates_beside(container, read_rows, items)
    if single and not items[0].date:
        return None
    first = children[read_rows[0]]
    return Group(container, read_rows, items, region, first)


def _by_header(container: Element, rows: list[Element], items: list[Item]) -> list[Item]:
    """Dates of a table with a 成文日期 column: taken from the column that is headed 发布日期, or not at all."""
    table = container if container.tag == "table" else container.parent
    head = table.select_one("tr") if isinstance(table, Element) else None
    if head is None or not _WRITTEN.search(head.text):
        return items
    names = [squeeze(cell.text) for cell in head.select("th,td")]
    place = next((number for number, name in enumerate(names) if _RELEASED.search(name)), None)
    dates = []
    for row in rows:
        cells = row.select("td,th")
        dates.append((_WHOLE(squeeze(cells[place].text)) or "") if place is not None and place < len(cells) else "")
    return [Item(title=item.title, url=item.url, date=date, origin="list" if date else "") for item, date in zip(items, dates, strict=True)]


def _read_row(page: Page, row: Element) -> Item | None:
    links = [row] if row.tag == "a" else row.select("a[href]")
    if not links or len(links) > 5:
        return None
    if len(links) == 1 and links[0] is not row:
        item = _plain_row(page, row, links[0])
        if item is not None:
            return item
    text = row.text
    if len(text) > 900:
        return None
    main, title = links[0], link_text(links[0])
    for link in links[1:]:
        other = link_text(link)
        if (len(other) > len(title) or _says_nothing(title)) and not _says_nothing(other):
            main, title = link, other
    if _says_nothing(title):
        return None
    date, origin = _row_date(row, text, title)
    full = attr(main, "title")
    if not date and full:
        found = _TIME_IN_TITLE.search(full)
        date, origin = ((_WHOLE(found[1]) or ""), "attribute") if found else (date, origin)
    url = page.resolve(attr(main, "href")) or ""
    return Item(title=_best_title(main, title, full, date), url=url, date=date, origin=origin)


def _plain_row(page: Page, row: Element, link: Element) -> Item | None:
    """The row that most lists have, read quickly: one link, and a date beside it. None for every other row."""
    pieces = list(row.stripped_strings)
    if len(pieces) != 2:
        return None
    title = link.text.strip()
    beside = pieces[0] if pieces[1] == title else pieces[1] if pieces[0] == title else ""
    attributes = link.attrs
    full = attributes.get("title") or ""
    if len(title) < 4 or len(full) > len(title) or len(beside) >= 40:
        return None
    date = _WHOLE(beside)
    if not date:
        return None
    href = attributes.get("href")
    url = page.resolve(href) if isinstance(href, str) else None
    return Item(title=squeeze(title)[:120], url=url or "", date=date, origin="list")


def _says_nothing(title: str) -> bool:
    return len(title) < 2 or (len(title) <= 8 and title.lower() in _NO_TITLE)


def _best_title(link: Element, title: str, full: str, date: str) -> str:
    pieces = list(link.stripped_strings)
    if len(pieces) > 1:
        heading = link.select_one("h1,h2,h3,h4,h5") or (link.select_one("strong,.title,.tit") if len(title) > 50 else None)
        if heading is not None and len(squeeze(heading.text)) < 4:
            heading = None
        pieces = [squeeze(heading.text)] if heading is not None else [squeeze(piece) for piece in pieces]
        title = "".join(piece for piece in pieces if not _DATE_PART.fullmatch(piece) and not _WHOLE(piece)) or title
    first = _TITLE_LED.sub("", squeeze(full.split("\n", 1)[0])) if full else ""
    if len(first) > len(title) and (title.endswith(("…", "...", "..")) or first.startswith(title[:4])):
        title = first
    elif date:
        found = FULL.search(title)
        if found and (found.start() == 0 or found.end() == len(title)) and len(title) > found.end() - found.start() + 4:
            title = (title[: found.start()] + title[found.end() :]).strip(" []（）()|｜")
    return title[:160]


def _row_date(row: Element, text: str, title: str) -> tuple[str, str]:
    """The date in a row and where it stood; empty strings when there is none."""
    if _DIGIT.search(text) or "前" in text or "天" in text or "刚" in text:
        pieces = list(row.stripped_strings)
        for number, piece in enumerate(pieces):
            if len(piece) < 40:
                value = _WHOLE(piece)
                if value and not (number and _UNTIL.search(pieces[number - 1])):
                    return value, "list"
        pieces = [squeeze(piece) for piece in pieces]
        short = [(number, piece) for number, piece in enumerate(pieces) if len(piece) <= 10]
        for (number, one), (following, other) in itertools.pairwise(short):
            if following == number + 1:
                value = split(one, other)
                if value:
                    return value, "list"
        value = _loose_date(pieces, title)
        if value:
            return value, "list"
    return _attribute_date(row)


def _loose_date(pieces: list[str], title: str) -> str | None:
    """A date among other words of a row: outside the title first, else at the very edge of the row."""
    for piece in pieces:
        named = piece in title or title in piece
        for mention in mentions(piece):
            if (not named or _at_edge(piece, mention)) and not _UNTIL.search(piece[: mention.start]):
                return mention.value
    for edge in (pieces[-1], pieces[0]) if pieces else ():
        found = _EDGE_DATE.search(edge)
        if found and (len(found[0]) < len(edge) or edge not in title):
            bracketed = found[0][:1] in "[(（【〔" or found[0][-1:] in "])）】〕"
            value = _WHOLE(found[1] or found[2])
            if value and (bracketed or not value.startswith("--")):
                return value
    return None


def _at_edge(title: str, mention: Mention) -> bool:
    """True for a date that stands beside a title, not in it: in brackets or after a space at its end, in brackets before it."""
    if mention.end >= len(title) - 2:
        return title[: mention.start].endswith((" ", "[", "(", "（", "【", "/", "|"))
    return mention.start == 1 and title[0] in "[(（【"


def _attribute_date(row: Element) -> tuple[str, str]:
    for element in (row, *row.select("time[datetime]")):
        for name, value in element.attrs.items():
            if (name.startswith("data-") or name in {"datetime", "date", "time"}) and isinstance(value, str) and 8 <= len(value) <= 30:
                found = _WHOLE(value.replace("T", " ").split("+", 1)[0].removesuffix("Z"))
                if found:
                    return found, "attribute"
    return "", ""


def _dates_beside(container: Element, rows: list[Element], items: list[Item]) -> list[Item]:
    """Dates that stand between rows: ``<dt>title</dt><dd>date</dd>``, ``<a>title</a> 06-12 <br>``, ``06-12 <a>title</a>``."""
    gaps: list[str] = [""]
    wanted = set(rows)
    for child in container.children:
        if isinstance(child, Element) and child in wanted:
            gaps.append("")
        else:
            gaps[-1] += f" {child.text}" if isinstance(child, Element) else f" {getattr(child, 'data', '')}"
    if len(gaps) != len(rows) + 1 or not _DIGIT.search("".join(gaps)):
        return items
    dates = [_gap_date(gap) for gap in gaps]
    before, after = sum(map(bool, dates[:-1])), sum(map(bool, dates[1:]))
    if max(before, after) * 2 < len(rows):
        return items
    beside = dates[:-1] if before > after or (before == after and dates[0]) else dates[1:]
    return [
        Item(title=item.title, url=item.url, date=date, origin="list" if date else "") for item, date in zip(items, beside, strict=True)
    ]


def _gap_date(gap: str) -> str:
    gap = squeeze(gap)
    if not gap or len(gap) > 300:
        return ""
    value = _WHOLE(gap)
    if value:
        return value
    for piece in re.split(r"[\s|]{1,}", gap):
        value = _WHOLE(piece)
        if value:
            return value
    return next((mention.value for mention in mentions(gap) if not _UNTIL.search(gap[: mention.start])), "")


def _innermost(made: list[Group]) -> list[Group]:
    """Drops outer groups whose rows hold a list of their own, then what is left inside another group's row."""
    owner = {row: group for group in made for row in group.rows}
    around = {id(group): _around(group, owner) for group in made}
    dropped: set[int] = set()
    for group in made:
        for outer in around[id(group)]:
            stronger = group.dated >= 2 or (group.dated and outer.dated * 2 <= len(outer.rows))
            if stronger or (len(group.rows) >= 3 and not outer.dated):
                dropped.add(id(outer))
    for group in made:
        if any(id(outer) not in dropped for outer in around[id(group)]):
            dropped.add(id(group))
    return [group for group in made if id(group) not in dropped]


def _around(group: Group, owner: dict[Element, Group]) -> list[Group]:
    """The groups in whose rows this group lies, from the inside out."""
    found = []
    element: object = group.container
    for _ in range(10):
        if not isinstance(element, Element):
            break
        outer = owner.get(element)
        if outer is not None and outer is not group:
            found.append(outer)
        element = element.parent
    return found


def signature(element: Element) -> str:
    """What tells an element of a template: its tag with class or id, led by its parent's when it has neither; empty without any."""
    mark = attr(element, "id") and f"#{attr(element, 'id')}"
    mark = mark or (f".{attr(element, 'class')}" if attr(element, "class") else "")
    if mark:
        return element.tag + mark
    parent = element.parent
    if isinstance(parent, Element) and (attr(parent, "id") or attr(parent, "class")):
        return f"{signature(parent)}>{element.tag}"
    return ""


def merged(found: list[Group]) -> list[Group]:
    """Neighbouring groups of one make put together: lists broken into blocks of five, or one table per row."""
    joined: list[Group] = []
    for group in found:
        last = joined[-1] if joined else None
        if last is not None and _same_make(last, group):
            joined[-1] = Group(last.container, last.rows + group.rows, last.items + group.items, last.region, last.first)
        else:
            joined.append(group)
    return joined


def _same_make(one: Group, other: Group) -> bool:
    a, b = one.container, other.container
    if a.tag != b.tag or attr(a, "class") != attr(b, "class") or bool(one.dated) != bool(other.dated):
        return False
    parent, second = a.parent, b.parent
    if not isinstance(parent, Element) or not isinstance(second, Element):
        return False
    if parent == second:
        return _nothing_between(a, b)
    # one level up: each block in a wrapper of its own, with nothing but the block in it
    alone = len(squeeze(second.text)) - len(squeeze(b.text)) <= 1
    return alone and parent.parent == second.parent and attr(parent, "class") == attr(second, "class") and _nothing_between(parent, second)


def _nothing_between(one: Element, other: Element) -> bool:
    """True when no words stand between two siblings: no heading parts them."""
    before = other.previous_sibling
    for _ in range(6):
        if before is None or before == one:
            return before is not None
        if squeeze(getattr(before, "text", "") or getattr(before, "data", "")):
            return False
        before = before.previous_sibling
    return False
