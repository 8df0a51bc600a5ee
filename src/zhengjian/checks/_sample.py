"""Which pages of a site a check samples: the same ones every time, spread over the crawl, and named in its outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from zhengjian.facts.base import Fact, Pages, Reading
from zhengjian.facts.link_target import TARGET_DEPTH

F = TypeVar("F", bound=Fact)


def spread(readings: Sequence[Reading[F]], number: int) -> list[Reading[F]]:
    """At most ``number`` readings at even distances over the order of the crawl, the first one always among them."""
    if len(readings) <= number:
        return list(readings)
    return [readings[index * len(readings) // number] for index in range(number)]


def inner_pages(pages: Pages[F], home: Reading[F], fits: Callable[[F], bool] = lambda fact: True) -> list[Reading[F]]:
    """Pages below the home page on its own host, read whole, that fit."""
    host = host_of(home.url)
    return [
        reading
        for reading in pages
        if 0 < reading.depth < TARGET_DEPTH
        and reading.fact.complete
        and reading.url != home.url
        and host_of(reading.url) == host
        and fits(reading.fact)
    ]


def host_of(url: str) -> str:
    """The host of an address in lower case, without ``www.``."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def named(readings: Sequence[Reading[F]]) -> str:
    """The sampled pages as an outcome's ``why`` lists them."""
    return f"抽查{len(readings)}个页面：" + "、".join(reading.url for reading in readings)


def home_first(pages: Sequence[str], home: str) -> list[str]:
    """Linking pages with the home page first: a fault there weighs more."""
    return sorted(pages, key=lambda page: page != home)
