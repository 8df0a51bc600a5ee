"""Signs in replies order a list; a grade comes from a person alone."""

from __future__ import annotations

from datetime import datetime

import pytest

from zhengjian.facts.replies import signs
from zhengjian.ledger.reports import ReportEvent
from zhengjian.model import SHANGHAI, Message
from zhengjian.service.replies import grades, ranked, refuse_grade

AT = datetime(2025, 6, 20, 12, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "answer",
    [
        "经核实，该链接因栏目迁移失效，已于6月18日修复，感谢您的监督。",
        "您反映的错字已更正。如有其他问题，欢迎继续留言。",
        "该页面可正常访问，经多地测试未见异常。",
        "链接已修复，今后将进一步完善日常巡查，谢谢。",
    ],
)
def test_a_reply_that_says_what_was_found_and_done_has_no_sign(answer: str) -> None:
    assert signs(answer) == ()


@pytest.mark.parametrize(
    ("answer", "sign"),
    [
        ("收到", "不足10个字"),
        ("感谢您对政府网站工作的关心和支持。", "没有说明核实和处理结果"),
        ("您的留言已收悉，我们将尽快处理。", "只说将要处理"),
        ("您反映的问题已收悉，请咨询当地主管部门。", "让留言人另找部门或自行查询"),
        ("该事项不属于我单位职责范围，已告知。", "让留言人另找部门或自行查询"),
    ],
)
def test_what_stands_out(answer: str, sign: str) -> None:
    assert sign in signs(answer)


def test_ungraded_replies_with_most_signs_come_first_and_equal_texts_are_told() -> None:
    same = "您的留言已收悉，我们将尽快处理。"
    messages = [
        Message(message_id="A", site_id="1", answer="该链接已修复，请刷新后查看页面。", status="已办结"),
        Message(message_id="B", site_id="1", answer=same, status="已办结"),
        Message(message_id="C", site_id="1", answer=same, status="已办结"),
        Message(message_id="D", site_id="1", answer="", status="办理中"),
        Message(message_id="E", site_id="1", answer="无效", status="无效"),
    ]
    found = ranked(messages, {"B": ReportEvent(kind="rate", by="li", at=AT, text="差 敷衍")})
    assert [reply.message.message_id for reply in found] == ["C", "A", "B"]
    assert "与另外1条留言的答复完全相同" in found[0].signs and (found[2].grade, found[2].why) == ("差", "敷衍")
    assert grades(found) == {"好": 0, "一般": 0, "差": 1, "graded": 1, "all": 3}
    assert refuse_grade("好") == "" and "理由" in refuse_grade("差") and "请选择" in refuse_grade("优秀 很好")
