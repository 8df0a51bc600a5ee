"""Dismissals teach: a reviewer's box, the next judging that heeds it, the list that takes it back; and the same sentence elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from tests import postgres
from tests.console.world import ACCOUNTS, AS_OF, PERIOD, World

from zhengjian.config import Workspace
from zhengjian.ledger import decisions, inputs, notices
from zhengjian.ledger.models import Finding
from zhengjian.ledger.people import Audit
from zhengjian.model import Post, State
from zhengjian.service import Silent, exceptions, kin
from zhengjian.service.publish import rejudge
from zhengjian.workflow.review import Kind

SENTENCE = "我县迅速布署防汛工作，抓好落实{}。"


def _judge(world: World) -> None:
    settings = world.workspace.root / "zhengjian.toml"
    if "[jobs]" not in settings.read_text("utf-8"):
        settings.write_text(settings.read_text("utf-8") + "[jobs]\nprocesses = 1\n", "utf-8")
    rejudge(Workspace.open(world.workspace.root), PERIOD, teller=Silent())


def _judged(world: World, *texts: str) -> dict[str, str]:
    """Give each account a post and judge; the ids of the wording findings by account."""
    posts = [
        Post(account_id=account, title=f"通知{number}", text=text, at=AS_OF - timedelta(days=2), evidence=f"x#{number + 7}")
        for number, (account, text) in enumerate(zip(ACCOUNTS, texts, strict=False))
    ]
    inputs.save_posts(posts)
    _judge(world)
    return _found()


def _found() -> dict[str, str]:
    rows = Finding.objects.filter(check_name="account-wording", current=True)
    return dict(rows.values_list("target", "finding_id"))


@postgres.on_both
def test_a_dismissal_teaches_and_the_next_judging_heeds_it(world: World, sign_in: Callable[[str], Client]) -> None:
    found = _judged(world, SENTENCE.format(""), SENTENCE.format("（二）"))
    assert set(found) == set(ACCOUNTS[:2])
    li, first = sign_in("li"), found[ACCOUNTS[0]]
    assert "排除时记为例外" in li.get(f"/{PERIOD}/review/?check=account-wording&at={first}").content.decode()
    form = {"decision": "dismiss", "finding": first, "reason": "图名", "teach": "sentence", "where": "here", "until": "2099-12-31"}
    told = li.post(f"/{PERIOD}/review/decide/", form, follow=True).content.decode()
    assert "已记为例外" in told and "仅限本对象" in told
    (one,) = exceptions.read(world.workspace.root)
    assert (one.target, one.who, one.reason, str(one.until)) == (ACCOUNTS[0], "li", "图名", "2099-12-31")
    _judge(world)
    assert set(_found()) == {ACCOUNTS[1]}, "the sentence of the other account is judged as before"
    assert decisions.histories([first])[first][-1].kind is Kind.DISMISS, "what was decided stays written"
    office = sign_in("office")
    page = office.get("/dictionary/").content.decode()
    assert ACCOUNTS[0] in page and "撤回" in page
    office.post("/dictionary/exceptions/withdraw/", {"phrase": one.phrase, "target": one.target})
    _judge(world)
    assert set(_found()) == set(ACCOUNTS[:2])
    assert "撤回</span>" in office.get("/dictionary/").content.decode()
    assert list(Audit.objects.filter(action__endswith="-exception").order_by("id").values_list("action", "who")) == [
        ("teach-exception", "li"),
        ("withdraw-exception", "office"),
    ]
    again = office.post("/dictionary/exceptions/withdraw/", {"phrase": "没有", "target": ""}, follow=True).content.decode()
    assert "没有这条例外" in again


@postgres.on_both
def test_a_word_taught_for_all_and_a_wrong_date_told(world: World, sign_in: Callable[[str], Client]) -> None:
    found = _judged(world, SENTENCE.format(""), "各乡镇迅速布署。")
    li, first = sign_in("li"), found[ACCOUNTS[0]]
    form = {"decision": "dismiss", "finding": first, "reason": "地名", "teach": "word", "where": "everywhere", "until": "明年"}
    assert "应为日期" in li.post(f"/{PERIOD}/review/decide/", form, follow=True).content.decode()
    assert not exceptions.read(world.workspace.root)
    form |= {"until": "", "finding": found[ACCOUNTS[1]]}
    li.post(f"/{PERIOD}/review/decide/", form)
    _judge(world)
    assert _found() == {} and exceptions.in_force(world.workspace.root, AS_OF.date()) == ("布署",)


@postgres.on_both
def test_findings_of_other_checks_teach_nothing(world: World, sign_in: Callable[[str], Client]) -> None:
    form = {"decision": "dismiss", "finding": world.ids["plain"], "reason": "误判", "teach": "word"}
    assert "例外没有记下" in sign_in("li").post(f"/{PERIOD}/review/decide/", form, follow=True).content.decode()
    assert not exceptions.read(world.workspace.root)


@postgres.on_both
def test_the_same_sentence_elsewhere_is_decided_with_one_reason(world: World, sign_in: Callable[[str], Client]) -> None:
    found = _judged(world, SENTENCE.format(""), SENTENCE.format("（第2期）"), "学校布署了完全不同的另一件事情。")
    li, first = sign_in("li"), found[ACCOUNTS[0]]
    page = li.get(f"/{PERIOD}/review/?check=account-wording&at={first}").content.decode()
    assert "同样的内容另见 1 处" in page and found[ACCOUNTS[1]] in page
    both = [first, found[ACCOUNTS[1]]]
    told = li.post(f"/{PERIOD}/review/decide/", {"decision": "dismiss", "finding": both, "reason": "统一版式"}, follow=True)
    assert "已处理2条" in told.content.decode()
    past = decisions.histories(both)
    assert {past[id_][-1].reason for id_ in both} == {"统一版式"}
    assert notices.states([found[ACCOUNTS[2]]])[found[ACCOUNTS[2]]] is State.HIT


@postgres.on_both
def test_the_same_file_elsewhere_is_kin_and_another_file_is_not(world: World) -> None:
    rows = list(Finding.objects.filter(check_name="privacy-leak", current=True).order_by("order"))
    from zhengjian.ledger import lists
    from zhengjian.workflow.rights import Scope

    first = lists.finding(rows[0].finding_id, Scope())
    assert first is not None
    assert kin.kin(world.workspace, first, Scope()) == ()
    Finding.objects.filter(pk=rows[1].pk).update(value=first["value"])
    assert [row["finding_id"] for row in kin.kin(world.workspace, first, Scope())] == [rows[1].finding_id]
    Finding.objects.filter(pk=rows[1].pk).update(evidence='["S-2025Q2.5102000001.1.9"]')
    assert kin.kin(world.workspace, first, Scope()) == ()


def test_sentences_are_alike_but_for_figures_and_marks() -> None:
    one = kin.pairs("我县迅速布署防汛工作，抓好落实（第1期）。")
    assert kin.alike(one, kin.pairs("我县迅速布署防汛工作抓好落实第2期"))
    assert not kin.alike(one, kin.pairs("学校布署了完全不同的另一件事情"))
    assert not kin.alike(kin.pairs("1234"), kin.pairs("5678"))
