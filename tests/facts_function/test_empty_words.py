"""Answers that say nothing, and the many short ones that say something: the second list is the one that must stay clean."""

from __future__ import annotations

import pytest

from zhengjian.facts.empty_words import emptiness

NOTHING = {
    "您好！您的留言已收悉，感谢您的关注与支持。": "courtesy",
    "已收悉": "courtesy",
    "您好，来信已收到。": "courtesy",
    "您好，您的来信收悉。感谢您的支持！\n某市人力资源和社会保障局\n2025年6月1日": "courtesy",
    "请咨询相关部门": "elsewhere",
    "您好，您反映的问题不属于我局职责范围，请向相关部门反映。": "elsewhere",
    "您好！您反映的情况已收悉，现答复如下：请咨询有关部门。特此回复。祝您生活愉快！": "elsewhere",
    "按照相关规定执行。": "elsewhere",
    "尊敬的网友：您好！来信收悉，我们将尽快处理，感谢您对我们工作的支持！": "later",
    "您的诉求已转交相关部门处理，请耐心等待。": "later",
    "网友你好，我局高度重视，正在处理中。": "later",
}
SOMETHING = """可以。|不可以|是的。|已修复|已处理|已办结|已更新|已及时处理。|我局已认真核实并及时整改。|经核实，情况不属实。
免费。|不收费，谢谢！|暂不受理|您好，请拨打0833-2443331咨询。|请咨询市教育局基础教育科。
不属于我局职责，请向市城管局反映。|已转市公安局办理。|请登录省政务服务网办理。|请到政务服务中心二楼社保窗口办理。
请带齐材料到所在地街道办理。|按照《不动产登记暂行条例》第十四条办理。|详见附件|本周五前完成。|需要带身份证
您好，已于本月发放。|目前没有招聘计划。|无需办理|您好，该问题已整改到位。|已删除该文章，感谢您的监督。|同意。
您好，该路口将于近期拓宽。|明天恢复供水|您好，您反映的路灯已安排维修。|请在工作日前往办理。|请您咨询当地派出所。
请关注我局官方网站公告。|感谢您的建议，我们将认真研究。|办理时间为工作日"""


@pytest.mark.parametrize(("answer", "kind"), NOTHING.items())
def test_answers_that_say_nothing(answer: str, kind: str) -> None:
    assert emptiness(answer, "请问补贴何时发放？") == kind


@pytest.mark.parametrize("answer", SOMETHING.replace("\n", "|").split("|"))
def test_answers_that_say_something_however_short(answer: str) -> None:
    assert not emptiness(answer, "请问补贴何时发放？")


def test_a_question_over_again_is_none_and_a_yes_in_its_words_is_one() -> None:
    assert emptiness("您好，请问社保卡在哪里办理？", "请问社保卡在哪里办理？谢谢") == "echo"
    assert emptiness("解放路口垃圾无人清理。", "解放路口垃圾无人清理") == "echo"
    assert not emptiness("需要本人到场办理", "是否需要本人到场办理？")
    assert not emptiness("", "请问社保卡在哪里办理？")


def test_thanks_answer_praise_and_thinking_about_it_a_proposal() -> None:
    assert not emptiness("感谢您的支持！", "向帮助老人的交警表扬致谢")
    assert not emptiness("我们将认真研究。", "建议增设座椅")
    assert not emptiness("感谢您的支持！", "", "来信标题：感谢信")
    assert emptiness("请咨询相关部门。", "建议增设座椅") == "elsewhere"
