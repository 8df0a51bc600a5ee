"""When the home page was last updated: every date that stands on it or on the articles it links to.

A home page that is only navigation is judged by the second-level pages, as the indicator says.
"""

from __future__ import annotations

from datetime import datetime

from zhengjian.facts.article import Article, choose
from zhengjian.facts.base import Coverage, Fact, Moment, Pages, Reading
from zhengjian.facts.column_state import Dated, dated
from zhengjian.facts.column_tree import canonical, repeated
from zhengjian.facts.dates import in_address
from zhengjian.facts.links import PageLinks, same_site
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.row import Item


class HomeUpdates(Fact):
    """``newest`` is the latest date found (None: none), read at ``place``.

    ``by_second_level`` says that the home page is only navigation. ``undated`` counts items whose date is not known because
    their page was not read, ``dateless`` those whose page was read whole and shows none. ``script`` says that a script
    fills lists there; ``later`` counts dates after the moment.
    """

    newest: Dated | None = None
    place: str = ""
    evidence: tuple[str, ...] = ()
    by_second_level: bool = False
    pages: int = 0
    items: int = 0
    undated: int = 0
    dateless: int = 0
    later: int = 0
    script: str = ""


def gather(lists: Pages[ListItems], articles: Pages[Article], links: Pages[PageLinks], moment: Moment, coverage: Coverage) -> HomeUpdates:
    """Read the home page's dates; its boxes first, then the articles behind its links, then the second level."""
    home = lists.home
    if home is None:
        return HomeUpdates(complete=False)
    read_at = coverage.finished or coverage.started
    texts = {canonical(reading.url): reading for reading in articles}
    pages = {canonical(reading.url) for reading in lists if reading.fact.page_type in {"list", "folder", "home"}}
    frame = repeated(links)
    linked = [
        link.url
        for reading in links
        if reading.depth == 0
        for link in reading.fact.of("page")
        if link.scope == "own" and link.where not in {"nav", "footer", "breadcrumb"} and len(link.text) >= 8 and link.url not in frame
    ]
    own = _entries([home], home.url, texts, pages, frame)
    listed = {canonical(item.url) for _, item, _ in own if item.url}
    own += [
        (home, Item(title="", url=url), texts[canonical(url)].fact if canonical(url) in texts else None)
        for url in dict.fromkeys(linked)
        if canonical(url) not in listed
        and (texts[canonical(url)].fact.is_article if canonical(url) in texts else canonical(url) not in pages)
    ]
    if own or home.fact.script:
        return _summed(own, [home], moment.as_of, read_at)
    second = [reading for reading in lists if reading.depth == 1 and reading.fact.page_type in {"list", "folder", "other"}]
    return _summed(_entries(second, home.url, texts, pages, frame), second or [home], moment.as_of, read_at, second=True)


Entry = tuple[Reading[ListItems], Item, Article | None]


def _entries(
    readings: list[Reading[ListItems]], home: str, texts: dict[str, Reading[Article]], pages: set[str], frame: frozenset[str]
) -> list[Entry]:
    """The items of lists and boxes that can be news: with a date, or leading to a page of this site that is no column."""
    found: list[Entry] = []
    for reading in readings:
        for item in (*reading.fact.items, *(item for box in reading.fact.boxes for item in box.items)):
            key = canonical(item.url) if item.url else ""
            if not item.date and (not item.url or not same_site(item.url, home) or key in pages or item.url in frame):
                continue
            found.append((reading, item, texts[key].fact if key in texts else None))
    return found


def _summed(
    entries: list[Entry], seen: list[Reading[ListItems]], at: datetime, read_at: datetime | None, *, second: bool = False
) -> HomeUpdates:
    best: tuple[Dated, str, str] | None = None
    undated = dateless = later = 0
    for reading, item, article in entries:
        entry, why = _date(item, article, at, read_at)
        if why:
            later += why == "later"
        elif entry is not None:
            if best is None or entry.at > best[0].at:
                best = (entry, reading.url, reading.snapshot)
        elif article is not None and article.complete:
            dateless += 1
        else:
            undated += 1
    script = next((reading.fact.script for reading in seen if reading.fact.script), "")
    return HomeUpdates(
        complete=all(reading.fact.complete for reading in seen),
        newest=best[0] if best else None,
        place=best[1] if best else seen[0].url,
        evidence=tuple(dict.fromkeys([*([best[2]] if best else []), *(reading.snapshot for reading in seen[:5])])),
        by_second_level=second,
        pages=len(seen),
        items=len(entries),
        undated=undated,
        dateless=dateless,
        later=later,
        script=script,
    )


def _date(item: Item, article: Article | None, at: datetime, read_at: datetime | None) -> tuple[Dated | None, str]:
    """A list date, else the article's own, else the address's (which only ever proves life)."""
    if item.date:
        return dated(item.date, item.origin, at, read_at)
    chosen = choose(article, at) if article is not None else None
    if chosen is not None:
        return dated(chosen.value, chosen.origin, at, read_at)
    address = in_address(item.url)
    entry, why = dated(address, "address", at, read_at) if address else (None, "")
    old = entry is not None and (at - entry.at).days > 14
    return (None, "") if old or why else (entry, "")
