"""“三、下步工作要求”: what is asked of everybody, the same standing text each period apart from what was found."""

from __future__ import annotations

from zhengjian.bulletin.draft import Writer

DEMANDS: tuple[tuple[str, str], ...] = (
    (
        "抓紧整改落实。",
        "对本次检查发现的问题，有关单位要对照整改通知单逐项核实、限期改正，按时反馈整改结果和佐证；对通报内容有异议的，"
        "请在规定期限内提出并附证明材料。各市（州）、各部门要举一反三，督促所属网站和账号开展自查，防止同类问题反复发生。",
    ),
    (
        "做实内容保障。",
        "要把及时准确发布权威信息摆在首位，重要政策同步安排解读，按要求转载上级重要信息。逐个栏目落实更新责任和周期，"
        "对长期无内容来源、少有人看的栏目及时归并调整，不留空白栏目。认真办理网民留言，做到答其所问、限时办结。",
    ),
    (
        "管好政务新媒体。",
        "要摸清本地区、本部门在各平台开设账号的底数，做到应报尽报。账号名称、主办单位等信息变更以及关停、注销的，"
        "要先行备案、向社会公告，并在报送系统中同步更新。对无力维护的账号要主动关停，防止开而不管。",
    ),
    (
        "守住安全底线。",
        "要严格执行信息发布审核制度，把好政治关、法律关、政策关、保密关、文字关，公开名单等信息前做好个人信息去标识化处理。"
        "定期清理历史页面、失效链接和停用系统，排查暗链和被篡改风险；重要时段落实值班读网，发现问题立即处置、及时报告。",
    ),
)


def write_demands(writer: Writer) -> None:
    """Four paragraphs."""
    writer.heading("下步工作要求")
    for lead, text in DEMANDS:
        writer.part(lead, "demands")
        writer.say(text)
