"""Hidden links (暗链) and hostile scripts: what visitors cannot see and search engines can.

One hidden link is a veto, because it shows that somebody else can write into the site. A finding needs a link, frame,
redirect or script that leads to a host nothing speaks for **and** a way of hiding that menus, tabs and dialogs do not
need, or the words of a trade that hijacks pages. Everything weaker is left to the "worth a look" list of the page.
The same link on many pages (a template) is one finding with its first page and the number of pages.
Links that a server shows only to spiders, to visitors from a search or to phones are hidden, too: a few pages are asked so.
Known limits: style sheets count only where they were fetched with the page; scripts are unpacked, never run.
"""

from __future__ import annotations

from zhengjian.checks._pages import Spot, dated, merged, unread
from zhengjian.checks._views import compared
from zhengjian.checks.base import About, met, unknown, violated
from zhengjian.facts.base import Coverage, Pages
from zhengjian.facts.hidden import HiddenLinks
from zhengjian.facts.hidden_items import HiddenLink
from zhengjian.facts.sightings import Sightings, value_of
from zhengjian.facts.views import Views
from zhengjian.model import Outcome

ABOUT = About(
    title="存在暗链或恶意脚本",
    wording="对安全攻击（如被篡改、挂马、植入暗链等）没有及时有效处置",
    clause="单项否决·安全、泄密事故等严重问题",
    document="国办秘函〔2019〕19号",
    finding_phrase="存在暗链",
)

NONE = "没有隐藏的站外链接"


def check(hidden: Pages[HiddenLinks], coverage: Coverage, views: Views | None, sightings: Sightings | None) -> Outcome:
    """One finding for each hidden link or hostile behaviour; the same one on many pages counts once."""
    spots = [Spot(reading, item.start, item.end, item.line, _key(item), item) for reading in hidden for item in reading.fact.certain]
    others = compared(views, frozenset({"links"}), NONE)
    findings = dated([*merged(spots, what=_what, value=value_of, expected=NONE), *others.findings], sightings)
    if findings:
        return violated(f"读取{len(hidden)}个页面，发现{len(findings)}处暗链或恶意脚本，允许0处", findings)
    why = unread(hidden, coverage) or others.doubt
    return unknown(why) if why else met(f"读取{len(hidden)}个页面，未发现暗链{others.beside}")


def _key(item: HiddenLink) -> tuple[str, ...]:
    return item.technique, item.target, item.text


def _what(item: HiddenLink) -> str:
    words = f"，含“{'、'.join(item.words[:3])}”" if item.words else ""
    many = f"，同一区域共{item.links}条" if item.links > 1 else ""
    text = f"，链接文字“{item.text}”" if item.text else ""
    place = f"；源代码第{item.line}行：{item.source[:120]}" if item.source else ""
    return f"{item.technique}：指向 {item.target or '（未解出）'}{text}{words}{many}{place}"
