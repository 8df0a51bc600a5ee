"""How a site is entered: over HTTP and HTTPS, and with which security headers. A given fact, taken once a round.

For information only: nothing of this is in the official indicators, so it never becomes a finding. One thing weighs: a site
that tells browsers to upgrade insecure requests loses nothing by naming resources over plain HTTP.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

import msgspec

from zhengjian.facts.base import Fact
from zhengjian.facts.links import UPGRADES
from zhengjian.model import COUNTS_AS, CountsAs, FetchCode

HEADERS = {
    "strict-transport-security": "Strict-Transport-Security",
    "content-security-policy": "Content-Security-Policy",
    "x-content-type-options": "X-Content-Type-Options",
    "x-frame-options": "X-Frame-Options",
    "referrer-policy": "Referrer-Policy",
}


class EntryLook(Fact, kw_only=True):
    """``url`` is the home page as it answered; ``headers`` its security headers by lower-case name.

    ``other`` is its address over the other protocol, ``other_code`` how that ended and ``other_final`` where; empty when it
    was not asked. ``problem`` says in Chinese why the home page told nothing.
    """

    lack: ClassVar[str] = "本轮未检查安全响应头"

    url: str
    at: datetime
    problem: str = ""
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    other: str = ""
    other_code: FetchCode | None = None
    other_final: str = ""

    @property
    def upgrades(self) -> bool:
        """True when browsers are told to ask for every resource over HTTPS."""
        return UPGRADES in self.headers.get("content-security-policy", "").lower()

    @property
    def told(self) -> str:
        """What is worth knowing, in Chinese; empty when nothing was seen."""
        if self.problem:
            return ""
        said = []
        if self.other_code is not None:
            name, opened = ("HTTP" if self.secure else "HTTPS"), COUNTS_AS[self.other_code] is CountsAs.OPEN
            turned = "，自动转到 HTTPS" if self.other_final.startswith("https:") else "，未自动转到 HTTPS"
            said.append(f"{name} 访问{'可以打开' if opened else '未能打开'}{turned if opened and self.secure else ''}")
        wanted = [name for key, name in HEADERS.items() if self.secure or key != "strict-transport-security"]
        framed = "frame-ancestors" in self.headers.get("content-security-policy", "").lower()
        lacking = [name for name in wanted if name.lower() not in self.headers and not (framed and name == "X-Frame-Options")]
        said.append(f"未设置安全响应头 {'、'.join(lacking)}" if lacking else "常用安全响应头齐全")
        return "；".join(said)

    @property
    def secure(self) -> bool:
        """True when the home page itself came over HTTPS."""
        return self.url.startswith("https:")
