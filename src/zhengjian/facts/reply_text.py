"""What a published message was answered with, as far as a reader can tell that the answer says nothing.

Kept of an answer are its kind of nothing (``empty_words``) and its words when it says nothing or is short and general, so that
the same answer is known again under other questions. Everything behind the label of the answer, down to the foot of the page,
counts as the answer, but for lines that are labels themselves: what is taken for too much can only excuse, never accuse.
"""

from __future__ import annotations

import re

from zhengjian.facts.base import Fact
from zhengjian.facts.empty_words import bare, emptiness, generic
from zhengjian.facts.page import Page
from zhengjian.facts.reply_days import SIGNS, days_of
from zhengjian.facts.shell import shell_of


class ReplyText(Fact):
    """``nothing`` is a key of ``empty_words.SAID`` or empty; ``answer`` the answer's beginning when it says nothing or is general.

    ``read`` is True on pages with one message and its answer; ``asked`` is the question's beginning beside ``answer``. ``open``: only
    the beginning says nothing, and what follows is no sentence but may belong to it.
    """

    read: bool = False
    nothing: str = ""
    answer: str = ""
    asked: str = ""
    open: bool = False


_ASKED = re.compile(
    r"(?:留\s*言|来\s*信|信\s*件|咨\s*询|诉\s*求|提\s*问|问\s*题)\s*(?:(?:内\s*容|描\s*述)[】\]）)]?\s*[:：]?|详\s*情\s*[:：])\s*"
)
_ANSWERED = re.compile(
    r"(?:答\s*复|回\s*复|办\s*理|处\s*理|反\s*馈|回\s*信)\s*(?:内\s*容|意\s*见|结\s*果|情\s*况|详\s*情|正\s*文)[】\]）)]?\s*[:：]?\s*"
    r"|^\s*(?:答\s*复|回\s*复)(?:[ \t　]*[:：]|[ \t　]{2,})\s*",
    re.MULTILINE,
)
_PROSE = re.compile(r"[，。；！？,;!?]")
_FOOT = re.compile(
    r"^\s*(?:主\s*办|承\s*办单位\s*[:：]|版权|网站标识码|ICP|联系我们|网站地图|关于我们|上一[篇条]|下一[篇条])", re.MULTILINE
)
_LABEL = re.compile(
    r"^\s*(?:答\s*复|回\s*复|办\s*结|办\s*理|处\s*理|受\s*理|承\s*办|回\s*信)\s*(?:单\s*位|部\s*门|机\s*构|时\s*间|日\s*期|状\s*态|人)[^\n]{0,40}$"
    r"|^\s*(?:满意度|评价)[^\n]{0,16}$|^[^\n]{0,12}是否满意[^\n]{0,12}$"
    r"|^[\s【\[|]*(?:(?:打印(?:本页)?|关闭(?:窗口)?|返回(?:列表|顶部)?|分享(?:到)?|收藏|不满意|基本满意|满意|提交)[\s】\]|:：]*)+$",
    re.MULTILINE,
)
_MOST, _BEFORE = 2_000, 120
MOST_KEPT = 80


def read(page: Page) -> ReplyText:
    """Read the answer of one published message; nothing for other pages."""
    if not page.depth or not page.has(*SIGNS):
        return ReplyText(complete=page.complete)
    text = page.text
    answered = list(_ANSWERED.finditer(text))
    if len(answered) != 1 or shell_of(page):
        return ReplyText(complete=page.complete)
    asked = list(_ASKED.finditer(text, 0, answered[0].start()))
    if len(asked) != 1 and not days_of(text)[1]:
        return ReplyText(complete=page.complete)
    question = _LABEL.sub("\n", text[asked[-1].end() : answered[0].start()]).strip() if asked else ""
    context = page.title + ("" if asked else text[max(0, answered[0].start() - _BEFORE) : answered[0].start()])
    foot = _FOOT.search(text, answered[0].end())
    answer = _LABEL.sub("\n", text[answered[0].end() : foot.start() if foot else len(text)]).strip()
    nothing, open_ = _judged(answer, question, context) if len(answer) <= _MOST else ("", False)
    if not nothing and not generic(answer):
        return ReplyText(complete=page.complete, read=bool(answer))
    kept = bare(answer)[:MOST_KEPT]
    return ReplyText(complete=page.complete, read=True, nothing=nothing, answer=kept, asked=bare(question)[:MOST_KEPT], open=open_)


def _judged(answer: str, question: str, context: str) -> tuple[str, bool]:
    """What kind of nothing an answer says, and whether only its beginning does, with lines behind it that are no sentences."""
    if nothing := emptiness(answer, question, context):
        return nothing, False
    lines = answer.split("\n")
    for end in range(len(lines) - 1, 0, -1):
        if _PROSE.search("".join(lines[end:])):
            break
        if nothing := emptiness("\n".join(lines[:end]), question, context):
            return nothing, True
    return "", False
