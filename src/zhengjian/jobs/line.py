"""The addresses of one site that are still to be asked for, in the order in which they are."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from zhengjian.archive.store import CONTROL, UNLINKED
from zhengjian.jobs.frontier import Address

_KINDS = (
    ("robots",),
    ("style", "sitemap", "probe404"),
    ("page",),
    ("script",),
    ("attachment", "image"),
    ("external",),
    (UNLINKED,),
    (CONTROL,),
)
_ORDER = {kind: order for order, kinds in enumerate(_KINDS) for kind in kinds}
_RETRY_ORDER, _AT_ONCE = 9, -1


@dataclass(slots=True)
class Line:
    """Two lines, the site's own addresses and those outside, and a third for what is to be tried again at a later time.

    ``external`` chooses between the two. Of its own, what others wait for comes first, then pages by their depth.
    """

    _own: list[tuple[int, int, int, Address]] = field(default_factory=list)
    _out: list[tuple[int, int, Address]] = field(default_factory=list)
    _later: list[tuple[float, int, Address]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self._own or self._out or self._later)

    @property
    def wakes_at(self) -> float:
        """When the first retry is due; infinity when none waits."""
        return self._later[0][0] if self._later else float("inf")

    def stand(self, address: Address) -> None:
        """Stand an address in line. A second try stands last, except for what others wait for."""
        if address.kind == "external":
            heapq.heappush(self._out, (address.tries, address.id, address))
            return
        again = address.tries and address.depth and address.kind not in {"robots", "style"}
        order = _AT_ONCE if address.kind == CONTROL and not address.depth else _RETRY_ORDER if again else _ORDER[address.kind]
        heapq.heappush(self._own, (order, address.depth, address.id, address))

    def wait(self, address: Address, until: float) -> None:
        """Keep an address for a later try."""
        heapq.heappush(self._later, (until, address.id, address))

    def wake(self, now: float) -> None:
        """Put retries that are due back in line."""
        while self._later and self._later[0][0] <= now:
            self.stand(heapq.heappop(self._later)[-1])

    def first(self, *, external: bool) -> Address | None:
        """Who is next; None when nobody stands in line."""
        line = self._out if external else self._own
        return line[0][-1] if line else None

    def take(self, *, external: bool) -> Address:
        """Take the next one out of the line."""
        return heapq.heappop(self._out)[-1] if external else heapq.heappop(self._own)[-1]

    def clear(self) -> None:
        """Send everybody away who stands in line."""
        self._own.clear()
        self._out.clear()
