"""Issued documents never change; mail goes out once over real SMTP, or waits."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import pytest
from django.test import Client
from tests import postgres
from tests.console.smtp import Post, serve
from tests.console.test_cases import confirm, issue
from tests.console.world import MOBILE, PERIOD, World

from zhengjian.config import Mail, Workspace
from zhengjian.ledger import audit, mail, notices
from zhengjian.ledger.lists import Wanted
from zhengjian.ledger.mail import Letter
from zhengjian.ledger.people import Sent, User
from zhengjian.model import SHANGHAI
from zhengjian.service import documents
from zhengjian.service import mail as service
from zhengjian.service import notices as issuing
from zhengjian.workflow.rights import Scope

pytestmark = postgres.on_both

SignIn = Callable[[str], Client]
NOW = datetime.now(SHANGHAI)


def paper_of(unit: str = "C1") -> notices.Paper:
    paper = notices.of_unit(PERIOD, unit)
    assert paper is not None
    return paper


def with_mail(world: World, port: int) -> Workspace:
    """The workspace with a mail server at this port."""
    given = msgspec.structs.replace(world.workspace.settings, mail=Mail(host="127.0.0.1", port=port, sender="office@prov.gov.cn"))
    return Workspace(world.workspace.root, given)


def put(key: str, unit: str = "C1", subject: str = "关于整改通知的提醒") -> None:
    assert mail.put(Letter(id=0, key=key, unit=unit, subject=subject, body="请查收"), NOW, held=False)


def states() -> list[str]:
    return list(Sent.objects.order_by("pk").values_list("state", flat=True))


def body(client: Client, address: str) -> bytes:
    return b"".join(client.get(address).streaming_content)  # type: ignore[attr-defined]


def test_an_issued_document_never_changes(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    address = issue(sign_in)
    kept = notices.documents(paper_of().id)
    assert [(one.edition, one.kind) for one in kept] == [(1, "docx"), (1, "pdf")]
    jia = sign_in("jia")
    first = {one.kind: body(jia, f"{address}documents/1/{one.kind}/") for one in kept}
    assert first["pdf"].startswith(b"%PDF-") and first["docx"].startswith(b"PK")
    assert {kind: hashlib.sha256(data).hexdigest() for kind, data in first.items()} == {one.kind: one.sha256 for one in kept}
    confirm(sign_in, world, "other")
    issue(sign_in)
    (world.workspace.root / "zhengjian.toml").write_text('[office]\nname = "改了名的办公厅"\n', "utf-8")
    assert {one.kind: body(jia, f"{address}documents/1/{one.kind}/") for one in kept} == first, "the first edition stays as it was"
    assert len(notices.documents(paper_of().id)) == 4 and body(jia, f"{address}document/") == body(jia, f"{address}documents/2/docx/")
    page = jia.get(address).content.decode()
    assert "第2次印发（PDF）" in page and kept[0].sha256 in page
    assert jia.get(f"{address}documents/3/pdf/").status_code == 404 and jia.get(f"{address}documents/1/exe/").status_code == 404
    assert audit.broken() is None


def test_the_pdf_says_what_the_notice_says_and_is_masked(world: World, sign_in: SignIn, tmp_path: Path) -> None:
    import shutil
    import subprocess

    if not shutil.which("pdftotext"):
        pytest.skip("没有 pdftotext")
    confirm(sign_in, world, "plain")
    path = tmp_path / "notice.pdf"
    path.write_bytes(body(sign_in("jia"), issue(sign_in) + "documents/1/pdf/"))
    text = subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True).stdout.decode()
    assert "甲市人民政府" in text and "整改通知单" in text.replace(" ", "") and MOBILE not in text


@pytest.mark.parametrize("harm", ["flipped", "gone"])
def test_a_document_that_is_not_what_was_issued_is_not_given_out(world: World, sign_in: SignIn, harm: str) -> None:
    confirm(sign_in, world, "plain")
    address = issue(sign_in)
    sha256 = notices.documents(paper_of().id)[0].sha256
    path = world.workspace.root / "notices" / sha256[:2] / sha256
    if harm == "gone":
        path.unlink()
    else:
        path.chmod(0o600)
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    answer = sign_in("jia").get(f"{address}documents/1/docx/", follow=True)
    assert "与发出时的摘要不符" in answer.content.decode() and documents.stored(world.workspace, sha256) is None


def test_a_notice_goes_out_by_mail_with_both_documents_once(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    sign_in("office").post("/mail/address/", {"unit": "C1", "mail": "jia@jia.gov.cn"})
    User.objects.filter(username="jia").update(mail="zhuguan@jia.gov.cn")
    with serve(Post()) as post:
        workspace = with_mail(world, post.port)
        from zhengjian.ledger.audit import Person

        assert issuing.issue(workspace, PERIOD, "C1", Person(name="office", role="office"), NOW).refused == ""
        assert service.send_waiting(workspace, NOW).sent == 1
        for moment in (NOW, NOW + timedelta(days=1), NOW - timedelta(days=400)):
            assert service.send_waiting(workspace, moment) == service.Sending()
    (letter,) = post.arrived
    assert letter["To"] == "jia@jia.gov.cn, zhuguan@jia.gov.cn" and len(post.readers) == 2
    files = {part.get_filename(): part.get_content() for part in letter.iter_attachments()}
    words = paper_of().words
    assert sorted(files) == [f"整改通知{words}.docx", f"整改通知{words}.pdf"]
    kept = {one.kind: one.sha256 for one in notices.documents(paper_of().id)}
    assert {name.rpartition(".")[2]: hashlib.sha256(data).hexdigest() for name, data in files.items()} == kept
    assert MOBILE not in letter.as_string()


def test_a_server_that_is_down_or_busy_costs_only_time(world: World) -> None:
    mail.set_unit_mail("C1", "jia@jia.gov.cn", "office", NOW)
    put("a")
    with serve(Post()) as gone:
        pass
    down = service.send_waiting(with_mail(world, gone.port), NOW)
    assert (down.sent, down.waiting) == (0, 1) and "暂时不能接收" in down.problem and states() == ["waiting"]
    with serve(Post(mood="busy")) as post:
        workspace = with_mail(world, post.port)
        assert service.send_waiting(workspace, NOW + timedelta(seconds=30)).waiting == 0, "it waits before it tries again"
        assert service.send_waiting(workspace, NOW + timedelta(minutes=3)).waiting == 1
        post.mood = "fine"
        assert service.send_waiting(workspace, NOW + timedelta(hours=2)).sent == 1
    assert len(post.arrived) == 1 and states() == ["sent"]


def test_a_line_that_breaks_after_the_text_is_left_to_a_person(world: World, sign_in: SignIn) -> None:
    mail.set_unit_mail("C1", "jia@jia.gov.cn", "office", NOW)
    put("a")
    with serve(Post(mood="cut")) as post:
        workspace = with_mail(world, post.port)
        assert service.send_waiting(workspace, NOW).doubtful == 1
        post.mood = "fine"
        for moment in (NOW + timedelta(days=1), NOW - timedelta(days=30)):
            assert service.send_waiting(workspace, moment).sent == 0, "it may have arrived: the machine does not send it again"
        page = sign_in("office").get("/mail/?state=doubtful").content.decode()
        assert "不能确定是否已送达" in page
        sign_in("office").post(f"/mail/{Sent.objects.get().pk}/again/")
        assert service.send_waiting(workspace, NOW).sent == 1
    assert len({letter["Message-ID"] for letter in post.arrived}) == 1, "servers and readers can tell that it is the same mail"


def test_a_sender_that_died_is_noticed_and_nothing_goes_out_twice(world: World) -> None:
    mail.set_unit_mail("C1", "jia@jia.gov.cn", "office", NOW)
    put("a")
    assert mail.claim(NOW) is not None
    with serve(Post()) as post:
        workspace = with_mail(world, post.port)
        assert service.send_waiting(workspace, NOW + timedelta(minutes=1)) == service.Sending()
        assert service.send_waiting(workspace, NOW + timedelta(hours=1)).doubtful == 1
    assert post.arrived == [] and states() == ["doubtful"]


def test_two_senders_at_once_send_each_mail_once(world: World) -> None:
    from django.db import connections

    mail.set_unit_mail("C1", "jia@jia.gov.cn", "office", NOW)
    for number in range(12):
        put(f"n{number}")
    sent: list[int] = []

    def run() -> None:
        sent.append(service.send_waiting(workspace, NOW).sent)
        connections.close_all()

    with serve(Post()) as post:
        workspace = with_mail(world, post.port)
        threads = [threading.Thread(target=run) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert sum(sent) == len(post.arrived) == len({letter["Message-ID"] for letter in post.arrived}) == 12


def test_refusals_and_missing_addresses_are_said(world: World) -> None:
    mail.set_unit_mail("C1", "gone@jia.gov.cn", "office", NOW)
    put("a")
    put("b", unit="C2")
    with serve(Post(mood="unknown-reader")) as post:
        done = service.send_waiting(with_mail(world, post.port), NOW)
    assert (done.refused, done.waiting, post.arrived) == (1, 1, [])
    problems = [row["problem"] for row in mail.listing(Wanted()).rows]
    assert "没有登记邮箱" in problems[0] and "550" in problems[1]


def test_hostile_subjects_and_addresses_reach_no_header(world: World, sign_in: SignIn) -> None:
    mail.set_unit_mail("C1", "jia@jia.gov.cn", "office", NOW)
    put("a", subject="提醒\r\nBcc: x@evil.example\u202e")
    with serve(Post()) as post:
        assert service.send_waiting(with_mail(world, post.port), NOW).sent == 1
    assert post.arrived[0]["Bcc"] is None and "\u202e" not in str(post.arrived[0]["Subject"])
    for bad in ("a@b.cn\nBcc: x@y.cn", "a b@c.cn", "甲@乙.cn", "x@y.cn, z@y.cn", "@y.cn"):
        answer = sign_in("office").post("/mail/address/", {"unit": "C1", "mail": bad}, follow=True).content.decode()
        assert "不是邮箱地址" in answer
    assert mail.addresses("C1") == ("jia@jia.gov.cn",)


def test_without_a_mail_server_nothing_waits_to_surprise_a_unit_later(world: World, sign_in: SignIn) -> None:
    confirm(sign_in, world, "plain")
    issue(sign_in)
    assert states() == ["held"]
    page = sign_in("office").get("/mail/").content.decode()
    assert "未设邮件服务" in page and "仅供下载" in page
    with serve(Post()) as post:
        assert service.send_waiting(with_mail(world, post.port), NOW) == service.Sending()
    assert notices.one(paper_of().id, Scope()) is not None


def test_only_active_people_get_their_units_mail(world: World) -> None:
    User.objects.filter(username="jia").update(mail="jia@jia.gov.cn")
    assert mail.addresses("C1") == ("jia@jia.gov.cn",)
    User.objects.filter(username="jia").update(is_active=False)
    assert mail.addresses("C1") == ()
