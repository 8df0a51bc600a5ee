"""Availability visits: one Parquet file per day and source under ``archive/probes/YYYY-MM-DD/``.

A file is written whole and renamed into place; the same source on the same day replaces its file, so a log imported
twice counts once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import msgspec

from zhengjian.model import SHANGHAI, FetchCode, ProbeVisit

FOLDER = "probes"


def append(root: Path, visits: Iterable[ProbeVisit], name: str) -> list[date]:
    """Store visits of one source; ``name`` (letters, digits, - and _) tells sources of a day apart. Returns the days."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    days: dict[date, list[ProbeVisit]] = {}
    for visit in visits:
        days.setdefault(visit.at.astimezone(SHANGHAI).date(), []).append(visit)
    for day, found in days.items():
        folder = root / FOLDER / day.isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        rows = [
            msgspec.structs.asdict(visit) | {"code": visit.code.value}
            for visit in sorted(found, key=lambda visit: (visit.at, visit.site_id))
        ]
        part = folder / f".{name}.part"
        pq.write_table(pa.Table.from_pylist(rows), part, compression="zstd")
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(folder / f"{name}.parquet")
    return sorted(days)


def read(root: Path, start: datetime, end: datetime) -> Iterator[ProbeVisit]:
    """Every stored visit from ``start`` up to but not including ``end``, day by day, in order of time within a source."""
    import pyarrow.parquet as pq

    day = start.astimezone(SHANGHAI).date()
    while day <= end.astimezone(SHANGHAI).date():
        for path in sorted((root / FOLDER / day.isoformat()).glob("*.parquet")):
            for row in pq.read_table(path).to_pylist():
                if start <= row["at"] < end:
                    row["at"], row["code"] = row["at"].astimezone(SHANGHAI), FetchCode(row["code"])
                    yield ProbeVisit(**row)
        day += timedelta(days=1)
