"""Whether a file behind a link is what its name says: read from attachments as they are fetched, never from pages.

Content decides. Members of one family pass for each other, because offices open them all the same (a DOCX named .doc, a
workbook saved as a page); a file that may only be read with a password, or in a format that is not read here, is no fault.
"""

from __future__ import annotations

from zhengjian.facts import link_target
from zhengjian.facts.base import Fact
from zhengjian.facts.documents import Document
from zhengjian.facts.links import ending_of
from zhengjian.facts.page import Page

FAMILIES = {
    "pdf": "PDF",
    **dict.fromkeys(("doc", "docx", "wps", "rtf"), "Word文档"),
    **dict.fromkeys(("xls", "xlsx", "et", "csv"), "电子表格"),
    **dict.fromkeys(("ppt", "pptx", "dps"), "演示文稿"),
    "ofd": "OFD文档",
    **dict.fromkeys(("zip", "rar", "7z"), "压缩包"),
}
_KINDS = {"pdf": "PDF", "docx": "Word文档", "xlsx": "电子表格", "pptx": "演示文稿", "ofd": "OFD文档", "image": "图片"}
_STRICT = frozenset({"pdf", "docx", "xlsx", "pptx", "ofd", "zip", "rar", "7z"})  # a page under another name opens in no program
_OFFICE = (b"urn:schemas-microsoft-com:office", b"ProgId", b"mso-")
_ENDS = 2048


class Attachment(Fact):
    """What a file's name claims (its ending), and in Chinese why it is not that; ``fault`` is empty when it is, or may be."""

    claimed: str = ""
    fault: str = ""


def of_file(body: bytes, url: str, document: Document) -> Attachment:
    """Hold a whole file against the ending of its address. ``document`` is what could be read of it."""
    claimed = ending_of(url)
    return Attachment(claimed=claimed, fault=_fault(body, url, claimed, document) if claimed in FAMILIES else "")


def _fault(body: bytes, url: str, claimed: str, document: Document) -> str:
    if document.kind == "html" and not any(sign in body[:4000] for sign in _OFFICE):
        page = Page.of(body[:65536], url)
        found = link_target.read(page)
        if found.kind == "not-found":
            return f"打开后是“{found.why}”提示页，不是文件"
        gate = bool(page.select("input[type=password]")) or (not page.text.strip() and bool(page.select("script")))
        return "打开后是网页，不是文件" if claimed in _STRICT and not gate else ""
    shown = _KINDS.get(document.kind, "")
    if shown and shown != FAMILIES[claimed]:
        return f"名为{FAMILIES[claimed]}，内容是{shown}"
    torn = any("已损坏" in reason for reason in document.unread)
    if torn and body.startswith(b"PK") and b"PK\x05\x06" not in body[-66_000:]:
        return "文件不完整，打不开"
    if torn and body.startswith(b"%PDF") and b"%%EOF" not in body[-_ENDS:]:
        return "文件不完整，打不开"
    return ""
