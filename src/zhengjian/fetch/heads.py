"""The head of a request as we write it, and of an answer as it came."""

from __future__ import annotations

from zhengjian.fetch.visit import Visit

_PLAIN_HEADERS = ["Accept: text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language: zh-CN,zh;q=0.9", "Accept-Encoding: gzip"]
_WANTED = frozenset({b"content-type", b"content-encoding", b"etag", b"last-modified", b"retry-after"})


def of_request(visit: Visit, *, posts: bool, conditional: bool) -> list[str]:
    """The lines of a request; nearly every visit has the plain ones."""
    if posts:
        return [*_PLAIN_HEADERS, "Expect:"]
    if not (conditional or visit.agent or visit.referrer):
        return _PLAIN_HEADERS
    also = {"User-Agent": visit.agent, "Referer": visit.referrer}
    if conditional:
        also |= {"If-None-Match": visit.etag} if visit.etag else {"If-Modified-Since": visit.modified}
    return [*_PLAIN_HEADERS, *(f"{name}: {value}" for name, value in also.items() if value)]


def last_block(lines: list[bytes]) -> list[bytes]:
    """The header lines of the final answer, without interim answers before it and trailers after it."""
    start = max((index for index, line in enumerate(lines) if line[:5] == b"HTTP/"), default=0)
    end = next((index for index in range(start, len(lines)) if lines[index] in {b"\r\n", b"\n"}), len(lines))
    return lines[start:end]


def fields_of(lines: list[bytes]) -> dict[bytes, str]:
    """The few fields that a visit keeps, by lower-case name."""
    fields = {}
    for line in lines:
        name, _, value = line.partition(b":")
        name = name.lower()
        if name in _WANTED:
            fields[name] = value.strip().decode("latin-1")
    return fields
