"""The availability visits of a site: our own probe's, and those imported from other monitors."""

from __future__ import annotations

from zhengjian.facts.base import Fact
from zhengjian.model import ProbeVisit
from zhengjian.register.entries import Outage


class ProbeVisits(Fact):
    """All availability visits known of one site, in any order, and the times in which it may be closed with leave."""

    visits: tuple[ProbeVisit, ...] = ()
    outages: tuple[Outage, ...] = ()
