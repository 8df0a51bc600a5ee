"""What changed outside of a site's texts is shown side by side, with the evidence of both rounds, to reviewers alone."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from tests.console.world import HOSTILE, ONE, PERIOD, World
from tests.service.test_past import visit

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
