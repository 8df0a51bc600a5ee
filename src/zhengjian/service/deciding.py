"""Decisions from the command line: the console's own ``review``, in the name that ``--as`` gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from zhengjian.config import Workspace
from zhengjian.service import CLOCK, open_ledger


def decide(
    workspace: Workspace, ids: Sequence[str], kind: str, *, by: str, reason: str = ""
) -> tuple[tuple[str, ...], Mapping[str, str], frozenset[str]]:
    """Confirm or dismiss findings: which were decided, which refused and why, and which still wait for a second person."""
    open_ledger(workspace)
    from zhengjian.ledger import decisions
    from zhengjian.ledger.audit import Person
    from zhengjian.service import review
    from zhengjian.workflow.review import Kind

    done = review.decide(workspace, ids, Kind(kind), by=Person(name=by, role="office"), reason=reason, at=CLOCK.now())
    if kind != "confirm":
        return done.decided, done.refused, frozenset()
    known, past = decisions.find(done.decided), decisions.histories(done.decided)
    second = workspace.settings.review.second_person
    waiting = {id_ for id_ in done.decided if not decisions.counting(past[id_], veto=known[id_].veto, second_person=second)}
    return done.decided, done.refused, frozenset(waiting)
