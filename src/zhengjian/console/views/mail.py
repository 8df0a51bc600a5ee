"""Outgoing mail: what waits, went out or came back, and where units get theirs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from zhengjian.console import desk
from zhengjian.ledger import audit, lists
from zhengjian.ledger import mail as letters
from zhengjian.service import mail as service
from zhengjian.service import webhook

STATE_NAMES = {
    "waiting": "待发",
    "sending": "正在发送",
    "sent": "已发出",
    "refused": "被退回",
    "doubtful": "不能确定是否送达",
    "held": "未发（当时未设邮件服务）",
}


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The outbox, and the addresses of the units."""
    asked = desk.wanted(request, "state", "channel")
    names, mails = lists.unit_names(), letters.unit_mails()
    return render(
        request,
        "mail.html",
        {
            "page": letters.listing(asked),
            "asked": asked,
            "states": STATE_NAMES,
            "unit_names": names,
            "mails": [(code, names.get(code, code), address) for code, address in sorted(mails.items())],
            "ready": service.ready(desk.workspace()),
            "hook": webhook.ready(desk.workspace()),
        },
    )


@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """Send what waits, now."""
    done, told = service.send_waiting(desk.workspace(), desk.now()), webhook.send_waiting(desk.workspace(), desk.now())
    with audit.together():
        audit.write(
            desk.person(request), "send-mail", "outbox", desk.now(), {"sent": done.sent, "waiting": done.waiting, "told": told.sent}
        )
    words = f"发出{done.sent}封，仍待发{done.waiting}封，被退回{done.refused}封，不能确定{done.doubtful}封。"
    if webhook.ready(desk.workspace()):
        words += f"接口通知发出{told.sent}条，仍待发{told.waiting}条，被退回{told.refused}条，不能确定{told.doubtful}条。"
    messages.info(request, words + (done.problem or told.problem))
    return redirect("mail")


@require_POST
def address(request: HttpRequest) -> HttpResponse:
    """Set one unit's address; an empty one takes it away."""
    unit = request.POST.get("unit", "")
    desk.required(unit if unit in lists.unit_names() else None)
    refused = service.set_address(unit, request.POST.get("mail", ""), desk.person(request), desk.now())
    if refused:
        messages.warning(request, refused)
    else:
        messages.success(request, "已登记。")
    return redirect("mail")


@require_POST
def again(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Send a refused, doubtful or held mail (again), on this person's word."""
    if not service.send_again(mail_id, desk.person(request), desk.now()):
        messages.warning(request, "这封邮件目前不能重发；请刷新后查看最新情况")
    return redirect("mail")
