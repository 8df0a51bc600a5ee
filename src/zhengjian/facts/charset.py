"""Bytes to text, as robustly as a browser and less credulous: declared charsets lie.

Bytes that are valid UTF-8 are UTF-8, whatever they are called: Chinese text in another charset never is by chance. Only
labels that browsers know are believed; a server's string is never handed to the codec registry (``utf-7`` is no charset of
the web). A few broken bytes, as cut titles leave them, cost a few characters and not the page.
"""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([a-zA-Z0-9_\-:]{2,24})""", re.IGNORECASE)
_HEADER = re.compile(r"""charset\s*=\s*["']?\s*([a-zA-Z0-9_\-:]{2,24})""", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_GB = ("gb2312", "gbk", "gb18030", "x-gbk", "cp936", "ms936", "hz-gb-2312", "euc-cn", "gb_2312-80", "chinese", "csgb2312", "iso-ir-58")
_MULTIBYTE = {
    **dict.fromkeys(_GB, "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5", "csbig5"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji"), "shift_jis"),
    **dict.fromkeys(("euc-jp", "x-euc-jp"), "euc_jp"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "korean"), "euc_kr"),
    **dict.fromkeys(("utf-16", "utf-16le", "unicode", "ucs-2"), "utf-16-le"),
    "utf-16be": "utf-16-be",
    "utf-8": "utf-8",
    "utf8": "utf-8",
}
# One lost character in a thousand is a cut title; more is a page that was not read.
_TOLERATED = 1_000


def decode_body(body: bytes, content_type: str = "") -> tuple[str, str, bool]:
    """Text, the charset really used, and whether the text is as good as whole.

    Ladder: byte-order mark → UTF-8 strictly → the declared charset strictly → GB18030 strictly → UTF-8, the declared one
    or GB18030 with replacement, whichever loses least.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            text = body[len(mark) :].decode(name, "replace")
            return text, name, _as_good_as_whole(text)
    declared = declared_charset(body, content_type)
    wide = declared if declared.startswith("utf-16") else ""
    for name in dict.fromkeys(filter(None, (wide, "utf-8", declared, "gb18030"))):
        try:
            text = body.decode(name)
        except UnicodeDecodeError:
            if name == "utf-8":
                broken = _mostly_utf8(body)
                if broken is not None:
                    return broken, "utf-8", _as_good_as_whole(broken)
            continue
        return text, name, True
    text, name = min(
        ((body.decode(name, "replace"), name) for name in dict.fromkeys((declared or "gb18030", "gb18030", "utf-8"))), key=_lost
    )
    return text, name, _as_good_as_whole(text)


def declared_charset(body: bytes, content_type: str) -> str:
    """The multi-byte charset that the header, else the page declares; empty for none, an unknown one, or a single-byte one.

    A single-byte charset decodes anything and so proves nothing: servers send ``iso-8859-1`` by default.
    """
    header = _HEADER.search(content_type)
    meta = _META.search(body[:4096])
    for label in (header[1] if header else "", meta[1].decode("ascii") if meta else ""):
        name = _MULTIBYTE.get(label.lower())
        if name:
            return name
    return ""


def _mostly_utf8(body: bytes) -> str | None:
    """The text when the bytes are UTF-8 with a few broken ones: every Chinese character in it is two bytes longer than one."""
    text = body.decode("utf-8", "replace")
    lost = text.count("�")
    read = (len(body) - len(text)) // 2
    return text if lost * 20 <= read else None


def _lost(candidate: tuple[str, str]) -> int:
    return candidate[0].count("�")


def _as_good_as_whole(text: str) -> bool:
    return text.count("�") * _TOLERATED <= max(len(text), 2 * _TOLERATED)
