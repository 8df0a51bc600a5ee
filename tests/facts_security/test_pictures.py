"""Codes and words in pictures: read where the packages are installed, said in words where they are not, bounded always."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from datetime import datetime
from typing import Any

import docx
import pytest
import qrcode

from zhengjian.facts import documents, picture_codes, pictures
from zhengjian.facts.links import Link
from zhengjian.facts.pictures import Effort
from zhengjian.rulebook import load
from zhengjian.service import single
from zhengjian.service.single import Item

RULES = load("national-2019")
NOW = datetime.fromisoformat("2025-06-20T12:00:00+08:00")
FONT = (
    subprocess.run(["fc-match", "-f", "%{file}", "Noto Sans CJK SC"], capture_output=True, text=True).stdout
    if shutil.which("fc-match")
    else ""
)
needs_codes = pytest.mark.skipif(not pictures.can_read_codes(), reason="the packages of the extra qr are not installed")
needs_words = pytest.mark.skipif(
    not pictures.can_read_words() or "CJK" not in FONT, reason="the packages of the extra ocr, or a Chinese font, are not installed"
)


def a_code(text: str) -> bytes:
    out = io.BytesIO()
    qrcode.make(text).save(out)
    return out.getvalue()


def drawn(*lines: str) -> bytes:
    image, draw, font = (pytest.importorskip(f"PIL.{name}") for name in ("Image", "ImageDraw", "ImageFont"))
    picture = image.new("RGB", (720, 40 + 48 * len(lines)), "white")
    for number, line in enumerate(lines):
        draw.Draw(picture).text((20, 20 + 48 * number), line, font=font.truetype(FONT, 26), fill="black")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def outcomes(body: bytes, name: str) -> dict[str, Any]:
    return {outcome.check: outcome for outcome in single.check(Item("甲", body, name), RULES, NOW)}


@needs_codes
def test_a_code_is_judged_by_where_it_leads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single, "MOST_PICTURES", 0)
    assert outcomes(a_code("https://www.yabo88.vip/app"), "a.png")["hidden-links"].verdict == "violated"
    assert outcomes(a_code("http://www.mouxian.gov.cn/"), "a.png")["hidden-links"].verdict != "violated"
    (finding,) = outcomes(a_code("王芳 身份证号510102199003071234"), "a.png")["privacy-leak"].findings
    assert finding.where == "a.png 二维码" and "510102199003071234" not in str(finding)


@needs_codes
def test_codes_in_archives_and_documents_are_found() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("图/码.png", a_code("https://bet5588.vip/"))
    parts = documents.read(out.getvalue(), "a.zip").parts
    assert [(part.kind, part.text) for part in parts if part.kind == "code"] == [("code", "https://bet5588.vip/")]


@needs_words
def test_words_in_pictures_scans_and_documents_are_judged() -> None:
    picture = drawn("低保对象 王芳 身份证号510102199003071234", "中国入民银行")
    found = outcomes(picture, "名单.png")
    assert found["privacy-leak"].verdict == found["wrong-wording"].verdict == "violated"
    out, document = io.BytesIO(), docx.Document()
    document.add_picture(io.BytesIO(picture))
    document.save(out)
    assert outcomes(out.getvalue(), "名单.docx")["privacy-leak"].verdict == "violated"


def test_without_the_packages_the_outcome_is_unknown_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = a_code("http://www.mouxian.gov.cn/")
    missing = {"zxingcpp", "rapidocr"}
    real = pictures._package
    monkeypatch.setattr(pictures, "_package", lambda name: None if name in missing else real(name))
    found = outcomes(picture, "a.png")
    assert {outcome.verdict for outcome in found.values()} == {"unknown"}
    assert "安装时加选 ocr" in found["privacy-leak"].why and "安装时加选 qr" in found["hidden-links"].why
    missing |= {"PIL.Image"}
    assert {outcome.verdict for outcome in outcomes(picture, "a.png").values()} == {"unknown"}


def test_without_effort_words_are_said_to_be_unread_and_large_or_broken_pictures_never_stall() -> None:
    assert pictures.NOT_WORDS in documents.read(a_code("x"), "a.png").unread
    pillow = pytest.importorskip("PIL.Image")
    out = io.BytesIO()
    pillow.new("1", (20_000, 20_000)).save(out, "PNG")
    assert documents.read(out.getvalue(), "a.png", effort=Effort(1)).unread == (pictures.TOO_LARGE,)
    for body in (b"\x89PNG\r\n\x1a\n", b"GIF89a\x01\x00", b"BM" + b"\x00" * 60, a_code("x")[:120]):
        assert documents.read(body, "a.png", effort=Effort(1)).parts == ()
        assert documents.read(body, "a.png", effort=Effort(1)).unread
    assert pictures.codes(b"\x89PNG\r\n\x1a\nbroken", 1_000)[0] == ()


@pytest.mark.parametrize(
    ("name", "words", "looked_at"),
    [
        ("/images/ewm.png", "", True),
        ("/images/gz_wx.jpg", "", True),
        ("/upload/1.png", "扫码关注微信公众号", True),
        ("/upload/banner.png", "春季植树", False),
        ("/upload/ewm.svg", "二维码", False),
        ("/images/logo.gif", "", False),
    ],
)
def test_which_pictures_look_like_codes(name: str, words: str, looked_at: bool) -> None:
    assert picture_codes.likely(Link(href=name, url=f"http://www.x.gov.cn{name}", text=words, kind="image")) is looked_at
