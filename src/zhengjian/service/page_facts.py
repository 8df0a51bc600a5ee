"""The ``facts`` object of contract §5: what is read from one page, put together from the page facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhengjian.facts.base import Fact
from zhengjian.facts.describe import describe
from zhengjian.facts.footer import Footer, Mark
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.index import read_all
from zhengjian.facts.labels import Labels
from zhengjian.facts.links import PageLinks
from zhengjian.facts.page import Page
from zhengjian.model import to_builtins

_MARKS = ("site_code", "icp", "police", "sponsor", "contact", "party_mark", "report_entry", "sitemap")
_LISTED = (Footer, HiddenLinks, Labels, PageLinks)


def page_facts(page: Page, at: datetime, unread: list[str], text: str | None = None) -> dict[str, Any]:
    """Everything read from one page at the moment ``at``; ``text`` stands in for the page's own when there is no HTML (documents)."""
    if text is not None:
        return _plain(page, unread, text)
    found = {type(fact): fact for fact in read_all(page, _LISTED)}
    said = describe(page, at)
    unknown = [*unread, *said["unknown"], *(kind.__name__ for kind in _LISTED if kind not in found)]
    if not page.complete:
        unknown.append("网页只读到一部分")
    return {
        "url": page.url,
        "complete": page.complete and not unread,
        "charset": page.charset,
        "title": said["title"] or page.title or None,
        **_labels(found.get(Labels)),
        **_footer(found.get(Footer), unknown),
        **{name: said[name] for name in ("published", "dates", "page_type", "items")},
        **_links(found.get(PageLinks)),
        **_hidden(found.get(HiddenLinks)),
        "text": page.text,
        "unknown": unknown,
    }


def _plain(page: Page, unread: list[str], text: str) -> dict[str, Any]:
    first = next((line.strip() for line in text.splitlines() if line.strip()), None)
    empty = dict.fromkeys(("labels", "footer", "published", "dates", "page_type", "items", "links", "hidden"))
    return {
        "url": page.url or None,
        "complete": not unread,
        "charset": None,
        "title": first and first[:200],
        **empty,
        "text": text,
        "unknown": unread,
    }


def _labels(fact: Fact | None) -> dict[str, Any]:
    if not isinstance(fact, Labels):
        return {"labels": None}
    return {"labels": {label.name: list(label.values) for label in fact.labels}}


def _footer(fact: Fact | None, unknown: list[str]) -> dict[str, Any]:
    if not isinstance(fact, Footer):
        return {"footer": None}
    unknown += [f"footer.{name}" for name in _MARKS if getattr(fact, name).state == "unknown"]
    return {"footer": {name: _mark(getattr(fact, name)) for name in _MARKS}}


def _mark(mark: Mark) -> str | bool | None:
    if mark.state != "present":
        return None
    return mark.values[0] if mark.values else True


def _links(fact: Fact | None) -> dict[str, Any]:
    if not isinstance(fact, PageLinks):
        return {"links": None}
    return {
        "links": [
            {"href": link.href, "url": link.url, "text": link.text, "kind": link.kind, "where": link.where, "scope": link.scope}
            for link in fact.links
        ]
    }


def _hidden(fact: Fact | None) -> dict[str, Any]:
    return {"hidden": to_builtins(fact.items) if isinstance(fact, HiddenLinks) else None}
