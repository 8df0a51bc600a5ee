"""One visit with a fetcher of its own, for looks that are made in a thread, and the page that it brings."""

from __future__ import annotations

from collections.abc import Mapping

from zhengjian.config import Network
from zhengjian.facts.page import Page
from zhengjian.fetch.hosts import Place
from zhengjian.fetch.http import Fetcher
from zhengjian.fetch.visit import Fetched, Visit
from zhengjian.model import Clock


def fetch_once(visit: Visit, network: Network, hosts: Mapping[str, Place], *, clock: Clock) -> Fetched:
    """The answer to a visit; connections are let go at once."""
    fetcher: Fetcher[None] = Fetcher(network, clock, hosts)
    try:
        return fetcher.fetch(visit)
    finally:
        fetcher.close()


def page_of(fetched: Fetched) -> Page:
    """The answer as a page."""
    return Page.of(fetched.body, fetched.snapshot.final_url, content_type=fetched.snapshot.content_type)
