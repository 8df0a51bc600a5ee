"""A province that exists only on loopback: deterministic from a seed, of any size, with faults planted by plan.

The product never sees this: it sees the lists that ``inputs`` writes and the pages that ``server`` serves.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from random import Random
from urllib.parse import quote

from zhengjian.lab.build import build
from zhengjian.lab.families import FAMILIES, MORE, Family
from zhengjian.lab.faults import ALSO, LOOK_ALIKES, MESSAGE_FAULTS, Fault, Truth
from zhengjian.lab.places import Register, annex_register, small_register
from zhengjian.lab.plans import annex_plan, small_plan
from zhengjian.lab.world import Article, Column, World
from zhengjian.model import SHANGHAI, Account, Site, Unit

AS_OF = datetime(2025, 6, 20, 12, 0, tzinfo=SHANGHAI)
SAFE = "/:?=&%"
UNSEEN = frozenset({"blocked-403", "blocked-429", "challenge", "cut"})


@dataclass(frozen=True)
class Province:
    """A whole province by its plan. ``sites``, ``accounts`` and ``messages`` are how many; ``faults`` None means the default plan.
    ``families`` are the names of the site families that take turns.

    The same arguments give the same bytes. A fault planted or taken away changes the pages it concerns and no others.
    """

    seed: int = 1
    sites: int = 10
    accounts: int = 25
    messages: int = 6
    as_of: datetime = AS_OF
    period: str = "2025Q2"
    faults: tuple[Fault, ...] | None = None
    annex: bool = False
    families: tuple[str, ...] = tuple(family.name for family in FAMILIES)
    plan: tuple[Fault, ...] = field(init=False)

    def __post_init__(self) -> None:
        default = annex_plan if self.annex else small_plan
        object.__setattr__(self, "plan", default(self.register) if self.faults is None else self.faults)

    @classmethod
    def seed_bulletin(cls, seed: int = 1) -> Province:
        """The province with the counts and the faults of the seed bulletin."""
        return cls(seed=seed, sites=735, accounts=4059, messages=212, annex=True)

    @cached_property
    def register(self) -> Register:
        """The province's lists, all in good order."""
        return annex_register() if self.annex else small_register(self.sites, self.accounts, self.messages)

    @cached_property
    def _sites(self) -> dict[str, Site]:
        return {site.site_id: site for site in self.register.sites}

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Units by code."""
        return {unit.code: unit for unit in self.register.units}

    @cached_property
    def account_list(self) -> dict[str, Account]:
        """Accounts by number."""
        return {account.account_id: account for account in self.register.accounts}

    @cached_property
    def hosts(self) -> dict[str, str]:
        """Host name of each site → site_id."""
        return {site.home.split("/")[2]: site.site_id for site in self.register.sites}

    @cached_property
    def _planted(self) -> dict[str, tuple[Fault, ...]]:
        found: dict[str, list[Fault]] = {}
        for fault in self.plan:
            found.setdefault(fault.target, []).append(fault)
        return {target: tuple(faults) for target, faults in found.items()}

    def planted(self, target: str) -> tuple[Fault, ...]:
        """What the plan has planted on one target."""
        return self._planted.get(target, ())

    def family(self, site_id: str) -> Family:
        """The site family that gives this site its face."""
        return self._faces[site_id]

    def world(self, site_id: str) -> World:
        """What one site publishes, faults included."""
        site = self._sites[site_id]
        return build(self.seed, site, self.units[site.unit], self.as_of, self.planted(site_id))

    @cached_property
    def _faces(self) -> dict[str, Family]:
        known = {family.name: family for family in (*FAMILIES, *MORE)}
        chosen = [known[name] for name in self.families]
        return {site_id: chosen[place % len(chosen)] for place, site_id in enumerate(self._sites)}

    def article_address(self, world: World, article: Article) -> str:
        """The public address of an article, percent-encoded as a person would copy it from a browser."""
        family = self.family(world.site.site_id)
        return f"http://{world.host}{quote(family.address(world, article), safe=SAFE)}"

    def column_addresses(self, world: World) -> list[tuple[str, Column]]:
        """The public addresses of a site's columns."""
        family = self.family(world.site.site_id)
        return [(f"http://{world.host}{quote(family.address(world, column), safe=SAFE)}", column) for column in world.columns]

    def plant(self, *faults: Fault) -> Province:
        """The same province with these planted as well."""
        return replace(self, faults=self.plan + faults)

    def without(self, *faults: Fault) -> Province:
        """The same province without these."""
        return replace(self, faults=tuple(fault for fault in self.plan if fault not in faults))

    def message_site(self, number: int) -> Site:
        """The site that the error report of this number (from 0) is about."""
        return Random(f"{self.seed}:message-site:{number}").choice(self.register.sites)

    def truth(self) -> Truth:
        """What was planted: for tests, never written or served."""
        real = [(self._target(fault), fault.kind) for fault in self.plan if fault.kind not in LOOK_ALIKES]
        return Truth(
            expected=frozenset(real),
            also=frozenset((target, check) for target, kind in real for check in ALSO.get(kind, ())),
            unseen=frozenset(fault.target for fault in self.plan if fault.kind in UNSEEN),
        )

    def _target(self, fault: Fault) -> str:
        return self.message_site(int(fault.target) - 1).site_id if fault.kind in MESSAGE_FAULTS else fault.target
