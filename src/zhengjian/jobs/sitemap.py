"""Reads sitemap.xml: addresses and further sitemaps, within limits. A document type is refused, so no entity is expanded."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from html import unescape
from itertools import islice

MOST_ADDRESSES = 50_000
MOST_BYTES = 50 << 20
LONGEST = 4096
"""Bytes between the marks of one address: blanks and a longest URL."""
_FORBIDDEN = re.compile(rb"<!(?:doctype|entity)", re.IGNORECASE)


def addresses_in(body: bytes) -> tuple[list[str], bool]:
    """The addresses of a sitemap, and whether they are sitemaps themselves (an index). Not a sitemap: nothing."""
    if body[:2] == b"\x1f\x8b":
        try:
            body = zlib.decompressobj(31).decompress(body, MOST_BYTES)
        except zlib.error:
            return [], False
    start = body[:2048].lower()
    index = b"<sitemapindex" in start
    if not (index or b"<urlset" in start) or _FORBIDDEN.search(body[:65_536]):
        return [], False
    return list(islice(_locations(body), MOST_ADDRESSES)), index


def _locations(body: bytes) -> Iterator[str]:
    """What stands between ``<loc>`` and ``</loc>``. Searched step by step: openings that never close cost their length only."""
    at = body.find(b"<loc>")
    while at >= 0:
        following = body.find(b"<loc>", at + 1)
        end = body.find(b"</loc>", at, following if following >= 0 else len(body))
        if 0 <= end <= at + LONGEST:
            text = body[at + len(b"<loc>") : end].strip()
            yield unescape(text.removeprefix(b"<![CDATA[").removesuffix(b"]]>").strip().decode("utf-8", "replace"))
        at = following
