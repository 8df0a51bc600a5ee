"""The official page labels (网页标签) of a page, and what the page itself shows to hold them against.

Names are compared without regard to case; ``name``, ``property``, ``itemprop`` and ``http-equiv`` all count, in head or
body, repeated or empty. A label that a script writes is read and said to be so. What kind of page it is (home, column,
article) is concluded from several signs that agree, never from the labels alone: a page without labels has a kind too.
"""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import urlsplit

from zhengjian.facts.base import Fact
from zhengjian.facts.footer import footer_of
from zhengjian.facts.links import host_of, registrable
from zhengjian.facts.page import Element, Page, attr, squeeze
from zhengjian.facts.shell import shell_of
from zhengjian.facts.source import source_of
from zhengjian.facts.source_signs import META
from zhengjian.model import Value

SITE_LABELS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_LABELS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_LABELS = ("ArticleTitle", "PubDate", "ContentSource")
OPTIONAL_LABELS = ("Keywords", "Author", "Description", "Image", "Url")
NAMES = {name.lower(): name for name in (*SITE_LABELS, *COLUMN_LABELS, *ARTICLE_LABELS, *OPTIONAL_LABELS)}

NOT_PUBLIC = (".test", ".example", ".invalid", ".localhost", ".internal", ".local", ".lan", ".home.arpa")
ROWS, FEW_ROWS = 5, 3  # dated rows that make a list; fewer where address and labels agree
ENOUGH = 12  # a label may be cut: so many characters of a title must stand on the page
Kind = Literal["home", "column", "article", "other"]


class Label(Value):
    """One label: its official name, every value it is given, the first one's source line, and where it stands."""

    name: str
    values: tuple[str, ...]
    line: int | None = None
    where: Literal["head", "body", "script"] = "head"


class Labels(Fact):
    """The labels of one page in document order, and what they speak of as the page shows it.

    ``heading`` is the page's own heading (else its title). ``title_shown`` says whether the ArticleTitle label's text
    stands anywhere on the page; None without that label. ``shown_date`` is the visible date of publication
    (``YYYY-MM-DD``), empty when the page shows none or more than one; the date that the PubDate label names is preferred
    when it stands anywhere on the page. ``shell`` says in Chinese why the page itself shows nothing, so that labels that it
    lacks prove nothing; empty for an ordinary page. ``shown_codes`` are the site codes at the page's foot. ``column_shown``
    says of a column page whether its ColumnName, or most of it, stands anywhere on the page; None without that label.
    ``name_shown`` says the same of a home page and its SiteName; None where the page shows no name of its own, either.
    """

    labels: tuple[Label, ...] = ()
    kind: Kind = "other"
    heading: str = ""
    title_shown: bool | None = None
    shown_date: str = ""
    shell: str = ""
    shown_codes: tuple[str, ...] = ()
    column_shown: bool | None = None
    name_shown: bool | None = None

    def values(self, name: str) -> tuple[str, ...] | None:
        """Every value of a label by its official name; None when the page does not carry it."""
        return next((label.values for label in self.labels if label.name == name), None)


_WRITTEN = re.compile(r"<meta\b[^<>]*>", re.IGNORECASE)
_WRITTEN_NAME = re.compile(r"""\b(?:name|property|itemprop|http-equiv)\s*=\s*["']?\s*([A-Za-z]+)""", re.IGNORECASE)
_WRITTEN_CONTENT = re.compile(r"""\bcontent\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_DATE = re.compile(r"(20\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
_SAYS_SHOWN = re.compile(
    r"(?:(?:发布|发稿|发表|刊发|信息|更新)\s?(?:时间|日期)|(?<![\u4e00-\u9fff])(?:时\s*间|日\s*期)|发布于|发表于)\s*[:：]?\s*[\[【(（]?\s*$"
)
_THEN_SOURCE = re.compile(r"\s?日?\s*(?:\d{1,2}:\d{2}(?::\d{2})?)?[ \t\u3000\xa0|]*(?:信息|文章|稿件)?来\s*源\s*[:：]")
_ORDINARY = re.compile(r"信息|公开|专栏|栏目|动态|工作|列表|政务|(?:人民)?政府|门户|网站|官方")
_UNIT = re.compile(r"[\u4e00-\u9fff]{2}(?:政府|委员会|[局厅办院署])")
# A class of characters first: the search then skips to them at the speed of the machine.
_SOURCE = re.compile(
    r"[来作浏点阅字责打](?:(?<=来)\s*源|(?<=作)\s*者|(?<=浏)览次数|(?<=点)击数|(?<=阅)读次数|(?<=字)\s*[号体]|(?<=责)任编辑|(?<=打)印)"
)
_FRONT_PAGE = re.compile(r"/(?:(?:index|default|main|home)\.\w{2,5})?$", re.IGNORECASE)
_LIST_ADDRESS = re.compile(
    r"(?<!\d{3})/$|/(?:index|list|more|default)[\w-]*\.\w{2,5}$|/(?:list|col|node|channel|class|category)[\w/-]*(?:\.\w{2,5})?$",
    re.IGNORECASE,
)
_ARTICLE_ADDRESS = re.compile(
    r"t20\d{6}_\d+|/art/20\d\d/|(?:content|post|article|detail|info|show|view|news)[_/-]?\w*\d{3,}|/info/\d+/\d+|/20\d{4,6}/|/\d{5,}\.\w{2,5}$|[0-9a-f]{16,}\.\w{2,5}$",
    re.IGNORECASE,
)


def read(page: Page) -> Labels:
    """Read the labels of one page; 0.03 ms."""
    found: dict[str, Label] = {}
    elements = page.metas
    for element in elements:
        name = NAMES.get(_name_of(element).lower())
        if name is not None:
            _add(found, name, squeeze(attr(element, "content")), element.source_line, _where(element))
    if page.signs.count(*META) > len(elements):
        for tag in _WRITTEN.findall(source_of(page).written):
            named, content = _WRITTEN_NAME.search(tag), _WRITTEN_CONTENT.search(tag)
            if named and (name := NAMES.get(named[1].lower())):
                _add(found, name, squeeze((content[1] or content[2] or "") if content else ""), None, "script")
    text = page.text
    title = found["ArticleTitle"].values[0] if "ArticleTitle" in found else ""
    heading = page.document.select_one("h1")
    dates = list(_DATE.finditer(text))
    shown = {_iso(date) for date in dates if _is_publication(text, date)} if len(dates) <= 12 else set()
    named = _DATE.search(found["PubDate"].values[0]) if "PubDate" in found else None
    confirmed = {_iso(named)} & {_iso(date) for date in dates[:12]} if named else set()
    kind = _kind(page, found, len(dates), bool(shown))
    column = found["ColumnName"].values[0] if kind == "column" and "ColumnName" in found else ""
    site = found["SiteName"].values[0] if page.depth == 0 and "SiteName" in found and _UNIT.search(page.title) else ""
    return Labels(
        complete=page.complete,
        labels=tuple(found.values()),
        kind=kind,
        heading=(squeeze(heading.text) if heading is not None else "") or page.title,
        title_shown=(title in text or _bare(title)[:ENOUGH] in _bare(f"{text}\n{page.title}")) if title else None,
        shown_date=next(iter(confirmed or (shown if len(shown) == 1 else ())), ""),
        shell=shell_of(page),
        shown_codes=footer_of(page).site_code.values if "SiteIDCode" in found else (),
        column_shown=mostly_in(column, f"{page.title}\n{text}") if column else None,
        name_shown=mostly_in(site, f"{page.title}\n{text}") if _UNIT.search(site) else None,
    )


def _is_publication(text: str, date: re.Match[str]) -> bool:
    """True for a date that the page says is the one of publication, before it or by the source that follows it."""
    if _SAYS_SHOWN.search(text[max(0, date.start() - 12) : date.start()]):
        return True
    return _THEN_SOURCE.match(text, date.end()) is not None


def mostly_in(name: str, text: str) -> bool:
    """True when a name, or two characters in a row of it that are no ordinary word of columns, stand in a text."""
    bare, whole = _bare(_ORDINARY.sub("", name)), _bare(text)
    return _bare(name) in whole or any(bare[place : place + 2] in whole for place in range(len(bare) - 1))


def names_domain_of(said: str, *urls: str) -> bool:
    """True when a SiteDomain value names the registrable domain of one of the addresses, or a Chinese domain.

    Several domains may stand in one value; one that is right is enough. Names of laboratories are no domains to compare.
    """
    real = {registrable(host_of(url).lower()) for url in urls}
    hosts = [host_of(part if "://" in part else f"http://{part}").lower() for part in re.split(r"[\s,;，；、|]+", said) if part]
    return any(not host.isascii() or "." not in host or host.endswith(NOT_PUBLIC) or registrable(host) in real for host in hosts)


def _name_of(element: Element) -> str:
    attributes = element.attrs
    for key in ("name", "property", "itemprop", "http-equiv"):
        if attributes.get(key):
            return attr(element, key).strip()
    return ""


def _where(element: Element) -> Literal["head", "body"]:
    return "head" if element.closest("head") is not None else "body"


def _add(found: dict[str, Label], name: str, value: str, line: int | None, where: Literal["head", "body", "script"]) -> None:
    known = found.get(name)
    if known is None:
        found[name] = Label(name=name, values=(value,), line=line, where=where)
    else:
        found[name] = Label(name=name, values=(*known.values, value), line=known.line, where=known.where)


def _kind(page: Page, found: dict[str, Label], dates: int, dated: bool) -> Kind:
    path = urlsplit(page.url)
    address = path.path or "/"
    if page.depth == 0 or (_FRONT_PAGE.fullmatch(address) and not path.query):
        return "home"
    signs_of_article = (
        (_ARTICLE_ADDRESS.search(address) is not None and not address.endswith("/"))
        + (dated and _SOURCE.search(page.text) is not None)
        + (page.document.select_one("h1") is not None)
        + ("ArticleTitle" in found)
        + ("PubDate" in found and _names_title(found, page.title))
    )
    if dates <= 8 and dated and signs_of_article >= 2 and (not is_list_address(page.url) or "ArticleTitle" in found):
        return "article"
    by_address, by_label = is_list_address(page.url), "ColumnName" in found and "ArticleTitle" not in found
    lists = dates >= (FEW_ROWS if by_address and by_label else ROWS) and len(page.anchors) >= dates
    return "column" if lists and (by_address or by_label) and not dated else "other"


def _names_title(found: dict[str, Label], title: str) -> bool:
    """True when the ArticleTitle label is what the page is called: a list's template leaves it empty."""
    named = _bare(found["ArticleTitle"].values[0]) if "ArticleTitle" in found else ""
    return bool(named) and named[:ENOUGH] in _bare(title)


def is_list_address(url: str) -> bool:
    """True for the address of a folder, an index or a list by its form."""
    return _LIST_ADDRESS.search(urlsplit(url).path or "/") is not None


def _iso(date: re.Match[str]) -> str:
    return f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}"


def _bare(text: str) -> str:
    """Only letters, digits and characters, for comparing titles whatever their spaces and punctuation."""
    return re.sub(r"\W+|_", "", text)
