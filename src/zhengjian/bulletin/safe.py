"""Names and titles that others wrote, made harmless for every kind of document.

Markup is escaped by each writer; what no document may carry at all — control characters, and marks that turn the
reading direction — is made visible here instead of being dropped.
"""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\uffff]"
)
BLANKS = re.compile(r"\s+")


def printable(text: str) -> str:
    """One line of text: blanks folded, control and direction marks shown as ``⟨U+202E⟩``."""
    folded = BLANKS.sub(" ", text).strip()
    return INVISIBLE.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", unicodedata.normalize("NFC", folded))


def quoted(name: str) -> str:
    """A name in Chinese quotation marks."""
    return f"“{printable(name)}”"
