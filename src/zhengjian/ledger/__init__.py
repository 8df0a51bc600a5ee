"""The ledger: what people decide and what they look at. The only room with the ORM.

Importing it readies Django without opening a database; ``open`` points it at a workspace and brings the tables up to
date. The functions beside this file take and return the values of ``model``.
"""

from __future__ import annotations

import os

import django
from django.apps import apps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengjian.ledger.settings")
if not apps.ready and not apps.loading:
    django.setup()

from zhengjian.ledger.opening import LedgerError
from zhengjian.ledger.opening import open_ledger as open

__all__ = ["LedgerError", "open"]
