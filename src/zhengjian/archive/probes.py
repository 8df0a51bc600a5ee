"""Availability visits: one Parquet file per day and source under ``archive/probes/YYYY-MM-DD/``.

``at`` is stored as microseconds since 1970. A file is written whole and renamed into place; the same source on the
same day replaces its file, so a log imported twice counts once. Visits of apps' pages have folders of their own below
``archive/probes/apps/``, because they enter no share of any site.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from zhengjian.model import SHANGHAI, FetchCode, ProbeVisit

FOLDER = "probes"
APPS = "probes/apps"
_TYPES = {
    "site_id": "string", "at": "int64", "seconds": "float64", "code": "string",
    "http_status": "int32", "vantage": "string", "evidence": "string",
}  # fmt: skip


def append(root: Path, visits: Iterable[ProbeVisit], name: str, *, under: str = FOLDER) -> list[date]:
    """Store visits of one source; ``name`` (letters, digits, - and _) tells sources of a day apart. Returns the days."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(column, getattr(pa, kind)()) for column, kind in _TYPES.items()])
    days: dict[date, list[ProbeVisit]] = {}
    for visit in visits:
        days.setdefault(visit.at.astimezone(SHANGHAI).date(), []).append(visit)
    for day, found in days.items():
        folder = root / under / day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        found.sort(key=lambda visit: (visit.at, visit.site_id))
        columns = {column: [getattr(visit, column) for visit in found] for column in _TYPES}
        columns |= {"code": list(map(str, columns["code"])), "at": list(map(_microseconds, columns["at"]))}
        part = folder / f".{name}.part"
        pq.write_table(pa.table(columns, schema=schema), part, compression="zstd")
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(folder / f"{name}.parquet")
    return sorted(days)


def read(root: Path, start: datetime, end: datetime, *, under: str = FOLDER) -> Iterator[ProbeVisit]:
    """Every stored visit from ``start`` up to but not including ``end``, day by day, in order of time within a source."""
    import pyarrow.parquet as pq

    first, last = _microseconds(start), _microseconds(end)
    day = start.astimezone(SHANGHAI).date()
    while day <= end.astimezone(SHANGHAI).date():
        for path in _files(root / under, day):
            columns = pq.read_table(path).to_pydict()
            codes = {code: FetchCode(code) for code in set(columns["code"])}
            names = [name for name in columns if name not in {"at", "code"}]
            for at, code, *rest in zip(columns["at"], columns["code"], *(columns[name] for name in names), strict=True):
                if first <= at < last:
                    moment = datetime.fromtimestamp(at / 1_000_000, SHANGHAI)
                    yield ProbeVisit(at=moment, code=codes[code], **dict(zip(names, rest, strict=True)))
        day += timedelta(days=1)


def counts(root: Path, day: date) -> dict[tuple[str, FetchCode], int]:
    """How many visits of a day ended how: by site and code."""
    import pyarrow.parquet as pq

    found: dict[tuple[str, FetchCode], int] = {}
    for path in _files(root / FOLDER, day):
        rows = pq.read_table(path, columns=["site_id", "code"]).group_by(["site_id", "code"]).aggregate([([], "count_all")])
        for row in rows.to_pylist():
            key = (row["site_id"], FetchCode(row["code"]))
            found[key] = found.get(key, 0) + row["count_all"]
    return found


def _files(folder: Path, day: date) -> list[Path]:
    return sorted((folder / day.isoformat()).glob("*.parquet"))


def _microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)
