"""The points at which everything that lasts is written, so that a test can stop the process at the k-th of them."""

from __future__ import annotations

import os

CRASHED = 137
_left = int(os.environ.get("ZHENGJIAN_CRASH_AT", "0"))


def crash_at(number: int) -> None:
    """End this process without warning at the ``number``-th step from now; 0 = never."""
    global _left
    _left = number


def step(name: str) -> None:
    """An effect named ``name`` is about to happen."""
    global _left
    if _left:
        _left -= 1
        if not _left:
            os._exit(CRASHED)
