"""The site families, in the manner of really different government content systems."""

from zhengjian.lab.families import datastore, listing, modern, tables
from zhengjian.lab.families.base import Family, Pages

FAMILIES: tuple[Family, ...] = (modern.FAMILY, tables.FAMILY, listing.FAMILY, datastore.FAMILY)

__all__ = ["FAMILIES", "Family", "Pages"]
