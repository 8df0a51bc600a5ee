"""Scripted name servers at the one place where the product asks for names; one address of the laboratory counts as public."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

import pytest

from zhengjian.fetch import guard, hosts, proxy, second_opinion, sockets
from zhengjian.fetch.hosts import Place

Script = Callable[[int], Place]
"""What the n-th question for a name is answered."""

NXDOMAIN = Place(problem="Name or service not known")
SERVFAIL = Place(problem="Temporary failure in name resolution", try_again=True)


def here(*addresses: str) -> Place:
    """An answer with these addresses."""
    return Place(addresses=addresses)


def slowly(seconds: float, place: Place) -> Script:
    """The answer after a while."""

    def answer(number: int) -> Place:
        time.sleep(seconds)
        return place

    return answer


class Names:
    """Answers by name, ``other`` names as told; counts the questions. ``public`` is the one loopback address that may pass."""

    def __init__(self, patch: pytest.MonkeyPatch, public: str = "127.0.0.1", other: Callable[[str], Place] = lambda host: NXDOMAIN) -> None:
        self._other = other
        self.scripts: dict[str, Script] = {}
        self.asked: Counter[str] = Counter()
        self._lock = threading.Lock()
        for module in (hosts, second_opinion, sockets, proxy):
            patch.setattr(module, "ask_system", self._answer)
        judge = guard.refuse_address
        patch.setattr(guard, "refuse_address", lambda address: "" if address == public else judge(address))

    def __setitem__(self, name: str, answer: Place | Script) -> None:
        self.scripts[name] = answer if callable(answer) else lambda number: answer

    def _answer(self, host: str) -> Place:
        with self._lock:
            number = self.asked[host]
            self.asked[host] += 1
        return self.scripts[host](number) if host in self.scripts else self._other(host)
