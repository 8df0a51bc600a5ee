"""RSS, Atom and JSON feeds, as platforms and bridges such as RSSHub offer them, read into posts.

A feed that is not one (a login page, an error page, cut XML) is a look that failed, never a silent account.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import msgspec
import turbohtml

from zhengjian.model import SHANGHAI, Post

MOST_POSTS = 200
LONGEST_TEXT = 2000
FIRST_YEAR, LAST_YEAR = 2000, 2100
_CHINESE_DATE = re.compile(
    r"(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})\s*日?(?:[\sT]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?)?"
)
_TAGS = re.compile(r"<[^>]*>")
# What feeds made by hand get wrong most: a bare "&", HTML's own entities, control characters.
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)")
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_FORBIDDEN = re.compile(rb"<!entity", re.IGNORECASE)


class FeedError(Exception):
    """The answer is not a feed that can be read; the text says why, in Chinese."""


def read_feed(body: bytes, account_id: str, evidence: str) -> tuple[Post, ...]:
    """The posts of a feed, in its order, each with the snapshot as evidence. Raises ``FeedError``.

    A post without a readable date has ``at`` None: it proves nothing about freshness, and its account goes to a person.
    """
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    rows = _json_rows(body) if start == b"{" else _xml_rows(body)
    return tuple(
        Post(
            account_id=account_id,
            title=_plain(title)[:300],
            at=read_date(when),
            url=url if url[:4].lower() == "http" else "",
            source="feed",
            evidence=evidence,
            text=_plain(text)[:LONGEST_TEXT],
        )
        for title, url, when, text in list(rows)[:MOST_POSTS]
    )


def _xml_rows(body: bytes) -> Iterable[tuple[str, str, str, str]]:
    if _FORBIDDEN.search(body[:65_536]):
        raise FeedError("订阅源含有实体定义，不予解析")
    if not body.strip():
        raise FeedError("订阅源为空")
    text = _decoded(body)
    try:
        feed = _parse(text)
    except (turbohtml.HTMLParseError, ValueError):
        try:
            feed = _parse(_NOT_XML.sub("", _BARE_AMPERSAND.sub("&amp;", text)))
        except (turbohtml.HTMLParseError, ValueError) as error:
            raise FeedError(f"订阅源不是完整的XML（{str(error)[:80]}）") from None
    if feed is None:
        raise FeedError("返回的内容不是RSS、Atom或JSON订阅源")
    for entry in feed.entries:
        yield (
            entry.title or "",
            str(entry.link or entry.id or ""),
            entry.published or entry.updated or "",
            str(entry.content or entry.summary or ""),
        )


def _parse(text: str) -> turbohtml.Feed | None:
    return turbohtml.parse_xml(text).feed()


def _decoded(body: bytes) -> str:
    """XML says its own encoding; what is not UTF-8 is nearly always GB18030 here."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _json_rows(body: bytes) -> Iterable[tuple[str, str, str, str]]:
    try:
        feed = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FeedError(f"订阅源不是完整的JSON（{str(error)[:80]}）") from None
    items = feed.get("items")
    if not isinstance(items, list):
        raise FeedError("返回的内容不是RSS、Atom或JSON订阅源")
    for item in items:
        if isinstance(item, dict):
            text = _text(item, "content_text", "summary", "content_html")
            yield (
                _text(item, "title") or text[:40],
                _text(item, "url", "external_url"),
                _text(item, "date_published", "date_modified"),
                text,
            )


def _text(item: dict[str, Any], *names: str) -> str:
    return next((value for name in names if isinstance(value := item.get(name), str) and value), "")


def _plain(text: str) -> str:
    return " ".join(_TAGS.sub(" ", text).split()) if "<" in text else " ".join(text.split())


def read_date(text: str) -> datetime | None:
    """A date in any form that feeds have: RFC 822, ISO 8601, Chinese, Unix seconds. Without an offset it is Shanghai time."""
    text = text.strip()
    if not text:
        return None
    try:
        found = _date(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        return None
    return found.replace(tzinfo=SHANGHAI) if found.tzinfo is None else found


def _date(text: str) -> datetime | None:
    if text.isdigit() and len(text) in {10, 13}:
        return datetime.fromtimestamp(int(text[:10]), UTC)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    chinese = _CHINESE_DATE.search(text)
    if chinese is not None:
        year, month, day, hour, minute, second = (int(part or 0) for part in chinese.groups())
        return datetime(year, month, day, hour, minute, second, tzinfo=SHANGHAI)
    return parsedate_to_datetime(text)
