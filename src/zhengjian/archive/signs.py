"""What a page's stored facts show at a glance: found in their JSON without decoding it, one page or a whole column at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

LISTS = 1
"""The page is a list."""
SUSPECT = 2
"""Something hidden or changed was read on it, however little it says."""
ORDINARY = 4
"""The page is what its address promises."""

# Encoded, a quotation mark inside a text has a backslash before it: no page can write such a sign itself.
_SIGNS = (
    (LISTS, "ListItems", '"page_type":"list"'),
    (SUSPECT, "HiddenLinks", '"technique":"'),
    (SUSPECT, "Tampering", '"items":[{'),
    (SUSPECT, "Tampering", '"promotion":["'),
    (ORDINARY, "LinkTarget", '"kind":""'),
)
SIGN_FACTS = tuple(dict.fromkeys(name for _, name, _ in _SIGNS))


def signs_of(cells: Mapping[str, bytes]) -> int:
    """The signs of one page's facts, added up."""
    found = 0
    for sign, name, mark in _SIGNS:
        if mark.encode() in cells.get(name, b""):
            found |= sign
    return found


def signs_of_rows(rows: pa.RecordBatch) -> Sequence[int]:
    """The signs of every row of a file of facts with the columns of ``SIGN_FACTS`` that it has."""
    found = [0] * rows.num_rows
    for sign, name, mark in _SIGNS:
        if name not in rows.schema.names:
            continue  # no page had it
        for row in pc.indices_nonzero(pc.fill_null(pc.match_substring(rows[name], mark), False)).to_pylist():
            found[row] |= sign
    return found
