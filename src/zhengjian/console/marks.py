"""Template filters: official words for states and verdicts, and the one way in which crawled text reaches a page."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhengjian.console import desk
from zhengjian.facts.privacy import mask
from zhengjian.model import SHANGHAI, State
from zhengjian.register.comparing import CHANGE_NAMES
from zhengjian.service import pictures
from zhengjian.workflow.review import EVENT_NAMES, STATE_NAMES, Kind
from zhengjian.workflow.rights import ROLE_NAMES, Role

register = template.Library()

# Checks whose addresses lead to gambling, malware or worse: shown so that nobody can click them.
DANGEROUS = frozenset({"hidden-links", "tampered-page", "harmful-content", "account-harmful-link", "wrong-target-links"})

_ISO_TIME = re.compile(r"\b(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?\+08:00")

_ADDRESS = re.compile(r"https?://[^\s，。；、：“”（）()<>\"']+", re.IGNORECASE)

_STATE_TONES = {
    State.HIT: "wait",
    State.CONFIRMED: "bad",
    State.NOTIFIED: "bad",
    State.OBJECTED: "wait",
    State.RECTIFIED: "info",
    State.CLOSED: "good",
    State.REOPENED: "bad",
    State.DISMISSED: "",
    State.WITHDRAWN: "",
}
_VERDICTS = {
    "met": ("good", "符合"),
    "violated": ("bad", "存在问题"),
    "waiting": ("wait", "待复核"),
    "cleared": ("good", "经复核排除"),
    "unknown": ("wait", "未能判断"),
    "not-applicable": ("", "不适用"),
}
_RESULTS = {"passed": ("good", "合格"), "failed": ("bad", "不合格"), "inconclusive": ("wait", "未结论")}
_SEVERITIES = {0: ("bad", "单项否决"), 1: ("wait", "扣分"), 2: ("", "提示"), 3: ("good", "加分")}
_COLUMN_STATES = {
    "fresh": ("good", "更新正常"),
    "near-stale": ("wait", "临近期限"),
    "stale": ("bad", "未按期更新"),
    "blank": ("bad", "空白"),
    "unknown": ("", "未能判断"),
    "exempt": ("info", "已豁免"),
}


_ACTS = {
    "sign-in": "登录",
    "sign-in-refused": "登录被拒",
    "sign-out": "退出",
    "second-factor": "二次验证",
    "second-factor-refused": "二次验证失败",
    "enrol-second-factor": "绑定二次验证",
    "change-password": "修改口令",
    "create-first-account": "建立首个账号",
    "create-account": "设立账号",
    "account-disable": "停用账号",
    "account-enable": "启用账号",
    "account-reset-password": "重置口令",
    "account-edit": "修改账号信息",
    "account-remove-second-factor": "解除二次验证",
    "recheck": "立即复查",
    "draw-second-looks": "抽取复看",
    "second-look": "抽样复看",
    "draw-pages": "抽取无问题页面",
    "page-look": "查看无问题页面",
    "issue-notice": "发出通知",
    "make-bulletin": "生成通报",
    "notice-receive": "签收通知",
    "notice-extend": "延长期限",
    "notice-close": "通知办结",
    "notice-remind": "催办",
    "set-unit-mail": "登记单位邮箱",
    "send-mail": "发送邮件",
    "send-again": "重发邮件",
    "create-token": "签发接口令牌",
    "report-probes": "报送监测记录",
    "keep-term": "增改词条",
    "retire-term": "停用词条",
    "correct-kind": "更正栏目类别",
    "amend-rule": "提出修改指标数值",
    "confirm-amounts": "核对指标数值",
    "accept-amendment": "同意修改指标数值",
    "refuse-amendment": "不同意修改指标数值",
    "take-back-amendment": "收回修改指标数值",
    "rejudge": "开始重新判定和计分",
    "rejudge-done": "完成重新判定和计分",
    "enter-outage": "登记停机报备",
    "withdraw-outage": "撤回停机报备",
    "revoke-token": "吊销接口令牌",
    "unmask": "查看未遮盖内容",
    "enter-report": "登记留言",
    "report-forward": "转办留言",
    "report-answer": "答复留言",
    "report-return": "退回留言",
    "report-close": "办结留言",
    "report-invalid": "留言标为无效",
    "report-merge": "合并留言",
    "report-remind": "催办留言",
    "report-extend": "留言延期",
    "report-rate": "评定答复质量",
    "report-missed": "记为漏检案例",
    "report-forget": "清除留言中的个人信息",
    "forget-list": "删除已办结留言的导入原件",
    "export": "导出",
}


def clean(text: str) -> str:
    """Control, bidirectional and invisible characters become a visible replacement; line breaks stay."""
    return "".join("\ufffd" if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} and c not in "\n\t" else c for c in text)


@register.filter
def shown(value: object) -> str:
    """Crawled or imported text as a page may show it: personal data masked, no hidden characters. Escaped later.

    A time of ours in ISO form is written as offices write it.
    """
    return _ISO_TIME.sub(r"\1 \2", mask(clean("" if value is None else str(value))))


@register.filter
def place(address: object, check: str = "") -> str:
    """A crawled address as text; one that a dangerous check found cannot be clicked or pasted by mistake."""
    text = shown(address)
    if check in DANGEROUS:
        text = re.sub(r"^http", "hxxp", text, flags=re.IGNORECASE).replace(".", "[.]")
    return text


@register.filter
def told(words: object, check: str = "") -> str:
    """What a check says it found; addresses in it that a dangerous check found cannot be clicked or pasted by mistake."""
    text = shown(words)
    return _ADDRESS.sub(lambda found: place(found[0], check), text) if check in DANGEROUS else text


@register.filter
def web_address(address: object) -> str:
    """The address when it is plain http(s), else nothing: for links to registered home pages only."""
    text = str(address or "").strip()
    return text if re.match(r"https?://[^\s\"'<>]+$", text, re.IGNORECASE) else ""


def _mark(tone: str, words: str) -> SafeString:
    return format_html('<span class="mark {}">{}</span>', tone, words)


@register.filter
def state_mark(state: str) -> SafeString:
    """A finding's state as a mark."""
    known = State(state)
    return _mark(_STATE_TONES[known], STATE_NAMES[known])


@register.filter
def state_name(state: str) -> str:
    """A finding's state in official words."""
    return STATE_NAMES[State(state)]


@register.filter
def event_name(kind: str) -> str:
    """What happened to a finding in official words."""
    return EVENT_NAMES[Kind(kind)]


@register.filter
def act_name(action: str) -> str:
    """An act of the audit log in official words."""
    return _ACTS.get(action) or (EVENT_NAMES[Kind(action)] if action in set(Kind) else action)


_SYSTEM_NAMES = {"auto_confirm": "系统（按设置自动确认）", "recheck": "机器复查", "calendar": "系统（到期）", "system": "系统"}


@register.filter
def actor_name(username: str, people: Any = None) -> str:
    """Who acted, by name where ``people`` knows it; the system's own names in words."""
    return _SYSTEM_NAMES.get(username) or (people or {}).get(username, username)


@register.filter
def change_name(change: str) -> str:
    """A kind of register change in words."""
    return next((words for name, words in CHANGE_NAMES.items() if name == change), change)


_STANDINGS = {"按期": "good", "超期": "bad", "未到期": "info", "无效": "", "无法判断": "wait"}


@register.filter
def standing_mark(standing: str) -> SafeString:
    """How an error report stands against its clock."""
    return _mark(_STANDINGS.get(standing, ""), standing)


_DATE_ORIGINS = {"list": "列表", "article": "正文", "label": "页面标签", "url": "网址", "first-seen": "首次见到", "text": "正文"}


@register.filter
def date_origin(origin: str) -> str:
    """Where a column's newest date was read."""
    return _DATE_ORIGINS.get(origin, origin)


@register.filter
def verdict_mark(verdict: str) -> SafeString:
    """A verdict as a mark."""
    return _mark(*_VERDICTS.get(verdict, ("", verdict)))


@register.filter
def result_mark(result: str | None) -> SafeString:
    """A target's result as a mark; a target without one was not inspected."""
    return _mark(*_RESULTS.get(result or "", ("", "未检查")))


@register.filter
def severity_mark(severity: int) -> SafeString:
    """How a finding counts: veto, deduction, notice, bonus."""
    return _mark(*_SEVERITIES.get(severity, ("", "")))


@register.filter
def column_mark(state: str) -> SafeString:
    """A column's freshness as a mark."""
    return _mark(*_COLUMN_STATES.get(state, ("", state)))


@register.filter
def check_title(name: str) -> str:
    """A check's official title."""
    return desk.check_title(name)


@register.filter
def role_name(role: str) -> str:
    """A role in official words."""
    return ROLE_NAMES[Role(role)] if role in set(Role) else role


@register.filter
def when(value: Any) -> str:
    """A time in Shanghai as offices write it: 2025-06-20 12:00; a day alone without the hour."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "—")


@register.filter
def day(value: Any) -> str:
    """The day of a time in Shanghai: 2025-06-20; for limits, which run to the end of a day."""
    return when(value)[:10]


@register.filter
def points(value: Decimal | str | None) -> str:
    """Points without trailing zeros; a dash when there are none."""
    if value in (None, ""):
        return "—"
    text = f"{Decimal(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def share(part: int | None, whole: int | None) -> str:
    """A percentage rounded half up to two decimals, zeros dropped, never up to 100."""
    if not whole:
        return "—"
    part = part or 0
    hundredths = (part * 20000 + whole) // (2 * whole)
    if part < whole:
        hundredths = min(hundredths, 9999)
    return f"{points(Decimal(hundredths) / 100)}%"


@register.filter
def has_place(finding: dict[str, Any]) -> bool:
    """True when a finding stands somewhere on a page, so that a picture can show it."""
    return pictures.has_place(finding)


@register.filter
def look_up(table: dict[Any, Any], key: Any) -> Any:
    """An entry of a dictionary, or nothing."""
    return table.get(key, "")
