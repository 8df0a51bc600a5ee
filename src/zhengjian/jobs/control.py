"""Pages that opened are asked once more when everything else was: only while they open is a failure the site's.

A server that goes away, or a gate that begins to answer every request of ours with "not found", makes hundreds of dead
links out of a healthy site. Such a gate is known by what it says of pages that were there a while ago.
"""

from __future__ import annotations

from collections.abc import Iterable

from zhengjian.facts.index import read_all
from zhengjian.facts.link_target import KINDS, LinkTarget
from zhengjian.facts.page import Page
from zhengjian.fetch.visit import Fetched

_MARK = "#again"  # never sent: it keeps the second look apart from the first
_READ = 64 * 1024


def controls(opened: Iterable[str]) -> list[str]:
    """The addresses under which pages are asked once more."""
    return [url.partition("#")[0] + _MARK for url in opened]


def asked(url: str) -> str:
    """What a control is asked for."""
    return url.removesuffix(_MARK)


def turned(fetched: Fetched) -> str:
    """What an ordinary page has turned into, although it answers, in Chinese; empty when it is still one."""
    snapshot = fetched.snapshot
    page = Page.of(fetched.body[:_READ], snapshot.final_url, content_type=snapshot.content_type)
    kind = next((fact.kind for fact in read_all(page, (LinkTarget,)) if isinstance(fact, LinkTarget)), "")
    return f"复查时已变为{KINDS[kind]}" if kind else ""
