"""Inspects a lab province over HTTP through the product's own service, and tells what each check said of each target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from zhengjian.config import Workspace
from zhengjian.lab import Fault, Province, serve, write_register
from zhengjian.model import Outcome, Score, Verdict
from zhengjian.service import Silent, publish
from zhengjian.service.demo import LISTS
from zhengjian.service.imports import import_list
from zhengjian.service.inspect import Inspected, Request, inspect
from zhengjian.service.register import import_register
from zhengjian.service.setup import init

SETTINGS = """\
[network]
hosts_file = "hosts"
hosts_only = true
allow_private = true
host_interval_seconds = 0
address_requests_per_second = 0
address_connections = 8
fetch_seconds = 20

[review]
second_person = false
auto_confirm = []

[jobs]
processes = 1
"""


@dataclass(frozen=True)
class Seen:
    """One inspection: what was done, and the outcomes by (target, check)."""

    workspace: Workspace
    done: Inspected
    outcomes: Mapping[tuple[str, str], Outcome]

    def verdict(self, target: str, check: str) -> Verdict | None:
        """The verdict of one check on one target; None when the rulebook does not assess it."""
        outcome = self.outcomes.get((target, check))
        return outcome.verdict if outcome else None

    def accused(self) -> set[tuple[str, str]]:
        """Every (target, check) that is violated."""
        return {key for key, outcome in self.outcomes.items() if outcome.verdict is Verdict.VIOLATED}

    def scores(self) -> dict[str, Score]:
        """Scores by target."""
        return {score.target.id: score for score in publish.scores(self.workspace, self.done.period)}


def look(root: Path, province: Province, settings: str = SETTINGS) -> Seen:
    """Write the lists, serve the province, inspect it, and read the outcomes back from the ledger."""
    with prepared(root, province, settings) as workspace:
        done = inspect(workspace, Request(province.period, as_of=province.as_of), Silent())
    found = {(o.target.id, o.check): o for o in publish.outcomes(workspace, province.period) if o.target is not None}
    return Seen(workspace, done, found)


@contextmanager
def prepared(root: Path, province: Province, settings: str = SETTINGS, *, probed: tuple[str, ...] | None = None) -> Iterator[Workspace]:
    """A workspace with the province's lists imported, and the province served as long as the context is open.

    ``probed`` keeps the probe log of these sites only.
    """
    workspace = init(root, settings)
    lists = root / "inputs"
    write_register(province, lists)
    if probed is not None:
        head, *rows = (lists / "probe.csv").read_text("utf-8-sig").splitlines()
        (lists / "probe.csv").write_text("\n".join([head, *(row for row in rows if row.startswith(probed))]), "utf-8")
    assert not import_register(workspace, lists, by="试验").bad
    for kind in LISTS:
        if (lists / f"{kind}.csv").is_file():
            import_list(workspace, kind, lists / f"{kind}.csv")
    with serve(province) as serving:
        (root / "hosts").write_text(serving.hosts_file_text, "utf-8")
        yield workspace


def one_fault_each(province: Province, kinds: Mapping[str, str]) -> tuple[Fault, ...]:
    """Each kind on a site of its own, in the register's order."""
    return tuple(Fault(kind, site.site_id, detail) for (kind, detail), site in zip(kinds.items(), province.register.sites, strict=False))
