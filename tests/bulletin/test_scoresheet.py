"""A unit's own score sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from docx import Document

from zhengjian.bulletin import Material
from zhengjian.bulletin.draft import Table
from zhengjian.bulletin.scoresheet import score_sheet, write_score_sheet


def rows(material: Material, unit: str, annex: int) -> list[list[str]]:
    (table,) = score_sheet(material, unit).annexes[annex].content
    assert isinstance(table, Table)
    return [[cell.text for cell in row] for row in table.body]


def test_points_are_told_line_by_line_with_their_places(quarter: Material) -> None:
    portal = next(site for site in quarter.sites if site.name == "内江市人民政府")
    results, lines = rows(quarter, portal.unit, 0), rows(quarter, portal.unit, 1)
    assert results[0][:5] == ["内江市人民政府", "合格", "98", "2", "0"]
    assert len(results) == 1 + 95  # its own portal and accounts; its bureaus have sheets of their own
    (line,) = lines
    assert line[0] == "内江市人民政府" and line[2:5] == ["1", "2", "6"] and line[5].startswith("http://") and line[6] == ""


def test_failing_and_open_results_say_why(build: Callable[..., Material]) -> None:
    material = build({"hidden-links": [("site", "5100000700")]}, unknown={"site-unreachable": [("site", "5100000701")]})
    units = {site.site_id: site.unit for site in material.sites}
    failed, opened = rows(material, units["5100000700"], 0)[0], rows(material, units["5100000701"], 0)[0]
    assert failed[1:5] == ["存在突出问题", "—", "—", "—"] and "暗链" in failed[5]
    assert opened[1] == "未结论" and opened[5].startswith("未能查清：")


def test_the_sheet_is_an_office_file(quarter: Material, tmp_path: Path) -> None:
    for name in ("a.docx", "a.pdf"):
        write_score_sheet(quarter, "51D00", tmp_path / name)
    text = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "a.docx")).paragraphs)
    assert "省第1厅：" in text and "未能查清的事项不扣分" in text
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
