"""What reading a page costs, fact by fact, in memory: microseconds of CPU a page, and on a page ten times as long."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from zhengjian.facts.index import PAGE_FACTS, read_all
from zhengjian.facts.page import AddressBook, Page
from zhengjian.model import encode

RUNS = 3
MOST = 300


def costs(bodies: list[bytes]) -> dict[str, float]:
    """Microseconds a page by stage, the best of some runs; every run begins with pages that were never read."""
    best = dict[str, float]()
    for _ in range(RUNS):
        spent, book = Counter[str](), AddressBook()
        for number, body in enumerate(bodies):
            start = time.process_time()
            page = Page.of(body, f"http://127.0.1.1/p/{number}.html", content_type="text/html", depth=1, addresses=book)
            _ = page.document
            spent["decode and parse"] += time.process_time() - start
            for fact in PAGE_FACTS:
                start = time.process_time()
                read = list(read_all(page, (fact,)))
                spent[fact.__name__] += time.process_time() - start
                start = time.process_time()
                for one in read:
                    encode(one)
                spent["encode"] += time.process_time() - start
        for stage, seconds in spent.items():
            best[stage] = min(best.get(stage, seconds), seconds)
    return {stage: seconds / len(bodies) * 1e6 for stage, seconds in best.items()}


def show(tree: Path) -> None:
    """Print the table for the pages of a generated tree."""
    bodies = [path.read_bytes() for path in sorted(tree.glob("*/p/*.html"))[:MOST]]
    long = [_ten_times(body) for body in bodies[: MOST // 10]]
    usual, grown = costs(bodies), costs(long)
    size = sum(map(len, bodies)) / len(bodies) / 1024
    print(f"{'stage':20} {f'us a page of {size:.0f} KiB':>24} {'us a page of 10 x':>20} {'growth':>7}")
    for stage, cost in sorted(usual.items(), key=lambda item: -item[1]):
        print(f"{stage:20} {cost:24.0f} {grown[stage]:20.0f} {grown[stage] / cost:7.1f}")
    print(f"{'together':20} {sum(usual.values()):24.0f} {sum(grown.values()):20.0f} {sum(grown.values()) / sum(usual.values()):7.1f}")


def _ten_times(body: bytes) -> bytes:
    """The page with everything between its body tags ten times."""
    before, _, rest = body.partition(b"<body>")
    inside, _, after = rest.partition(b"</body>")
    return before + b"<body>" + inside * 10 + b"</body>" + after
