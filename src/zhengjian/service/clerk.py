"""What nobody should have to remember: reminders that fall due, waivers that end, mail that waits, data to be forgotten."""

from __future__ import annotations

from datetime import datetime

from zhengjian.config import Workspace
from zhengjian.ledger import lists, opening
from zhengjian.logs import logger
from zhengjian.model import SHANGHAI, Period, Value
from zhengjian.service import WrongUse, cases, mail, messages, notices, webhook
from zhengjian.service.mail import Sending
from zhengjian.service.scoring import rulebook_of
from zhengjian.workflow.working_days import UnknownYear

PERIODS = 4


class Chores(Value):
    """What one round of chores did: reminders of notices and of reports, waivers ended, personal data forgotten, mail, webhooks.

    ``problem`` says what could not be done.
    """

    reminded: int = 0
    reports: int = 0
    lapsed: int = 0
    forgotten: int = 0
    sending: Sending = Sending()
    telling: Sending = Sending()
    problem: str = ""


def chores(workspace: Workspace, at: datetime) -> Chores:
    """Do what is due in the latest periods. Safe to repeat and to run in two processes: each reminder and mail goes out once."""
    reminded = reports = lapsed = 0
    problem = ""
    for period in lists.periods()[:PERIODS]:
        try:
            reminded += len(notices.remind(workspace, period, at))
        except UnknownYear as error:
            problem = str(error)
        reports += _remind_reports(workspace, period, at)
        lapsed += len(cases.lapse_waivers(workspace, period, at))
    forgotten = messages.forget(workspace, at)
    sending = mail.send_waiting(workspace, at) if mail.ready(workspace) else Sending()
    telling = webhook.send_waiting(workspace, at)
    problem = problem or sending.problem or telling.problem
    return Chores(reminded=reminded, reports=reports, lapsed=lapsed, forgotten=forgotten, sending=sending, telling=telling, problem=problem)


def _remind_reports(workspace: Workspace, period: str, at: datetime) -> int:
    try:
        return messages.remind(workspace, period, at, rulebook_of(workspace, period=Period.parse(period)))
    except WrongUse:  # a rulebook that cannot be read is told where it is used; nobody is reminded by guess
        return 0


def one_turn(workspace: Workspace) -> Chores | None:
    """One round of chores now, in a thread of its own; a ledger that is locked or restarting is logged, and the next turn tries again."""
    try:
        done = chores(workspace, datetime.now(SHANGHAI))
    except opening.FAULTS as error:
        logger().warning("chores", problem=opening.explain(error, workspace.root))
        return None
    finally:
        opening.release()
    if done.problem:
        logger().warning("chores", problem=done.problem)
    return done
