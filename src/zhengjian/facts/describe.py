"""What one page says of itself as an article and as a list, for ``zhengjian facts`` (contract §5)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from zhengjian.facts import article as articles
from zhengjian.facts import list_page as list_pages
from zhengjian.facts.dates import resolve, shown
from zhengjian.facts.page import Page
from zhengjian.model import SHANGHAI


def describe(page: Page, at: datetime) -> dict[str, Any]:
    """``title`` (of the article), ``published``, ``dates``, ``page_type``, ``items`` and ``unknown`` as JSON values.

    ``at`` is the moment of reading: a date after it is refused, and dates without a year are understood from it.
    """
    article, lists = articles.read(page), list_pages.read(page)
    chosen = articles.choose(article, at) if article.is_article or not lists.items else None
    return {
        "title": article.title or None,
        "published": {"value": shown(chosen.value), "from": chosen.origin} if chosen is not None else None,
        "dates": [_seen(date, chosen, at) for date in article.dates],
        "page_type": lists.page_type,
        "items": [
            {"title": item.title, "url": item.url or None, "date": _day(item.date, at), "from": item.origin or None} for item in lists.items
        ],
        "unknown": [f"items：{lists.script}，未经浏览器读取"] if lists.script and not lists.items else [],
    }


def _seen(date: articles.DateSeen, chosen: articles.DateSeen | None, at: datetime) -> dict[str, Any]:
    moment = resolve(date.value, at)
    future = moment is not None and moment.date() > at.astimezone(SHANGHAI).date()
    return {
        "value": shown(date.value),
        "from": date.origin,
        "where": date.where,
        "chosen": date is chosen,
        "why": "晚于读取时间，不予采信" if future else date.why,
    }


def _day(value: str, at: datetime) -> str | None:
    """An item's date as a full day; one without a year is the latest such day."""
    if not value.startswith("-"):
        return shown(value) if value else None
    moment = resolve(value, at)
    return moment.date().isoformat() if moment is not None else None
