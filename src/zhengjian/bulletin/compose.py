"""Material in, document out: the draft of the bulletin and the claims that it is made of."""

from __future__ import annotations

from datetime import date

from zhengjian.bulletin.annex import (
    CITIES,
    COLUMNS,
    KIND_KEYS,
    OTHERS,
    PROVINCE,
    TOTAL,
    UNCLASSED,
    Row,
    rows,
    running_accounts,
    running_sites,
)
from zhengjian.bulletin.cover import write_cover
from zhengjian.bulletin.demands import write_demands
from zhengjian.bulletin.draft import Annex, Block, Cell, Draft, Figure, Run, Table, Writer, count, literal
from zhengjian.bulletin.material import Material
from zhengjian.bulletin.overall import by_result, reasons, write_overall
from zhengjian.bulletin.phrases import area, platform
from zhengjian.bulletin.problems import write_problems
from zhengjian.bulletin.safe import printable
from zhengjian.model import SHANGHAI, Claim, Target

NO_NUMBER = "（文号待编）"
TABLE_WIDTHS = (1.1, 1.5, 1.1, 1.4, 1.4, 2.05, 1.4, 1.75, 1.4)
HEADS = {  # where the heads of the narrow columns break
    "portals": "市级门户\n网站数",
    "departments": "市级部门\n网站数",
    "counties": "县级门户\n（含高新区）\n网站数",
    "bad_sites": "存在突出\n问题数",
    "accounts": "政务新媒体\n总数",
    "bad_accounts": "存在突出\n问题数",
}
KEYS = {PROVINCE: "province", OTHERS: "others", UNCLASSED: "unclassed", TOTAL: "total"}  # other rows are keyed by unit code
LIST_WIDTHS = (0.7, 2.4, 3.4, 1.6, 3.4)


def compose_bulletin(material: Material) -> tuple[Draft, tuple[Claim, ...]]:
    """The draft and its claims, in the order in which they are printed."""
    writer = Writer(material.period.name, material.as_of)
    _opening(writer, material)
    write_overall(writer, material)
    write_problems(writer, material)
    write_demands(writer)
    units = rows(material)
    table, note = units_table(writer, material, units), _table_note(writer, units)
    failing = _failing_annex(material)
    cover = write_cover(writer, material)
    period = material.period.chinese
    draft = Draft(
        office=printable(material.office.name),
        number=printable(material.office.document_number) or NO_NUMBER,
        title=f"{printable(material.office.name)}关于{period}政府网站与政府系统政务新媒体检查情况的通报",
        recipients=printable(material.office.recipients),
        body=tuple(writer.blocks),
        annexes=(
            Annex(title=f"{period}{area(material.office.name)}政府网站与政务新媒体检查情况", content=(table, *note)),
            Annex(title="存在突出问题的政府网站和政务新媒体名单", content=failing),
            Annex(title="检查覆盖与未结论情况", content=cover),
        ),
        issued=issued(material),
        disclosure=printable(material.office.disclosure),
        letter=material.office.layout == "letter",
    )
    return draft, tuple(writer.claims)


def issued(material: Material) -> date:
    """The date at the foot: as given, else the day that everything was judged at."""
    return material.issued or material.as_of.astimezone(SHANGHAI).date()


def chinese_date(day: date) -> str:
    """2025年6月25日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _opening(writer: Writer, material: Material) -> None:
    rulebook, day = material.rulebook, chinese_date(material.as_of.astimezone(SHANGHAI).date())
    writer.where, writer.scope = "开头", "opening"
    writer.paragraph()
    office, document = (
        literal(printable(material.office.name)),
        literal(f"《{printable(rulebook.title)}》（{printable(rulebook.document)}）"),
    )
    writer.say(
        f"按照{document}要求，{office}组织对{area(material.office.name)}政府网站和政府系统政务新媒体{{period}}的运行情况进行了检查，"
        "检查情况截至{as_of}。现通报如下。",
        period=Figure(material.period.chinese, "检查期次"),
        as_of=Figure(day, "判定所依据的时点"),
    )


def units_table(writer: Writer, material: Material, table: list[Row]) -> Table:
    """附件1; every number is a claim named for its row and column."""
    header = (
        (
            Cell(text="单位", columns=2, rows=2),
            Cell(text="政府网站检查情况", columns=5),
            Cell(text="政务新媒体检查情况", columns=2),
        ),
        tuple(Cell(text=HEADS.get(key, title)) for key, title in COLUMNS),
    )
    cities = sum(row.group == CITIES for row in table)
    writer.where = "附件1"
    body: list[tuple[Cell, ...]] = []
    for row in table:
        writer.scope = f"annex.{KEYS.get(row.key, row.key)}"
        if row.group == CITIES:
            head = (*(() if body else (Cell(text=CITIES, rows=cities),)), Cell(text=row.name))
        else:
            head = (Cell(text=row.name, columns=2),)
        body.append(head + tuple(_number(writer, row, key, title) for key, title in COLUMNS))
    return Table(widths=TABLE_WIDTHS, header=header, body=tuple(body))


def _table_note(writer: Writer, table: list[Row]) -> tuple[Block, ...]:
    """What "—" means, and what the total holds beside the columns' sums."""
    apart = [row for row in table[:-1] if any(row.cells[key] is None for key in KIND_KEYS)]
    if not apart:
        return ()
    kept, writer.blocks, writer.scope = writer.blocks, [], "annex.note"
    writer.paragraph("note")
    ids = [id_ for row in apart for id_ in row.cells["sites"] or ()]
    writer.say(
        "注：“—”表示不适用，有关网站不分市级、县级；合计的网站总数包含这些网站{apart}个。", apart=count(ids, "标“—”各行的网站总数之和")
    )
    notes, writer.blocks = tuple(writer.blocks), kept
    return notes


def _number(writer: Writer, row: Row, key: str, title: str) -> Cell:
    ids = row.cells[key]
    if ids is None:
        return Cell(text="—")
    figure = Figure(
        str(len(ids)), "按名录归属统计" if key not in {"bad_sites", "bad_accounts"} else "检查结果为不合格", ids, numerator=len(ids)
    )
    return Cell(text=figure.value, claim=writer.claim(key, figure, f"{row.name} {title}"))


def failing_rows(material: Material) -> list[tuple[str, str, str, str]]:
    """Every failing target: (unit, name, kind or platform, reasons), sites first, in the register's order."""
    units = {unit.code: printable(unit.name) for unit in material.units}
    sites, accounts = running_sites(material), running_accounts(material)
    bad_sites = set(by_result(material, "site", [site.site_id for site in sites])["failed"])
    bad_accounts = set(by_result(material, "account", [account.account_id for account in accounts])["failed"])
    listed = [
        (
            units.get(site.unit, printable(site.unit)),
            printable(site.name or site.site_id),
            "政府网站",
            _reasons(material, "site", site.site_id),
        )
        for site in sites
        if site.site_id in bad_sites
    ]
    return listed + [
        (
            units.get(account.unit, printable(account.unit)),
            printable(account.name or account.account_id),
            platform(account.platform),
            _reasons(material, "account", account.account_id),
        )
        for account in accounts
        if account.account_id in bad_accounts
    ]


def _reasons(material: Material, kind: str, id_: str) -> str:
    return reasons(material.scores[Target(kind="site" if kind == "site" else "account", id=id_)])


def _failing_annex(material: Material) -> tuple[Block | Table, ...]:
    listed = failing_rows(material)
    if not listed:
        return (Block(kind="body", runs=(Run(text="本期没有存在突出问题的政府网站和政务新媒体。"),)),)
    header = tuple(Cell(text=text) for text in ("序号", "主办单位", "名称", "类别", "主要问题"))
    body = tuple(
        (Cell(text=str(number)), Cell(text=unit, left=True), Cell(text=name, left=True), Cell(text=kind), Cell(text=why, left=True))
        for number, (unit, name, kind, why) in enumerate(listed, 1)
    )
    return (Table(widths=LIST_WIDTHS, header=(header,), body=body),)
