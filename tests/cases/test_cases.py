"""Every case beside a check is run; every check has the four cases that it must have."""

from __future__ import annotations

import pytest

from zhengjian.judge import all_checks
from zhengjian.tools.cases import Case, case_files, difference, outcome_of, read_cases

CASES = [case for path in case_files() for case in read_cases(path)]


@pytest.mark.parametrize("case", CASES, ids=[f"{case.check}: {case.claim}" for case in CASES])
def test_case(case: Case) -> None:
    outcome = outcome_of(case)
    found = difference(case.outcome, outcome)
    assert not found, f"{found}\nwhy: {outcome['why']}"


@pytest.mark.parametrize("name", list(all_checks()))
def test_every_check_has_its_cases(name: str) -> None:
    verdicts = {case.outcome["verdict"] for case in CASES if case.check == name}
    assert {"met", "violated"} <= verdicts, f"{name}: no case for {sorted({'met', 'violated'} - verdicts)}"
    assert verdicts & {"unknown", "not-applicable"}, f"{name}: no case where it cannot or need not judge"
