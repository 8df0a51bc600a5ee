"""The addresses of one site that are still to be asked for, in the order in which they are."""

from __future__ import annotations

import heapq
from collections import deque
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
_Rank = tuple[int, int]


@dataclass(slots=True)
class _Ranks:
    """Addresses by rank; within a rank, who came first is first. An address costs eight bytes here, so a million may wait."""

    _waiting: dict[_Rank, deque[Address]] = field(default_factory=dict)
    _ranks: list[_Rank] = field(default_factory=list)

    def add(self, rank: _Rank, address: Address) -> None:
        if rank not in self._waiting:
            self._waiting[rank] = deque()
            heapq.heappush(self._ranks, rank)
        self._waiting[rank].append(address)

    def first(self) -> Address | None:
        return self._waiting[self._ranks[0]][0] if self._ranks else None

    def take(self) -> Address:
        waiting = self._waiting[self._ranks[0]]
        address = waiting.popleft()
        if not waiting:
            del self._waiting[heapq.heappop(self._ranks)]
        return address


@dataclass(slots=True)
class Line:
    """Two lines, the site's own addresses and those outside, and a third for what is to be tried again at a later time.

    ``external`` chooses between the two. Of its own, what others wait for comes first, then pages by their depth.
    """

    _own: _Ranks = field(default_factory=_Ranks)
    _out: _Ranks = field(default_factory=_Ranks)
    _later: list[tuple[float, int, Address]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self._own.first() or self._out.first() or self._later)

    @property
    def wakes_at(self) -> float:
        """When the first retry is due; infinity when none waits."""
        return self._later[0][0] if self._later else float("inf")

    def stand(self, address: Address) -> None:
        """Stand an address in line. A second try stands last, except for what others wait for."""
        if address.kind == "external":
            self._out.add((address.tries, 0), address)
            return
        again = address.tries and address.depth and address.kind not in {"robots", "style"}
        order = _AT_ONCE if address.kind == CONTROL and not address.depth else _RETRY_ORDER if again else _ORDER[address.kind]
        self._own.add((order, address.depth), address)

    def wait(self, address: Address, until: float) -> None:
        """Keep an address for a later try."""
        heapq.heappush(self._later, (until, address.id, address))

    def wake(self, now: float) -> None:
        """Put retries that are due back in line."""
        while self._later and self._later[0][0] <= now:
            self.stand(heapq.heappop(self._later)[-1])

    def first(self, *, external: bool) -> Address | None:
        """Who is next; None when nobody stands in line."""
        return (self._out if external else self._own).first()

    def take(self, *, external: bool) -> Address:
        """Take the next one out of the line."""
        return (self._out if external else self._own).take()

    def clear(self) -> None:
        """Send everybody away who stands in line."""
        self._own, self._out = _Ranks(), _Ranks()
