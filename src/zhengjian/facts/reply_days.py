"""On which day a published message was asked and on which it was answered: only by labels that say so, one of each on the page."""

from __future__ import annotations

import re
from datetime import date

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page
from zhengjian.facts.source_signs import ASKING


class ReplyDays(Fact):
    """``asked`` and ``answered`` are days (``YYYY-MM-DD``); both are empty on pages that do not give exactly one of each."""

    asked: str = ""
    answered: str = ""


SIGNS = tuple(word for word in ASKING if word.endswith(("时间", "日期")) or not word.strip().isalpha())
_DAY = r"[】\]）)]?[\s:：]{0,6}(20\d\d)\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})"
_ASKED = re.compile(rf"(?:留\s*言|来\s*信|写\s*信|信\s*件|咨\s*询|提\s*问|诉\s*求|提\s*交)\s*(?:时\s*间|日\s*期){_DAY}")
_ANSWERED = re.compile(rf"(?:答\s*复|回\s*复|办\s*结|反\s*馈|处\s*理|回\s*信)\s*(?:时\s*间|日\s*期){_DAY}")


def read(page: Page) -> ReplyDays:
    """Read both days; nothing for other pages."""
    if not page.depth or not page.has(*SIGNS):
        return ReplyDays(complete=page.complete)
    asked, answered = days_of(page.text)
    return ReplyDays(complete=page.complete, asked=asked, answered=answered)


def days_of(text: str) -> tuple[str, str]:
    """The day of the question and the day of the answer; both empty when the text does not give exactly one of each."""
    asked, answered = _only(_ASKED, text), _only(_ANSWERED, text)
    return (asked, answered) if asked and answered else ("", "")


def _only(label: re.Pattern[str], text: str) -> str:
    """The one day behind a label; empty when there is none or more than one."""
    days = set()
    for year, month, day in label.findall(text):
        try:
            days.add(date(int(year), int(month), int(day)).isoformat())
        except ValueError:
            return ""
    return days.pop() if len(days) == 1 else ""
