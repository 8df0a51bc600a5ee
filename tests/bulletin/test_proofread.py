"""Proof-reading: the traps of a real bulletin, told in other words, are found; mended ones and our own are silent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
import typst
from conftest import CITIES
from docx import Document

from zhengjian.bulletin import Material, write
from zhengjian.bulletin.proofread import Remark, Unreadable, proofread, proofread_paper
from zhengjian.bulletin.proofread.figures import possible_bases
from zhengjian.bulletin.proofread.reading import of_text, read
from zhengjian.bulletin.proofread.tables import count_table

TEXT = """海东省人民政府办公厅关于{title_period}全省政府网站和政务新媒体检查情况的通报

各市（州）人民政府，省政府各部门：

按照有关规定，现将检查情况通报如下。

一、总体情况

（一）政府网站。{site_period}检查了全省{sites}个政府网站，其中存在突出问题的政府网站1个{failing_site}，合格率{site_rate}%。{ranked}、巴中市等政府门户网站得分较高{order}。

（二）政务新媒体。检查政务新媒体4059个，存在突出问题的账号4个，合格率{account_rate}%。

（三）网民留言。{report_period}收到网民留言212条，按时办结率100%。

二、存在的主要问题

（一）内容建设不到位。在页面设计方面，{shares}存在页面底部标识不全的问题；{graded}答复网民留言不及时。

（二）账号管理不严。部分单位（3个）没有按规定备案。{slip}新媒体账号长期停更，如{accounts}。

（三）安全责任不落实。部分网站（1个）的旧页面被植入暗链，如“省测绘局”网站。

附件：{annex_period}检查情况

海东省人民政府办公厅

{signed}

附件

{annex_period}全省政府网站与政务新媒体检查情况

{table}
{note}
信息公开选项：主动公开
"""

MENDED = {
    "title_period": "2025年第二季度",
    "site_period": "第二季度",
    "report_period": "二季度",
    "annex_period": "第二季度",
    "sites": "735",
    "failing_site": "，为“省测绘局”网站",
    "site_rate": "99.86",
    "account_rate": "99.9",
    "ranked": "成都市、泸州市、宜宾市",
    "order": "（按得分由高到低排列）",
    "shares": "市（州）门户网站（21个中的1个，占4.76%）、省直部门网站（39个中的6个，占15.38%）",
    "graded": "个别单位（2个）",
    "slip": "部分单位（4个）的",
    "accounts": "“甲发布”抖音号、“乙发布”抖音号、“丙发布”微信订阅号、“丁发布”微信公众号",
    "signed": "2025年7月5日",
    "note": "注：“—”表示不适用，合计的网站总数包含这些网站46个。",
}
FLAWED = MENDED | {
    "title_period": "2025年上半年",
    "site_period": "上半年",
    "failing_site": "",
    "order": "",
    "shares": "有5%的市（州）门户网站、15.38%的省直部门网站",
    "graded": "个别单位",
    "slip": "部门",
    "accounts": "“甲发布”“乙发布”抖音号、“丙发布”微信订阅号",
    "signed": "2025年6月25日",
    "note": "",
}
TRAPS = {
    "title_period": "种期次",
    "failing_site": "本段没有写明是哪个",
    "order": "点名表扬没有写明得分",
    "shares": "没有写明基数",
    "graded": "只有程度词“个别”",
    "slip": "疑将“部分”误作“部门”",
    "accounts": "全文只点名3个",
    "signed": "没有写明数据截至何日",
    "note": "“—”应按不适用理解",
}


def rows() -> list[list[str]]:
    """The table of units as cells; merged cells are empty, as when a page is copied as text."""
    table = [
        ["单位", "", "政府网站检查情况", "", "", "", "", "政务新媒体检查情况", ""],
        [
            "",
            "",
            "网站总数",
            "市级门户网站数",
            "市级部门网站数",
            "县级门户（含高新区）网站数",
            "存在突出问题数",
            "政务新媒体总数",
            "存在突出问题数",
        ],
    ]
    for number, line in enumerate(CITIES.replace("\n", ";").strip(";").split(";")):
        name, portals, departments, counties, accounts = line.split()
        total = int(portals) + int(departments) + int(counties)
        table.append(["市（州）" if number == 0 else "", name, str(total), portals, departments, counties, "0", accounts, "0"])
    table.append(["省直部门（含省政府门户）", "", "46", "—", "—", "—", "1", "256", "4"])
    table.append(["合计", "", "735", "21", "484", "184", "1", "4059", "4"])
    return table


def said(remarks: list[Remark]) -> str:
    return "\n".join(remark.sentence for remark in remarks)


def of(cells: list[list[str]] | None = None, **changes: str) -> list[Remark]:
    table = "\n".join("\t".join(row) for row in (cells or rows()))
    return proofread_paper(of_text(TEXT.format(**(MENDED | changes), table=table)))


def test_a_document_that_holds_has_no_remarks() -> None:
    assert said(of()) == ""


@pytest.mark.parametrize("trap", TRAPS)
def test_each_trap_is_found_alone_and_silent_when_mended(trap: str) -> None:
    period = {"title_period": FLAWED["title_period"], "site_period": FLAWED["site_period"], "signed": "2025年7月5日"}
    change = period if trap == "title_period" else {trap: FLAWED[trap]}
    assert TRAPS[trap] in said(of(**change))


def test_all_traps_are_found_together() -> None:
    found = said(of(**FLAWED))
    for words in TRAPS.values():
        assert words in found
    assert "1/20、2/40、3/60；附表市级门户网站为21个，最接近的是1/21，即4.76%" in found
    assert "2/13、4/26、6/39、8/52；附表省直部门网站为46个，最接近的是7/46，即15.22%" in found
    assert "“甲发布”没有写明平台" in found
    assert "小数位数不一致" in found
    assert "“省测绘局”网站见于“二、存在的主要问题·（三）安全责任不落实”" in found


def test_a_row_outside_its_merged_cell_is_read_by_name_and_remarked() -> None:
    cells = rows()
    cells[-3] = cells[-3][1:]
    found = of(cells)
    assert [remark.place for remark in found] == ["附表“凉山”行"]
    assert "落在左侧合并单元格之外" in found[0].why


@pytest.mark.parametrize(
    ("row", "column", "cell", "said_of"),
    [
        (-1, 2, "736", "“网站总数”：合计与各行之和不符；原文“736”，应为735"),
        (5, 4, "35", "附表“泸州”行“网站总数”：总数与各类之和不符；原文“46”，应为43"),
        (5, 7, "204", "“政务新媒体总数”：合计与各行之和不符；原文“4059”，应为4060"),
    ],
)
def test_a_changed_number_breaks_a_total_or_a_row(row: int, column: int, cell: str, said_of: str) -> None:
    cells = rows()
    cells[row][column] = cell
    assert said_of in said(of(cells))


@pytest.mark.parametrize(
    ("field", "value", "said_of"),
    [
        ("sites", "753", "与附表合计的“网站总数”不一致；原文“全省753个政府网站”，应为735"),
        ("site_rate", "99.87", "合格率应为734÷735；原文“99.87%”，应为99.86%"),
        ("site_rate", "100", "应为99.86%"),
        ("account_rate", "99.91", "合格率应为4055÷4059"),
        ("shares", "省直部门网站（39个中的6个，占15.83%）", "占比与所列数量不符"),
        ("slip", "部分单位（4个）的的", "字词重复"),
        ("ranked", "成都市、泸州市、锦城市", "点名的地区不在附表各行之中"),
    ],
)
def test_figures_and_words_that_contradict(field: str, value: str, said_of: str) -> None:
    assert said_of in said(of(**{field: value}))


def test_columns_are_found_by_their_heads() -> None:
    moved = [[row[0], row[1], *row[7:], *row[2:7]] for row in rows()]
    assert said(of(moved)) == ""
    moved[-1][2] = "4060"
    assert "“政务新媒体总数”：合计与各行之和不符" in said(of(moved))


def test_tables_that_are_not_counts_are_left_alone() -> None:
    assert count_table((("序号", "名称"), ("1", "甲"), ("2", "乙"))) is None


def test_shares_without_a_base_have_few_possible_ones() -> None:
    assert possible_bases("15.38") == [(2, 13), (4, 26), (6, 39), (8, 52)]
    assert possible_bases("5") == [(1, 20), (2, 40), (3, 60)]


@pytest.mark.parametrize("name", ["bulletin.docx", "bulletin.html", "bulletin.pdf"])
def test_our_own_documents_are_silent(written: Path, name: str) -> None:
    assert said(proofread(written / name)) == ""


def test_a_document_with_a_long_list_of_failing_sites_is_silent(build: Callable[..., Material], tmp_path: Path) -> None:
    many = [("site", f"51{index:08d}") for index in range(100, 130)]
    unseen = {"site-unreachable": [("site", f"51{index:08d}") for index in range(300, 340)], "account-stale": [("account", "A00007")]}
    write(build({"hidden-links": many}, unseen), tmp_path)
    for name in ("bulletin.docx", "bulletin.html", "bulletin.pdf"):
        assert said(proofread(tmp_path / name)) == ""


def test_a_word_table_with_a_changed_cell_is_found(written: Path, tmp_path: Path) -> None:
    document = Document(str(written / "bulletin.docx"))
    document.tables[0].rows[2].cells[2].text = "66"
    document.save(str(tmp_path / "changed.docx"))
    found = said(proofread(tmp_path / "changed.docx"))
    assert "附表“成都”行“网站总数”：总数与各类之和不符；原文“66”，应为65" in found and "合计与各行之和不符" in found


def test_text_in_other_charsets_is_read(tmp_path: Path) -> None:
    path = tmp_path / "旧.txt"
    path.write_bytes("一、总体情况\n（一）网站。全省10个政府网站，合格率100%。\n".encode("gb18030"))
    assert read(path).paragraphs[0] == "一、总体情况"


@pytest.mark.parametrize(("name", "data"), [("a.exe", b"MZ"), ("a.docx", b"not a zip"), ("a.pdf", b"%PDF-1.4 nothing"), ("b.docx", b"")])
def test_what_is_no_document_is_refused_with_one_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable, match=name):
        proofread(tmp_path / name)


def test_a_document_without_text_is_not_called_faultless(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(typst.compile(b"#rect(width: 5cm, height: 5cm)", format="pdf"))
    (tmp_path / "empty.html").write_text("<html><body><script>draw()</script></body></html>", encoding="utf-8")
    for name in ("scan.pdf", "empty.html"):
        with pytest.raises(Unreadable, match="没有读到文字"):
            proofread(tmp_path / name)


def test_a_missing_file_is_refused_with_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="无法打开"):
        proofread(tmp_path / "none.txt")


def test_a_group_name_glued_to_a_row_by_a_pdf_is_no_number() -> None:
    lines = "附件1\n单位\n网站总\n数\n市级门户\n网站数\n县级\n甲 4 1 3市\n（州） 乙 3 1 2\n省直部门（含省\n政府门户） 3 — —\n合计 10 2 5"
    table = count_table(of_text(lines).tables[0])
    assert table is not None and table.total is not None
    assert [row.label for row in table.rows] == ["甲", "乙", "省直部门（含省政府门户）"]
    assert table.total.numbers == (10, 2, 5)


OTHERS = (
    "（一）政府网站抽查情况。全市在运行政府网站51个，合格网站51个，合格率为100%。",
    "（一）政务新媒体抽查情况。抽查政务新媒体120个，合格118个，合格率为98.3%。",
    "（一）抽查情况。本季度共检查314个，不合格55个，合格率为82.48%。",
    "（一）普查范围。网站共39家，其中市直部门网站27家，县（市）区网站12家，检查合格率为100%。",
    "（一）账号。账号共255个，其中公众号182个、微博56个、客户端2个、百家号1个、大鱼号1个、抖音4个、头条8个、企鹅号1个，检查结果良好。",
)


@pytest.mark.parametrize("sentence", OTHERS)
def test_other_offices_ways_of_saying_it_are_understood(sentence: str) -> None:
    assert said(proofread_paper(of_text(f"一、总体情况\n{sentence}\n"))) == ""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (OTHERS[0].replace("合格网站51", "合格网站50"), "合格率应为50÷51"),
        (OTHERS[1].replace("98.3", "98.4"), "合格率应为118÷120"),
        (OTHERS[2].replace("82.48", "84.28"), "合格率应为259÷314"),
        (OTHERS[4].replace("182", "192"), "其中各项之和大于总数"),
        (OTHERS[4].replace("182", "172"), "其中各项之和为245，与总数255不等"),
        ("（一）网站。检查134家政府网站，合格率94.3%。", "按本句的134都得不出这个比例"),
        ("（一）账号。检查381家政务新媒体，合格率83.5%。", "按本句数量可能是318/381"),
    ],
)
def test_other_offices_figures_are_recomputed(sentence: str, expected: str) -> None:
    assert expected in said(proofread_paper(of_text(f"一、总体情况\n{sentence}\n")))


def test_a_word_table_with_a_row_outside_its_merged_cell_is_remarked(tmp_path: Path) -> None:
    document, cells = Document(), rows()
    table = document.add_table(rows=0, cols=9)
    for row in cells:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    for first, last in ((table.cell(2, 0), table.cell(21, 0)), *((table.cell(line, 0), table.cell(line, 1)) for line in (-2, -1))):
        text = first.text
        first.merge(last).text = text
    document.save(str(tmp_path / "merged.docx"))
    (remark,) = [one for one in proofread(tmp_path / "merged.docx") if "合并单元格" in one.why]
    assert remark.place == "附表“凉山”行"


def test_a_table_typed_with_tabs_in_a_word_file_is_read(tmp_path: Path) -> None:
    document = Document()
    for line in TEXT.format(**MENDED, table="\n".join("\t".join(row) for row in rows()).replace("735\t21", "736\t21")).splitlines():
        document.add_paragraph(line)
    document.save(str(tmp_path / "tabs.docx"))
    assert "“网站总数”：合计与各行之和不符；原文“736”，应为735" in said(proofread(tmp_path / "tabs.docx"))


def test_quotation_marks_drawn_apart_in_a_pdf_accuse_nobody(tmp_path: Path) -> None:
    text = "一、总体情况\n\n（一）账号。检查政务新媒体10个，存在问题的账号2个，合格率80%。如 “ ” “ ” 甲发布 抖音号、 乙发布 抖音号。"
    (tmp_path / "apart.pdf").write_bytes(typst.compile(f'#set text(lang: "zh")\n{text}'.encode(), format="pdf"))
    (remark,) = proofread(tmp_path / "apart.pdf")
    assert "点名情况没有核对" in remark.why and not remark.certain


@pytest.mark.parametrize("name", ["bulletin.docx", "bulletin.html", "bulletin.pdf"])
def test_damaged_files_are_refused_or_read_but_never_break(written: Path, tmp_path: Path, name: str) -> None:
    whole, draw = (written / name).read_bytes(), Random(name)
    for _ in range(12):
        data = bytearray(whole[: 1 + draw.randrange(len(whole))] if draw.random() < 0.4 else whole)
        for _ in range(30):
            data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
        (tmp_path / name).write_bytes(bytes(data))
        try:
            assert isinstance(proofread(tmp_path / name), list)
        except Unreadable as error:
            assert name in str(error)
