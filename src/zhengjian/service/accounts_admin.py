"""Appointing people: new accounts, changed roles, new passwords, disabled accounts; all within the appointing table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from zhengjian.ledger import audit, lists, second_factor, users
from zhengjian.ledger.audit import Person
from zhengjian.ledger.lists import Row
from zhengjian.model import Value
from zhengjian.service.mail import ADDRESS
from zhengjian.workflow.rights import ADMINISTRATORS, ROLE_NAMES, Role, may_appoint, may_become

USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,39}")


class Appointed(Value):
    """The outcome: a one-time password to hand over, or one sentence why nothing was done."""

    password: str = ""
    refused: str = ""


def appointable(by: Row) -> tuple[Role, ...]:
    """Roles that this person may give, in the table's order."""
    held = users.roles_held()
    return tuple(role for role in Role if may_appoint(Role(by["role"]), role, founder=by["founder"], held=held))


def appoint(by: Person, username: str, role: str, at: datetime, *, more: Mapping[str, Any]) -> Appointed:
    """A new account with a one-time password. ``more``: name, unit, targets."""
    with audit.together():
        refused = _refuse_role(by, role) or _refuse_new(username, role, more)
        if refused:
            return Appointed(refused=refused)
        password = users.one_time_password()
        users.create(username, Role(role), password, at, by=by.name, more=more)
        audit.write(by, "create-account", username, at, {"role": role, **more})
    return Appointed(password=password)


def _refuse_role(by: Person, role: str) -> str:
    me = users.one(by.name)
    if me is None or role not in set(Role):
        return "角色无法识别；请从列表中选择"
    if not may_appoint(Role(me["role"]), Role(role), founder=me["founder"], held=users.roles_held()):
        return f"您不能设立“{ROLE_NAMES[Role(role)]}”账号"
    return ""


def _refuse_new(username: str, role: str, more: Mapping[str, Any]) -> str:
    """Why an account cannot be made, in one sentence, or ""."""
    if not USERNAME.fullmatch(username):
        return "账号须为2至40位小写字母、数字、点、横线，并以字母开头"
    if users.names(username):
        return f"账号“{username}”已存在；请换一个"
    return _refuse_place(role, more)


def _refuse_place(role: str, more: Mapping[str, Any]) -> str:
    if role == Role.SUPERVISOR and not more.get("unit"):
        return "主管单位账号须指定单位"
    if role == Role.OPERATOR and not (more.get("unit") or more.get("targets")):
        return "运维单位账号须指定单位，或列明负责的网站和账号"
    wanted = list(more.get("targets") or ())
    known = {id_ for _, id_ in lists.target_names([(kind, id_) for id_ in wanted for kind in ("site", "account")])}
    missing = [id_ for id_ in wanted if id_ not in known]
    return f"名录中没有 {'、'.join(missing[:5])}；请核对网站标识码和账号编号" if missing else ""


def edit(by: Person, username: str, given: Mapping[str, Any], at: datetime) -> Appointed:
    """Change name, mail, role, unit and targets of somebody else's account; its sessions end. ``given`` holds all five.

    The audit log keeps what each changed field was and is. A changed role takes the first account's special right away.
    """
    with audit.together():
        entry = users.one(username)
        if entry is None:
            return Appointed(refused="没有这个账号")
        refused = _refuse_edit(by, entry, given)
        if refused:
            return Appointed(refused=refused)
        fields = dict(given) if given["role"] == Role.OPERATOR else {**given, "targets": []}
        changed = {name: value for name, value in fields.items() if entry[name] != value}
        if not changed:
            return Appointed(refused="没有改动")
        users.change(username, **changed, **({"founder": False} if "role" in changed else {}))
        audit.write(by, "account-edit", username, at, {name: [entry[name], value] for name, value in changed.items()})
    return Appointed()


def _refuse_edit(by: Person, entry: Row, given: Mapping[str, Any]) -> str:
    if Role(by.role) is not Role.SECURITY:
        return "修改账号信息须由安全管理员办理"
    if entry["username"] == by.name:
        return "不能修改自己的账号；请由其他安全管理员办理"
    if given["role"] not in set(Role):
        return "角色无法识别；请从列表中选择"
    if not may_become(Role(entry["role"]), Role(given["role"])):
        return "管理员与其他角色互斥，三类管理员之间也互斥；请停用本账号，另设新账号"
    if given["mail"] and not ADDRESS.fullmatch(given["mail"]):
        return "邮箱地址无法识别；请写成 name@example.gov.cn 的样子"
    return _refuse_place(given["role"], given)


def change(by: Person, username: str, act: str, at: datetime) -> Appointed:
    """``disable``, ``enable``, ``reset-password`` or ``remove-second-factor`` of an account; its sessions end."""
    with audit.together():
        entry = users.one(username)
        if entry is None:
            return Appointed(refused="没有这个账号")
        refused = _refuse_change(by, entry, act)
        if refused:
            return Appointed(refused=refused)
        password = ""
        if act == "reset-password":
            password = users.one_time_password()
            users.change(username, password=password, must_change=True)
        elif act == "remove-second-factor":
            second_factor.remove(username)
            users.change(username)
        else:
            users.change(username, is_active=act == "enable")
        audit.write(by, f"account-{act}", username, at)
    return Appointed(password=password)


def _refuse_change(by: Person, entry: Row, act: str) -> str:
    if entry["username"] == by.name:
        return "不能对自己的账号作此操作；请由其他管理员办理"
    if act == "remove-second-factor":
        return "" if Role(by.role) is Role.SECURITY else "解除二次验证须由安全管理员办理"
    role, mine = Role(entry["role"]), Role(by.role)
    if mine is Role.SECURITY and act in {"disable", "enable", "reset-password"}:
        return ""
    if role in ADMINISTRATORS or not may_appoint(mine, role):
        return "您不能管理该角色的账号"
    return ""
