"""Every page of the console over a real ledger: figures open their lists, hostile text is harmless, nothing is leaked."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.test import Client
from tests import postgres
from tests.console.world import MOBILE, ONE, PERIOD, TWO, World

pytestmark = postgres.on_both

FAILED = '<span class="mark bad">不合格</span>'


def text(client: Client, address: str) -> str:
    """The page at this address."""
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def test_home_shows_the_figures_and_each_opens_its_list(sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    home = text(office, "/")
    assert "检查概况" in home and "暗链" in home
    addresses = set(re.findall(r'href="(/(?!static/)[^"#]*)"', home))
    assert len(addresses) > 15
    for address in addresses:
        text(office, address.replace("&amp;", "&"))


def test_hostile_text_and_personal_data_never_reach_a_page(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    pages = [
        "/",
        f"/{PERIOD}/targets/site/",
        f"/{PERIOD}/targets/site/5100000001/",
        f"/{PERIOD}/targets/site/{ONE}/",
        f"/{PERIOD}/findings/",
        f"/{PERIOD}/findings/{world.ids['plain']}/",
        f"/{PERIOD}/findings/{world.ids['foreign']}/",
        f"/{PERIOD}/review/",
        f"/{PERIOD}/review/?at={world.ids['plain']}",
        f"/evidence/S-{PERIOD}.{ONE}.1.1/",
    ]
    for address in pages:
        page = text(office, address)
        assert MOBILE not in page and "110101199003073917" not in page, address
        assert "<script>alert" not in page and "\u202e" not in page and "\x07" not in page, address
        assert 'href="javascript:' not in page and not re.search(r"<[^>]*\s(style|on\w+)=", page), address
    assert "138****7263" in text(office, f"/{PERIOD}/findings/{world.ids['plain']}/")


def test_the_place_of_a_finding_is_marked_in_the_stored_source(world: World, sign_in: Callable[[str], Client]) -> None:
    page = text(sign_in("office"), f"/{PERIOD}/findings/{world.ids['veto']}/")
    assert re.search(r'<li class="here"><span class="no">6</span>.*<mark>http://bet\.example/</mark>', page)
    assert "hxxp://bet[.]example/" in page and 'href="http://bet.example' not in page


def test_decisions_change_state_result_and_history(world: World, sign_in: Callable[[str], Client]) -> None:
    li, wang = sign_in("li"), sign_in("wang")
    decide = f"/{PERIOD}/review/decide/"
    before = text(sign_in("office"), f"/{PERIOD}/targets/site/{ONE}/")
    assert FAILED not in before and "待复核" in before
    li.post(decide, {"decision": "confirm", "finding": world.ids["veto"]})
    assert FAILED not in text(sign_in("office"), f"/{PERIOD}/targets/site/{ONE}/"), "a veto waits for the second person"
    again = li.post(decide, {"decision": "confirm", "finding": world.ids["veto"]}, follow=True).content.decode()
    assert "第二次确认须由另一人作出" in again
    wang.post(decide, {"decision": "confirm", "finding": world.ids["veto"]})
    assert FAILED in text(sign_in("office"), f"/{PERIOD}/targets/site/{ONE}/")
    history = text(li, f"/{PERIOD}/findings/{world.ids['veto']}/")
    assert history.count("确认</b>") == 2 and "计入结论" in history


def test_dismissing_needs_a_reason_and_can_be_taken_back(world: World, sign_in: Callable[[str], Client]) -> None:
    li = sign_in("li")
    decide = f"/{PERIOD}/review/decide/"
    answer = li.post(decide, {"decision": "dismiss", "finding": world.ids["plain"]}, follow=True).content.decode()
    assert "须写明理由" in answer
    li.post(decide, {"decision": "dismiss", "finding": world.ids["plain"], "reason": "机器误判"})
    assert "已排除" in text(li, f"/{PERIOD}/findings/{world.ids['plain']}/")
    assert "撤回上一步" in text(li, f"/{PERIOD}/review/")
    li.post(decide, {"decision": "undo", "finding": world.ids["plain"]})
    page = text(li, f"/{PERIOD}/findings/{world.ids['plain']}/")
    assert "待复核" in page and "撤回上一步" in page


def test_lists_filter_sort_and_page_in_the_database(sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    page = text(office, f"/{PERIOD}/targets/site/?kind=市级门户&sort=-name")
    assert page.index("甲市人民政府网站") > page.index("乙市人民政府网站") or page.index("乙市人民政府网站") > 0
    assert "甲市教育局网站" not in page
    assert "共 1 条" in text(office, f"/{PERIOD}/targets/site/?observed=no")
    assert "共 2 条" in text(office, f"/{PERIOD}/findings/?check=dead-links")
    assert TWO in text(office, f"/{PERIOD}/targets/site/?q=乙市")
    for odd in ("?page=-1", "?page=99999999999", "?sort=drop", "?page=abc", "?severity=x", "?state=nonsense"):
        assert office.get(f"/{PERIOD}/findings/{odd}").status_code == 200


def test_the_second_person_finds_what_waits_for_them(world: World, sign_in: Callable[[str], Client]) -> None:
    li, wang = sign_in("li"), sign_in("wang")
    waiting = f"/{PERIOD}/review/?state=second"
    row = f'data-id="{world.ids["veto"]}"'
    assert row not in text(wang, waiting)
    li.post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": [world.ids["veto"], world.ids["plain"]]})
    page = text(wang, waiting)
    assert row in page and world.ids["plain"] not in page
    wang.post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["veto"]})
    assert row not in text(wang, waiting)


def test_many_of_one_kind_are_decided_at_once_with_one_reason(world: World, sign_in: Callable[[str], Client]) -> None:
    li = sign_in("li")
    assert "一并处理" in text(li, f"/{PERIOD}/review/?check=privacy-leak")
    both = [world.ids["plain"], world.ids["other"]]
    told = li.post(f"/{PERIOD}/review/decide/", {"decision": "dismiss", "finding": both, "reason": "均为公开电话"}, follow=True)
    assert "已处理2条，未处理0条" in told.content.decode()
    li.post(f"/{PERIOD}/review/decide/", {"decision": "undo", "finding": both})
    assert "共 5 条" in text(li, f"/{PERIOD}/findings/?state=hit")


def test_every_figure_of_a_bulletin_opens_its_list(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    made = text_after_post(office, f"/{PERIOD}/bulletin/make/")
    if "通报没有生成" in made:
        raise AssertionError(made[made.index("通报没有生成") :][:300])
    page = text(office, f"/{PERIOD}/bulletin/")
    claims = re.findall(r'class="claim" id="[^"]+" href="([^"]+)"', page)
    assert len(claims) >= 3
    for address in claims:
        assert "名单" in text(office, address.replace("&amp;", "&"))
    for name in ("bulletin.docx", "bulletin.pdf", "annex.xlsx", "claims.json"):
        answer = office.get(f"/{PERIOD}/bulletin/files/{name}")
        assert answer.status_code == 200 and answer["Content-Disposition"].startswith("attachment")
        answer.close()
    assert office.get(f"/{PERIOD}/bulletin/files/..%2F..%2Fzhengjian.toml").status_code == 404


def text_after_post(client: Client, address: str) -> str:
    """The page after a form was sent."""
    return client.post(address, follow=True).content.decode()


def test_a_draft_is_checked_and_not_kept(sign_in: Callable[[str], Client]) -> None:
    page = sign_in("jia").post("/check/", {"text": f"张三，电话{MOBILE}，身份证号110101199003073917"}).content.decode()
    assert "泄露个人隐私" in page and "存在问题" in page
    assert sign_in("jia").post("/check/", {"text": " "}).status_code == 422


def test_addresses_that_a_dangerous_check_found_can_nowhere_be_clicked_or_pasted(world: World, sign_in: Callable[[str], Client]) -> None:
    from zhengjian.ledger.models import Finding

    words = "移出屏幕之外：指向 http://bet.example/a?b=1，链接文字“棋牌”"
    Finding.objects.filter(finding_id=world.ids["veto"]).update(what=words)
    office = sign_in("office")
    for path in (
        f"/{PERIOD}/findings/",
        f"/{PERIOD}/findings/{world.ids['veto']}/",
        f"/{PERIOD}/targets/site/{ONE}/",
        f"/{PERIOD}/review/",
    ):
        page = office.get(path).content.decode().split('class="source')[0]
        assert "hxxp://bet[.]example/a?b=1，链接文字“棋牌”" in page and "http://bet.example" not in page, path
