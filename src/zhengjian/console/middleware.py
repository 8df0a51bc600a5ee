"""One gate before every page: signed in, in time, second factor shown, password changed, right held."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

from zhengjian.console.errors import busy, too_large
from zhengjian.console.places import gate_of
from zhengjian.ledger.place import workspace
from zhengjian.ledger.second_factor import enrolled
from zhengjian.ledger.users import scope
from zhengjian.workflow.rights import Action, Role, may

IDLE_SECONDS = 30 * 60
ABSOLUTE_SECONDS = 12 * 3600
LARGEST_REQUEST = 60 * 1024 * 1024
API_PREFIX = "/api/"
WITHOUT_SECOND_FACTOR = frozenset({"second-factor", "logout"})
WITHOUT_ENROLMENT = frozenset({"totp", "password", "logout", "second-factor"})
WITHOUT_NEW_PASSWORD = frozenset({"password", "logout", "second-factor"})


class Transport:
    """The outermost middleware: over HTTPS, cookies are for HTTPS only; behind our own proxy, addresses are the visitors'."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; what the proxy took off (HTTPS) is put back, so that Django checks origins against it."""
        given = workspace().settings.console
        if given.trusted_proxies:
            request.META["REMOTE_ADDR"] = visitor(request.META, given.trusted_proxies)
        if given.behind_https:
            request.environ["wsgi.url_scheme"] = "https"  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        return response


def visitor(meta: Mapping[str, Any], proxies: tuple[str, ...]) -> str:
    """Where a request came from: the last address that none of our own proxies has.

    What a stranger writes into the header counts for nothing.
    """
    nearest = str(meta.get("REMOTE_ADDR", ""))
    hops = [hop.strip() for hop in str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",") if hop.strip()]
    while nearest in proxies and hops:
        nearest = hops.pop()
    try:
        return str(ip_address(nearest))
    except ValueError:
        return str(meta.get("REMOTE_ADDR", ""))


class Gate:
    """Middleware. Sets ``request.role`` and ``request.scope`` for views behind it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on, and let no browser or proxy keep what was shown. What is too big is refused before it is read."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdigit() or int(length) > LARGEST_REQUEST:
            return too_large(request)
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_view(self, request: HttpRequest, view: object, args: Any, kwargs: Any) -> HttpResponseBase | None:
        """Decide before the view runs; None lets it run."""
        if request.path.startswith(API_PREFIX):
            return None
        action = gate_of(request)
        if action is None:
            raise Http404
        user: Any = request.user
        if not user.is_authenticated:
            return None if action is Action.SIGN_IN else self._to_sign_in(request)
        name = request.resolver_match.view_name if request.resolver_match else ""
        if self._over(request):
            logout(request)
            messages.warning(request, "登录已超时，请重新登录。")
            return self._to_sign_in(request)
        wanted = self._first(user, name)
        if wanted is not None:
            return redirect(wanted)
        if user.role not in set(Role):
            raise Http404
        request.role = Role(user.role)  # type: ignore[attr-defined]
        request.scope = scope(user)  # type: ignore[attr-defined]
        if not may(request.role, action):  # type: ignore[attr-defined]
            raise Http404
        return None

    @staticmethod
    def _first(user: Any, name: str) -> str | None:
        """The page that comes before all others: second factor, new password, enrolment; None when nothing is due."""
        has_device = user.is_verified() or enrolled(user)
        if has_device and not user.is_verified() and name not in WITHOUT_SECOND_FACTOR:
            return "second-factor"
        if user.must_change and name not in WITHOUT_NEW_PASSWORD:
            return "password"
        if not has_device and name not in WITHOUT_ENROLMENT and workspace().settings.console.second_factor:
            return "totp"
        return None

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """A ledger that is locked or away is a sentence to try again, not a fault: nothing was half done."""
        return busy(request) if isinstance(problem, OperationalError | InterfaceError) else None

    @staticmethod
    def _over(request: HttpRequest) -> bool:
        now = time.time()
        began, seen = request.session.get("began", now), request.session.get("seen", now)
        if now - seen > IDLE_SECONDS or now - began > ABSOLUTE_SECONDS:
            return True
        if "began" not in request.session or now - seen > 60:
            request.session["began"], request.session["seen"] = began, now
        return False

    @staticmethod
    def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
        target = redirect("login")
        if request.method == "GET" and request.path != "/":
            target["Location"] += "?" + urlencode({"next": request.get_full_path()})
        if request.headers.get("HX-Request"):
            response = HttpResponse(status=204)
            response.headers["HX-Redirect"] = target["Location"]
            return response
        return target
