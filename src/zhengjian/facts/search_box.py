"""Finding a search box that can be used without scripts, and reading the page that answers it.

Not a fact: looks at a site's search use it. Everything that only a script could do is left alone.
"""

from __future__ import annotations

import re
from typing import Literal
from urllib.parse import quote_plus

from zhengjian.facts.page import Element, Page, attr
from zhengjian.model import Value

_SPEAKS = re.compile(r"search|sousuo|query|keyword|检索|搜索|全文|站内", re.IGNORECASE)
_NOTHING = re.compile(
    r"(?:没有|未能?|无法)(?:找到|搜索到|检索到|查询到|搜到|查到)|找不到|(?:没有|暂无|无)(?:相关|符合|匹配|满足)[^。，,]{0,8}(?:结果|内容|信息|记录|数据|文档)"
    r"|(?:^|[^\d.,])0\s*(?:条|个|篇|项)(?:相关)?(?:结果|记录|信息|内容)|(?:共|找到|搜索到|检索到|约)\s*0\s*(?:条|个|篇|项)"
)
_SPACES = re.compile(r"\s+")


class SearchBox(Value):
    """Where a box sends its words: ``action`` with ``field`` and the form's own hidden ``fields``, in a ``charset``."""

    action: str
    field: str
    fields: tuple[tuple[str, str], ...] = ()
    charset: str = "utf-8"

    def address(self, words: str) -> str:
        """The address that a browser would ask for."""
        pairs = [*self.fields, (self.field, words)]
        query = "&".join(f"{_quoted(name, self.charset)}={_quoted(value, self.charset)}" for name, value in pairs)
        return f"{self.action.split('#', 1)[0].split('?', 1)[0]}?{query}"


def find(page: Page) -> SearchBox | None:
    """The page's search box when it is a plain GET form with one field for words; None when a script has a hand in it."""
    for form in page.select("form"):
        if attr(form, "method").lower() not in {"", "get"} or attr(form, "onsubmit"):
            continue
        action = page.resolve(attr(form, "action")) or ""
        inputs = form.select("input, select, textarea, button")
        boxes = [box for box in inputs if box.tag == "input" and attr(box, "type").lower() in {"", "text", "search"} and attr(box, "name")]
        if len(boxes) != 1 or not action.startswith("http") or any(_scripted(box) for box in inputs):
            continue
        words = " ".join(
            [action, *(attr(box, name) for box in (form, *inputs) for name in ("id", "name", "class", "placeholder", "value"))]
        )
        if _SPEAKS.search(words):
            hidden = tuple(
                (attr(box, "name"), attr(box, "value")) for box in inputs if attr(box, "type").lower() == "hidden" and attr(box, "name")
            )
            charset = attr(form, "accept-charset").split(",")[0].strip() or page.charset
            return SearchBox(action=action, field=attr(boxes[0], "name"), fields=hidden, charset=charset)
    return None


def answer(page: Page, title: str) -> Literal["found", "none", "unclear"]:
    """Whether an answer page links to something of this title, says itself that there is nothing, or neither."""
    wanted = _SPACES.sub("", title)
    if any(wanted in _SPACES.sub("", link.text) for link in page.anchors):
        return "found"
    return "none" if _NOTHING.search(page.text) else "unclear"


def _scripted(box: Element) -> bool:
    """True for a button or field that calls a script instead of sending the form."""
    kind = attr(box, "type").lower()
    return bool(attr(box, "onclick") or attr(box, "onkeydown")) or kind == "button"


def _quoted(text: str, charset: str) -> str:
    try:
        return quote_plus(text.encode(charset, "xmlcharrefreplace"))
    except LookupError:
        return quote_plus(text)
