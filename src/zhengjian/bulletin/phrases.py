"""Where each check's findings stand in a bulletin, and what a check is called when nothing checks it yet.

``CHECKS`` lists every stable check name of contract v1 §6 by the section of the bulletin that it belongs to. How a
finding is worded comes from the check itself (``ABOUT.finding_phrase``).
"""

from __future__ import annotations

import re
from typing import Literal

from zhengjian.judge import all_checks

Section = Literal["publishing", "interaction", "function", "security", "accounts", "messages"]

CHECKS: dict[Section, dict[str, str]] = {
    "publishing": {
        "home-stale": "首页不更新",
        "columns-stale": "多个栏目不更新",
        "columns-long-stale": "多个栏目长期不更新",
        "columns-blank": "多个空白栏目",
        "overview-missing": "概况信息缺失",
        "functions-missing": "机构职能缺失",
        "leaders-missing": "领导信息缺失",
        "news-stale": "动态要闻不更新",
        "policies-stale": "政策文件不更新",
        "policy-status-missing": "政策文件未标注失效、废止",
        "interpretation-missing": "政策文件未解读",
        "interpretation-late": "政策解读不及时",
        "interpretation-unlinked": "解读与原文未关联",
        "interpretation-plain": "解读形式单一",
        "data-unvisualised": "数据未以图表展现",
        "column-stale": "栏目更新不及时",
        "column-blank": "空白栏目",
        "low-traffic-column": "栏目访问量低",
        "wrong-wording": "错别字和表述不规范",
        "placeholder-text": "页面残留占位文字",
        "repost-late": "重要信息转载不及时",
        "duplicate-article": "重复发稿",
        "burst-update": "突击更新",
        "near-stale": "临近期限更新",
    },
    "interaction": {
        "no-consultation-channel": "未提供咨询建言渠道",
        "messages-unanswered": "网民留言长期未回应",
        "no-services": "未提供办事服务",
        "guides-unusable": "办事指南要素严重缺失",
        "guide-elements-missing": "办事指南要素缺失",
        "guide-vague": "办事指南表述含糊",
        "guide-inaccurate": "办事指南信息不准确",
        "form-missing": "表格样表缺失",
        "attachment-broken": "附件无法打开",
        "submission-broken": "提交渠道不可用",
        "message-elements-missing": "公开留言要素不全",
        "message-statistics-missing": "未公开留言统计数据",
        "reply-late": "留言答复超期",
        "reply-evasive": "留言答复推诿敷衍",
        "consultation-unanswered": "模拟咨询未答复",
        "survey-result-missing": "征集调查结果未反馈",
    },
    "function": {
        "site-unreachable": "站点无法访问",
        "domain-irregular": "域名不规范",
        "name-irregular": "网站名称不规范",
        "footer-marks-missing": "页面底部功能区标识不全",
        "footer-marks-wrong": "页面底部功能区标识有误",
        "page-labels-missing": "缺少页面标签",
        "page-labels-wrong": "页面标签不准确",
        "dead-links": "错链、断链",
        "wrong-target-links": "链接指向错误",
        "external-link-unannounced": "外部链接未提示",
        "search-broken": "站内搜索不可用",
        "ipv6-missing": "不支持IPv6访问",
        "https-faulty": "HTTPS配置有误",
        "report-entry-missing": "未设找错入口",
        "slow-page": "页面打开缓慢",
        "accessibility-faults": "无障碍缺陷",
    },
    "security": {
        "serious-wording": "严重表述错误",
        "state-secret": "疑似涉密信息",
        "harmful-content": "有害内容",
        "hidden-links": "暗链",
        "tampered-page": "页面被篡改",
        "forged-date": "伪造发稿日期",
        "privacy-leak": "个人隐私泄露",
        "unarchived-history": "历史信息未归档",
        "annual-report-missing": "未按时公开年度报表",
        "status-mismatch": "运行状态与报送不符",
        "unregistered-site": "网站未登记",
    },
    "accounts": {
        "account-stale": "政务新媒体不更新",
        "account-long-stale": "政务新媒体长期不更新",
        "account-near-stale": "政务新媒体临近期限更新",
        "account-no-interaction": "未提供有效互动功能",
        "account-fake-engagement": "互动数据弄虚作假",
        "account-app-broken": "移动客户端无法下载或使用",
        "account-wording": "政务新媒体表述错误",
        "account-privacy-leak": "政务新媒体泄露个人隐私",
        "account-harmful-link": "政务新媒体不良链接",
        "account-unfiled-change": "账号变更未备案",
        "account-mismatch": "账号信息与平台不符",
        "account-duplicate": "同一平台重复开设账号",
        "account-unregistered": "账号瞒报漏报",
        "account-closed-without-notice": "关停注销未公告",
        "account-repost-missing": "重要信息未转载",
    },
    "messages": {
        "report-late": "找错留言超期办结",
        "report-unresolved": "找错留言未办结",
        "report-reply-evasive": "找错留言答复推诿敷衍",
        "report-misrouted": "找错留言转办有误",
    },
}

GRADED = re.compile(r"^(?:存在|个别|部分|少数|多数)+")  # a bulletin grades by its own counts

SITE_CLASSES: dict[str, str] = {
    "省级门户": "省政府门户网站",
    "市级门户": "市（州）门户网站",
    "省直部门": "省直部门网站",
    "县级门户": "县级门户网站",
    "市级部门": "市级部门网站",
}

PLATFORM_WORDS: dict[str, str] = {
    "抖音": "抖音号",
    "快手": "快手号",
    "今日头条": "今日头条号",
    "百家号": "百家号",
    "新浪微博": "新浪微博",
    "哔哩哔哩": "哔哩哔哩账号",
    "小红书": "小红书账号",
    "其他": "账号",
}


def area(office: str) -> str:
    """全省, 全市, 全州 …: the area that an office of this name speaks for."""
    level = re.search("(自治区|省|州|市|县|区|旗)人民政府", office)
    if level is None:
        return "全国" if "国务院" in office else "全省"
    return f"全{level[1][-1]}"


def title(check: str) -> str:
    """What a check is called: as its own file says, else as the contract's list says."""
    built = all_checks().get(check)
    if built is not None:
        return built.about.title
    return next((titles[check] for titles in CHECKS.values() if check in titles), check)


def on_accounts(check: str) -> bool:
    """True when a check's findings are an account's: one that finds accounts on sites speaks of the sites."""
    built = all_checks().get(check)
    return built.about.on == "account" if built is not None else section(check) == "accounts"


def phrase(check: str) -> str:
    """How a bulletin words a finding of the check, to stand in “存在……的问题”."""
    built = all_checks().get(check)
    words = built.about.finding_phrase if built is not None else ""
    return GRADED.sub("", (words or title(check)).rstrip("。；")).removesuffix("的问题").removesuffix("问题")


def section(check: str) -> Section:
    """The section that a check's findings stand in; a check the contract does not list stands by its name."""
    for name, titles in CHECKS.items():
        if check in titles:
            return name
    return "accounts" if check.startswith("account-") else "function"


def platform(name: str) -> str:
    """How a text names an account of a platform: 抖音号, 微信订阅号."""
    return PLATFORM_WORDS.get(name, name or "账号")
