"""Second vantage points: another machine of the office probes, too, and reports what it saw over the API.

The receiving side keeps each vantage point's visits in files of its own, an hour in each; what comes twice is kept once.
The reporting side keeps what could not be handed over and sends it with the next report.
"""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

import msgspec

from zhengjian.archive import probes
from zhengjian.config import Workspace
from zhengjian.fetch.post import post
from zhengjian.ledger import audit, register
from zhengjian.ledger.audit import Person
from zhengjian.model import SHANGHAI, ProbeVisit, Value, digest
from zhengjian.service import Teller
from zhengjian.service.imports import count_probe_days

OLDEST = timedelta(days=7)
AHEAD = timedelta(minutes=5)
MOST_KEPT = 50_000
MOST_SENT = 2_000
EVERY = timedelta(minutes=5)
ROUTE = "/api/v1/probe-visits"
_HOUR = timedelta(hours=1)


class Received(Value):
    """How many visits were taken, and why others were not, in Chinese."""

    taken: int
    refused: tuple[str, ...] = ()


def receive(workspace: Workspace, visits: Sequence[ProbeVisit], by: Person, at: datetime) -> Received:
    """Keep the visits of a vantage point, named for the account that reports them; the day's counts follow."""
    known = {site.site_id for site in register.load().sites}
    good, refused = list[ProbeVisit](), list[str]()
    for visit in visits:
        why = _refuse(visit, known, at)
        if why:
            refused.append(f"{visit.site_id} {visit.at.isoformat()}：{why}")
        else:
            good.append(msgspec.structs.replace(visit, vantage=by.name, evidence=f"probe:{visit.site_id}@{visit.at.isoformat()}#{by.name}"))
    if good:
        with audit.together():
            audit.write(by, "report-probes", by.name, at, {"visits": len(good), "refused": len(refused)})
            with _alone(workspace):
                for hour in sorted({visit.at.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0) for visit in good}):
                    _keep(workspace, by.name, hour, [visit for visit in good if hour <= visit.at < hour + _HOUR])
            count_probe_days(workspace, good)
    return Received(taken=len(good), refused=tuple(refused))


def _refuse(visit: ProbeVisit, known: set[str], now: datetime) -> str:
    if visit.site_id not in known:
        return "名录中没有此网站标识码"
    if visit.at > now + AHEAD:
        return "时间晚于现在，请校准监测点的时钟"
    return f"时间早于{OLDEST.days}天之前，不再接收" if visit.at < now - OLDEST else ""


def _keep(workspace: Workspace, vantage: str, hour: datetime, visits: Sequence[ProbeVisit]) -> None:
    """One hour's file with these visits beside those that it has."""
    before = (visit for visit in probes.read(workspace.archive, hour, hour + _HOUR) if visit.vantage == vantage)
    every = {(visit.site_id, visit.at): visit for visit in (*before, *visits)}
    probes.append(workspace.archive, every.values(), f"view-{digest(vantage)}-{hour:%H}")


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    """Two reports at once must not overwrite each other's hour."""
    with (workspace.root / ".vantage.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Reporter:
    """Hands a probe's visits to the office's server, some minutes' worth at a time. Nothing is lost while it is away."""

    def __init__(self, workspace: Workspace, url: str, token: str, teller: Teller) -> None:
        self._url = url.rstrip("/") + ("" if url.rstrip("/").endswith(ROUTE) else ROUTE)
        self._token = token
        self._allowed = workspace.settings.webhook.allow_addresses
        self._teller = teller
        self._waiting: list[ProbeVisit] = []
        self._last: datetime | None = None

    def add(self, visits: Sequence[ProbeVisit], at: datetime, *, now: bool = False) -> int:
        """Add visits; report what waits when it is time, or ``now``. Returns how many were handed over."""
        self._waiting = [*self._waiting, *visits][-MOST_KEPT:]
        if not now and self._last is not None and at - self._last < EVERY:
            return 0
        self._last, sent = at, 0
        while self._waiting:
            batch = self._waiting[:MOST_SENT]
            posted = post(self._url, _body(batch), {"Authorization": f"Bearer {self._token}"}, self._allowed)
            if posted.outcome != "taken":
                self._teller.say(f"监测记录未能报送（{posted.why}），{len(self._waiting)} 条留待下次", waiting=len(self._waiting))
                break
            sent += len(batch)
            del self._waiting[:MOST_SENT]
        return sent


def _body(visits: Sequence[ProbeVisit]) -> bytes:
    rows = [
        {
            "site_id": visit.site_id,
            "at": visit.at.isoformat(),
            "seconds": round(visit.seconds, 3),
            "code": visit.code.value,
            "http_status": visit.http_status,
        }
        for visit in visits
    ]
    return json.dumps({"visits": rows}).encode()
