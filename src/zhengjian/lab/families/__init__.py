"""The site families, in the manner of really different government content systems.

``FAMILIES`` are those of the demo; ``MORE`` stand in drills beside them.
"""

from zhengjian.lab.families import (
    application,
    cards,
    datastore,
    gateway,
    journal,
    listing,
    modern,
    relative,
    tables,
    webforms,
)
from zhengjian.lab.families.base import Family, Pages

FAMILIES: tuple[Family, ...] = (modern.FAMILY, tables.FAMILY, listing.FAMILY, datastore.FAMILY, cards.FAMILY, gateway.FAMILY)
MORE: tuple[Family, ...] = (webforms.FAMILY, relative.FAMILY, journal.FAMILY, application.FAMILY)

__all__ = ["FAMILIES", "MORE", "Family", "Pages"]
