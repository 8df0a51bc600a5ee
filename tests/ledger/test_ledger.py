"""The ledger on both databases: what is written comes back the same, decisions only grow, and every list adds up."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from django.db import connection, connections

from zhengjian.config import Workspace
from zhengjian.ledger import cases, decisions, inputs, register, results, rounds
from zhengjian.ledger.opening import LedgerError, open_ledger
from zhengjian.model import SHANGHAI, Account, Finding, Message, Outcome, Period, Post, Score, Site, State, Target, Unit, Verdict
from zhengjian.register import Register
from zhengjian.workflow.review import Actor, Event, Kind

NOW = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)
PERIOD = Period.parse("2025Q2")
KINDS = {"hidden-links": "veto", "column-stale": "deduction"}
REASON = register.Reason("王某", NOW, "测试")
REGISTER = Register(
    units=(Unit(code="510100", name="成都市", kind="市州"),),
    sites=(Site(site_id="5101000001", name="成都市人民政府", home="http://www.chengdu.gov.cn/", unit="510100", kind="市级门户"),),
    accounts=(Account(account_id="A-1", platform="抖音", name="成都发布", unit="510100"),),
)
SHEETS = ("单位", "网站", "栏目", "账号")


def outcome(check: str = "hidden-links", number: int = 1, *, hits: int = 1, rulebook: str = "national-2019") -> Outcome:
    findings = tuple(
        Finding(
            id=f"F-{check}-{n}",
            where=f"http://x/{n}",
            what="暗链",
            value=f"v{n}",
            expected=None,
            evidence=("S-1", f"S-{n}"),
            start=n,
            since=NOW.date(),
        )
        for n in range(hits)
    )
    verdict = Verdict.VIOLATED if hits else Verdict.MET
    return Outcome(
        verdict=verdict, why="说明", findings=findings, period="2025Q2", target=Target(kind="site", id="5101000001"), check=check,
        rulebook=rulebook, as_of=NOW, round=number, limit=2, unseen=3,
    )  # fmt: skip


def entry(number: int = 1, *, recheck: bool = False, observed: bool = True) -> rounds.RoundEntry:
    return rounds.RoundEntry(
        period="2025Q2", target=Target(kind="site", id="5101000001"), number=number, as_of=NOW, rulebook="national-2019", unit="510100",
        recheck=recheck, observed=observed, pages=7, left_out=2, reasons={"页数预算": 2},
    )  # fmt: skip


def keep(*outcomes: Outcome, number: int = 1, **more: bool) -> None:
    rounds.save([rounds.Judged(entry=entry(number, **more), outcomes=outcomes)], KINDS)


def test_the_register_comes_back_and_a_second_import_changes_nothing(workspace: Workspace) -> None:
    assert len(register.take(REGISTER, SHEETS, REASON, {("网站", "5101000001"): "I-1#网站!2"})) == 3
    assert register.load() == REGISTER
    assert register.evidence()["网站", "5101000001"] == "I-1#网站!2"
    assert register.take(REGISTER, SHEETS, REASON) == []
    assert len(register.changes()) == 3


def test_every_change_says_who_when_before_and_after(workspace: Workspace) -> None:
    register.take(REGISTER, SHEETS, REASON)
    renamed = msgspec.structs.replace(REGISTER.sites[0], name="成都市政府网", status="临时下线")
    register.take(Register(sites=(renamed,)), ("网站",), register.Reason("李某", NOW + timedelta(days=1), "升级改版"))
    (change,) = [one for one in register.changes("5101000001") if one["by"] == "李某"]
    assert change["change"] == "状态不同" and change["reason"] == "升级改版"
    assert "成都市人民政府" in change["before"] and "成都市政府网" in change["after"]
    assert register.load().sites == (renamed,)


def test_what_the_file_does_not_have_stays_until_its_removal_is_accepted(workspace: Workspace) -> None:
    from zhengjian.register.comparing import compare

    register.take(REGISTER, SHEETS, REASON)
    register.take(Register(), ("网站",), REASON)
    assert len(register.load().sites) == 1
    removed = compare(register.load(), Register(), ("网站",))
    assert register.accept(removed, REASON) == 1
    assert register.load().sites == ()


def test_outcomes_come_back_as_they_went_in(workspace: Workspace) -> None:
    given = (outcome(hits=2), outcome("column-stale", hits=0))
    keep(*given)
    assert tuple(rounds.outcomes(PERIOD, "national-2019")) == given
    assert rounds.entries(PERIOD) == [entry()]
    assert rounds.numbers(PERIOD) == {Target(kind="site", id="5101000001"): 1}
    keep(*given)  # the same round again replaces itself
    assert tuple(rounds.outcomes(PERIOD, "national-2019")) == given


def test_another_rulebook_stands_beside_the_first(workspace: Workspace) -> None:
    keep(outcome())
    rounds.replace([rounds.Judged(entry=entry(), outcomes=(outcome(hits=0, rulebook="sichuan-2023"),))], KINDS, columns=False)
    assert [one.verdict for one in rounds.outcomes(PERIOD, "national-2019")] == [Verdict.VIOLATED]
    assert [one.verdict for one in rounds.outcomes(PERIOD, "sichuan-2023")] == [Verdict.MET]


def step(kind: Kind, by: str, *, reason: str = "") -> Event:
    return Event(kind=kind, by=by, at=NOW, actor=Actor.OFFICE, reason=reason)


def state() -> tuple[State, bool]:
    (only,) = rounds.outcomes(PERIOD, "national-2019")
    return only.findings[0].state, bool(rounds.counting(PERIOD, "national-2019"))


def test_a_veto_counts_only_after_a_second_person(workspace: Workspace) -> None:
    keep(outcome())
    id_ = "F-hidden-links-0"
    assert state() == (State.HIT, False)
    assert decisions.record({id_: step(Kind.CONFIRM, "甲")}, second_person=True) == {}
    assert state() == (State.CONFIRMED, False)
    refused = decisions.record({id_: step(Kind.CONFIRM, "甲")}, second_person=True)
    assert "另一人" in refused[id_].why and state() == (State.CONFIRMED, False)
    decisions.record({id_: step(Kind.CONFIRM, "乙")}, second_person=True)
    assert state() == (State.CONFIRMED, True)
    decisions.record({id_: step(Kind.DISMISS, "乙", reason="误报")}, second_person=True)
    assert state() == (State.DISMISSED, False)
    assert [event.kind for event in decisions.histories([id_])[id_]] == [Kind.CONFIRM, Kind.CONFIRM, Kind.DISMISS]


def test_the_offices_list_confirms_what_nobody_has_decided(workspace: Workspace) -> None:
    keep(outcome(hits=2), outcome("column-stale"))
    decisions.record({"F-hidden-links-1": step(Kind.DISMISS, "甲", reason="公安机关宣传文章")}, second_person=True)
    assert decisions.confirm_by_list("2025Q2", ["hidden-links"], NOW, second_person=True) == 1
    assert rounds.counting(PERIOD, "national-2019") == {"F-hidden-links-0"}
    assert decisions.confirm_by_list("2025Q2", ["hidden-links"], NOW, second_person=True) == 0
    assert decisions.checks_confirmed_by_list("2025Q2") == {"hidden-links"}


def test_decisions_outlive_judging_again(workspace: Workspace) -> None:
    keep(outcome())
    for by in ("甲", "乙"):
        decisions.record({"F-hidden-links-0": step(Kind.CONFIRM, by)}, second_person=True)
    rounds.replace([rounds.Judged(entry=entry(), outcomes=(outcome(),))], KINDS, columns=False)
    decisions.settle("2025Q2", second_person=True)
    assert state() == (State.CONFIRMED, True)


def test_a_tampered_decision_breaks_the_chain(workspace: Workspace) -> None:
    keep(outcome(hits=3))
    for number in range(3):
        decisions.record({f"F-hidden-links-{number}": step(Kind.CONFIRM, "甲")}, second_person=True)
    assert decisions.broken() is None
    with connection.cursor() as cursor:  # behind the back of the tables' own guards
        if connection.vendor == "sqlite":
            cursor.execute("select name from sqlite_master where type = 'trigger' and tbl_name = 'ledger_event'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"drop trigger {name}")
        else:
            cursor.execute("alter table ledger_event disable trigger user")
        cursor.execute("select min(id) from ledger_event")
        first = cursor.fetchone()[0]
        cursor.execute('update ledger_event set "by" = %s where id = %s', ["乙", first + 1])
    assert decisions.broken() == first + 1


def test_lists_show_a_finding_once(workspace: Workspace) -> None:
    from zhengjian.ledger.models import Finding as Row

    keep(outcome())
    keep(outcome(number=2), number=2, recheck=True)
    decisions.mark_current("2025Q2", "national-2019")
    assert [(row.outcome.round.number, row.current) for row in Row.objects.order_by("pk")] == [(1, False), (2, True)]


def test_messages_posts_and_looks(workspace: Workspace) -> None:
    message = Message(message_id="M1", site_id="5101000001", received=NOW, status="待办", evidence="I-1#2")
    late = msgspec.structs.replace(message, message_id="M2", received=datetime(2025, 7, 1, tzinfo=SHANGHAI))
    assert inputs.save_messages([message, late]) == 2
    assert inputs.save_messages([msgspec.structs.replace(message, status="已办结")]) == 0
    assert [one.status for one in inputs.messages(PERIOD)] == ["已办结"]
    post = Post(account_id="A-1", title="好消息", at=NOW, url="http://x/1", evidence="I-2#2", views=100_000)
    assert inputs.save_posts([post, post]) == 1
    assert inputs.save_posts([post]) == 0
    assert inputs.posts() == {"A-1": (post,)}
    look = inputs.Look(account_id="A-1", source="feed", at=NOW, whole=True, period="2025Q2", evidence="S-9")
    inputs.save_looks([look])
    inputs.save_looks([look])
    assert inputs.looks() == {"A-1": (look,)}


def test_scores_are_kept_per_rulebook_and_after_recheck(workspace: Workspace) -> None:
    target = Target(kind="site", id="5101000001")
    score = Score(target=target, period="2025Q2", rulebook="national-2019", result="passed", total=Decimal("97.5"))
    results.save([score], {target: "510100"}, {target: 1})
    results.save([msgspec.structs.replace(score, total=Decimal(98))], {target: "510100"}, {target: 1})
    results.save([score], {}, {}, after_recheck=True)
    assert results.load(PERIOD, "national-2019")[target].total == Decimal(98)
    assert results.load(PERIOD, "national-2019", after_recheck=True)[target].total == Decimal("97.5")


def test_nothing_of_a_batch_is_kept_when_one_of_it_fails(workspace: Workspace) -> None:
    broken = msgspec.structs.replace(outcome(), why=None)  # the table refuses it
    with pytest.raises(Exception, match=r"(?i)null"):
        rounds.save([rounds.Judged(entry=entry(), outcomes=(outcome(),)), rounds.Judged(entry=entry(2), outcomes=(broken,))], KINDS)
    assert list(rounds.outcomes(PERIOD, "national-2019")) == [] and rounds.entries(PERIOD) == []


def test_the_secret_is_its_owners_alone(workspace: Workspace) -> None:
    assert (workspace.root / "secret.key").stat().st_mode & 0o777 == 0o600


def test_an_address_that_leads_nowhere(tmp_path: object, workspace: Workspace) -> None:
    (workspace.root / "zhengjian.toml").write_text('database = "postgresql://zj@127.0.0.1:1/none"\n', "utf-8")
    with pytest.raises(LedgerError, match="连接不上"):
        open_ledger(Workspace.open(workspace.root))


def test_two_people_at_once_do_not_break_the_chain(workspace: Workspace) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connections

    keep(outcome(hits=24))

    def decide(name: str) -> None:
        for number in range(24):
            decisions.record({f"F-hidden-links-{number}": step(Kind.CONFIRM, name)}, second_person=True)
        connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(decide, ("甲", "乙", "丙")))
    assert decisions.broken() is None
    assert len(rounds.counting(PERIOD, "national-2019")) == 24
    assert sum(map(len, decisions.histories().values())) == 72


def test_new_threads_use_the_ledger_that_was_opened_last(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connections.settings, "default", {**connections.settings["default"], "NAME": "another.sqlite"})
    open_ledger(workspace)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(lambda: connection.settings_dict["NAME"]).result() == connection.settings_dict["NAME"]


def test_the_places_of_what_was_found_are_known_for_the_next_look(workspace: Workspace) -> None:
    keep(outcome(hits=2), outcome("column-stale", hits=1))
    assert rounds.places_of(["5101000001", "5109000009"]) == {"5101000001": ("http://x/0", "http://x/1")}
    assert rounds.places_of([]) == {}


A, B, C = "http://x/", "http://x/b/", "http://x/c/"


@pytest.mark.parametrize(
    ("before", "after", "there"),
    [
        ([(A, "首页15天未更新", "2025-06-01")], [(A, "首页22天未更新", "2025-06-01")], True),
        ([(A, "首页15天未更新", "2025-06-01")], [(A, "首页20天未更新", "2025-06-08")], True),
        ([(A, "首页15天未更新", "2025-06-01")], [], False),
        ([(B, "栏目300天未更新", "2024-08-01"), (C, "栏目300天未更新", "2024-08-01")], [(C, "栏目307天未更新", "2024-08-01")], False),
        ([(A, "链接打不开；见于 A", "http://y/")], [(B, "链接打不开；见于 B、C 等2个页面", "http://y/")], True),
        ([(A, "“中囯”应为“中国”", "中囯")], [(B, "“中囯”应为“中国”", "中囯")], False),
        ([(A, "错字", "中囯"), (A, "错字", "帐户")], [(A, "错字", "帐户")], False),
        ([(A, "错字；同样内容见于3个页面", "中囯")], [(A, "错字；同样内容见于2个页面", "中囯"), (A, "错字", "帐户")], True),
    ],
)
def test_a_recheck_knows_a_finding_again_in_other_words(workspace: Workspace, before: list, after: list, there: bool) -> None:  # type: ignore[type-arg]
    def found(rows: list[tuple[str, str, str]], number: int) -> Outcome:
        findings = tuple(
            Finding(id=f"F-{number}-{n}", where=where, what=what, value=value, evidence=("S-1",))
            for n, (where, what, value) in enumerate(rows)
        )
        return msgspec.structs.replace(outcome(number=number, hits=0), findings=findings)

    keep(found(before, 1), number=1)
    again = msgspec.structs.replace(entry(2, recheck=True), started=NOW + timedelta(days=7))
    rounds.save([rounds.Judged(entry=again, outcomes=(found(after, 2),))], KINDS)
    assert cases.after_recheck("F-1-0", "site", "5101000001", "hidden-links", NOW) is there
