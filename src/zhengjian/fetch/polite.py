"""How often and how many at once we ask a server: per host and per address, slower when it is slow, silent when it says so.

Pure bookkeeping over monotonic seconds. ``share`` is this process's part of an address's budget, so that several
processes together stay within it without talking to each other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from zhengjian.config import ConfigError, Network
from zhengjian.model import SHANGHAI

LONGEST_INTERVAL = 30.0
DELAY_FACTOR = 5.0
# Latency that has tripled against its own median says that we hurt; the server then gets ten seconds of peace.
RISING_FACTOR = 3.0
REST_SECONDS = 10.0
_WINDOW = 16
_CLOCKS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-4]):([0-5]\d)")


@dataclass(slots=True)
class _Side:
    """One host or one address: requests on their way, when the next may start, how long recent answers took."""

    busy: int = 0
    next_at: float = 0.0
    recent: list[float] = field(default_factory=list)


class Pace:
    """Says when a request to a host may start, and learns from how requests end."""

    def __init__(self, network: Network, share: float = 1.0) -> None:
        self._interval = network.host_interval_seconds
        self._rate = network.address_requests_per_second * share
        self._connections = max(1, int(network.address_connections * share))
        self._hosts: dict[str, _Side] = {}
        self._addresses: dict[str, _Side] = {}
        self._address_of: dict[str, str] = {}

    def locate(self, host: str, address: str) -> None:
        """Tell which address serves a host; hosts never located count as an address of their own."""
        self._address_of[host] = address

    def ready_at(self, host: str, now: float) -> float:
        """When a request to the host may start: ``now`` or a later time; infinity while a connection must end first."""
        side, address = self._sides(host)
        most = 1 if self._interval > 0 else self._connections
        if side.busy >= most or address.busy >= self._connections:
            return float("inf")
        return max(now, side.next_at, address.next_at)

    def began(self, host: str, now: float) -> None:
        """A request to the host has started."""
        side, address = self._sides(host)
        side.busy += 1
        address.busy += 1
        side.next_at = max(side.next_at, now + self._interval)
        if self._rate > 0:
            address.next_at = max(address.next_at, now) + 1 / self._rate

    def ended(self, host: str, now: float, seconds: float, retry_after: float = 0.0) -> None:
        """A request took so many seconds; ``retry_after`` is the rest that the server asked for, however it put it."""
        side, address = self._sides(host)
        side.busy -= 1
        address.busy -= 1
        if retry_after > 0:
            side.next_at = max(side.next_at, now + retry_after)
        if self._interval <= 0:
            return
        side.next_at = max(side.next_at, now + min(LONGEST_INTERVAL, max(self._interval, DELAY_FACTOR * seconds)) - seconds)
        median = sorted(side.recent)[len(side.recent) // 2] if len(side.recent) == _WINDOW else None
        if median is not None and seconds > 1.0 and seconds > RISING_FACTOR * median:
            side.next_at = max(side.next_at, now + REST_SECONDS)
        side.recent = [*side.recent[-(_WINDOW - 1) :], seconds]

    def _sides(self, host: str) -> tuple[_Side, _Side]:
        side = self._hosts.get(host)
        if side is None:
            side = self._hosts[host] = _Side()
        key = self._address_of.get(host, host)
        address = self._addresses.get(key)
        if address is None:
            address = self._addresses[key] = _Side()
        return side, address


class QuietHours:
    """Hours in which no crawl is made: ``"08:30-18:00 workdays"``, several joined by commas; empty = none.

    ``workdays`` means Monday to Friday; probes go on. Raises ``ConfigError`` for a text that cannot be read.
    """

    def __init__(self, text: str) -> None:
        self._spans = [_span(part) for part in text.split(",") if part.strip()]

    def quiet(self, now: datetime) -> bool:
        """True when crawling must rest at this moment (times of day are those of Asia/Shanghai)."""
        local = now.astimezone(SHANGHAI)
        minute = local.hour * 60 + local.minute
        for start, end, workdays in self._spans:
            inside = start <= minute < end if start <= end else minute >= start or minute < end
            if inside and not (workdays and local.weekday() >= 5):
                return True
        return False


def _span(text: str) -> tuple[int, int, bool]:
    words = text.split()
    found = _CLOCKS.fullmatch(words[0])
    if found is None or words[1:] not in ([], ["workdays"]):
        raise ConfigError(f"zhengjian.toml 的 network.quiet_hours 中“{text}”不是静默时段，应形如 08:30-18:00 workdays")
    hours = [int(part) for part in found.groups()]
    return hours[0] * 60 + hours[1], hours[2] * 60 + hours[3], bool(words[1:])
