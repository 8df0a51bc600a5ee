"""Django's address table, made from ``places``."""

from __future__ import annotations

from django.urls import include, path, register_converter

from zhengjian.console import errors


class PeriodConverter:
    """``2025Q2``, ``2025H1`` or ``2025``."""

    regex = r"\d{4}(?:Q[1-4]|H[12])?"

    def to_python(self, value: str) -> str:
        """The period's name as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The period's name as it stands."""
        return value


class KindConverter(PeriodConverter):
    """``site`` or ``account``."""

    regex = "site|account"


register_converter(PeriodConverter, "period")
register_converter(KindConverter, "kind")

from zhengjian.console.places import PLACES  # noqa: E402 - the converters must be known first

urlpatterns = [*(path(place.path, place.view, name=place.name) for place in PLACES), path("api/", include("zhengjian.api.urls"))]
handler400 = errors.bad_request
handler403 = errors.refused
handler404 = errors.not_found
handler500 = errors.failed
