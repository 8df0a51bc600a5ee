"""Coming in and going out: sign-in, password, second factor."""

from __future__ import annotations

import base64
import io
import time
from typing import Any

import qrcode
import qrcode.image.svg
from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from zhengjian.console import desk
from zhengjian.ledger import audit, users
from zhengjian.ledger import second_factor as factor


class SignIn(forms.Form):
    """Account name and password."""

    username = forms.CharField(label="账号", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}))
    password = forms.CharField(
        label="口令", max_length=200, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )


class NewPassword(forms.Form):
    """The old password, and the new one twice."""

    old = forms.CharField(label="现用口令", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    new = forms.CharField(label="新口令", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    again = forms.CharField(label="再输一次新口令", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/") else "/"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first page. The same answer for an unknown account and a wrong password."""
    if request.user.is_authenticated:
        return redirect("home")
    form = SignIn(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = authenticate(request, **form.cleaned_data)
        who = audit.Person(name=form.cleaned_data["username"], address=request.META.get("REMOTE_ADDR", ""))
        if user is not None:
            login(request, user)
            request.session["began"] = request.session["seen"] = time.time()
            audit.write(desk.person(request), "sign-in", user.get_username(), desk.now())
            return redirect(_next(request))
        audit.write(who, "sign-in-refused", form.cleaned_data["username"], desk.now())
        form.add_error(None, "账号或口令不正确。连续错误5次，账号将锁定30分钟。")
    return render(request, "sign_in.html", {"form": form, "next": _next(request)}, status=200 if request.method == "GET" else 422)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on the server."""
    audit.write(desk.person(request), "sign-out", request.user.get_username(), desk.now())
    logout(request)
    messages.info(request, "您已退出。")
    return redirect("login")


@require_http_methods(["GET", "HEAD"])
def own_account(request: HttpRequest) -> HttpResponse:
    """One's own account: role, scope, password, second factor."""
    return render(
        request, "own_account.html", {"has_totp": factor.enrolled(request.user), "codes_left": factor.recovery_codes_left(request.user)}
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's password; every other session of the account ends."""
    user: Any = request.user
    form = NewPassword(request.POST or None)
    if request.method == "POST" and form.is_valid():
        problem = _password_problems(user, form)
        if not problem:
            with transaction.atomic():
                users.change(user.username, password=form.cleaned_data["new"], must_change=False)
                audit.write(desk.person(request), "change-password", user.username, desk.now())
            user.refresh_from_db()
            update_session_auth_hash(request, user)
            messages.success(request, "口令已修改。")
            return redirect("home")
    return render(
        request,
        "password.html",
        {"form": form, "rules": password_validators_help_texts(), "forced": user.must_change},
        status=200 if request.method == "GET" else 422,
    )


def _password_problems(user: Any, form: NewPassword) -> bool:
    data = form.cleaned_data
    if not user.check_password(data["old"]):
        form.add_error("old", "现用口令不正确")
    elif data["new"] != data["again"]:
        form.add_error("again", "两次输入的新口令不一致")
    elif data["new"] == data["old"]:
        form.add_error("new", "新口令不能与现用口令相同")
    else:
        try:
            validate_password(data["new"], user)
        except ValidationError as error:
            form.add_error("new", error)
    return bool(form.errors)


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Asks for the code of the authenticator, or a recovery code; each code works once."""
    problem = ""
    if request.method == "POST":
        with audit.together():
            right = factor.verify(request, request.POST.get("code", ""))
            act = "second-factor" if right else "second-factor-refused"
            audit.write(desk.person(request), act, request.user.get_username(), desk.now())
        if right:
            return redirect("home")
        problem = "验证码不正确、已用过或尝试过于频繁，请稍候再试。"
    return render(request, "second_factor.html", {"problem": problem}, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def totp(request: HttpRequest) -> HttpResponse:
    """Enrol an authenticator: show the secret as a picture and as text, take one code as proof, show recovery codes once."""
    user: Any = request.user
    if factor.enrolled(user):
        return redirect("own-account")
    device = factor.pending(user)
    problem = ""
    if request.method == "POST":
        with audit.together():
            codes = factor.enrol(request, device, request.POST.get("code", ""))
            if codes is not None:
                audit.write(desk.person(request), "enrol-second-factor", user.username, desk.now())
        if codes is not None:
            return render(request, "recovery_codes.html", {"codes": codes})
        problem = "验证码不正确，请核对手机时间后重新输入。"
    picture = qrcode.make(device.config_url, image_factory=qrcode.image.svg.SvgPathFillImage, border=2)
    buffer = io.BytesIO()
    picture.save(buffer)
    secret = base64.b32encode(device.bin_key).decode().rstrip("=")
    return render(
        request,
        "totp.html",
        {
            "picture": base64.b64encode(buffer.getvalue()).decode(),
            "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
            "problem": problem,
        },
        status=422 if problem else 200,
    )
