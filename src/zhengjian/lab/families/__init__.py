"""The site families, in the manner of really different government content systems."""

from zhengjian.lab.families import cards, datastore, gateway, listing, modern, tables
from zhengjian.lab.families.base import Family, Pages

FAMILIES: tuple[Family, ...] = (modern.FAMILY, tables.FAMILY, listing.FAMILY, datastore.FAMILY, cards.FAMILY, gateway.FAMILY)

__all__ = ["FAMILIES", "Family", "Pages"]
