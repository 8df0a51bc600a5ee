"""What the frame around every page needs: the menu for this role, the period, the periods there are."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from zhengjian.console import desk
from zhengjian.ledger import lists
from zhengjian.model import Period
from zhengjian.workflow.rights import ROLE_NAMES, Action, Role, may

# (heading, entries); an entry: words, route name, route arguments besides the period, whether it carries the period
Entry = tuple[str, str, dict[str, str], bool]
MENU: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "检查",
        (
            ("本期概况", "overview", {}, True),
            ("市州和部门", "units", {}, True),
            ("与往期比较", "comparison", {}, True),
            ("政府网站", "targets", {"kind": "site"}, True),
            ("政务新媒体", "targets", {"kind": "account"}, True),
            ("栏目", "columns", {}, True),
            ("栏目到期预告", "columns-due", {}, True),
            ("问题清单", "findings", {}, True),
            ("人工复核", "review", {}, True),
            ("抽样复看", "looks", {}, True),
            ("整改通知", "notices", {}, True),
            ("网民留言", "messages", {}, True),
        ),
    ),
    ("成果", (("检查通报", "bulletin", {}, True), ("检查质量", "health", {}, True))),
    ("工具", (("发布前检查", "check-draft", {}, False),)),
    (
        "依据",
        (
            ("名录", "register", {}, False),
            ("停机报备", "outages", {}, False),
            ("指标文件", "rulebooks", {}, False),
            ("词典", "dictionary", {}, False),
        ),
    ),
    ("管理", (("邮件", "mail", {}, False), ("人员账号", "people", {}, False), ("审计日志", "audit", {}, False))),
    (
        "本人",
        (
            ("账号与安全", "own-account", {}, False),
            ("接口令牌", "tokens", {}, False),
        ),
    ),
)


def _mark_here(path: str, entries: list[dict[str, Any]], start: str) -> None:
    """The entry whose page this is, or lies below; the first page of a period is above all others and marked only for itself."""
    fitting = [entry for entry in entries if path == entry["address"] or (path.startswith(entry["address"]) and entry["address"] != start)]
    if fitting:
        max(fitting, key=lambda entry: len(entry["address"]))["here"] = True


def frame(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame; nothing for people who are not signed in."""
    role: Role | None = getattr(request, "role", None)
    if role is None:
        return {}
    from zhengjian.console.places import ACTIONS

    match = request.resolver_match
    inspected = lists.periods()
    asked = match.kwargs.get("period") if match else None
    period = asked or (inspected[0] if inspected else "")
    groups: list[dict[str, Any]] = []
    for heading, entries in MENU:
        shown = []
        for words, name, arguments, periodic in entries:
            if not may(role, ACTIONS[name]) or (periodic and not period):
                continue
            address = reverse(name, kwargs=arguments | ({"period": period} if periodic else {}))
            shown.append({"words": words, "address": address, "here": False})
        if shown:
            groups.append({"heading": heading, "entries": shown})
    _mark_here(request.path, [entry for group in groups for entry in group["entries"]], f"/{period}/")
    return {
        "menu": groups,
        "period": period,
        "period_name": Period.parse(period).chinese if period else "",
        "periods": inspected,
        "role_name": ROLE_NAMES[role],
        "office": desk.workspace().settings.office.name,
        "can_review": may(role, Action.REVIEW),
        "can_decide": may(role, Action.DECIDE_CASE),
        "can_amend": may(role, Action.AMEND),
        "can_unmask": may(role, Action.UNMASK),
        "can_recheck": may(role, Action.RECHECK),
        "can_answer": may(role, Action.ANSWER),
        "can_secure": may(role, Action.SECURE),
        "province_wide": may(role, Action.SEE_PROVINCE),
    }
