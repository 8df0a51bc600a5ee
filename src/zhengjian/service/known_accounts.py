"""What the lists of accounts say to a site: which ids are known, and which accounts may be its own under an id of another form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from zhengjian.facts.account_links import KnownAccount, KnownAccounts, forms_of, ids_of, names_of
from zhengjian.model import Account, Site, Unit
from zhengjian.register import Register

_INDEXED = 2  # characters of a name by which accounts are found


@dataclass(frozen=True)
class AccountLists:
    """The ids of all listed accounts, the accounts of each unit's line, and those by the beginning of their names.

    Read once for many sites.
    """

    ids: frozenset[str]
    lines: dict[str, set[KnownAccount]]
    called: dict[str, list[Account]]

    @classmethod
    def of(cls, register: Register, filings: Iterable[Account], above: Callable[[str], Iterable[str]]) -> AccountLists:
        """From the register and the national export; ``above`` gives a unit's code and those of the units above it."""
        every = (*register.accounts, *filings)
        own: dict[str, set[KnownAccount]] = {}
        lines: dict[str, set[KnownAccount]] = {}
        called: dict[str, list[Account]] = {}
        for account in every:
            own.setdefault(account.unit, set()).add(forms_of(account))
            called.setdefault(account.name[:_INDEXED], []).append(account)
        for unit in register.units:
            for code in above(unit.code):
                lines.setdefault(code, set()).update(own.get(unit.code, ()))
                lines.setdefault(unit.code, set()).update(own.get(code, ()))
        return cls(ids_of(every), lines, called)

    def facts(self, site: Site, unit: Unit) -> list[KnownAccounts]:
        """The fact for one site; none where no account is listed at all."""
        if not self.called:
            return []
        names = names_of(site, unit)
        alike = {forms_of(one) for name in names for one in self.called.get(name[:_INDEXED], ()) if one.name.startswith(name)}
        return [KnownAccounts(ids=self.ids, line=tuple(sorted(self.lines.get(site.unit, set()) | alike)), names=names)]
