"""What changed outside of a site's texts is shown side by side, with the evidence of both rounds, to reviewers alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import Client
from tests.console.world import HOSTILE, ONE, PERIOD, RULEBOOK, World
from tests.service.test_past import visit

from zhengjian.ledger import rounds
from zhengjian.ledger.models import Finding
from zhengjian.model import Period
from zhengjian.service.publish import outcome_line

PATH = f"/{PERIOD}/targets/site/{ONE}/changes/"


def test_a_change_stands_before_and_now_with_both_snapshots(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    assert "没有可比较的上一轮检查" in office.get(PATH).content.decode()
    visit(world.workspace.root, "2025Q1", 1)
    visit(
        world.workspace.root, PERIOD, 2, script='<script src="http://tongji-invented.net/t.js"></script>', keywords=HOSTILE.replace("'", "")
    )
    page = office.get(PATH).content.decode()
    assert "脚本来源" in page and "tongji-invented.net" in page and "2025Q1第1轮" in page and "共 2 处" in page
    assert "S-2025Q1.5101000001.1." in page and "S-2025Q2.5101000001.2." in page
    assert "<script>alert(1)" not in page and "&lt;script&gt;alert(1)" in page and "13890417263" not in page
    for line in page.split('href="/evidence/')[1:3]:
        assert office.get(f"/evidence/{line.partition(chr(34))[0]}").status_code == 200
    assert PATH in office.get(f"/{PERIOD}/targets/site/{ONE}/").content.decode()


def test_a_unit_does_not_see_what_is_no_finding(world: World, sign_in: Callable[[str], Client]) -> None:
    assert sign_in("jia").get(PATH).status_code == 404
    assert PATH not in sign_in("jia").get(f"/{PERIOD}/targets/site/{ONE}/").content.decode()


def test_since_when_is_told_wherever_a_finding_is(world: World, sign_in: Callable[[str], Client]) -> None:
    id_ = world.ids["veto"]
    Finding.objects.filter(finding_id=id_).update(since=date(2025, 1, 20))
    office = sign_in("office")
    assert "2025年1月20日的检查" in office.get(f"/{PERIOD}/findings/{id_}/").content.decode()
    assert "2025年1月20日的检查" in office.get(f"/{PERIOD}/review/?at={id_}").content.decode()
    lines = [outcome_line(outcome) for outcome in rounds.outcomes(Period.parse(PERIOD), RULEBOOK)]
    told = {finding["id"]: finding.get("since") for line in lines for finding in line["findings"]}
    assert told.pop(id_) == "2025-01-20" and set(told.values()) == {None}
