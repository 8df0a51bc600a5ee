"""A person's own API tokens, and what the API offers."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhengjian.console import desk
from zhengjian.ledger import audit, tokens
from zhengjian.workflow.rights import SCOPES, may

DAYS = (30, 90, 180)
SCOPE_NAMES = {"read": "读取", "review": "复核", "answer": "反馈整改", "check": "发布前检查", "probe": "报送监测记录"}


def _schema() -> dict[str, object]:
    """The API's own description; found by name because console and API do not know each other."""
    found: dict[str, object] = import_module("zhengjian.api.routes").api.get_openapi_schema(path_prefix="/api/v1/")
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def listing(request: HttpRequest) -> HttpResponse:
    """Tokens of this account; a new one is shown once."""
    name = request.user.get_username()
    offered = [word for word, actions in SCOPES.items() if any(may(desk.role(request), action) for action in actions)]
    made = ""
    if request.method == "POST":
        label, wanted = request.POST.get("label", "").strip()[:80], [word for word in request.POST.getlist("scope") if word in offered]
        days = request.POST.get("days", "")
        if label and wanted and days in {str(number) for number in DAYS}:
            with audit.together():
                made = tokens.make(name, label, wanted, desk.now(), desk.now() + timedelta(days=int(days)))
                audit.write(desk.person(request), "create-token", label, desk.now(), {"scopes": wanted, "days": days})
        else:
            messages.warning(request, "没有签发：须写明用途，并至少选择一项权限。")
    return render(
        request,
        "tokens.html",
        {
            "tokens": tokens.of(name),
            "made": made,
            "offered": [(word, SCOPE_NAMES[word]) for word in offered],
            "days": DAYS,
            "routes": _routes(),
        },
    )


def _routes() -> list[tuple[str, str, str]]:
    paths: dict[str, dict[str, dict[str, str]]] = _schema()["paths"]  # type: ignore[assignment]
    return [(method.upper(), path, entry.get("summary", "")) for path, entries in paths.items() for method, entry in entries.items()]


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke one's own token."""
    with audit.together():
        desk.required(tokens.revoke(request.user.get_username(), token_id) or None)
        audit.write(desk.person(request), "revoke-token", str(token_id), desk.now())
    return redirect("tokens")


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI description, for people who are signed in."""
    return JsonResponse(_schema())
