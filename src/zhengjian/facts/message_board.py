"""A citizen's message that a site publishes with its answer, and which of the four official elements the page shows.

The four: when it was asked, when it was answered, which unit answered, and the answer itself. Sites name them in dozens of
ways (来信时间, 写信日期, 办结时间, 承办单位, 处理结果 …), in tables, lists or running text. An element without a label that
something on the page may still be (a second date, a unit's name in the answer) is *open*: neither shown nor absent.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page
from zhengjian.facts.source_signs import ASKING

ELEMENTS: dict[str, str] = {"asked": "留言时间", "answered": "答复时间", "unit": "答复单位", "answer": "答复内容"}


class MessageBoard(Fact):
    """What a page shows of public messages.

    ``kind``: message (one message with its answer), list (a table of messages), or empty for any other page.
    ``shown`` and ``open`` are keys of ``ELEMENTS``; what is in neither is absent. ``statistics`` is True when the page
    gives numbers of messages received or answered. ``waiting`` are the days (``YYYY-MM-DD``) of messages that the page
    says nobody has answered; ``handling`` those of messages that it says are being handled, answered or not.
    """

    kind: Literal["", "message", "list"] = ""
    shown: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    statistics: bool = False
    waiting: tuple[str, ...] = ()
    handling: tuple[str, ...] = ()


_ASKING = r"(?:留\s*言|来\s*信|写\s*信|信\s*件|咨\s*询|诉\s*求|提\s*问|问\s*题|投\s*诉|建\s*言|反\s*映|工\s*单)"
_ANSWERING = r"(?:答\s*复|回\s*复|办\s*结|反\s*馈|处\s*理|回\s*答|解\s*答|办\s*理|承\s*办|官方答复)"
_DAY = r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}"
_TIME = r"(?:时\s*间|日\s*期)"

_VALUE = r"(?:\s*[:：】]|[ \t]*\n|[ \t]{2,}|\s*\d{4})"  # what stands between a label and its value
_QUESTION = re.compile(
    rf"(?:{_ASKING}\s*(?:标\s*题|主\s*题|内\s*容|{_TIME}|人|编\s*号|类\s*[型别]|对\s*象|目\s*的|详\s*情|事\s*项|描\s*述)|提\s*交\s*{_TIME}|网\s*友){_VALUE}"
    rf"|网\s*[友民][^\n]{{0,12}}{_DAY}[^\n]{{0,12}}(?:留\s*言|咨\s*询|提\s*问)"
)
_ANSWER = re.compile(
    rf"{_ANSWERING}\s*(?:单\s*位|部\s*门|机\s*构|{_TIME}|内\s*容|意\s*见|情\s*况|结\s*果|详\s*情){_VALUE}|(?:官方|部门|单位)\s*(?:答复|回复)"
    r"|(?:答\s*复|回\s*复)\s*(?:[（(][^)）\n]{0,24}[)）])?\s*[:：】]"
)
_ASKED = re.compile(
    rf"(?:{_ASKING}|提\s*交|发\s*布|发\s*表|登\s*记|创\s*建|接\s*收|受\s*理|收\s*[信到])\s*(?:{_TIME}|于)?\s*[:：]?\s*[(（\[]?\s*{_DAY}|\n\s*{_TIME}\s*[:：]\s*{_DAY}"
)
_ANSWERED = re.compile(
    rf"(?:{_ANSWERING}|公\s*开|答|复)\s*(?:{_TIME}|于)\s*[:：]?\s*[(（\[]?\s*{_DAY}|{_ANSWERING}[^\n]{{0,40}}?[(（\[]?{_DAY}"
)
_UNIT = re.compile(
    rf"(?:{_ANSWERING}|受\s*理|责\s*任|经\s*办|转\s*办)\s*(?:单\s*位|部\s*门|机\s*构|者|方)(?:\s*名\s*称)?\s*[:：]?\s*([^\s:：]{{2,40}})"
    r"|([\u4e00-\u9fff]{2,20}(?:局|委|厅|办|办公室|中心|政府|院|社|处|队|公司|部))\s*(?:的?(?:答复|回复)(?:如下)?\s*[:：]|于\s*\d)"
)
_REPLY = re.compile(
    rf"(?:{_ANSWERING})\s*(?:内\s*容|意\s*见|结\s*果|情\s*况|详\s*情|正\s*文)\s*[:：】]?\s*([^\n]{{4,}})|(?:答\s*复|回\s*复)\s*[:：】]\s*([^\n]{{4,}})|(?:您好|你好|网友[^\n]{{0,10}}好|收悉|答复如下|回复如下|经核实|感谢您)"
)
_LABEL = re.compile(
    rf"(?:{_ASKING}|{_ANSWERING}|公开)\s*(?:单\s*位|部\s*门|机\s*构|{_TIME}|内\s*容|意\s*见|情\s*况|结\s*果|状\s*态)$|^(?:满意度|评价|附件|打印|关闭|暂无|无)"
)
_UNIT_NAME = re.compile(r"[\u4e00-\u9fff]{2,15}(?:局|委员会|厅|办公室|中心|政府|管委会|街道办|支队|分局|住建委|卫健委|发改委)")
_A_DAY = re.compile(_DAY)
_ASKS = re.compile(r"留\s*言|来\s*信|提\s*问|咨\s*询|写\s*信|网\s*[民友]")
_ANSWERS = re.compile(r"答\s*复|回\s*复|解\s*答|回\s*答|办\s*结")
_NUMBER = re.compile(r"\d+\s*[件条封]")
_COUNTED = re.compile(r"(?:收\s*到|受\s*理|办\s*理|办\s*结|答\s*复|回\s*复|来\s*信|留\s*言)[^\n\d]{0,12}$")
_RATE = re.compile(r"(?:办\s*结|答\s*复|回\s*复|满\s*意)\s*率")
_TOTALS = re.compile(r"(?:留\s*言|信\s*件|来\s*信|受\s*理|办\s*理|答\s*复|互\s*动)[^\n]{0,8}(?:统\s*计|总\s*数|总\s*量)")
_FOOT = re.compile(r"主\s*办|版权|ICP|标识码|网站地图|联系我们")
_UNIT_ANSWERS = re.compile(
    rf"[\u4e00-\u9fff]{{3,20}}(?<!时间)(?<!日期)(?<!网友)(?<!网民)(?<!留言)\s*(?:于\s*)?{_DAY}[\d:\s]{{0,12}}(?:答\s*复|回\s*复|解\s*答)"
    rf"|{_UNIT_NAME.pattern}\s*(?:[于在|]|\s)*(?:{_DAY}[\d:\s]{{0,12}})?\s*(?:给?予?以?|已|的)?\s*(?:答\s*复|回\s*复|解\s*答|办\s*结)"
)
_HEADS = (
    ("asked", re.compile(rf"(?:{_ASKING}|提\s*交|写\s*信)\s*{_TIME}")),
    ("answered", re.compile(rf"{_ANSWERING}\s*{_TIME}")),
    ("unit", re.compile(rf"(?:{_ANSWERING}|受\s*理)\s*(?:单\s*位|部\s*门|机\s*构)")),
)


_WAITS = re.compile(r"[未待尚暂还][未无]?\s*(?:答\s*复|回\s*复|受\s*理|处\s*理|回应)(?!率|数|量|[：:]?\s*\d|总)")
_HANDLED = re.compile(r"[正在办处受转](?:\s*在办(?:\s*理)?|办(?:\s*理)?|理中|办中)")
_MAILBOX = re.compile(r"留\s*言|来\s*信|信\s*件|咨\s*询|诉\s*求|写\s*信|信\s*箱|问\s*政")
_NO_MAILBOX = re.compile(r"信访|举报|征集|调查|访谈|依申请|xinfang|jubao|zhengji|fangtan")
_DAY_PARTS = re.compile(r"(20\d{2})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})")
_DONE = re.compile(r"已\s*(?:经)?\s*(?:答|回|办|处理|受理|解决)")  # a choice of both, or a title that speaks of it
LONGEST_ROW, LONGEST_STATUS = 160, 20


def read(page: Page) -> MessageBoard:
    """Read what a page shows of public messages; almost nothing for other pages."""
    text = page.text
    if not any(word in text for word in ("复", "办理", "处理", "办结")):
        return MessageBoard(complete=page.complete)
    board = _board(page, text) if page.has(*ASKING) else MessageBoard(complete=page.complete)
    waits = _WAITS.search(text) is not None or _HANDLED.search(text) is not None
    waiting, handling = _unanswered(page, text) if waits else ((), ())
    statistics = _counts(text)
    if not statistics and not waiting and not handling:
        return board
    return msgspec.structs.replace(board, statistics=statistics, waiting=waiting, handling=handling)


def _counts(text: str) -> bool:
    """True when a text gives numbers of messages received, handled or answered, a rate, or speaks of statistics."""
    if any(_COUNTED.search(text, max(0, number.start() - 30), number.start()) for number in _NUMBER.finditer(text)):
        return True
    return ("率" in text and _RATE.search(text) is not None) or (("计" in text or "总" in text) and _TOTALS.search(text) is not None)


def _unanswered(page: Page, text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Days of messages whose own row, or the row just above, shows one day and a status that is no answer."""
    if not _MAILBOX.search(text) or _NO_MAILBOX.search(f"{page.title}{page.url}"):
        return (), ()
    waiting: list[str] = []
    handling: list[str] = []
    above: list[str] = []
    for line in text.split("\n"):
        days = [f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}" for day in _DAY_PARTS.finditer(line)]
        waits = _WAITS.search(line) if len(line) <= LONGEST_ROW else None
        status = waits or (_HANDLED.search(line) if len(line) <= LONGEST_ROW else None)
        shown = days or (above if len(line.strip()) <= LONGEST_STATUS else [])
        if status and len(shown) == 1 and not _DONE.search(line):
            (waiting if waits else handling).append(shown[0])
        if line.strip():
            above = [] if status else days
    return tuple(waiting), tuple(handling)


def _board(page: Page, text: str) -> MessageBoard:
    question, answer = _QUESTION.search(text), _ANSWER.search(text)
    if question is None or answer is None:
        return MessageBoard(complete=page.complete)
    if len(_A_DAY.findall(text)) >= 6 or _REPLY.search(text) is None:
        listed = _listed(text)
        kind: Literal["", "list"] = "list" if len(listed) >= 2 else ""
        return MessageBoard(complete=page.complete, kind=kind, shown=listed if kind else ())
    return _message(page, text[max(0, question.start() - 400) :])


def _listed(text: str) -> tuple[str, ...]:
    """What the heads of a table of messages promise, and its rows hold: two times need two dates in most rows."""
    heads = {name for name, head in _HEADS if (hit := head.search(text)) and not re.match(rf"\s*[:：]|\s*{_DAY}", text[hit.end() :])}
    rows = [len(_A_DAY.findall(line)) for line in text.split("\n") if _A_DAY.search(line)]
    if {"asked", "answered"} <= heads and sum(dates >= 2 for dates in rows) * 2 < len(rows):
        heads.discard("answered")
    return _in_order(heads)


def _message(page: Page, text: str) -> MessageBoard:
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    foot = next((number for number, line in enumerate(lines) if _FOOT.search(line)), len(lines))
    short = [line for line in lines[:foot] if len(line) <= 80]
    text = "\n".join(lines[:foot])
    shown = {"answer"}
    if _ASKED.search(text) or any(_ASKS.search(line) and _A_DAY.search(line) for line in short):
        shown.add("asked")
    if _ANSWERED.search(text) or any(_ANSWERS.search(line) and _A_DAY.search(line) for line in short):
        shown.add("answered")
    units = [hit[1] or hit[2] for hit in _UNIT.finditer(text)]
    if any(not _LABEL.search(unit) for unit in units) or any(_UNIT_ANSWERS.search(line) for line in short):
        shown.add("unit")
    still = set()
    answered = next((number for number, line in enumerate(short) if _ANSWERS.search(line)), len(short))
    if not units and any(len(line) <= 30 and _UNIT_NAME.search(line) for line in short[max(0, answered - 3) :]):
        still.add("unit")
    if len(set(_A_DAY.findall(text))) > len({"asked", "answered"} & shown):
        still |= {"asked", "answered"}
    return MessageBoard(complete=page.complete, kind="message", shown=_in_order(shown), open=_in_order(still - shown))


def _in_order(names: set[str]) -> tuple[str, ...]:
    return tuple(name for name in ELEMENTS if name in names)
