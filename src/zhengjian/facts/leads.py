"""Where a page leads: all that a crawl needs of a page that has not changed, so that nothing else of its facts is read for it.

Put together from the page's other facts and stored beside them.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from zhengjian.facts.base import Fact
from zhengjian.facts.footer import Footer
from zhengjian.facts.links import PageLinks
from zhengjian.facts.list_page import ListItems
from zhengjian.facts.picture_codes import likely
from zhengjian.facts.static_answer import StaticAnswer

_CHANGES_WORDS = frozenset({"退出", "退出登录", "注销", "删除", "取消订阅"})
_PICTURES = tuple(f".{ending}" for name in ("png", "jpg", "jpeg", "gif", "bmp", "webp") for ending in (name, name.upper()))


class Leads(Fact):
    """``links`` are the addresses that may be followed, by the kind of the first link to each; forms and what may change something
    on the site are left out. ``styles``, ``frames`` and ``scripts`` are all addresses of these kinds, ``codes`` those of pictures
    that look like codes.

    ``following`` and ``data`` are as in ``ListItems``, ``writers`` as in ``Footer``. ``shell`` says in Chinese by what sign scripts
    fill the page, empty when they do not; ``waits`` is True for a page that is made for rows and has none.
    """

    links: dict[str, tuple[str, ...]] = msgspec.field(default_factory=dict)
    styles: tuple[str, ...] = ()
    frames: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    following: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    writers: tuple[str, ...] = ()
    shell: str = ""
    waits: bool = False


def leads_of(facts: Iterable[Fact]) -> Leads:
    """Where a page leads by what was read of it; of facts that are not there nothing is known."""
    by_kind: dict[type[Fact], Fact] = {type(fact): fact for fact in facts}
    links, listed, foot, static = (by_kind.get(kind) for kind in (PageLinks, ListItems, Footer, StaticAnswer))
    assert isinstance(links, PageLinks)
    groups: dict[str, list[str]] = {}
    seen = set[str]()
    for link in links.links:
        if link.url and link.url not in seen and link.kind != "form":
            seen.add(link.url)
            if link.text not in _CHANGES_WORDS:
                groups.setdefault(link.kind, []).append(link.url)
    rows = listed if isinstance(listed, ListItems) else ListItems()
    return Leads(
        complete=links.complete,
        links={kind: tuple(urls) for kind, urls in groups.items()},
        styles=tuple(link.url for link in links.of("style")),
        frames=tuple(link.url for link in links.of("frame")),
        scripts=tuple(link.url for link in links.of("script")),
        codes=tuple(link.url for link in links.links if (link.kind == "image" or link.url.endswith(_PICTURES)) and likely(link)),
        following=rows.following,
        data=rows.data,
        writers=foot.writers if isinstance(foot, Footer) else (),
        shell=static.why if isinstance(static, StaticAnswer) and not static.enough else "",
        waits=rows.page_type in {"other", "folder"} and not rows.items and not rows.data and bool(rows.slot or rows.script),
    )
