from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobs.site_server import SiteServer
from zhengjian.config import Jobs, Looks, Network, Settings, Workspace
from zhengjian.jobs import CrawlTarget, RoundResult, crawl
from zhengjian.model import SHANGHAI, Period

AS_OF = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
PERIOD = Period.parse("2025Q2")
HOST = "www.a.gov.cn"


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


Crawl = Callable[..., RoundResult]


def workspace(root: Path, server: SiteServer, hosts: str = "", *, processes: int = 1, **network: object) -> Workspace:
    """A laboratory's workspace: only hosts of the hosts file, no pace, and no look that asks for pages again."""
    lines = "\n".join(f"127.0.0.1:{server.port} {host}" for host in ("a.gov.cn", HOST, "b.gov.cn", "www.b.gov.cn", "other.test"))
    (root / "hosts").write_text(f"{lines}\n! nx.test\n127.0.0.1:1 closed.test\n{hosts}", "utf-8")
    settings = Network(
        **{
            "hosts_file": "hosts",
            "hosts_only": True,
            "allow_private": True,
            "host_interval_seconds": 0.0,
            "address_requests_per_second": 0.0,
            "address_connections": 4,
            "fetch_seconds": 5.0,
            **network,  # type: ignore[arg-type]
        }
    )
    return Workspace(root, Settings(network=settings, jobs=Jobs(processes=processes), looks=Looks(views=False, entry=False)))


@pytest.fixture
def crawl_one(tmp_path: Path) -> Crawl:
    """Crawl one site of a server to its end."""

    def run(
        server: SiteServer, home: str = f"http://{HOST}/", *, others: tuple[str, ...] = (), round_: int = 1, **network: object
    ) -> RoundResult:
        target = CrawlTarget(site_id="5101000001", home=home, round=round_)
        space = workspace(tmp_path, server, **network)
        (result,) = crawl(space, PERIOD, [target], as_of=AS_OF, clock=RealClock(), others=others)
        return result

    return run
