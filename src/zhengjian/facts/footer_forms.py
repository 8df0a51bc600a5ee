"""The forms in which the marks of a page's foot are met in the wild; ``footer`` says how they are used.

Generous on purpose: what is not recognised here may end as an accusation. Numbers are captured with what stands around
them, so that a malformed one is seen as malformed and not as missing. A form is looked for by its anchors first, plain
pieces of text of which one must be there, because searching a page for them costs a hundredth of its pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

WHOLE_POLICE_NUMBER = 14
PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝蜀川黔贵滇云藏陕秦甘陇青宁新"


@dataclass(frozen=True)
class Form:
    """A pattern, the pieces of text of which one must be there for it to match, and how far before them it may begin."""

    pattern: re.Pattern[str]
    anchors: tuple[str, ...]
    before: int = 40

    def hits(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """All matches from ``start`` on, in order."""
        places = [place for anchor in self.anchors if (place := text.find(anchor, start)) >= 0]
        return self.pattern.finditer(text, max(start, min(places) - self.before)) if places else iter(())

    def found(self, text: str) -> re.Match[str] | None:
        """A match, or None; the anchors are tried in turn, so the commonest stands first."""
        for anchor in self.anchors:
            place = text.find(anchor)
            if place >= 0 and (hit := self.pattern.search(text, max(0, place - self.before))):
                return hit
        return None


def form(pattern: str, *anchors: str, before: int = 40) -> Form:
    """A form from its pattern, which is compared without regard to case."""
    return Form(re.compile(pattern, re.IGNORECASE | re.MULTILINE), anchors, before)


SITE_CODE = form(
    r"(?:标\s*识\s*代?\s*码|标识编码|识别码|识别号|标识号|网站编码|网站编号|站点编码|(?:网站|站点)标识)"
    r"(?:\s*[（(][^）)\d\n]{0,12}[）)])?\s*[为是]?\s*[:：|/—-]?\s*[（(\[]?\s*((?:\d{10}|[Bb][Mm]\d{8})(?=[A-Za-z]{3})|[A-Za-z]{0,4}\d[0-9A-Za-z]{4,13}(?![0-9A-Za-z]))",
    *("识码", "识", "编码", "编号"),
)
SITE_CODE_BEFORE = form(r"(?<![0-9A-Za-z])(\d{10}|bm\d{8})\s*[（(]\s*(?:政府)?(?:网站)?标\s*识\s*码\s*[)）]", "识", before=60)
SITE_CODE_BLANK = form(r"标\s*识\s*码\s*[:：]\s*([Xx]{4,}|[$#]\{[^{}\n]{1,40}\})", "识")
SITE_CODE_LABEL = form(r"(?:网站|站点)标\s*识\s*码|标识码\s*[:：]", "识")
ICP = form(
    rf"([{PROVINCES}])?\s*I\s*C\s*P\s*[（(]?\s*(?:备案?|证)\s*[)）]?\s*(?:案?[序编]?号)?\s*[:：]?\s*[第字]?\s*"
    r"(\d{3,14}(?:[A-Za-z]{1,2}(?=\s*号))?)(?!\d)\s*号?(?:\s*[-－—_]\s*(\d{1,4})(?!\d))?",
    *("ICP", "icp", "Icp", "I C P"),
)
ICP_WORDS = form(r"(?<!公安)(?<!机关)(?<!联网)(?<!网安)备案(?:序|编)?号?\s*[:：]\s*(\S{0,4}\d{6,12}号?)", "备案")
ICP_LINK = form(r"(?:beian\.miit|miitbeian|miibeian)\.gov\.cn", "miit", "miibeian")
ICP_BLANK = form(rf"((?:[{PROVINCES}]\s*)?ICP\s*备\s*[Xx]{{4,}}\s*号?(?:-\d+)?)", "ICP", "icp")
POLICE_BLANK = form(rf"((?:[{PROVINCES}]\s*)?公网安备\s*[Xx]{{4,}}\s*号?)", "网安备")
POLICE = form(
    rf"([{PROVINCES}])?\s*公\s*网?\s*安\s*备\s*(?:案\s*)?(?:编?号)?\s*[:：]?\s*[（(]?第?\s*(\d{{2,20}}(?:[ \t\u3000\xa0]\d{{2,8}}){{0,5}})",
    *("安备", "安 备", "公网"),
)
POLICE_BEFORE = form(
    rf"(?<![0-9A-Za-z])(?P<number>\d{{10,14}})\s*号?\s*[（(]\s*(?P<place>[{PROVINCES}])?\s*公网安备\s*[)）]", "网安备", before=60
)
POLICE_LABEL = form(r"公\s*网?\s*安\s*备|公安(?:机关|联网|网)?备案", "安备", "安 备", "公安")
POLICE_WORDS = form(r"公安(?:机关|部|联网|网|网站)*备案(?:编号|号|标识)?\s*[:：]?\s*[（(]?\s*(\d{6,20})", "公安")
POLICE_LINK = form(
    r"(?<![a-z])beian\.(?:mps\.)?gov\.cn(?:[^\"'\s<>]{0,120}?(?:recordcode|code)=(\d{4,20}))?", *("beian.gov", "beian.mps"), before=0
)
POLICE_IMAGE = re.compile(
    r"公安备案|公网安备|备案图标|gongan|guohui|(?:^|[/_-])(?:beian|ghs|ga|batb|police)[\w-]*\.(?:png|gif|jpe?g|svg)", re.IGNORECASE
)

# The register's own front page is a mark only as a picture that leads there; as words it is a friend's link.
PARTY = form(
    r"_ideConac|\bdcs\.conac\.cn|\bconac\.cn/[^\"'\s<>]*(?:[?=]|\.js|show)|imgConac|[/_.-]conac[\w-]*\.(?:png|gif|jpe?g|svg|js)"
    r"|\bconac\.cn[^<>]*>\s*(?:<(?:span|i|b|p)\b[^<>]*>\s*)*<img",
    *("conac", "Conac", "CONAC"),
)
PARTY_IMAGE = re.compile(
    r"党政机关|事业单位|政府机关|dzjg|dangzheng|dzbz|dzbs|jiguan|jgbs|sydw|shiye|zfbs|conac"
    r"|(?:^|[/_ -])(?:red|blue)\d?\.(?:png|gif|jpe?g|svg)",
    re.IGNORECASE,
)
PARTY_TEXT = form(r"(?:党政机关|事业单位)(?:网站)?(?:标识|标志|网站)|^\s*(?:党政机关|事业单位)\s*$", "党政机关", "事业单位")
PARTY_RECORD = form(
    r"conac\.cn/[^\"'\s<>]{0,200}\b(?:id|method)=|conac\.cn/js/|_ideConac|show\w*\.(?:html?|jsp)\?", "conac", "Conac", before=20
)
PARTY_HOME = form(r"href\s*=\s*[\"']?\s*(?:https?:)?//(?:www\.|bszs\.)?conac\.cn/?(?:[\"'\s>]|index\.\w+)", "conac")
PARTY_WORDS = re.compile(r"党政机关|事业单位|政府机关|dzjg|dangzhengjiguan|conac", re.IGNORECASE)
REPORT = form(
    r"jiucuo\.(?:html?|js|png|gif|jpg)|_jiucuo_|_span_jiucuo|zfwzgl\.www\.gov\.cn|pucha\.kaipuyun\.cn|121\.43\.68\.40/exposure",
    *("jiucuo", "zfwzgl", "pucha.kaipuyun", "121.43.68.40"),
)
REPORT_IMAGE = re.compile(r"找错|政府网站.{0,3}错|jiucuo|zhaocuo|zfwzzc|wzzc|zfzc|find_?(?:wrong|error|mistake)", re.IGNORECASE)
REPORT_TEXT = form(r"网站\s*找\s*错|我\s*为\s*政\s*府\s*网\s*站|政\s*府\s*网\s*站\s*[找纠]\s*错", "网站", "网 站")
REPORT_CODE = form(
    r"""(?:site_?code\s*[=:]\s*(?:&#39;|&quot;|["'])?|\bLink\(\s*(?:&#39;|&quot;|["'])|jiucuo\.png\?v=)([0-9A-Za-z]{6,14})(?![0-9A-Za-z])""",
    *("site_code", "sitecode", "siteCode", "Link(", "jiucuo.png"),
)

SPONSOR_WORD = re.compile(r"主\s*[办管]|承\s*办|版\s*权|建设单位|[cC](?:opyright|OPYRIGHT)|©|\([cC]\)")
SPONSOR_AFTER = re.compile(r"\s*(单\s*位|所\s*有|方)?\s*([:：©|])?\s*([\u4e00-\u9fff][\u4e00-\u9fff（）()·、]{1,40})")
SPONSOR_BEFORE = re.compile(r"([\u4e00-\u9fff（）()·]{3,30})[ \t]*$")
SPONSOR_OWNER = re.compile(r"[^\n]{0,80}?([\u4e00-\u9fff（）()]{3,30})")
_GIVEN_BY = re.compile(r"^(?:(?:本|该)?(?:网站|网|站)?\s*由|(?:网站|本站|本网))")
_TAIL_WORDS = (
    r"技术(?:支持|保障|维护|服务)|(?:运行|网站)?维护[:：单]|运维|电话|热线|联系(?:方式|电话|我们|人|地址)|地址|邮编|邮箱|邮政编码"
    r"|备案[号序编]|版权(?:所有|归)|标识码"
)
_NEXT_WORD = re.compile(rf"主办|主管|承办|协办|{_TAIL_WORDS}|网站(?:地图|标识|声明|备案)")
_NO_NAME = re.compile(
    rf"(?:{_TAIL_WORDS}|主办|主管|承办|支持单位|政务热线|网站|传真|总?访问|浏览|点击|版本|建议|所有|声明|说明|侵权|保护|推荐|当前|今日|您)"
)
UNIT_NAME = re.compile(r"[\u4e00-\u9fff]{2,20}(?:人民政府|委员会|[局厅署]|办公室|管委会|支队|总队)(?![\u4e00-\u9fff])")

CONTACT = form(
    r"电\s*话|热\s*线|联\s*系\s*(?:方\s*式|我\s*们|人|电|地)|邮\s*箱|e-?mail|传\s*真|地\s*址|邮\s*编|邮政编码|\btel\b"
    r"|(?<!\d)0\d{2,3}[-—－) ]{1,3}\d{7,8}(?!\d)|[\w.-]+@[\w-]+\.[\w.]+",
    *("电", "热", "联", "邮", "mail", "MAIL", "Mail", "传", "地", "Tel", "TEL", "tel", "-", "—", "@", "0"),
)
CONTACT_BLANK = form(
    r"(?:电\s*话|热\s*线|传\s*真|联系方式)\s*[:：]?\s*((?:0\d{2,3}[-—－ ])?[Xx]{6,8})(?![0-9A-Za-z])", "话", "线", "真", "系方式", before=6
)
CONTACT_LINK = form(
    r"mailto:|lxwm|lianxiwomen|contact|联系我们|联系方式", "mailto:", "lxwm", "lianxiwomen", "contact", "联系我们", "联系方式"
)
SITEMAP = form(r"(?:网\s*站|站\s*点)\s*(?:地\s*图|导\s*航)|sitemap", "地图", "导航", "地 图", "itemap", "ITEMAP", "iteMap")
SITEMAP_LINK = form(r"site_?map|wzdt|zddt|wangzhanditu", "itemap", "ite_map", "iteMap", "wzdt", "zddt", "wangzhanditu")

IMAGE = re.compile(r"<(?:img|input|area)\b[^<>]{0,1500}>", re.IGNORECASE)
WORDS_OF_IMAGE = re.compile(
    r"""\b(?:src|alt|title|data-original|data-src|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE
)


def words_of(image: str) -> str:
    """What an image tag says of itself: its addresses, alternative text and title."""
    return " ".join(found[1] or found[2] or found[3] or "" for found in WORDS_OF_IMAGE.finditer(image))


def unlinked(shown: str, words: re.Pattern[str]) -> bool:
    """True when an image that says some words stands in no link and answers no click."""
    for tag in IMAGE.finditer(shown):
        if words.search(words_of(tag[0])) and "onclick" not in tag[0].lower():
            opened = max(shown.rfind("<a ", 0, tag.start()), shown.rfind("<A ", 0, tag.start()))
            return opened < max(shown.rfind("</a", 0, tag.start()), shown.rfind("</A", 0, tag.start())) or opened < 0
    return False


_SPOKEN_OF = re.compile(
    r"[^。！？\n]*(?:经查|通报|责令|整改|不符|不一致|失效|缺失|虚假|冒用|仿冒|假冒|案例|某(?:公司|单位|局|网站|县|市)|各(?:单位|部门|网站|地)|应(?:当)?(?:在|列明|标明))[^。！？\n]*[。！？]"
)
_OF_ITSELF = re.compile(
    r"主办单位\s*[:：]|主办\s*[:：]|由[一-鿿]{2,20}(?:主办|承办)|[一-鿿]{2,20}(?:主办|承办)[，,　 ]|版权|本(?:网|站|局|单位)"
)
_NAMED_MARKS = ("ICP备", "识码", "网安备", "找错", "党政机关")


def own_words(text: str) -> str:
    """A page's text without the sentences in which it reports on the marks of other sites."""
    if "。" not in text or not any(mark in text for mark in _NAMED_MARKS):
        return text
    return _SPOKEN_OF.sub(_unless_spoken_of, text)


def _unless_spoken_of(sentence: re.Match[str]) -> str:
    words = sentence[0]
    spoken_of = any(mark in words for mark in _NAMED_MARKS) and _OF_ITSELF.search(words) is None
    return "" if spoken_of else words


_SAID_BY_IMAGE = re.compile(r"""\b(?:alt|title|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def said_by(image: str) -> str:
    """What an image tag says in words: its alternative text and title. A whole foot may be one picture."""
    return " ".join(found[1] or found[2] or "" for found in _SAID_BY_IMAGE.finditer(image))


def joined(digits: str) -> str:
    """A number whose digits may stand in groups, such as 5188 0202 0001 23: at most the whole fourteen.

    What stands behind them is not its own, so a grouped number is never called too long.
    """
    first, *more = digits.split()
    return first if not more or len(first) >= WHOLE_POLICE_NUMBER else (first + "".join(more))[:WHOLE_POLICE_NUMBER]


def sponsors(text: str) -> tuple[str, ...]:
    """Names that stand after or before a word such as 主办单位, 承办 or 版权所有, or after a copyright sign; sponsors first.

    A bare 主办 follows its name more often than it leads one, so the name before it on its line counts first.
    """
    names = []
    for word in SPONSOR_WORD.finditer(text):
        after = (SPONSOR_AFTER if _chinese(word[0]) else SPONSOR_OWNER).match(text, word.end())
        before = SPONSOR_BEFORE.search(text[max(0, word.start() - 40) : word.start()])
        led = after is not None and (not _chinese(word[0]) or after[1] or after[2])
        for found in (after, before) if led else (before, after):
            name = _name_in(found[found.re.groups]) if found is not None else ""
            if name:
                names.append((not word[0].startswith("主"), name))
                break
    return tuple(dict.fromkeys(name for _, name in sorted(names, key=lambda named: named[0])))


def _chinese(word: str) -> bool:
    return "\u4e00" <= word[0] <= "\u9fff"


def _name_in(words: str) -> str:
    """The name of a unit at the beginning of some words; empty when they name none."""
    name = _GIVEN_BY.sub("", words)
    following = _NEXT_WORD.search(name, 2)
    name = (name[: following.start()] if following else name).rstrip("（(·、")
    return "" if len(name) < 2 or _NO_NAME.match(name) else name
