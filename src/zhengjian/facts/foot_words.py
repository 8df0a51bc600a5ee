"""The plain pieces of text that speak of a page's foot: what its marks may begin with, and what may write them."""

from __future__ import annotations

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


VOCABULARY = (*HARD_SIGNS, *WORDS_OF_FOOT, *WRITERS, *ESCAPED, *(sign for signs in OF_MARK.values() for sign in signs))
