"""What can be planted: faults that a check must find, and innocent look-alikes that no check may accuse.

A fault is named for the check that must find it. ``detail`` refines it: a label's name, a number of links, of days.
"""

from __future__ import annotations

from dataclasses import dataclass

SITE_FAULTS = {
    "hidden-links": "境外博彩链接藏在历史稿件里；detail 为手法：offscreen、zero-size、script、display",
    "footer-marks-missing": "页底缺少标识；detail 为所缺项，逗号分隔，如 site_code,police,party_mark",
    "footer-marks-wrong": "页底标识有误；detail 为 site_code、icp 或 police",
    "report-entry-missing": "页底没有“我为政府网站找错”入口",
    "page-labels-missing": "缺少页面标签；detail 为标签名，逗号分隔",
    "page-labels-wrong": "页面标签与页面不符；detail 为标签名",
    "dead-links": "打不开的链接；detail 为内页死链数，或 home",
    "attachment-broken": "附件打不开",
    "column-stale": "栏目更新不及时；detail 为栏目，可加 :天数",
    "column-blank": "空白栏目；detail 为栏目",
    "news-stale": "动态要闻类栏目两周未更新",
    "policies-stale": "通知公告或政策文件半年未更新；detail 为栏目",
    "home-stale": "首页及栏目两周未更新",
    "columns-stale": "动态、通知、政策等五个以上栏目超期",
    "columns-blank": "五个以上空白栏目",
    "no-consultation-channel": "没有咨询建言渠道",
    "messages-unanswered": "有效留言三个月未答复",
    "consultation-unanswered": "留言五周未答复",
    "reply-evasive": "留言答复只有客套话",
    "message-elements-missing": "留言公开缺少要素；detail 为 asked、answered、unit 或 answer",
    "interpretation-late": "政策解读晚于规定时限；detail 为天数",
    "interpretation-missing": "应解读的政策没有解读",
    "privacy-leak": "公示稿件泄露个人信息；detail 为 id 或 mobile",
    "annual-report-missing": "没有公布上一年度工作年度报表",
    "guide-elements-missing": "办事指南缺少要素",
    "site-unreachable": "一周拨测中打不开的次数达到 5% 以上；detail 为百分数",
    "status-mismatch": "登记为永久下线而网站仍在运行",
}
ACCOUNT_FAULTS = {
    "account-stale": "账号超过两周未更新；detail 为天数",
    "account-long-stale": "账号超过三个月未更新；detail 为天数",
    "account-unfiled-change": "账号改名未备案",
    "account-app-broken": "移动客户端的下载页面打不开",
    "account-harmful-link": "发布内容带有博彩网址",
}
MESSAGE_FAULTS = {
    "report-late": "找错留言超过规定时限办结；detail 为工作日数",
    "report-reply-evasive": "找错留言的答复只有客套话",
}

LOOK_ALIKES = {
    "hidden-menu": "下拉菜单平时不显示",
    "gambling-news": "警方通报打击网络赌博的稿件",
    "masked-numbers": "公示名单中的证件号已作遮盖",
    "clock": "页头有当天日期",
    "folder": "栏目只是下级栏目的入口",
    "pinned": "列表顶部置顶旧稿",
    "empty-mailbox": "信箱无来信，页面有说明",
    "slow": "打开慢但正常；detail 为秒",
    "blocked-403": "防护设备对检查程序一律回 403",
    "blocked-429": "访问频率限制，一律回 429",
    "challenge": "脚本验证页；detail 为状态码 521、412 或 202",
    "flapping": "时通时断：每三次访问断开一次",
    "cut": "每个页面传到一半断开",
    "gate-redirect": "首页先跳转（302）到另一地址",
    "gate-refresh": "首页只有一句自动跳转（meta refresh）",
    "gate-script": "首页只有一句脚本跳转",
    "gate-frames": "首页是框架，正文在框架页里",
    "soft-404": "不存在的地址也回首页（200）",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted thing on one target (a site_id, account_id or message_id)."""

    kind: str
    target: str
    detail: str = ""

    def __post_init__(self) -> None:
        if self.kind not in SITE_FAULTS | ACCOUNT_FAULTS | MESSAGE_FAULTS | LOOK_ALIKES:
            raise ValueError(
                f"演练省没有“{self.kind}”这种预设；可用的有：{'、'.join(SITE_FAULTS | ACCOUNT_FAULTS | MESSAGE_FAULTS | LOOK_ALIKES)}"
            )


# What else is wrong by its nature when something is planted: other checks that may rightly find it, too.
ALSO = {
    "hidden-links": {"wrong-target-links", "external-link-unannounced", "dead-links", "tampered-page"},
    "footer-marks-missing": {"report-entry-missing"},
    "footer-marks-wrong": {"page-labels-wrong"},
    "report-entry-missing": {"footer-marks-missing"},
    "attachment-broken": {"dead-links"},
    "column-stale": {"news-stale", "policies-stale", "near-stale"},
    "column-blank": {"interpretation-missing", "near-stale"},
    "news-stale": {"column-stale", "home-stale", "near-stale"},
    "policies-stale": {"column-stale", "near-stale"},
    "home-stale": {"column-stale", "news-stale", "near-stale"},
    "columns-stale": {"column-stale", "news-stale", "policies-stale", "home-stale", "near-stale"},
    "columns-blank": {"column-blank", "interpretation-missing", "annual-report-missing"},
    "messages-unanswered": {"message-elements-missing", "reply-late", "consultation-unanswered"},
    "consultation-unanswered": {"message-elements-missing", "reply-late", "messages-unanswered"},
    "message-elements-missing": {"reply-late", "consultation-unanswered", "messages-unanswered"},
    "no-consultation-channel": {"message-elements-missing", "message-statistics-missing"},
    "interpretation-missing": {"interpretation-unlinked"},
    "account-stale": {"account-long-stale"},
    "account-long-stale": {"account-stale"},
    "account-unfiled-change": {"account-mismatch"},
    "report-late": {"report-unresolved"},
}


@dataclass(frozen=True, slots=True)
class Truth:
    """What was planted, for tests only: (target, check) pairs.

    ``expected`` must be found; ``also`` follow from what was planted and may be found; everything else is innocent.
    ``unseen`` are targets that cannot be seen: nothing may be said against them.
    """

    expected: frozenset[tuple[str, str]]
    also: frozenset[tuple[str, str]]
    unseen: frozenset[str]
