"""Odd registers and odd results: whatever the province, its bulletin adds up and proof-reading has nothing to say.

Units without a city, parents that go in circles, sites of no known kind, empty names, targets without a score, no
accounts, no reports: drawn from a seed, so that a failure can be run again.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from conftest import AS_OF, finding, messages

from zhengjian.bulletin import Material, Observed
from zhengjian.bulletin.compose import compose_bulletin
from zhengjian.bulletin.docx import bulletin_docx
from zhengjian.bulletin.html import bulletin_html
from zhengjian.bulletin.pdf import bulletin_pdf
from zhengjian.bulletin.proofread import proofread
from zhengjian.bulletin.selfcheck import check
from zhengjian.bulletin.xlsx import annex_xlsx
from zhengjian.config import Office
from zhengjian.model import Account, Finding, Message, Outcome, Period, Score, Site, Target, Unit, Verdict
from zhengjian.rulebook import load
from zhengjian.score import score

BOOK = load("national-2019")
SITE_KINDS = ("省级门户", "省直部门", "市级门户", "市级部门", "县级门户", "", "乡镇")


def units(draw: Random) -> list[Unit]:
    made = [Unit(code="51", name="省政府办公厅", kind="省政府办公厅")]
    for number in range(draw.choice((0, 0, 1, 2, 5))):
        code, parent = f"C{number}", draw.choice(("51", "", f"C{number}"))
        short = draw.choice(("", f"甲{number}"))
        made.append(Unit(code=code, name=f"甲{number}市人民政府", short_name=short, kind="市州", parent=parent))
        made.append(Unit(code=f"{code}B", name=f"甲{number}市局", kind="市级部门", parent=code))
    for number in range(draw.choice((0, 1, 6))):
        kind, parent = draw.choice(("省直部门", "县区", "")), draw.choice(("51", "ZZ", ""))
        made.append(Unit(code=f"D{number}", name=f"省{number}厅", kind=kind, parent=parent))
    return made


def sites_and_accounts(draw: Random, codes: list[str]) -> tuple[list[Site], list[Account]]:
    sites = [
        Site(
            site_id=f"{number:010d}",
            name=draw.choice((f"网站{number}", "")),
            home=f"http://a{number}.gov.cn/",
            unit=draw.choice(codes),
            kind=draw.choice(SITE_KINDS),
            status=draw.choice(("正常运行", "正常运行", "永久下线")),
            scored=draw.choice((None, True, False)),
            serves_public=draw.random() > 0.2,
        )
        for number in range(draw.choice((0, 1, 3, 30)))
    ]
    accounts = [
        Account(
            account_id=f"A{number}",
            platform=draw.choice(("抖音", "", "微信公众号", "其他")),
            name=f"号{number}",
            unit=draw.choice(codes),
            status=draw.choice(("正常", "注销")),
        )
        for number in range(draw.choice((0, 1, 40)))
    ]
    return sites, accounts


def outcome(draw: Random, check_name: str, target: Target, home: str, counting: set[str]) -> Outcome:
    """A verdict of any kind; a violation has findings of which some count."""
    verdict = draw.choices(list(Verdict), (20, draw.choice((1, 1, 10)), draw.choice((0, 1, 8)), 3))[0]
    found: tuple[Finding, ...] = ()
    if verdict is Verdict.VIOLATED:
        found = tuple(finding(f"F-{check_name}-{target.id}-{number}", f"{home}{number or ''}") for number in range(draw.randint(1, 4)))
        chosen = {one.id for one in found if draw.random() < 0.8}
        counting |= chosen
        verdict = verdict if chosen else Verdict.UNKNOWN
    return Outcome(verdict=verdict, why="测试", findings=found, check=check_name, target=target, period="2025Q2")


def reports(draw: Random) -> tuple[Message, ...]:
    def changed(message: Message) -> Message:
        assert message.closed is not None
        closed = draw.choice((None, message.closed, message.closed + timedelta(days=30)))
        status, kind = draw.choice(("已办结", "待办", "无效")), draw.choice(("", "其他", "错别字"))
        return msgspec.structs.replace(message, status=status, closed=closed, kind=kind)

    return tuple(map(changed, messages(draw.choice((0, 1, 9)))))


def any_province(seed: int) -> Material:
    draw = Random(seed)
    known = units(draw)
    sites, accounts = sites_and_accounts(draw, [unit.code for unit in known] + ["没有"])
    outcomes, counting = dict[Target, tuple[Outcome, ...]](), set[str]()
    for kind, id_, home in [*(("site", one.site_id, one.home) for one in sites), *(("account", one.account_id, "x") for one in accounts)]:
        target = Target(kind=kind, id=id_)  # type: ignore[arg-type]
        names = [name for name in BOOK.check if name.startswith("account-") == (kind == "account")]
        if draw.random() > 0.05:
            outcomes[target] = tuple(outcome(draw, name, target, home, counting) for name in names)
    by_id = {site.site_id: site for site in sites}
    scores = dict[Target, Score]()
    for target, made in outcomes.items():
        if draw.random() < 0.97:
            site = by_id.get(target.id) if target.kind == "site" else None
            scores[target] = score(target, made, BOOK, period="2025Q2", site=site, counting=frozenset(counting))
    also: dict[str, Any] = {}
    if scores and draw.random() < 0.4:
        also = {"previous": scores, "previous_period": Period.parse("2025Q1")}
        also["rechecked"] = {target: draw.choice(list(scores.values())) for target in list(scores)[:9]}
    return Material(
        period=Period.parse(draw.choice(("2025Q2", "2025H1", "2025"))),
        as_of=AS_OF,
        rulebook=BOOK,
        office=Office(name=draw.choice(("某办公厅", "一个名字非常非常非常长的人民政府办公厅及其所属机构管理委员会"))),
        units=tuple(known),
        sites=tuple(sites),
        accounts=tuple(accounts),
        outcomes=outcomes,
        scores=scores,
        counting=frozenset(counting),
        messages=reports(draw),
        message_period=draw.choice((None, Period.parse("2025Q2"))),
        observed=tuple(
            Observed(target=target, seen=draw.random() > 0.2, left_out=draw.choice((0, 7)), why=draw.choice(("", "首页未能完整读取")))
            for target in outcomes
            if draw.random() < 0.9
        ),
        **also,
    )


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_province_its_bulletin_adds_up(seed: int, tmp_path: Path) -> None:
    material = any_province(seed)
    draft, claims = compose_bulletin(material)
    assert check(draft, claims, material) == []
    assert annex_xlsx(material)
    (tmp_path / "a.html").write_bytes(bulletin_html(draft, claims))
    if seed % 20 == 0:
        (tmp_path / "a.docx").write_bytes(bulletin_docx(draft))
        (tmp_path / "a.pdf").write_bytes(bulletin_pdf(draft))
    for path in sorted(tmp_path.iterdir()):
        assert [remark.sentence for remark in proofread(path)] == [], path.name
