"""From a confirmed finding to a closed case, over the console's own pages."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import postgres
from tests.console.world import AS_OF, MOBILE, ONE, PERIOD, RULEBOOK, World, finding

from zhengjian.ledger import decisions, notices, rounds
from zhengjian.ledger.audit import Person
from zhengjian.ledger.lists import Wanted
from zhengjian.model import SHANGHAI, Outcome, State, Target, Verdict
from zhengjian.service import cases
from zhengjian.service import notices as service
from zhengjian.workflow.rights import Scope

pytestmark = postgres.on_both

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
SignIn = Callable[[str], Client]


def confirm(sign_in: SignIn, world: World, *words: str) -> None:
    for word in words:
        for who in ("li", "wang") if word == "veto" else ("li",):
            sign_in(who).post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids[word]})


def issue(sign_in: SignIn, unit: str = "C1") -> str:
    answer = sign_in("office").post(f"/{PERIOD}/notices/issue/", {"unit": unit})
    assert answer["Location"].startswith("/notices/"), answer["Location"]
    return str(answer["Location"])


def state(world: World, word: str) -> State:
    return notices.states([world.ids[word]])[world.ids[word]]


def test_one_merged_notice_with_a_number_without_gaps(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "veto", "plain", "foreign")
    first, second = issue(sign_in), issue(sign_in, "C2")
    page = sign_in("office").get(first).content.decode()
    assert "1号" in page and "共 2 条" in page and MOBILE not in page
    assert "2号" in sign_in("office").get(second).content.decode()
    assert state(world, "veto") is State.NOTIFIED and state(world, "other") is State.HIT
    again = sign_in("office").post(f"/{PERIOD}/notices/issue/", {"unit": "C1"}, follow=True).content.decode()
    assert "没有待通知" in again
    confirm(sign_in, world, "other")
    assert issue(sign_in) == first, "later findings supplement the same notice"
    assert "共 3 条" in sign_in("office").get(first).content.decode()
    assert [row["number"] for row in notices.listing(Scope(), Wanted()).rows] == [2, 1]


def test_the_notice_is_a_document_with_masked_findings(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    address = issue(sign_in)
    answer = sign_in("jia").get(address + "document/")
    text = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))).read("word/document.xml").decode()
    assert "甲市人民政府" in text and "138****7263" in text and MOBILE not in text and "异议" in text


def test_a_unit_sees_nothing_before_its_notice_and_nothing_of_others(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain", "foreign")
    jia, yi = sign_in("jia"), sign_in("yi")
    assert "共 0 条" in jia.get(f"/{PERIOD}/findings/").content.decode()
    assert jia.get(f"/{PERIOD}/findings/{world.ids['plain']}/").status_code == 404
    address = issue(sign_in)
    assert jia.get(f"/{PERIOD}/findings/{world.ids['plain']}/").status_code == 200
    assert jia.get(address).status_code == 200 and yi.get(address).status_code == 404
    assert "共 1 条" in jia.get(f"/{PERIOD}/findings/").content.decode()


def test_answer_with_a_file_then_recheck_closes(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    address = issue(sign_in)
    jia = sign_in("jia")
    given = {"act": "answer", "finding": world.ids["plain"], "reason": "已删除", "files": SimpleUploadedFile("整改后.png", PNG)}
    assert "已办理1条" in jia.post(address + "answer/", given, follow=True).content.decode()
    assert state(world, "plain") is State.RECTIFIED
    page = sign_in("office").get(address).content.decode()
    found = re.search(r'href="(/files/\d+/)">整改后.png', page)
    assert found and "随反馈签收" in page
    kept = sign_in("office").get(found[1])
    assert kept["Content-Disposition"].startswith("attachment") and "sandbox" in kept["Content-Security-Policy"]
    assert b"".join(kept.streaming_content) == PNG
    assert sign_in("yi").get(found[1]).status_code == 404
    recheck(world, still=False)
    told = sign_in("office").post(f"/{PERIOD}/notices/recheck/", follow=True).content.decode()
    assert "销号1条" in told and state(world, "plain") is State.CLOSED
    result = sign_in("office").post(address + "step/", {"step": "close"}, follow=True).content.decode()
    assert "已办结" in result
    assert decisions.histories([world.ids["plain"]])[world.ids["plain"]][-1].by == "recheck"


def test_a_recheck_that_still_has_it_reopens_and_one_that_saw_nothing_decides_nothing(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    address = issue(sign_in)
    sign_in("jia").post(address + "answer/", {"act": "answer", "finding": world.ids["plain"], "reason": "已改"})
    recheck(world, still=None)
    assert cases.apply_rechecks(world.workspace, PERIOD, datetime.now(SHANGHAI)) == {}
    assert state(world, "plain") is State.RECTIFIED
    recheck(world, still=True, number=3)
    cases.apply_rechecks(world.workspace, PERIOD, datetime.now(SHANGHAI))
    assert state(world, "plain") is State.REOPENED
    refused = sign_in("office").post(address + "step/", {"step": "close"}, follow=True).content.decode()
    assert "仍有问题没有销号" in refused


def recheck(world: World, *, still: bool | None, number: int = 2) -> None:
    """A later round of the site: the finding is still there, is gone, or the check could not be judged (None)."""
    kept = finding(ONE, "privacy-leak", f"公开页面出现手机号{MOBILE}", f"S-{PERIOD}.{ONE}.1.1", value=MOBILE)
    assert kept.id == world.ids["plain"]
    verdict = {True: Verdict.VIOLATED, False: Verdict.MET, None: Verdict.UNKNOWN}[still]
    outcome = Outcome(verdict=verdict, why="复查", findings=(kept,) if still else (), check="privacy-leak", rulebook=RULEBOOK)
    now = datetime.now(SHANGHAI) + timedelta(seconds=number)
    entry = rounds.RoundEntry(
        period=PERIOD,
        target=Target(kind="site", id=ONE),
        number=number,
        as_of=AS_OF,
        rulebook=RULEBOOK,
        unit="C1",
        recheck=True,
        started=now,
    )
    rounds.save([rounds.Judged(entry=entry, outcomes=(outcome,))], {"privacy-leak": "deduction"})
    decisions.mark_current(PERIOD, RULEBOOK)
    decisions.settle(PERIOD, second_person=True)


def test_an_upheld_objection_changes_the_draft_figure_and_says_so(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "veto")
    assert "不合格</span>" in sign_in("office").get(f"/{PERIOD}/targets/site/{ONE}/").content.decode()
    address = issue(sign_in)
    sign_in("jia").post(address + "answer/", {"act": "object", "finding": world.ids["veto"], "reason": "此为反诈宣传"})
    assert state(world, "veto") is State.OBJECTED
    told = sign_in("office").post(address + "decide/", {"act": "uphold", "finding": world.ids["veto"], "reason": "属实"}, follow=True)
    assert "由不合格变为未结论" in told.content.decode()
    assert state(world, "veto") is State.WITHDRAWN


def test_objections_have_a_window(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    issue(sign_in)
    paper = notices.of_unit(PERIOD, "C1")
    assert paper is not None
    late = datetime.combine(paper.objection_until + timedelta(days=1), datetime.min.time(), tzinfo=SHANGHAI)
    given = cases.Act(kind=cases.Kind.OBJECT, by=Person(name="jia", role="supervisor"), at=late, reason="迟了")
    refused = cases.act(world.workspace, paper, [world.ids["plain"]], given)
    assert refused.decided == () and "届满" in refused.refused[world.ids["plain"]]


def test_waivers_end(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    address = issue(sign_in)
    office = sign_in("office")
    day = (datetime.now(SHANGHAI) + timedelta(days=30)).date()
    office.post(address + "decide/", {"act": "waive", "finding": world.ids["plain"], "reason": "专题将下线"})
    assert state(world, "plain") is State.NOTIFIED, "a waiver without an end is refused"
    office.post(address + "decide/", {"act": "waive", "finding": world.ids["plain"], "reason": "专题将下线", "until": day.isoformat()})
    assert state(world, "plain") is State.CLOSED
    assert cases.lapse_waivers(world.workspace, PERIOD, datetime.now(SHANGHAI)) == ()
    later = datetime.now(SHANGHAI) + timedelta(days=31)
    assert cases.lapse_waivers(world.workspace, PERIOD, later) == (world.ids["plain"],)
    assert state(world, "plain") is State.REOPENED


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("evil.html", b"<script>", "只接收"),
        ("proof.pdf", b"MZ\x90", "内容不是pdf"),
        ("photo.png", b"", "空的"),
        ("report.docx", b"PK\x03\x04broken", "不是完整的docx"),
        ("report.docx", _zip({"a.txt": b"x"}), "内容不是docx"),
        ("report.xlsx", _zip({"xl/workbook.xml": b"", "xl/vbaProject.bin": b"x"}), "含宏"),
        ("bomb.docx", _zip({"word/document.xml": b"0" * (101 * 1024 * 1024)}), "展开后过大"),
        ("big.pdf", b"%PDF-" + b"0" * (11 * 1024 * 1024), "超过10MB"),
    ],
)
def test_unfit_files_are_refused_and_nothing_is_decided(world: World, sign_in: SignIn, name: str, data: bytes, why: str) -> None:
    confirm(sign_in, world, "plain")
    address = issue(sign_in)
    given = {"act": "answer", "finding": world.ids["plain"], "reason": "已改", "files": SimpleUploadedFile(name, data)}
    answer = sign_in("jia").post(address + "answer/", given, follow=True).content.decode()
    assert why in answer, answer[answer.find("told") : answer.find("told") + 200]
    assert state(world, "plain") is State.NOTIFIED


def test_a_request_of_200_megabytes_is_refused_before_it_is_read(sign_in: SignIn) -> None:
    answer = sign_in("jia").generic("POST", "/notices/1/answer/", b"x", CONTENT_LENGTH="209715200")
    assert answer.status_code == 413


def test_names_from_outside_never_reach_the_disk(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    address = issue(sign_in)
    given = {"act": "answer", "finding": world.ids["plain"], "reason": "已改", "files": SimpleUploadedFile("..\\..\\x.png", PNG)}
    sign_in("jia").post(address + "answer/", given)
    names = [path.name for path in (world.workspace.root / "attachments").rglob("*") if path.is_file()]
    assert len(names) == 1 and re.fullmatch(r"[0-9a-f]{64}", names[0])


def test_two_people_at_once_the_second_sees_what_happened(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    address = issue(sign_in)
    jia = sign_in("jia")
    given = {"act": "answer", "finding": world.ids["plain"], "reason": "已改"}
    jia.post(address + "answer/", given)
    again = jia.post(address + "answer/", given, follow=True).content.decode()
    assert "目前为“已反馈整改”" in again
    assert len([event for event in decisions.histories([world.ids["plain"]])[world.ids["plain"]] if event.kind.value == "answer"]) == 1


def test_reminders_go_into_the_outbox_once(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    issue(sign_in)
    paper = notices.of_unit(PERIOD, "C1")
    assert paper is not None
    after = datetime.combine(paper.due + timedelta(days=3), datetime.min.time(), tzinfo=SHANGHAI)
    first = service.remind(world.workspace, PERIOD, after)
    assert [rung for _, rung in first] in (["overdue"], ["escalated"])
    for moment in (after, after - timedelta(days=5), after - timedelta(days=20)):
        assert service.remind(world.workspace, PERIOD, moment) == []
