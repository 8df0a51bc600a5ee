"""Zhengjian's full inspection of the tree: fetched, stored as evidence, every page fact read and stored.

Arguments: a folder for the workspace, the number of processes, and the home pages. A folder that is there already is
inspected once more, as its next round. Prints one JSON object like the reference's.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path

from zhengjian.archive import rounds
from zhengjian.config import Workspace
from zhengjian.jobs import CrawlTarget, crawl
from zhengjian.model import SHANGHAI, Period
from zhengjian.service import CLOCK

DEAD = 400


def main() -> None:
    """Crawl all sites into a workspace."""
    root, processes, homes = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
    root.mkdir(parents=True, exist_ok=True)
    period = Period.parse("2025Q2")
    round_ = 1 + max(
        (number for site in range(1, len(homes) + 1) for number in rounds(root / "archive", period.name, _id(site))), default=0
    )
    (root / "zhengjian.toml").write_text(
        "[network]\nallow_private = true\nhost_interval_seconds = 0\naddress_requests_per_second = 0\naddress_connections = 4\n"
        f"[jobs]\nprocesses = {processes}\n"
    )
    targets = [CrawlTarget(site_id=_id(number), home=home, round=round_) for number, home in enumerate(homes, 1)]
    pages, broken = 0, set[str]()
    as_of = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
    for result in crawl(Workspace.open(root), period, targets, as_of=as_of, clock=CLOCK, others=homes):
        pages += result.pages
        broken |= {
            attempt.url
            for attempt in result.coverage.attempts
            if attempt.kind != "probe404" and ((attempt.http_status or 0) >= DEAD or str(attempt.code) == "DOWN_CONN")
        }
    print(json.dumps({"pages": pages, "broken": sorted(broken)}))


def _id(number: int) -> str:
    return f"51990000{number:02d}"


if __name__ == "__main__":
    main()
