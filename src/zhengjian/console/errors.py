"""What people see when a page cannot be shown: one sentence, no trace, the same for foreign and for missing things."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def _page(status: int, title: str, advice: str) -> HttpResponse:
    return HttpResponse(render_to_string("error.html", {"title": title, "advice": advice}), status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the form could not be read."""
    return _page(400, "提交的内容无法识别", "请返回上一页，刷新后重新填写。")


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: lock-out or a cross-site form."""
    return _page(403, "本次操作未被接受", "页面可能已过期，请返回上一页刷新后重试；连续登录失败的账号会锁定30分钟。")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: not there, or not theirs."""
    return _page(404, "没有找到这个页面", "内容不存在，或不在您的权限范围内。")


def failed(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; a ledger that went away while somebody was being recognised is told like everywhere."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return busy(request)
    return _page(500, "系统出错，本次操作没有完成", "已记入日志。请稍后重试；如仍出错，请联系系统管理员。")


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form's token is missing or old."""
    return refused(request)


def locked(request: HttpRequest, credentials: dict[str, str] | None = None, *args: object, **kwargs: object) -> HttpResponse:
    """429: too many failed attempts."""
    return _page(429, "登录尝试过多，账号已临时锁定", "请在30分钟后重试，或联系安全管理员解除锁定。")


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than a form may carry."""
    return _page(413, "提交的内容过大", "一次最多提交60MB；单个附件不超过10MB。请压缩或分次提交。")


def busy(request: HttpRequest) -> HttpResponse:
    """503: the ledger is locked by other work, or restarting."""
    answer = _page(
        503, "台账正忙，本次操作没有完成", "已提交的内容没有保存一半：请稍候一分钟，返回上一页重试。如仍出现，请联系系统管理员。"
    )
    answer["Retry-After"] = "60"
    return answer
