"""Several people at the same moment: nothing is lost, nothing is done twice, the slower one is told what happened."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import datetime

from django.test import Client
from tests import postgres
from tests.console.world import PERIOD, World

from zhengjian.ledger import audit, decisions, notices
from zhengjian.ledger.audit import Person
from zhengjian.ledger.lists import Wanted
from zhengjian.model import SHANGHAI
from zhengjian.service import notices as service
from zhengjian.service import review
from zhengjian.workflow.review import Kind, state_of
from zhengjian.workflow.rights import Scope

pytestmark = postgres.on_both


def at_once(jobs: Sequence[Callable[[], object]]) -> list[object]:
    """Run all jobs in threads that start together; their results or exceptions in order."""
    from django.db import connections

    gate, results = threading.Barrier(len(jobs)), [object()] * len(jobs)

    def work(number: int, job: Callable[[], object]) -> None:
        gate.wait(10)
        try:
            results[number] = job()
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(number, job)) for number, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def now() -> datetime:
    return datetime.now(SHANGHAI)


def test_one_of_two_contrary_decisions_wins_and_the_other_is_told(world: World) -> None:
    id_ = world.ids["plain"]

    def decide(name: str, kind: Kind) -> Callable[[], object]:
        return lambda: review.decide(world.workspace, [id_], kind, by=Person(name=name, role="reviewer"), reason="理由", at=now())

    # A confirmation may be followed by a dismissal, never the other way round: both orders leave a lawful history.
    results = at_once([decide("li", Kind.CONFIRM), decide("wang", Kind.DISMISS), decide("office", Kind.DISMISS)])
    assert all(isinstance(result, review.Decided) for result in results), results
    history = decisions.histories([id_])[id_]
    assert state_of(history).value == "dismissed" and 1 <= len(history) <= 2
    assert sum(len(result.decided) for result in results if isinstance(result, review.Decided)) == len(history)
    refused = [why for result in results if isinstance(result, review.Decided) for why in result.refused.values()]
    assert refused and all("已排除" in why for why in refused)
    assert audit.broken() is None and decisions.broken() is None


def test_notices_issued_at_once_have_numbers_without_gap_and_one_each(world: World, sign_in: Callable[[str], Client]) -> None:
    ids = [world.ids["plain"], world.ids["foreign"], world.ids["education"]]
    sign_in("li").post(f"/{PERIOD}/review/decide/", {"decision": "confirm", "finding": ids})
    person = Person(name="office", role="office")

    def issue(unit: str) -> Callable[[], object]:
        return lambda: service.issue(world.workspace, PERIOD, unit, person, now())

    results = at_once([issue(unit) for unit in ("C1", "C2", "C1D", "C1", "C2", "C1D")])
    assert all(isinstance(result, service.Done) for result in results), results
    assert sorted(row["number"] for row in notices.listing(Scope(), Wanted()).rows) == [1, 2, 3]
    assert sum(isinstance(result, service.Done) and bool(result.refused) for result in results) == 3
    assert all(len(decisions.histories([id_])[id_]) == 2 for id_ in ids), "each finding was notified once"
    assert audit.broken() is None


def test_the_same_form_sent_twice_counts_once(world: World, sign_in: Callable[[str], Client]) -> None:
    li = sign_in("li")
    form = {"decision": "confirm", "finding": world.ids["veto"]}
    for _ in range(3):
        li.post(f"/{PERIOD}/review/decide/", form)
    assert len(decisions.histories([world.ids["veto"]])[world.ids["veto"]]) == 1
