"""What pages outside of the sites turned out to be, and which answers are pages at all."""

from __future__ import annotations

from zhengjian.facts.base import Fact
from zhengjian.facts.index import read_all
from zhengjian.facts.link_target import TARGET_DEPTH, LinkTarget
from zhengjian.facts.page import Page
from zhengjian.fetch.visit import Fetched
from zhengjian.jobs.frontier import Address
from zhengjian.model import SEEN_WHOLE, FetchCode

MOST_OF_TARGET = 64 * 1024
_READABLE = SEEN_WHOLE | {FetchCode.TRUNCATED, FetchCode.INCOMPLETE, FetchCode.DECODE_LIMIT}


class LinkTargets:
    """What pages outside of the sites turned out to be, read once for all sites of a worker."""

    def __init__(self) -> None:
        self._known: dict[str, list[Fact]] = {}

    def read(self, address: Address, fetched: Fetched) -> list[Fact]:
        """The one fact that is read of a page which is only linked to; empty when the answer is no page."""
        if address.url not in self._known:
            snapshot = fetched.snapshot
            readable = is_page(fetched)
            page = Page.of(fetched.body[:MOST_OF_TARGET], snapshot.final_url, content_type=snapshot.content_type, depth=TARGET_DEPTH)
            self._known[address.url] = list(read_all(page, (LinkTarget,))) if readable else []
        return self._known[address.url]

    def known(self, url: str) -> LinkTarget | None:
        """What was read of an address; None when nothing was."""
        return next((fact for fact in self._known.get(url, ()) if isinstance(fact, LinkTarget)), None)

    def know(self, url: str, target: LinkTarget | None) -> None:
        """Take over what another worker has read."""
        self._known.setdefault(url, [] if target is None else [target])


def is_page(fetched: Fetched) -> bool:
    """True when the answer is a page that can be read: HTML, at least in part."""
    if fetched.same or fetched.snapshot.code is FetchCode.UNCHANGED:
        return True  # only of what was read before is it asked whether it has changed
    if fetched.snapshot.code not in _READABLE or not fetched.body:
        return False
    kind = fetched.snapshot.content_type.split(";", 1)[0].strip().lower()
    if kind in {"text/html", "application/xhtml+xml"}:
        return True
    return kind in {"", "text/plain", "application/octet-stream"} and fetched.body.lstrip()[:1] == b"<"
