"""How often a site may be asked, in a round and on a day, and when it has had enough of us."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from zhengjian.archive.store import CONTROL, PAGES
from zhengjian.jobs.frontier import Address
from zhengjian.model import FetchCode

MOST_EXTERNAL = 500
MOST_REFUSALS = 10
_REFUSING = frozenset(
    {FetchCode.BLOCKED, FetchCode.CHALLENGE, FetchCode.SELF_SUSPECT, FetchCode.DOWN_TIMEOUT, FetchCode.DOWN_CONN, FetchCode.DOWN_DNS}
)


@dataclass(slots=True)
class Allowance:
    """Counts what one site is asked. ``pages`` and ``requests`` are of the round, ``asked_today`` of the day, earlier rounds included."""

    page_budget: int
    day_budget: int
    today: date
    asked_today: int = 0
    pages: int = 0
    requests: int = 0
    external: int = 0
    _refusals: int = 0

    def resume(self, addresses: Iterable[Address]) -> None:
        """Count what an interrupted run has asked."""
        for address in addresses:
            self.pages += address.kind in PAGES and address.tries > 0
            self.external += address.kind == "external" and address.tries > 0
            self.requests += address.tries if address.kind != "external" else 0
        self.asked_today += self.requests

    def begin(self, today: date) -> None:
        """With a new day its budget is new."""
        if today != self.today:
            self.today, self.asked_today = today, 0

    def asked(self, address: Address) -> None:
        """An address is about to be asked for."""
        self.pages += address.kind in PAGES and not address.tries
        if address.kind == "external":
            self.external += not address.tries
        else:
            self.requests += 1
            self.asked_today += 1

    def heard(self, address: Address, code: FetchCode) -> None:
        """What a page answered. Pictures do not count: they may be refused to visitors who do not come from their page."""
        if address.kind == "page":
            self._refusals = self._refusals + 1 if code in _REFUSING else 0

    def why_not(self, address: Address) -> str:
        """Why an address is not to be asked for any more, in Chinese; empty when it is."""
        if address.kind == "external":
            return "" if address.tries or self.external < MOST_EXTERNAL else f"站外链接超过{MOST_EXTERNAL}个，未逐一检查"
        if self._refusals >= MOST_REFUSALS:
            return f"网站连续{MOST_REFUSALS}次拒绝访问或打不开，已停止抓取"
        if address.kind in PAGES and not address.tries and self.pages >= self.page_budget:
            return f"超过本轮页面预算（{self.page_budget}页）"
        if self.asked_today >= self.day_budget and address.kind != CONTROL:
            return f"超过每日请求预算（{self.day_budget}次）"
        return ""
