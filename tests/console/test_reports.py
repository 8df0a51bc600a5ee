"""Citizens' error reports in the console: clock, routing, steps, masks, duplicates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.test import Client
from tests import postgres
from tests.console.world import AS_OF, MOBILE, ONE, PERIOD, World

from zhengjian.ledger import audit, inputs
from zhengjian.ledger.lists import Wanted
from zhengjian.model import SHANGHAI, Message

pytestmark = postgres.on_both


def stored(id_: str) -> Message:
    return next(message for message in inputs.messages() if message.message_id == id_)


def test_a_report_is_answered_in_time(world: World, sign_in: Callable[[str], Client]) -> None:
    office, jia = sign_in("office"), sign_in("jia")
    new = {"url": "http://jia.gov.cn/a.html", "kind": "链接失效", "content": f"打不开，请回电{MOBILE}"}
    place = office.post(f"/{PERIOD}/reports/", new)["Location"]
    id_ = place.strip("/").rpartition("/")[2]
    assert stored(id_).site_id == ONE, "routed by its address"
    assert jia.get(place).status_code == 200 and sign_in("yi").get(place).status_code == 404
    assert MOBILE not in jia.get(place).content.decode() and MOBILE not in office.get(place).content.decode()
    step = place + "step/"
    assert "不能“办结”" in office.post(step, {"step": "close"}, follow=True).content.decode()
    office.post(step, {"step": "forward"})
    assert "身份不能" in jia.post(step, {"step": "close"}, follow=True).content.decode()
    assert "尚无答复" in office.post(step, {"step": "close"}, follow=True).content.decode()
    jia.post(step, {"step": "answer", "text": "已修复"})
    office.post(step, {"step": "close"})
    done = stored(id_)
    assert done.status == "已办结" and done.closed and done.answer == "已修复"
    assert "按期" in office.get(place).content.decode()


def test_unmasking_needs_a_reason_and_is_logged(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    assert MOBILE not in office.post("/reports/M-1/unmask/", {"reason": ""}, follow=True).content.decode()
    assert MOBILE in office.post("/reports/M-1/unmask/", {"reason": "电话核实"}).content.decode()
    assert [row["subject"] for row in audit.lines(Wanted(filters={"action": "unmask"})).rows] == ["M-1"]
    assert sign_in("jia").post("/reports/M-1/unmask/", {"reason": "想看"}).status_code == 404


def test_the_rate_is_printed_with_both_numbers_and_opens_its_list(world: World, sign_in: Callable[[str], Client]) -> None:
    page = sign_in("office").get(f"/{PERIOD}/reports/").content.decode()
    assert "0/2" in page and "超期" in page, "both reports of the world are open and over their three working days"
    assert "共 2 条" in sign_in("office").get(f"/{PERIOD}/reports/?standing=超期").content.decode()
    assert "0/1" in sign_in("jia").get(f"/{PERIOD}/reports/").content.decode()


def test_duplicates_are_merged_into_an_existing_report_only(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    assert "不存在" in office.post("/reports/M-1/step/", {"step": "merge", "text": "M-77"}, follow=True).content.decode()
    office.post("/reports/M-1/step/", {"step": "merge", "text": "M-2"})
    assert stored("M-1").status == "无效"


def test_a_site_that_nobody_knows_is_refused_with_what_to_do(world: World, sign_in: Callable[[str], Client]) -> None:
    answer = sign_in("office").post(f"/{PERIOD}/reports/", {"url": "http://other.example/", "content": "x"}, follow=True)
    assert "没有登记" in answer.content.decode()


def test_personal_data_are_forgotten_some_time_after_closing_and_never_before(world: World) -> None:
    from zhengjian.ledger.models import Message as Row
    from zhengjian.service import clerk

    closed = datetime(2025, 7, 1, 9, tzinfo=SHANGHAI)
    Row.objects.filter(message_id="M-1").update(status="已办结", closed=closed, answer=f"已电话{MOBILE}告知")
    for days, number in ((179, 0), (181, 1), (181, 0)):
        assert clerk.chores(world.workspace, closed + timedelta(days=days)).forgotten == number, days
    kept, open_ = Row.objects.get(message_id="M-1"), Row.objects.get(message_id="M-2")
    assert MOBILE[-4:] not in kept.content + kept.answer and "打不开" in kept.content and kept.answer == "已电话〔已清除〕告知"
    assert MOBILE in open_.content, "a report that is still open keeps what is needed to answer it"


def test_what_was_written_at_the_steps_and_the_imported_list_are_forgotten_with_the_last_report(world: World) -> None:
    from django.db import connection

    from zhengjian.ledger import reports
    from zhengjian.ledger.models import Message as Row
    from zhengjian.service import clerk, evidence
    from zhengjian.service.imports import import_list

    lists, came = world.workspace.root / "reports.csv", datetime(2025, 6, 1, 9, tzinfo=SHANGHAI)
    rows = [f"W-{number},5101000001,http://jia.gov.cn/,其他,请回电{MOBILE},2025-06-01 09:00,,,,待办," for number in (1, 2)]
    heads = "留言编号,网站标识码,网址,问题类型,内容,收到时间,转办时间,答复时间,办结时间,状态,答复内容"
    lists.write_text("\n".join([heads, *rows]), "utf-8")
    import_list(world.workspace, "messages", lists)
    (name, sha256), *_ = inputs.imported("messages")[-1:]
    kept = world.workspace.archive / "imports" / f"{sha256}.csv"
    reports.note("W-1", reports.ReportEvent(kind="answer", by="jia", at=came, text=f"已电话{MOBILE}告知"))
    later = datetime.now(SHANGHAI) + timedelta(days=400)
    Row.objects.filter(message_id="W-1").update(status="已办结", closed=came)
    clerk.chores(world.workspace, later)
    assert reports.history("W-1")[0].text == "已电话〔已清除〕告知"
    assert kept.is_file(), "a report of the list is still open"
    Row.objects.filter(message_id="W-2").update(status="已办结", closed=came)
    clerk.chores(world.workspace, later)
    assert not kept.exists() and sha256 not in {digest for _, digest in inputs.imported()}
    shown = evidence.show(world.workspace, f"I-{sha256[:16]}#2").imported[0]
    assert shown["file"] is None and shown["removed"] == later.isoformat()
    assert not [words for _, words in evidence.verify(world.workspace) if name in words], "deleted by rule is not lost"
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,), "what was overwritten is zeroed"


def forwarded(world: World, sign_in: Callable[[str], Client]) -> str:
    """A report that came today and went to its unit; the address of its page."""
    place = sign_in("office").post(f"/{PERIOD}/reports/", {"url": "http://jia.gov.cn/a.html", "kind": "链接失效", "content": "打不开"})[
        "Location"
    ]
    sign_in("office").post(place + "step/", {"step": "forward"})
    return place


def test_the_clock_is_extended_once_by_the_office_with_a_reason_and_a_later_day(world: World, sign_in: Callable[[str], Client]) -> None:
    place = forwarded(world, sign_in)
    id_ = place.strip("/").rpartition("/")[2]
    day = (datetime.now(SHANGHAI) + timedelta(days=20)).date()
    asked = {"step": "extend", "text": "需协调第三方平台", "until": day.isoformat()}

    def said(who: str, **change: str) -> str:
        return sign_in(who).post(place + "step/", asked | change, follow=True).content.decode()

    assert "身份不能" in said("jia") and "写明内容" in said("office", text="") and "须晚于现有期限" in said("office", until="2025-06-01")
    assert "须晚于现有期限" in said("office", until="soon") and stored(id_).until is None
    assert "已延长期限" in said("office") and stored(id_).until == day
    assert "不能再次延期" in said("office", until=(day + timedelta(days=9)).isoformat())
    page = sign_in("jia").get(place).content.decode()
    assert f"{day}（已延期）" in page and "需协调第三方平台" in page, "the unit sees the new day and why"
    inputs.save_messages([stored(id_)])
    assert stored(id_).until == day, "an import takes no extension away"


def test_an_overdue_report_cannot_be_extended_afterwards(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    office.post("/reports/M-1/step/", {"step": "forward"})
    from zhengjian.ledger.models import Message as Row

    Row.objects.filter(message_id="M-1").update(forwarded=AS_OF - timedelta(days=7))
    answer = office.post("/reports/M-1/step/", {"step": "extend", "text": "补办", "until": "2027-01-08"}, follow=True)
    assert "已过，不能补办延期" in answer.content.decode() and stored("M-1").until is None


def test_a_person_grades_replies_that_the_machine_only_orders(world: World, sign_in: Callable[[str], Client]) -> None:
    from zhengjian.ledger.models import Message as Row

    office = sign_in("office")
    Row.objects.filter(message_id="M-1").update(status="已办结", answer="经核实，该链接已于6月18日修复，感谢监督。", closed=AS_OF)
    Row.objects.filter(message_id="M-2").update(status="已办结", answer="请咨询相关部门", closed=AS_OF)
    page = office.get(f"/{PERIOD}/reports/replies/").content.decode()
    assert page.index("M-2") < page.index("M-1") and "让留言人另找部门" in page and "未评定" in page
    step = "/reports/M-2/step/"
    assert "须写明理由" in office.post(step, {"step": "rate", "grade": "差"}, follow=True).content.decode()
    assert "请选择答复质量" in office.post(step, {"step": "rate", "grade": "100", "text": "x"}, follow=True).content.decode()
    office.post(step, {"step": "rate", "grade": "差", "text": "推诿"})
    page = office.get(f"/{PERIOD}/reports/replies/?grade=差").content.decode()
    assert "100%（1/1）" in page and "推诿" in page and "M-1" not in page
    assert "推诿" not in sign_in("yi").get("/reports/M-2/").content.decode(), "a unit does not read the office's notes"
    assert sign_in("yi").get(f"/{PERIOD}/reports/replies/").status_code == 404
    assert "身份不能" in sign_in("yi").post(step, {"step": "rate", "grade": "好"}, follow=True).content.decode()


def test_a_report_leads_to_our_finding_however_its_address_is_spelled_or_is_noted_as_missed(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    from zhengjian.ledger.models import Message as Row

    office = sign_in("office")
    Row.objects.filter(message_id="M-1").update(url=f"https://{ONE}.example/page.html#top", status="办理中")
    assert world.ids["veto"] in office.get("/reports/M-1/").content.decode()
    Row.objects.filter(message_id="M-1").update(url="http://www.jia.gov.cn/other.html")
    assert "没有发现问题" in office.get("/reports/M-1/").content.decode()
    office.post("/reports/M-1/step/", {"step": "missed", "text": "正文图片打不开"})
    assert "记为漏检案例1条" in office.get(f"/{PERIOD}/reports/").content.decode()
    assert "共 1 条" in office.get(f"/{PERIOD}/reports/?missed=yes").content.decode()
    assert "正文图片打不开" not in sign_in("jia").get("/reports/M-1/").content.decode()


def test_figures_by_kind_unit_and_month_open_lists_that_are_as_long(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    page = office.get(f"/{PERIOD}/reports/figures/").content.decode()
    for query, number in (("kind=链接失效", 2), ("under=C1", 1), ("month=2025-06", 2), ("month=2025-05", 0)):
        assert f"共 {number} 条" in office.get(f"/{PERIOD}/reports/?{query}").content.decode(), query
    assert "甲市" in page and "2025-06" in page and "0/2" in page
    assert "乙市" not in sign_in("jia").get(f"/{PERIOD}/reports/figures/").content.decode()


def test_the_list_sorts_and_its_export_is_masked_and_holds_only_ones_own(world: World, sign_in: Callable[[str], Client]) -> None:
    page = sign_in("office").get(f"/{PERIOD}/reports/?sort=-id").content.decode()
    assert page.index("M-2") < page.index("M-1")
    text = sign_in("office").get(f"/{PERIOD}/reports.csv").content.decode()
    assert "M-1" in text and "M-2" in text and MOBILE not in text
    assert "M-2" not in sign_in("jia").get(f"/{PERIOD}/reports.csv").content.decode()


def test_kinds_may_have_days_of_their_own(world: World, sign_in: Callable[[str], Client]) -> None:
    from zhengjian.rulebook import Rule, Rulebook
    from zhengjian.service import messages

    rule = Rule(kind="notice", source="本省规定", confidence="certain", limits={"days": 3, "days_by_kind": {"链接失效": 10}})
    book = Rulebook(name="x", title="x", document="x", in_force_from=AS_OF.date(), check={"report-late": rule})
    kept = [stored("M-1"), Message(message_id="M-9", site_id=ONE, kind="其他", received=AS_OF - timedelta(days=8), status="待办")]
    assert [one.standing.value for one in messages.clocked(world.workspace, kept, AS_OF, book)] == ["未到期", "超期"]
