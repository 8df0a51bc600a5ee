"""robots.txt as RFC 9309 has it: 4xx = everything allowed, 5xx or no answer = nothing allowed, 500 KiB are read.

The home page is exempt: looking whether it opens is monitoring by the supervising office, which announces it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from protego import Protego

from zhengjian.fetch.visit import Fetched
from zhengjian.model import SAID, FetchCode

MOST_BYTES = 500 * 1024
LONGEST_DELAY = 30.0


@dataclass(frozen=True, slots=True)
class Robots:
    """What a host's robots.txt says to us. ``closed`` is why nothing may be fetched, in Chinese; empty when it may.

    ``delay`` is its Crawl-delay in seconds, capped; 0 when it asks for none.
    """

    rules: Any = None
    agent: str = ""
    closed: str = ""
    delay: float = 0.0
    sitemaps: tuple[str, ...] = ()

    @classmethod
    def of(cls, fetched: Fetched, user_agent: str) -> Robots:
        """Read the answer to a request for /robots.txt."""
        snapshot = fetched.snapshot
        status = snapshot.http_status or 0
        agent = user_agent.split("/", 1)[0].split(" ", 1)[0] or "*"
        if 400 <= status < 500:
            return cls(agent=agent)
        if snapshot.code is FetchCode.REDIRECT_LOOP:
            return cls(agent=agent)  # RFC 9309 §2.3.1.2: too many redirects may be taken as unavailable, like 4xx
        if not 200 <= status < 300:
            return cls(
                agent=agent,
                closed=f"robots.txt 无法读取（{SAID[snapshot.code]}{f'，HTTP {status}' if status else ''}），按规定视为不允许抓取",
            )
        text = fetched.body[:MOST_BYTES].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        rules = Protego.parse(text)
        delay = rules.crawl_delay(agent) or 0.0
        return cls(rules, agent, "", min(float(delay), LONGEST_DELAY), tuple(rules.sitemaps)[:20])

    def refuse(self, url: str) -> str:
        """Why an address may not be fetched; empty when it may."""
        if self.closed:
            return self.closed
        if self.rules is None or self.rules.can_fetch(url, self.agent):
            return ""
        return "robots.txt 不允许抓取"
