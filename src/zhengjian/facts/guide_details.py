"""What a service guide says beyond its eight elements: who answers for it, its telephones, its legal basis, and its forms.

Only values that stand beside a label are taken, and only from pages that ``guide`` reads as guides. A form is *promised*
when the guide says that it can be downloaded and nothing on the page could be that download.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from zhengjian.facts import guide
from zhengjian.facts.base import Fact
from zhengjian.facts.footer_writers import own_scripts
from zhengjian.facts.page import Page, attr, squeeze
from zhengjian.facts.repealed import NUMBER as NUMBER_OF_DOCUMENT
from zhengjian.facts.repealed import bare
from zhengjian.facts.shell import shell_of
from zhengjian.facts.source import source_of
from zhengjian.model import Value


class Telephone(Value, array_like=True):
    """One number with the label beside it; ``number`` holds digits only, with the area code when the page gives it."""

    label: str
    number: str


class GuideForm(Value, array_like=True):
    """One link to a form: its words and its address."""

    text: str
    url: str


class GuideDetails(Fact):
    """The details of one guide; everything is empty on other pages.

    ``office`` is who handles the matter. ``basis`` holds the names (without 《》) and numbers of the documents that the
    legal basis names as valid. ``forms`` are links to forms, ``promised`` the words of downloads that are not there, and
    ``perhaps`` says in Chinese why a download that was not found may still be there.
    """

    office: str = ""
    telephones: tuple[Telephone, ...] = ()
    basis: tuple[str, ...] = ()
    forms: tuple[GuideForm, ...] = ()
    promised: tuple[str, ...] = ()
    perhaps: str = ""


_NUMBER = r"(?<![\d.])(?:[（(]?0\d{2,3}[）)]?[-—－–\s]{0,2})?[1-9]\d{6,7}(?![\d.])"
_PHONE_LABEL = r"(?:联系|咨询|办公|监督|投诉|服务|业务)(?:投诉|咨询|服务|监督|举报)?(?:电\s*话|热线)|电\s*话"
TELEPHONES = re.compile(rf"(?:^|[\s【\[（(、.。；;：:])({_PHONE_LABEL})[】\]）)]?[\s:：]{{0,6}}({_NUMBER}[^\n]{{0,40}})", re.MULTILINE)
NUMBER = re.compile(_NUMBER)
_OFFICE = re.compile(
    r"(?:实施|受理|办理|承办|审批|决定|服务|责任)(?:主体|机关|机构|单位|部门)[】\]）)]?[\s:：]{1,6}([\u4e00-\u9fff（）()]{4,30}?(?:局|委|委员会|厅|办公室|中心|处|所|院|部|队|馆|站|政府))(?=[\s，。；;、（(]|$)",
    re.MULTILINE,
)
_BASIS = re.compile(
    r"(?:设定|设立|法律|法定|办理|实施|政策|审批|许可)的?(?:法律)?依\s*据[】\]）)]?[\s:：]{1,6}([^\n]{4,2000})", re.MULTILINE
)
_NAMED = re.compile(r"(原|旧|已废止的?)?《([^《》\n]{4,60})》(?=([^《。；;\n]{0,20}))")
_NO_LONGER = re.compile(r"废止|失效|停止执行")
_FORM_KIND = r"表\s*格|样\s*表|空\s*表|空白表|申请表|登记表|申报表|备案表|审批表|报名表|审核表|承诺书|申请书|示范文本|样本|范本|格式文本"
_FORM_LINK = re.compile(rf"{_FORM_KIND}|[\u4e00-\u9fff]表(?:[.（(]|\s*$)")
_NO_FORM = re.compile(r"时间表|一览表|列表|代表|图表|报表|统计表|公示表|目录表|收费表|课程表|日程表|价目表|发表|外表|仪表")
_PROMISE = re.compile(rf"([\u4e00-\u9fff《》“”（）()]{{0,20}}(?:{_FORM_KIND})[》”）)]?)(?P<between>[^。；;\n]{{0,16}}?)下\s*载")
_ELSEWHERE = re.compile(
    r"网站|官网|网上|网址|登录|登陆|系统|平台|中心|窗口|大厅|公众号|APP|App|客户端|现场|领取|前往|www|http|自行|不(?:提供|能|可)|无需|打印"
)
_COULD_BE = re.compile(rf"下\s*载|附\s*件|点\s*击|{_FORM_KIND}|表$")
_MOST = 8000


def read(page: Page) -> GuideDetails:
    """Read a guide's details; nothing for any other page."""
    if not guide.of(page).is_guide:
        return GuideDetails(complete=page.complete)
    text = page.text[:_MOST]
    office = _OFFICE.search(text)
    forms = tuple(_forms(page))
    promised = () if forms else tuple(_promises(page, text))
    return GuideDetails(
        complete=page.complete,
        office=office[1] if office else "",
        telephones=tuple(telephones(text)),
        basis=tuple(_basis(text)),
        forms=forms[:20],
        promised=promised[:5],
        perhaps=_perhaps(page) if promised else "",
    )


def telephones(text: str) -> Iterator[Telephone]:
    """Every number that stands behind a telephone's label; several behind one label are several."""
    seen = set()
    for found in TELEPHONES.finditer(text):
        label = "".join(found[1].split())
        for number in NUMBER.findall(found[2]):
            digits = "".join(filter(str.isdigit, number))
            if (label, digits) not in seen:
                seen.add((label, digits))
                yield Telephone(label=label, number=digits)


def _basis(text: str) -> Iterator[str]:
    for found in _BASIS.finditer(text):
        for old, name, behind in _NAMED.findall(found[1]):
            if not old and not _NO_LONGER.search(behind):
                yield name.strip()
        if not _NO_LONGER.search(found[1]):
            yield from map(bare, re.findall(NUMBER_OF_DOCUMENT, found[1]))


def _forms(page: Page) -> Iterator[GuideForm]:
    """Links whose words name a form; one that leads to a service platform's page is none."""
    for anchor in page.anchors:
        text = squeeze(anchor.text or attr(anchor, "title"))[:80]
        url = page.resolve(attr(anchor, "href")) if _FORM_LINK.search(text) and not _NO_FORM.search(text) else None
        if url and url != page.url:
            yield GuideForm(text=text, url=url)


def _promises(page: Page, text: str) -> Iterator[str]:
    """Words that promise a download, on a page on which no link and no handler could be it."""
    found = [hit for hit in _PROMISE.finditer(text) if not _ELSEWHERE.search(hit["between"]) and not _NO_FORM.search(hit[1])]
    if not found:
        return
    handles = [*page.anchors, *page.select("[onclick], button, input[type=button], a:not([href])")]
    if any(_COULD_BE.search(squeeze(handle.text) + attr(handle, "title") + attr(handle, "value")) for handle in handles):
        return
    yield from dict.fromkeys(squeeze(hit[0]) for hit in found)


def _perhaps(page: Page) -> str:
    """Why a download that was not found may be there: pictures that are links, frames, or scripts that write lists of files."""
    if page.select("a img, [onclick] img, img[onclick]"):
        return "页面上有图片链接"
    if page.select("iframe, frame, object, embed"):
        return "页面内嵌了其他页面"
    if page.rendered:
        return ""
    source = source_of(page)
    scripted = bool(own_scripts(page, source.scripts)) or "<a" in source.written or "href" in source.written
    return shell_of(page) or ("页面脚本可能生成下载链接" if scripted else "")
