"""The console as a WSGI application, and the first account of a workspace."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from zhengjian import ledger
from zhengjian.config import Workspace
from zhengjian.ledger import audit, users
from zhengjian.model import SHANGHAI
from zhengjian.workflow.rights import Role

FIRST_USER = "admin"


def first_run(workspace: Workspace) -> str | None:
    """Create the first account when there is none; its one-time password, or None when accounts exist.

    The password is kept nowhere else, must be changed at the first sign-in, and belongs to an office account that may
    appoint the others. Opens the ledger of the workspace.
    """
    from django.db import transaction

    ledger.open(workspace)
    with transaction.atomic():
        if users.anybody():
            return None
        password, now = users.one_time_password(), datetime.now(SHANGHAI)
        users.create(FIRST_USER, Role.OFFICE, password, now, more={"founder": True, "name": "首个账号"})
        audit.write(audit.Person(name="zhengjian serve", role=""), "create-first-account", FIRST_USER, now)
        return password


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The WSGI entry point; the workspace is the one that ``ledger.open`` or ``ZHENGJIAN_WORKSPACE`` named."""
    return _handler()(environ, start_response)  # type: ignore[no-any-return]


_made: list[Any] = []


def _handler() -> Any:
    if not _made:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengjian.ledger.settings")
        from django.core.wsgi import get_wsgi_application

        _made.append(get_wsgi_application())
    return _made[0]
