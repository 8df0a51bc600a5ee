"""Spreads targets over workers so that sites on one server share that server's budget. Pure.

A server group stays with one worker: politeness then needs no talk between workers. Only a group larger than a worker's
fair part is split, and then each part gets its part of the server's connections and requests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Batch(Generic[T]):
    """Targets for one worker, and which part of their servers' budget is theirs."""

    targets: tuple[T, ...]
    part: float = 1.0


def spread(
    targets: Sequence[T], address_of: Callable[[T], str], *, workers: int, size: int, connections: int, limited: bool
) -> list[Batch[T]]:
    """Batches of about ``size`` targets. ``limited`` says that addresses have a budget at all; without, any cut will do.

    ``connections`` is how many connections an address allows: a group cannot be split into more parts than that.
    """
    if not limited:
        return [Batch(tuple(targets[start : start + size])) for start in range(0, len(targets), size)]
    groups: dict[str, list[T]] = {}
    for target in targets:
        groups.setdefault(address_of(target), []).append(target)
    fair = max(1, -(-len(targets) // workers))
    batches: list[Batch[T]] = []
    small: list[T] = []
    for group in sorted(groups.values(), key=len, reverse=True):
        parts = min(workers, max(1, connections), -(-len(group) // fair))
        if parts > 1:
            batches += [Batch(tuple(group[part::parts]), 1 / parts) for part in range(parts)]
        elif len(group) >= size:
            batches.append(Batch(tuple(group)))
        else:
            small += group
            if len(small) >= size:
                batches.append(Batch(tuple(small)))
                small = []
    return [*batches, Batch(tuple(small))] if small else batches
