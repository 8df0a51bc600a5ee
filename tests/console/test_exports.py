"""Exports: no formula, no personal data, the same scope as the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import openpyxl
import pytest
from django.test import Client
from tests import postgres
from tests.console.world import MOBILE, PERIOD, World

from zhengjian.console.exports import harmless, table

PAYLOADS = [
    "=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1+1", "＋1", "－1", "＠x", " =1", "\u3000=1",
    "=HYPERLINK(\"http://x\")", "=cmd|'/c calc'!A1", "http://evil.example/", "a\x0bb", "\u202e=1", "=\u0000",
]  # fmt: skip


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_payload_becomes_a_formula_or_a_link(payload: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(table("清单", ["列"], [[payload]], "xlsx").content))
    cell = book.worksheets[0]["A2"]
    assert cell.data_type in {"s", "n"} and cell.hyperlink is None and not (cell.data_type == "n" and cell.value is not None)
    rows = list(csv.reader(io.StringIO(table("清单", ["列"], [[payload]], "csv").content.decode("utf-8-sig"), newline="")))
    assert len(rows) == 2 and not rows[1][0].lstrip(" \u3000").startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


def test_plain_text_is_left_alone() -> None:
    assert harmless("财政厅") == "财政厅" and harmless("5101000001") == "5101000001"


@postgres.on_both
@pytest.mark.parametrize("format_", ["xlsx", "csv"])
def test_lists_export_all_rows_of_the_scope(world: World, sign_in: Callable[[str], Client], format_: str) -> None:
    office, jia = sign_in("office"), sign_in("jia")
    everything = office.get(f"/{PERIOD}/findings.{format_}").content
    text = _text(everything, format_)
    assert text.count("F-") == 5 and MOBILE not in text and "138****7263" in text and "乙市" in text
    assert "F-" not in _text(jia.get(f"/{PERIOD}/findings.{format_}").content, format_)
    sites = _text(jia.get(f"/{PERIOD}/targets/site.{format_}").content, format_)
    assert "甲市人民政府网站" in sites and "乙市" not in sites and "结论" not in sites, "no draft results for units"
    assert "未结论" in _text(office.get(f"/{PERIOD}/targets/site.{format_}").content, format_)
    assert office.get(f"/{PERIOD}/findings.exe").status_code == 404


def _text(data: bytes, format_: str) -> str:
    if format_ == "csv":
        return data.decode("utf-8-sig")
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return "\n".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)


@postgres.on_both
def test_notices_register_and_audit_log_export_within_scope(world: World, sign_in: Callable[[str], Client]) -> None:
    for who, unit, word in (("jia", "C1", "plain"), ("yi", "C2", "foreign")):
        sign_in("li").post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids[word]})
        sign_in("office").post(f"/{PERIOD}/notices/issue/", {"unit": unit})
        sign_in(who).post("/logout/")
    everything, mine = (sign_in(who).get(f"/{PERIOD}/notices.csv").content.decode() for who in ("office", "jia"))
    assert "甲市" in everything and "乙市" in everything and "甲市" in mine and "乙市" not in mine
    assert "共 1 条" in sign_in("office").get(f"/{PERIOD}/notices/?q=甲市").content.decode()
    assert "共 0 条" in sign_in("office").get(f"/{PERIOD}/notices/?late=yes").content.decode()
    page = sign_in("office").get(f"/{PERIOD}/notices/?sort=-number").content.decode()
    assert page.index("2号") < page.index("1号</a>")
    log = sign_in("auditor").get("/audit.csv").content.decode()
    assert "发出通知" in log and sign_in("office").get("/audit.csv").status_code == 404
    assert "甲市人民政府网站" in sign_in("office").get("/register.csv?sheet=网站").content.decode()


@postgres.on_both
def test_people_and_mail_export_and_sort_and_hold_no_secret(world: World, sign_in: Callable[[str], Client]) -> None:
    office = sign_in("office")
    office.post("/mail/address/", {"unit": "C1", "mail": "jia@jia.gov.cn"})
    sign_in("li").post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": world.ids["plain"]})
    office.post(f"/{PERIOD}/notices/issue/", {"unit": "C1"})
    people, mail = (office.get(f"/{name}.csv").content.decode() for name in ("people", "mail"))
    assert "李复核" in people and "复核人员" in people and "argon2" not in people
    assert "甲市" in mail and "整改" in mail and len(mail.splitlines()) == 2
    by_role = office.get("/people.csv?role=reviewer&sort=-username").content.decode().splitlines()
    assert [line.split(",")[0] for line in by_role[1:]] == ['"wang"', '"li"']
    for path in ("/people/?sort=-last_login", "/people/?sort=unit", "/mail/?sort=to", "/mail/?sort=-sent", "/register/?sort=-key"):
        assert office.get(path).status_code == 200, path
    assert sign_in("auditor").get("/audit/?sort=who").status_code == 200
    assert sign_in("li").get("/people.csv").status_code == 404 and sign_in("jia").get("/mail.csv").status_code == 404
