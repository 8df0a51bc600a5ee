"""What a site family is: a way to turn a world into pages. Families share no template, class name or date format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from zhengjian.lab.world import Article, Column, World

Maker = Callable[[], str]


@dataclass(frozen=True)
class Pages:
    """A site's pages by path (decoded, with query when the page has one), made when asked for.

    ``orphans`` are in the address list (sitemap.xml) but linked from nowhere; ``files`` are other answers by path.
    """

    html: dict[str, Maker]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    orphans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Family:
    """One family: its charset, whether its server compresses, its pages, its 404 page and its search."""

    name: str
    charset: str
    zipped: bool
    pages: Callable[[World], Pages]
    missing: Callable[[World], str]
    address: Callable[[World, Article | Column], str]
    search_path: str
    search_field: str
    search: Callable[[World, str], str]
    declared: bool = True
