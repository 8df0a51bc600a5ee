"""Pages that opened are asked once more when everything else was: only while they open is a failure the site's.

One of them is also asked at once when page after page is said not to exist: a gate that lets us in again later would not
be seen at the end.

A server that goes away, or a gate that begins to answer every request of ours with "not found", makes hundreds of dead
links out of a healthy site. Such a gate is known by what it says of pages that were there a while ago.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from zhengjian.facts.index import read_all
from zhengjian.facts.link_target import KINDS, LinkTarget
from zhengjian.facts.page import Page
from zhengjian.fetch.visit import Fetched
from zhengjian.model import Snapshot

_MARK = "#again"  # never sent: it keeps the second look apart from the first
_READ = 64 * 1024
_LONG = frozenset({3, 10, 30, 100, 300, 1000, 3000})


def controls(opened: Iterable[str], when: int = 0) -> list[str]:
    """The addresses under which pages are asked once more; ``when`` keeps looks in between apart."""
    return [url.partition("#")[0] + _MARK + (f"-{when}" if when else "") for url in opened]


def asked(url: str) -> str:
    """What a control is asked for."""
    return url.partition(_MARK)[0]


@dataclass(slots=True)
class Streak:
    """Pages in a row that are said not to exist, or say all the same: the site is so, or a gate answers in its place."""

    length: int = 0
    pages: int = 0
    _last: str = ""

    def grows_long(self, snapshot: Snapshot) -> bool:
        """Count a page's answer in; True when it is time to look whether a page that opened still does."""
        same = snapshot.whole and snapshot.size > 0 and snapshot.sha256 == self._last
        self.length = self.length + 1 if same or snapshot.http_status in {404, 410} else 0
        self._last = snapshot.sha256
        self.pages += 1
        return self.length in _LONG


def turned(fetched: Fetched) -> str:
    """What an ordinary page has turned into, although it answers, in Chinese; empty when it is still one."""
    snapshot = fetched.snapshot
    page = Page.of(fetched.body[:_READ], snapshot.final_url, content_type=snapshot.content_type)
    kind = next((fact.kind for fact in read_all(page, (LinkTarget,)) if isinstance(fact, LinkTarget)), "")
    return f"复查时已变为{KINDS[kind]}" if kind else ""
