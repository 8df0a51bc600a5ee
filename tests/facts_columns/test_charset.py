"""Bytes of pages to text: lying labels, broken bytes, and labels that no browser knows."""

from __future__ import annotations

import pytest

from zhengjian.facts.charset import decode_body

TEXT = "<html><body>" + "市政府关于开展汛期安全检查的通知，请各单位认真贯彻执行。" * 60 + "</body></html>"


@pytest.mark.parametrize(
    ("real", "header", "meta"),
    [
        ("utf-8", "text/html; charset=utf-8", ""),
        ("utf-8", "text/html; charset=iso-8859-1", ""),
        ("utf-8", "text/html; charset=gb2312", "gb2312"),
        ("utf-8", "", ""),
        ("utf-8", "text/html; charset=utf-7", ""),
        ("gb18030", "text/html; charset=gb2312", ""),
        ("gb18030", "text/html", "gb2312"),
        ("gb18030", "text/html; charset=utf-8", "utf-8"),
        ("gb18030", "text/html; charset=ISO-8859-1", "gbk"),
        ("gb18030", "", ""),
        ("big5", "text/html; charset=big5", ""),
        ("utf-16-le", "text/html; charset=utf-16", ""),
    ],
)
def test_the_text_is_right_whatever_the_label_says(real: str, header: str, meta: str) -> None:
    text = "政府網站公告" * 80 if real == "big5" else TEXT
    if meta:
        text = f'<meta charset="{meta}">{text}'
    got, _, whole = decode_body(text.encode(real), header)
    assert got == text and whole


@pytest.mark.parametrize("label", ["utf-7", "zlib", "rot13", "unicode_escape", "idna", "raw_unicode_escape", "no-such-thing"])
def test_a_label_that_browsers_do_not_know_is_not_used(label: str) -> None:
    got, name, _ = decode_body(b"+ADw-script+AD4- \\u4e2d abc", f"text/html; charset={label}")
    assert "script" in got and "<script" not in got and name == "utf-8"


def test_the_byte_order_mark_wins() -> None:
    assert decode_body(b"\xef\xbb\xbf" + TEXT.encode(), "text/html; charset=gbk")[0] == TEXT


@pytest.mark.parametrize("real", ["utf-8", "gb18030"])
def test_a_cut_title_costs_a_character_and_not_the_page(real: str) -> None:
    body = TEXT.encode(real)
    place = body.index("通知".encode(real)) + 1
    got, name, whole = decode_body(body[:place] + b"<" + body[place + 1 :], f"text/html; charset={real}")
    assert whole and name == real and "贯彻执行" in got and got.count("\ufffd") <= 2


def test_a_page_that_is_mostly_garbage_is_not_whole() -> None:
    assert not decode_body(bytes(range(128, 256)) * 40, "text/html; charset=utf-8")[2]
