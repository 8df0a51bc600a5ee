"""A service guide (办事指南) as its page shows it: which of the eight elements it names, and words that promise too little.

A page is a guide when its title says so and it names at least three elements as labels, or when it names five with the
matter's name or its legal basis among them. Elements count by many names, because every system has its own; a link of
that name to another page is none, and one that an attachment may hold is left open.
"""

from __future__ import annotations

import re

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page, attr, squeeze
from zhengjian.facts.shell import shell_of
from zhengjian.facts.source_signs import GUIDE

ELEMENTS: dict[str, str] = {
    "name": "事项名称",
    "basis": "设定依据",
    "conditions": "申请条件",
    "materials": "办理材料",
    "place": "办理地点",
    "hours": "办理时间",
    "phone": "联系电话",
    "process": "办理流程",
}


class Guide(Fact):
    """What a page shows of a service: the elements it names, in their official order, and its vague words.

    ``is_guide`` is False for any other page. ``open`` says in Chinese why elements that were not found may still be
    there; empty when they are not.
    """

    is_guide: bool = False
    title: str = ""
    shown: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    open: str = ""

    @property
    def lacking(self) -> list[str]:
        """The elements that the page does not name, by their official names."""
        return [chinese for name, chinese in ELEMENTS.items() if name not in self.shown]


_END = r"(?:\s|[:：】\]）)]|$)"
_LEAD = r"(?:^|[\s【\[（(、.．:：])"
_DOING = r"(?:申请|申报|办理|受理|提交|需提交|应提交|所需|办事|审批|许可|服务)"
_WORDS: dict[str, tuple[str, ...]] = {
    "name": (r"(?:服务|办理|实施|主项|子项)?(?:事项|项目)(?:的)?名\s*称", "基本信息", "事项类型", "业务名称"),
    "basis": (r"(?:事项)?(?:设定|设立|法律|法定|办理|实施|政策|审批|许可)的?(?:法律)?依\s*据", "依据(?:文件)?"),
    "conditions": (rf"{_DOING}的?(?:条\s*件|对象)", "(?:准予批准的?|准入|享受)条件", "适用(?:范围|对象)", "申请人(?:条件)?"),
    "materials": (rf"{_DOING}的?(?:全部)?(?:材\s*料|资料|要件|证件)(?:目录|清单|名称|要求)?", "材料(?:清单|目录|名称)"),
    "place": (rf"(?:{_DOING}|办公|咨询|窗口|实施|领取)的?(?:窗口)?(?:地\s*[点址]|场所|位置)", "地址", "(?:办理|受理)窗口"),
    "hours": (
        rf"(?:{_DOING}|办公|工作|咨询|上班|接待|窗口)的?时\s*[间段]",
        r"(?:法定|承诺)?(?:办理|办结)?时\s*限",
        "(?:办理|承诺)期限",
        "工作日",
    ),
    "phone": (r"(?:联系|咨询|办公|监督|投诉|服务|业务|窗口)(?:投诉|服务|监督)?(?:电\s*话|方式|热线|渠道)", r"电\s*话"),
    "process": (rf"(?:{_DOING}|业务|工作)的?(?:基本)?(?:流\s*程|程\s*序|步骤|环节)(?:图|说明)?", r"流\s*程\s*图?", r"程\s*序", "办理方式"),
}
_LABELS = {name: re.compile(rf"{_LEAD}(?:{'|'.join(words)}){_END}", re.MULTILINE) for name, words in _WORDS.items()}
_TITLED = re.compile(r"办事指南|服务指南|办理指南|办事须知|服务事项|事项指南|业务指南|指南")
_OTHER = re.compile(r"招聘|招生|公开指南|信息公开|旅游|投资指南|出行|申请公开|项目申报|通知|公告")
_VAGUE = re.compile(
    r"(?:其他|其它|有关|相关)的?(?:证明|申请|审批)?(?:材料|资料|证件|文件)(?=\s*(?:[。；;，,）)]|$|等))"
    r"|(?:材料|资料|证件|文件)等(?:材料|资料)?(?=\s*(?:[。；;]|$))",
    re.MULTILINE,
)
_MATERIALS = re.compile(r"材\s*料|资料|证件|要件")
_ELSEWHERE = re.compile(r"详见附件|见附件|附件下载|点击(?:查看|下载)|查看详情|在线办理|指南下载")
_TITLED_LEAST, _ANY_LEAST = 3, 5
_MARKERS = " \t\u3000*-•·"
SIGNS = 2  # so many of the plain words of guides must stand in the source
_MOST = 8000  # characters of a guide's text that are looked at


def of(page: Page) -> Guide:
    """The page's guide, worked out once for all its readers."""
    found: Guide | None = page.shared.get("guide")
    if found is None:
        found = page.shared["guide"] = _read(page)
    return found


def read(page: Page) -> Guide:
    """Read a guide; almost nothing for other pages."""
    return of(page)


def _read(page: Page) -> Guide:
    if page.depth == 0 or len(page.signs.places.keys() & GUIDE) < SIGNS:
        return Guide(complete=page.complete)
    heading = page.document.select_one("h1")
    title = (squeeze(heading.text) if heading is not None else "") or page.title
    links = {squeeze(anchor.text) for anchor in page.anchors if page.resolve(attr(anchor, "href"))}
    text = "\n".join(line for line in page.text[:_MOST].split("\n") if line.strip(_MARKERS) not in links)
    shown = tuple(name for name, label in _LABELS.items() if label.search(text))
    titled = _TITLED.search(f"{title}\n{page.title}") is not None and not _OTHER.search(title)
    of_form = {"name", "basis"} <= set(shown) or (bool({"name", "basis"}.intersection(shown)) and not _OTHER.search(title))
    if len(shown) < (_TITLED_LEAST if titled else _ANY_LEAST) or not (titled or of_form):
        return Guide(complete=page.complete)
    if "name" not in shown and title:
        shown = ("name", *shown)  # the heading names it
    elsewhere = _ELSEWHERE.search(text)
    open_ = shell_of(page) or (f"“{elsewhere[0]}”" if elsewhere else "")
    lines = [line for line in text.split("\n") if _MATERIALS.search(line)]
    vague = dict.fromkeys(hit[0] for line in lines for hit in _VAGUE.finditer(line))
    return Guide(complete=page.complete, is_guide=True, title=title[:80], shown=shown, vague=tuple(vague)[:5], open=open_)
