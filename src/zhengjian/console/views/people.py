"""Administration: accounts of people, and the audit log."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhengjian.console import desk
from zhengjian.ledger import audit, decisions, lists, users
from zhengjian.service import accounts_admin
from zhengjian.workflow.rights import ROLE_NAMES, Role, may_become

ACTS = frozenset({"disable", "enable", "reset-password", "remove-second-factor"})


class Appointment(forms.Form):
    """A new account."""

    username = forms.CharField(label="账号", max_length=40, help_text="小写字母、数字，以字母开头")
    name = forms.CharField(label="姓名", max_length=40)
    role = forms.ChoiceField(label="角色")
    unit = forms.ChoiceField(label="单位", required=False)
    mail = forms.EmailField(label="邮箱", required=False, max_length=200, help_text="所在单位的通知和催办同时发到此邮箱")
    targets = forms.CharField(
        label="负责的网站标识码和账号编号", required=False, max_length=4000, help_text="仅运维单位填写，用空格隔开；不填则为所选单位的全部"
    )

    def __init__(self, data: Any, roles: tuple[Role, ...], units: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["role"].choices = [(role.value, ROLE_NAMES[role]) for role in roles]  # type: ignore[attr-defined]
        self.fields["unit"].choices = [("", "（不限）"), *units]  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """All accounts, and the form for a new one. A one-time password is shown once, in the answer that made it."""
    me = desk.required(users.one(request.user.get_username()))
    form = Appointment(request.POST or None, accounts_admin.appointable(me), sorted(lists.unit_names().items()))
    made = None
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        more = {"name": data["name"], "unit": data["unit"], "mail": data["mail"], "targets": data["targets"].split()}
        result = accounts_admin.appoint(desk.person(request), data["username"], data["role"], desk.now(), more=more)
        if result.refused:
            form.add_error(None, result.refused)
        else:
            made = (data["username"], result.password)
            form = Appointment(None, accounts_admin.appointable(me), sorted(lists.unit_names().items()))
    return render(
        request,
        "people.html",
        {
            "page": users.people(desk.wanted(request, "role")),
            "asked": desk.wanted(request, "role"),
            "roles": [(role.value, words) for role, words in ROLE_NAMES.items()],
            "unit_names": lists.unit_names(),
            "form": form,
            "made": made,
            "me": me,
        },
        status=422 if form.errors else 200,
    )


class Particulars(Appointment):
    """What can be changed of an account; its login name stays."""

    username = None  # type: ignore[assignment]
    field_order = ("name", "mail", "role", "unit", "targets")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, username: str) -> HttpResponse:
    """Name, mail, role, unit and targets of one account."""
    entry = desk.required(users.one(username))
    roles = tuple(role for role in Role if may_become(Role(entry["role"]), role))
    form = Particulars(request.POST or None, roles, sorted(lists.unit_names().items()))
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "targets": form.cleaned_data["targets"].split()}
        result = accounts_admin.edit(desk.person(request), username, given, desk.now())
        if not result.refused:
            messages.success(request, f"已修改账号 {username}。该账号的所有登录均已失效。")
            return redirect("people")
        form.add_error(None, result.refused)
    form.initial = {**entry, "targets": " ".join(entry["targets"])}
    return render(request, "person.html", {"entry": entry, "form": form}, status=422 if form.errors else 200)


@require_POST
def change(request: HttpRequest, username: str) -> HttpResponse:
    """Disable, enable, reset the password, or take the second factor away."""
    act = request.POST.get("act", "")
    desk.required(act if act in ACTS else None)
    result = accounts_admin.change(desk.person(request), username, act, desk.now())
    if result.refused:
        messages.warning(request, result.refused)
    elif result.password:
        messages.success(request, f"账号 {username} 的一次性口令：{result.password}（只显示这一次，首次登录须修改）")
    else:
        messages.success(request, "已办理。该账号的所有登录均已失效。")
    return redirect("people")


@require_safe
def audit_log(request: HttpRequest) -> HttpResponse:
    """The audit log, and whether both chains are whole."""
    asked = desk.wanted(request, "who", "action", size=100)
    return render(
        request,
        "audit.html",
        {
            "page": audit.lines(asked),
            "asked": asked,
            "actions": audit.actions(),
            "broken": audit.broken(),
            "broken_event": decisions.broken(),
        },
    )
