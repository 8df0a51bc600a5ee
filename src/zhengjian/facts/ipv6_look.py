"""What a look at a site's home page over IPv6 found. A given fact, taken once a round and stored with it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from zhengjian.facts.base import Fact
from zhengjian.model import FetchCode


class Ipv6Look(Fact, kw_only=True):
    """``problem`` says in Chinese why nothing can be said: our machine has no way out over IPv6, or the names were not answered.

    ``addresses`` are the host's AAAA records. ``code`` is what a visit of the home page over IPv6 ended in, with ``title``;
    ``usual_code`` and ``usual_title`` are those of a visit in the usual way a moment before.
    """

    lack: ClassVar[str] = "本轮未检查 IPv6"

    host: str
    at: datetime
    problem: str = ""
    addresses: tuple[str, ...] = ()
    code: FetchCode | None = None
    title: str = ""
    usual_code: FetchCode | None = None
    usual_title: str = ""
