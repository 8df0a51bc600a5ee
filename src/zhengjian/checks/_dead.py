"""Which addresses of a round are dead, and why: what every check that speaks of links that do not open goes by."""

from __future__ import annotations

from zhengjian.facts.base import Attempt, Coverage, Pages
from zhengjian.facts.link_target import LinkTarget, sent_home, soft_404
from zhengjian.facts.links import host_of
from zhengjian.model import SEEN_WHOLE, FetchCode

GONE = {FetchCode.DOWN_DNS: "域名不能解析", FetchCode.DOWN_CONN: "拒绝连接"}
OPEN = SEEN_WHOLE | {FetchCode.TRUNCATED, FetchCode.REDIRECT_OFFSITE}


def reasons(tried: list[Attempt], coverage: Coverage, targets: Pages[LinkTarget], tries: int) -> dict[str, str]:
    """Why each address that was tried is dead, in Chinese; empty for one that is not, or that nobody can tell of.

    On a site that stopped answering in between, nothing is said of its own addresses.
    """
    if coverage.home is None:
        return {}
    home = coverage.home.final_url or coverage.home.url
    soft = soft_404(targets) | sent_home(coverage.attempts, home)
    answered = (attempt for attempt in (coverage.home, *coverage.attempts) if attempt.http_status is not None or attempt.code in OPEN)
    alive = frozenset(host_of(url) for attempt in answered for url in (attempt.url, attempt.final_url))
    sure = [attempt for attempt in tried if coverage.lost is None or attempt.kind == "external"]
    return {attempt.url: "" for attempt in tried} | {attempt.url: _reason(attempt, soft, alive, tries) for attempt in sure}


def _reason(attempt: Attempt, soft: frozenset[str], alive: frozenset[str], tries: int) -> str:
    """``alive`` are the hosts that answered something in the round."""
    if attempt.url in soft and attempt.url != attempt.final_url and attempt.final_url:
        return "打开后转到首页"
    if attempt.kind == "page" and (attempt.final_url or attempt.url) in soft:
        return "打开后提示页面不存在"
    gone = attempt.http_status in {404, 410} and attempt.code in {FetchCode.HTTP_ERROR, FetchCode.DOWN_HTTP}
    silent = "" if host_of(attempt.url) in alive else GONE.get(attempt.code or FetchCode.OK, "")
    said = f"HTTP {attempt.http_status}" if gone else silent
    return f"{said}，尝试{attempt.tries}次" if said and attempt.tries >= tries else ""
