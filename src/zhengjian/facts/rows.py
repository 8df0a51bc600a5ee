"""Finding repeated rows on a page: the structure that every list shares, whatever tags and classes it is made of.

Works upward from links: an element whose children of one tag each hold a link is a container of rows. ``ul/li``, nested
tables, ``dl``, paragraphs, cards, links parted by ``<br>`` all come out the same way. Each row gives a title, an address
and the date that stands in it or beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sized
from dataclasses import dataclass, field
from itertools import repeat

from msgspec import convert
from msgspec.structs import replace

from zhengjian.facts.dates import UNORDERED, mentions, ordered_days
from zhengjian.facts.links import link_text, places, targets, texts
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.facts.row import DIGIT, MOST_LINKS, SHORTEST_TITLE, UNTIL, Item, Row, attribute_date, date_of, is_name, read_row

_WRITTEN = re.compile(r"成文|生成日期|印发|发文日期|发文时间|截止|结束|开标|报名|生效|施行|有效期")
_RELEASED = re.compile(r"发布|(?:公开|公示|公布|上网|上传|更新|登载)(?:日期|时间)|^日期$|^时间$|(?:开始|征集|起始)(?:日期|时间)")
_ROW_TAGS = frozenset({"li", "tr", "dl", "dt", "dd"})
_FRAME = frozenset({"nav", "footer", "breadcrumb"})
_ANSWERED = re.compile(r"(?:答复|回复|办结|办理)(?:时间|日期)")
LONGEST_NAME = 12  # characters of a column's name
WORTH_A_TRY = 4  # rows that are sooner read at once than one by one
MORE = re.compile(r"^(?:(?:>>|»|\+|\[)?\s*(?:更多|more|查看更多|查看全部)\s*(?:>|»|\+|\]|…|\.)*|\+{1,2}|>{2}|»|…)$", re.IGNORECASE)
_YEAR_ALONE = re.compile(r"\W*((?:19|20)\d\d)\s*(?:年度?)?\W*")


@dataclass(slots=True)
class Group:
    """Rows of one container, in document order. ``region`` is where its links stand (see ``links``).

    ``headed`` says that the container holds a heading of its own, too.
    """

    container: Element
    rows: list[Element]
    items: list[Item]
    region: str
    first: int
    headed: bool = False
    dated: int = field(init=False)

    def __post_init__(self) -> None:
        """``dated``: how many rows have a date."""
        self.dated = len([item for item in self.items if item.date])


def groups(page: Page) -> list[Group]:
    """All groups of rows on a page in document order; a group inside another's row is dropped, or swallows it when it is the real list."""
    kids, in_order = _kids(page)
    made = [
        group
        for container, children in kids.items()
        if (len(children) > 1 or next(iter(children)).tag in _ROW_TAGS)
        and (group := _group(page, container, children, in_order=in_order)) is not None
    ]
    kept = _innermost(made) if len(made) > 1 else made
    return sorted(kept, key=lambda group: group.first)


def _kids(page: Page) -> tuple[dict[Element, dict[Element, int]], bool]:
    """Container → its children that hold links → number of the first link inside. Each element is visited once.

    Says, too, whether the numbers up to the next child's first link are those of the links inside a child.
    """
    kids: dict[Element, dict[Element, int]] = {}
    in_order = not page.has("<area", "<AREA", "<template", "<TEMPLATE")
    for number, anchor in enumerate(page.anchors):
        child: Element = anchor
        for _ in range(9):
            parent = child.parent
            known = kids.get(parent)  # type: ignore[arg-type]  # a document or nothing is no key
            if known is not None:
                if child not in known:
                    known[child] = number
                break
            if not isinstance(parent, Element) or (tag := parent.tag) == "html":
                break
            kids[parent] = {child: number}
            if tag == "body":
                break
            child = parent
        else:
            in_order = False
    return kids, in_order


def _links_in(page: Page, children: dict[Element, int], *, in_order: bool) -> dict[Element, list[Element]]:
    """The links inside each child of a container, itself included."""
    if not in_order:
        return {child: [child] if child.tag == "a" else child.select("a[href]") for child in children}
    last = next(reversed(children))
    ends = [*children.values(), children[last] + (len(last.select("a[href]")) or 1)][1:]
    return {child: page.anchors[first:end] for (child, first), end in zip(children.items(), ends, strict=True)}


def _plain_group(page: Page, container: Element, children: dict[Element, int]) -> Group | None:
    """The lists that most pages have, read at once: in each child one link, and a date beside it or nothing. None for every other."""
    count, first, last = len(children), next(iter(children.values())), next(reversed(children.values()))
    links = slice(first, first + count)
    tag, *others = {child.tag for child in children}
    if last - first != count - 1 or others or tag == "tr" or not _FRAME.isdisjoint(places(page)[links]):
        return None
    titles, pieces = texts(page)[links], list(container.stripped_strings)
    if pieces == titles:
        return _bare_group(page, container, children, titles)
    if len(pieces) != 2 * count or tag == "a":
        return None
    dates = [date_of(piece) or "" for piece in (pieces[::2] if pieces[1::2] == titles else pieces[1::2] if pieces[::2] == titles else [""])]
    if not all(dates) or (any(date[:2] == "--" for date in dates) and container.select_one("time[datetime]")):
        return None
    urls = [placed.url for placed in targets(page)[links]]
    items = convert(list(zip(titles, urls, dates, repeat("list"))), list[Item | None])
    for number, (child, title, link) in enumerate(zip(children, titles, page.anchors[links], strict=True)):
        if len(title) < SHORTEST_TITLE or len(link.attr("title") or "") > len(title):
            items[number] = read_row(page, Row(child, [link], title, urls[number]))
    kept = [item for item in items if item is not None]
    return Group(container, list(children), kept, places(page)[first], first) if len(kept) == count else None


def _bare_group(page: Page, container: Element, children: dict[Element, int], titles: list[str]) -> Group | None:
    """A list of nothing but links, as menus are; None where a day may stand in their words or attributes."""
    if not all(map(is_name, titles)) or (page.has("<h1", "<H1") and container.select_one("h1")):
        return None
    items = []
    for (child, number), title in zip(children.items(), titles, strict=True):
        if page.anchors[number].attr("title") not in {None, "", title} or attribute_date(child)[0]:
            return None
        items.append((title, targets(page)[number].url))
    first = next(iter(children.values()))
    return Group(container, list(children), convert(items, list[Item]), places(page)[first], first)


def _group(page: Page, container: Element, children: dict[Element, int], *, in_order: bool) -> Group | None:
    if in_order and len(children) >= WORTH_A_TRY and (group := _plain_group(page, container, children)) is not None:
        return group
    tags = [child.tag for child in children]
    tag = max(dict.fromkeys(tags), key=tags.count) if len(set(tags)) > 1 else tags[0]
    found = [child for child, name in zip(children, tags, strict=True) if name == tag]
    where = places(page)
    found = [row for row in found if where[children[row]] not in _FRAME] or found
    if len(found) == 1 and tag not in _ROW_TAGS:
        return None
    links = _links_in(page, children, in_order=in_order)
    if not _enough([row for row in found if 1 <= len(links[row]) <= MOST_LINKS], found):
        return None
    region = where[children[found[0]]]
    if region in _FRAME and not DIGIT.search(container.text):
        return None
    said, led = texts(page), targets(page)
    rows = [Row(row, links[row], said[children[row]], led[children[row]].url) for row in found]
    pairs = [(row.element, item) for row in rows if not _is_heading(row) and (item := read_row(page, row)) is not None]
    if not _enough(pairs, rows):
        return None
    elements, items = [element for element, _ in pairs], [item for _, item in pairs]
    if tag == "tr":
        items = _by_header(container, elements, items)
    if not all(item.date for item in items) and DIGIT.search(container.text):
        items = _in_one_order(elements, items)
        if not any(item.date for item in items):
            items = _dates_beside(container, elements, items)
    if len(rows) == 1 and not items[0].date:
        return None
    headed = len(pairs) < len(rows) and any(map(_is_heading, rows))
    return Group(container, elements, items, region, children[elements[0]], headed=headed)


def _enough(read: Sized, rows: Sized) -> bool:
    """True when so many of some rows were read that they are a list: half of them, of two both."""
    return bool(read) and len(read) * 2 >= len(rows) and not len(read) < len(rows) == 2


def _is_heading(row: Row) -> bool:
    """True for a box's heading that stands among its rows: its name, and 更多 behind it."""
    if len(row.links) != 2 or len(row.said) > LONGEST_NAME:
        return False
    following = link_text(row.links[1])
    return len(following) <= 8 and MORE.match(following) is not None


def _by_header(container: Element, rows: list[Element], items: list[Item]) -> list[Item]:
    """Dates of a table with several columns of days, or one of another kind: those under 发布日期, or none; of letters, 答复时间."""
    table = container if container.tag == "table" else container.parent
    head = table.select_one("tr") if isinstance(table, Element) else None
    if head is None:
        return items
    text, names = head.text, [squeeze(cell.text) for cell in head.select("th,td")]
    several = text.count("日期") + text.count("时间") > 1 and sum(name.endswith(("日期", "时间")) for name in names) > 1
    if not (several or _WRITTEN.search(text) or _ANSWERED.search(text)):
        return items
    wanted = _ANSWERED if any(_ANSWERED.search(name) for name in names) else _RELEASED
    place = next((number for number, name in enumerate(names) if wanted.search(name)), None)
    dates = []
    for row in rows:
        cells = row.select("td,th")
        dates.append((date_of(squeeze(cells[place].text)) or "") if place is not None and place < len(cells) else "")
    return [Item(title=item.title, url=item.url, date=date, origin="list" if date else "") for item, date in zip(items, dates, strict=True)]


def _dates_beside(container: Element, rows: list[Element], items: list[Item]) -> list[Item]:
    """Dates that stand between rows: ``<dt>title</dt><dd>date</dd>``, ``<a>title</a> 06-12 <br>``, ``06-12 <a>title</a>``."""
    gaps: list[str] = [""]
    wanted = set(rows)
    for child in container.children:
        if isinstance(child, Element) and child in wanted:
            gaps.append("")
        else:
            gaps[-1] += f" {child.text}" if isinstance(child, Element) else f" {getattr(child, 'data', '')}"
    if len(gaps) != len(rows) + 1 or not DIGIT.search("".join(gaps)):
        return items
    dates = [_gap_date(gap) for gap in gaps]
    before, after = sum(map(bool, dates[:-1])), sum(map(bool, dates[1:]))
    if max(before, after) * 2 < len(rows):
        return items
    beside = dates[:-1] if before > after or (before == after and dates[0]) else dates[1:]
    return [
        Item(title=item.title, url=item.url, date=date, origin="list" if date else "") for item, date in zip(items, beside, strict=True)
    ]


def _in_one_order(rows: list[Element], items: list[Item]) -> list[Item]:
    """Days that only the whole list makes plain: ``06/05/2025`` beside ``06/18/2025``, ``25-06-12`` beside ``25-05-30``."""
    pieces = [next((piece for piece in map(squeeze, row.stripped_strings) if UNORDERED.fullmatch(piece)), "") for row in rows]
    if len(pieces) < 2 or sum(map(bool, pieces)) * 2 < len(rows):
        return items
    days = ordered_days(pieces)
    return [replace(item, date=day, origin="list") if day and not item.date else item for item, day in zip(items, days, strict=True)]


def _gap_date(gap: str) -> str:
    gap = squeeze(gap)
    if not gap or len(gap) > 300:
        return ""
    value = date_of(gap)
    if value:
        return value
    for piece in re.split(r"[\s|]{1,}", gap):
        value = date_of(piece)
        if value:
            return value
    return next((mention.value for mention in mentions(gap) if not UNTIL.search(gap[: mention.start])), "")


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
    block: Group | None = None
    for group in map(_with_year, found):
        if block is not None and _same_make(block, group):
            last = joined[-1]
            joined[-1] = Group(last.container, last.rows + group.rows, last.items + group.items, last.region, last.first)
        else:
            joined.append(group)
        block = group
    return joined


def _with_year(group: Group) -> Group:
    """A group below a heading that is only a year: its days without a year are of that year."""
    if not any(item.date.startswith("--") for item in group.items):
        return group
    above = group.container.previous_sibling
    while above is not None and not isinstance(above, Element):
        above = above.previous_sibling if not squeeze(getattr(above, "data", "")) else None
    year = _YEAR_ALONE.fullmatch(squeeze(above.text)) if above is not None else None
    if year is None:
        return group
    items = [replace(item, date=year[1] + item.date[1:]) if item.date.startswith("--") else item for item in group.items]
    return Group(group.container, group.rows, items, group.region, group.first)


def _same_make(one: Group, other: Group) -> bool:
    a, b = one.container, other.container
    if other.headed or a.tag != b.tag or attr(a, "class") != attr(b, "class") or bool(one.dated) != bool(other.dated):
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
    """True when no words stand between two siblings but a year: no heading parts them."""
    before = other.previous_sibling
    for _ in range(6):
        if before is None or before == one:
            return before is not None
        words = squeeze(getattr(before, "text", "") or getattr(before, "data", ""))
        if words and _YEAR_ALONE.fullmatch(words) is None:
            return False
        before = before.previous_sibling
    return False
