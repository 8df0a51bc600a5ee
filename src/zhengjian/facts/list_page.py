"""One page as a list: its items with dates, its place in the site (trail), pages that follow, and what else it holds.

``ListItems`` is read from every page. It only says what stands there; whether the page is a column, of which kind, and
how old, is decided in ``columns`` over all pages of the site. A list that a script fetches is told from an empty one.
"""

from __future__ import annotations

import re
import zlib

import msgspec

from zhengjian.facts.article import article_labels, article_of
from zhengjian.facts.bare_rows import groups_of
from zhengjian.facts.base import Fact
from zhengjian.facts.column_name import SIDE, SITE_NAME, name_of, trail_of
from zhengjian.facts.data_calls import Calls, calls_of
from zhengjian.facts.datastore import next_groups, records
from zhengjian.facts.filled import asks_for_data, empty_places, filled_by_script
from zhengjian.facts.kinds import kind_of
from zhengjian.facts.links import link_text
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.facts.paging import further_pages
from zhengjian.facts.row import Item
from zhengjian.facts.rows import MORE, Group, signature
from zhengjian.facts.source_signs import ARCHIVED
from zhengjian.model import Value


class Box(Value, array_like=True):
    """A list beside or instead of the main one: its heading, where its heading or 更多 leads, its items (up to 12).

    ``aside`` is True for side columns such as 热点推荐.
    """

    heading: str
    more: str
    items: tuple[Item, ...]
    aside: bool = False


class ListItems(Fact):
    """What a page lists.

    ``page_type``: home, list, folder (several lists under headings of their own), article, other. ``items`` is the main
    list; ``boxes`` all further lists. ``trail`` is the breadcrumb from the home page down as (name, address), ``name``
    what the page calls itself and ``named_by`` how that is known. ``following`` are the addresses of the list's further
    pages that the page names, ``data`` those from which its scripts fetch the list; ``asks_more``: they also fetch what could
    not be worked out, or a part of ``data`` was guessed. ``shown_on`` is, of data that an external script fetches, the page
    that shows it. ``page_count`` is how many pages it says there are (0: it does not say). ``script`` says in Chinese by
    which sign a script fills the list; ``empty`` is the page's own statement that there is nothing; ``slot`` is True when an
    empty list element stands in the page. ``holder`` tells the element that holds the main list (see ``rows.signature``),
    ``hollow`` the elements of a page without list that hold nothing but its own name: a template's empty place. ``lines`` are
    digests of the text's lines (of pages that are no articles): what no other page shows is the page's own. ``words`` is the
    length of the running text. ``closed`` are the words by which the page says that the column is archived or goes on elsewhere.
    """

    page_type: str = "other"
    name: str = ""
    named_by: str = ""
    label_name: str = ""
    label_type: str = ""
    trail: tuple[tuple[str, str], ...] = ()
    items: tuple[Item, ...] = ()
    boxes: tuple[Box, ...] = ()
    following: tuple[str, ...] = ()
    page_count: int = 0
    data: tuple[str, ...] = ()
    asks_more: bool = False
    shown_on: tuple[str, ...] = ()
    script: str = ""
    empty: str = ""
    slot: bool = False
    holder: str = ""
    hollow: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    words: int = 0
    closed: str = ""


_SIDE_MARK = re.compile(r"side|hot|rank|recommend|relat|tuijian|xiangguan|paihang", re.IGNORECASE)
_EMPTY = re.compile(
    r"(?:暂无|暂时没有|尚无|没有找到|没有相关|没有任何|没有符合|无相关|查无|还没有)\S{0,12}|(?:共|总计?)\s*0\s*[条篇]"
    r"|(?:栏目|内容|网页|页面|网站)?\S{0,4}(?:正在|尚在)?建设中|内容(?:正在)?(?:更新|整理|完善)中|No (?:data|records?)"
)
# What such a statement cannot be without, at most eight characters behind its beginning: quickly looked for in a long text.
_EMPTY_CORE = re.compile(
    r"暂无|暂时没有|尚无|没有|无相关|查无|还没有|建设中|[新理善]中|共\s*0|总计?\s*0|No (?:data|records?)",
)
_YEAR_HEADING = re.compile(
    r"<(?:h[1-6]|dt|strong|b|th|caption|legend)\b[^>]*>\s*(?:19|20)\d\d\s*(?:年度?)?\s*</|<(?:div|p|span|td|em|i)\b[^>]*>\s*(?:19|20)\d\d\s*年度?\s*</",
    re.IGNORECASE,
)
_FRAMES = frozenset({"nav", "footer", "breadcrumb"})
_CLOSED = re.compile(
    r"(?:本|该)(?:栏目|频道|专栏|专题|页面|版块)[^。\n]{0,16}?(?:已归档|停止更新|不再更新|暂停更新|停更|已迁移|迁移至|整合至|并入|已关闭|已下线)|已归档|归档时间"
)
_SHORT_NAMES = {
    "机构职能": re.compile(r"(?:科|室|处|局|委|办|所|站|队|厅|部|院|馆|中心|公司|政府|街道|委员会|协会|学校|医院)$"),
    "领导信息": re.compile(r"^[一-鿿·]{2,4}$|(?:长|书记|主任|总工程师|总规划师|调研员|巡视员|委员|成员)$"),
    "办事服务": re.compile(r"登记|备案|审批|审核|许可|核发|核准|申请|申领|换[证发]|补[证领办]|办理|认定|查询|缴[纳费]|证明|注册|变更|注销"),
}
_UNSHOWN = re.compile(
    r"<[a-z]+\b[^<>]{0,200}(?:display\s*:\s*none|\bhidden\b)[^<>]{0,200}>\s*(?:<[^<>]{1,200}>\s*){0,4}(?:暂无|没有|无相关|暂时没有)",
    re.IGNORECASE,
)
_OF_SEARCH = re.compile(r"(?:搜索|检索|查询)结果|站内(?:搜索|检索)|全文检索")
_LAYOUT = dict.fromkeys(("tr", "tbody", "table", "font", "center"), 0.25)  # what old pages nest only to place a list
_FEW_ROWS = 8
_ENOUGH = 3  # a list of HTML with so many days is the page's list, whatever its scripts hold besides


def read(page: Page) -> ListItems:
    """Read a page as a list; about 0.3 ms for 75 rows, half of it for the rows."""
    article = article_of(page)
    found = groups_of(page) if not article.is_article else []
    labels = article_labels(page)
    label_name, label_type = squeeze(labels.get("columnname", ""))[:60], squeeze(labels.get("columntype", ""))[:60]
    trail, current = trail_of(page)
    name, named_by = name_of(page, label_name, trail, current, article.is_article)
    main, boxes = _parted(page, found, name)
    if main is not None and (not name or (named_by == "页面标题" and SITE_NAME.search(name))):
        heading = _heading(page, main)[0]
        if 2 <= len(heading) <= 12 and not heading.isdigit() and not SIDE.search(heading) and not SITE_NAME.search(heading):
            name, named_by = heading, "列表标题"
    items = tuple(main.items[:100]) if main is not None else ()
    stored = _stored(page, items) if not article.is_article else ()
    if stored:
        items = (*stored, *(item for item in items if item not in stored)) if page.depth == 0 else stored
    page_type = _page_type(page, article.is_article, items, boxes, main)
    items = items if page_type == "home" else _under_years(page, items)
    if page_type == "folder" and main is not None:
        boxes = [_box(page, main), *boxes]
        items = ()
    following, count = further_pages(page) if page_type == "list" else ((), 0)
    searching = page_type in {"other", "folder"} or (page_type == "home" and not items)
    empty = _empty_statement(page) if searching else None
    script = filled_by_script(page, searching=searching, still=not stored and any(item.date for item in items))
    calls = _data(page, script) if page_type != "home" else Calls()
    return ListItems(
        complete=page.complete,
        page_type=page_type,
        name=name,
        named_by=named_by,
        label_name=label_name,
        label_type=label_type,
        trail=trail,
        items=items,
        boxes=tuple(boxes[:30]),
        following=following,
        page_count=count,
        data=calls.addresses,
        asks_more=not calls.sure,
        script=script,
        empty=squeeze(empty[0])[:40] if empty else "",
        slot=searching and bool(empty_places(page)),
        holder=signature(main.container) if page_type == "list" and main is not None else "",
        hollow=_hollow(page, name) if page_type == "other" else (),
        lines=_lines(page.text) if page_type in {"other", "list", "home"} else (),
        words=article.length,
        closed=_closed(page) if page.has(*ARCHIVED) and page_type in {"list", "folder", "other"} else "",
    )


def _under_years(page: Page, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Where the years stand in headings of their own, a month and a day alone tell no date: the articles will."""
    if not any(item.date.startswith("--") for item in items) or _YEAR_HEADING.search(page.html) is None:
        return items
    return tuple(msgspec.structs.replace(item, date="", origin="") if item.date.startswith("--") else item for item in items)


def _parted(page: Page, found: list[Group], name: str) -> tuple[Group | None, list[Box]]:
    """The main list and the boxes. Navigation, footers and menus of short undated names are neither."""
    folder = page.url.split("?", 1)[0].rsplit("/", 1)[0] + "/"
    deep = folder.count("/") > 3
    scored = []
    for group in found:
        in_frame = group.region in _FRAMES
        if (in_frame and group.dated < 2) or _is_menu(group):
            continue
        average = sum([min(len(item.title), 30) for item in group.items]) / len(group.items)
        near = deep and len([item for item in group.items if item.url.startswith(folder)]) * 2 >= len(group.items)
        heading, more = _heading(page, group)
        own = bool(name) and heading.startswith(name)
        named = 4.0 if own and heading == name and group.dated else 1.6 if own else 1.0
        side = not own and (SIDE.search(heading) is not None or _aside(group))
        dated = 2.0 if group.dated * 2 >= len(group.items) else 1.0
        score = min(len(group.items), 30) * average * dated * (1.5 if near else 1) * named * (0.15 if side else 1)
        scored.append(
            (
                score * (0.4 if more and not own else 1),
                group,
                Box(heading=heading, more=more, items=tuple(group.items[:12]), aside=side),
            )
        )
    if not scored:
        return _named_after(found, name), []
    best = max(range(len(scored)), key=lambda number: scored[number][0])
    return scored[best][1], [entry[2] for number, entry in enumerate(scored) if number != best]


def _named_after(found: list[Group], name: str) -> Group | None:
    """The list of short names that the page's own name promises: of bodies, of people, of things to apply for. None without one."""
    form = _SHORT_NAMES.get(kind_of(name).name) if name else None
    for group in found if form is not None else ():
        titles = [item.title for item in group.items]
        if group.region not in _FRAMES and len(titles) >= 2 and name not in titles:
            fitting = sum(form.search(title) is not None for title in titles) if form is not None else 0
            if fitting * 10 >= len(titles) * 7:
                return group
    return None


def _aside(group: Group) -> bool:
    """True for a list in an element that is named as a side column."""
    element: object = group.container
    for _ in range(4):
        if not isinstance(element, Element):
            return False
        if element.tag == "aside" or _SIDE_MARK.search(f"{attr(element, 'class')} {attr(element, 'id')}"):
            return True
        element = element.parent
    return False


def _box(page: Page, group: Group) -> Box:
    heading, more = _heading(page, group)
    return Box(heading=heading, more=more, items=tuple(group.items[:12]))


def _is_menu(group: Group) -> bool:
    """Short names without dates: a menu of sub-columns, tabs, departments."""
    if group.dated:
        return False
    lengths = sorted(len(item.title) for item in group.items)
    if group.rows[0].select_one("script") is not None:  # it writes what is not in the page: a date, a mark
        return False
    return lengths[len(lengths) // 2] <= 9 or len(group.items) == 1


def _heading(page: Page, group: Group) -> tuple[str, str]:
    """The words above a list, and where they or its 更多 lead. Looks up from the first row, never past a longer text."""
    element, steps = group.rows[0], 0.0
    while steps < 4:
        steps += _LAYOUT.get(element.tag, 1.0)
        before = element.previous_sibling
        for _ in range(4):
            if before is None:
                break
            if isinstance(before, Element) and before.tag not in {"script", "style", "br", "hr"}:
                text = squeeze(before.text)
                if text and len(text) <= 40:
                    return _heading_of(page, before, text)
                if text:
                    return "", ""
            before = before.previous_sibling
        parent = element.parent
        if not isinstance(parent, Element) or parent.tag == "body":
            break
        element = parent
    return "", ""


def _heading_of(page: Page, element: Element, text: str) -> tuple[str, str]:
    links = element.select("a[href]")
    more = next((link for link in links if MORE.match(link_text(link))), links[0] if len(links) == 1 else None)
    name = squeeze(re.sub(r"(?:>>|»|\+)?\s*(?:\[?更多\]?|more|MORE)\s*(?:>|»|\+|…|\.)*|(?<=\S)\s*(?:\+|>>|»)$", "", text))
    return name[:30], (page.resolve(attr(more, "href")) or "") if more is not None else ""


def _page_type(page: Page, is_article: bool, items: tuple[Item, ...], boxes: list[Box], main: Group | None) -> str:
    if page.depth == 0:
        return "home"
    if is_article:
        return "article"
    if not items or _OF_SEARCH.search(page.title):
        return "other"
    linked = [box for box in boxes if box.more and not box.aside and not SIDE.search(box.heading)]
    named = [box for box in linked if len(box.items) >= 2]
    if main is not None and len(items) <= _FEW_ROWS and "更多" in page.html and _boxed_apart(page, main):
        return "folder"
    more = _heading(page, main)[1] if main is not None else ""
    if more and more != page.url and linked and len(items) <= 15:
        return "folder"
    if len(named) >= 3 and sum(len(box.items) for box in named) > len(items):
        return "folder"
    if main is not None and _is_menu(main):
        return "list"
    dated = sum(bool(item.date) for item in items)
    long_titles = sum(len(item.title) >= 8 for item in items)
    return "list" if dated or long_titles * 2 >= len(items) else "other"


def _boxed_apart(page: Page, main: Group) -> bool:
    """True when rows stand in boxes of their own, each with a 更多 that leads elsewhere than its row: boxes of several columns."""
    above = [_upwards(row) for row in main.rows]
    leads: set[str] = set()
    for number, item in enumerate(main.items[: len(above)]):
        others = {element for place, line in enumerate(above) if place != number for element in line}
        box = next((element for element in reversed(above[number]) if element not in others), main.rows[number])
        more = [page.resolve(attr(link, "href")) for link in box.select("a[href]") if MORE.match(link_text(link))]
        leads.update(url for url in more if url and url != item.url)
    return len(leads) > 1 and len(leads) * 2 >= len(above)


def _upwards(element: Element) -> list[Element]:
    """An element and those around it, innermost first."""
    found = [element]
    while isinstance(found[-1].parent, Element):
        found.append(found[-1].parent)
    return found


def _closed(page: Page) -> str:
    said = _CLOSED.search(page.text)
    return squeeze(said[0])[:40] if said else ""


def _data(page: Page, script: str) -> Calls:
    """Where the rest of the list, or all of it, is fetched from: groups of records, or answers to plain questions."""
    if page.has("<record") and "<nextgroup" in page.html:
        return Calls(next_groups(page), sure=False)
    return calls_of(page) if script and asks_for_data(page) else Calls()


def _stored(page: Page, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The list that lies in the page as data, where it says more than the one in its HTML; empty when it does not.

    Beside a list in the HTML it must be the same list: a page's scripts may hold others, of a side column.
    """
    dated = sum(bool(item.date) for item in items)
    if dated >= _ENOUGH and page.depth and not page.has("<record"):
        return ()
    stored = records(page)
    if page.depth == 0:
        return tuple(stored[:200])
    more = sum(bool(item.date) for item in stored) > dated or (len(stored) > len(items) and not dated)
    if not more:
        return ()
    known = {item.url for item in stored} | {item.title for item in stored}
    same = sum(item.url in known or item.title in known for item in items) * 2 >= len(items)
    return tuple(stored[:200]) if same or page.has("<record") else ()


def _empty_statement(page: Page) -> re.Match[str] | None:
    """The page's own word that there is nothing, unless it is hidden, or the value of a field: 相关附件：暂无."""
    text = page.text
    core = _EMPTY_CORE.search(text)
    said = _EMPTY.search(text, max(0, core.start() - 8)) if core is not None else None
    if said is None or text[: said.start()].rstrip(" ").endswith((":", "：")):
        return None
    return None if _UNSHOWN.search(page.html) else said


def _lines(text: str) -> tuple[int, ...]:
    """Digests of the first and the last thirty lines of two or more characters."""
    lines = [line for line in text.encode().split(b"\n") if len(line) > 4 or len(line.decode()) > 1]
    return tuple(dict.fromkeys(map(zlib.crc32, lines if len(lines) <= 60 else lines[:30] + lines[-30:])))


def _hollow(page: Page, name: str) -> tuple[str, ...]:
    """Signatures of the elements without content, their heading aside."""
    found: dict[str, None] = {}
    places = [*page.named, *page.select("ul"), *page.select("tbody"), *page.select("dl")]
    for element in places if len(places) <= 4_000 else ():
        text = element.text
        if len(text) > 60 or squeeze(text) not in {"", name} or element.select_one("a,img,input,iframe,script,video,object,embed"):
            continue
        mark = signature(element)
        if mark and element.tag not in {
            "span",
            "em",
            "i",
            "b",
            "meta",
            "link",
            "script",
            "style",
            "a",
            "h1",
            "h2",
            "h3",
            "h4",
            "img",
            "input",
        }:
            found[mark] = None
    return tuple(found)[:30]
