"""What the lists of accounts say to a site: which ids are known, and which accounts its unit, those above and those below have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zhengjian.facts.account_links import KnownAccount, KnownAccounts, forms_of, ids_of, names_of
from zhengjian.model import Account, Site, Unit
from zhengjian.register import Register


@dataclass(frozen=True)
class AccountLists:
    """The ids of all listed accounts, and the accounts of each unit's line; read once for many sites."""

    ids: frozenset[str]
    lines: dict[str, set[KnownAccount]]
    listed: bool

    @classmethod
    def of(cls, register: Register, filings: Iterable[Account], above: Callable[[str], Iterable[str]]) -> AccountLists:
        """From the register and the national export; ``above`` gives a unit's code and those of the units above it."""
        own: dict[str, set[KnownAccount]] = {}
        lines: dict[str, set[KnownAccount]] = {}
        for account in register.accounts:
            own.setdefault(account.unit, set()).add(forms_of(account))
        for unit in register.units:
            for code in above(unit.code):
                lines.setdefault(code, set()).update(own.get(unit.code, ()))
                lines.setdefault(unit.code, set()).update(own.get(code, ()))
        return cls(ids_of((*register.accounts, *filings)), lines, listed=bool(register.accounts))

    def facts(self, site: Site, unit: Unit) -> list[KnownAccounts]:
        """The fact for one site; none where no account is listed at all."""
        line = tuple(sorted(self.lines.get(site.unit, ())))
        return [KnownAccounts(ids=self.ids, line=line, names=names_of(site, unit))] if self.listed else []
