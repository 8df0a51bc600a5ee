"""One fault planted or taken away changes what it touches and nothing else."""

from __future__ import annotations

from pathlib import Path

from zhengjian.lab import Fault, Province

from .harness import Seen, look


def compared(seen: Seen) -> dict[tuple[str, str], tuple[str, str, tuple[tuple[str, str, str | None], ...]]]:
    """Outcomes without what differs between two rounds by nature: evidence numbers."""
    return {
        key: (outcome.verdict.value, outcome.why, tuple((f.where, f.what, f.value) for f in outcome.findings))
        for key, outcome in seen.outcomes.items()
    }


def test_planting_a_fault_changes_its_own_outcome_and_score_only(tmp_path: Path) -> None:
    clean = Province(sites=6, accounts=6, messages=3, faults=())
    site, account = clean.register.sites[0].site_id, clean.register.accounts[2].account_id
    before = look(tmp_path / "before", clean)
    after = look(tmp_path / "after", clean.plant(Fault("hidden-links", site, "offscreen"), Fault("account-stale", account, "20")))
    then, now = compared(before), compared(after)
    changed = {key for key in then.keys() | now.keys() if then.get(key) != now.get(key)}
    assert {(site, "hidden-links"), (account, "account-stale")} <= changed
    assert {target for target, _ in changed} == {site, account}
    assert not before.accused()
    assert after.accused() >= {(site, "hidden-links"), (account, "account-stale")}
