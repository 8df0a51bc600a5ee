"""The machine's clock, as every fetch test hands it over."""

from __future__ import annotations

import time
from datetime import UTC, datetime


class RealClock:
    """Wall and monotonic time of this machine; picklable, so that worker processes can have it."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()
