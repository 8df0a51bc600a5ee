"""Whether a page shows more than text and linked pictures: a film, a sound, a drawing, a picture inside the page itself."""

from __future__ import annotations

from zhengjian.facts.base import Fact
from zhengjian.facts.page import Page
from zhengjian.facts.source_signs import MEDIA


class Media(Fact):
    """``shows`` is the first sign of it in the source, empty when there is none."""

    shows: str = ""


def read(page: Page) -> Media:
    """Read the first sign of it."""
    return Media(complete=page.complete, shows=next((word for word in MEDIA if page.has(word)), "") if page.has(*MEDIA) else "")
