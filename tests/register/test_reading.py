"""Lists as offices really have them: any order, any header, any sign for nothing; round trips lose nothing."""
# ruff: noqa: E501 - one entry a line reads best

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from zhengjian.model import SHANGHAI, Account, RegisteredColumn, Site, Unit
from zhengjian.register import Register, Unreadable, cells, shapes
from zhengjian.register.cells import Bad, Odd
from zhengjian.register.comparing import compare
from zhengjian.register.reading import read_list, read_register
from zhengjian.register.writing import export

REGISTER = Register(
    units=(Unit(code="510000", name="省政府办公厅", kind="省政府办公厅"), Unit(code="510100", name="成都市", short_name="成都", kind="市州", parent="510000")),
    sites=(
        Site(site_id="5101000001", name="成都市人民政府", home="http://www.chengdu.gov.cn/", unit="510100", kind="市级门户", scored=True, icp="蜀ICP备1号"),
        Site(site_id="bm12345678", name="=HYPERLINK(1)", home="https://x.gov.cn/", unit="510000", kind="省直部门", serves_public=False, scored=False),
        Site(site_id="5101000009", name="已关停", home="", unit="510100", kind="市级部门", status="永久下线"),
    ),
    columns=(RegisteredColumn(site_id="5101000001", name="通知公告", url="http://www.chengdu.gov.cn/tz/", kind="通知公告", period_days=30, exempt_reason="专题已结束", exempt_until=date(2026, 1, 1)),),
    accounts=(Account(account_id="A-1", platform="微信订阅号", name="'成都发布", unit="510100", opened=date(2014, 5, 6), feed="http://f.gov.cn/1", filed_name="+成都"),),
)  # fmt: skip


@pytest.mark.parametrize("name", ["register.xlsx", "folder"])
def test_what_is_exported_comes_back_the_same(tmp_path: Path, name: str) -> None:
    export(REGISTER, tmp_path / name)
    read = read_register(tmp_path / name)
    assert read.bad == () and read.register == REGISTER


texts = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12).filter(
    lambda text: not cells.absent(cells.shown(text))
)


@settings(max_examples=40, deadline=None)
@given(names=st.lists(texts, min_size=1, max_size=4))
def test_any_name_survives_both_ways(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    units = tuple(Unit(code=f"u{place}", name=cells.shown(name)) for place, name in enumerate(names))
    folder = tmp_path_factory.mktemp("names")
    for target in (folder / "a.xlsx", folder / "b"):
        export(Register(units=units), target)
        assert read_register(target).register.units == units


def sheet(path: Path, rows: list[list[object]], name: str = "名单") -> Path:
    book = xlsxwriter.Workbook(path)
    page = book.add_worksheet(name)
    stamp = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for number, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                page.write_datetime(number, column, cell, stamp)
            elif cell is not None:
                page.write(number, column, cell)
    book.close()
    return path


def test_a_title_above_the_header_marks_and_free_order(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["全省政府网站找错留言清单（2025年）"],
        [],
        ["状态", "收到时间（年月日时分）", "留言编号*", "网站 标识码", "备注"],
        ["已办结", datetime(2025, 4, 2, 9, 30), 202504020001, 5101000001.0, "—"],  # noqa: DTZ001 - a spreadsheet cell has no zone
        [None, None, None, None, "—"],
        ["—", "2025年4月3日", "B2", "5101000001", "无"],
    ]
    read = read_list(sheet(tmp_path / "m.xlsx", rows), shapes.MESSAGES)
    assert read.bad == ()
    first, second = (row.value for row in read.rows)
    assert (first.message_id, first.site_id, first.received) == ("202504020001", "5101000001", datetime(2025, 4, 2, 9, 30, tzinfo=SHANGHAI))
    assert (second.status, second.received) == ("", datetime(2025, 4, 3, tzinfo=SHANGHAI))


def test_english_keys_do_as_well(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("at,title,account_id\n2025-06-20T08:00:00Z,好消息,A-1\n", "utf-8")
    (row,) = read_list(tmp_path / "p.csv", shapes.POSTS).rows
    assert row.value.at.astimezone(SHANGHAI).hour == 16


def test_one_sheet_of_a_register_is_told_by_its_columns(tmp_path: Path) -> None:
    rows: list[list[object]] = [["site_id", "name", "home", "unit", "kind"], ["5101000001", "x", "www.x.gov.cn", "510100", "市级门户"]]
    read = read_register(sheet(tmp_path / "s.xlsx", rows, "Sheet1"), Register(units=REGISTER.units))
    assert read.sheets == ("网站",) and read.register.sites[0].home == "http://www.x.gov.cn"
    assert [problem.warning for problem in read.problems] == [True]


def test_other_lists_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    export(Register(units=REGISTER.units, sites=REGISTER.sites), tmp_path)
    (tmp_path / "accounts.csv").rename(tmp_path / "filings.csv")
    (tmp_path / "columns.csv").unlink()
    assert read_register(tmp_path).sheets == ("单位", "网站")


def test_a_bad_row_of_a_unit_takes_no_site_with_it_silently(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_text("单位编码,单位名称,单位类别\n510100,成都市,乡镇\n", "utf-8")
    (tmp_path / "sites.csv").write_text(
        "网站标识码,网站名称,首页网址,主办单位编码,网站类别\n5101000001,x,http://x.gov.cn/,510100,市级门户\n", "utf-8"
    )
    read = read_register(tmp_path)
    assert [(problem.file, problem.column) for problem in read.bad] == [("units.csv", "单位类别"), ("sites.csv", "主办单位编码")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-06-20", datetime(2025, 6, 20, tzinfo=SHANGHAI)),
        ("2025/6/20 9:05", datetime(2025, 6, 20, 9, 5, tzinfo=SHANGHAI)),
        ("2025年6月20日 9时5分", datetime(2025, 6, 20, 9, 5, tzinfo=SHANGHAI)),
        ("20250620", datetime(2025, 6, 20, tzinfo=SHANGHAI)),
        ("2025-06-20T12:00:00+08:00", datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)),
        ("45828.5", datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)),
        ("２０２５－０６－２０", datetime(2025, 6, 20, tzinfo=SHANGHAI)),
    ],
)
def test_times_as_people_write_them(text: str, expected: datetime) -> None:
    assert cells.moment(text) == expected


@pytest.mark.parametrize("text", ["2025-13-01", "2025-02-30", "昨天", "12:30", "20250631"])
def test_what_is_no_time(text: str) -> None:
    assert isinstance(cells.moment(text), Bad)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("5101000001", str), ("bm12345678", str), ("9901000001", str), ("12BM010001", Odd), ("BT00000014", Odd), ("５１０１０００００１", Odd)]
    + [(wrong, Bad) for wrong in ("51010A", "510100000", "51010000012", "bm1234567", "../../etc", "5101 00001", "成都市")],
)
def test_site_codes(code: str, kind: type) -> None:
    assert isinstance(cells.site_code(code), kind)


def test_numbers_with_separators_and_ten_thousands() -> None:
    assert [cells.whole(text) for text in ("0", "1,234", "10万+", "2.5万")] == [0, 1234, 100_000, 25_000]
    assert isinstance(cells.whole("-3"), Bad) and isinstance(cells.whole("很多"), Bad)


def test_a_time_cell_alone_is_text() -> None:
    assert cells.shown(time(9, 30)) == "09:30:00"


def test_differences_have_one_kind_each() -> None:
    ours = REGISTER
    theirs = Register(
        units=ours.units,
        sites=(
            Site(site_id="5101000001", name="成都市政府网", home="http://www.chengdu.gov.cn/", unit="510100", kind="市级门户", scored=True, icp="蜀ICP备1号"),
            Site(site_id="bm12345678", name="=HYPERLINK(1)", home="https://y.gov.cn/", unit="510000", kind="省直部门", serves_public=False, scored=False),
            Site(site_id="5101000777", name="新站", home="http://n.gov.cn/", unit="510100", kind="市级部门"),
        ),
    )  # fmt: skip
    found = compare(ours, theirs, ["网站"])
    assert [(one.key, one.change) for one in found] == [
        ("5101000001", "renamed"), ("bm12345678", "moved"), ("5101000777", "added"), ("5101000009", "removed"),
    ]  # fmt: skip
    assert "“成都市人民政府”→“成都市政府网”" in found[0].sentence


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_register(tmp_path / "no.xlsx")
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unreadable, match="没有 CSV 文件"):
        read_register(tmp_path / "empty")
