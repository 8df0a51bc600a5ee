"""Approved outages come in as a list, row by row, and reach the judging of the sites they are for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from zhengjian.model import SHANGHAI, Period
from zhengjian.service.imports import import_list
from zhengjian.service.judging import Bench
from zhengjian.service.setup import init

ROWS = """网站标识码,起,止,原因,批准人
5101000001,2025-06-18 22:00,2025-06-19 06:00,机房检修,某市人民政府办公室
5101000001,2025-06-20 22:00,2025-06-20 06:00,倒填,某市人民政府办公室
5101000002,2025-06-21 22:00,2025-06-22 06:00,,某市人民政府办公室
"""


def test_approved_outages_are_taken_and_wrong_rows_are_told(tmp_path: Path) -> None:
    workspace = init(tmp_path / "office")
    (tmp_path / "停机报备.csv").write_text(ROWS, "utf-8")
    done = import_list(workspace, "outages", tmp_path / "停机报备.csv")
    told = {(problem.row, problem.column, problem.expected) for problem in done.problems if not problem.warning}
    assert (3, "止", "应晚于“起”") in told and any(row == 4 and column == "原因" for row, column, _ in told)
    again = import_list(workspace, "outages", tmp_path / "停机报备.csv")
    assert (done.added, again.added) == (1, 0)
    bench = Bench.set_up(workspace, Period.parse("2025Q2"), datetime(2025, 6, 30, tzinfo=SHANGHAI))
    (outage,) = bench.outages["5101000001"]
    assert (outage.start, outage.end) == (datetime(2025, 6, 18, 22, tzinfo=SHANGHAI), datetime(2025, 6, 19, 6, tzinfo=SHANGHAI))
    assert outage.approved_by == "某市人民政府办公室" and set(bench.outages) == {"5101000001"}
