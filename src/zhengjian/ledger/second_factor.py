"""The second factor: an authenticator's codes (TOTP) and one-time recovery codes, by django-otp.

Codes are normalised before they are checked (full-width digits, spaces), and a step of the clock is accepted once.
"""

from __future__ import annotations

import secrets
import unicodedata
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django_otp import devices_for_user, login, match_token
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhengjian.ledger.people import User

RECOVERY_CODES = 8
TOTP_DIGITS = 6


def normal(code: str) -> str:
    """The code without spaces and dashes, full-width digits made plain, at most 32 characters."""
    folded = unicodedata.normalize("NFKC", code)
    return "".join(c for c in folded if not c.isspace() and c != "-").lower()[:32]


def _sealed(code: str) -> str:
    """What is kept of a recovery code: a keyed digest, so that whoever reads the ledger cannot sign in with it."""
    return str(salted_hmac("zhengjian.recovery", code, algorithm="sha256").hexdigest()[:16])


def enrolled(user: Any) -> bool:
    """Whether the person has a confirmed authenticator."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


def pending(user: Any) -> TOTPDevice:
    """The authenticator that is being enrolled; its secret stays the same until it is confirmed."""
    with transaction.atomic():
        device, _ = TOTPDevice.objects.get_or_create(user=user, confirmed=False, defaults={"name": "手机验证器"})
    return device


def enrol(request: HttpRequest, device: TOTPDevice, code: str) -> tuple[str, ...] | None:
    """Confirm the authenticator by one of its codes; the recovery codes, to be shown once, or None."""
    with transaction.atomic():
        if not device.verify_token(normal(code)):
            return None
        device.confirmed = True
        device.save()
        StaticDevice.objects.filter(user=device.user).delete()
        spare = StaticDevice.objects.create(user=device.user, name="恢复码", confirmed=True)
        codes = tuple(secrets.token_hex(5) for _ in range(RECOVERY_CODES))
        StaticToken.objects.bulk_create(StaticToken(device=spare, token=_sealed(code)) for code in codes)
    login(request, device)
    return tuple(f"{code[:5]}-{code[5:]}" for code in codes)


def verify(request: HttpRequest, code: str) -> bool:
    """Check a code against every device of the person and mark the session; used codes never work again."""
    plain = normal(code)
    device = match_token(request.user, plain if len(plain) <= TOTP_DIGITS else _sealed(plain))
    if device is None:
        return False
    login(request, device)
    return True


def recovery_codes_left(user: Any) -> int:
    """How many recovery codes are unused."""
    return int(StaticToken.objects.filter(device__user=user).count())


def remove(username: str) -> None:
    """Take every device of an account away: after a loss, when the person has proved who they are."""
    for device in devices_for_user(User.objects.get(username=username), confirmed=None):
        device.delete()
