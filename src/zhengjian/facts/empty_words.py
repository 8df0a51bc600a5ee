"""Answers to citizens that say nothing: nothing but courtesy, a promise, or “ask the department concerned”.

Not a fact: a rule. What is known to say nothing is taken away, piece by piece; an answer is empty only when not one character
is left. So every telephone number, document, place, name and every fact of any kind makes it an answer, however short.
"""

from __future__ import annotations

import re
import unicodedata

_WHO = r"(?:您|你|贵?单位|网友|网民|市民|群众|用户|来信人|留言人|先生|女士|同志|朋友)"
_WE = r"(?:我们|我(?:局|单位|部门|委|厅|办|中心|镇|乡|街道|县|市|区|院|处|馆|站|网站?)|本(?:局|单位|部门|网站?|站)|工作人员)"
_SAID = r"(?:留言|来信|来电|信件|邮件|咨询|诉求|提问|问题|反映|建议|意见|投诉|求助|情况|事项|内容)"
_GIVEN = rf"(?:(?:{_SAID}|关注|关心|支持|理解|监督|参与|信任|配合|提醒|指正|宝贵)(?:和|与|及|以及|、)?(?:的)?)+"
_SOME = r"(?:相关|有关|当地|所在地|属地|辖区|主管|具体|上级|职能|业务|对应|其他|承办|负责)"
_OFFICE = r"(?:主管|职能|业务|行政)?(?:部门|单位|机构|科室|窗口|股室|处室)"
_BUSY = r"(?:研究|处理|办理|核实|解决|答复|回复|调查|核查|了解|落实|跟进|整改|反馈|改进|协调|督促|完善|优化|修复)"

_COURTESY = (
    rf"(?:尊敬的)?{_WHO}*(?:好|您好|你好)",
    rf"尊敬的|{_WHO}(?=\s*[:,!])",
    rf"(?:非常|十分|衷心|诚挚|再次)?(?:的)?感谢{_WHO}*(?:们)?(?:一直以来|长期以来)?(?:对[^，。；！,;!]{{0,24}}?的?{_GIVEN}|的?{_GIVEN})?",
    rf"{_WHO}*(?:的|所|在[^，。；]{{0,16}}上)?(?:提交|提出|反映)?的?(?:{_SAID}(?:和|与|及|、)?)*{_WE}*(?:均|都)?(?:已经?)?(?:收悉|收到|知悉|悉知|获悉|受理|登记|记录在案|阅知|阅)(?:了)?",
    r"(?:现|特|就此|兹)?(?:将|就)?(?:有关|相关)?(?:情况|问题)?(?:作|做|予以)?(?:答复|回复|反馈)(?:如下)?",
    r"特此(?:答复|回复|函复|说明)|此复|谢谢(?:您|你|大家)?|再见|抱歉|对不起|敬请谅解|请(?:您|你)?谅解|给(?:您|你)带来不便",
    r"(?:最后)?祝(?:您|你)?(?:及家人)?(?:(?:生活|工作|学习|身体|阖家|万事|心情|一切)(?:愉快|顺利|健康|幸福|如意|安康)(?:和|与|、)?)+",
    rf"如(?:果)?(?:{_WHO})?(?:还|仍|再|另)?有(?:其他|任何|其它)?(?:疑问|问题|不明(?:之处)?|需要)",
    r"欢迎(?:您|你)?(?:继续|再次)?(?:关注|监督|来信|咨询|留言)",
)
_LATER = (
    rf"(?:{_WE})?(?:对此|对{_WHO}?{_SAID})?(?:高度|十分|非常)重视",
    rf"(?:{_WE})?(?:将|会|正在|正|立即)?(?:于近期|近期)?(?:尽快|尽早|抓紧|认真|及时|积极|进一步|加快)(?:安排|组织|联系|督促)?(?:{_SOME}*{_OFFICE})?(?:予以|进行|加以)?(?:{_BUSY}(?:并|和|、|与)?)+(?:{_WHO})?(?:所|反映|提出)*的?(?:{_SAID})*",
    rf"(?:{_WE})?(?:将|会|正在|正)(?:予以|进行|加以)?(?:{_BUSY}(?:并|和|、|与)?)+(?:中|之中|当中)?(?:{_WHO})?(?:所|反映|提出)*的?(?:{_SAID})*",
    rf"(?:{_WE})?(?:将|把)?(?:{_WHO})?(?:的|所)*(?:反映|提出)*的?(?:{_SAID})*(?:将|会|已|已经)(?:转|转交|转办|转至|交由|移交|反馈|转送|反映)(?:给|至|到|由)?{_SOME}*{_OFFICE}(?:进行|予以|抓紧|尽快|及时|认真)?(?:{_BUSY}(?:并|和|、|与)?)*",
    r"请(?:您|你)?(?:耐心)?(?:等待|等候)(?:结果|答复|回复|通知|处理)*",
)
_ELSEWHERE = (
    rf"(?:建议|请|可以?|烦请|需)(?:{_WHO})?(?:自行|直接|及时|尽快|先)?(?:向|到|去|与|前往|至|找)?(?:咨询|联系|询问|致电|拨打|反映)?(?:{_WHO})?(?:所在)?(?:{_SOME}|的)*{_OFFICE}(?:进行)?(?:咨询|联系|反映|了解|询问|办理|查询|处理|解决|核实)*(?:具体|详细|相关|有关)?(?:情况|事宜|详情|政策|信息|问题)*",
    rf"(?:此|该|{_WHO})?(?:的|所)*(?:反映|咨询|提出)*的?(?:{_SAID}|事)*不(?:属于|属|在)(?:{_WE}|本|我)?(?:的)?(?:工作)?(?:职责|职能|管理|受理|管辖|业务|职权)+(?:的)?(?:范围|范畴)?(?:之?内)?",
    r"(?:具体|详情|详细情况)?(?:请)?(?:按照?|依照|依据|根据|执行|遵照|以)(?:国家|现行|相关|有关)+(?:的)?(?:规定|政策|要求|文件|通知|法律法规)(?:执行|办理|处理|为准)?",
    r"请(?:您|你)?(?:自行)?(?:关注|查看|浏览|查阅|查询|参阅)(?:相关|有关)(?:政策|文件|规定|通知|公告|信息)+",
)
_LEFT = re.compile(
    r"(?:[年月日时]|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\d{1,2}[:：]\d\d)*|我们|的|了|也|并|且|后|及|和|与|请|您|你|将|会|已)"
)
_SIGNED = re.compile(r"(?:^|[。！；\n])\s*[\u4e00-\u9fff]{2,18}(?:局|委员会|委|厅|办公室|中心|政府|管委会|街道办事处|部)\s*(?=$|\n|\d{4})")
_SOLID = re.compile(r"\d{5,}|《|〔|https?:|www\.|第[一二三四五六七八九十百\d]+条")
_DONE = re.compile(r"已经?(?!收|阅|知|获?悉|转|受理|登记|记录)|属实|同意|准予|通过")
_PRAISE = re.compile(r"表扬|点赞|好评|致谢|锦旗|感谢信|(?:衷心|特别|非常|十分)感谢")
_PROPOSAL = re.compile(r"建议|建言|意见|提议|献策")
_ASKS = re.compile(r"请问|如何|怎么|是否|吗|能否|可否|为什么|为何|什么时候")
LEAST = 8  # characters of a repeated question


def _pattern(pieces: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{piece})" for piece in pieces))


_KINDS = (("elsewhere", _pattern(_ELSEWHERE)), ("later", _pattern(_LATER)), ("courtesy", _pattern(_COURTESY)))
SAID = {
    "elsewhere": "只让留言人另找部门或自行查询，未写明部门、电话、地址或依据",
    "later": "只说将要处理或已经转办，没有结果",
    "courtesy": "只有客套话，没有答复内容",
    "echo": "只重复了留言的内容",
}


def emptiness(answer: str, question: str = "", context: str = "") -> str:
    """Which kind of nothing an answer says, a key of ``SAID``; empty when it says anything at all, or is itself empty.

    Thanks are the right answer to praise, and a promise to think about it may be one to a proposal: where the question, or the
    ``context`` in which it stands, is either, only a repeated question counts.
    """
    text = unicodedata.normalize("NFKC", answer).strip()
    if not bare(text) or _SOLID.search(text) or _DONE.search(text):
        return ""
    text, found = _SIGNED.sub("\n", text), set[str]()
    if bare(text) and _repeats(text, question):
        return "echo"
    for kind, pattern in _KINDS:
        text, count = pattern.subn("\n", text)
        found |= {kind} if count else set()
    left = bare(_LEFT.sub("", text))
    if left:
        return "echo" if found and _repeats(text, question) else ""
    around = f"{question}\n{context}\n{answer}"
    if _PRAISE.search(f"{question}\n{context}") or (_PROPOSAL.search(around) and "elsewhere" not in found):
        return ""
    return next((kind for kind, _ in _KINDS if kind in found), "")


def _repeats(text: str, question: str) -> bool:
    """True when a text is the question over again: all of it, or a part that still asks."""
    said, asked = bare(text), bare(unicodedata.normalize("NFKC", question))
    return len(said) >= LEAST and (said == asked or (said in asked and _ASKS.search(said) is not None))


def bare(text: str) -> str:
    """Letters, digits and ideographs only."""
    return "".join(sign for sign in text if sign.isalnum())


def generic(answer: str) -> bool:
    """True for a short answer without number, document, address or link: one that could stand under any question."""
    letters = bare(answer)
    return 0 < len(letters) <= 60 and not _SOLID.search(answer) and not any(sign.isdigit() for sign in letters)
