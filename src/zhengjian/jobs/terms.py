"""What a crawl is told: its targets, the terms all sites share, and what the sites of one worker have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from zhengjian.config import Looks, Network
from zhengjian.jobs.link_targets import LinkTargets
from zhengjian.jobs.watch import Mark
from zhengjian.model import Value


class CrawlTarget(Value):
    """A site to crawl: its code, home page and the round it will be, and its unit; ``page_budget`` 0 is the setting's.

    ``anew`` are addresses at which something was found at fault: they are asked for whole, whatever a server says has not changed.
    ``listed`` are addresses that the register gives beside the home page: they are asked though nothing links to them.
    """

    site_id: str
    home: str
    round: int = 1
    unit: str = ""
    page_budget: int = 0
    anew: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()


class Terms(Value):
    """What all sites of a run share. ``canaries`` tell of our own line."""

    network: Network
    as_of: datetime
    software: str
    looks: Looks = Looks()
    canaries: tuple[str, ...] = ()


@dataclass(frozen=True)
class Common:
    """What the sites of one worker have in common: all registered home pages, link targets seen, dictionaries, and
    the note of the page that is being read, with the pages that killed earlier readers;
    whether there is a browser. ``edition`` stands for the readers and the dictionaries: another edition reads anew."""

    others: frozenset[str]
    shared: Mapping[str, Any] = field(default_factory=dict)
    targets: LinkTargets = field(default_factory=LinkTargets)
    unreadable: frozenset[str] = frozenset()
    browser: bool = False
    edition: str = ""
    mark: Mark = field(default_factory=lambda: Mark(None))
