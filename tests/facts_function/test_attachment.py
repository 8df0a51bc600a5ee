"""Real files held against their names: right ones stay silent, whatever program wrote them."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pypdf
import pytest

from zhengjian.facts import documents
from zhengjian.facts.attachment import of_file

ERROR = "<html><head><title>错误</title></head><body><h1>文件不存在</h1></body></html>".encode()
PAGE = "<html><head><title>某市人民政府</title></head><body><a href='/'>首页</a><p>今日要闻、通知公告</p></body></html>".encode()
WORD_PAGE = b'<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p class=MsoNormal>x</p></body></html>'
LOGIN = "<html><body><form>用户名<input name=u>密码<input type=password></form></body></html>".encode()
RTF = rb"{\rtf1\ansi x}"


def _docx() -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph("登记表")
    made.save(out)
    return out.getvalue()


def _xlsx() -> bytes:
    made, out = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["姓名", "性别"])
    made.save(out)
    return out.getvalue()


def _pdf() -> bytes:
    made, out = pypdf.PdfWriter(), io.BytesIO()
    made.add_blank_page(200, 200)
    made.write(out)
    return out.getvalue()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("a.txt"), "x" * 4000)  # without the time of day, which would be in the test's name
    return out.getvalue()


def _fault(body: bytes, name: str) -> str:
    return of_file(body, f"http://www.example.gov.cn/fj/{name}", documents.read(body, name)).fault


@pytest.mark.parametrize(
    ("body", "name"),
    [
        (_docx(), "a.docx"),
        (_docx(), "a.doc"),
        (_docx(), "a.wps"),
        (_xlsx(), "a.xls"),
        (_xlsx(), "a.et"),
        (_pdf(), "a.pdf"),
        (_zip(), "a.zip"),
        (b"Rar!\x1a\x07\x00", "a.rar"),
        (b"Rar!\x1a\x07\x00", "a.zip"),
        (WORD_PAGE, "a.doc"),
        ("<table><tr><td>姓名</td></tr></table>".encode(), "a.xls"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "a.doc"),
        (RTF, "a.doc"),
        (LOGIN, "a.pdf"),
        (PAGE, "download.jsp"),
    ],
)
def test_files_that_are_right_or_undecided(body: bytes, name: str) -> None:
    assert _fault(body, name) == ""


@pytest.mark.parametrize(
    ("body", "name", "fault"),
    [
        (ERROR, "a.doc", "提示页"),
        (ERROR, "a.pdf", "提示页"),
        (PAGE, "a.pdf", "是网页"),
        (PAGE, "a.xlsx", "是网页"),
        (_docx(), "a.pdf", "内容是Word文档"),
        (_pdf(), "a.xlsx", "内容是PDF"),
        (_docx()[:900], "a.docx", "不完整"),
        (_zip()[:60], "a.zip", "不完整"),
        (_pdf()[:40], "a.pdf", "不完整"),
    ],
)
def test_files_that_are_something_else(body: bytes, name: str, fault: str) -> None:
    assert fault in _fault(body, name)
