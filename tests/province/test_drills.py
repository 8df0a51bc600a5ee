"""Drills: sites that refuse, challenge, answer slowly or break off. Not seen is unknown, and never an accusation."""

from __future__ import annotations

from pathlib import Path

from zhengjian.lab import Fault, Province
from zhengjian.lab.families import MORE
from zhengjian.model import Verdict

from .harness import look

MANNERS = (
    ("blocked-403", ""),
    ("blocked-429", ""),
    ("challenge", "521"),
    ("challenge", "412"),
    ("challenge", "202"),
    ("cut", ""),
    ("flapping", ""),
    ("slow", "1"),
)


def test_sites_that_do_not_let_us_in_are_never_accused(tmp_path: Path) -> None:
    clean = Province(sites=len(MANNERS) + 2, accounts=0, messages=4, faults=())
    sites = [site.site_id for site in clean.register.sites]
    province = clean.plant(*(Fault(kind, sites[n], detail) for n, (kind, detail) in enumerate(MANNERS)))
    seen = look(tmp_path, province)
    assert not seen.accused(), {key: seen.outcomes[key].why for key in seen.accused()}
    refusing = set(sites[:6])
    assert {target.id for target, _, _ in seen.done.unobserved} >= refusing - {sites[5]}
    for (target, check), outcome in seen.outcomes.items():
        if target in refusing and check in {"home-stale", "columns-stale", "columns-blank", "footer-marks-missing", "hidden-links"}:
            assert outcome.verdict is Verdict.UNKNOWN, (target, check, outcome.why)
    results = {id_: score.result for id_, score in seen.scores().items()}
    assert all(results[site] == "inconclusive" for site in refusing)
    assert all(results[site] == "passed" for site in sites[8:])


GATES = ("gate-redirect", "gate-refresh", "gate-script", "gate-frames", "soft-404")


def test_home_pages_behind_a_gate_and_soft_errors_are_never_accused(tmp_path: Path) -> None:
    clean = Province(sites=3 * len(GATES), accounts=0, messages=4, faults=())
    sites = [site.site_id for site in clean.register.sites]
    province = clean.plant(*(Fault(GATES[n % len(GATES)], site) for n, site in enumerate(sites)))
    seen = look(tmp_path, province)
    assert not seen.accused(), {key: (province.planted(key[0]), seen.outcomes[key].why) for key in seen.accused()}


def test_site_families_that_the_demo_does_not_have_are_never_accused(tmp_path: Path) -> None:
    families = tuple(family.name for family in MORE)
    seen = look(tmp_path, Province(sites=2 * len(families), accounts=0, messages=4, faults=(), families=families))
    assert not seen.accused(), {key: seen.outcomes[key].why for key in seen.accused()}


def test_hidden_links_behind_a_blocking_wall_are_not_seen_and_not_denied(tmp_path: Path) -> None:
    clean = Province(sites=5, accounts=0, messages=1, faults=())
    site = clean.register.sites[0].site_id
    seen = look(tmp_path, clean.plant(Fault("hidden-links", site), Fault("blocked-403", site)))
    assert seen.verdict(site, "hidden-links") is Verdict.UNKNOWN


def test_an_app_whose_page_is_gone_is_found_and_no_other(tmp_path: Path) -> None:
    clean = Province(sites=2, accounts=60, messages=1, faults=())
    apps = [account.account_id for account in clean.register.accounts if account.platform == "移动客户端"]
    seen = look(tmp_path, clean.plant(Fault("account-app-broken", apps[0])))
    assert {target for target, check in seen.accused() if check == "account-app-broken"} == {apps[0]}
    assert all(seen.verdict(app, "account-app-broken") is Verdict.MET for app in apps[1:])
    assert len(apps) > 1
