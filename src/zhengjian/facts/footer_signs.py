"""The signs in a page's source that tell where its foot is, and what else on the page must be read.

Most pages of a site end in the same foot, whose reading is remembered. What is left to know of a page is whether anything
before the foot could add a mark or write one: that is told by plain pieces of text, looked for in one pass (``source_signs``).
"""

from __future__ import annotations

from zhengjian.facts.source_signs import SourceSigns

HARD_SIGNS = ("conac", "jiucuo", "ICP", "识码", "网安备")
WORDS_OF_FOOT = ("foot", "bottom", "opyright", "主办", "主 办", "主　办", "版权", "网站地图", "联系我们")
WRITERS = (
    *("<script", "<SCRIPT", "<Script", "frame", "FRAME", "Frame", "nclude", "{{", "v-html", "v-text"),
    *("-foot", "-bottom", "-copyright", "<my-", "<site-", "<gov-", "<foot-", "<footer-", "<bottom-"),
)
OF_MARK: dict[str, tuple[str, ...]] = {
    "party_mark": (
        *("conac", "Conac", "党政机关", "事业单位", "政府机关", "dzjg", "dzbz", "dzbs", "jiguan", "jgbs", "sydw", "shiye", "zfbs"),
        *("dangzheng", "red.", "red1.", "red2.", "blue.", "blue1.", "blue2."),
    ),
    "report_entry": (
        *("jiucuo", "zfwzgl", "kaipuyun", "121.43", "找错", "zhaocuo", "wzzc", "zfzc", "我为政府"),
        *("find_", "findw", "finde", "findm"),
    ),
    "site_code": ("识码", "识别", "标识", "识代码", "识编码", "站编", "点编", "标 识", "标　识", "标&", "识 码", "识　码", "识&"),
    "icp": ("ICP", "icp", "Icp", "备案", "miit", "miibeian"),
    "police": ("安备", "公安", "beian", "gongan", "guohui", "police", "batb", "ghs.", "/ga.", "_ga."),
    "sponsor": ("主办", "主管", "承办", "版权", "opyright", "OPYRIGHT", "©", "(c)", "&copy", "主 办", "主　办", "主&", "主　　"),
    "contact": (
        *("电话", "联系", "热线", "邮", "mail", "传真", "地址", "Tel", "TEL", "tel", "lxwm", "contact", "lianxi", "@"),
        *("电 ", "电　", "电&", "地 ", "地　", "地&"),
    ),
    "sitemap": (
        "站地图",
        "点地图",
        "站导航",
        "点导航",
        "站 地",
        "站　地",
        "点 导",
        "itemap",
        "ITEMAP",
        "iteMap",
        "ite_map",
        "wzdt",
        "zddt",
    ),
}
NEAR = frozenset({"sponsor", "contact", "sitemap"})  # ordinary words: they count only where a foot may be
ESCAPED = ("\\u", "%u", "unescape(")  # text that is not there to be seen
REACH, BEFORE = 8000, 1500


VOCABULARY = (*HARD_SIGNS, *WORDS_OF_FOOT, *WRITERS, *ESCAPED, *(sign for signs in OF_MARK.values() for sign in signs))


def first_of_foot(signs: SourceSigns) -> int | None:
    """The first sign of the foot: a hard one near the end, or a word of a foot shortly before it."""
    near = max(0, signs.length - REACH)
    hard = signs.first(HARD_SIGNS, near, signs.length)
    end = signs.length if hard is None else hard
    word = signs.first(WORDS_OF_FOOT, near if hard is None else max(near, end - BEFORE), end)
    return hard if word is None else word


def may_hold(signs: SourceSigns, mark: str, start: int) -> bool:
    """True when something before ``start`` could be the mark, so that the whole page must be read for it."""
    near = max(0, start - REACH) if mark in NEAR else 0
    return signs.first(OF_MARK[mark], near, start) is not None or signs.first(ESCAPED, 0, start) is not None


def may_write(signs: SourceSigns) -> bool:
    """True when anything on the page could write marks."""
    return signs.has(*WRITERS)
