"""One thing to fetch, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zhengjian.model import Snapshot, Value

MEBIBYTE = 1 << 20
Why = Literal["home", "page", "attachment", "asset", "external", "robots", "sitemap", "feed", "probe", "probe404"]


class Held(Value):
    """An earlier answer whose body is held: the digest of the body as it came, its coding and type, its digest and size decoded."""

    payload: str
    encoding: str
    content_type: str
    sha256: str
    size: int


class Visit(Value):
    """One address to fetch. ``seconds`` is wall clock from the first DNS packet to the last byte of the final answer.

    ``most_wire`` and ``most_decoded`` cap bytes before and after decoding. ``port`` is allowed besides 80 and 443: the
    one that the register gives for the site. ``etag`` and ``modified`` make the request conditional.
    ``form`` is what is posted, URL-encoded: only ever a site's own search form, and never on to where a redirect points.
    ``agent`` and ``referrer`` are sent instead of our own name alone, and of nothing.
    ``held`` is an answer that this one may repeat: then the body is neither decoded nor looked at again.
    """

    url: str
    why: Why = "page"
    method: Literal["GET", "HEAD", "POST"] = "GET"
    seconds: float = 60.0
    most_wire: int = 8 * MEBIBYTE
    most_decoded: int = 16 * MEBIBYTE
    most_redirects: int = 10
    port: int | None = None
    etag: str = ""
    modified: str = ""
    form: str = ""
    agent: str = ""
    referrer: str = ""
    held: Held | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one visit ended in. ``snapshot.id`` is empty until the archive has given one.

    ``body`` is decoded; ``wire`` is the body as it came and ``head`` the final answer's header lines, for the archive; ``encoding``
    is its Content-Encoding.
    ``retry_after`` is what the server asked us to wait, in seconds (0 = nothing said);
    ``rendered`` says that the body is a browser's document after its scripts ran; ``same`` that it is the one which the visit
    says is held, and was left undecoded.
    """

    snapshot: Snapshot
    body: bytes = b""
    wire: bytes = b""
    head: bytes = b""
    encoding: str = ""
    etag: str = ""
    modified: str = ""
    retry_after: float = 0.0
    rendered: bool = False
    same: bool = False


@dataclass(frozen=True, slots=True)
class Keep:
    """An answer that a look wants kept as evidence, under a ``name`` that tells it from others of its address."""

    fetched: Fetched
    name: str
