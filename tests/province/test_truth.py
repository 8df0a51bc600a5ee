"""What the product found in the lab against what was planted there; the truth was gone before it looked."""

from __future__ import annotations

from zhengjian.judge import all_checks
from zhengjian.lab import Province, Truth
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


def test_every_planted_fault_of_an_assessed_check_is_found(mixed: Mixed) -> None:
    province, truth, seen = mixed
    assessed = load("national-2019").check.keys() & all_checks().keys()
    missed = {
        (target, check): (province.family(target).name, seen.outcomes[target, check].why)
        for target, check in truth.expected - seen.accused()
        if check in assessed
    }
    assert not missed
