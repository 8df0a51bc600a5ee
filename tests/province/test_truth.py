"""What the product found in the lab against what was planted there; the truth was gone before it looked."""

from __future__ import annotations

from zhengjian.judge import all_checks
from zhengjian.lab import Province, Truth
from zhengjian.model import Verdict
from zhengjian.rulebook import load

from .harness import Seen

Mixed = tuple[Province, Truth, Seen]


def test_every_target_was_seen(mixed: Mixed) -> None:
    province, _, seen = mixed
    assert (seen.done.sites, seen.done.accounts) == (len(province.register.sites), len(province.register.accounts))
    assert not seen.done.unobserved
    assert seen.done.pages >= 40 * len(province.register.sites)


def test_nothing_healthy_is_accused(mixed: Mixed) -> None:
    province, truth, seen = mixed
    wrong = {key: (province.planted(key[0]), seen.outcomes[key].why) for key in seen.accused() - truth.expected - truth.also}
    assert not wrong


def test_no_planted_fault_is_called_met_and_most_are_found(mixed: Mixed) -> None:
    province, truth, seen = mixed
    assessed = load("national-2019").check.keys() & all_checks().keys()
    due = {(target, check) for target, check in truth.expected if check in assessed}
    assert len(due) >= 20
    met = {(target, check): province.family(target).name for target, check in due if seen.verdict(target, check) is Verdict.MET}
    assert not met
    found = due & seen.accused()
    assert len(found) * 100 >= 80 * len(due), {key: seen.outcomes[key].why for key in due - found}
