"""Codes in pictures of a site (QR and the like): where they lead, and whether that is a bad place.

Read from pictures whose name or words say that they are codes, as they are fetched. A code is a link that visitors' eyes
cannot read: what is behind it is judged as what is behind any link.
"""

from __future__ import annotations

import re
from typing import ClassVar

from zhengjian.facts import pictures
from zhengjian.facts.bad_terms import host_promotes, promotes, reports
from zhengjian.facts.base import Fact
from zhengjian.facts.hidden_items import HiddenLink
from zhengjian.facts.hosts import Whose, host_of, whose
from zhengjian.facts.links import Link
from zhengjian.model import Value

MOST_PIXELS = 4_000_000
"""Larger pictures are photographs: a code that is meant to be read from a page is small."""
TECHNIQUE = "二维码指向不良网站"
_ADDRESS = re.compile(r"https?://[^\s\u4e00-\u9fff]{4,2000}", re.IGNORECASE)
_NAMED = re.compile(
    r"qr|ewm|erwei|2wm|weixin|wechat|\bwx|wx\b|_wx|wx_|weibo|\bwb\b|gzh|code|douyin|xcx|barcode|guanzhu|follow|saoma", re.IGNORECASE
)
_CALLED = re.compile(r"二维码|扫一扫|扫码|微信|公众号|微博|抖音|快手|视频号|小程序|客户端|关注|头条号|新媒体|APP", re.IGNORECASE)
_DRAWN = frozenset({"png", "jpg", "jpeg", "gif", "bmp", "webp"})


class PictureCode(Value):
    """One code: its ``text``, and the address in it (``url``), empty when it holds none."""

    text: str
    url: str = ""


class PictureCodes(Fact):
    """二维码：网站图片中的二维码及其指向

    The reading of one picture; its address is the reading's. ``why`` says in Chinese why it was not read.
    """

    lack: ClassVar[str] = pictures.NO_CODES

    codes: tuple[PictureCode, ...] = ()
    why: str = ""


def likely(link: Link) -> bool:
    """Whether a picture on a page is likely to be a code, by its name and by the words that stand for it."""
    path = link.url.split("?", 1)[0].rsplit("/", 1)[-1]
    return path.rsplit(".", 1)[-1].lower() in _DRAWN and (_NAMED.search(path) is not None or _CALLED.search(link.text) is not None)


def of_picture(body: bytes) -> PictureCodes:
    """Read one picture."""
    texts, why = pictures.codes(body, MOST_PIXELS)
    return PictureCodes(complete=not why, codes=tuple(of_text(text) for text in texts), why=why)


def of_text(text: str) -> PictureCode:
    """A code by its text."""
    found = _ADDRESS.search(text)
    return PictureCode(text=text, url=found[0] if found else "")


def bad(codes: tuple[PictureCode, ...], own: str) -> tuple[HiddenLink, ...]:
    """The codes that lead to a stranger of a bad trade, by the address or by the words around it."""
    found = []
    for code in codes:
        host = host_of(code.url)
        if host and whose(host, own) is Whose.UNKNOWN:
            around = code.text.replace(code.url, " ")
            if words := host_promotes(host) or ([] if reports(around) else promotes(around)):
                found.append(
                    HiddenLink(technique="二维码指向不良网站", target=code.url[:500], text=code.text[:100], words=tuple(words[:8]))
                )
    return tuple(found)
