"""The Django application that holds the ledger's tables."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the tables under the label ``ledger``."""

    name = "zhengjian.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "台账"
