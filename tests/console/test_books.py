"""Rulebooks, dictionaries, the score sheet and two periods side by side: what stands there, and that every number opens its list."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from django.test import Client
from tests import postgres
from tests.console.test_cases import confirm, issue
from tests.console.world import ACCOUNTS, ONE, PERIOD, RULEBOOK, TWO, World

from zhengjian.console.marks import points
from zhengjian.facts.terms import read_csv
from zhengjian.ledger.models import Inspection, Result
from zhengjian.model import Score, Target, encode
from zhengjian.service import exceptions, terms

pytestmark = postgres.on_both
SignIn = Callable[[str], Client]


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_rulebook_shows_every_rule_with_source_and_what_nobody_confirmed(world: World, sign_in: SignIn) -> None:
    office = sign_in("office")
    page = text_of(office, "/rulebooks/")
    assert RULEBOOK in page and "正式评分" in page
    page = text_of(office, f"/rulebooks/{RULEBOOK}/?q=暗链")
    assert "hidden-links" in page and "单项否决" in page and "待与正式文件核对" in page and "尚未与正式文件核对" in page
    unsure = text_of(office, f"/rulebooks/{RULEBOOK}/?confidence=unsure&kind=deduction")
    assert "待核对" in unsure and "hidden-links" not in unsure
    rows = office.get(f"/rulebooks/{RULEBOOK}/rules.csv").content.decode().splitlines()
    assert len(rows) > 50 and "hidden-links" in "".join(rows)
    for path in ("/rulebooks/none/", "/rulebooks/..%2Fsecret/", "/rulebooks/none/rules.csv"):
        assert office.get(path).status_code == 404, path
    assert sign_in("jia").get("/rulebooks/").status_code == 404


def test_a_rulebook_that_cannot_be_read_is_told_and_hides_no_other(world: World, sign_in: SignIn) -> None:
    folder = world.workspace.root / "rulebooks"
    folder.mkdir()
    (folder / "broken.toml").write_text("name = [", "utf-8")
    page = text_of(sign_in("office"), "/rulebooks/")
    assert "无法读取" in page and RULEBOOK in page and sign_in("office").get("/rulebooks/broken/").status_code == 404


def test_the_dictionary_says_who_from_where_and_until_when(world: World, sign_in: SignIn) -> None:
    head = "词语,建议,类别,级别,例外,生效日期,失效日期,来源,录入人\n"
    terms.import_terms(
        world.workspace.root, f"{head}测试词甲,测试词乙,旧称,严重,,2020-01-01,2021-01-01,自编,李某\n布署,部署,,,,,,本办规范,李某\n".encode()
    )
    exceptions.add(world.workspace.root, exceptions.RightPhrase("某某认可语句", None, "专有名称", "王某"))
    office = sign_in("office")
    page = text_of(office, "/dictionary/?q=测试词甲")
    assert "李某" in page and "自编" in page and "不在有效期" in page and "共 1 条" in page and "某某认可语句" in page
    assert "测试词甲" not in text_of(office, "/dictionary/?valid=yes&from=本单位") and "本办规范" in text_of(office, "/dictionary/?q=布署")
    second = text_of(office, "/dictionary/?page=2&sort=-term")
    assert "第 51 至" in second
    exported = office.get("/dictionary.csv?from=本单位").content
    given, bad = read_csv(exported)
    assert [term.term for term in given] == ["测试词甲", "布署"] and not bad, "what was exported can be imported"


def test_each_deduction_leads_to_its_rule_its_findings_and_their_evidence(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "foreign")
    office = sign_in("office")
    page = text_of(office, f"/{PERIOD}/targets/site/{TWO}/points/")
    score = Result.objects.get(period=PERIOD, target=TWO, after_recheck=False)
    assert (
        f"得分 <b>{points(score.total)}</b>" in page
        and "扣 0.1 分" in page
        and "每条扣 0.1 分，首页每条扣 1 分" in page
        and "分值待核实" in page
    )
    links = set(re.findall(r'href="(/[^"]+)"', page))
    assert f"/{PERIOD}/findings/{world.ids['foreign']}/" in links and f"/evidence/S-{PERIOD}.{ONE}.1.1/" in links
    assert "共 1 条" in text_of(office, f"/{PERIOD}/findings/?kind=site&target={TWO}&check=dead-links&counts=yes")


def test_a_unit_sees_what_it_was_notified_of_and_no_draft_total(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain", "other")
    path = f"/{PERIOD}/targets/site/{ONE}/points/"
    assert "没有已通知的问题" in text_of(sign_in("jia"), path)
    issue(sign_in)
    page = text_of(sign_in("jia"), path)
    assert world.ids["plain"] in page and "不扣分，仅提示" in page and "得分 <b>" not in page and "未能判断的检查项" not in page
    assert sign_in("yi").get(path).status_code == 404


def test_a_shadow_score_stands_beside_and_is_called_one(world: World, sign_in: SignIn) -> None:
    shadow = Score(target=Target(kind="site", id=ONE), period=PERIOD, rulebook="trial", result="passed", total=Decimal("91.5"))
    _result(shadow)
    assert "试算" in (page := text_of(sign_in("office"), f"/{PERIOD}/targets/site/{ONE}/points/")) and "91.5" in page


def _result(score: Score) -> None:
    Result.objects.create(
        period=score.period, kind=score.target.kind, target=score.target.id, unit="C1", rulebook=score.rulebook, result=score.result,
        total=score.total, score=encode(score).decode(),
    )  # fmt: skip


def test_two_periods_are_compared_and_every_number_opens_its_list(world: World, sign_in: SignIn) -> None:
    office = sign_in("office")
    assert "没有更早的期次" in text_of(office, f"/{PERIOD}/comparison/")
    run = Inspection.objects.first()
    assert run is not None
    Inspection.objects.create(period="2025Q1", as_of=run.as_of, rulebook=RULEBOOK, started=run.started, finished=run.finished)
    for kind, id_, result in (
        ("site", ONE, "failed"),
        ("site", TWO, "passed"),
        ("site", "5199999999", "passed"),
        ("account", ACCOUNTS[0], "failed"),
    ):
        _result(Score(target=Target(kind=kind, id=id_), period="2025Q1", rulebook=RULEBOOK, result=result))  # type: ignore[arg-type]
    Result.objects.filter(period=PERIOD, target=ONE).update(result="passed")
    Result.objects.filter(period=PERIOD, target=TWO).update(result="failed")
    Result.objects.filter(period=PERIOD, target=ACCOUNTS[0]).update(result="failed")
    page = text_of(office, f"/{PERIOD}/comparison/")
    assert "66.67%" in page and "2/3" in page and "50%" in page and "1/2" in page
    for query, number in (
        ("move=worse", 1),
        ("move=better", 1),
        ("move=again", 1),
        ("move=gone", 1),
        ("kind=account&move=again", 1),
        ("kind=account&move=worse", 0),
    ):
        assert f"共 {number} 条" in text_of(office, f"/{PERIOD}/comparison/?{query}"), query
    assert TWO in text_of(office, f"/{PERIOD}/comparison/?move=worse&with=2025Q1")
    exported = office.get(f"/{PERIOD}/comparison.csv?move=worse").content.decode()
    assert TWO in exported and ONE not in exported
    assert sign_in("jia").get(f"/{PERIOD}/comparison/").status_code == 404
