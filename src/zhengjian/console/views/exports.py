"""The lists as files: the same filters, the same scope, all rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhengjian.console import desk, exports
from zhengjian.console.marks import act_name, change_name, role_name
from zhengjian.console.views import cases as case_view
from zhengjian.console.views import columns as column_view
from zhengjian.console.views import findings as finding_view
from zhengjian.console.views import mail as mail_view
from zhengjian.console.views import targets as target_view
from zhengjian.ledger import audit, history, lists, mail, users
from zhengjian.ledger import columns as ledger_columns
from zhengjian.model import State
from zhengjian.workflow.notices import STAGE_NAMES, Stage
from zhengjian.workflow.review import STATE_NAMES

RESULTS = {"passed": "合格", "failed": "不合格", "inconclusive": "未结论", None: "未检查"}
SEVERITIES = {0: "单项否决", 1: "扣分", 2: "提示", 3: "加分"}
OBSERVED = {True: "已看到", False: "未能观测", None: "未检查"}


def _noted(request: HttpRequest, what: str, period: str, rows: int) -> None:
    audit.write(desk.person(request), "export", f"{what} {period}", desk.now(), {"rows": rows, "query": request.GET.urlencode()[:500]})


@require_safe
def targets(request: HttpRequest, period: str, kind: str, format_: str) -> HttpResponse:
    """Sites or accounts with their results."""
    scope = desk.scope(request)
    asked = desk.wanted(request, *target_view.FILTERS, size=exports.MOST_ROWS)
    page = lists.targets(kind, period, desk.rulebook().name, scope, asked)
    names = lists.unit_names()
    heads = ["编号", "名称", "主办单位", "类别" if kind == "site" else "平台", "状态", "观测"]
    heads += [] if scope.published_only else ["结论", "得分", "已确认问题"]

    def line(row: dict[str, Any]) -> list[object]:
        first: list[object] = [
            row["id"],
            row["name"],
            names.get(row["unit"], row["unit"]),
            row["sort"],
            row["status"],
            OBSERVED[row["observed"]],
        ]
        return first if scope.published_only else [*first, RESULTS[row["result"]], row["total"], row["found"]]

    _noted(request, "政府网站" if kind == "site" else "政务新媒体", period, len(page.rows))
    return exports.table(f"{period}{'政府网站' if kind == 'site' else '政务新媒体'}", heads, map(line, page.rows), format_)


@require_safe
def columns(request: HttpRequest, period: str, format_: str) -> HttpResponse:
    """Columns with kind, last update and state."""
    page = ledger_columns.listing(period, desk.scope(request), desk.wanted(request, *column_view.FILTERS, size=exports.MOST_ROWS))
    heads = ["网站标识码", "网站", "栏目", "网址", "类别", "把握", "信息条数", "最近更新", "更新期限（天）", "状态", "依据"]
    rows = (
        [
            row["site_id"], row["site_name"], row["name"], row["url"], row["kind"], row["kind_confidence"], row["items"], row["last_text"],
            row["period_days"], column_view.STATES.get(row["state"], row["state"]), row["why"],
        ]
        for row in page.rows
    )  # fmt: skip
    _noted(request, "栏目", period, len(page.rows))
    return exports.table(f"{period}栏目", heads, rows, format_)


@require_safe
def findings(request: HttpRequest, period: str, format_: str) -> HttpResponse:
    """Findings with their states."""
    asked = desk.wanted(request, *finding_view.FILTERS, size=exports.MOST_ROWS)
    page = lists.findings(period, desk.scope(request), asked)
    names = lists.unit_names()
    heads = ["编号", "对象编号", "对象", "主办单位", "检查项", "问题", "位置", "实测", "要求", "性质", "状态", "计入结论"]
    rows = (
        [
            row["finding_id"], row["target"], row["target_name"], names.get(row["unit"], row["unit"]), desk.check_title(row["check_name"]),
            row["what"], row["where"], row["value"], row["expected"], SEVERITIES.get(row["severity"], ""), STATE_NAMES[State(row["state"])],
            "是" if row["counts"] else "否",
        ]
        for row in page.rows
    )  # fmt: skip
    _noted(request, "问题清单", period, len(page.rows))
    return exports.table(f"{period}问题清单", heads, rows, format_)


@require_safe
def notices(request: HttpRequest, period: str, format_: str) -> HttpResponse:
    """Notices with stage, deadline and what is settled."""
    asked, names = desk.wanted(request, *case_view.NOTICE_FILTERS), lists.unit_names()
    found = case_view.chosen(request, period, asked, names)
    heads = ["文号", "单位", "状态", "发出", "期限", "剩余工作日", "问题", "已销号"]
    rows = (
        [
            f"〔{row['year']}〕{row['number']}号", names.get(row["unit"], row["unit"]), STAGE_NAMES[row["stage"]], row["issued"],
            row["due"], None if row["stage"] is Stage.CLOSED else row["left"], len(row["findings"]), row["settled"],
        ]
        for row in found
    )  # fmt: skip
    _noted(request, "整改通知", period, len(found))
    return exports.table(f"{period}整改通知", heads, rows, format_)


@require_safe
def register(request: HttpRequest, format_: str) -> HttpResponse:
    """Changes of the register."""
    page = history.changes(replace(desk.wanted(request, "sheet"), size=exports.MOST_ROWS))
    heads = ["时间", "经办", "理由", "表", "编号", "变更", "原内容", "现内容"]
    rows = (
        [row["at"], row["by"], row["reason"], row["sheet"], row["key"], change_name(row["change"]), row["before"], row["after"]]
        for row in page.rows
    )
    _noted(request, "名录变更", "", len(page.rows))
    return exports.table("名录变更", heads, rows, format_)


@require_safe
def audit_log(request: HttpRequest, format_: str) -> HttpResponse:
    """The audit log, for keeping it on another machine."""
    page = audit.lines(replace(desk.wanted(request, "who", "action"), size=exports.MOST_ROWS))
    heads = ["序号", "时间", "账号", "角色", "事项", "对象", "内容", "来源地址"]
    rows = (
        [row["id"], row["at"], row["who"], role_name(row["role"]), act_name(row["action"]), row["subject"], row["detail"], row["address"]]
        for row in page.rows
    )
    _noted(request, "审计日志", "", len(page.rows))
    return exports.table("审计日志", heads, rows, format_)


@require_safe
def people(request: HttpRequest, format_: str) -> HttpResponse:
    """Accounts of people; nothing that lets anybody in."""
    page, names = users.people(replace(desk.wanted(request, "role"), size=exports.MOST_ROWS)), lists.unit_names()
    heads = ["账号", "姓名", "邮箱", "角色", "单位", "负责的对象", "启用", "须改口令", "设立时间", "设立人", "最近登录"]
    rows = (
        [
            row["username"], row["name"], row["mail"], role_name(row["role"]), names.get(row["unit"], row["unit"]),
            "、".join(row["targets"]),
            "是" if row["is_active"] else "否", "是" if row["must_change"] else "否", row["created"], row["created_by"], row["last_login"],
        ]
        for row in page.rows
    )  # fmt: skip
    _noted(request, "人员账号", "", len(page.rows))
    return exports.table("人员账号", heads, rows, format_)


@require_safe
def outbox(request: HttpRequest, format_: str) -> HttpResponse:
    """Outgoing mail, without the letters themselves."""
    page, names = mail.listing(replace(desk.wanted(request, "state", "channel"), size=exports.MOST_ROWS)), lists.unit_names()
    heads = ["单位", "方式", "主题", "状态", "写入", "发出", "次数", "原因"]
    rows = (
        [
            names.get(row["to"], row["to"]), "接口通知" if row["channel"] == "webhook" else "邮件", row["subject"],
            mail_view.STATE_NAMES.get(row["state"], row["state"]), row["created"], row["sent"], row["tries"], row["problem"],
        ]
        for row in page.rows
    )  # fmt: skip
    _noted(request, "邮件", "", len(page.rows))
    return exports.table("邮件", heads, rows, format_)
