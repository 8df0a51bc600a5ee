"""Reads sitemap.xml: addresses and further sitemaps, within limits. A document type is refused, so no entity is expanded."""

from __future__ import annotations

import re
import zlib
from html import unescape

MOST_ADDRESSES = 50_000
MOST_BYTES = 50 << 20
_LOC = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*(.{1,2048}?)\s*(?:\]\]>)?\s*</loc>", re.DOTALL)
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
    found = []
    for match in _LOC.finditer(body):
        found.append(unescape(match[1].decode("utf-8", "replace")))
        if len(found) >= MOST_ADDRESSES:
            break
    return found, index
